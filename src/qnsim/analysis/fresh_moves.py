"""Draws that figures make likely, moved there where weights collapse: tempered, resampled, moved, until they forget.

Figures count at first a little, then ever more; after each step draws are resampled and walk on (sequential Monte Carlo
samplers: Del Moral, Doucet and Jasra 2006, JRSS B 68). The steps are those of `sampling.kernel`. Any design of
independent numbers will do, a sample of a posterior too: which of its states is taken is such a number.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from scipy.optimize import brentq
from scipy.special import ndtr

from qnsim.analysis.sampling.informed_subspace import Reference, fit_reference
from qnsim.analysis.sampling.kernel import draw_lengths, propose
from qnsim.analysis.weights import effective_size, normalised
from qnsim.analysis.year_so_far import YearDraws, YearOf
from qnsim.chance.blocks import plan_blocks
from qnsim.chance.coordinates import coordinates_of
from qnsim.chance.designs import CHOICE, Columns, Design, Sample
from qnsim.errors import SimulationError
from qnsim.facts.observed_quarters import ObservedQuarter
from qnsim.language import say
from qnsim.run import Experiment, run_block

Array = np.ndarray
LEAST = -1e300
SHORTEST_SHARE = 0.02  # of the step lengths, relative to the longest
EDGE = 2.0**-53  # the nearest a uniform number may come to 0 or 1


@dataclass(frozen=True)
class Moves:
    """The numbers of the method."""

    draws: int = 4_000
    """Draws that are moved, in 8 replicates of their own."""
    least_worth: float = 0.5
    """Share of its draws that a step of tempering leaves as effective."""
    steps: int = 6
    """Steps of the walk after each resampling but the last."""
    forgotten: float = 0.1
    """Correlation of a draw's indicator with that at the last resampling at which the walk ends."""
    most_steps: int = 100
    """Steps after the last resampling at which the walk is given up."""
    acceptance: float = 0.25
    """Share of accepted steps that the longest step adapts to."""
    spread: float = 1.1
    """Factor on the variance of the reference that steps are drawn from, learnt from the draws."""
    degrees_of_freedom: float = 20
    """Of this reference."""


USUAL = Moves()


@dataclass(frozen=True)
class Moved:
    """Draws after their walk, equal in weight: of replicates of these sizes; how many steps, and how many accepted."""

    draws: YearDraws
    sizes: tuple[int, ...]
    steps: int
    acceptance: float


class StuckError(SimulationError):
    """Moved draws still resemble those they came from."""


Simulate = Callable[[Array], YearDraws]


def move_draws(
    experiment: Experiment,
    reducer: YearOf,
    figures: Sequence[ObservedQuarter],
    seed: int,
    moves: Moves = USUAL,
    progress: Callable[[int, int], None] | None = None,
) -> Moved:
    """Draws of an experiment given some figures; the same bits for the same seed.

    Raises `StuckError` if they do not forget where they came from.
    """
    names, states = numbers_of(experiment)
    (block,) = plan_blocks(moves.draws)
    sizes = tuple(replicate.size for replicate in block.replicates)

    def simulate(z: Array) -> YearDraws:
        columns = Columns(dict(zip(names, np.clip(ndtr(z), EDGE, 1 - EDGE), strict=True)))
        design = replace(states, fresh=columns) if states else columns
        return run_block(replace(experiment, design=design), block, reducer)

    walk = _Walk(simulate, figures, len(names), sizes, moves, np.random.default_rng(seed), progress)
    return walk.through()


def numbers_of(experiment: Experiment) -> tuple[list[str], Sample | None]:
    """The independent numbers an experiment is a function of, and the sample whose states one of them chooses."""
    names = [each.name for each in coordinates_of(experiment.scenario, experiment.case, experiment.horizon)]
    design: Design = experiment.design
    if not isinstance(design, Sample):
        return names, None
    return [CHOICE, *(name for name in names if name not in design.states)], design


