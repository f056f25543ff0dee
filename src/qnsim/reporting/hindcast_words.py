"""What a hindcast found, as tables and in plain sentences."""

from __future__ import annotations

import math
from collections.abc import Hashable, Mapping

from qnsim.analysis.hindcast import BRANCHES, Hindcast
from qnsim.analysis.hindcast_ahead import BLIND, OBSERVED
from qnsim.analysis.measures.production import SECTOR_WORDS
from qnsim.press.numbers import signed
from qnsim.press.table import Table

NOTHING = "\N{EN DASH}"
MARK = "*"
AHEAD = ("Years", "First releases", "Blind", "90% interval", "Error", "Observed drivers", "90% interval", "Error")


def year_table(found: Hindcast) -> Table:
    """A row per year: the forecast, its interval and probability, what was first released, and the error."""
    table = Table(title="Started at the end of the year before: growth, %")
    table.add_column("Year")
    chance = f"P(growth > {found.threshold:g}%)"
    for heading in ("Median", "Mean", "90% interval", chance, "First release", "Error of the mean"):
        table.add_column(heading, justify="right")
    for row in found.table.to_dict("records"):
        table.add_row(
            f"{row['year']}{MARK if row['given'] else ''}",
            signed(row["median"], 1),
            signed(row["mean"], 1),
            f"{signed(row['p05'], 1)} to {signed(row['p95'], 1)}",
            f"{100 * row['probability']:.0f}%",
            signed(row["first_release"], 1),
            with_sign(row["error"]),
        )
    return table


def branch_table(found: Hindcast) -> Table:
    """The error of each branch: mean forecast growth less growth as it is known now, by year and on average."""
    table = Table(title="Error by branch: forecast less known growth, points")
    table.add_column("Branch")
    for heading in (*(each.year for each in found.forecasts), "Mean", "In GRDP"):
        table.add_column(heading, justify="right", no_wrap=True)
    for branch, cells in branch_errors(found).items():
        table.add_row(SECTOR_WORDS[branch].en, *cells)
    return table


def branch_errors(found: Hindcast) -> dict[str, list[str]]:
    """By branch the errors of the years, their mean, and the mean of what they come to in GRDP growth."""
    found_of = {branch: found.branches[found.branches["branch"] == branch] for branch in BRANCHES}
    return {
        branch: [
            *(with_sign(value) for value in rows["error"].to_numpy()),
            with_sign(float(rows["error"].mean())),
            with_sign(float(rows["error_in_points"].mean()), 2),
        ]
        for branch, rows in found_of.items()
    }


def ahead_rows(found: Hindcast) -> list[tuple[str, ...]]:
    """By start: the years, average of the first releases, and blind and with observed drivers mean, interval, error."""
    average = found.ahead[found.ahead["year"] == "average"]
    last = found.ahead["year"].iloc[-2]
    rows = []
    for start in average["start"].unique():
        own = average[average["start"] == start].set_index("drivers").to_dict("index")
        cells = [cell for drivers in (BLIND, OBSERVED) for cell in _average_cells(own[drivers])]
        first = str(int(start) + 1)
        years = last if first == last else f"{first} to {last}"
        rows.append((years, signed(own[BLIND]["first_release"], 1), *cells))
    return rows


def _average_cells(row: Mapping[Hashable, float]) -> tuple[str, str, str]:
    low, high = (signed(row[level], 1) for level in ("p05", "p95"))
    return signed(row["mean"], 1), f"{low} to {high}", with_sign(row["error"])


def ahead_table(found: Hindcast) -> Table:
    """Average growth from each start to the last year, blind and with observed drivers."""
    table = Table(title="Run on to the last year: average growth, %")
    for number, heading in enumerate(AHEAD):
        table.add_column(heading, justify="right" if number else "left")
    for row in ahead_rows(found):
        table.add_row(*row)
    return table


def with_sign(value: float, places: int = 1) -> str:
    """A difference with its sign; a dash where it is not known."""
    return NOTHING if math.isnan(value) else f"{value:+z.{places}f}".replace("-", "\N{MINUS SIGN}")


def hindcast_lines(found: Hindcast) -> list[str]:
    """How good the forecasts were, and what they rest on."""
    return [direction(found), *score_lines(found), *ahead_lines(found), *reading_notes(found)]


def ahead_lines(found: Hindcast) -> list[str]:
    """What knowing the drivers would have been worth from the first start."""
    if found.ahead.empty:
        return []
    years, *_ = ahead_rows(found)
    return [
        f"Run on from the first start, {years[0]}: with observed drivers the error of average growth is {years[-1]} "
        f"points, blind {years[4]}."
    ]


def direction(found: Hindcast) -> str:
    """Whether the forecasts err to one side, and by how much."""
    errors = [each.error for each in found.forecasts]
    below, mean = sum(error < 0 for error in errors), sum(errors) / len(errors)
    side = "little" if mean < 0 else "much"
    size = f"{abs(mean):.1f} points on average"
    if len(errors) > 1 and below in (0, len(errors)):
        return f"All {len(errors)} errors have the same sign: the model forecasts too {side}, by {size}."
    return f"{below} of {len(errors)} forecasts are below what was released; the model forecasts too {side}, by {size}."


def score_lines(found: Hindcast) -> list[str]:
    """The errors in numbers, and the probabilities against two that need no model."""
    count = len(found.forecasts)
    within = round(found.score("share_within_90") * count)
    spread = found.score("error_sd")
    spread_words = "" if math.isnan(spread) else f"standard deviation {spread:.1f}, "
    return [
        f"Error of the mean, in points: mean {with_sign(found.score('mean_error'))}, {spread_words}root mean square "
        f"{found.score('root_mean_square_error'):.1f}. {within} of {count} first releases lie within the 90% interval.",
        f"Brier score of P(growth > {found.threshold:g}%), 0 is best: the model {found.score('brier'):.2f}, the base "
        f"rate of the years before {found.score('brier_base_rate'):.2f}, a coin {found.score('brier_coin'):.2f}.",
    ]


def reading_notes(found: Hindcast) -> list[str]:
    """What was not known at the time and is used all the same."""
    told = {name: [each.year for each in found.forecasts if name in each.given] for name in _given(found)}
    return [
        "Priors of behaviour are those of today and the years before are known as today: no exercise in real time.",
        *(
            f"{MARK} {name} is given in {', '.join(years)}: the record before is too short for it, so these years are "
            "not blind in this."
            for name, years in told.items()
        ),
    ]


def _given(found: Hindcast) -> list[str]:
    return list(dict.fromkeys(name for each in found.forecasts for name in each.given))
