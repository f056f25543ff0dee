"""A measure: one reported number, declared once, with its formula on the paths of a run and its words."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, partial

import numpy as np

from qnsim.analysis.measures.paths import QUARTERS, Array, Paths
from qnsim.errors import SimulationError
from qnsim.language import label, say

Formula = Callable[[Paths], Array]
Key = tuple[str, str]
TRACED_YEAR = 2000  # any year: what a formula reads does not depend on it


@dataclass(frozen=True)
class Words:
    """The same words in both languages."""

    vi: str
    en: str

    @property
    def text(self) -> str:
        """The words as a text, of which a language chooses its own."""
        return label({"vi": self.vi, "en": self.en})

    @property
    def heading(self) -> str:
        """The words as they stand at the head of a line, with a capital letter."""
        return label({code: words[0].upper() + words[1:] for code, words in (("vi", self.vi), ("en", self.en))})


@dataclass(frozen=True)
class Measure:
    """One reported quantity: by year and, where it makes sense, by quarter.

    Formulas are functions of a module or partials of one, so that a measure can be sent to another process.
    `revised` is the variable of the same quantity after later revisions.
    """

    variable: str
    sector: str
    unit: str
    label: Words
    meaning: Words
    year: Formula
    quarter: Formula | None = None
    revised: str = ""

    @property
    def key(self) -> Key:
        """Variable and sector, which together name the measure."""
        return self.variable, self.sector

    @cached_property
    def reads(self) -> tuple[str, ...]:
        """The variables and constants of the model its formulas read, found by evaluating them once."""
        traced = _Traced()
        for formula in filter(None, (self.year, self.quarter)):
            formula(traced)
        return tuple(traced.read)


class _Traced(Paths):
    """A year of ones in which every name is known, and which remembers what was read."""

    def __init__(self) -> None:
        super().__init__({"": np.ones((QUARTERS, 1))}, TRACED_YEAR)
        self.read: dict[str, None] = {}

    def __getitem__(self, name: str) -> Array:
        self.read[name] = None
        return np.ones((QUARTERS, 1))

    def fixed(self, name: str) -> Array:
        self.read[name] = None
        return np.ones(1)


@dataclass(frozen=True)
class Series:
    """The values of one measure: (period, draw), quarters and years in one array of periods."""

    measure: Measure
    periods: tuple[str, ...]
    values: Array

    def at(self, period: str) -> Array:
        """The draws of one period."""
        return self.values[self.periods.index(period)]


def measure(paths: Paths, wanted: Sequence[Measure]) -> dict[Key, Series]:
    """The measures of a block, by variable and sector."""
    return {series.measure.key: series for series in each_measure(paths, wanted)}


def each_measure(paths: Paths, wanted: Sequence[Measure]) -> Iterator[Series]:
    """The measures of a block in turn, so that not all need memory at once."""
    years = tuple(str(year) for year in paths.years)
    quarters = tuple(f"{year}Q{quarter}" for year in years for quarter in range(1, QUARTERS + 1))
    for each in wanted:
        values = np.broadcast_to(each.year(paths), (len(years), paths.draws))
        periods = years
        if each.quarter:
            values = np.concatenate([np.broadcast_to(each.quarter(paths), (len(quarters), paths.draws)), values])
            periods = quarters + years
        if not np.isfinite(values).all():
            bad = periods[int(np.argmin(np.isfinite(values).all(axis=1)))]
            raise SimulationError(
                say(
                    "{name}: {variable} {sector} is not finite in some draw",
                    name=bad,
                    variable=each.variable,
                    sector=each.sector,
                )
            )
        yield Series(each, periods, values)


def names_to_keep(wanted: Sequence[Measure]) -> tuple[str, ...]:
    """What a run must keep so that these measures can be computed."""
    return tuple(dict.fromkeys(name for each in wanted for name in each.reads))


def flow(name: str, unit: str, label: Words, meaning: Words) -> Measure:
    """The measure of a yearly rate of the model, summed over the year and over the quarter."""
    return Measure(
        name, "", unit, label, meaning, partial(_flow_of_year, name=name), partial(_flow_of_quarter, name=name)
    )


def _flow_of_year(paths: Paths, name: str) -> Array:
    return paths.total(name)


def _flow_of_quarter(paths: Paths, name: str) -> Array:
    return paths[name] * paths.step


Measured = Mapping[Key, Series]
