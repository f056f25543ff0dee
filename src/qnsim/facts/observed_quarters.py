"""Quarters published while their year goes on: growth in all and by branch, of a quarter or of the year so far."""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from qnsim.errors import DataError, Problem
from qnsim.facts.csv_table import Check, Row, Table, check_name, check_number, one_of, read_rows
from qnsim.facts.observation_rows import check_published
from qnsim.facts.observations import known_from
from qnsim.files.text import MEGABYTE, UnreadableError, decode, read_bytes
from qnsim.language import join, say
from qnsim.quantities.written_amounts import decimal, shown

COLUMNS = ("measure", "sector", "period", "kind", "value", "error", "note")
MORE_COLUMNS = ("published", "source")
QUARTER, YEAR_TO_DATE = "quarter", "ytd"
KINDS = (QUARTER, YEAR_TO_DATE)
TOTAL, BRANCH = "grdp_growth", "value_added_growth"
LAST_QUARTER = 3  # with the fourth the year is over
_PERIOD = re.compile("([0-9]{4})(?:Q([1-4])|H([12])|M([1-9]|1[0-2]))")


@dataclass(frozen=True)
class ObservedQuarter:
    """Growth in percent on the same part of the year before: of one quarter, or of the year up to its end.

    `sector` is empty for GRDP. `error` is a standard error in percentage points, None for the model's own; `published`
    is the day from which the figure was known, if it is given.
    """

    sector: str
    year: int
    quarter: int
    to_date: bool
    value: float
    error: float | None
    published: datetime.date | None
    place: str

    @property
    def covers_year(self) -> bool:
        """Whether it tells of the whole year so far, as the first quarter always does."""
        return self.to_date or self.quarter == 1

    @property
    def name(self) -> str:
        """What is measured, and of when."""
        subject = self.sector or "GRDP"
        if self.to_date:
            return say("{subject}, the year to {year}Q{quarter}", subject=subject, year=self.year, quarter=self.quarter)
        return f"{subject}, {self.year}Q{self.quarter}"


def read_observed_quarters(file: Path, years: range, sectors: Sequence[str]) -> tuple[ObservedQuarter, ...]:
    """The figures in a file, by quarter and date, all of one of the `years`.

    Raises one `DataError` with every problem.
    """
    try:
        text = decode(read_bytes(file, MEGABYTE), MEGABYTE)
    except UnreadableError as error:
        raise DataError(str(Problem(str(file), *error.position, error.fault))) from None
    rows, problems = read_rows(str(file), text, _table(years, sectors))
    figures: dict[tuple[str, int], ObservedQuarter] = {}
    for row in rows:
        fault = _fault(row) or _fault_beside(row, figures)
        if fault:
            problems.append(Problem(str(file), int(row["line"]), 1, fault))
        else:
            figure = _figure(str(file), row)
            figures[figure.sector, figure.quarter] = figure
    if problems:
        raise DataError(join("\n", map(str, sorted(problems))))
    return tuple(sorted(figures.values(), key=lambda each: (each.quarter, each.published or datetime.date.max)))


def _table(years: range, sectors: Sequence[str]) -> Table:
    def check_sector(cell: str) -> None:
        if cell:
            check_name(cell)
            one_of(sectors)(cell)

    def check_error(cell: str) -> None:
        if cell and decimal(cell) <= 0:
            raise ValueError(
                say("{cell} is not above 0; expected a standard error in points, or nothing for the model's", cell=cell)
            )

    def check_date(cell: str) -> None:
        if cell:
            check_published(cell, years[-1] + 1)

    checks: Mapping[str, Check] = {
        "measure": one_of((TOTAL, BRANCH)),
        "sector": check_sector,
        "period": partial(_check_period, years=years),
        "kind": one_of(KINDS),
        "value": check_number,
        "error": check_error,
        "published": check_date,
    }
    return Table(COLUMNS, MORE_COLUMNS, checks)


def _check_period(cell: str, years: range) -> None:
    """Raises `ValueError` unless the cell is a part of a simulated year that ends with one of its first quarters."""
    found, year = _PERIOD.fullmatch(cell), years[0]
    examples = say("{year}Q1, {year}H1 or {year}M9", year=year)
    if not found:
        raise ValueError(
            say(
                "'{cell}' is not a part of a year; expected one such as {examples}", cell=shown(cell), examples=examples
            )
        )
    if int(found[1]) not in years:
        raise ValueError(
            say(
                "'{cell}' is not within {first} to {last}, which the scenario simulates; remove the row",
                cell=cell,
                first=years[0],
                last=years[-1],
            )
        )
    if found[4] and int(found[4]) % 3:
        raise ValueError(
            say(
                "'{cell}' ends within a quarter, and the model has quarters; expected one such as {examples}",
                cell=cell,
                examples=examples,
            )
        )
    if _quarter(cell) > LAST_QUARTER:
        raise ValueError(
            say(
                "'{cell}' ends with the year, and nothing is left to forecast; expected one such as {examples}",
                cell=cell,
                examples=examples,
            )
        )


def _quarter(period: str) -> int:
    """The last quarter of a part of a year: H1 ends with 2, M9 with 3."""
    _, quarter, half, month = _PERIOD.fullmatch(period).groups()  # type: ignore[union-attr]
    return int(quarter or 0) or 2 * int(half or 0) or int(month) // 3


def _fault(row: Row) -> str:
    """What is wrong with a row whose cells are each right; empty if nothing is."""
    measure, sector, period = row["measure"], row["sector"], str(row["period"])
    if measure == TOTAL and sector:
        return say(
            "sector: '{sector}' has no {total}; leave the cell empty, or write {branch}",
            sector=sector,
            total=TOTAL,
            branch=BRANCH,
        )
    if measure == BRANCH and not sector:
        return say("sector: the cell is empty; expected a branch such as services, or {total}", total=TOTAL)
    if measure == BRANCH and not row["error"]:
        return say(
            "error: the cell is empty, and the model knows that of GRDP alone; expected a standard error in points"
        )
    if row["kind"] == QUARTER and "Q" not in period:
        return say(
            "period: '{period}' is not a quarter; expected one such as {year}Q2, or kind {year_to_date}",
            period=period,
            year=period[:4],
            year_to_date=YEAR_TO_DATE,
        )
    return ""


def _fault_beside(row: Row, figures: Mapping[tuple[str, int], ObservedQuarter]) -> str:
    """What is wrong with a row beside those above it: each figure counts once, and all are of one year."""
    period = str(row["period"])
    first = next(iter(figures.values()), None)
    if first and int(period[:4]) != first.year:
        return say(
            "period: {period} is not of {year}, as the row in {place} is; keep one year",
            period=period,
            year=first.year,
            place=first.place,
        )
    earlier = figures.get((str(row["sector"]), _quarter(period)))
    if earlier:
        return say(
            "{name} stands in {place} already, and both tell the same; keep the better figure",
            name=earlier.name,
            place=earlier.place,
        )
    return ""


def _figure(file: str, row: Row) -> ObservedQuarter:
    period, published = str(row["period"]), str(row.get("published", ""))
    return ObservedQuarter(
        sector=str(row["sector"]),
        year=int(period[:4]),
        quarter=_quarter(period),
        to_date=row["kind"] == YEAR_TO_DATE,
        value=float(row["value"]),
        error=decimal(str(row["error"])) if row["error"] else None,
        published=known_from(published) if published else None,
        place=f"{file}:{row['line']}",
    )