class _Walk:
    """All draws on their way from the prior to the figures."""

    def __init__(
        self,
        simulate: Simulate,
        figures: Sequence[ObservedQuarter],
        dimension: int,
        sizes: Sequence[int],
        moves: Moves,
        source: np.random.Generator,
        progress: Callable[[int, int], None] | None = None,
    ):
        self.simulate, self.figures, self.moves, self.source = simulate, figures, moves, source
        self.sizes, self.progress = tuple(sizes), progress
        self.z = source.standard_normal((dimension, sum(sizes)))
        self.draws = simulate(self.z)
        self.log_density = self.finite(self.draws)
        self.longest = 1.0

    def through(self) -> Moved:
        """From the prior through all temperatures, and on until the draws have forgotten where they came from."""
        reached = 0.0
        while reached < 1:
            further = self.next_share(reached)
            self.resample(normalised((further - reached) * self.log_density))
            reached, reference = further, self.learn()
            for _ in range(self.moves.steps if reached < 1 else 0):
                self.step(reached, reference)
        start, accepted = self.draws.indicator.copy(), 0.0
        for number in range(1, self.moves.most_steps + 1):
            accepted += self.step(1.0, reference)
            if self.progress:
                self.progress(number, self.moves.most_steps)
            if np.corrcoef(start, self.draws.indicator)[0, 1] <= self.moves.forgotten:
                return Moved(self.draws, self.sizes, number, accepted / number)
        raise StuckError(
            say(
                "after {steps} steps the moved draws still remember where they came from; the figures are too unlikely "
                "in this scenario: look for a wrong figure or an error that is too small",
                steps=self.moves.most_steps,
            )
        )

    def next_share(self, reached: float) -> float:
        """How much of the figures may count next, so that enough draws stay worth something."""
        least = self.moves.least_worth * len(self.log_density)

        def spare(share: float) -> float:
            return effective_size(normalised((share - reached) * self.log_density)) - least

        return 1.0 if spare(1.0) >= 0 else float(brentq(spare, reached, 1.0, xtol=1e-6)) + 1e-6

    def resample(self, weights: Array) -> None:
        """Draws in proportion to their weights, each replicate by itself, as evenly as can be."""
        chosen, first = [], 0
        for size in self.sizes:
            own = np.cumsum(weights[first : first + size])
            marks = (np.arange(size) + self.source.random()) / size
            chosen.append(first + np.minimum(np.searchsorted(own, marks * own[-1]), size - 1))
            first += size
        index = np.concatenate(chosen)
        self.z, self.draws, self.log_density = self.z[:, index], self.draws[index], self.log_density[index]

    def learn(self) -> Reference:
        """The directions in which the figures change, by least squares over all draws, and the moments along them."""
        apart = self.z - self.z.mean(axis=1, keepdims=True)
        slopes, *_ = np.linalg.lstsq(apart.T, self.draws.residuals(self.figures).T, rcond=None)
        directions, _ = np.linalg.qr(slopes, mode="complete")
        count = len(self.figures)
        parts = directions[:, :count], directions[:, count:]
        return fit_reference(parts, self.z, self.moves.spread, self.moves.degrees_of_freedom)

    def step(self, share: float, reference: Reference) -> float:
        """One step of every draw, with so much of the figures; the share of draws that moved."""
        lengths = draw_lengths(self.longest, SHORTEST_SHARE, self.z.shape[1], self.source)
        z, new, old = propose(self.z, reference, lengths, self.source)
        draws = self.simulate(z)
        log_density = self.finite(draws)
        gain = share * (log_density - self.log_density) + ((self.z**2).sum(axis=0) - (z**2).sum(axis=0)) / 2
        moved = -self.source.standard_exponential(len(lengths)) < gain - (new - old)
        self.z, self.draws = np.where(moved, z, self.z), self.draws.where(moved, draws)
        self.log_density = np.where(moved, log_density, self.log_density)
        self.longest = min(1.0, self.longest * float(np.exp(moved.mean() - self.moves.acceptance)))
        return float(moved.mean())

    def finite(self, draws: YearDraws) -> Array:
        """The log density of the figures in each draw; next to nothing where it is no number."""
        log_density = draws.log_likelihood(self.figures)
        return np.where(np.isfinite(log_density), log_density, LEAST)
