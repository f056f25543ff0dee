"""Tables of a comparison for the terminal: the differences by year and branch, and what explains them."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from qnsim.analysis.comparison import EXACT_UP_TO, PAIRS_OF_ORDERS, ScenarioComparison
from qnsim.analysis.levels import CONTRIBUTION, MEDIAN
from qnsim.analysis.measures.production import SECTOR_WORDS
from qnsim.analysis.outcomes import MEAN, MODEL, POOLED, PROBABILITY
from qnsim.language import figure, join, say
from qnsim.press.numbers import growth_points, points
from qnsim.press.table import Table
from qnsim.reporting.views_table import VIEWS

YEARS_SHOWN = 3
MARKS = {MODEL: ("",), POOLED: (say(", model"), say(", together"))}  # of the columns; one alone has it in the title
CHANCES = {MODEL: (PROBABILITY,), POOLED: (PROBABILITY, POOLED)}
WHOLE = say("all together")


def comparison_tables(found: ScenarioComparison) -> Iterator[Table]:
    """The differences of all scenarios, then a table of parts for each that differs."""
    yield difference_table(found)
    yield branch_table(found)
    for name in found.others:
        if found.settings_changed(name):
            yield part_table(found, name)


def difference_table(found: ScenarioComparison) -> Table:
    """By scenario and year: the difference of mean, median and probability."""
    table = _table(
        say("Against {reference}, in percentage points, {view}", reference=found.reference, view=VIEWS[found.view]),
        say("Scenario"),
        say("Year"),
    )
    threshold = figure(f"{found.target.threshold:g}")
    event = say("P(growth > {threshold}%)", threshold=threshold)
    chances = (join("", (event, mark)) for mark in MARKS[found.view])
    for heading in (say("Mean growth"), say("Median growth"), *chances):
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
    table = _table(
        say(
            "Contributions to growth {year} against {reference}, points",
            year=found.years[0],
            reference=found.reference,
        ),
        say("Branch"),
    )
    for name in found.others:
        table.add_column(name, justify="right", no_wrap=True)
    for sector in branches["sector"].unique():
        table.add_row(SECTOR_WORDS[sector].text, *(own[sector, name] for name in found.others))
    return table


def part_table(found: ScenarioComparison, name: str) -> Table:
    """What each changed setting adds in the first years, the largest part of growth first."""
    years = found.years[:YEARS_SHOWN]
    table = _table(
        say(
            "What explains {name} against {reference}, in percentage points, {view}",
            name=name,
            reference=found.reference,
            view=VIEWS[found.view],
        ),
        say("Setting"),
    )
    for year in years:
        table.add_column(say("Growth {year}", year=year), justify="right", no_wrap=True)
        for mark in MARKS[found.view]:
            table.add_column(join("", ("P", mark)), justify="right", no_wrap=True)
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
    orders = say("averaged over all orders")
    if some:
        orders = say(
            "averaged over {count} orders chosen at random ({names}), whose choice is in the error",
            count=2 * PAIRS_OF_ORDERS,
            names=", ".join(some),
        )
    same = [
        say("{name}: no setting differs from {reference} in these years.", name=name, reference=found.reference)
        for name in found.others
        if not found.settings_changed(name)
    ]
    return [
        say(
            "Parts: each changed setting is switched from {reference}'s value, after some of the others or before "
            "them, {orders}. They add up to the whole, up to rounding.",
            reference=found.reference,
            orders=orders,
        ),
        say(
            "± is the simulation error (one standard error from replicates of the same draws); it does not hold the "
            "risk that the model is wrong."
        ),
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
