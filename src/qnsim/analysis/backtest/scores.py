"""How good forecasts were: proper scores, coverage, and skill against each other on the years they share."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from importlib import import_module
from importlib.util import find_spec
from typing import Any

import numpy as np
import pandas as pd

from qnsim.analysis.backtest.members import CORRECTED, MEMBERS, MODEL, NAIVE, POOL, TOGETHER, Said
from qnsim.errors import UsageError
from qnsim.language import say

LIBRARY = "scoringrules"
QUANTILES = {"p05": 0.05, "p10": 0.1, "p25": 0.25, "median": 0.5, "p75": 0.75, "p90": 0.9, "p95": 0.95}
INTERVALS = {"within_50": ("p25", "p75"), "within_80": ("p10", "p90"), "within_90": ("p05", "p95")}
FIGURE = ["quantity", "sector", "horizon"]
FEWEST_PAIRS = 3  # with fewer years no interval of a skill is given
RESAMPLES, SEED, LEVEL = 5_000, 1, 0.9

Array = np.ndarray


def rules() -> Any:
    """The library of scoring rules. Raises `UsageError` if it is not installed."""
    if not find_spec(LIBRARY):
        raise UsageError(
            say(
                "a back-test needs {library}; install it with: python -m pip install 'qnsim[backtest]'", library=LIBRARY
            )
        )
    return import_module(LIBRARY)


def crps(said: Said, came: float) -> float:
    """The continuous ranked probability score, in the unit of the figure; of a single number, its distance."""
    if said.law:
        law = said.law
        return float(rules().crps_t(came, law.freedom, law.location, law.scale))
    return float(rules().crps_ensemble(came, said.points, estimator="pwm" if len(said.points) > 1 else "nrg"))


def log_score(said: Said, came: float) -> float:
    """Minus the logarithm of the density at what came; of draws, of their smoothed density. A number has none.

    It is infinite where what came lies so far outside all draws that their density is 0.
    """
    if not said.has_spread:
        return float("nan")
    if said.parts:
        with np.errstate(divide="ignore"):
            densities = np.exp([-log_score(each, came) for each in said.parts])
            return float(-np.log(np.average(densities, weights=said.weights)))
    if said.law:
        return float(rules().logs_t(came, said.law.freedom, said.law.location, said.law.scale))
    with np.errstate(divide="ignore"):
        return float(rules().logs_ensemble(came, said.points))


def judged(said: Said, came: float, thresholds: Sequence[float]) -> dict[str, float]:
    """What was said, what came, and every score of it.

    Brier scores are of the event that the figure exceeds a threshold. A single number has neither a log score nor a
    place of what came among its quantiles (PIT), and no interval to be within.
    """
    levels = dict(zip(QUANTILES, map(float, said.quantiles(np.array(list(QUANTILES.values())))), strict=True))
    spread = said.has_spread
    above = {f"above_{each:g}": said.above(each) for each in thresholds}
    brier = {
        f"brier_{each:g}": float(rules().brier_score(float(came > each), above[f"above_{each:g}"]))
        for each in thresholds
    }
    within = {
        name: float(levels[low] <= came <= levels[high]) if spread else float("nan")
        for name, (low, high) in INTERVALS.items()
    }
    return {
        "mean": said.mean,
        **levels,
        "came": came,
        "error": said.mean - came,
        "crps": crps(said, came),
        "log_score": log_score(said, came),
        "pit": said.below(came) if spread else float("nan"),
        **within,
        **above,
        **brier,
    }


def mean_scores(table: pd.DataFrame) -> pd.DataFrame:
    """A row per figure, horizon and member: years, mean error, mean scores, and the shares within the intervals."""
    scores = ["crps", "log_score", *INTERVALS, *(name for name in map(str, table) if name.startswith("brier_"))]
    groups = table.groupby([*FIGURE, "member"], sort=False)
    found = groups[["error", *scores]].mean().rename(columns={"error": "mean_error"})
    found.insert(0, "years", groups.size())
    return in_order(found.reset_index())


def in_order(table: pd.DataFrame) -> pd.DataFrame:
    """Rows by figure as they first come, then horizon and year if they have one, then member."""
    figures = list(dict.fromkeys(zip(table["quantity"], table["sector"], strict=True)))
    places = [figures.index(figure) for figure in zip(table["quantity"], table["sector"], strict=True)]
    ordered = table.assign(figure_place=places, member_place=table["member"].map(MEMBERS.index))
    by = ["figure_place", "horizon", *({"year"} & set(table)), "member_place"]
    return ordered.sort_values(by, ignore_index=True).drop(columns=["figure_place", "member_place"])


def skills(table: pd.DataFrame) -> pd.DataFrame:
    """The skill of model and pools against each naive forecast, by figure and horizon, on the years both forecast.

    Skill is 1 less the ratio of mean CRPS: above 0 is better, 0.2 means a fifth less. `low` and `high` are the ends of
    its 90% interval by the paired bootstrap over years.
    """
    rows = []
    for figure, group in table.groupby(FIGURE, sort=False):
        by_year = group.pivot_table(index="year", columns="member", values="crps")
        for of, against in _pairs(list(by_year.columns)):
            both = by_year[[of, against]].dropna()
            if len(both):
                found = skill(both[of].to_numpy(), both[against].to_numpy())
                rows.append((*figure, of, against, len(both), *found))
    return pd.DataFrame(rows, columns=[*FIGURE, "of", "against", "years", "skill", "low", "high"])


def _pairs(members: Collection[str]) -> Iterator[tuple[str, str]]:
    for of in (MODEL, CORRECTED, POOL, TOGETHER):
        for against in NAIVE:
            if of in members and against in members:
                yield of, against


def skill(own: Array, other: Array) -> tuple[float, float, float]:
    """Skill from scores of the same years, and the ends of its interval.

    There is no interval where years are too few, or where the rival was perfect in one, which may fill a resample.
    """
    from scipy.stats import bootstrap

    found = float(_less(own, other))
    if len(own) < FEWEST_PAIRS or not (other > 0).all():
        return found, float("nan"), float("nan")
    interval = bootstrap(
        (own, other),
        _less,
        paired=True,
        vectorized=True,
        n_resamples=RESAMPLES,
        confidence_level=LEVEL,
        method="percentile",
        rng=np.random.default_rng(SEED),
    ).confidence_interval
    return found, float(interval.low), float(interval.high)


def _less(own: Array, other: Array, axis: int = -1) -> Array:
    """How much less the mean of scores is than that of others; not a number if theirs is perfect."""
    mine, theirs = own.mean(axis=axis), other.mean(axis=axis)
    return 1 - np.divide(mine, theirs, out=np.full_like(mine, np.nan), where=theirs > 0)
