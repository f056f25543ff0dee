"""What a back-test found, as tables and in plain sentences; who loses is said to lose."""

from __future__ import annotations

import math
from collections.abc import Hashable, Iterable, Mapping
from typing import Any

import pandas as pd
from rich.table import Table

from qnsim.analysis.backtest.backtest import Backtest
from qnsim.analysis.backtest.errors import HORIZONS
from qnsim.analysis.backtest.members import CLIMATOLOGY, MODEL, NAIVE, NATIONAL, NO_CHANGE, POOL, TARGET
from qnsim.analysis.backtest.scores import INTERVALS
from qnsim.analysis.hindcast import BRANCH_GROWTH, GROWTH
from qnsim.analysis.measures import BY_KEY
from qnsim.analysis.measures.production import SECTOR_WORDS
from qnsim.press.numbers import signed
from qnsim.reporting.hindcast_words import NOTHING, with_sign

MEMBER_WORDS = {
    MODEL: "the model",
    CLIMATOLOGY: "the record so far",
    NO_CHANGE: "no change",
    NATIONAL: "nation plus usual gap",
    TARGET: "the target",
    POOL: "pool of those with a spread",
}
AHEAD = {1: "One year", 2: "Two years", 3: "Three years"}
COUNTS = ("No", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine", "Ten")
SKILL = ("Years ahead", "Against", "Years", "The model: skill", "90% interval", "The pool: skill", "90% interval")
FIGURES = ("Next year", "Years", "Mean error", "CRPS", "Within 50, 80, 90%", "Skill: record so far", "Skill: no change")
FARTHER = ("Model", *(f"{what}, {ahead.lower()}" for what in ("Mean error", "CRPS") for ahead in AHEAD.values()))

Row = Mapping[Hashable, Any]
Rows = list[tuple[str, ...]]


def score_heading(found: Backtest) -> tuple[str, ...]:
    """The columns of the table of scores."""
    events = (f"> {each:g}%" for each in found.thresholds)
    return ("Years ahead", "Forecast", "Years", "Mean error", "CRPS", "Log score", "Within 50, 80, 90%", *events)


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
    """Growth of GRDP: skill of model and pool against each forecast without a model, with its interval."""
    records = found.skills[found.skills["quantity"] == GROWTH].to_dict("records")
    skills = {(row["horizon"], row["against"], row["of"]): row for row in records}
    rows = []
    for horizon in HORIZONS:
        for against in NAIVE:
            both = [skills[key] for of in (MODEL, POOL) if (key := (horizon, against, of)) in skills]
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
    return f"{with_sign(row['skill'], 2)} ({_interval(row)}; {row['years']})"


def figure_name(figure: Row) -> str:
    """What people call a figure that is forecast."""
    if figure["quantity"] == BRANCH_GROWTH:
        return SECTOR_WORDS[str(figure["sector"])].en
    return BY_KEY[str(figure["quantity"]), ""].label.en


def backtest_tables(found: Backtest) -> list[Table]:
    """Scores and skill of growth, and every figure."""
    scores = "Growth of GRDP, first release: mean scores, least is best; on the right Brier scores of growth above"
    skill = "Growth of GRDP: skill, 1 less the ratio of CRPS; below 0 is a loss"
    figures = "Every figure, one year ahead; skill with its 90% interval and years"
    return [
        _table(scores, score_heading(found), score_rows(found), 2),
        _table(skill, SKILL, skill_rows(found), 2),
        _table(figures, FIGURES, figure_rows(found), 1),
    ]


def _table(title: str, heading: Iterable[str], rows: Rows, left: int) -> Table:
    table = Table(title=title, title_justify="left")
    for place, name in enumerate(heading):
        table.add_column(name, justify="left" if place < left else "right")
    for row in rows:
        table.add_row(*row)
    return table


def backtest_lines(found: Backtest) -> list[str]:
    """Who won and who lost, how sure that is, and what the forecasts rest on."""
    return [f"{headline(found)}.", *verdicts(found), *pool_lines(found), probability_line(found), *reading_notes(found)]


def verdicts(found: Backtest) -> list[str]:
    """By horizon, how the model did against each forecast that needs none."""
    skills = found.skills[(found.skills["quantity"] == GROWTH) & (found.skills["of"] == MODEL)]
    lines = []
    for horizon in HORIZONS:
        rows = skills[skills["horizon"] == horizon].to_dict("records")
        if rows:
            parts = "; ".join(verdict(row) for row in rows)
            lines.append(f"{AHEAD[horizon]} ahead the model {parts}.")
    return lines


def verdict(row: Row) -> str:
    """Whether one forecast won against another, in words: only an interval on one side of 0 decides."""
    rival, skill, low, high = MEMBER_WORDS[row["against"]], row["skill"], row["low"], row["high"]
    told = f"(skill {with_sign(skill, 2)}, 90% interval {_interval(row)}, {row['years']} years)"
    if high < 0:
        return f"loses to {rival} {told}"
    if low > 0:
        return f"beats {rival} {told}"
    side = "worse" if skill < 0 else "better"
    return f"is {side} than {rival}, but cannot be told from it {told}"


def headline(found: Backtest) -> str:
    """The model one year ahead beside the best forecast without a model that spoke in every year it did."""
    crps = _crps(found, HORIZONS[0])
    own, best = crps[MODEL], best_rival(crps)
    if best is None:
        return f"One year ahead the model's CRPS is {own:.2f} points; no other forecast spoke in all years"
    verdict = "loses" if own > crps[best] else "wins"
    return f"One year ahead the model {verdict}: its CRPS is {own:.2f}, that of {MEMBER_WORDS[best]} {crps[best]:.2f}"


def best_rival(crps: Mapping[str, float]) -> str | None:
    """The forecast without a model that has the least CRPS; None if there is none."""
    return min((name for name in NAIVE if name in crps), key=lambda name: crps[name], default=None)


def _crps(found: Backtest, horizon: int) -> dict[str, float]:
    """CRPS of growth by member, of those that spoke in every year."""
    rows = found.scores[(found.scores["quantity"] == GROWTH) & (found.scores["horizon"] == horizon)]
    full = rows[rows["years"] == rows["years"].max()]
    return dict(zip(full["member"], map(float, full["crps"]), strict=True))


def pool_lines(found: Backtest) -> list[str]:
    """The pool beside the best of its rivals that spoke in every year, by horizon."""
    lines = []
    for horizon in HORIZONS:
        crps = _crps(found, horizon)
        best = best_rival(crps)
        if POOL in crps and best is not None:
            side = "worse" if crps[POOL] > crps[best] else "not worse"
            lines.append(
                f"{AHEAD[horizon]} ahead the pool, equal weights, has a CRPS of {crps[POOL]:.2f}, {side} than the best "
                f"forecast without a model ({MEMBER_WORDS[best]}, {crps[best]:.2f}); the model has {crps[MODEL]:.2f}."
            )
    return lines


def probability_line(found: Backtest) -> str:
    """What model and pool gave the target's event in each year, one year ahead, and how often it came."""
    rows = found.rows(horizon=1)
    column = f"above_{found.threshold:g}"
    said = {
        name: ", ".join(f"{100 * each:.0f}" for each in rows[rows["member"] == name][column])
        for name in (MODEL, CLIMATOLOGY, POOL)
    }
    own = rows[rows["member"] == MODEL]
    came = int((own["came"] > found.threshold).sum())
    words = "; ".join(f"{MEMBER_WORDS[name]} {values}%" for name, values in said.items() if values)
    return f"P(growth > {found.threshold:g}%) one year ahead: {words}. It came {came} times in {len(own)} years."


def reading_notes(found: Backtest) -> list[str]:
    """What scores of so few years can say, and what was not known at the time and is used all the same."""
    years = found.rows(horizon=1)["year"].nunique()
    count = COUNTS[years] if years < len(COUNTS) else str(years)
    notes = [
        f"{count} years are {count.lower()} years: intervals draw these years again and know no others; two and three "
        "years ahead the forecasts overlap, so those intervals are narrower than they should be.",
        "The model's priors of behaviour are those of today and saw the whole record, and its starts are of the record "
        "as known today; the other forecasts of growth saw only what was published on the day.",
        "Branches and spending of FDI are judged by the reconciled record as known today, the past that each origin "
        "sees of them as well. Levels are compared in logarithms: errors and CRPS are about percent.",
    ]
    fitted = found.designs[~found.designs["design"].str.startswith("seed")]
    if len(fitted):
        origins = ", ".join(fitted["origin"])
        rest = ", at the other ends from priors" if len(fitted) < len(found.designs) else ""
        notes.append(f"Parameters are drawn from the posterior of the day at the ends of {origins}{rest}.")
    else:
        notes.append("No earlier case has a posterior here: parameters are drawn from their priors.")
    return notes


def _within(row: Row) -> str:
    if any(math.isnan(row[name]) for name in INTERVALS):
        return NOTHING
    return ", ".join(f"{row['years'] * row[name]:.0f}" for name in INTERVALS)


def _interval(row: Row | pd.Series) -> str:
    if math.isnan(row["low"]):
        return NOTHING
    return f"{with_sign(row['low'], 2)} to {with_sign(row['high'], 2)}"


def _number(value: float) -> str:
    return NOTHING if math.isnan(value) else signed(value, 2)
