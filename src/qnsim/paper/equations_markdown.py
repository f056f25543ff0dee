"""The model on paper as Markdown, with formulas that GitHub and most editors set."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from qnsim.paper.entries import ABOUT_ROWS, ABOUT_SOURCES, READING, Entry, Paper, Section
from qnsim.paper.equation_words import marks_in, paragraphs
from qnsim.paper.latex import Piece

LINE = 84  # letters of a formula on one line


def markdown_page(paper: Paper) -> str:
    """The page as text; a variable's heading is the target of links to it."""
    return "\n".join(
        [*_head(paper), *(line for part in paper.sections for line in _section(part, paper)), *_tail(paper)]
    )


def _head(paper: Paper) -> list[str]:
    contents = [f"- [{part.title}](#{part.id}), {len(part.entries)}" for part in paper.sections]
    return [
        "# qnsim: the model on paper",
        "",
        f"Version {paper.version}, facts {paper.digest}. {paper.summary}",
        "",
        *(f"{text}\n" for text in READING),
        *contents,
        "- [Rows of the causal structure](#rows)",
        "- [Sources](#sources)",
        "",
    ]


def _section(section: Section, paper: Paper) -> Iterator[str]:
    yield from (f'<a id="{section.id}"></a>', "", f"## {section.title}", "", section.about, "")
    for entry in section.entries:
        yield from (f"### `{entry.name}`", "", *_entry(entry, paper), "")


def _entry(entry: Entry, paper: Paper) -> Iterator[str]:
    yield " · ".join(part for part in (entry.kind, entry.unit_in_words, entry.label) if part)
    for paragraph in paragraphs(entry.meaning):
        yield f"\n{_marked(paragraph, paper)}"
    if entry.equations:
        yield f"\n```math\n{aligned(entry.equations)}\n```"
    yield ""
    yield from (f"- {label}: {_links(names) or words}" for label, names, words in entry.relations)
    for label, text in (("Value", entry.value), ("Source", entry.source), ("Confidence", entry.confidence)):
        if text:
            yield f"- {label}: {_marked(text, paper)}"
    if entry.place:
        yield f"- In the files: `{entry.place}`"


def aligned(equations: Sequence[Sequence[Piece]]) -> str:
    """Equations on as many lines as they need, which start below each other."""
    lines = [line for equation in equations for line in _lines(equation)]
    if len(lines) == 1:
        return lines[0].removeprefix("& ")
    return "\\begin{aligned}\n" + " \\\\\n".join(lines) + "\n\\end{aligned}"


def _lines(equation: Sequence[Piece]) -> list[str]:
    rows: list[list[Piece]] = [[]]
    for piece in equation:
        if sum(before.width for before in rows[-1]) + piece.width > LINE and rows[-1]:
            rows.append([])
        rows[-1].append(piece)
    texts = [" ".join(piece.text for piece in row) for row in rows]
    return [f"& {texts[0]}", *(rf"&\quad {{}} {text}" for text in texts[1:])]


def _links(names: Sequence[str]) -> str:
    return ", ".join(f"[{name}](#{name})" for name in names)


def _marked(text: str, paper: Paper) -> str:
    keys, found = {reference.key for reference in paper.references}, []
    for mark in marks_in(text, paper.entries, paper.rows):
        if mark.kind == "key" and mark.text in keys:
            found.append(f"\\[[{mark.text}](#source-{mark.text})\\]")
        elif mark.kind == "row":
            found.append(f"[{mark.text}](#row-{mark.text})")
        elif mark.kind == "name":
            found.append(f"[{mark.text}](#{mark.text})")
        else:
            found.append(_escaped(mark.text))
    return "".join(found)


def _escaped(text: str) -> str:
    return re.sub(r"([\\*~$|<\[\]])", r"\\\1", text)


def _tail(paper: Paper) -> Iterator[str]:
    yield from ('<a id="rows"></a>', "", "## Rows of the causal structure", "", ABOUT_ROWS, "")
    yield from ("| Row | Variables |", "|---|---|")
    yield from (f'| <a id="row-{row}"></a>{row} | {_links(names)} |' for row, names in paper.rows.items())
    yield from ("", '<a id="sources"></a>', "", "## Sources", "", ABOUT_SOURCES, "")
    yield from ("| Key | Work | Named by |", "|---|---|---|")
    for reference in paper.references:
        work = f"[{_escaped(reference.work)}]({reference.address})" if reference.address else _escaped(reference.work)
        yield f'| <a id="source-{reference.key}"></a>{reference.key} | {work} | {_links(reference.used_by)} |'
    yield ""
