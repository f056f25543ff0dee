"""Three views of one year's growth: the model alone, the record, and both together.

A member that knows nothing of scenarios is shifted, draw by draw, by the model's difference between the scenario and
the baseline: the record anchors the level, the model moves it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from qnsim.analysis.backtest.errors import LearnedErrors, corrected
from qnsim.analysis.backtest.members import CLIMATOLOGY, CORRECTED, MODEL, Said, StudentT
from qnsim.analysis.backtest.pool import Weights, linear_pool
from qnsim.facts.past_forecasts import Law, PastForecasts

SURE = 1.645  # standard deviations to the 5% and the 95% point of a normal quantity
RANGE = np.array([0.05, 0.5, 0.95])

Array = np.ndarray


@dataclass(frozen=True)
class View:
    """Middle and 90% interval of growth, and the probability of the target.

    `low` and `high` are what that probability would be with other weights: its 5% and its 95% point.
    """

    middle: float
    p05: float
    p95: float
    probability: float
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True)
class Views:
    """One scenario in one year, seen in three ways."""

    model: View
    record: View
    together: View


def see(past: PastForecasts, year: str, horizon: int, threshold: float, own: Array, baseline: Array) -> Views | None:
    """Three views of a year from the draws of a scenario and those of the baseline; None if nothing was told of it."""
    records = past.records.get(year, {})
    if CLIMATOLOGY not in records:
        return None
    errors = LearnedErrors(tuple(map(_student, past.errors)), _student(past.prior), len(past.together))
    model = Said(MODEL, draws=own)
    members = [corrected(model, errors.ahead(horizon), CORRECTED), *_shifted(records, own - baseline)]
    weights = Weights(tuple(past.weights), tuple(past.weights.values()), np.array(past.covariance))
    pool = linear_pool(members, weights)
    assert pool is not None  # the record has spoken
    record = Said(CLIMATOLOGY, law=_student(records[CLIMATOLOGY]))
    low, high = _by_weights(members, weights, threshold, pool.above(threshold))
    return Views(_view(model, threshold), _view(record, threshold), _view(pool, threshold, low, high))


def _student(law: Law) -> StudentT:
    return StudentT(law.freedom, law.location, law.scale)


def _shifted(records: Mapping[str, Law], difference: Array) -> list[Said]:
    """What the record says, moved by what the scenario changes in the model."""
    if not difference.any():
        return [Said(name, law=_student(law)) for name, law in records.items()]
    moved = Said(MODEL, draws=difference)
    return [corrected(moved, _student(law), name) for name, law in records.items()]


def _by_weights(members: list[Said], weights: Weights, threshold: float, middle: float) -> tuple[float, float]:
    """What the probability of the pool would be with other weights; it is linear in them."""
    said = {each.member: each.above(threshold) for each in members}
    chances = np.array([said.get(name, middle) for name in weights.members])
    spread = SURE * float(np.sqrt(max(chances @ weights.covariance @ chances, 0.0)))
    lowest, highest = chances.min(), chances.max()
    return float(max(middle - spread, lowest)), float(min(middle + spread, highest))


def _view(said: Said, threshold: float, low: float | None = None, high: float | None = None) -> View:
    p05, middle, p95 = map(float, said.quantiles(RANGE))
    return View(middle, p05, p95, said.above(threshold), low, high)
