"""The study of which lever value makes targets as likely as asked, written into a folder."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import pandas as pd

from qnsim.analysis.goal import DRAWS_OF_PAIRS, GoalAnswer, goal, iso_probability
from qnsim.analysis.pooling import Pooling
from qnsim.chance.designs import DEFAULT_DRAWS, DEFAULT_SEED
from qnsim.errors import UsageError
from qnsim.facts.case import Case, read_case
from qnsim.facts.targets import Target
from qnsim.language import ENGLISH, Language, say
from qnsim.reporting.charts.goal_chart import save_goal_chart
from qnsim.reporting.goal_words import goal_chart_words, goal_lines, iso_lines
from qnsim.scheduler import InProcess, Scheduler
from qnsim.workflow.asking import Progress, lever_of, silent, target_of
from qnsim.workflow.past_forecasts import MODEL_VIEW, digest_of_past, pooling_of, said_of_the_past
from qnsim.workflow.posteriors import usual_design
from qnsim.workflow.scenarios import load_scenario
from qnsim.workflow.study_folder import Request, write_study


@dataclass(frozen=True)
class GoalStudy:
    """The answer for one lever, or for two the values of the first along the second; in words, and where written.

    `past` is what is to be said of past forecasts where model and record are shown together.
    """

    answer: GoalAnswer | None
    pairs: pd.DataFrame | None
    lines: list[str]
    folder: Path | None
    past: tuple[str, ...] = ()


def study_goal(
    scenario: str | Path,
    levers: Sequence[str],
    probability: float,
    targets: Sequence[str] = (),
    draws: int | None = None,
    seed: int = DEFAULT_SEED,
    out: Path | None = Path("runs"),
    scheduler: Scheduler = InProcess(),
    progress: Progress = silent,
    case: Case | None = None,
    prior: bool = False,
    view: str = MODEL_VIEW,
    language: Language = ENGLISH,
) -> GoalStudy:
    """The value of a lever that reaches a probability of all `targets` (the headline if none), or of two levers.

    With `prior` parameters are drawn from their priors even if the case has a posterior. The probability is that of the
    model alone, or with the view `together` that of model and record. The chart is in `language`.
    """
    case = case or read_case()
    read, goals = load_scenario(scenario, case), [target_of(case, each) for each in targets or (None,)]
    chosen = [lever_of(case, each) for each in levers]
    told = partial(progress, say("Simulating"))
    options = {
        "levers": [lever.name for lever in chosen],
        "probability": probability,
        "targets": [target.id for target in goals],
        "draws": draws,
        "seed": seed,
        "prior": prior,
        "view": view,
    }
    pooling = _pooling(case, goals, view)
    request = Request("goal", (read,), options, learned=digest_of_past(case, view))
    folder = Path(out) / request.name(case) if out is not None else None
    answer, pairs = None, None
    if len(chosen) == 1:
        design = usual_design(case, seed, draws or DEFAULT_DRAWS, prior)
        answer = goal(read, case, goals, probability, chosen[0].name, design, scheduler, told, pooling)
        lines, table = goal_lines(answer, read.name), answer.curve
    elif len(chosen) == 2:
        design = usual_design(case, seed, draws or DRAWS_OF_PAIRS, prior)
        names = (chosen[0].name, chosen[1].name)
        table = pairs = iso_probability(read, case, goals, probability, names, design, scheduler, told, pooling)
        lines = iso_lines(pairs, chosen[0], chosen[1], probability)
    else:
        raise UsageError(
            say(
                "{count} levers are given; expected one, or two for the line along which P is the same",
                count=len(chosen),
            )
        )
    study = GoalStudy(answer, pairs, lines, folder, tuple(said_of_the_past(pooling, design)))
    if out is not None:
        write_study(request, case, Path(out), {"goal": table}, partial(_draw_goal, study, read.name, language))
    return study


def _pooling(case: Case, targets: Sequence[Target], view: str) -> Pooling | None:
    """Model and record together for the view. Raises `UsageError` if several targets are asked for at once."""
    if view != MODEL_VIEW and len(targets) > 1:
        raise UsageError(
            say("--view {view}: targets together have no past forecasts; leave out --view or --joint", view=view)
        )
    return pooling_of(case, targets[0], view)


def _draw_goal(study: GoalStudy, scenario: str, language: Language, folder: Path) -> None:
    if study.answer:
        words = goal_chart_words(study.answer, scenario, study.lines, folder.name)
        save_goal_chart(study.answer, words, study.lines, folder / "chart_goal", language)
