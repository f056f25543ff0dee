"""What a scenario file says, once read: settings and judgements, each with the place where it is written."""

from __future__ import annotations

from dataclasses import dataclass

from qnsim.quantities.distributions import Distribution


@dataclass(frozen=True)
class Place:
    """A place in a file; line and column count from 1."""

    file: str
    line: int
    column: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"


@dataclass(frozen=True)
class Setting:
    """The value a scenario gives to one name, in model units.

    `values` are (period, distribution) in order of time; the period is None for the whole run. Where a year and one of
    its quarters are both there, the quarter counts. `source` is empty if none
    is given; `written` is the value as the file has it, on one line.
    """

    name: str
    section: str
    kind: str
    unit: str
    values: tuple[tuple[str | None, Distribution], ...]
    source: str
    written: str
    place: Place

    @property
    def is_timed(self) -> bool:
        """Whether the value is given for some periods only."""
        return any(period is not None for period, _ in self.values)


@dataclass(frozen=True)
class Baseline:
    """The last known figure of a target outside the model, in the unit of the target."""

    year: int
    value: float
    source: str


@dataclass(frozen=True)
class Judgement:
    """An adjustment of one variable in one period: a share of its value if `relative`, else in the variable's unit."""

    variable: str
    when: str
    add: float
    relative: bool
    reason: str
    author: str
    place: Place
