"""The rows of an observation file: which columns it has, and what the cells of each must be."""

from __future__ import annotations

import datetime
import re
from functools import partial

from qnsim.facts.csv_table import Check, Table, check_name, check_number, check_written, one_of
from qnsim.language import say
from qnsim.quantities.written_amounts import shown

COLUMNS = ("series", "breakdown", "period", "frequency", "value", "unit", "status", "published", "confidence", "note")
MORE_COLUMNS = ("source_url", "snippet")
FREQUENCIES = ("year", "quarter", "ytd")
STATUSES = ("target", "first_estimate", "preliminary", "revised", "unknown")
CONFIDENCE = ("A", "B", "C")
_PERIOD = re.compile("([0-9]{4})(Q[1-4]|H[12]|M([1-9]|1[0-2])|-([0-9]{4}))?")
_PUBLISHED = re.compile("~?(19|20)[0-9]{2}(-[0-9]{2}(-[0-9]{2})?)?")


def observation_table(last_year: int) -> Table:
    """The form of an observation file; no row may tell of a year after `last_year`."""
    checks: dict[str, Check] = {
        "series": check_name,
        "breakdown": check_written,
        "period": partial(check_period, last_year=last_year),
        "frequency": one_of(FREQUENCIES),
        "value": check_number,
        "unit": check_written,
        "status": one_of(STATUSES),
        "published": partial(check_published, last_year=last_year),
        "confidence": one_of(CONFIDENCE),
    }
    return Table(COLUMNS, MORE_COLUMNS, checks)


def check_period(cell: str, last_year: int) -> None:
    """A year, part of a year or span of years, up to the last one that may be known."""
    found = _PERIOD.fullmatch(cell)
    if not found:
        examples = say("{year}, {year}Q1, {year}H1, {year}M9 or {span}", year=last_year, span=_span(last_year))
        raise ValueError(
            say("'{cell}' is not a period; expected one such as {examples}", cell=shown(cell), examples=examples)
        )
    start, end = int(found[1]), int(found[4] or found[1])
    if end < start:
        raise ValueError(
            say("'{cell}' ends before it begins; expected a span such as {span}", cell=cell, span=_span(last_year))
        )
    if end > last_year:
        raise ValueError(
            say(
                "'{cell}' lies after {last_year}; expected an earlier period; remove the row",
                cell=cell,
                last_year=last_year,
            )
        )


def _span(last_year: int) -> str:
    return f"{last_year - 6}-{last_year - 2}"


def check_published(cell: str, last_year: int) -> None:
    """Raises `ValueError` unless the cell is a date, a month, a year or `unknown`."""
    if cell == "unknown":
        return
    whole = cell.lstrip("~") + "-01-01"[len(cell.lstrip("~")) - 4 :]
    try:
        if not _PUBLISHED.fullmatch(cell):
            raise ValueError
        datetime.date.fromisoformat(whole)
    except ValueError:
        expected = say(
            "expected one such as {last_year}-12-09, {last_year}-12, {last_year}, ~{last_year} or unknown",
            last_year=last_year,
        )
        raise ValueError(say("'{cell}' is not a date; {expected}", cell=shown(cell), expected=expected)) from None
