"""The lever that would raise the probability most without leaving what is usual for it."""

from __future__ import annotations

from dataclasses import dataclass

from qnsim.analysis.lever_effects import DRAWS, Difference
from qnsim.analysis.outcomes import PROBABILITY, Outcomes, mean_difference, until
from qnsim.chance.designs import Design, Stratified
from qnsim.facts.case import Case
from qnsim.facts.levers import Band, Lever
from qnsim.facts.targets import Target
from qnsim.run import prepare, run_experiments
from qnsim.scenarios.moves import with_value
from qnsim.scenarios.scenario import Scenario
from qnsim.scheduler import InProcess, Scheduler

CLEAR = 2  # standard errors above zero


@dataclass(frozen=True)
class LeverGain:
    """What a lever at a value (in its written unit), kept for the whole run, adds to the probability, and its error."""

    lever: Lever
    value: float
    gain: Difference

    @property
    def band(self) -> Band:
        """The named part of the lever's range that is usual for it."""
        return self.lever.band_at(self.value)


def best_usual_lever(
    case: Case,
    scenario: Scenario,
    target: Target,
    design: Design = Stratified(draws=DRAWS),
    scheduler: Scheduler = InProcess(),
) -> LeverGain | None:
    """The lever, at an end of its usual band, with which the target is likeliest; None if none raises it clearly.

    The usual band is the one in which the lever rests.
    """
    tried = [(lever, value) for lever in case.levers.values() for value in usual_ends(lever)]
    moved = [with_value(scenario, case.catalogue.entries[lever.name], value * lever.factor) for lever, value in tried]
    experiments = [until(prepare(each, case, design), target.due) for each in (scenario, *moved)]
    year = target.due[:4]
    before, *found = run_experiments(experiments, Outcomes(target, (year,)), scheduler)
    gains = [
        LeverGain(lever, value, mean_difference(experiments[0], after[PROBABILITY, year], before[PROBABILITY, year]))
        for (lever, value), after in zip(tried, found, strict=True)
    ]
    best = max(gains, key=lambda each: each.gain[0], default=None)
    return best if best and best.gain[0] > CLEAR * best.gain[1] else None


def usual_ends(lever: Lever) -> tuple[float, float]:
    """The ends of the band in which a lever rests, in its written unit."""
    return lever.ends_of(lever.band_at(lever.step_from))
