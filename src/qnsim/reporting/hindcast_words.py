"""What a hindcast found, as tables and in plain sentences."""

from __future__ import annotations

import math
from collections.abc import Hashable, Mapping

from qnsim.analysis.hindcast import BRANCHES, Hindcast
from qnsim.analysis.hindcast_ahead import BLIND, OBSERVED
from qnsim.analysis.measures.production import SECTOR_WORDS
from qnsim.language import figure, join, label, say
from qnsim.press.numbers import from_to, plain, share, signed
from qnsim.press.table import Table

NOTHING = "\N{EN DASH}"
MARK = "*"
ERROR = label({"en": "Error", "vi": "Sai số"})  # of a figure: a mistake has the same English word
AHEAD = (
    label({"en": "Years", "vi": "Giai đoạn"}),  # here which years, in other tables how many
    say("First releases"),
    say("Blind"),
    say("90% interval"),
    ERROR,
    say("Observed drivers"),
    say("90% interval"),
    ERROR,
)


def year_table(found: Hindcast) -> Table:
    """A row per year: the forecast, its interval and probability, what was first released, and the error."""
    table = Table(title=say("Started at the end of the year before: growth, %"))
    table.add_column(say("Year"))
    chance = say("P(growth > {threshold}%)", threshold=plain(found.threshold))
    forecast = (say("Median"), say("Mean"), say("90% interval"), chance)
    for heading in (*forecast, say("First release"), say("Error of the mean")):
        table.add_column(heading, justify="right")
    for row in found.table.to_dict("records"):
        table.add_row(
            f"{row['year']}{MARK if row['given'] else ''}",
            signed(row["median"], 1),
            signed(row["mean"], 1),
            from_to(signed(row["p05"], 1), signed(row["p95"], 1)),
            share(row["probability"]),
            signed(row["first_release"], 1),
            with_sign(row["error"]),
        )
    return table


def branch_table(found: Hindcast) -> Table:
    """The error of each branch: mean forecast growth less growth as it is known now, by year and on average."""
    table = Table(title=say("Error by branch: forecast less known growth, points"))
    table.add_column(say("Branch"))
    for heading in (*(each.year for each in found.forecasts), say("Mean"), say("In GRDP")):
        table.add_column(heading, justify="right", no_wrap=True)
    for branch, cells in branch_errors(found).items():
        table.add_row(SECTOR_WORDS[branch].text, *cells)
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
        years = last if first == last else from_to(first, last)
        rows.append((years, signed(own[BLIND]["first_release"], 1), *cells))
    return rows


def _average_cells(row: Mapping[Hashable, float]) -> tuple[str, str, str]:
    low, high = (signed(row[level], 1) for level in ("p05", "p95"))
    return signed(row["mean"], 1), from_to(low, high), with_sign(row["error"])


def ahead_table(found: Hindcast) -> Table:
    """Average growth from each start to the last year, blind and with observed drivers."""
    table = Table(title=say("Run on to the last year: average growth, %"))
    for number, heading in enumerate(AHEAD):
        table.add_column(heading, justify="right" if number else "left")
    for row in ahead_rows(found):
        table.add_row(*row)
    return table


def with_sign(value: float, places: int = 1) -> str:
    """A difference with its sign; a dash where it is not known."""
    return NOTHING if math.isnan(value) else figure(f"{value:+z.{places}f}".replace("-", "\N{MINUS SIGN}"))


def hindcast_lines(found: Hindcast) -> list[str]:
    """How good the forecasts were, and what they rest on."""
    return [direction(found), *score_lines(found), *ahead_lines(found), *reading_notes(found)]


def ahead_lines(found: Hindcast) -> list[str]:
    """What knowing the drivers would have been worth from the first start."""
    if found.ahead.empty:
        return []
    years, *_ = ahead_rows(found)
    return [
        say(
            "Run on from the first start, {years}: with observed drivers the error of average growth is {observed} "
            "points, blind {blind}.",
            years=years[0],
            observed=years[-1],
            blind=years[4],
        )
    ]


def direction(found: Hindcast) -> str:
    """Whether the forecasts err to one side, and by how much."""
    errors = [each.error for each in found.forecasts]
    below, mean = sum(error < 0 for error in errors), sum(errors) / len(errors)
    side = say("little") if mean < 0 else say("much")
    size = figure(f"{abs(mean):.1f}")
    if len(errors) > 1 and below in (0, len(errors)):
        return say(
            "All {count} errors have the same sign: the model forecasts too {side}, by {size} points on average.",
            count=len(errors),
            side=side,
            size=size,
        )
    return say(
        "{below} of {count} forecasts are below what was released; the model forecasts too {side}, by {size} points on "
        "average.",
        below=below,
        count=len(errors),
        side=side,
        size=size,
    )


def score_lines(found: Hindcast) -> list[str]:
    """The errors in numbers, and the probabilities against two that need no model."""
    count = len(found.forecasts)
    spread = found.score("error_sd")
    return [
        say(
            "Error of the mean, in points: mean {mean}, {spread}root mean square {root}. {within} of {count} first "
            "releases lie within the 90% interval.",
            mean=with_sign(found.score("mean_error")),
            spread="" if math.isnan(spread) else say("standard deviation {sd}, ", sd=signed(spread, 1)),
            root=signed(found.score("root_mean_square_error"), 1),
            within=round(found.score("share_within_90") * count),
            count=count,
        ),
        say(
            "Brier score of P(growth > {threshold}%), 0 is best: the model {model}, the base rate of the years before "
            "{rate}, a coin {coin}.",
            threshold=plain(found.threshold),
            model=signed(found.score("brier"), 2),
            rate=signed(found.score("brier_base_rate"), 2),
            coin=signed(found.score("brier_coin"), 2),
        ),
    ]


def reading_notes(found: Hindcast) -> list[str]:
    """What was not known at the time and is used all the same."""
    told = {name: [each.year for each in found.forecasts if name in each.given] for name in _given(found)}
    return [
        say(
            "Priors of behaviour are those of today and the years before are known as today: no exercise in real time."
        ),
        *(
            say(
                "{mark} {name} is given in {years}: the record before is too short for it, so these years are not "
                "blind in this.",
                mark=MARK,
                name=name,
                years=join(", ", years),
            )
            for name, years in told.items()
        ),
    ]


def _given(found: Hindcast) -> list[str]:
    return list(dict.fromkeys(name for each in found.forecasts for name in each.given))
