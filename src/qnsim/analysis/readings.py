"""Two readings of the same evidence: what each would make of the probability of a target."""

from __future__ import annotations

from dataclasses import dataclass

from qnsim.analysis.lever_effects import DRAWS
from qnsim.analysis.outcomes import PROBABILITY, Outcomes, chance, until
from qnsim.analysis.probability import Probability
from qnsim.chance.designs import Design, Stratified
from qnsim.facts.case import Case
from qnsim.facts.parameters import Parameter
from qnsim.facts.targets import Target
from qnsim.run import prepare, run_experiments
from qnsim.scenarios.moves import with_value
from qnsim.scenarios.scenario import Scenario
from qnsim.scheduler import InProcess, Scheduler


@dataclass(frozen=True)
class Readings:
    """The probability with a parameter at the lowest and at the highest value of its range."""

    parameter: Parameter
    low: Probability
    high: Probability


def readings_of(
    case: Case,
    scenario: Scenario,
    target: Target,
    design: Design = Stratified(draws=DRAWS),
    scheduler: Scheduler = InProcess(),
) -> tuple[Readings, ...]:
    """What each pair of readings would make of a scenario that leaves both open; those that it decides are left out."""
    open_ones = [each for each in case.parameters.values() if each.readings and each.name not in scenario.settings]
    ends = [(each.name, end) for each in open_ones for end in (each.low, each.high)]
    moved = [with_value(scenario, case.catalogue.entries[name], end) for name, end in ends]
    experiments = [until(prepare(each, case, design), target.due) for each in moved]
    year = target.due[:4]
    found = run_experiments(experiments, Outcomes(target, (year,)), scheduler) if experiments else []
    chances = [chance(each, outcome[PROBABILITY, year]) for each, outcome in zip(experiments, found, strict=True)]
    return tuple(map(Readings, open_ones, chances[::2], chances[1::2]))
