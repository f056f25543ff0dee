"""Thousands of chains at once: they start at members of the smoother, learn a reference, and then only walk."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from qnsim.analysis.sampling.ensemble_smoother import smooth
from qnsim.analysis.sampling.extra import load
from qnsim.analysis.sampling.informed_subspace import Reference, find_directions, fit_reference
from qnsim.analysis.sampling.kernel import draw_lengths, step
from qnsim.analysis.sampling.settings import Settings
from qnsim.analysis.sampling.target import Points, Residuals, Target

Array = np.ndarray
Progress = Callable[[int, int], None] | None
Learn = Callable[[Points, Array], Reference]  # from the chains as they are, and states kept (dimension, chain, state)


@dataclass(frozen=True)
class Posterior:
    """Draws of a posterior, with what is needed to judge them.

    `history` (dimension, chain, kept state) and `quantity_history` (quantity, chain, kept state) are of the steps after
    burn-in; chains of one group are neighbours. `acceptance` is the share of these steps that moved each chain, and
    `standing` the most of them in a row that did not. Of each stage and the steps after burn-in, `lengths` are the
    longest step, `stage_acceptance` the share of accepted steps with it, and `informed` how many directions were.
    """

    history: Array
    quantity_history: Array
    acceptance: Array
    standing: Array
    lengths: tuple[float, ...]
    stage_acceptance: tuple[float, ...]
    informed: tuple[int, ...]
    runs: int
    settings: Settings

    @property
    def states(self) -> Array:
        """Draws (dimension, draw), chain after chain."""
        return self.history.reshape(len(self.history), -1)

    @property
    def quantities(self) -> Array:
        """Quantities of interest of the draws (quantity, draw)."""
        return self.quantity_history.reshape(len(self.quantity_history), -1)

    @property
    def groups(self) -> Array:
        """The number of the group of each chain (chain,)."""
        return np.repeat(np.arange(self.settings.super_chains), self.settings.chains_each)


@dataclass(frozen=True)
class Walk:
    """Steps of all chains with one reference: where they ended, states kept (…, chain, state), and how they moved."""

    chains: Points
    history: Array
    quantities: Array
    acceptance: Array
    standing: Array


def sample_posterior(
    residuals: Residuals, dimension: int, settings: Settings = Settings(), seed: int = 0, progress: Progress = None
) -> Posterior:
    """Draws of the posterior that `residuals` describe; the same bits for the same seed.

    `progress(done, total)` is called after every step. Raises `SimulationError` if most draws from the prior fail. It
    returns whatever it found: `diagnose` says whether that can be used.
    """
    source = np.random.default_rng(seed)
    target = Target(residuals, dimension, settings.batch)
    walker = Walker(target, settings, source, progress or (lambda done, total: None))
    # Matrices are small: threads for their products wait for each other, thirty times longer where cores are busy, and
    # the number of threads could change bits.
    with load("threadpoolctl").threadpool_limits(1, user_api="blas"):
        return walker.sample()


@dataclass(frozen=True)
class Walker:
    """What all steps have in common."""

    target: Target
    settings: Settings
    source: np.random.Generator
    progress: Callable[[int, int], None]

    def sample(self) -> Posterior:
        """The smoother and all stages, one after the other."""
        settings = self.settings
        members = smooth(self.target, settings, self.source)
        reference = self.learn(members, members.z, settings.first_spread)
        starts = self.source.choice(settings.members, settings.super_chains, replace=False)
        chains = members[np.repeat(starts, settings.chains_each)]
        return self.walk_on(
            chains, reference, lambda now, seen: self.learn(now, seen.reshape(len(seen), -1), settings.spread)
        )

    def walk_on(self, chains: Points, reference: Reference, learn: Learn) -> Posterior:
        """All stages of burn-in, after each of which the reference is learnt, and the steps after them."""
        settings, length, done = self.settings, self.settings.first_length, 0
        stages: list[tuple[float, float, int]] = []
        for steps in settings.stages:
            chains, length = self.adapt(chains, reference, length, steps // 2, done)
            walk = self.walk(chains, reference, length, steps - steps // 2, done + steps // 2)
            chains, done = walk.chains, done + steps
            stages.append((length, float(walk.acceptance.mean()), len(reference.centre)))
            reference = learn(chains, walk.history)
        walk = self.walk(chains, reference, length, settings.steps, done)
        stages.append((length, float(walk.acceptance.mean()), len(reference.centre)))
        lengths, shares, informed = zip(*stages, strict=True)
        moves = walk.acceptance, walk.standing, lengths, shares, informed
        return Posterior(walk.history, walk.quantities, *moves, settings.runs(self.target.dimension), settings)

    def learn(self, points: Points, sample: Array, spread: float) -> Reference:
        """The reference with the directions that matter at some points, and the moments of a sample."""
        directions = find_directions(self.target, points, self.settings, self.source)
        return fit_reference(directions, sample, spread, self.settings.degrees_of_freedom)

    def step(self, chains: Points, reference: Reference, longest: float, number: int) -> tuple[Points, Array]:
        """One step of all chains, the `number`-th of all, counted from 0, and which of them moved."""
        lengths = draw_lengths(longest, self.settings.shortest_share, self.settings.chains, self.source)
        found = step(chains, self.target, reference, lengths, self.source)
        self.progress(number + 1, sum(self.settings.stages) + self.settings.steps)
        return found

    def adapt(self, chains: Points, reference: Reference, length: float, steps: int, done: int) -> tuple[Points, float]:
        """The chains after some steps, and the longest step for which acceptance comes near the one wanted."""
        for number in range(done, done + steps):
            chains, moved = self.step(chains, reference, length, number)
            length *= float(np.exp(self.settings.pace * (moved.mean() - self.settings.acceptance)))
            length = min(length, 1.0)
        return chains, length

    def walk(self, chains: Points, reference: Reference, length: float, steps: int, done: int) -> Walk:
        """Some steps with the longest step fixed."""
        every, kept = self.settings.kept_every, steps // self.settings.kept_every
        history = np.empty((*chains.z.shape, kept))
        quantities = np.empty((*chains.quantities.shape, kept))
        counts, still, standing = np.zeros((3, self.settings.chains), dtype=int)
        for number in range(steps):
            chains, moved = self.step(chains, reference, length, done + number)
            counts += moved
            still = np.where(moved, 0, still + 1)
            standing = np.maximum(standing, still)
            if (number + 1) % every == 0:
                history[..., number // every] = chains.z
                quantities[..., number // every] = chains.quantities
        return Walk(chains, history, quantities, counts / steps, standing)
