"""The outcome of a target, draw by draw and no more: its indicator and whether it is reached, in some years."""

from __future__ import annotations

from collections.abc import Callable, Container, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from qnsim.analysis.judging import Event, measure_of, values_of
from qnsim.analysis.measures.measure import measure, names_to_keep
from qnsim.analysis.measures.paths import QUARTERS, Paths
from qnsim.analysis.probability import Probability, share_of_draws
from qnsim.chance.blocks import Block
from qnsim.chance.designs import replicate_sizes
from qnsim.chance.draws import Draws
from qnsim.facts.targets import Target
from qnsim.run import Experiment

Array = np.ndarray
MEAN, PROBABILITY = "mean", "probability"
MODEL, POOLED = "model", "together"  # the views of a probability; the pooled one is an outcome of its own
Outcome = tuple[str, str]
Pooled = Callable[[str, Array, Block], Array]


@dataclass(frozen=True)
class Outcomes:
    """The reducer that keeps, of all draws, a target's indicator and whether it is reached, in each of some years.

    With `pooled`, the chance by year, indicator and block, it keeps the chance that model and record give it as well.
    """

    target: Target
    years: tuple[str, ...]
    pooled: Pooled | None = None

    @property
    def keep(self) -> Sequence[str]:
        """What the indicator reads, and what it is compared with."""
        against = [self.target.against] if self.target.against else []
        return (*names_to_keep([measure_of(self.target)]), *against)

    def reduce(
        self, experiment: Experiment, block: Block, draws: Draws, paths: Mapping[str, Array]
    ) -> dict[Outcome, Array]:
        """Indicator and event of a block, by what and year."""
        path = Paths(paths, int(experiment.horizon.start))
        measured = measure(path, [measure_of(self.target)])
        found = {}
        for year in self.years:
            target = replace(self.target, due=year)
            found[MEAN, year] = values_of(target, measured)
            found[PROBABILITY, year] = Event(target)(measured, path).astype(float)
            if self.pooled:
                found[POOLED, year] = self.pooled(year, found[MEAN, year], block)
        return found

    def merge(self, experiment: Experiment, parts: Sequence[dict[Outcome, Array]]) -> dict[Outcome, Array]:
        """All draws in order: (draw,) each."""
        return {key: np.concatenate([part[key] for part in parts]) for key in parts[0]}


def probability_of(outcomes: Container[str]) -> str:
    """Which of the two probabilities stands among some outcomes: the pooled one where there is one."""
    return POOLED if POOLED in outcomes else PROBABILITY


def until(experiment: Experiment, period: str) -> Experiment:
    """The experiment up to the year of a period: nothing of a later year acts on an earlier one."""
    count = QUARTERS * (int(period[:4]) + 1 - experiment.scenario.first_year)
    return replace(experiment, horizon=replace(experiment.horizon, count=count))


def chance(experiment: Experiment, happened: Array) -> Probability:
    """The probability of an event from whether it happened in each draw (draw,) of an experiment."""
    return share_of_draws(happened, replicate_sizes(experiment.design))


def mean_difference(experiment: Experiment, values: Array, others: Array) -> tuple[float, float]:
    """Mean of the difference of two outcomes of the same draws, and its error from the replicates."""
    return chance(experiment, values).minus(chance(experiment, others))
