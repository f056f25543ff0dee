"""Model and record together in other analyses: the record is anchored to the baseline's own draws of growth."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from qnsim.analysis.backtest.views import Together, Views, see
from qnsim.analysis.outcomes import MEAN, Outcomes, until
from qnsim.chance.blocks import Block
from qnsim.chance.designs import Sample, asked_for
from qnsim.facts.targets import Target
from qnsim.run import Experiment, prepare, run_experiments
from qnsim.scenarios.scenario import Scenario
from qnsim.scheduler import InProcess, Scheduler

Array = np.ndarray


@dataclass(frozen=True, eq=False)
class Anchored:
    """Model and record together, with the baseline's growth by year (draw,) in the draws of one design."""

    together: Together
    baseline: Mapping[str, Array]

    def views(self, year: str, own: Array, sizes: Sequence[int]) -> Views:
        """The three views of a year from all draws of a scenario's growth (draw,), in replicates of these sizes."""
        together = self.together
        horizon = int(year) - together.base_year
        found = see(together.past, year, horizon, together.threshold, own, self.baseline[year], sizes)
        assert found is not None  # it was anchored in this year
        return found

    def __call__(self, year: str, own: Array, block: Block) -> Array:
        """The chance of the target in a year, given each draw (draw,) of a scenario's growth in a block."""
        there = self.baseline[year][block.first : block.first + block.size]
        return self.together.chances(year, own, there)


@dataclass(frozen=True, eq=False)
class Pooling:
    """Model and record together, and the scenario that the record is taken to go on like."""

    together: Together
    baseline: Scenario

    def beside(self, experiment: Experiment) -> Experiment:
        """The baseline with the case, the design and the years of an experiment."""
        last, design = experiment.horizon.label(experiment.horizon.count - 1), experiment.design
        if isinstance(design, Sample):  # it is fitted to each scenario anew
            own = prepare(self.baseline, experiment.case, asked_for(design))
        else:
            own = replace(prepare(self.baseline, experiment.case), design=design)
        return until(own, last)

    def anchored(
        self, baseline: Experiment, target: Target, years: Sequence[str], scheduler: Scheduler = InProcess()
    ) -> Anchored:
        """The baseline's draws of a target's indicator in some years, with what is said of them together."""
        for year in years:
            self.together.chances(year, np.zeros(1), np.zeros(1))  # a year of which nothing is told, before the work
        (found,) = run_experiments([baseline], Outcomes(target, tuple(years)), scheduler)
        return Anchored(self.together, {year: found[MEAN, year] for year in years})
