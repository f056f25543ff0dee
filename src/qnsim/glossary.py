"""The terms of the field in both languages, as provincial reports use them: the one source of such words.

`also_vi` and `also_en` are forms that may stand for the term where room is short; `clause` is where a resolution
on the tasks of a year uses the term, empty if it does not.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from qnsim.errors import UsageError, nearest
from qnsim.language import say


@dataclass(frozen=True)
class Term:
    """One term: its word and its meaning in both languages."""

    group: str
    vi: str
    en: str
    also_vi: tuple[str, ...]
    also_en: tuple[str, ...]
    meaning_vi: str
    meaning_en: str
    clause: str


@cache
def glossary() -> tuple[Term, ...]:
    """All terms, in the order of the page."""
    text = files("qnsim").joinpath("glossary.csv").read_text(encoding="utf-8")
    return tuple(_term(**row) for row in csv.DictReader(text.splitlines()))


def _term(also_vi: str, also_en: str, **cells: str) -> Term:
    return Term(also_vi=_forms(also_vi), also_en=_forms(also_en), **cells)


def _forms(cell: str) -> tuple[str, ...]:
    return tuple(filter(None, cell.split(";")))


def in_vietnamese(english: str) -> str:
    """The Vietnamese term for an English one. Raises `UsageError` if the glossary has none."""
    known = {term.en: term.vi for term in glossary()}
    if english not in known:
        raise UsageError(
            say(
                "'{english}' is not a term of the glossary.{close}",
                english=english,
                close=nearest(english, list(known)),
            )
        )
    return known[english]


def terms_missed(english: str, vietnamese: str) -> list[Term]:
    """The terms an English text uses and its Vietnamese counterpart does not; of two that overlap the longer one."""
    forms = [(form, term) for term in glossary() for form in (term.en, *term.also_en)]
    missed, rest = [], english
    for form, term in sorted(forms, key=lambda pair: len(pair[0]), reverse=True):
        rest, found = re.subn(rf"\b{re.escape(form)}s?\b", "\N{BULLET}", rest, flags=re.IGNORECASE)
        if found and not _uses(vietnamese, (term.vi, *term.also_vi)):
            missed.append(term)
    return missed


def _uses(text: str, forms: Iterable[str]) -> bool:
    return any(re.search(rf"\b{re.escape(form)}\b", text, re.IGNORECASE) for form in forms)
