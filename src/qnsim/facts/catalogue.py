"""What a scenario may set: the names, who controls them, their units and their ranges."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field

from qnsim.facts.targets import Target
from qnsim.language import say
from qnsim.quantities.periods import Years

SECTIONS = {"levers": say("lever"), "conditions": say("condition"), "shocks": say("shock")}


@dataclass(frozen=True)
class Entry:
    """One name a scenario may set, with its range in model units.

    `kind` is 'parameter', 'variable' or 'shock'; the last two exist quarter by quarter.
    """

    name: str
    kind: str
    section: str
    unit: str
    low: float
    high: float
    over_time: bool
    meaning: str
    written_unit: str = ""

    @property
    def label(self) -> str:
        """What people call it at the head of a line."""
        return self.meaning[:1].upper() + self.meaning[1:]

    @property
    def shown_unit(self) -> str:
        """The unit in which people read and write the value."""
        return self.written_unit or self.unit

    @property
    def is_count(self) -> bool:
        """Whether the value is a number of events, so that only whole numbers have a meaning."""
        return self.kind == "shock"


@dataclass(frozen=True)
class Catalogue:
    """Every name a scenario may set, the unit of every variable a judgement may adjust, and the years to speak of.

    `years` end where a scenario ends that says nothing of it, none may end after `latest_end`; `as_of` is the day whose
    knowledge is used. `targets` are those of the case by their ids; a scenario may give one outside the model a
    baseline.
    """

    entries: Mapping[str, Entry]
    adjustable: Mapping[str, str]
    years: Years
    latest_end: str
    as_of: datetime.date
    targets: Mapping[str, Target] = field(default_factory=dict)

    def names(self, section: str) -> list[str]:
        """The names of one section, in the catalogue's order."""
        return [entry.name for entry in self.entries.values() if entry.section == section]
