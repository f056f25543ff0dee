"""What past errors taught and how the pool of model and record is weighted, in plain sentences."""

from __future__ import annotations

import numpy as np

from qnsim.analysis.backtest.backtest import Backtest
from qnsim.analysis.backtest.errors import HORIZONS, LearnedErrors
from qnsim.analysis.backtest.members import (
    CLIMATOLOGY,
    CORRECTED,
    CORRECTED_BY_OTHERS,
    MODEL,
    NAIVE,
    NATIONAL,
    NO_CHANGE,
    POOL,
    TARGET,
    TOGETHER,
)
from qnsim.analysis.backtest.pool import PSEUDO_COUNTS, Weights
from qnsim.analysis.hindcast import GROWTH
from qnsim.reporting.hindcast_words import with_sign

MEMBER_WORDS = {
    MODEL: "the model",
    CORRECTED: "the model, corrected",
    CORRECTED_BY_OTHERS: "the model, corrected with hindsight",
    CLIMATOLOGY: "the record so far",
    NO_CHANGE: "no change",
    NATIONAL: "nation plus usual gap",
    TARGET: "the target",
    POOL: "pool of those with a spread",
    TOGETHER: "together",
}
AHEAD = {1: "One year", 2: "Two years", 3: "Three years"}
COUNTS = ("No", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine", "Ten")


def pool_lines(found: Backtest) -> list[str]:
    """The pools and the corrected model beside the best rival that spoke in every year, by horizon."""
    lines = []
    for horizon in HORIZONS:
        crps = full_crps(found, horizon)
        best = best_rival(crps)
        if TOGETHER in crps and best is not None:
            side = "worse" if crps[TOGETHER] > crps[best] else "not worse"
            lines.append(
                f"{AHEAD[horizon]} ahead model and record together have a CRPS of {crps[TOGETHER]:.2f}, {side} than "
                f"the best forecast without a model ({MEMBER_WORDS[best]}, {crps[best]:.2f}); the model alone has "
                f"{crps[MODEL]:.2f}, corrected {crps[CORRECTED]:.2f}, the pool with equal weights {crps[POOL]:.2f}."
            )
    return lines


def full_crps(found: Backtest, horizon: int) -> dict[str, float]:
    """CRPS of growth by member, of those that spoke in every year."""
    rows = found.scores[(found.scores["quantity"] == GROWTH) & (found.scores["horizon"] == horizon)]
    full = rows[rows["years"] == rows["years"].max()]
    return dict(zip(full["member"], map(float, full["crps"]), strict=True))


def best_rival(crps: dict[str, float]) -> str | None:
    """The forecast without a model that has the least CRPS; None if there is none."""
    return min((name for name in NAIVE if name in crps), key=lambda name: crps[name], default=None)


def learned_lines(found: Backtest) -> list[str]:
    """What all past errors together say of the next one, and how the pool is weighted from now on."""
    return [error_line(found.learned.errors), weight_line(found.learned.weights, found.learned.errors.years)]


def error_line(errors: LearnedErrors) -> str:
    """What is added to the model, by horizon."""
    laws = [errors.ahead(horizon) for horizon in HORIZONS]
    means = ", ".join(with_sign(law.location) for law in laws)
    spreads = ", ".join(f"{law.deviation:.1f}" for law in laws)
    count = counted(errors.years).lower()
    return (
        f"What the model leaves out, learned from {count} years and shrunk towards zero: {means} points one, two and "
        f"three years ahead, with standard deviations of {spreads} beside the spread of the model's own draws. It "
        "lasts five years, then fades."
    )


def weight_line(weights: Weights, years: int) -> str:
    """The weights, what is not known of them, and their prior."""
    errors = np.sqrt(np.diag(weights.covariance))
    words = ", ".join(
        f"{MEMBER_WORDS[name]} {100 * mean:.0f} \N{PLUS-MINUS SIGN} {100 * error:.0f}%"
        for name, mean, error in zip(weights.members, weights.mean, errors, strict=True)
    )
    return (
        f"Weights of the pool after {counted(years).lower()} years, mean and standard deviation: {words}. Before any "
        f"year they are equal, as if each had been the right one {PSEUDO_COUNTS:g} times: {counted(years).lower()} "
        "years hardly tell members apart."
    )


def probability_line(found: Backtest) -> str:
    """What members gave the target's event in each year, one year ahead, and how often it came."""
    rows = found.rows(horizon=1)
    column = f"above_{found.threshold:g}"
    said = {
        name: ", ".join(f"{100 * each:.0f}" for each in rows[rows["member"] == name][column])
        for name in (MODEL, CORRECTED, CLIMATOLOGY, TOGETHER)
    }
    own = rows[rows["member"] == MODEL]
    came = int((own["came"] > found.threshold).sum())
    words = "; ".join(f"{MEMBER_WORDS[name]} {values}%" for name, values in said.items() if values)
    return f"P(growth > {found.threshold:g}%) one year ahead: {words}. It came {came} times in {len(own)} years."


def counted(count: int) -> str:
    """A count in words as a sentence starts, or in figures if it is large."""
    return COUNTS[count] if count < len(COUNTS) else str(count)
