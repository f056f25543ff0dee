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
from qnsim.language import join, say
from qnsim.press.numbers import listed, plain, signed
from qnsim.reporting.hindcast_words import with_sign

MEMBER_WORDS = {
    MODEL: say("the model"),
    CORRECTED: say("the model, corrected"),
    CORRECTED_BY_OTHERS: say("the model, corrected with hindsight"),
    CLIMATOLOGY: say("the record so far"),
    NO_CHANGE: say("no change"),
    NATIONAL: say("nation plus usual gap"),
    TARGET: say("the target"),
    POOL: say("pool of those with a spread"),
    TOGETHER: say("together"),
}
AHEAD = {1: say("One year"), 2: say("Two years"), 3: say("Three years")}
AHEAD_WITHIN = {1: say("one year"), 2: say("two years"), 3: say("three years")}  # within a sentence
COUNTS = (
    (say("No"), say("no")),
    (say("One"), say("one")),
    (say("Two"), say("two")),
    (say("Three"), say("three")),
    (say("Four"), say("four")),
    (say("Five"), say("five")),
    (say("Six"), say("six")),
    (say("Seven"), say("seven")),
    (say("Eight"), say("eight")),
    (say("Nine"), say("nine")),
    (say("Ten"), say("ten")),
)


def pool_lines(found: Backtest) -> list[str]:
    """The pools and the corrected model beside the best rival that spoke in every year, by horizon."""
    lines = []
    for horizon in HORIZONS:
        crps = full_crps(found, horizon)
        best = best_rival(crps)
        if TOGETHER in crps and best is not None:
            facts = {
                "ahead": AHEAD[horizon],
                "rival": MEMBER_WORDS[best],
                "together": signed(crps[TOGETHER], 2),
                "best": signed(crps[best], 2),
                "alone": signed(crps[MODEL], 2),
                "corrected": signed(crps[CORRECTED], 2),
                "pool": signed(crps[POOL], 2),
            }
            lines.append(_worse(facts) if crps[TOGETHER] > crps[best] else _not_worse(facts))
    return lines


def _worse(facts: dict[str, str]) -> str:
    return say(
        "{ahead} ahead model and record together have a CRPS of {together}, worse than the best forecast without a "
        "model ({rival}, {best}); the model alone has {alone}, corrected {corrected}, the pool with equal weights "
        "{pool}.",
        **facts,
    )


def _not_worse(facts: dict[str, str]) -> str:
    return say(
        "{ahead} ahead model and record together have a CRPS of {together}, not worse than the best forecast without a "
        "model ({rival}, {best}); the model alone has {alone}, corrected {corrected}, the pool with equal weights "
        "{pool}.",
        **facts,
    )


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
    return say(
        "What the model leaves out, learned from {count} years and shrunk towards zero: {means} points one, two and "
        "three years ahead, with standard deviations of {spreads} beside the spread of the model's own draws. It lasts "
        "five years, then fades.",
        count=counted_within(errors.years),
        means=listed(with_sign(law.location) for law in laws),
        spreads=listed(signed(law.deviation, 1) for law in laws),
    )


def weight_line(weights: Weights, years: int) -> str:
    """The weights, what is not known of them, and their prior."""
    errors = np.sqrt(np.diag(weights.covariance))
    words = [
        say(
            "{member} {mean} \N{PLUS-MINUS SIGN} {error}%",
            member=MEMBER_WORDS[name],
            mean=signed(100 * mean, 0),
            error=signed(100 * error, 0),
        )
        for name, mean, error in zip(weights.members, weights.mean, errors, strict=True)
    ]
    return say(
        "Weights of the pool after {count} years, mean and standard deviation: {weights}. Before any year they are "
        "equal, as if each had been the right one {times} times: {count} years hardly tell members apart.",
        count=counted_within(years),
        weights=join(", ", words),
        times=plain(PSEUDO_COUNTS),
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
    words = [
        say("{member} {values}%", member=MEMBER_WORDS[name], values=values) for name, values in said.items() if values
    ]
    return say(
        "P(growth > {threshold}%) one year ahead: {chances}. It came {came} times in {count} years.",
        threshold=plain(found.threshold),
        chances=join("; ", words),
        came=came,
        count=len(own),
    )


def counted(count: int) -> str:
    """A count in words as a sentence starts, or in figures if it is large."""
    return COUNTS[count][0] if count < len(COUNTS) else str(count)


def counted_within(count: int) -> str:
    """A count in words within a sentence, or in figures if it is large."""
    return COUNTS[count][1] if count < len(COUNTS) else str(count)
