"""Commands on runs, scenarios and the model: parse, call one function, print."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from qnsim.cli.options import (
    DRAWS,
    SEED,
    CaseFolder,
    ClusterAddress,
    Draws,
    EngineName,
    Jobs,
    Out,
    Prior,
    Scenarios,
    Screen,
    Seed,
    app,
    case_in,
    checked_engine,
    export,
)
from qnsim.errors import UsageError
from qnsim.language import join, say
from qnsim.press import terminal


def _print_version(asked: bool) -> None:
    from importlib.metadata import version

    if asked:
        print(f"qnsim {version('qnsim')}")
        raise typer.Exit


@app.callback()
def start(
    version: Annotated[
        bool, typer.Option("--version", help="Print the version and exit.", is_eager=True, callback=_print_version)
    ] = False,
) -> None:
    """What is common to all commands."""


@app.command()
def run(
    screen: Screen,
    scenarios: Scenarios = None,
    draws: Draws = DRAWS,
    seed: Seed = SEED,
    jobs: Jobs = None,
    cluster: ClusterAddress = None,
    out: Out = Path("runs"),
    keep_draws: Annotated[bool, typer.Option("--keep-draws", help="Also write the draws as NetCDF.")] = False,
    excel: Annotated[bool, typer.Option("--excel", help="Also write the tables as a workbook, tables.xlsx.")] = False,
    charts: Annotated[
        bool, typer.Option("--charts", help="Also draw dots, branches, causes, targets, and scenarios side by side.")
    ] = False,
    central: Annotated[bool, typer.Option("--central", help="One deterministic run, as central.csv.")] = False,
    draw: Annotated[int | None, typer.Option(help="Only this draw, every variable, as draw-N.csv.")] = None,
    prior: Prior = False,
    resume: Annotated[
        bool, typer.Option("--resume", help="Go on where the same run was stopped: blocks it kept are not run again.")
    ] = False,
    engine: EngineName = "numpy",
    case: CaseFolder = None,
) -> None:
    """Simulate scenarios and print how likely each reaches the growth target."""
    from qnsim.workflow import schedulers

    alone = central or draw is not None
    more = {"--keep-draws": keep_draws, "--excel": excel, "--charts": charts, "--resume": resume}
    asked = {"--central": central, "--draw": draw is not None, **more}
    if alone and sum(asked.values()) > 1:
        given = join(say(" and "), [option for option in asked if asked[option]])
        raise UsageError(say("{options} cannot be combined; give one", options=given))
    if alone:
        from qnsim.workflow import single_paths

        screen.tell(single_paths.run_paths(scenarios or [], out, draw, draws, seed, case_in(case), prior))
        return
    with screen.progress() as report:
        scheduler = schedulers.begin(jobs, scenarios or [], draws, case, cluster)  # workers load while this imports
        from qnsim.reporting import tables, views_table
        from qnsim.workflow import runs

        made = runs.run_scenarios(
            scenarios or [],
            draws,
            seed,
            scheduler,
            out,
            keep_draws,
            report,
            case_in(case),
            excel,
            prior,
            screen.language,
            charts,
            resume,
            checked_engine(engine),
        )
    width = terminal.width()
    screen.tell(made.said_of_kept)
    screen.show(tables.scenario_table(made.assessments, made.baseline, made.target, width))
    if made.views:
        screen.show(views_table.views_table(made.views, made.target))
    screen.tell(made.said_of_past)
    screen.tell(tables.decider_lines(made.assessments, width))
    screen.tell(tables.parent_lines(made.assessments, made.parents, made.target))
    if len(made.assessments) == 1:
        lever, readings = runs.what_it_hangs_on(made)
        screen.tell([tables.lever_line(made.assessments[0].experiment.scenario.name, lever)])
        screen.tell(tables.reading_lines(readings))
    screen.tell(tables.reading_notes(made.baseline, made.target, made.record))
    screen.tell([say("Charts and tables: {folder}", folder=made.folders[0] if len(made.folders) == 1 else out)])


@app.command()
def rerun(
    screen: Screen,
    manifest: Annotated[Path, typer.Argument(help="A run folder, or its manifest.json.")],
    out: Out = Path("runs"),
    case: CaseFolder = None,
) -> None:
    """Repeat a run from its manifest, and say whether the numbers are the same to the last digit."""
    from qnsim.workflow import runs, schedulers
    from qnsim.workflow.study_folder import study_form

    form = study_form(manifest)
    with screen.progress() as report:
        if form:
            from qnsim.workflow.studies import study_again

            scheduler = schedulers.begin_study(None)
            folder, comparison = study_again(form, out, scheduler, report, case_in(case), screen.language)
        else:
            made, comparison = runs.run_again(manifest, out, report, None, case_in(case), screen.language)
            folder = made.folders[0]
    print(folder)
    screen.tell(comparison.lines())
    if comparison.is_unexplained:
        raise typer.Exit(1)


@app.command()
def check(
    screen: Screen,
    scenarios: Scenarios = None,
    reality: Annotated[Path | None, typer.Option(help="Also run the reality checks of this file.")] = None,
    case: CaseFolder = None,
) -> None:
    """Read every scenario and every fact, run the reality checks, and show all errors in one pass."""
    from qnsim.workflow import checks

    screen.tell(checks.check_everything(scenarios or [], reality, case_in(case)))
    screen.tell([say("No errors.")])


@app.command()
def new(
    screen: Screen,
    name: Annotated[str, typer.Argument(help="Name of the new scenario, such as my-plan.")],
    extends: Annotated[str, typer.Option(help="The scenario it differs from.")] = "baseline",
    folder: Annotated[Path, typer.Option(help="Where to write it.")] = Path(),
    case: CaseFolder = None,
) -> None:
    """Write a commented scenario file to edit, with a schema for your editor."""
    from qnsim.workflow import scenarios

    screen.tell(scenarios.new_scenario(name, extends, folder, case_in(case), screen.language))


@app.command()
def explain(
    screen: Screen,
    scenario: Annotated[str, typer.Argument(help="A file or the name of a shipped scenario.")],
    key: Annotated[
        str, typer.Argument(help="A lever, condition or shock, or an input that a run prints, by name or label.")
    ],
    case: CaseFolder = None,
) -> None:
    """Show which file and line set a value, what it replaced, its unit and its source."""
    from qnsim.workflow import explanations

    screen.tell(explanations.explain(scenario, key, case_in(case)))


@app.command()
def equations(
    screen: Screen,
    name: Annotated[
        str | None, typer.Argument(help="A variable or parameter, by name or label, to print that one.")
    ] = None,
    out: Annotated[Path, typer.Option(help="Folder for equations.md and equations.html.")] = Path(),
    case: CaseFolder = None,
) -> None:
    """Write the model on paper, formulas with their sources; or print what one name is and reads."""
    from qnsim.workflow import model_pages

    facts = case_in(case)
    screen.tell(model_pages.describe_name(name, facts) if name else model_pages.write_equations(out, facts))


@app.command()
def diagram(
    screen: Screen,
    blocks: Annotated[list[str] | None, typer.Argument(help="Blocks to draw; all and an overview if none.")] = None,
    out: Annotated[Path, typer.Option(help="Folder for the pictures.")] = Path("diagrams"),
    case: CaseFolder = None,
) -> None:
    """Draw the stocks and flows of the model as SVG pictures: one for each block, and an overview."""
    from qnsim.workflow import model_pages

    screen.tell(model_pages.draw_diagrams(out, blocks or (), case_in(case)))


@app.command()
def schema(screen: Screen, case: CaseFolder = None) -> None:
    """Print the JSON Schema of scenario files."""
    from qnsim.workflow import scenarios

    print(scenarios.schema_text(case_in(case)), end="")


@export.command()
def xmile(
    screen: Screen,
    scenarios: Scenarios = None,
    out: Annotated[Path, typer.Option(help="Folder to write to.")] = Path(),
    draw: Annotated[int | None, typer.Option(help="This draw; the central run if not given.")] = None,
    draws: Draws = DRAWS,
    seed: Seed = SEED,
    case: CaseFolder = None,
) -> None:
    """Write the model with its numbers as XMILE, which Stella, Simlin, PySD and others read."""
    from qnsim.workflow import single_paths

    screen.tell(single_paths.export_xmile(scenarios or [], out, draw, draws, seed, case_in(case)))
