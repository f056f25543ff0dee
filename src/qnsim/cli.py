"""The command line: parse, call one function, print. Heavy libraries are imported inside the commands."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from qnsim.errors import QnsimError, UsageError
from qnsim.press.streams import NamedStream

if TYPE_CHECKING:
    from qnsim.facts.case import Case

DRAWS, SEED = 10_000, 20221209  # those of qnsim.chance.designs, whose import would slow --help
WIDTH_OF_FILES = 150
INTERRUPTED = 130  # exit code of a program stopped by Ctrl-C
STOPPED = "Stopped. Every file written so far is whole; the same command makes the others."
app = typer.Typer(
    help="How likely is the province to reach its growth target, what decides it, and what would raise the odds?",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)
export = typer.Typer(help="Write a scenario in the format of another program.", no_args_is_help=True)
app.add_typer(export, name="export")
Scenarios = Annotated[
    list[str] | None, typer.Argument(help="Files, folders or names of shipped scenarios; all if none.")
]
Draws = Annotated[int, typer.Option(help="Simulations per scenario.")]
Seed = Annotated[int, typer.Option(help="Seed of the random numbers.")]
Out = Annotated[Path, typer.Option(help="Folder for what the run leaves behind.")]
CaseFolder = Annotated[
    Path | None, typer.Option("--case", help="Folder of a case: a place on a day; the shipped one if not given.")
]


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
    scenarios: Scenarios = None,
    draws: Draws = DRAWS,
    seed: Seed = SEED,
    jobs: Annotated[int | None, typer.Option(help="Processes; as many as pay if not given.", min=1)] = None,
    out: Out = Path("runs"),
    keep_draws: Annotated[bool, typer.Option("--keep-draws", help="Also write the draws as NetCDF.")] = False,
    excel: Annotated[bool, typer.Option("--excel", help="Also write the tables as a workbook, tables.xlsx.")] = False,
    central: Annotated[bool, typer.Option("--central", help="One deterministic run, as central.csv.")] = False,
    draw: Annotated[int | None, typer.Option(help="Only this draw, every variable, as draw-N.csv.")] = None,
    case: CaseFolder = None,
) -> None:
    """Simulate scenarios and print how likely each reaches the growth target."""
    from qnsim.reporting import tables
    from qnsim.workflow import runs

    alone = central or draw is not None
    asked = {"--central": central, "--draw": draw is not None, "--keep-draws": keep_draws, "--excel": excel}
    if alone and sum(asked.values()) > 1:
        raise UsageError(f"{' and '.join(option for option in asked if asked[option])} cannot be combined; give one")
    if alone:
        for file in runs.run_paths(scenarios or [], out, draw, draws, seed, _read(case)):
            print(file)
        return
    with _progress() as report:
        scheduler = runs.begin(jobs, scenarios or [], draws, case)
        made = runs.run_scenarios(scenarios or [], draws, seed, scheduler, out, keep_draws, report, _read(case), excel)
    width = _width()
    _print(tables.scenario_table(made.assessments, made.baseline, made.target, width))
    for line in tables.decider_lines(made.assessments, width):
        print(line)
    for note in tables.reading_notes(made.baseline, made.target, made.record):
        print(note)
    print(f"Charts and tables: {made.folders[0] if len(made.folders) == 1 else str(out)}")


@app.command()
def rerun(
    manifest: Annotated[Path, typer.Argument(help="A run folder, or its manifest.json.")],
    out: Out = Path("runs"),
    case: CaseFolder = None,
) -> None:
    """Repeat a run from its manifest, and say whether the numbers are the same to the last digit."""
    from qnsim.workflow import runs

    with _progress() as report:
        made, comparison = runs.run_again(manifest, out, report, None, _read(case))
    print(made.folders[0])
    for line in comparison.lines():
        print(line)
    if comparison.is_unexplained:
        raise typer.Exit(1)


@app.command()
def check(
    scenarios: Scenarios = None,
    reality: Annotated[Path | None, typer.Option(help="Also run the reality checks of this file.")] = None,
    case: CaseFolder = None,
) -> None:
    """Read every scenario and every fact, run the reality checks, and show all errors in one pass."""
    from qnsim.workflow import checks

    for line in checks.check_everything(scenarios or [], reality, _read(case)):
        print(line)
    print("No errors.")


@app.command()
def new(
    name: Annotated[str, typer.Argument(help="Name of the new scenario, such as my-plan.")],
    extends: Annotated[str, typer.Option(help="The scenario it differs from.")] = "baseline",
    folder: Annotated[Path, typer.Option(help="Where to write it.")] = Path(),
    case: CaseFolder = None,
) -> None:
    """Write a commented scenario file to edit, with a schema for your editor."""
    from qnsim.workflow import scenarios

    for file in scenarios.new_scenario(name, extends, folder, _read(case)):
        print(file)


@app.command()
def explain(
    scenario: Annotated[str, typer.Argument(help="A file or the name of a shipped scenario.")],
    key: Annotated[
        str, typer.Argument(help="A lever, condition or shock, or an input that a run prints, by name or label.")
    ],
    case: CaseFolder = None,
) -> None:
    """Show which file and line set a value, what it replaced, its unit and its source."""
    from qnsim.workflow import explanations

    for line in explanations.explain(scenario, key, _read(case)):
        print(line)


@app.command()
def levers(case: CaseFolder = None) -> None:
    """List what the province can choose, with ranges, clauses and what one step of each does in this model."""
    from qnsim.reporting.tables import lever_table
    from qnsim.workflow.studies import effects_of_levers

    facts = _read(case)
    _print(lever_table(effects_of_levers(facts), facts.catalogue.years))


@app.command()
def score(
    scenario: Annotated[str, typer.Argument(help="A file or the name of a shipped scenario.")],
    joint: Annotated[str, typer.Option(help="Targets whose probability together is asked for: ID,ID.")] = "",
    draws: Draws = DRAWS,
    seed: Seed = SEED,
    jobs: Annotated[int, typer.Option(help="Processes.", min=1)] = 1,
    out: Out = Path("runs"),
    case: CaseFolder = None,
) -> None:
    """Score the whole resolution: a row per target, the targets together, and whether they agree."""
    from qnsim.reporting import score_table
    from qnsim.workflow import runs, studies

    scheduler = runs.begin(jobs, [scenario], draws, case)
    found = studies.score(scenario, joint, draws, seed, scheduler, out, _read(case))
    _print(score_table.score_table(found))
    for line in score_table.joint_lines(found):
        print(line)
    _print(score_table.conditional_table(found))
    if found.consistency:
        print(score_table.consistency_line(found.consistency))
        _print(score_table.consistency_table(found.consistency))
    for note in score_table.score_notes():
        print(note)
    print(f"Tables: {studies.score_folder(found, out)}")


@app.command()
def equations(
    name: Annotated[
        str | None, typer.Argument(help="A variable or parameter, by name or label, to print that one.")
    ] = None,
    out: Annotated[Path, typer.Option(help="Folder for equations.md and equations.html.")] = Path(),
    case: CaseFolder = None,
) -> None:
    """Write the model on paper, formulas with their sources; or print what one name is and reads."""
    from qnsim.workflow import model_pages

    facts = _read(case)
    for line in model_pages.describe_name(name, facts) if name else model_pages.write_equations(out, facts):
        print(line)


@app.command()
def diagram(
    blocks: Annotated[list[str] | None, typer.Argument(help="Blocks to draw; all and an overview if none.")] = None,
    out: Annotated[Path, typer.Option(help="Folder for the pictures.")] = Path("diagrams"),
    case: CaseFolder = None,
) -> None:
    """Draw the stocks and flows of the model as SVG pictures: one for each block, and an overview."""
    from qnsim.workflow import model_pages

    for file in model_pages.draw_diagrams(out, blocks or (), _read(case)):
        print(file)


@app.command()
def schema(case: CaseFolder = None) -> None:
    """Print the JSON Schema of scenario files."""
    from qnsim.workflow import scenarios

    print(scenarios.schema_text(_read(case)), end="")


@export.command()
def xmile(
    scenarios: Scenarios = None,
    out: Annotated[Path, typer.Option(help="Folder to write to.")] = Path(),
    draw: Annotated[int | None, typer.Option(help="This draw; the central run if not given.")] = None,
    draws: Draws = DRAWS,
    seed: Seed = SEED,
    case: CaseFolder = None,
) -> None:
    """Write the model with its numbers as XMILE, which Stella, Simlin, PySD and others read."""
    from qnsim.workflow import runs

    for file in runs.export_xmile(scenarios or [], out, draw, draws, seed, _read(case)):
        print(file)


def main() -> None:
    """Run the command line; a mistake of the user is one message on standard error and exit code 1."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    output = NamedStream(sys.stdout or open(os.devnull, "w"), "standard output")  # noqa: SIM115 it lasts to the end
    sys.stdout = output
    code, message = _call()
    if message:
        print(message, file=sys.stderr)
    try:
        output.flush()
    except OSError as fault:
        output.give_up()
        told = _told(fault)
        if told != message and not isinstance(fault, BrokenPipeError):  # a reader who has seen enough, such as head
            print(told, file=sys.stderr)
        code = 1
    sys.exit(code)


