"""Years and quarters as people read them."""

from __future__ import annotations

from qnsim.language import say


def period_words(period: str) -> str:
    """A period such as 2023 or 2023Q3; Vietnamese writes the quarter as Quý III/2023."""
    year, _, quarter = period.partition("Q")
    if not quarter:
        return year
    return (
        say("{year}Q1", year=year),
        say("{year}Q2", year=year),
        say("{year}Q3", year=year),
        say("{year}Q4", year=year),
    )[int(quarter) - 1]
