"""Commands that write reports of a run and check them."""

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
    Jobs,
    Out,
    Prior,
    Screen,
    Seed,
    app,
    case_in,
)


@app.command()
def report(
    screen: Screen,
    scenarios: Annotated[
        list[str], typer.Argument(help="Files or names of scenarios: the one it is about first, others beside it.")
    ],
    to: Annotated[str, typer.Option(help="Formats, such as docx,xlsx,pdf.")] = "docx",
    template: Annotated[
        Path | None, typer.Option(help="A Word file of your office to use instead of the one that travels along.")
    ] = None,
    draws: Draws = DRAWS,
    seed: Seed = SEED,
    jobs: Jobs = None,
    cluster: ClusterAddress = None,
    out: Out = Path("runs"),
    prior: Prior = False,
    case: CaseFolder = None,
) -> None:
    """Write a report as Word, Excel and PDF: findings, targets, causes, assumptions, limits; all from one run."""
    from qnsim.workflow import report_study, schedulers

    formats = [each.strip() for each in to.split(",") if each.strip()]
    with screen.progress() as told:
        scheduler = schedulers.begin_study(jobs, cluster)
        made = report_study.study_report(
            *scenarios,
            formats=formats,
            language=screen.language.code,
            draws=draws,
            seed=seed,
            prior=prior,
            template=template,
            out=out,
            scheduler=scheduler,
            progress=told,
            case=case_in(case),
        )
    screen.tell(made.report.sections[0].bullets)
    screen.tell(made.files)


@app.command()
def verify(
    screen: Screen,
    file: Annotated[Path, typer.Argument(help="A report: .docx, .xlsx or .pdf.")],
    jobs: Jobs = None,
    cluster: ClusterAddress = None,
    case: CaseFolder = None,
) -> None:
    """Run a report again, and compare every number that stands in the file."""
    from qnsim.workflow import report_check, schedulers

    with screen.progress() as told:
        scheduler = schedulers.begin_study(jobs, cluster)
        found = report_check.verify_report(file, scheduler, told, case_in(case))
    screen.tell(found.lines())
    if found.differences:
        raise typer.Exit(1)
