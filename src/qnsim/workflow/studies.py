"""Studies of the model by name, and any of them again from its manifest."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from inspect import signature
from pathlib import Path
from typing import Any

from qnsim.analysis.lever_effects import DRAWS, LeverEffects, lever_effects
from qnsim.chance.designs import DEFAULT_SEED
from qnsim.errors import UsageError
from qnsim.facts.case import Case, read_case
from qnsim.facts.targets import headline_of
from qnsim.language import ENGLISH, Language, say
from qnsim.scheduler import Scheduler
from qnsim.workflow.asking import Progress
from qnsim.workflow.backtest_study import study_backtest
from qnsim.workflow.comparison_study import study_comparison
from qnsim.workflow.discovery_study import study_discovery
from qnsim.workflow.goal_study import study_goal
from qnsim.workflow.hindcast_study import study_hindcast
from qnsim.workflow.manifests import Comparison
from qnsim.workflow.posteriors import usual_design
from qnsim.workflow.report_study import study_report
from qnsim.workflow.scenarios import BASELINE, load_scenario, resolution_targets
from qnsim.workflow.score_study import study_score
from qnsim.workflow.sensitivity_study import study_sensitivity
from qnsim.workflow.study_folder import StudyForm, compare_study, recorded_scenarios

STUDIES: dict[str, Callable[..., Any]] = {
    "sensitivity": study_sensitivity,
    "compare": study_comparison,
    "goal": study_goal,
    "score": study_score,
    "discover": study_discovery,
    "hindcast": study_hindcast,
    "backtest": study_backtest,
    "report": study_report,
}


def effects_of_levers(case: Case | None = None, prior: bool = False) -> LeverEffects:
    """What one step of each lever does to the headline when all else is as in the baseline."""
    case = case or read_case()
    design = usual_design(case, DEFAULT_SEED, DRAWS, prior)
    return lever_effects(case, load_scenario(BASELINE, case), headline_of(resolution_targets(case)), design)


def study_again(
    form: StudyForm, out: Path, scheduler: Scheduler, progress: Progress, case: Case, language: Language = ENGLISH
) -> tuple[Path, Comparison]:
    """Repeat a study from its manifest, its charts in `language`, and compare the tables.

    Raises `UsageError` if it cannot be the same.
    """
    if form.study not in STUDIES:
        raise UsageError(
            say(
                "'{study}' is not a study of this version; expected one of {studies}",
                study=form.study,
                studies=", ".join(STUDIES),
            )
        )
    with tempfile.TemporaryDirectory() as folder:
        files = recorded_scenarios(form, Path(folder))
        common = {"out": out, "scheduler": scheduler, "progress": progress, "case": case}
        again = STUDIES[form.study]
        if "language" in signature(again).parameters:
            common["language"] = language
        study = again(*files, **(common | form.options))  # a report has its language among its options
    return study.folder, compare_study(form, study.folder)
