"""What the quarters of a year that is going on tell, as tables and in plain sentences."""

from __future__ import annotations

import math
from collections.abc import Hashable, Mapping

from qnsim.analysis.measures.production import SECTOR_WORDS
from qnsim.analysis.nowcast import REST, YEAR, Nowcast
from qnsim.language import figure, join, say
from qnsim.press.dates import period_words
from qnsim.press.numbers import from_to, listed, percent, percent_with_error, plain, share, signed
from qnsim.press.table import Table
from qnsim.reporting.hindcast_words import ERROR

GRDP = "GRDP"
DRAWS = say("Draws worth")


def step_table(found: Nowcast) -> Table:
    """A row per quarter: the probability before and after it, and growth of the year after it."""
    table = Table(title=say("{event}, quarter by quarter", event=event(found)))
    table.add_column(say("Quarter"))
    for heading in (say("P before"), say("P after"), say("Year: median, %"), say("90% interval"), DRAWS):
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
            from_to(signed(row["p05"], 1), signed(row["p95"], 1)),
            _draws(row),
        )
        for row, earlier, chance in zip(found.steps.to_dict("records"), before, found.chances, strict=True)
    ]


def _draws(row: Mapping[Hashable, float]) -> str:
    count = figure(f"{row['effective_draws']:,.0f}")
    return say("{count}, moved", count=count) if row["moved"] else count


def figure_table(found: Nowcast) -> Table:
    """A row per published figure, beside what was expected of it."""
    table = Table(title=say("What was published, and what had been expected before: growth, %"))
    table.add_column(say("Figure"))
    for heading in (say("Published"), ERROR, say("Expected"), say("Chance given to less")):
        table.add_column(heading, justify="right")
    for row in found.figures.to_dict("records"):
        table.add_row(
            join(", ", [_branch(row["sector"]), _part(found.year, row["quarter"], row["kind"])]),
            signed(row["published"], 2),
            figure(f"{row['error']:.1f}"),
            signed(row["expected"], 1),
            share(row["share_below"]),
        )
    return table


def needed_table(found: Nowcast) -> Table:
    """A row per branch: what each remaining quarter is expected to be and what it needs to be."""
    headings, rows = needed_rows(found)
    table = Table(title=_needed_title(found))
    table.add_column(say("Growth, %: expected, needed (P)"))
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
    notes: list[str] = [
        say(
            "Needed: what goes with a year that just reaches the target, in the model; P: how likely at least that is. "
            "Each cell is judged alone: a year may reach its target without one of them."
        ),
        say("{heading}: how many of the run's draws the figures leave as effective.", heading=DRAWS),
    ]
    if found.steps["moved"].any():
        moved = say(" Moved: too few, so fresh draws were moved to where the figures are.")
        notes[-1] = join("", [notes[-1], moved])
    return notes


def event(found: Nowcast) -> str:
    """The target in the year asked about."""
    return say(
        "P(growth of {year} {comparator} {threshold}%)",
        year=found.year,
        comparator=found.target.comparator,
        threshold=_threshold(found),
    )


def _answer(found: Nowcast) -> str:
    first, last = found.chances[0], found.chances[-1]
    return say(
        "{event} is {after} with {known} known; before any quarter it was {before}.",
        event=event(found),
        after=percent_with_error(last),
        known=_known(found, _last(found)),
        before=percent(first),
    )


def _as_published(found: Nowcast) -> list[str]:
    rest = float(found.steps["rest_as_published"].iloc[-1])
    if math.isnan(rest):
        return []
    return [
        say(
            "If the year so far stands as published, the rest needs {rest}% for {threshold}%.",
            rest=signed(rest, 1),
            threshold=_threshold(found),
        )
    ]


def _needed_title(found: Nowcast) -> str:
    return say(
        "What the rest of {year} needs for {threshold}%, with {known} known",
        year=found.year,
        threshold=_threshold(found),
        known=_known(found, _last(found)),
    )


def _threshold(found: Nowcast) -> str:
    assert found.target.threshold is not None  # a target of growth has one
    return plain(found.target.threshold)


def _last(found: Nowcast) -> int:
    return int(found.steps["known_to_quarter"].iloc[-1])


def _known(found: Nowcast, quarter: int) -> str:
    return period_words(f"{found.year}Q{quarter}") if quarter else say("before any")


def _part(year: int, quarter: int, kind: str) -> str:
    if kind == "quarter" or quarter == 1:
        return period_words(f"{year}Q{quarter}")
    return (
        say("{year}Q1 to Q2", year=year),
        say("{year}Q1 to Q3", year=year),
        say("{year}Q1 to Q4", year=year),
    )[quarter - 2]


def _period(year: int, period: str) -> str:
    whole = {REST: say("Rest of {year}", year=year), YEAR: say("Whole {year}", year=year)}
    return whole[period] if period in whole else period_words(f"{year}{period}")


def _branch(sector: str) -> str:
    return SECTOR_WORDS[sector].heading if sector else GRDP


def _needed_cell(row: Mapping[Hashable, float]) -> str:
    numbers = listed([signed(row["expected"], 1), signed(row["needed"], 1)])
    return join("", [numbers, " (", share(row["probability"]), ")"])
