"""What the model leaves out: a mean and a spread by horizon, learned from its own past errors.

An error is a first release less the mean forecast. Of its variance the model's draws account for a part that is known;
the rest, with a mean and a spread of its own, is learned. Priors, in points of growth: the mean common to all horizons
is N(0, 1) and that of each departs from it by N(0, 0.5); the spread is half-normal with 1 and that of each horizon
departs from it by a factor whose logarithm is N(0, 0.3). The law of an error is Student's with five degrees of freedom:
a few years cannot tell how heavy its tails are. Errors of one year from several origins are nearly the same error, so
together they count as one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np

from qnsim.analysis.backtest.members import Said, StudentT, middles
from qnsim.analysis.backtest.seen import Figures

HORIZONS = (1, 2, 3)
MEAN, MEAN_DEPARTURE, SPREAD, SPREAD_DEPARTURE = 1.0, 0.5, 1.0, 0.3
FREEDOM = 5
WITHIN = (FREEDOM - 2) / FREEDOM  # squared scale of the Student law over its variance
STEADY = 5  # years that an error lasts; from then on half of what was learned is left after each
POINTS, SEED = 2**14, 1  # of the quadrature
OF_MODEL, OF_ERROR = 200, 50  # points of each that are combined

Array = np.ndarray


@dataclass(frozen=True)
class PastError:
    """A first release less the mean forecast, in points, with the variance of the forecast's draws."""

    origin: int
    year: int
    value: float
    variance: float

    @property
    def horizon(self) -> int:
        """Years ahead."""
        return self.year - self.origin


@dataclass(frozen=True)
class LearnedErrors:
    """The law of what is added to a draw of the model, by horizon; `prior` is what it was before any error was seen.

    `years` is how many years were seen.
    """

    laws: tuple[StudentT, ...]
    prior: StudentT
    years: int

    def ahead(self, horizon: int) -> StudentT:
        """The law for a horizon: the last one learned lasts five years, then fades back into the prior."""
        learned = self.laws[min(horizon, len(self.laws)) - 1]
        left = 0.5 ** max(horizon - STEADY, 0)
        variance = left * learned.scale**2 + (1 - left) * self.prior.scale**2
        return StudentT(FREEDOM, left * learned.location, float(np.sqrt(variance)))


def learn_errors(past: Sequence[PastError]) -> LearnedErrors:
    """Mean and spread of what the model leaves out, after past errors; with none, as the priors say."""
    means, spreads = _priors()
    prior = _law(means[0], spreads[0], np.ones(POINTS))
    weights = _weights(past, means, spreads)
    laws = tuple(_law(mean, spread, weights) for mean, spread in zip(means, spreads, strict=True))
    return LearnedErrors(laws, prior, len({each.year for each in past}))


@cache
def _priors() -> tuple[Array, Array]:
    """Equally likely means and spreads (horizon, point)."""
    from scipy.stats import norm, qmc

    count = len(HORIZONS)
    cube = qmc.Sobol(2 + 2 * count, rng=np.random.default_rng(SEED)).random(POINTS).T
    common, spread, *departures = norm.ppf(np.clip(cube, 1e-9, 1 - 1e-9))
    of_mean, of_spread = np.array(departures[:count]), np.array(departures[count:])
    means = MEAN * common + MEAN_DEPARTURE * of_mean
    spreads = SPREAD * np.abs(spread) * np.exp(SPREAD_DEPARTURE * of_spread)
    for array in (means, spreads):
        array.setflags(write=False)  # they are remembered
    return means, spreads


def _weights(past: Sequence[PastError], means: Array, spreads: Array) -> Array:
    """How likely each point made the errors, at most 1."""
    from scipy.stats import t

    shared = Counter(each.year for each in past)
    total = np.zeros(means.shape[1])
    for each in past:
        place = each.horizon - 1
        scale = np.sqrt(WITHIN * (each.variance + spreads[place] ** 2))
        total += t.logpdf(each.value, FREEDOM, means[place], scale) / shared[each.year]
    return np.exp(total - total.max())


def _law(means: Array, spreads: Array, weights: Array) -> StudentT:
    """The Student law with the mean and the variance of the next error, what is not known of either included."""
    mean = float(np.average(means, weights=weights))
    variance = float(np.average((means - mean) ** 2 + spreads**2, weights=weights))
    return StudentT(FREEDOM, mean, float(np.sqrt(WITHIN * variance)))


def corrected(own: Said, error: StudentT, member: str, seen: Figures = ()) -> Said:
    """The model's draws with the law of its error, learned from the figures `seen`, added to each."""
    draws = np.add.outer(own.quantiles(middles(OF_MODEL)), error.quantiles(middles(OF_ERROR)))
    return Said(member, draws=draws.ravel(), seen=seen)
