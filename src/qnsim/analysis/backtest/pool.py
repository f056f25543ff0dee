"""Model and record together: a linear pool whose weights are learned by stacking and shrunk towards equal ones.

The prior of the weights is a Dirichlet law with two pseudo-counts for each member, as if each had been the right one
twice; a few years move it little. Years that were forecast from several origins count once, as in the learned error.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np

from qnsim.analysis.backtest.errors import HORIZONS, LearnedErrors, PastError, corrected, learn_errors
from qnsim.analysis.backtest.members import (
    CLIMATOLOGY,
    CORRECTED,
    CORRECTED_BY_OTHERS,
    MODEL,
    NO_CHANGE,
    TOGETHER,
    Said,
)
from qnsim.analysis.backtest.scores import log_score
from qnsim.analysis.backtest.seen import Figures

POOLED = (CORRECTED, CLIMATOLOGY, NO_CHANGE)  # those with a spread that speak from every origin
PSEUDO_COUNTS = 2.0
POINTS, SEED = 20_000, 1  # of the quadrature over weights

Array = np.ndarray


@dataclass(frozen=True, eq=False)
class Weights:
    """The mean weight of each pooled member, and the covariance of what is not known of them (member, member)."""

    members: tuple[str, ...]
    mean: tuple[float, ...]
    covariance: Array


@dataclass(frozen=True, eq=False)
class Standing:
    """What was said of the growth of one year from one origin, and what came.

    `known` are the first releases that were known at the origin.
    """

    origin: int
    year: int
    said: tuple[Said, ...]
    came: float
    known: Figures

    def of(self, member: str) -> Said | None:
        """What one member said, if it spoke."""
        return next((each for each in self.said if each.member == member), None)

    @property
    def error(self) -> PastError:
        """The model's error."""
        own = self.of(MODEL)
        assert own is not None and own.draws is not None
        return PastError(self.origin, self.year, self.came - own.mean, float(np.var(own.draws)))


@dataclass(frozen=True, eq=False)
class Learned:
    """What a day knows of the model's errors and of the weights."""

    errors: LearnedErrors
    weights: Weights


def stack(log_densities: Sequence[tuple[int, Sequence[float]]], members: Sequence[str] = POOLED) -> Weights:
    """The weights after years that came: each with the logarithm of the density that every member had given to it.

    A member whose number is not finite gave it no density.
    """
    points = _simplex(len(members))
    shared = Counter(year for year, _ in log_densities)
    total = np.zeros(POINTS)
    for year, logs in log_densities:
        total += np.log(points @ np.exp(np.array(logs, dtype=float)) + np.finfo(float).tiny) / shared[year]
    likely = np.exp(total - total.max())
    mean = np.average(points, axis=0, weights=likely)
    covariance = np.cov(points.T, aweights=likely, bias=True)
    return Weights(tuple(members), tuple(map(float, mean)), covariance)


@cache
def _simplex(count: int) -> Array:
    """Weights (point, member) as likely as the prior says."""
    points = np.random.default_rng(SEED).dirichlet(np.full(count, PSEUDO_COUNTS), POINTS)
    points.setflags(write=False)  # they are remembered
    return points


def linear_pool(parts: Sequence[Said], weights: Weights) -> Said | None:
    """The weighted members that spoke, their weights made to add up to 1; None if there is no second one."""
    share = dict(zip(weights.members, weights.mean, strict=True))
    spoke = tuple(each for each in parts if each.member in share)
    if len(spoke) < 2:
        return None
    total = sum(share[each.member] for each in spoke)
    shares = tuple(share[each.member] / total for each in spoke)
    seen = tuple(figure for each in spoke for figure in each.seen)
    return Said(TOGETHER, parts=spoke, shares=shares, seen=seen)


def learn_from(past: Sequence[Standing]) -> Learned:
    """Errors and weights after standings whose years came, each member as it spoke at its own time."""
    errors = learn_errors([each.error for each in past if each.year - each.origin in HORIZONS])
    return Learned(errors, stack([(each.year, logs) for each in past if (logs := _log_densities(each))]))


def _log_densities(standing: Standing) -> list[float]:
    """Those of all pooled members; none if one did not speak."""
    said = [standing.of(member) for member in POOLED]
    return [-log_score(each, standing.came) for each in said if each] if all(said) else []


def teach(standings: Sequence[Standing]) -> list[Standing]:
    """Each standing with three more members: the model corrected by earlier errors, by all others', and the pool.

    An origin learns from what came by its own day alone. All others are those of neither this origin nor this year.
    """
    taught: list[Standing] = []
    for origin in sorted({each.origin for each in standings}):
        asked = [each for each in standings if each.origin == origin]
        known = {each.year for each in asked[0].known}
        past = [each for each in taught if each.year in known]
        learned = learn_from(past)
        taught += [_taught(each, learned, {before.year for before in past}, standings) for each in asked]
    return taught


def _taught(standing: Standing, learned: Learned, years: Collection[int], standings: Sequence[Standing]) -> Standing:
    own = standing.of(MODEL)
    assert own is not None
    horizon = standing.year - standing.origin
    others = [each.error for each in standings if each.origin != standing.origin and each.year != standing.year]
    seen = tuple(each for each in standing.known if each.year in years)
    by_earlier = corrected(own, learned.errors.ahead(horizon), CORRECTED, seen)
    by_others = corrected(own, learn_errors(others).ahead(horizon), CORRECTED_BY_OTHERS)
    pool = linear_pool([by_earlier, *standing.said], learned.weights)
    said = (*standing.said, by_earlier, by_others, *([pool] if pool else []))
    return Standing(standing.origin, standing.year, said, standing.came, standing.known)
