"""The record of the province, with publication dates: what was known on a given day."""

from __future__ import annotations

import calendar
import datetime
from functools import cache
from pathlib import Path

import pandas as pd

from qnsim.errors import DataError
from qnsim.facts.csv_table import read_rows
from qnsim.facts.observation_rows import observation_table
from qnsim.files.text import MEGABYTE, UnreadableError, decode, read_bytes
from qnsim.language import join

MOST_BYTES = 5 * MEGABYTE


@cache
def read_observations(file: Path, last_year: int) -> pd.DataFrame:
    """The rows of an observation file, which tells of no year after `last_year`.

    Raises one `DataError` with every problem of the file, each with its line.
    """
    try:
        content = read_bytes(file, MOST_BYTES)
    except UnreadableError as error:
        raise DataError(_at(str(file), error)) from None
    return parse_observations(str(file), content, last_year)


def parse_observations(file: str, content: bytes, last_year: int) -> pd.DataFrame:
    """The rows in the bytes of an observation file called `file`."""
    try:
        rows, problems = read_rows(file, decode(content, MOST_BYTES), observation_table(last_year))
    except UnreadableError as error:
        raise DataError(_at(file, error)) from None
    if problems:
        raise DataError(join("\n", map(str, sorted(problems))))
    table = pd.DataFrame(rows)
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
    day = int(parts[2]) if len(parts) > 2 else calendar.monthrange(year, month)[1]
    return datetime.date(year, month, day)


def _at(file: str, error: UnreadableError) -> str:
    line, column = error.position
    return join(": ", (f"{file}:{line}:{column}", error.fault))


def yearly_growth_rows(observations: pd.DataFrame, as_of: datetime.date) -> pd.DataFrame:
    """Every publication of GRDP growth of a single year known on a day, oldest first within a year."""
    return yearly_rows(observations, "grdp_growth", "total", as_of)


def yearly_rows(observations: pd.DataFrame, series: str, breakdown: str, as_of: datetime.date) -> pd.DataFrame:
    """Every publication of a series for a single year known on a day, oldest first within a year.

    Targets and bounds are not outcomes. A figure whose date nobody recorded counts as known a year after its year.
    """
    year = pd.to_numeric(observations["period"], errors="coerce")
    rows = observations[
        (observations["series"] == series)
        & (observations["breakdown"] == breakdown)
        & year.notna()
        & (observations["status"] != "target")
        & ~observations["note"].str.contains("bound")
    ]
    undated = rows["known_from"] == datetime.date.max
    known = rows["known_from"].where(~undated, rows["period"].map(lambda text: datetime.date(int(text) + 1, 12, 31)))
    rows = rows.assign(known_from=known)[known <= as_of].sort_values(["period", "known_from", "confidence"])
    return rows.assign(period=rows["period"].astype(int))


def latest_by_year(rows: pd.DataFrame) -> pd.Series:
    """The figure of each year as published last, of several at a time the one most relied on."""
    order = rows.sort_values(["period", "known_from", "confidence"], ascending=[True, True, False])
    return order.groupby("period")["value"].last()
