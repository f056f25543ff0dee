"""What was known on a day: figures of single years, each with the day from which it was known."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

import pandas as pd

from qnsim.facts.known_values import Values
from qnsim.facts.observations import yearly_rows

PUBLISHED, RECONCILED = "published", "reconciled"
FIRST_ESTIMATE, TARGET = "first_estimate", "target"
GROWTH_SERIES, TOTAL = "grdp_growth", "total"


@dataclass(frozen=True)
class Figure:
    """A figure of a year and the day from which it was known.

    A `basis` of reconciled means: of the record as it is known today, counted as known at the end of its year.
    """

    year: int
    value: float
    known_from: datetime.date
    basis: str = PUBLISHED


Figures = tuple[Figure, ...]


def year_end(year: int) -> datetime.date:
    """The last day of a year."""
    return datetime.date(year, 12, 31)


def known_on(figures: Iterable[Figure], day: datetime.date) -> Figures:
    """The figures known on a day, by year."""
    return tuple(sorted((each for each in figures if each.known_from <= day), key=lambda each: each.year))


def first_published(observations: pd.DataFrame, series: str, breakdown: str = TOTAL) -> Figures:
    """The first figure of each year.

    A first estimate is announced by the end of its year, so one without an exact date of its own counts as known then.
    """
    rows = yearly_rows(observations, series, breakdown, datetime.date.max)
    announced = (rows["status"] == FIRST_ESTIMATE) & ~_dated(rows)
    ends = rows["period"].map(year_end)
    known = rows["known_from"].where(~announced | (rows["known_from"] <= ends), ends)
    first = rows.assign(known_from=known).sort_values(["period", "known_from", "confidence"]).groupby("period").first()
    return tuple(Figure(int(str(year)), float(row["value"]), row["known_from"]) for year, row in first.iterrows())


def _dated(rows: pd.DataFrame) -> pd.Series:
    """Whether the date of the page is written, not inferred."""
    return (rows["published"] != "unknown") & ~rows["published"].str.startswith("~")


def growth_targets(observations: pd.DataFrame) -> Figures:
    """Every target for growth of a single year, with the day from which a page told of it."""
    rows = observations[
        (observations["series"] == GROWTH_SERIES)
        & (observations["breakdown"] == TOTAL)
        & (observations["status"] == TARGET)
        & pd.to_numeric(observations["period"], errors="coerce").notna()
    ]
    found = zip(rows["period"], rows["value"], rows["known_from"], strict=True)
    return tuple(Figure(int(year), float(value), known) for year, value, known in found)


def reconciled(known: Values, quantity: str, sector: str) -> Figures:
    """The reconciled figures of a quantity, each counted as known at the end of its year."""
    return tuple(
        Figure(int(year), value, year_end(int(year)), RECONCILED)
        for (name, part, year), value in known.items()
        if (name, part) == (quantity, sector) and year.isdigit()
    )


def consecutive(figures: Sequence[Figure]) -> list[tuple[Figure, Figure]]:
    """The figures of neighbouring years, in pairs."""
    return [(before, after) for before, after in pairwise(figures) if after.year == before.year + 1]
