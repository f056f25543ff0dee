"""The figures a calibration is judged by: what was published of which year, with its error and its date.

Each figure enters the likelihood once, with an independent error. What a scenario gives as a driver is not among them.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from qnsim.errors import DataError, Problem
from qnsim.facts.csv_table import Check, Row, Table, check_name, check_number, check_written, one_of, read_rows
from qnsim.facts.observation_rows import check_period, check_published
from qnsim.facts.observations import known_from
from qnsim.files.text import MEGABYTE, UnreadableError, decode, read_bytes
from qnsim.language import join, say
from qnsim.quantities.written_amounts import decimal, shown

COLUMNS = (
    "measure", "sector", "period", "kind", "value", "error", "unit", "source", "published", "status", "note",
)  # fmt: skip
FIRST_RELEASE, LEVEL, RATIO, SHARE, MEAN = "first_release", "level", "ratio", "share", "mean"
KINDS = (FIRST_RELEASE, LEVEL, RATIO, SHARE, MEAN)
STATUSES = ("p", "d", "a")  # published, derived, assumed


@dataclass(frozen=True)
class Figure:
    """A figure of the record, its standard error, and since when it is known.

    The error is in the unit of the value; of a `ratio` it is that of the logarithm, in percent. A `first_release` has
    besides it the error with which first releases are drawn; 0 means no other. A `share` is part of GRDP, a `mean` that
    of the years from `period` to `last`.
    """

    measure: str
    sector: str
    period: str
    last: str
    kind: str
    value: float
    error: float
    unit: str
    source: str
    known_from: datetime.date
    place: str

    @property
    def name(self) -> str:
        """What is measured, and of when: unlike that of any other figure."""
        sector, years = f" {self.sector}" if self.sector else "", self.period
        return f"{self.measure}{sector} {years if self.last == years else f'{years}-{self.last}'} {self.kind}"


def read_figures(file: Path, last_year: int) -> tuple[Figure, ...]:
    """The figures in a file, none of them of a year after `last_year`. Raises one `DataError` with every problem."""
    try:
        text = decode(read_bytes(file, MEGABYTE), MEGABYTE)
    except UnreadableError as error:
        raise DataError(str(Problem(str(file), *error.position, error.fault))) from None
    rows, problems = read_rows(str(file), text, _table(last_year))
    figures: dict[str, Figure] = {}
    for row in rows:
        fault = _fault(row)
        figure = None if fault else _figure(str(file), row)
        if figure and figure.name in figures:
            fault = say(
                "{name} stands in {place} already; keep the better figure",
                name=figure.name,
                place=figures[figure.name].place,
            )
        elif figure:
            figures[figure.name] = figure
        if fault:
            problems.append(Problem(str(file), int(row["line"]), 1, fault))
    if problems:
        raise DataError(join("\n", map(str, sorted(problems))))
    return tuple(figures.values())


def _table(last_year: int) -> Table:
    checks: Mapping[str, Check] = {
        "measure": check_name,
        "sector": _or_empty(check_name),
        "period": partial(check_period, last_year=last_year),
        "kind": one_of(KINDS),
        "value": check_number,
        "error": _or_empty(check_number),
        "unit": check_written,
        "source": check_written,
        "published": partial(check_published, last_year=last_year),
        "status": one_of(STATUSES),
    }
    return Table(COLUMNS, (), checks)


def _or_empty(check: Check) -> Callable[[str], None]:
    def check_or_empty(cell: str) -> None:
        if cell:
            check(cell)

    return check_or_empty


def _fault(row: Row) -> str:
    """What is wrong with a row whose cells are each right; empty if nothing is."""
    period, kind, error = str(row["period"]), row["kind"], str(row["error"])
    if kind == MEAN and "-" not in period:
        return say("period: '{period}' is one year; expected those of the mean, such as 2016-2020", period=period)
    if kind != MEAN and not period.isdigit():
        return say(
            "period: '{period}' is not a year; expected four digits, or kind mean for a span of years",
            period=shown(period),
        )
    if not error and kind != FIRST_RELEASE:
        return say("error: the cell is empty; expected the standard error of the figure")
    if error and decimal(error) <= 0:
        return say("error: {error} is not above 0; expected the standard error of the figure", error=error)
    if kind == RATIO and float(row["value"]) <= 0:
        return say(
            "value: {row} is not above 0; expected a size, or kind level for what may be negative", row=row["value"]
        )
    return ""


def _figure(file: str, row: Row) -> Figure:
    first, _, last = str(row["period"]).partition("-")
    return Figure(
        measure=str(row["measure"]),
        sector=str(row["sector"]),
        period=first,
        last=last or first,
        kind=str(row["kind"]),
        value=float(row["value"]),
        error=decimal(str(row["error"])) if row["error"] else 0.0,
        unit=str(row["unit"]),
        source=str(row["source"]),
        known_from=known_from(str(row["published"])),
        place=f"{file}:{row['line']}",
    )
