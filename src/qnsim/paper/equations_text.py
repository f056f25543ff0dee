"""One entry of the model on paper, for the terminal."""

from __future__ import annotations

from collections.abc import Iterator

from qnsim.language import say
from qnsim.paper.entries import Entry
from qnsim.paper.equation_words import paragraphs
from qnsim.paper.plain import plain
from qnsim.paper.shorthand import shortened

KINDS = {
    "stock": say("stock"),
    "flow": say("flow"),
    "auxiliary": say("auxiliary"),
    "constant": say("constant"),
    "parameter": say("parameter"),
    "lever": say("lever"),
    "path": say("path"),
    "draw": say("draw"),
    "clock": say("clock"),
}
CONFIDENCE = {"high": say("high"), "medium": say("medium"), "low": say("low")}


def entry_lines(entry: Entry) -> Iterator[str]:
    """What the name means, how it is computed, what it reads and who reads it."""
    kind = KINDS.get(entry.kind, entry.kind)
    yield say("{name}: {kind}, {unit}", name=entry.name, kind=kind, unit=entry.unit_in_words)
    if entry.label:
        yield entry.label
    yield from (say("{english}", english=part) for part in paragraphs(entry.meaning))
    if entry.formula is not None:
        left = say("{name} (next step)", name=entry.name) if entry.kind == "stock" else entry.name
        for letter, part in shortened(entry.formula).items():
            head = say("where {letter}", letter=letter) if letter else left
            yield say("{left} = {formula}", left=head, formula=plain(part))
    for label, names, words in entry.relations:
        yield say("{label}: {told}", label=label, told=", ".join(names) or words)
    for label, text in (
        (say("Value"), entry.value),
        (say("Source"), say("{english}", english=entry.source) if entry.source else ""),
        (say("Confidence"), CONFIDENCE.get(entry.confidence, entry.confidence)),
        (say("In the files"), entry.place),
    ):
        if text:
            yield say("{label}: {told}", label=label, told=text)
