"""One entry of the model on paper, for the terminal."""

from __future__ import annotations

from collections.abc import Iterator

from qnsim.paper.entries import Entry
from qnsim.paper.equation_words import paragraphs
from qnsim.paper.plain import plain
from qnsim.paper.shorthand import shortened


def entry_lines(entry: Entry) -> Iterator[str]:
    """What the name means, how it is computed, what it reads and who reads it."""
    yield f"{entry.name}: {entry.kind}, {entry.unit_in_words}"
    if entry.label:
        yield entry.label
    yield from paragraphs(entry.meaning)
    if entry.formula is not None:
        left = f"{entry.name} (next step)" if entry.kind == "stock" else entry.name
        for letter, part in shortened(entry.formula).items():
            yield f"{f'where {letter}' if letter else left} = {plain(part)}"
    for label, names, words in entry.relations:
        yield f"{label}: {', '.join(names) or words}"
    for label, text in (
        ("Value", entry.value),
        ("Source", entry.source),
        ("Confidence", entry.confidence),
        ("In the files", entry.place),
    ):
        if text:
            yield f"{label}: {text}"
