"""Commands that hold the model against the record: earlier forecasts, calibration, and a year that is going on."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from qnsim.cli.options import (
    COMPARED_DRAWS,
    DRAWS,
    SEED,
    CaseFolder,
    Draws,
    Jobs,
    OneScenario,
    Out,
    Prior,
    Seed,
    app,
    case_in,
)
from qnsim.errors import UsageError
from qnsim.press import terminal


@app.command()
def hindcast(
    draws: Draws = COMPARED_DRAWS,
    seed: Seed = SEED,
    jobs: Jobs = 1,
    out: Out = Path("runs"),
    case: CaseFolder = None,
) -> None:
    """Tell what the model, started at the end of each earlier year, forecast for the next, and what came."""
    from qnsim.reporting import hindcast_words
    from qnsim.workflow import hindcast_study, runs

    with terminal.progress() as report:
        scheduler = runs.begin_study(jobs)
        made = hindcast_study.study_hindcast(draws, seed, out, scheduler, report, case_in(case))
    terminal.show(hindcast_words.year_table(made.found))
    terminal.show(hindcast_words.branch_table(made.found))
    if not made.found.ahead.empty:
        terminal.show(hindcast_words.ahead_table(made.found))
    for line in hindcast_words.hindcast_lines(made.found):
        print(line)
    print(made.folder)


@app.command()
def backtest(
    draws: Draws = COMPARED_DRAWS,
    seed: Seed = SEED,
    jobs: Jobs = 1,
    out: Out = Path("runs"),
    write: Annotated[
        bool, typer.Option("--write", help="Also write what was learned beside the case, where runs find it.")
    ] = False,
    prior: Prior = False,
    case: CaseFolder = None,
) -> None:
    """Score the model against simple forecasts, at the end of each earlier year for one to three years ahead."""
    from qnsim.reporting import backtest_words
    from qnsim.workflow import backtest_study, runs

    with terminal.progress() as report:
        scheduler = runs.begin_study(jobs)
        made = backtest_study.study_backtest(draws, seed, out, scheduler, report, case_in(case), prior, write)
    for table in backtest_words.backtest_tables(made.found):
        terminal.show(table)
    for line in backtest_words.backtest_lines(made.found):
        print(line)
    if made.learned:
        print(made.learned)
    print(made.folder)


@app.command()
def nowcast(
    scenario: OneScenario,
    observed: Annotated[Path, typer.Option(help="CSV of published quarters; see docs/nowcast.md.")],
    target: Annotated[str | None, typer.Option(help="Id of a target of growth; the headline if not given.")] = None,
    draws: Draws = DRAWS,
    seed: Seed = SEED,
    jobs: Jobs = 1,
    out: Out = Path("runs"),
    prior: Prior = False,
    case: CaseFolder = None,
) -> None:
    """Tell what the published quarters of a year make of its target, and what the rest of the year needs."""
    from qnsim.reporting import nowcast_words
    from qnsim.workflow import nowcast_study, runs

    with terminal.progress() as report:
        scheduler = runs.begin_study(jobs)
        made = nowcast_study.study_nowcast(
            scenario, observed, target, draws, seed, out, scheduler, report, case_in(case), prior
        )
    terminal.show(nowcast_words.figure_table(made.found))
    terminal.show(nowcast_words.step_table(made.found))
    terminal.show(nowcast_words.needed_table(made.found))
    for line in nowcast_words.nowcast_lines(made.found):
        print(line)
    print(made.folder)


@app.command()
def calibrate(
    every: Annotated[
        bool, typer.Option("--all", help="The case and the earlier ones its hindcast names, each as of its day.")
    ] = False,
    check: Annotated[
        bool, typer.Option("--check", help="Instead, whether it finds the truth in figures drawn from the model.")
    ] = False,
    seed: Annotated[int, typer.Option(help="Seed of the two samplings.", min=0)] = 1,
    jobs: Jobs = None,
    out: Out = Path("runs"),
    case: CaseFolder = None,
) -> None:
    """Confront the parameters of a case with its record, and write the posterior that runs of it then use."""
    from qnsim.reporting import calibration_words
    from qnsim.workflow import calibration_study, runs

    if every and check:
        raise UsageError("--all and --check cannot be combined; use one of them")
    if check:
        _check_calibration(seed, jobs, out, case)
        return
    if every:
        _calibrate_all(seed, jobs, out, case)
        return
    with terminal.progress() as report:
        scheduler = runs.begin_study(jobs)
        made = calibration_study.study_calibration(seed, out, scheduler, report, case_in(case))
    table, figures = made.learned.table(), made.predicted.table()
    terminal.show(calibration_words.learned_table(table))
    for line in calibration_words.calibration_lines(table, figures, len(made.handed_over)):
        print(line)
    for line in calibration_words.probability_lines(made.prior, made.posterior, made.diagnoses):
        print(line)
    print(made.file)
    print(made.folder)


def _calibrate_all(seed: int, jobs: int | None, out: Path, case: Path | None) -> None:
    from qnsim.reporting import calibration_words
    from qnsim.workflow import calibration_of_all, runs

    with terminal.progress() as report:
        scheduler = runs.begin_study(jobs)
        found = calibration_of_all.calibrate_all(seed, out, scheduler, report, case_in(case))
    terminal.show(calibration_words.cases_table(calibration_of_all.table_of_all(found)))
    for line in calibration_of_all.lines_of_all(found):
        print(line)
    calibration_of_all.refuse_any(found)


def _check_calibration(seed: int, jobs: int | None, out: Path, case: Path | None) -> None:
    from qnsim.reporting import calibration_words
    from qnsim.workflow import calibration_check, runs

    with terminal.progress() as report:
        scheduler = runs.begin_study(jobs)
        made = calibration_check.study_check(seed, out, scheduler, report, case_in(case))
    terminal.show(calibration_words.places_table(made.places))
    for line in calibration_words.places_lines(made.places, made.sets):
        print(line)
    print(made.folder)
    if made.places.problems:
        raise typer.Exit(1)
