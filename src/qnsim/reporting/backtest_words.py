"""What a back-test found, as tables and in plain sentences; who loses is said to lose."""

from __future__ import annotations

import math
from collections.abc import Hashable, Iterable, Mapping
from typing import Any

import pandas as pd

from qnsim.analysis.backtest.backtest import Backtest
from qnsim.analysis.backtest.errors import HORIZONS
from qnsim.analysis.backtest.members import CLIMATOLOGY, MODEL, NAIVE, NO_CHANGE, TOGETHER
from qnsim.analysis.backtest.scores import INTERVALS
from qnsim.analysis.hindcast import BRANCH_GROWTH, GROWTH
from qnsim.analysis.measures import BY_KEY
from qnsim.analysis.measures.production import SECTOR_WORDS
from qnsim.language import join, say
from qnsim.press.numbers import from_to, plain, signed
from qnsim.press.table import Table
from qnsim.reporting.hindcast_words import NOTHING, with_sign
from qnsim.reporting.pool_words import (
    AHEAD,
    MEMBER_WORDS,
    best_rival,
    counted,
    counted_within,
    full_crps,
    learned_lines,
    pool_lines,
    probability_line,
)

SKILL = (
    say("Years ahead"),
    say("Against"),
    say("Years"),
    say("The model: skill"),
    say("90% interval"),
    say("Together: skill"),
    say("90% interval"),
)
FIGURES = (
    say("Next year"),
    say("Years"),
    say("Mean error"),
    say("CRPS"),
    say("Within 50, 80, 90%"),
    say("Skill: record so far"),
    say("Skill: no change"),
)
FARTHER = (
    say("Model"),
    say("Mean error, one year"),
    say("Mean error, two years"),
    say("Mean error, three years"),
    say("CRPS, one year"),
    say("CRPS, two years"),
    say("CRPS, three years"),
)

Row = Mapping[Hashable, Any]
Rows = list[tuple[str, ...]]


def score_heading(found: Backtest) -> tuple[str, ...]:
    """The columns of the table of scores."""
    events = (join("", ["> ", plain(each), "%"]) for each in found.thresholds)
    who = (say("Years ahead"), say("Forecast"), say("Years"))
    return (*who, say("Mean error"), say("CRPS"), say("Log score"), say("Within 50, 80, 90%"), *events)


def score_rows(found: Backtest) -> Rows:
    """Growth of GRDP: by horizon and member the mean scores; under each event the Brier score."""
    scores = found.scores[found.scores["quantity"] == GROWTH]
    rows = []
    for row in scores.to_dict("records"):
        brier = (signed(row[f"brier_{each:g}"], 2) for each in found.thresholds)
        common = (with_sign(row["mean_error"]), signed(row["crps"], 2), _number(row["log_score"]))
        rows.append(
            (
                str(row["horizon"]),
                MEMBER_WORDS[row["member"]],
                str(row["years"]),
                *common,
                _within(row),
                *brier,
            )
        )
    return rows


def skill_rows(found: Backtest) -> Rows:
    """Growth of GRDP: skill of the model and of the pool against each forecast without a model, with its interval."""
    records = found.skills[found.skills["quantity"] == GROWTH].to_dict("records")
    skills = {(row["horizon"], row["against"], row["of"]): row for row in records}
    rows = []
    for horizon in HORIZONS:
        for against in NAIVE:
            both = [skills[key] for of in (MODEL, TOGETHER) if (key := (horizon, against, of)) in skills]
            if both:
                cells = [cell for each in both for cell in (with_sign(each["skill"], 2), _interval(each))]
                cells += [NOTHING] * (4 - len(cells))
                rows.append((str(horizon), MEMBER_WORDS[against], str(both[0]["years"]), *cells))
    return rows


def figure_rows(found: Backtest, horizon: int = 1) -> Rows:
    """Every figure: the model's own scores, and its skill against record and no change on the years they share."""
    scores = found.scores[(found.scores["member"] == MODEL) & (found.scores["horizon"] == horizon)]
    return [
        (
            figure_name(row),
            str(row["years"]),
            with_sign(row["mean_error"]),
            signed(row["crps"], 2),
            _within(row),
            *(skill_cell(found, row, against) for against in (CLIMATOLOGY, NO_CHANGE)),
        )
        for row in scores.to_dict("records")
    ]


def farther_rows(found: Backtest) -> Rows:
    """Every figure: how the model's mean error and CRPS grow with the horizon."""
    own = found.scores[found.scores["member"] == MODEL].to_dict("records")
    by_figure: dict[str, dict[int, Row]] = {}
    for row in own:
        by_figure.setdefault(figure_name(row), {})[int(row["horizon"])] = row
    return [
        (
            name,
            *(with_sign(rows[each]["mean_error"]) if each in rows else NOTHING for each in HORIZONS),
            *(signed(rows[each]["crps"], 2) if each in rows else NOTHING for each in HORIZONS),
        )
        for name, rows in by_figure.items()
    ]


def skill_cell(found: Backtest, figure: Row, against: str) -> str:
    """Skill of the model with its interval and the number of years, or a dash."""
    table = found.skills
    same = [table[name] == figure[name] for name in ("quantity", "sector", "horizon")]
    rows = table[same[0] & same[1] & same[2] & (table["of"] == MODEL) & (table["against"] == against)]
    if rows.empty:
        return NOTHING
    row = rows.iloc[0]
    return join("", [with_sign(row["skill"], 2), " (", _interval(row), f"; {row['years']})"])


