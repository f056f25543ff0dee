"""Studies of the model: what decides a target, and what would raise its probability."""

from __future__ import annotations

from qnsim.analysis.lever_effects import LeverEffects, lever_effects
from qnsim.facts.case import Case, read_case
from qnsim.facts.targets import headline_of
from qnsim.workflow.scenarios import BASELINE, load_scenario, resolution_targets


def effects_of_levers(case: Case | None = None) -> LeverEffects:
    """What one step of each lever does to the headline when all else is as in the baseline."""
    case = case or read_case()
    return lever_effects(case, load_scenario(BASELINE, case), headline_of(resolution_targets(case)))
