"""The table of terms on the page of the glossary, from the terms that the program uses."""

from __future__ import annotations

from itertools import groupby

from qnsim.glossary import Term, glossary

GROUPS = {  # the headings of the page, in its order
    "growth": "Tăng trưởng · Growth",
    "branches": "Các ngành · Branches",
    "investment": "Đầu tư · Investment",
    "budget": "Ngân sách · Budget",
    "people": "Doanh nghiệp, lao động, xã hội · Firms, labour, society",
    "chance": "Kế hoạch và xác suất · Plans and chance",
}
HEADING = "| Tiếng Việt | English | Nghĩa · Meaning | Clause |\n| --- | --- | --- | --- |"


def block() -> str:
    """A table for each group of terms."""
    tables = []
    for group, terms in groupby(glossary(), key=lambda term: term.group):
        rows = "\n".join(map(row, terms))
        tables.append(f"## {GROUPS[group]}\n\n{HEADING}\n{rows}")
    return "\n\n".join(tables)


def row(term: Term) -> str:
    """One line of a table."""
    vietnamese, english = ", ".join((f"**{term.vi}**", *term.also_vi)), ", ".join((term.en, *term.also_en))
    return f"| {vietnamese} | {english} | {term.meaning_vi}<br>{term.meaning_en} | {term.clause} |"
