"""Commands that study the model: what decides a target, what would raise its probability."""

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
    EngineName,
    Jobs,
    OneScenario,
    Out,
    Prior,
    Screen,
    Seed,
    View,
    app,
    case_in,
    checked_engine,
)
from qnsim.errors import UsageError
from qnsim.language import say
from qnsim.press import terminal


@app.command()
def sensitivity(
    screen: Screen,
    scenario: OneScenario,
    target: Annotated[str | None, typer.Option(help="Id of a target; the headline if not given.")] = None,
    method: Annotated[str, typer.Option(help="sobol, morris, pawn, delta or rbd-fast.")] = "sobol",
    by: Annotated[
        str | None,
        typer.Option(help="groups, inputs, screened (the inputs that matter), or a group's name for its inputs."),
    ] = None,
    of: Annotated[list[str] | None, typer.Option(help="mean or probability; both if not given.")] = None,
    through: Annotated[int | None, typer.Option(help="Study every year from the target's to this one.")] = None,
    size: Annotated[int | None, typer.Option(help="Sample size of the method.", min=2)] = None,
    pairs: Annotated[bool, typer.Option("--pairs", help="Second order: pairs that act together (sobol).")] = False,
    seed: Seed = SEED,
    jobs: Jobs = None,
    cluster: ClusterAddress = None,
    out: Out = Path("runs"),
    case: CaseFolder = None,
    view: View = "model",
    engine: EngineName = "numpy",
) -> None:
    """Tell what decides a target: its indicator, and the probability that it is reached."""
    from qnsim.reporting.sensitivity_table import sensitivity_notes, sensitivity_table
    from qnsim.reporting.sensitivity_words import sensitivity_title
    from qnsim.workflow import schedulers, sensitivity_study

    settings = {**({"size": size} if size else {}), **({"pairs": True} if pairs else {})}
    with screen.progress() as report:
        scheduler = schedulers.begin_study(jobs, cluster)
        facts = case_in(case)
        found = sensitivity_study.study_sensitivity(
            scenario,
            target,
            method,
            by,
            of or (),
            through,
            settings,
            seed,
            out,
            scheduler,
            report,
            facts,
            view,
            screen.language,
            checked_engine(engine),
        )
    for divided, table in found.tables.items():
        words = found.words(divided)
        for year in table["year"].unique():
            title = sensitivity_title(words, divided, year if through else "")
            screen.show(sensitivity_table(table, year, title, words.indicator, words.event))
    screen.tell(sensitivity_notes(found.tables))
    screen.tell(list(found.past))
    print(found.folder)


@app.command()
def goal(
    screen: Screen,
    scenario: OneScenario,
    probability: Annotated[str, typer.Option(help="What is asked, such as 60%.")],
    lever: Annotated[list[str], typer.Option(help="A lever by name or label; give two for the line of equal P.")],
    target: Annotated[str | None, typer.Option(help="Id of a target; the headline if not given.")] = None,
    joint: Annotated[str | None, typer.Option(help="Ids of targets to reach together, such as a,b.")] = None,
    draws: Annotated[int | None, typer.Option(help="Simulations per value.")] = None,
    seed: Seed = SEED,
    jobs: Jobs = None,
    cluster: ClusterAddress = None,
    out: Out = Path("runs"),
    prior: Prior = False,
    case: CaseFolder = None,
    view: View = "model",
) -> None:
    """Find the value of a lever at which a target is reached as likely as asked."""
    from qnsim.workflow import asking, goal_study, schedulers

    if target and joint:
        raise UsageError(say("--target and --joint cannot be combined; name all targets in --joint"))
    asked, ids = asking.share(probability), [each.strip() for each in (joint or target or "").split(",") if each]
    with screen.progress() as report:
        scheduler = schedulers.begin_study(jobs, cluster)
        found = goal_study.study_goal(
            scenario,
            lever,
            asked,
            ids,
            draws,
            seed,
            out,
            scheduler,
            report,
            case_in(case),
            prior,
            view,
            screen.language,
        )
    screen.tell([*found.lines, *found.past])
    print(found.folder)


