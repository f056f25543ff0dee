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
    ClusterAddress,
    Draws,
    Jobs,
    OneScenario,
    Out,
    Prior,
    Screen,
    Seed,
    app,
    case_in,
)
from qnsim.errors import UsageError
from qnsim.language import say


@app.command()
def hindcast(
    screen: Screen,
    draws: Draws = COMPARED_DRAWS,
    seed: Seed = SEED,
    jobs: Jobs = 1,
    cluster: ClusterAddress = None,
    out: Out = Path("runs"),
    case: CaseFolder = None,
) -> None:
    """Tell what the model, started at the end of each earlier year, forecast for the next, and what came."""
    from qnsim.reporting import hindcast_words
    from qnsim.workflow import hindcast_study, schedulers

    with screen.progress() as report:
        scheduler = schedulers.begin_study(jobs, cluster)
        made = hindcast_study.study_hindcast(draws, seed, out, scheduler, report, case_in(case), screen.language)
    screen.show(hindcast_words.year_table(made.found))
    screen.show(hindcast_words.branch_table(made.found))
    if not made.found.ahead.empty:
        screen.show(hindcast_words.ahead_table(made.found))
    screen.tell(hindcast_words.hindcast_lines(made.found))
    print(made.folder)


@app.command()
def backtest(
    screen: Screen,
    draws: Draws = COMPARED_DRAWS,
    seed: Seed = SEED,
    jobs: Jobs = 1,
    cluster: ClusterAddress = None,
    out: Out = Path("runs"),
    write: Annotated[
        bool, typer.Option("--write", help="Also write what was learned beside the case, where runs find it.")
    ] = False,
    prior: Prior = False,
    case: CaseFolder = None,
) -> None:
    """Score the model against simple forecasts, at the end of each earlier year for one to three years ahead."""
    from qnsim.reporting import backtest_words
    from qnsim.workflow import backtest_study, schedulers

    with screen.progress() as report:
        scheduler = schedulers.begin_study(jobs, cluster)
        made = backtest_study.study_backtest(
            draws, seed, out, scheduler, report, case_in(case), prior, write, screen.language
        )
    for table in backtest_words.backtest_tables(made.found):
        screen.show(table)
    screen.tell(backtest_words.backtest_lines(made.found))
    if made.learned:
        print(made.learned)
    print(made.folder)


@app.command()
def nowcast(
    screen: Screen,
    scenario: OneScenario,
    observed: Annotated[Path, typer.Option(help="CSV of published quarters; see docs/nowcast.md.")],
    target: Annotated[str | None, typer.Option(help="Id of a target of growth; the headline if not given.")] = None,
    draws: Draws = DRAWS,
    seed: Seed = SEED,
    jobs: Jobs = 1,
    cluster: ClusterAddress = None,
    out: Out = Path("runs"),
    prior: Prior = False,
    case: CaseFolder = None,
) -> None:
    """Tell what the published quarters of a year make of its target, and what the rest of the year needs."""
    from qnsim.reporting import nowcast_words
    from qnsim.workflow import nowcast_study, schedulers

    with screen.progress() as report:
        scheduler = schedulers.begin_study(jobs, cluster)
        made = nowcast_study.study_nowcast(
            scenario, observed, target, draws, seed, out, scheduler, report, case_in(case), prior
        )
    screen.show(nowcast_words.figure_table(made.found))
    screen.show(nowcast_words.step_table(made.found))
    screen.show(nowcast_words.needed_table(made.found))
    screen.tell(nowcast_words.nowcast_lines(made.found))
    print(made.folder)


@app.command()
def calibrate(
    screen: Screen,
    every: Annotated[
        bool, typer.Option("--all", help="The case and the earlier ones its hindcast names, each as of its day.")
    ] = False,
    check: Annotated[
        bool, typer.Option("--check", help="Instead, whether it finds the truth in figures drawn from the model.")
    ] = False,
    seed: Annotated[int, typer.Option(help="Seed of the two samplings.", min=0)] = 1,
    jobs: Jobs = None,
    cluster: ClusterAddress = None,
    out: Out = Path("runs"),
    case: CaseFolder = None,
) -> None:
    """Confront the parameters of a case with its record, and write the posterior that runs of it then use."""
    from qnsim.reporting import calibration_words
    from qnsim.workflow import calibration_study, schedulers

    if every and check:
        raise UsageError(say("--all and --check cannot be combined; use one of them"))
    if check:
        _check_calibration(screen, seed, jobs, cluster, out, case)
        return
    if every:
        _calibrate_all(screen, seed, jobs, cluster, out, case)
        return
    with screen.progress() as report:
        scheduler = schedulers.begin_study(jobs, cluster)
        made = calibration_study.study_calibration(
            seed, out, scheduler, report, case_in(case), language=screen.language
        )
    table, figures = made.learned.table(), made.predicted.table()
    screen.show(calibration_words.learned_table(table))
    screen.tell(calibration_words.calibration_lines(table, figures, len(made.handed_over)))
    screen.tell(calibration_words.probability_lines(made.prior, made.posterior, made.diagnoses))
    print(made.file)
    print(made.folder)


def _calibrate_all(
    screen: Screen, seed: int, jobs: int | None, cluster: str | None, out: Path, case: Path | None
) -> None:
    from qnsim.reporting import calibration_words
    from qnsim.workflow import calibration_of_all, schedulers

    with screen.progress() as report:
        scheduler = schedulers.begin_study(jobs, cluster)
        found = calibration_of_all.calibrate_all(seed, out, scheduler, report, case_in(case), screen.language)
    screen.show(calibration_words.cases_table(calibration_of_all.table_of_all(found)))
    screen.tell(calibration_of_all.lines_of_all(found))
    calibration_of_all.refuse_any(found)


def _check_calibration(
    screen: Screen, seed: int, jobs: int | None, cluster: str | None, out: Path, case: Path | None
) -> None:
    from qnsim.reporting import calibration_words
    from qnsim.workflow import calibration_check, schedulers

    with screen.progress() as report:
        scheduler = schedulers.begin_study(jobs, cluster)
        made = calibration_check.study_check(seed, out, scheduler, report, case_in(case))
    screen.show(calibration_words.places_table(made.places))
    screen.tell(calibration_words.places_lines(made.places, made.sets))
    print(made.folder)
    if made.places.problems:
        raise typer.Exit(1)
