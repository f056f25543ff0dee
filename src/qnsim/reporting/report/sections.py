"""The sections of a report after its findings: targets, what decides and raises the chance, assumptions, limits."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping
from typing import Any

import pandas as pd

from qnsim.analysis.judging import measure_of
from qnsim.analysis.score import Score
from qnsim.chance.designs import Design, Sample, Stratified
from qnsim.facts.targets import Target
from qnsim.language import Language, figure, label, say
from qnsim.press.dates import day
from qnsim.press.figure_files import render
from qnsim.press.numbers import NOTHING, percent, percent_with_error, points, rounded, signed
from qnsim.press.table import Table
from qnsim.reporting.charts.fan import alt_text
from qnsim.reporting.charts.fan_chart import fan_chart
from qnsim.reporting.charts.fan_of_growth import fan_of
from qnsim.reporting.charts.growth_rows import branch_rows, driver_rows, scenario_rows, target_rows
from qnsim.reporting.charts.rows import RowData, row_alt_text, row_chart
from qnsim.reporting.report.content import Findings, Picture, Section
from qnsim.reporting.target_words import asked_words
from qnsim.run import run_id

STATUS = {
    "modelled": say("by the model"),
    "projected": say("projected"),
    "tracked": say("not forecast"),
}


def fan_section(found: Findings, language: Language) -> Section:
    """Growth year by year and quarter by quarter."""
    data = fan_of(found.main, found.views.get(found.main.experiment.scenario.name))
    drawn = fan_chart(data, language)
    picture = Picture("fan", render(drawn, "svg"), render(drawn, "png"), alt_text(data, language))
    return Section(say("Growth, year by year"), picture=picture)


def target_section(found: Findings, language: Language) -> Section:
    """A row for each target of the resolution, and whether they can hold together."""
    score = found.score
    table = Table()
    table.add_column(say("Target"), ratio=8)
    for heading, ratio in ((say("Asked"), 4), (say("P"), 5), (say("Middle"), 4), (say("5–95%"), 5)):
        table.add_column(heading, justify="right", ratio=ratio)
    table.add_column(say("How known"), ratio=4)
    for target, row in zip(score.targets, score.table.to_dict("records"), strict=True):
        own = target.id == found.main.target.id
        table.add_row(*_target_cells(score, target, row), bold=own)
    notes = [
        say(
            "Projected: from the indicator's own record and not by the model; no lever moves it, and it enters no "
            "chance of targets together. Not forecast: no probability can be given."
        )
    ]
    return Section(
        say("Targets of the resolution"),
        paragraphs=tuple(_agreement(score)),
        table=table,
        picture=_rows_picture("targets", target_rows(found.main, score.targets), language),
        notes=tuple(notes),
    )


def _target_cells(score: Score, target: Target, row: Mapping[Hashable, Any]) -> list[str]:
    chance, projected = score.chances.get(target.id), score.projections.get(target.id)
    probability: str
    if projected:
        low, middle, high = projected.spread or (None, None, None)
        probability = figure(f"{100 * projected.probability:.0f}%")
    else:
        low, middle, high = row["p05"], row["median"], row["p95"]
        probability = percent_with_error(chance) if chance else NOTHING
    spread = NOTHING if pd.isna(low) else say("{low} to {high}", low=rounded(low), high=rounded(high))
    return [
        label(target.indicator),
        asked_words(target),
        probability,
        rounded(middle),
        spread,
        STATUS.get(str(row["status"]), str(row["status"])),
    ]


def _agreement(score: Score) -> Iterator[str]:
    """Whether growth, productivity and jobs can hold together."""
    found = score.consistency
    if found is None:
        return
    chances = [chance for reading in found.readings for chance in reading.with_all]
    least, most = (choose(chances, key=lambda chance: chance.value) for choose in (min, max))
    yield say(
        "Do the targets agree? Growth of output is growth of productivity and of employment. {productivity} more per "
        "worker at constant prices and {jobs} more at work would be growth of {implied} in {year}; all three hold in "
        "{least} to {most} of the futures, by how productivity and jobs are read.",
        productivity=figure(f"{found.productivity.threshold:g}%"),
        jobs=figure(f"{found.jobs.threshold:,.0f}"),
        implied=figure(f"{found.implied:.1f}%"),
        year=found.growth.due,
        least=percent(least),
        most=percent(most),
    )


def driver_section(found: Findings, language: Language) -> Section:
    """What decides whether the target is reached."""
    data = driver_rows(found.main)
    if not data.rows:
        return Section(say("What decides the target"), paragraphs=(say("{title}.", title=data.title),))
    return Section(say("What decides the target"), picture=_rows_picture("drivers", data, language))


def branch_section(found: Findings, language: Language) -> Section:
    """Where growth comes from."""
    return Section(say("Where growth comes from"), picture=_rows_picture("branches", branch_rows(found.main), language))


def scenario_section(found: Findings, language: Language) -> Section:
    """The scenarios of the report, and the baseline, side by side."""
    shown = list(dict.fromkeys((*found.assessments, found.baseline)))
    table = Table()
    table.add_column(say("Scenario"), ratio=4)
    for heading in (say("Middle"), say("90% interval"), say("P, the model alone"), say("Change, points")):
        table.add_column(heading, justify="right", ratio=2)
    for each in shown:
        measure, year = measure_of(each.target), each.target.due
        low, middle, high = (
            signed(each.statistic(measure.variable, year, name, measure.sector), 1) for name in ("p05", "p50", "p95")
        )
        is_base = each is found.baseline
        table.add_row(
            label(each.experiment.scenario.title),
            figure(f"{middle}%"),
            say("{low} to {high}", low=low, high=figure(f"{high}%")),
            percent_with_error(each.headline),
            NOTHING if is_base else points(each.headline.minus(found.baseline.headline)),
            bold=each is found.main,
        )
    data = scenario_rows(shown, found.views)
    note = say("Change: against “{baseline}”.", baseline=label(found.baseline.experiment.scenario.title))
    return Section(
        say("Scenarios compared"), table=table, picture=_rows_picture("scenarios", data, language), notes=(note,)
    )


def limit_section() -> Section:
    """What the model does not know."""
    return Section(
        say("What the model does not know"),
        bullets=(
            say("Whether its equations are right; how far it erred before, its past forecasts show."),
            say("Most of its parameters closely: for many the record says little, so their ranges are judgement."),
            say("What happens after the day of the data: nothing that was published later is used."),
            say("How late effort or estimation practice brings a figure just above a target: it assumes neither."),
            say("Targets outside the economy (insurance, health, water, forest): these are projected or only listed."),
        ),
    )


def made_section(found: Findings) -> Section:
    """How the numbers can be made again."""
    experiment = found.main.experiment
    about = experiment.case.about
    table = Table()
    table.add_column(say("How it was made"), ratio=2)
    table.add_column("", ratio=5)
    rows = (
        (say("Report"), found.run),
        (say("Runs"), ", ".join(dict.fromkeys(_run_ids(found)))),
        (say("Simulations of each scenario"), figure(f"{experiment.draws:,}")),
        (say("Random numbers and parameters"), _drawn(experiment.design)),
        (say("Data known on"), day(about.vintage)),
        (say("Facts"), experiment.case.digest),
        (say("Versions"), ", ".join(f"{name} {number}" for name, number in found.versions.items())),
        (say("To check every number"), "qnsim verify"),
    )
    for row in rows:
        table.add_row(*row)
    return Section(say("How the numbers are made again"), table=table)


def _drawn(design: Design) -> str:
    """Where parameters and random numbers came from."""
    if isinstance(design, Sample):
        drawn = say("posterior {digest} of the case", digest=design.asked.digest)
        fresh: Design = design.fresh
    else:
        drawn, fresh = say("priors"), design
    seed = fresh.seed if isinstance(fresh, Stratified) else NOTHING
    return say("{parameters}; seed {seed}", parameters=drawn, seed=seed)


def _run_ids(found: Findings) -> Iterator[str]:
    yield from (run_id(each.experiment) for each in (*found.assessments, found.baseline))


def _rows_picture(name: str, data: RowData, language: Language) -> Picture:
    drawn = row_chart(data, language)
    return Picture(name, render(drawn, "svg"), render(drawn, "png"), row_alt_text(data))