@app.command()
def discover(
    screen: Screen,
    scenario: OneScenario,
    target: Annotated[str | None, typer.Option(help="Id of a target; the headline if not given.")] = None,
    when: Annotated[str | None, typer.Option(help="missed or reached; the rarer of both if not given.")] = None,
    draws: Draws = DRAWS,
    seed: Seed = SEED,
    jobs: Jobs = None,
    cluster: ClusterAddress = None,
    out: Out = Path("runs"),
    prior: Prior = False,
    case: CaseFolder = None,
) -> None:
    """Find the few conditions under which a target is missed or reached, and check them on draws held back."""
    from qnsim.reporting import discovery_words
    from qnsim.workflow import discovery_study, schedulers

    with screen.progress() as report:
        scheduler = schedulers.begin_study(jobs, cluster)
        made = discovery_study.study_discovery(
            scenario, target, when, draws, seed, out, scheduler, report, case_in(case), prior, screen.language
        )
    screen.tell([discovery_words.finding(made.found)])
    if made.found.tells:
        screen.show(discovery_words.condition_table(made.found))
    screen.tell(discovery_words.reading_notes(made.found))
    print(made.folder)


@app.command()
def compare(
    screen: Screen,
    scenarios: Annotated[
        list[str],
        typer.Argument(help="Files or names of two scenarios or more; the others are compared with the first."),
    ],
    through: Annotated[int | None, typer.Option(help="Last year compared; the third one if not given.")] = None,
    draws: Draws = COMPARED_DRAWS,
    seed: Seed = SEED,
    jobs: Jobs = None,
    cluster: ClusterAddress = None,
    out: Out = Path("runs"),
    prior: Prior = False,
    case: CaseFolder = None,
    view: View = "model",
) -> None:
    """Print the differences of scenarios from the first, draw by draw, and what each changed setting adds."""
    from qnsim.reporting import comparison_table
    from qnsim.workflow import comparison_study, schedulers

    with screen.progress() as report:
        scheduler = schedulers.begin_study(jobs, cluster)
        facts = case_in(case)
        made = comparison_study.study_comparison(
            *scenarios,
            through=through,
            draws=draws,
            seed=seed,
            out=out,
            scheduler=scheduler,
            progress=report,
            case=facts,
            prior=prior,
            view=view,
            language=screen.language,
        )
    for table in comparison_table.comparison_tables(made.found):
        screen.show(table)
    screen.tell([*comparison_table.reading_notes(made.found), *made.past])
    print(made.folder)


@app.command()
def score(
    screen: Screen,
    scenario: OneScenario,
    joint: Annotated[str, typer.Option(help="Targets whose probability together is asked for: ID,ID.")] = "",
    draws: Draws = DRAWS,
    seed: Seed = SEED,
    jobs: Jobs = 1,
    cluster: ClusterAddress = None,
    out: Out = Path("runs"),
    prior: Prior = False,
    case: CaseFolder = None,
    view: View = "model",
) -> None:
    """Score the whole resolution: a row per target, the targets together, and whether they agree."""
    from qnsim.reporting import score_table
    from qnsim.workflow import schedulers, score_study

    with screen.progress() as report:
        scheduler = schedulers.begin_study(jobs, cluster)
        made = score_study.study_score(scenario, joint, draws, seed, out, scheduler, report, case_in(case), prior, view)
    found = made.found
    screen.show(score_table.score_table(found, terminal.width()))
    screen.tell(score_table.note_lines(found, terminal.width(), screen.language))
    screen.tell([*score_table.view_lines(found), *made.past])
    screen.tell(score_table.joint_lines(found))
    screen.show(score_table.conditional_table(found))
    if found.consistency:
        screen.tell([score_table.consistency_line(found.consistency)])
        screen.show(score_table.consistency_table(found.consistency))
    screen.tell(score_table.score_notes())
    print(made.folder)


@app.command()
def levers(screen: Screen, prior: Prior = False, case: CaseFolder = None) -> None:
    """List what the province can choose, with ranges, clauses and what one step of each does in this model."""
    from qnsim.reporting.tables import lever_table
    from qnsim.workflow.studies import effects_of_levers

    facts = case_in(case)
    screen.show(lever_table(effects_of_levers(facts, prior), facts.catalogue.years))
