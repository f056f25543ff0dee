"""The years and quarters a scenario may speak of."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from qnsim.files.yaml_syntax import missing_space
from qnsim.language import say
from qnsim.quantities.written_amounts import shown

PERIOD = r"[0-9]{4}(Q[1-4])?"
SPAN = rf"{PERIOD}(\.\.({PERIOD})?)?"  # a period, a range of periods, or a range without end
QUARTERS = 4

_QUARTER = r"(?:q|quý|quy|quarter)[ .-]*(iv|i{1,3}|[1-4])"
_YEAR = "([0-9]{4})"
_SPOKEN = (
    rf"{_QUARTER}[ ./,-]*(?:năm|nam|of)?[ .-]*{_YEAR}",
    rf"{_YEAR}[ ./,-]*{_QUARTER}",
)
_ROMAN = {"i": "1", "ii": "2", "iii": "3", "iv": "4"}


@dataclass(frozen=True)
class Years:
    """What a scenario may speak of: from the first year simulated to the quarter in which it ends."""

    first: int
    end: str


def check_end(end: str) -> str:
    """A quarter in which a horizon may end. Raises `ValueError` in plain words for any other text."""
    if not re.fullmatch("[0-9]{4}Q4", end):
        raise ValueError(
            say("the horizon cannot end in '{end}'; expected a fourth quarter, a year and Q4", end=shown(end))
        )
    return end


def check_period(period: str, years: Years) -> None:
    """Raise `ValueError` in plain words unless `period` is a year or a quarter of the horizon up to their end."""
    if not re.fullmatch(PERIOD, period):
        raise ValueError(_fault(period, years))
    _check_inside(period, years)


def check_span(span: str, years: Years) -> None:
    """Raise `ValueError` in plain words unless `span` is a period of the horizon or a range such as 2030..2032."""
    if not re.fullmatch(SPAN, span):
        raise ValueError(_span_fault(span, years))
    first, dots, last = span.partition("..")
    for period in filter(None, (first, last)):
        _check_inside(period, years)
    if dots and last and _quarters(first)[0] >= _quarters(last)[-1]:
        raise ValueError(
            say("{span} ends before it begins or is one quarter; write the earlier period first", span=span)
        )


def periods_of(span: str, years: Years) -> list[str]:
    """The years a span names, or its quarters if it begins or ends within a year; without an years, up to their end."""
    first, dots, last = span.partition("..")
    if not dots:
        return [span]
    last = last or years.end
    if "Q" not in first and ("Q" not in last or last == years.end):
        return [str(year) for year in range(int(first), int(last[:4]) + 1)]
    quarters = range(_quarters(first)[0], _quarters(last)[-1] + 1)
    return [f"{quarter // QUARTERS}Q{quarter % QUARTERS + 1}" for quarter in quarters]


def quarters_of(span: str, years: Years) -> set[str]:
    """The quarters that a span covers."""
    return {
        f"{quarter // QUARTERS}Q{quarter % QUARTERS + 1}"
        for period in periods_of(span, years)
        for quarter in _quarters(period)
    }


def span_of(periods: Sequence[str], years: Years) -> str:
    """The span that names consecutive years, or consecutive quarters."""
    first, last = periods[0], periods[-1]
    if len(periods) > 1 and last in (years.end, years.end[:4]):
        return f"{first}.."
    return first if first == last else f"{first}..{last}"


def follows(period: str, earlier: str) -> bool:
    """Whether a year or quarter comes right after another of its kind."""
    return len(period) == len(earlier) and _quarters(period)[0] == _quarters(earlier)[-1] + 1


def example_periods(years: Years) -> str:
    """Periods of the horizon as people write them: a year, a quarter, a range, and a range without end."""
    first, last = years.first, int(years.end[:4])
    middle = min(first + 1, last)
    return f"{first}, {first}Q3, {first}..{min(first + 2, last)}, {middle}.."


def _quarters(period: str) -> range:
    """The quarters of a year or quarter, counted from the year 0."""
    start = int(period[:4]) * QUARTERS
    year = range(start, start + QUARTERS)
    return year[int(period[5]) - 1 :][:1] if "Q" in period else year


def _check_inside(period: str, years: Years) -> None:
    if not years.first <= int(period[:4]) <= int(years.end[:4]):
        raise ValueError(
            say(
                "{period} is outside the horizon, {first}Q1 to {end}; remove it or move horizon: end",
                period=period,
                first=years.first,
                end=years.end,
            )
        )


def _span_fault(span: str, years: Years) -> str:
    """What is wrong with a text that is no span, and what was probably meant."""
    dashed = re.fullmatch(rf"({PERIOD}) ?(?:-|\.\.\.|–|—|to|đến|\.\.) ?({PERIOD})", span.strip())
    return (
        say("'{span}' is not a period; write {first}..{last}", span=span, first=dashed[1], last=dashed[3])
        if dashed
        else _fault(span, years)
    )


def _fault(period: str, years: Years) -> str:
    """What is wrong with a text that is no period, and what was probably meant."""
    if hint := missing_space(period):
        return hint
    for pattern in _SPOKEN:
        if found := re.fullmatch(pattern, period.strip().lower()):
            year, quarter = sorted(found.groups(), key=len, reverse=True)
            return say(
                "'{period}' is not a quarter; write {year}Q{number}",
                period=period,
                year=year,
                number=_ROMAN.get(quarter, quarter),
            )
    return say(
        "'{period}' is not a year or a quarter; expected one such as {first} or {first}Q3",
        period=shown(period),
        first=years.first,
    )
