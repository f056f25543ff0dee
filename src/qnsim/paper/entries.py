"""The model on paper, as values: entries with their formulas and neighbours, in sections."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from qnsim.engine.formula import Term
from qnsim.language import say
from qnsim.paper.equation_words import keys_in
from qnsim.paper.latex import Piece, pieces, word
from qnsim.paper.shorthand import shortened

READING = (
    "Every formula is the one that is simulated: it is made by running the equation on names. Each name leads to its "
    "entry, and each entry says what it reads and who reads it.",
    "A stock is a level that only flows change; its name means the level at the start of a step. A flow is per year "
    "and changes stocks. An auxiliary is computed within the step. A constant is computed once per draw, unless a "
    "scenario moves what it reads. A lever is a parameter that the province can choose. Rates and shares are "
    "fractions: 0.05 is 5 percent. VND_base is money at base-year prices, VND money of the day.",
)
ABOUT_ROWS = (
    "The equations follow the numbered rows of a causal structure. Here is each row that an "
    "equation names, with the variables that render it."
)
ABOUT_SOURCES = "Every work named above, and who names it. The whole list is SOURCES.md of the case."


@dataclass(frozen=True)
class Entry:
    """One name of the model: what it is, how it is computed, what it reads and who reads it.

    `formula` is what it equals; of a stock, its level one step later. A stock reads what it starts at.
    """

    name: str
    kind: str
    unit: str
    meaning: str
    label: str = ""
    place: str = ""
    formula: Term | None = None
    inflows: tuple[str, ...] = ()
    outflows: tuple[str, ...] = ()
    out_of: tuple[str, ...] = ()
    into: tuple[str, ...] = ()
    value: str = ""
    source: str = ""
    confidence: str = ""
    reads: tuple[str, ...] = ()
    read_by: tuple[str, ...] = ()

    @property
    def equations(self) -> list[list[Piece]]:
        """The equation as LaTeX in pieces between which a line may break, then one for each letter that it uses."""
        if self.formula is None:
            return []
        own = rf"{word(self.name)}_{{\text{{next}}}}" if self.kind == "stock" else word(self.name)
        return [
            [
                Piece(rf"\text{{where }} {word(name)} =" if name else f"{own} =", len(name or self.name) + 3),
                *pieces(part),
            ]
            for name, part in shortened(self.formula).items()
        ]

    @property
    def keys(self) -> list[str]:
        """Keys of SOURCES.md that the entry names."""
        return keys_in(f"{self.meaning} {self.source}")

    @property
    def unit_in_words(self) -> str:
        """The unit, or that there is none."""
        return say("no unit") if self.unit == "1" else self.unit

    @property
    def relations(self) -> list[tuple[str, tuple[str, ...], str]]:
        """How the entry hangs together with others: a label, names, and words if there are none."""
        if self.kind == "stock":
            own = [
                (say("Starts at"), self.reads, "0"),
                (say("Inflows"), self.inflows, say("none")),
                (say("Outflows"), self.outflows, say("none")),
            ]
        else:
            own = [(say("Leaves"), self.out_of, ""), (say("Enters"), self.into, ""), (say("Reads"), self.reads, "")]
        unread = say("no equation; it is reported") if self.kind in ("auxiliary", "constant") else ""
        return [row for row in (*own, (say("Read by"), self.read_by, unread)) if row[1] or row[2]]


@dataclass(frozen=True)
class Section:
    """Entries under one title."""

    id: str
    title: str
    about: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True)
class Reference:
    """A source, and the entries that name it."""

    key: str
    work: str
    address: str
    used_by: tuple[str, ...]


@dataclass(frozen=True)
class Paper:
    """All that the page shows."""

    version: str
    digest: str
    blocks: tuple[Section, ...]
    givens: tuple[Section, ...]
    rows: Mapping[str, tuple[str, ...]]
    references: tuple[Reference, ...]

    @property
    def sections(self) -> tuple[Section, ...]:
        """All sections in reading order."""
        return (*self.blocks, *self.givens)

    @property
    def entries(self) -> dict[str, Entry]:
        """All entries by name."""
        return {entry.name: entry for section in self.sections for entry in section.entries}

    @property
    def summary(self) -> str:
        """How large the model is."""
        kinds = Counter(entry.kind for entry in self.entries.values())
        equations = kinds["flow"] + kinds["auxiliary"] + kinds["constant"]
        return (
            f"{kinds['stock']} stocks and {equations} equations in {len(self.blocks)} blocks; "
            f"{kinds['parameter'] + kinds['lever']} parameters and {kinds['path']} exogenous paths."
        )
