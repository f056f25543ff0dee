"""What one step of each lever does to the headline, by year: simulated with this model, draw by draw."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from qnsim.analysis.outcomes import MEAN, PROBABILITY, Outcomes, chance, mean_difference, until
from qnsim.analysis.probability import Probability
from qnsim.chance.designs import Design, Stratified
from qnsim.facts.case import Case
from qnsim.facts.levers import Lever
from qnsim.facts.targets import Target
from qnsim.run import prepare, run_experiments
from qnsim.scenarios.moves import with_value
from qnsim.scenarios.scenario import Scenario
from qnsim.scheduler import InProcess, Scheduler

YEARS = 3
DRAWS = 2_000

Difference = tuple[float, float]


@dataclass(frozen=True)
class LeverEffect:
    """What one step of a lever adds, each with its error: to the mean in the target's unit, to the probability."""

    lever: Lever
    mean: Mapping[str, Difference]
    probability: Mapping[str, Difference]


@dataclass(frozen=True)
class LeverEffects:
    """The effects of all levers, and the probability of the scenario they start from."""

    effects: tuple[LeverEffect, ...]
    probability: Probability

    @property
    def years(self) -> tuple[str, ...]:
        """The years that effects are told of."""
        return tuple(self.effects[0].mean)


def lever_effects(
    case: Case,
    scenario: Scenario,
    target: Target,
    design: Design = Stratified(draws=DRAWS),
    scheduler: Scheduler = InProcess(),
) -> LeverEffects:
    """What one step of each lever does when it is taken at the start and kept, all else as in the scenario."""
    first = scenario.first_year
    years = tuple(str(year) for year in range(first, min(first + YEARS, int(scenario.end[:4]) + 1)))
    levers = list(case.levers.values())
    starts = [_moved(case, scenario, lever, lever.step_from) for lever in levers]
    ends = [_moved(case, scenario, lever, lever.step_to) for lever in levers]
    experiments = [until(prepare(each, case, design), years[-1]) for each in [scenario, *starts, *ends]]
    there, *found = run_experiments(experiments, Outcomes(target, years), scheduler)
    return LeverEffects(
        tuple(
            LeverEffect(
                lever,
                {year: mean_difference(experiments[0], after[MEAN, year], before[MEAN, year]) for year in years},
                {
                    year: mean_difference(experiments[0], after[PROBABILITY, year], before[PROBABILITY, year])
                    for year in years
                },
            )
            for lever, before, after in zip(levers, found[: len(levers)], found[len(levers) :], strict=True)
        ),
        chance(experiments[0], there[PROBABILITY, years[0]]),
    )


def _moved(case: Case, scenario: Scenario, lever: Lever, value: float) -> Scenario:
    return with_value(scenario, case.catalogue.entries[lever.name], value * lever.factor)
