"""The years and quarters a scenario may speak of."""

from __future__ import annotations

import re

from qnsim.files.yaml_syntax import missing_space
from qnsim.quantities.written_amounts import shown

FIRST_YEAR = 2023
DEFAULT_END = "2030Q4"
PERIOD = r"[0-9]{4}(Q[1-4])?"


_QUARTER = r"(?:q|quý|quy|quarter)[ .-]*(iv|i{1,3}|[1-4])"
_YEAR = "([0-9]{4})"
_SPOKEN = (rf"{_QUARTER}[ ./,-]*(?:năm|nam|of)?[ .-]*{_YEAR}", rf"{_YEAR}[ ./,-]*{_QUARTER}")
_ROMAN = {"i": "1", "ii": "2", "iii": "3", "iv": "4"}


def check_end(end: str) -> str:
    """The last quarter of the horizon. Raises `ValueError` in plain words if the horizon cannot end there."""
    if not re.fullmatch("[0-9]{4}Q4", end) or not FIRST_YEAR <= int(end[:4]) <= 2040:
        raise ValueError(f"the horizon cannot end in '{end}'; expected a fourth quarter from 2023Q4 to 2040Q4")
    return end


def check_period(period: str, end: str) -> None:
    """Raise `ValueError` in plain words unless `period` is a year or a quarter of the horizon up to `end`."""
    if not re.fullmatch(PERIOD, period):
        raise ValueError(_fault(period))
    if not FIRST_YEAR <= int(period[:4]) <= int(end[:4]):
        raise ValueError(f"{period} is outside the horizon, {FIRST_YEAR}Q1 to {end}; remove it or move horizon: end")


def _fault(period: str) -> str:
    """What is wrong with a text that is no period, and what was probably meant."""
    if hint := missing_space(period):
        return hint
    for pattern in _SPOKEN:
        if found := re.fullmatch(pattern, period.strip().lower()):
            year, quarter = sorted(found.groups(), key=len, reverse=True)
            return f"'{period}' is not a quarter; write {year}Q{_ROMAN.get(quarter, quarter)}"
    return f"'{shown(period)}' is not a year or a quarter; expected one such as 2023 or 2023Q3"
