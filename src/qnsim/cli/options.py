"""The application that commands join, and the options they share."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, cast

import typer

from qnsim.cli.reader import terminal_of
from qnsim.language import language_of_the_system
from qnsim.press.terminal import Terminal

if TYPE_CHECKING:
    from qnsim.engine.simulate import Engine
    from qnsim.facts.case import Case

DRAWS, SEED = 10_000, 20221209  # those of qnsim.chance.designs, whose import would slow --help
COMPARED_DRAWS = 2_000  # that of qnsim.analysis.comparison, qnsim.workflow.hindcast_study and .backtest_study
app = typer.Typer(
    help="How likely is the province to reach its growth target, what decides it, and what would raise the odds?",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)
export = typer.Typer(help="Write a scenario in the format of another program.", no_args_is_help=True)
app.add_typer(export, name="export")
Screen = Annotated[
    Terminal,
    typer.Option(
        "--lang",
        parser=terminal_of,
        default_factory=lambda: language_of_the_system().code,
        show_default="the locale's",
        metavar="vi|en",
        help="Language of what is printed and written: Vietnamese or English.",
    ),
]
Scenarios = Annotated[
    list[str] | None, typer.Argument(help="Files, folders or names of shipped scenarios; all if none.")
]
OneScenario = Annotated[str, typer.Argument(help="A file or the name of a shipped scenario.")]
Jobs = Annotated[int | None, typer.Option(help="Processes; as many as pay if not given.", min=1)]
ClusterAddress = Annotated[
    str | None,
    typer.Option("--scheduler", metavar="tcp://HOST:PORT", help="Let the Dask cluster at this address do the work."),
]
EngineName = Annotated[
    str,
    typer.Option(
        "--engine",
        envvar="QNSIM_ENGINE",
        help="numpy, or kernel: compiled code, the same to a few units in the last place (extra fast).",
    ),
]
Draws = Annotated[int, typer.Option(help="Simulations per scenario.")]
Seed = Annotated[int, typer.Option(help="Seed of the random numbers.")]
Out = Annotated[Path, typer.Option(help="Folder for what the run leaves behind.")]
CaseFolder = Annotated[
    Path | None, typer.Option("--case", help="Folder of a case: a place on a day; the shipped one if not given.")
]

Prior = Annotated[
    bool, typer.Option("--prior", help="Draw parameters from their priors, not from the posterior of the case.")
]


View = Annotated[str, typer.Option(help="model (the model alone) or together (model and record).")]


def case_in(folder: Path | None) -> Case:
    """The case in a folder, or the one that is run unless another is asked for."""
    from qnsim.facts.case import read_case

    return read_case(folder)


def checked_engine(name: str) -> Engine:
    """An engine by its name. Raises `UsageError` for one that is not known or not installed."""
    from qnsim.run import check_engine

    check_engine(name)
    return cast("Engine", name)
