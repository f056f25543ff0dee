"""Studies of the model: what decides a target, what would raise its probability, and the score of a resolution."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from qnsim.analysis.judging import check_due
from qnsim.analysis.lever_effects import LeverEffects, lever_effects
from qnsim.analysis.score import Score, score_experiment
from qnsim.chance.designs import DEFAULT_DRAWS, DEFAULT_SEED, Stratified
from qnsim.facts.case import Case, read_case
from qnsim.facts.targets import headline_of
from qnsim.reporting.run_folder import write_table
from qnsim.run import prepare
from qnsim.scheduler import InProcess, Scheduler
from qnsim.workflow.scenarios import BASELINE, load_scenario, resolution_targets


def effects_of_levers(case: Case | None = None) -> LeverEffects:
    """What one step of each lever does to the headline when all else is as in the baseline."""
    case = case or read_case()
    return lever_effects(case, load_scenario(BASELINE, case), headline_of(resolution_targets(case)))


def score(
    scenario: str | Path,
    joint: Sequence[str] | str = (),
    draws: int = DEFAULT_DRAWS,
    seed: int = DEFAULT_SEED,
    scheduler: Scheduler = InProcess(),
    out: Path | str | None = None,
    case: Case | None = None,
) -> Score:
    """Score a scenario by the whole resolution; with `out` also write its tables into `out`/score-<scenario>.

    `joint` names targets, in a list or with commas, whose probability together is asked for as well.
    """
    case = case or read_case()
    asked = [name.strip() for name in joint.split(",") if name.strip()] if isinstance(joint, str) else list(joint)
    targets = resolution_targets(case)
    experiment = prepare(load_scenario(scenario, case), case, Stratified(seed, draws))
    check_due(targets, experiment.horizon)
    if out is not None:
        Path(out).mkdir(parents=True, exist_ok=True)
    found = score_experiment(experiment, targets, asked, scheduler)
    if out is not None:
        write_score(found, Path(out))
    return found


def score_folder(found: Score, out: Path) -> Path:
    """Where the tables of a score are written."""
    return out / f"score-{found.experiment.scenario.name}"


def write_score(found: Score, out: Path) -> Path:
    """Write the tables of a score; returns their folder."""
    folder = score_folder(found, out)
    folder.mkdir(parents=True, exist_ok=True)
    write_table(folder / "score.csv", found.table)
    write_table(folder / "joint.csv", found.joint_table())
    if found.consistency:
        write_table(folder / "consistency.csv", found.consistency.table())
    return folder
