"""How much of a probability rests on judgement: what it is with each weakly evidenced parameter low, and high.

A parameter is fixed at the 5% and at the 95% point of the values that the design draws; all others stay as drawn. A
posterior ties parameters to each other, and fixing one leaves those ties out; so beside it stand the draws in which the
parameter lies in its highest and its lowest tenth, which keep them, with a larger error.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

import numpy as np

from qnsim.analysis.outcomes import PROBABILITY, Outcomes, chance, until
from qnsim.analysis.probability import Probability, share_of_draws
from qnsim.chance.accounts import PRODUCTIVITY
from qnsim.chance.designs import Columns, Design, Stratified, blocks_of, replicate_sizes
from qnsim.chance.draws import uncertain_values
from qnsim.facts.case import Case
from qnsim.facts.parameters import CONFIDENCE, Parameter
from qnsim.facts.targets import Target
from qnsim.run import Experiment, coordinates, prepare, run_experiments
from qnsim.scenarios.moves import with_value
from qnsim.scenarios.scenario import Scenario
from qnsim.scheduler import InProcess, Scheduler

WEAK = CONFIDENCE[-1]
ENDS = (0.05, 0.95)
TENTH = 0.1

Array = np.ndarray
Difference = tuple[float, float]


@dataclass(frozen=True)
class Weight:
    """The probability with a parameter fixed at the `low` and at the `high` end of its range, in the model's unit.

    `slices` is the probability among the draws with its highest tenth less that among its lowest, with its error.
    """

    parameter: Parameter
    low: float
    high: float
    at_low: Probability
    at_high: Probability
    slices: Difference

    @property
    def difference(self) -> Difference:
        """What the parameter moves the probability by between its two ends, with the error of the simulation."""
        return self.at_high.minus(self.at_low)


@dataclass(frozen=True)
class Judgement:
    """The weights of parameters, largest first, and the probability with all as they are drawn."""

    weights: tuple[Weight, ...]
    probability: Probability


def weakly_evidenced(case: Case, scenario: Scenario) -> list[Parameter]:
    """The parameters with the weakest evidence that are drawn in a scenario.

    What the scenario sets is its own, and what the growth accounts solve rests on what they are solved from.
    """
    own = {each.name for each in coordinates(prepare(scenario, case))} - {*scenario.settings, PRODUCTIVITY}
    return [each for name, each in case.parameters.items() if each.confidence == WEAK and name in own]


def weight_of_judgement(
    case: Case,
    scenario: Scenario,
    target: Target,
    design: Design,
    parameters: Sequence[Parameter] | None = None,
    scheduler: Scheduler = InProcess(),
    progress: Callable[[int, int], None] | None = None,
) -> Judgement:
    """What each parameter does to the probability of a target: all weakly evidenced ones, or those given."""
    chosen = weakly_evidenced(case, scenario) if parameters is None else list(parameters)
    usual = until(prepare(scenario, case, design), target.due)
    values = uncertain_values(scenario, case, usual.horizon, usual.design)
    ends = [np.quantile(values[each.name], ENDS).tolist() for each in chosen]
    moved = [
        until(prepare(with_value(scenario, case.catalogue.entries[each.name], end), case, design), target.due)
        for each, both in zip(chosen, ends, strict=True)
        for end in both
    ]
    outcomes = Outcomes(target, (target.due,))
    first, *found = run_experiments([usual, *moved], outcomes, scheduler, progress)
    happened = first[PROBABILITY, target.due]
    chances = [chance(usual, each[PROBABILITY, target.due]) for each in found]
    weights = [
        Weight(each, both[0], both[1], low, high, tail_difference(happened, values[each.name]))
        for each, both, low, high in zip(chosen, ends, chances[::2], chances[1::2], strict=True)
    ]
    ordered = sorted(weights, key=lambda each: -abs(each.difference[0]))
    return Judgement(tuple(ordered), chance(usual, happened))


def tail_difference(happened: Array, values: Array) -> Difference:
    """The share of an event (draw,) where values (draw,) are highest less where they are lowest, with its error."""
    lowest, highest = np.quantile(values, (TENTH, 1 - TENTH))
    low, high = (happened[where] for where in (values <= lowest, values >= highest))
    error = np.sqrt(sum(part.var() / part.size for part in (low, high)))
    return float(high.mean() - low.mean()), float(error)


def spread_of_chance(
    case: Case, scenario: Scenario, target: Target, inputs: Collection[str], draws: int, seed: int
) -> Difference:
    """How far the probability would lie from its mean if these inputs, drawn from priors, were known; with its error.

    It is the standard deviation of the probability given the inputs, from pairs of draws that share them and nothing
    else. Source: Sobol' (1993), the closed index of a group; Saltelli et al. (2010), Computer Physics Communications
    181.
    """
    own, other = Stratified(seed, draws), Stratified(seed + 1, draws)
    first = until(prepare(scenario, case, own), target.due)
    shared = [each.name for each in coordinates(first) if each.input in inputs]
    columns = {name: np.concatenate([own.coordinate(name, block) for block in blocks_of(own)]) for name in shared}
    second = until(prepare(scenario, case, Columns(columns, rest=other)), target.due)
    return _spread(first, *(found[PROBABILITY, target.due] for found in _run([first, second], target)))


def _run(experiments: Sequence[Experiment], target: Target) -> list[dict[tuple[str, str], Array]]:
    return run_experiments(experiments, Outcomes(target, (target.due,)))


def _spread(experiment: Experiment, happened: Array, paired: Array) -> Difference:
    """The root of the covariance of an event in paired draws, which share what is asked of."""
    together = (happened - happened.mean()) * (paired - paired.mean())
    shared = share_of_draws(together, replicate_sizes(experiment.design))
    square = max(shared.value, 0.0)
    return float(np.sqrt(square)), float(np.sqrt(square + shared.error) - np.sqrt(square))