def _call() -> tuple[str | int | None, str]:
    """Run the command; returns the exit code and what to tell the user."""
    try:
        app()
    except KeyboardInterrupt:
        return INTERRUPTED, STOPPED
    except SystemExit as end:  # typer turns Ctrl-C within a command into this exit
        return end.code, STOPPED if end.code == INTERRUPTED else ""
    except QnsimError as fault:
        return 1, str(fault)
    except OSError as fault:
        return 1, _told(fault)
    return 0, ""


def _told(fault: OSError) -> str:
    where = fault.filename or "a place the system does not name"
    return f"{where}: {fault.strerror or fault}. Choose another file or folder, or free it"


def _read(folder: Path | None) -> Case:
    """The case in a folder, or the one that is run unless another is asked for."""
    from qnsim.facts.case import read_case

    return read_case(folder)


@contextmanager
def _progress() -> Iterator[Callable[[str, int, int], None]]:
    from rich.console import Console
    from rich.progress import Progress, TimeRemainingColumn

    columns = (*Progress.get_default_columns()[:-1], TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("Reading", total=None)
        yield lambda stage, done, total: bar.update(task, description=stage, completed=done, total=total)


def _width() -> int:
    from rich.console import Console

    console = Console()
    return console.width if console.is_terminal else WIDTH_OF_FILES


def _print(table: object) -> None:
    from rich.console import Console

    Console(width=_width()).print(table)
