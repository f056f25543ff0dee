"""The record beside the model: how often the target was met before, and what the chart shows of the past."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

import pandas as pd

from qnsim.facts.about import Record
from qnsim.facts.observations import read_observations, yearly_growth_rows


@dataclass(frozen=True)
class BaseRate:
    """How often first published growth was above a threshold, with the Jeffreys interval of that frequency.

    Where nothing was on record yet, `years` is 0 and there is no first and no last one.
    """

    hits: int
    years: int
    first_year: int | None
    last_year: int | None
    mean: float
    low: float
    high: float


def base_rate(record: Record, as_of: datetime.date, threshold: float) -> BaseRate:
    """The base rate known on a day; its 90% interval is wide because the years are few."""
    from scipy.special import betaincinv  # scipy.stats gives the same numbers and takes half a second to load

    released = first_releases(record, as_of)
    hits, years = sum(growth > threshold for growth in released.values()), len(released)
    sides = hits + 0.5, years - hits + 0.5  # of a beta distribution
    return BaseRate(
        hits,
        years,
        min(released, default=None),
        max(released, default=None),
        sides[0] / sum(sides),
        *(float(betaincinv(*sides, level)) for level in (0.05, 0.95)),
    )


def first_releases(record: Record, as_of: datetime.date) -> dict[int, float]:
    """Growth as first published by year, of the years that count, as known on a day."""
    rows = yearly_growth_rows(read_observations(record.observations, record.last_year), as_of)
    first = rows[rows["period"] >= record.first_year].groupby("period")["value"].first()
    return {int(str(year)): float(value) for year, value in first.items()}


def growth_history(record: Record, as_of: datetime.date) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Published growth by year (every publication) and by quarter (the latest), as known on a day."""
    observations = read_observations(record.observations, record.last_year)
    yearly = yearly_growth_rows(observations, as_of)
    yearly = yearly[yearly["period"] >= record.first_charted][["period", "value", "published", "status"]]
    rows = observations[
        (observations["series"] == "grdp_growth")
        & (observations["frequency"] == "quarter")
        & (observations["status"] != "target")
        & (observations["known_from"] <= as_of)
    ]
    quarterly = rows.sort_values("known_from").groupby("period")["value"].last()
    return yearly.reset_index(drop=True), quarterly.reset_index()
