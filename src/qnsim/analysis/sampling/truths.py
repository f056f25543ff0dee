"""Simulation-based calibration: whether truths lie in their posteriors as they should.

Coordinates are drawn from the prior and figures from them; of each such data set the posterior is sampled as that of
the record is. Then the share of draws below the truth is uniform, for every number; a wrong likelihood, or a sampler
that has not arrived, shows in it. Source: Talts, Betancourt, Simpson, Vehtari and Gelman 2018, arXiv 1804.06788.

All sets are sampled at once: the chains of a group are after the figures of one set, and the reference of a group has
its own centre. Chains start as the smoother leaves them, not at their truth, so that burn-in is judged too.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Protocol

import numpy as np
import pandas as pd
from scipy.stats import binomtest, kstest

from qnsim.analysis.sampling.ensemble_smoother import inflations_of, updated, within
from qnsim.analysis.sampling.extra import load
from qnsim.analysis.sampling.informed_subspace import Reference, directions_at, fit_reference
from qnsim.analysis.sampling.population import Progress, Walker
from qnsim.analysis.sampling.settings import Settings
from qnsim.analysis.sampling.target import Points, Target
from qnsim.errors import SimulationError
from qnsim.language import say

Array = np.ndarray
COVER = 0.9  # of the intervals that are counted
UNLIKELY = 0.01  # a false alarm among all numbers
SPARE = 2  # times as many truths as data sets are drawn, because some may make the model fail


class Problem(Protocol):
    """A likelihood whose figures can be drawn."""

    @property
    def dimension(self) -> int:
        """How many coordinates vary, each standard normal in the prior."""

    def drawn(self, z: Array, source: np.random.Generator) -> Array:
        """Figures (figure, draw) that coordinates (dimension, draw) would have led to."""

    def against(self, z: Array, figures: Array) -> tuple[Array, ...]:
        """Residuals, log_scale and perhaps quantities, as the sampler wants them, of each draw against its figures."""


@dataclass(frozen=True)
class Places:
    """Where truths lie: the share of draws below each (number, set), by the name of the number.

    `spread` (number,) is that of the posterior in standard deviations of the prior, in the mean of the sets.
    """

    names: tuple[str, ...]
    below: Array
    spread: Array

    def table(self) -> pd.DataFrame:
        """A row per number: p-values of uniformity, and how many 90% intervals cover, with what chance allows.

        `p_place` is of the shares themselves, which shows a shift; `p_width` of how far from the middle they are, which
        shows a posterior too narrow or too wide.
        """
        rows = []
        for name, below, spread in zip(self.names, self.below, self.spread, strict=True):
            covered = int((np.abs(below - 0.5) <= COVER / 2).sum())
            low, high = binomtest(covered, len(below)).proportion_ci(0.95, "exact")
            rows.append(
                {
                    "name": name,
                    "spread": float(spread),
                    "p_place": float(kstest(below, "uniform").pvalue),
                    "p_width": float(kstest(2 * np.abs(below - 0.5), "uniform").pvalue),
                    "covered": covered / len(below),
                    "covered_low": float(low),
                    "covered_high": float(high),
                }
            )
        return pd.DataFrame(rows)

    @property
    def problems(self) -> list[str]:
        """What is wrong, in words; a false alarm among all numbers is as rare as 1 in 100 (Bonferroni)."""
        table = self.table()
        limit = UNLIKELY / (2 * len(table))
        told = {
            "p_place": say("truths lie to one side of their posteriors"),
            "p_width": say("posteriors have a wrong width"),
        }
        return [
            say("{name}: {words} (p = {p:.1g})", name=row["name"], words=words, p=row[test])
            for test, words in told.items()
            for row in table[table[test] < limit].to_dict("records")
        ]


def place_truths(
    problem: Problem, names: Sequence[str], settings: Settings, seed: int, progress: Progress = None
) -> Places:
    """Where the truths of as many data sets as `settings` has groups of chains lie in their posteriors.

    Raises `SimulationError` if most truths make the model fail.
    """
    source = np.random.default_rng(seed)
    truths, figures = _data_sets(problem, settings.super_chains, source)
    of_chains = np.repeat(figures, settings.chains_each, axis=1)
    target = Target(partial(_against, problem, of_chains), problem.dimension, settings.chains)
    with load("threadpoolctl").threadpool_limits(1, user_api="blas"):
        walker = Walker(target, settings, source, progress or (lambda done, total: None))
        chains = _smoothed(target, settings, source)
        learn = partial(_learnt, problem, of_chains, settings, source)
        reference = learn(settings.first_spread, chains, chains.z[:, :, None])
        found = walker.walk_on(chains, reference, partial(learn, settings.spread))
    known = np.concatenate([truths, *problem.against(truths, figures)[2:]])
    draws = np.concatenate([found.history, found.quantity_history])
    draws = draws.reshape(len(draws), settings.super_chains, -1)
    spread = draws.std(axis=2).mean(axis=1) / np.maximum(draws.std(axis=(1, 2)), np.finfo(float).tiny)
    return Places(tuple(names), (draws < known[:, :, None]).mean(axis=2), spread)


def together(parts: Sequence[Places]) -> Places:
    """The places of several runs as one."""
    below = np.concatenate([each.below for each in parts], axis=1)
    return Places(parts[0].names, below, np.mean([each.spread for each in parts], axis=0))


def _against(problem: Problem, figures: Array, z: Array) -> tuple[Array, ...]:
    return problem.against(z, figures)


def _data_sets(problem: Problem, sets: int, source: np.random.Generator) -> tuple[Array, Array]:
    """Truths (dimension, set) and figures (figure, set), of truths with which the model does not fail."""
    truths = source.standard_normal((problem.dimension, SPARE * sets))
    figures = problem.drawn(truths, source)
    fine = np.flatnonzero(np.isfinite(figures).all(axis=0))[:sets]
    if len(fine) < sets:
        raise SimulationError(
            say(
                "the model fails with more than half of {count} draws from the priors; look at priors that make it "
                "fail, and draw what is always possible instead",
                count=SPARE * sets,
            )
        )
    return truths[:, fine], figures[:, fine]


def _smoothed(target: Target, settings: Settings, source: np.random.Generator) -> Points:
    """Where the chains start: an ensemble smoother whose members are the chains. One that fails moves at first step."""
    chains = target.at(source.standard_normal((target.dimension, settings.chains)))
    for inflation in inflations_of(settings):
        chains = target.at(updated(chains, inflation, source, settings.super_chains))
    return chains


def _learnt(
    problem: Problem,
    figures: Array,
    settings: Settings,
    source: np.random.Generator,
    spread: float,
    chains: Points,
    seen: Array,
) -> Reference:
    """The reference with the spread that groups have on average, round the middle of each."""
    count = min(settings.jacobians, settings.chains)
    chosen = source.choice(settings.chains, count, replace=False)
    own = np.repeat(figures[:, chosen], problem.dimension, axis=1)
    target = Target(partial(_against, problem, own), problem.dimension, own.shape[1])
    directions = directions_at(target, chains.z[:, chosen], settings)
    sample = seen.reshape(len(seen), -1)
    reference = fit_reference(directions, within(sample, settings.super_chains), spread, settings.degrees_of_freedom)
    middles = sample.reshape(len(sample), settings.super_chains, -1).mean(axis=2)
    centre = np.repeat(reference.informed.T @ middles, settings.chains_each, axis=1)
    return replace(reference, centre=centre)
