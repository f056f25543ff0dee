"""The years and quarters a scenario may speak of."""

from __future__ import annotations

import re

FIRST_YEAR = 2023
DEFAULT_END = "2030Q4"
PERIOD = r"[0-9]{4}(Q[1-4])?"


def check_end(end: str) -> str:
    """The last quarter of the horizon. Raises `ValueError` in plain words if the horizon cannot end there."""
    if not re.fullmatch("[0-9]{4}Q4", end) or not FIRST_YEAR <= int(end[:4]) <= 2040:
        raise ValueError(f"the horizon cannot end in '{end}'; expected a fourth quarter from 2023Q4 to 2040Q4")
    return end


def check_period(period: str, end: str) -> None:
    """Raise `ValueError` in plain words unless `period` is a year or a quarter of the horizon up to `end`."""
    if re.fullmatch(PERIOD.upper(), period.upper()) and period != period.upper():
        raise ValueError(f"'{period}' is not a quarter; write {period.upper()}")
    if not re.fullmatch(PERIOD, period):
        raise ValueError(f"'{period}' is not a year or a quarter; expected one such as 2023 or 2023Q3")
    if not FIRST_YEAR <= int(period[:4]) <= int(end[:4]):
        raise ValueError(f"{period} is outside the horizon, {FIRST_YEAR}Q1 to {end}; remove it or move horizon: end")