def figure_name(figure: Row) -> str:
    """What people call a figure that is forecast."""
    if figure["quantity"] == BRANCH_GROWTH:
        return SECTOR_WORDS[str(figure["sector"])].text
    return BY_KEY[str(figure["quantity"]), ""].label.text


def backtest_tables(found: Backtest) -> list[Table]:
    """Scores and skill of growth, and every figure."""
    scores = say("Growth of GRDP, first release: mean scores, least is best; on the right Brier scores of growth above")
    skill = say("Growth of GRDP: skill, 1 less the ratio of CRPS; below 0 is a loss")
    figures = say("Every figure, one year ahead; skill with its 90% interval and years")
    return [
        _table(scores, score_heading(found), score_rows(found), 2),
        _table(skill, SKILL, skill_rows(found), 2),
        _table(figures, FIGURES, figure_rows(found), 1),
    ]


def _table(title: str, heading: Iterable[str], rows: Rows, left: int) -> Table:
    table = Table(title=title)
    for place, name in enumerate(heading):
        table.add_column(name, justify="left" if place < left else "right")
    for row in rows:
        table.add_row(*row)
    return table


def backtest_lines(found: Backtest) -> list[str]:
    """Who won and who lost, how sure that is, and what the forecasts rest on."""
    return [
        join("", [headline(found), "."]),
        *verdicts(found),
        *pool_lines(found),
        probability_line(found),
        *learned_lines(found),
        *reading_notes(found),
    ]


def verdicts(found: Backtest) -> list[str]:
    """By horizon, how the model did against each forecast that needs none."""
    skills = found.skills[(found.skills["quantity"] == GROWTH) & (found.skills["of"] == MODEL)]
    lines: list[str] = []
    for horizon in HORIZONS:
        rows = skills[skills["horizon"] == horizon].to_dict("records")
        if rows:
            parts = join("; ", [verdict(row) for row in rows])
            lines.append(say("{ahead} ahead the model {verdicts}.", ahead=AHEAD[horizon], verdicts=parts))
    return lines


def verdict(row: Row) -> str:
    """Whether one forecast won against another, in words: only an interval on one side of 0 decides."""
    rival, skill, low, high = MEMBER_WORDS[row["against"]], row["skill"], row["low"], row["high"]
    told = say(
        "(skill {skill}, 90% interval {interval}, {years} years)",
        skill=with_sign(skill, 2),
        interval=_interval(row),
        years=row["years"],
    )
    if high < 0:
        return say("loses to {rival} {told}", rival=rival, told=told)
    if low > 0:
        return say("beats {rival} {told}", rival=rival, told=told)
    if skill < 0:
        return say("is worse than {rival}, but cannot be told from it {told}", rival=rival, told=told)
    return say("is better than {rival}, but cannot be told from it {told}", rival=rival, told=told)


def headline(found: Backtest) -> str:
    """The model one year ahead beside the best forecast without a model that spoke in every year it did."""
    crps = full_crps(found, HORIZONS[0])
    own, best = crps[MODEL], best_rival(crps)
    if best is None:
        return say(
            "One year ahead the model's CRPS is {own} points; no other forecast spoke in all years", own=signed(own, 2)
        )
    facts = {"own": signed(own, 2), "rival": MEMBER_WORDS[best], "best": signed(crps[best], 2)}
    if own > crps[best]:
        return say("One year ahead the model loses: its CRPS is {own}, that of {rival} {best}", **facts)
    return say("One year ahead the model wins: its CRPS is {own}, that of {rival} {best}", **facts)


def reading_notes(found: Backtest) -> list[str]:
    """What scores of so few years can say, and what was not known at the time and is used all the same."""
    years = found.rows(horizon=1)["year"].nunique()
    return [
        say(
            "{count} years are {same} years: intervals draw these years again and know no others; two and three years "
            "ahead the forecasts overlap, so those intervals are narrower than they should be.",
            count=counted(years),
            same=counted_within(years),
        ),
        say(
            "The model's priors of behaviour are those of today and saw the whole record, and its starts are of the "
            "record as known today; the other forecasts of growth saw only what was published on the day."
        ),
        say(
            "The corrected model and the pool learn from what had come by the day alone; with hindsight means "
            "corrected by the errors of all other years, later ones too."
        ),
        say(
            "Branches and spending of FDI are judged by the reconciled record as known today, the past that each "
            "origin sees of them as well. Levels are compared in logarithms: errors and CRPS are about percent."
        ),
        _parameters_note(found.designs),
    ]


def _parameters_note(designs: pd.DataFrame) -> str:
    """What parameters were drawn from at the end of each year."""
    fitted = designs[~designs["design"].str.startswith("seed")]
    origins = join(", ", fitted["origin"])
    if not len(fitted):
        return say("No earlier case has a posterior here: parameters are drawn from their priors.")
    if len(fitted) < len(designs):
        return say(
            "Parameters are drawn from the posterior of the day at the ends of {origins}, at the other ends from "
            "priors.",
            origins=origins,
        )
    return say("Parameters are drawn from the posterior of the day at the ends of {origins}.", origins=origins)


def _within(row: Row) -> str:
    if any(math.isnan(row[name]) for name in INTERVALS):
        return NOTHING
    return ", ".join(f"{row['years'] * row[name]:.0f}" for name in INTERVALS)


def _interval(row: Row | pd.Series) -> str:
    if math.isnan(row["low"]):
        return NOTHING
    return from_to(with_sign(row["low"], 2), with_sign(row["high"], 2))


def _number(value: float) -> str:
    return NOTHING if math.isnan(value) else signed(value, 2)
