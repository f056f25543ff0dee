"""Three views of one year's growth: the model alone, the record, and both together.

A member that knows nothing of scenarios is shifted, draw by draw, by the model's difference between the scenario and
the baseline: the record anchors the level, the model moves it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from qnsim.analysis.backtest.errors import LearnedErrors, corrected
from qnsim.analysis.backtest.members import CLIMATOLOGY, CORRECTED, MODEL, Said, StudentT, middles
from qnsim.analysis.backtest.pool import Weights, linear_pool
from qnsim.analysis.probability import Probability, share_of_draws
from qnsim.errors import DataError
from qnsim.facts.past_forecasts import Law, PastForecasts
from qnsim.language import say

SURE = 1.645  # standard deviations to the 5% and the 95% point of a normal quantity
RANGE = np.array([0.05, 0.5, 0.95])
POINTS = 200  # of mean and of spread, where neither is known

Array = np.ndarray


@dataclass(frozen=True)
class View:
    """Middle and 90% interval of growth, and the probability of the target.

    `chance` is that probability with its simulation error, None of a law, which has none. `low` and `high` are its 5%
    and its 95% point: of the record, as its years are few; of both together, with other weights.
    """

    middle: float
    p05: float
    p95: float
    probability: float
    chance: Probability | None = None
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True)
class Views:
    """One scenario in one year, seen in three ways.

    `before` are the probabilities that `together` would have given one year ahead to earlier years, of which so many
    `passed`.
    """

    model: View
    record: View
    together: View
    before: tuple[float, ...] = ()
    passed: int = 0


@dataclass(frozen=True)
class Together:
    """Model and record together as a judge of single draws: the chance they give the target, if the model's is known.

    What was learned of the model's error and what the record says have a spread of their own, so that a draw is
    neither reached nor missed but likely so. `base_year` is the last year that was known.
    """

    past: PastForecasts
    threshold: float
    base_year: int

    def chances(self, year: str, own: Array, baseline: Array) -> Array:
        """The probability of more than the threshold in a year given each draw (draw,) of growth and the baseline's.

        Its mean is the probability of the pool. Raises `DataError` for a year of which past forecasts tell nothing.
        """
        records = self.past.records.get(year, {})
        if CLIMATOLOGY not in records:
            years = ", ".join(self.past.records)
            raise DataError(
                say("past forecasts say nothing of {year}; expected one of {years}; ask for it", year=year, years=years)
            )
        laws = {name: (_student(law), own - baseline) for name, law in records.items()}
        laws[CORRECTED] = (_errors(self.past).ahead(int(year) - self.base_year), own)
        spoke = {name: self.past.weights[name] for name in laws if name in self.past.weights}
        total = sum(spoke.values())
        shares = (weight / total * _above(*laws[name], self.threshold) for name, weight in spoke.items())
        return np.sum(list(shares), axis=0)


def _above(law: StudentT, moved: Array, threshold: float) -> Array:
    """The probability that a law moved by each draw lies above a threshold."""
    from scipy.special import stdtr

    return np.asarray(stdtr(law.freedom, (law.location + moved - threshold) / law.scale))


def see(
    past: PastForecasts,
    year: str,
    horizon: int,
    threshold: float,
    own: Array,
    baseline: Array,
    sizes: Sequence[int] | None = None,
) -> Views | None:
    """Three views of a year from the draws of a scenario and those of the baseline; None if nothing was told of it.

    `sizes` are those of the replicates that the draws consist of, without which no simulation error is told.
    """
    records = past.records.get(year, {})
    if CLIMATOLOGY not in records:
        return None
    errors = _errors(past)
    model = Said(MODEL, draws=own)
    members = [corrected(model, errors.ahead(horizon), CORRECTED), *_shifted(records, own - baseline)]
    weights = Weights(tuple(past.weights), tuple(past.weights.values()), np.array(past.covariance))
    pool = linear_pool(members, weights)
    assert pool is not None  # the record has spoken
    record = Said(CLIMATOLOGY, law=_student(records[CLIMATOLOGY]))
    each = Together(past, threshold, int(year) - horizon).chances(year, own, baseline)
    low, high = _by_weights(members, weights, threshold, float(each.mean()))
    return Views(
        _view(model, model.above(threshold), _chance(own > threshold, sizes)),
        _view(record, record.above(threshold), None, *_by_years(records[CLIMATOLOGY], threshold)),
        _view(pool, float(each.mean()), _chance(each, sizes), low, high),
        tuple(past.together.values()),
        past.passed,
    )


def _errors(past: PastForecasts) -> LearnedErrors:
    return LearnedErrors(tuple(map(_student, past.errors)), _student(past.prior), len(past.together))


def _chance(happened: Array, sizes: Sequence[int] | None) -> Probability | None:
    return share_of_draws(happened, sizes) if sizes else None


def _student(law: Law) -> StudentT:
    return StudentT(law.freedom, law.location, law.scale)


def _shifted(records: Mapping[str, Law], difference: Array) -> list[Said]:
    """What the record says, moved by what the scenario changes in the model."""
    if not difference.any():
        return [Said(name, law=_student(law)) for name, law in records.items()]
    moved = Said(MODEL, draws=difference)
    return [corrected(moved, _student(law), name) for name, law in records.items()]


def _by_years(law: Law, threshold: float) -> tuple[float, float]:
    """What the probability of the record would be if its mean and spread were known, which a few years only suggest.

    The law is that of one more value beside `freedom` + 1 others; after these, mean and spread are as likely as they
    are for a normal quantity of which nothing else is known.
    """
    return tuple(np.quantile(_normal_chances(law, threshold), RANGE[[0, 2]]).tolist())


def _normal_chances(law: Law, threshold: float) -> Array:
    """Equally likely probabilities of more than a threshold, over mean and spread."""
    from scipy.special import chdtri, ndtr, ndtri

    levels, count = middles(POINTS), law.freedom + 1
    spread = law.scale / np.sqrt(1 + 1 / count) * np.sqrt(law.freedom / chdtri(law.freedom, levels))
    mean = law.location + np.multiply.outer(ndtri(levels), spread) / np.sqrt(count)
    return np.asarray(ndtr((mean - threshold) / spread)).ravel()


def _by_weights(members: list[Said], weights: Weights, threshold: float, middle: float) -> tuple[float, float]:
    """What the probability of the pool would be with other weights; it is linear in them."""
    said = {each.member: each.above(threshold) for each in members}
    chances = np.array([said.get(name, middle) for name in weights.members])
    spread = SURE * float(np.sqrt(max(chances @ weights.covariance @ chances, 0.0)))
    lowest, highest = chances.min(), chances.max()
    return float(max(middle - spread, lowest)), float(min(middle + spread, highest))


def _view(
    said: Said,
    probability: float,
    chance: Probability | None = None,
    low: float | None = None,
    high: float | None = None,
) -> View:
    p05, middle, p95 = map(float, said.quantiles(RANGE))
    return View(middle, p05, p95, probability, chance, low, high)
