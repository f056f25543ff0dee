"""Years, quarters and days as people read them."""

from __future__ import annotations

import datetime

from qnsim.language import say


def period_words(period: str) -> str:
    """A year or a quarter on its own: English writes it as files do, Vietnamese the third quarter as Quý III."""
    year, _, quarter = period.partition("Q")
    if not quarter:
        return year
    return (
        say("{year}Q1", year=year),
        say("{year}Q2", year=year),
        say("{year}Q3", year=year),
        say("{year}Q4", year=year),
    )[int(quarter) - 1]


def period_within(period: str) -> str:
    """A year or a quarter within a sentence, where Vietnamese says of a year that it is one."""
    return period_words(period) if "Q" in period else say("{year}", year=period)


def quarter_on_axis(period: str) -> str:
    """A quarter where there is little room, the same in every language: Q3/26."""
    return f"{period[4:]}/{period[2:4]}"


def day(date: datetime.date) -> str:
    """A day: English writes it as files do, 2030-12-09, Vietnamese as 09/12/2030."""
    year, month, number = date.isoformat().split("-")
    return say("{year}-{month}-{day}", year=year, month=month, day=number)
