"""The back-test of a case: from the cases of earlier years that it names to a folder with tables and a chart."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from pathlib import Path

import pandas as pd

from qnsim.analysis.backtest.backtest import Backtest, back_test
from qnsim.analysis.backtest.questions import Question, questions_of
from qnsim.analysis.hindcast import GROWTH
from qnsim.chance.designs import DEFAULT_SEED
from qnsim.errors import UsageError
from qnsim.facts.case import Case, read_case
from qnsim.facts.known_values import read_known_values
from qnsim.facts.observations import read_observations
from qnsim.facts.targets import headline_of
from qnsim.language import ENGLISH, Language, say
from qnsim.reporting.charts.backtest_chart import save_backtest_chart
from qnsim.run import prepare
from qnsim.scheduler import InProcess, Scheduler
from qnsim.workflow.asking import Progress, silent
from qnsim.workflow.hindcast_study import starts_of
from qnsim.workflow.past_forecasts import write_past_forecasts
from qnsim.workflow.posteriors import usual_design
from qnsim.workflow.scenarios import BASELINE, load_scenario, resolution_targets
from qnsim.workflow.study_folder import Request, write_study

DRAWS = 2_000


@dataclass(frozen=True)
class BacktestStudy:
    """A back-test, where it was written, and where what it taught was."""

    found: Backtest
    folder: Path | None
    learned: Path | None = None


def study_backtest(
    draws: int = DRAWS,
    seed: int = DEFAULT_SEED,
    out: Path | None = Path("runs"),
    scheduler: Scheduler = InProcess(),
    progress: Progress = silent,
    case: Case | None = None,
    prior: bool = False,
    write: bool = False,
    language: Language = ENGLISH,
) -> BacktestStudy:
    """Forecast one to three years from the end of each earlier case, by its baseline and by forecasts without a model.

    Each case draws its parameters from its posterior where it has one, else (and with `prior`) from its priors.
    Written below `out` (not if None), its chart in `language`. With `write` what was learned is written beside the
    case, where runs find it.
    """
    case = case or read_case()
    cases = tuple(read_case(folder) for folder in starts_of(case).cases)
    experiments = [
        prepare(load_scenario(BASELINE, each), each, usual_design(each, seed, draws, prior)) for each in cases
    ]
    threshold = headline_of(resolution_targets(case)).threshold
    assert threshold is not None  # a headline has one
    report = partial(progress, say("Simulating"))
    questions = questions_in(case)
    found = back_test(experiments, questions, threshold, case.about.vintage, scheduler, report)
    growth = next(each for each in questions if each.quantity == GROWTH)
    learned = write_past_forecasts(found, growth, case) if write else None
    if out is None:
        return BacktestStudy(found, None, learned)
    request = Request("backtest", (), {"draws": draws, "seed": seed, "prior": prior}, cases)
    tables = {
        "forecasts": found.table,
        "scores": found.scores,
        "skills": found.skills,
        "seen": found.seen,
        "designs": found.designs,
    }
    return BacktestStudy(found, write_study(request, case, Path(out), tables, partial(_draw, found, language)), learned)


def questions_in(case: Case) -> tuple[Question, ...]:
    """What of a case can be forecast and compared. Raises `UsageError` if it has no growth of any year."""
    about = case.about
    every = pd.concat([read_observations(file, about.record.last_year) for file in about.observations])
    province = read_observations(about.record.observations, about.record.last_year)
    found = questions_of(province, every, read_known_values(starts_of(case).values))
    if not any(question.key == (GROWTH, "") for question in found):
        raise UsageError(
            say(
                "{file}: no growth of any year is on record; expected rows of {variable}; add them, or leave --case "
                "out for the shipped case",
                file=about.record.observations,
                variable=GROWTH,
            )
        )
    return found


def _draw(found: Backtest, language: Language, folder: Path) -> None:
    save_backtest_chart(found, folder / "chart_backtest", language, folder.name)


def backtest(
    draws: int = DRAWS,
    seed: int = DEFAULT_SEED,
    scheduler: Scheduler = InProcess(),
    case: Case | None = None,
    prior: bool = False,
) -> Backtest:
    """What the model and simple forecasts said at the end of each earlier year, scored.

    `table` has a row per member, figure, origin and year; `scores` the means, `skills` the model against each simple
    forecast, `seen` what each of those rests on. Raises `UsageError` if the case names no earlier cases.
    """
    return study_backtest(draws, seed, None, scheduler, case=case, prior=prior).found
