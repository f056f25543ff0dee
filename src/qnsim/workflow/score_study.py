"""The score of a scenario by the whole resolution, written into a folder."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from qnsim.analysis.judging import check_due
from qnsim.analysis.projected_targets import projections_of
from qnsim.analysis.projection import Projection
from qnsim.analysis.score import Score, score_experiment
from qnsim.chance.designs import DEFAULT_DRAWS, DEFAULT_SEED
from qnsim.facts.case import Case, read_case
from qnsim.facts.observations import read_observations
from qnsim.facts.targets import Target, headline_of
from qnsim.language import say
from qnsim.run import prepare
from qnsim.scenarios.scenario import Scenario
from qnsim.scheduler import InProcess, Scheduler
from qnsim.workflow.asking import Progress, silent
from qnsim.workflow.past_forecasts import MODEL_VIEW, digest_of_past, pooling_of, said_of_the_past
from qnsim.workflow.posteriors import usual_design
from qnsim.workflow.scenarios import load_scenario, resolution_targets
from qnsim.workflow.study_folder import Request, write_study


@dataclass(frozen=True)
class ScoreStudy:
    """A score, where it was written, and what is to be said of past forecasts if the record is in it."""

    found: Score
    folder: Path | None
    past: tuple[str, ...] = ()


def study_score(
    scenario: str | Path,
    joint: Sequence[str] | str = (),
    draws: int = DEFAULT_DRAWS,
    seed: int = DEFAULT_SEED,
    out: Path | None = Path("runs"),
    scheduler: Scheduler = InProcess(),
    progress: Progress = silent,
    case: Case | None = None,
    prior: bool = False,
    view: str = MODEL_VIEW,
) -> ScoreStudy:
    """Score a scenario by the whole resolution; written below `out` (not if None).

    `joint` names targets, in a list or with commas, whose probability together is asked for as well. With `prior`
    parameters are drawn from their priors even if the case has a posterior. With the view `together` growth is scored
    by model and record together.
    """
    case = case or read_case()
    asked = [name.strip() for name in joint.split(",") if name.strip()] if isinstance(joint, str) else list(joint)
    read, targets = load_scenario(scenario, case), resolution_targets(case)
    design = usual_design(case, seed, draws, prior)
    experiment, pooling = prepare(read, case, design), pooling_of(case, headline_of(targets), view)
    check_due(targets, experiment.horizon)
    progress(say("Simulating"), 0, 1)
    found = score_experiment(experiment, targets, asked, scheduler, _projections(read, targets, case), pooling)
    past = tuple(said_of_the_past(pooling, design))
    if out is None:
        return ScoreStudy(found, None, past)
    tables = {"score": found.table, "joint": found.joint_table()}
    if found.consistency:
        tables["consistency"] = found.consistency.table()
    options = {"joint": asked, "draws": draws, "seed": seed, "prior": prior, "view": view}
    request = Request("score", (read,), options, learned=digest_of_past(case, view))
    return ScoreStudy(found, write_study(request, case, Path(out), tables), past)


def _projections(scenario: Scenario, targets: Sequence[Target], case: Case) -> dict[str, Projection]:
    """What the records of the case say of targets outside the model."""
    about = case.about
    files = [read_observations(file, about.record.last_year) for file in about.observations]
    return projections_of(targets, pd.concat(files, ignore_index=True), scenario.as_of, scenario.baselines)


def score(
    scenario: str | Path,
    joint: Sequence[str] | str = (),
    draws: int = DEFAULT_DRAWS,
    seed: int = DEFAULT_SEED,
    scheduler: Scheduler = InProcess(),
    case: Case | None = None,
    prior: bool = False,
    view: str = MODEL_VIEW,
) -> Score:
    """The score of a scenario by the whole resolution: every target, the targets together, and whether they agree."""
    return study_score(scenario, joint, draws, seed, None, scheduler, case=case, prior=prior, view=view).found
