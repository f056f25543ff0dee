"""What the quarters of a year that is going on tell, as tables and in plain sentences."""

from __future__ import annotations

import math
from collections.abc import Hashable, Mapping

from qnsim.analysis.measures.production import SECTOR_WORDS
from qnsim.analysis.nowcast import REST, YEAR, Nowcast
from qnsim.press.numbers import percent, percent_with_error, signed
from qnsim.press.table import Table

GRDP = "GRDP"
DRAWS = "Draws worth"


def step_table(found: Nowcast) -> Table:
    """A row per quarter: the probability before and after it, and growth of the year after it."""
    table = Table(title=f"{event(found)}, quarter by quarter")
    table.add_column("Quarter")
    for heading in ("P before", "P after", "Year: median, %", "90% interval", DRAWS):
        table.add_column(heading, justify="right")
    for cells in step_rows(found):
        table.add_row(*cells)
    return table


def step_rows(found: Nowcast) -> list[tuple[str, ...]]:
    """The cells of each quarter, the first of them before any quarter is known."""
    before = ("", *(percent_with_error(chance) for chance in found.chances[:-1]))
    return [
        (
            _known(found, row["known_to_quarter"]),
            earlier,
            percent_with_error(chance),
            signed(row["median"], 1),
            f"{signed(row['p05'], 1)} to {signed(row['p95'], 1)}",
            f"{row['effective_draws']:,.0f}{', moved' if row['moved'] else ''}",
        )
        for row, earlier, chance in zip(found.steps.to_dict("records"), before, found.chances, strict=True)
    ]


def figure_table(found: Nowcast) -> Table:
    """A row per published figure, beside what was expected of it."""
    table = Table(title="What was published, and what had been expected before: growth, %")
    table.add_column("Figure")
    for heading in ("Published", "Error", "Expected", "Chance given to less"):
        table.add_column(heading, justify="right")
    for row in found.figures.to_dict("records"):
        table.add_row(
            f"{_branch(row['sector'])}, {_part(found.year, row['quarter'], row['kind'])}",
            signed(row["published"], 2),
            f"{row['error']:.1f}",
            signed(row["expected"], 1),
            f"{100 * row['share_below']:.0f}%",
        )
    return table


def needed_table(found: Nowcast) -> Table:
    """A row per branch: what each remaining quarter is expected to be and what it needs to be."""
    headings, rows = needed_rows(found)
    table = Table(title=_needed_title(found))
    table.add_column("Growth, %: expected, needed (P)")
    for heading in headings:
        table.add_column(heading, justify="right", no_wrap=True)
    for cells in rows:
        table.add_row(*cells)
    return table


def needed_rows(found: Nowcast) -> tuple[list[str], list[tuple[str, ...]]]:
    """The periods, and for each branch its name and a cell for each of them, after the last quarter known."""
    table = found.needed[found.needed["known_to_quarter"] == _last(found)]
    headings = [_period(found.year, period) for period in table["period"].unique()]
    rows = []
    for sector in table["sector"].unique():
        own = table[table["sector"] == sector].to_dict("records")
        rows.append((_branch(sector), *(_needed_cell(row) for row in own)))
    return headings, rows


def nowcast_lines(found: Nowcast) -> list[str]:
    """The answer, and how to read the tables."""
    return [_answer(found), *_as_published(found), *reading_notes(found)]


def reading_notes(found: Nowcast) -> list[str]:
    """What the tables rest on."""
    notes = [
        "Needed: what goes with a year that just reaches the target, in the model; P: how likely at least that is. "
        "Each cell is judged alone: a year may reach its target without one of them.",
        f"{DRAWS}: how many of the run's draws the figures leave as effective.",
    ]
    if found.steps["moved"].any():
        notes[-1] += " Moved: too few, so fresh draws were moved to where the figures are."
    return notes


def event(found: Nowcast) -> str:
    """The target in the year asked about."""
    target = found.target
    return f"P(growth of {found.year} {target.comparator} {target.threshold:g}%)"


def _answer(found: Nowcast) -> str:
    first, last = found.chances[0], found.chances[-1]
    known = _known(found, _last(found))
    return (
        f"{event(found)} is {percent_with_error(last)} with {known} known; before any quarter it was {percent(first)}."
    )


def _as_published(found: Nowcast) -> list[str]:
    rest = float(found.steps["rest_as_published"].iloc[-1])
    if math.isnan(rest):
        return []
    return [
        f"If the year so far stands as published, the rest needs {signed(rest, 1)}% for {found.target.threshold:g}%."
    ]


def _needed_title(found: Nowcast) -> str:
    return (
        f"What the rest of {found.year} needs for {found.target.threshold:g}%, with {_known(found, _last(found))} known"
    )


def _last(found: Nowcast) -> int:
    return int(found.steps["known_to_quarter"].iloc[-1])


def _known(found: Nowcast, quarter: int) -> str:
    return f"{found.year}Q{quarter}" if quarter else "before any"


def _part(year: int, quarter: int, kind: str) -> str:
    return f"{year}Q{quarter}" if kind == "quarter" or quarter == 1 else f"{year}Q1 to Q{quarter}"


def _period(year: int, period: str) -> str:
    return {REST: f"Rest of {year}", YEAR: f"Whole {year}"}.get(period, f"{year}{period}")


def _branch(sector: str) -> str:
    words = SECTOR_WORDS[sector].en if sector else GRDP
    return words[0].upper() + words[1:]


def _needed_cell(row: Mapping[Hashable, float]) -> str:
    return f"{signed(row['expected'], 1)}, {signed(row['needed'], 1)} ({100 * row['probability']:.0f}%)"
