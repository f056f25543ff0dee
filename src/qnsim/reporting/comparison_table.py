"""Tables of a comparison for the terminal: the differences by year and branch, and what explains them."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from qnsim.analysis.comparison import EXACT_UP_TO, PAIRS_OF_ORDERS, ScenarioComparison
from qnsim.analysis.levels import CONTRIBUTION, MEDIAN
from qnsim.analysis.measures.production import SECTOR_WORDS
from qnsim.analysis.outcomes import MEAN, MODEL, POOLED, PROBABILITY
from qnsim.press.numbers import growth_points, points
from qnsim.press.table import Table
from qnsim.reporting.views_table import VIEWS

YEARS_SHOWN = 3
MARKS = {MODEL: ("",), POOLED: (", model", ", together")}  # of the columns; one alone has it in the title
CHANCES = {MODEL: (PROBABILITY,), POOLED: (PROBABILITY, POOLED)}
WHOLE = "all together"


def comparison_tables(found: ScenarioComparison) -> Iterator[Table]:
    """The differences of all scenarios, then a table of parts for each that differs."""
    yield difference_table(found)
    yield branch_table(found)
    for name in found.others:
        if found.settings_changed(name):
            yield part_table(found, name)


def difference_table(found: ScenarioComparison) -> Table:
    """By scenario and year: the difference of mean, median and probability."""
    table = _table(f"Against {found.reference}, in percentage points, {VIEWS[found.view]}", "Scenario", "Year")
    chances = (f"P(growth > {found.target.threshold:g}%){mark}" for mark in MARKS[found.view])
    for heading in ("Mean growth", "Median growth", *chances):
        table.add_column(heading, justify="right", no_wrap=True)
    for name in found.others:
        own = _cells(found.differences_of(name), "difference", "year", "of")
        for year in found.years:
            cells = [own[year, of] for of in (MEAN, MEDIAN, *CHANCES[found.view])]
            table.add_row(name if year == found.years[0] else "", year, *cells)
    return table


def branch_table(found: ScenarioComparison) -> Table:
    """By branch: the difference of its contribution to growth in the first year."""
    branches = found.differences[found.differences["of"] == CONTRIBUTION]
    own = _cells(branches, "difference", "sector", "scenario")
    table = _table(f"Contributions to growth {found.years[0]} against {found.reference}, points", "Branch")
    for name in found.others:
        table.add_column(name, justify="right", no_wrap=True)
    for sector in branches["sector"].unique():
        table.add_row(SECTOR_WORDS[sector].en, *(own[sector, name] for name in found.others))
    return table


def part_table(found: ScenarioComparison, name: str) -> Table:
    """What each changed setting adds in the first years, the largest part of growth first."""
    years = found.years[:YEARS_SHOWN]
    table = _table(
        f"What explains {name} against {found.reference}, in percentage points, {VIEWS[found.view]}", "Setting"
    )
    for year in years:
        table.add_column(f"Growth {year}", justify="right", no_wrap=True)
        for mark in MARKS[found.view]:
            table.add_column(f"P{mark}", justify="right", no_wrap=True)
    columns = [(year, of) for year in years for of in (MEAN, *CHANCES[found.view])]
    own = _cells(found.parts_of(name), "part", "setting", "year", "of")
    for setting, label in found.settings_changed(name).items():
        table.add_row(label, *(own[setting, year, of] for year, of in columns))
    table.add_section()
    wholes = _cells(found.differences_of(name), "difference", "year", "of")
    table.add_row(WHOLE, *(wholes[year, of] for year, of in columns), bold=True)
    return table


def reading_notes(found: ScenarioComparison) -> list[str]:
    """The sentences that stand below the tables."""
    some = [name for name in found.others if len(found.settings_changed(name)) > EXACT_UP_TO]
    orders = (
        f"averaged over {2 * PAIRS_OF_ORDERS} orders chosen at random ({', '.join(some)}), whose choice is in the error"
        if some
        else "averaged over all orders"
    )
    same = [f"{name}: no setting differs from {found.reference} in these years." for name in found.others
            if not found.settings_changed(name)]  # fmt: skip
    return [
        f"Parts: each changed setting is switched from {found.reference}'s value, after some of the others or before "
        f"them, {orders}. They add up to the whole, up to rounding.",
        "\N{PLUS-MINUS SIGN} is the simulation error (one standard error from replicates of the same draws); it does "
        "not hold the risk that the model is wrong.",
        *same,
    ]


def _table(title: str, *columns: str) -> Table:
    table = Table(title=title)
    for column in columns:
        table.add_column(column)
    return table


def _cells(rows: pd.DataFrame, column: str, *keys: str) -> dict[tuple[str, ...], str]:
    """The numbers of a table as people read them, by what they are of."""
    told = zip(rows["of"], rows[column], rows["error"], strict=True)
    words = [(points if of in (PROBABILITY, POOLED) else growth_points)((value, error)) for of, value, error in told]
    return dict(zip(zip(*(rows[key] for key in keys), strict=True), words, strict=True))
