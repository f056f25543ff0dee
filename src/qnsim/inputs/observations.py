"""The record of the province up to 2022, with publication dates: what was known on a given day."""

from __future__ import annotations

import datetime
from functools import cache
from pathlib import Path

import pandas as pd

from qnsim.errors import DataError

COLUMNS = ("series", "breakdown", "period", "frequency", "value", "unit", "status", "published", "confidence", "note")
FIRST_FORECAST_YEAR = 2023


@cache
def read_observations(file: Path) -> pd.DataFrame:
    """The rows of an observation file. Raises `DataError` naming the line if a value is missing or lies after 2022."""
    table = pd.read_csv(file, dtype={"period": str, "note": str}, keep_default_na=False, na_values={"value": [""]})
    missing = [column for column in COLUMNS if column not in table]
    if missing:
        raise DataError(f"{file}:1: the column '{missing[0]}' is missing")
    table["line"] = range(2, len(table) + 2)
    table["value"] = pd.to_numeric(table["value"], errors="coerce")
    year = pd.to_numeric(table["period"].str[:4], errors="coerce")
    late = year >= FIRST_FORECAST_YEAR
    for fault, what in (
        (year.isna(), "its period does not begin with a year"),
        (table["value"].isna(), "its value is not a number"),
        (late, "it lies after 2022"),
    ):
        if fault.any():
            raise DataError(f"{file}:{table['line'][fault].iloc[0]}: {what}")
    table["known_from"] = table["published"].map(known_from)
    return table


def known_from(published: str) -> datetime.date:
    """The day from which a figure was known: the last day of a date given by month or year; unknown counts as late.

    A leading `~` marks an inferred date.
    """
    parts = published.lstrip("~").split("-")
    if not parts[0].isdigit():
        return datetime.date.max
    year, month = int(parts[0]), int(parts[1]) if len(parts) > 1 else 12
    if len(parts) > 2:
        return datetime.date(year, month, int(parts[2]))
    next_month = datetime.date(year + month // 12, month % 12 + 1, 1)
    return next_month - datetime.timedelta(days=1)


def yearly_growth_rows(observations: pd.DataFrame, as_of: datetime.date) -> pd.DataFrame:
    """Every publication of GRDP growth of a single year known on a day, oldest first within a year.

    Targets and bounds are not outcomes. A figure whose date nobody recorded counts as known a year after its year.
    """
    year = pd.to_numeric(observations["period"], errors="coerce")
    rows = observations[
        (observations["series"] == "grdp_growth")
        & (observations["breakdown"] == "total")
        & year.notna()
        & (observations["status"] != "target")
        & ~observations["note"].str.contains("bound")
    ]
    undated = rows["known_from"] == datetime.date.max
    known = rows["known_from"].where(~undated, rows["period"].map(lambda text: datetime.date(int(text) + 1, 12, 31)))
    rows = rows.assign(known_from=known)[known <= as_of].sort_values(["period", "known_from", "confidence"])
    return rows.assign(period=rows["period"].astype(int))
