"""The fan chart of GRDP growth, and the same year as dots, from an assessment and the record."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd

from qnsim.analysis.assessment import Assessment
from qnsim.analysis.backtest.views import Views
from qnsim.analysis.judging import measure_of
from qnsim.analysis.record import growth_history
from qnsim.chance.designs import Design, Sample, Stratified
from qnsim.facts.targets import Target
from qnsim.language import Language, figure, join, label, say
from qnsim.press.dates import day
from qnsim.press.figure_files import save_chart
from qnsim.press.numbers import percent, share
from qnsim.reporting.charts.dots import DOTS
from qnsim.reporting.charts.fan import QUANTILES, FanData, alt_text, fan_table
from qnsim.reporting.charts.fan_chart import fan_chart
from qnsim.run import Experiment, run_id

FAN = "fan_grdp_growth"
PLACES = (np.arange(DOTS) + 0.5) / DOTS


def fan_of(assessment: Assessment, views: Views | None = None) -> FanData:
    """The numbers of the chart of a run with the record of its case; its title says the `views` of the headline."""
    about = assessment.experiment.case.about
    history = growth_history(about.record, about.vintage)
    return growth_fan(assessment, assessment.target, history, run_id(assessment.experiment), views)


def growth_fan(
    assessment: Assessment,
    target: Target,
    history: tuple[pd.DataFrame, pd.DataFrame],
    run_id: str,
    views: Views | None = None,
) -> FanData:
    """The numbers of the chart: quantiles of annual and quarterly growth, the record, the chances by year."""
    assert target.threshold is not None
    summary, (variable, sector) = assessment.summary, measure_of(target).key
    rows = summary[(summary["variable"] == variable) & (summary["sector"] == sector)]
    wide = rows.pivot_table(index="period", columns="statistic", values="value")[list(QUANTILES)]
    years = wide[~wide.index.str.contains("Q")]
    experiment = assessment.experiment
    return FanData(
        title=_title(assessment, target, views),
        subtitle=say(
            "{place}, growth of GRDP at constant prices, %. Scenario: {scenario}",
            place=label(experiment.case.about.place),
            scenario=label(experiment.scenario.title),
        ),
        annual=years.set_index(years.index.astype(int)),
        quarterly=wide[wide.index.str.contains("Q")],
        history_annual=history[0],
        history_quarterly=history[1],
        target=target.threshold,
        target_label=say("Target {value}", value=figure(f"{target.threshold:g}%")),
        probability_by_year=_chances(assessment),
        note=join(" ", (*_beside(views), _note(experiment))),
        source=_source(experiment, run_id),
        due=int(target.due),
        dots=tuple(np.quantile(assessment.told, PLACES).tolist()),
        known_on=experiment.case.about.vintage,
    )


def _chances(assessment: Assessment) -> dict[int, tuple[float, float]]:
    return {
        int(year): (chance.value, chance.error)
        for name, chance in assessment.chances.items()
        if (year := name.removeprefix("growth@")) != name
    }


def _title(assessment: Assessment, target: Target, views: Views | None) -> str:
    """The chance by the model alone, and together with the record where that is known."""
    threshold, chance = figure(f"{target.threshold:g}%"), percent(assessment.headline)
    if not views:
        return say(
            "Chance that GRDP grows by more than {threshold} in {year}: {chance}, by the model alone",
            threshold=threshold,
            year=target.due,
            chance=chance,
        )
    together = figure(f"{100 * views.together.probability:.0f}%")  # what is not known of it is not its small error
    return say(
        "Chance that GRDP grows by more than {threshold} in {year}: the model alone {chance}; together with the record "
        "{together}",
        threshold=threshold,
        year=target.due,
        chance=chance,
        together=together,
    )


def _beside(views: Views | None) -> list[str]:
    """What the record says by itself, and what model and record together would have said before."""
    if not views:
        return []
    record = say("The record by itself gives the target {chance}.", chance=share(views.record.probability))
    if not views.before:
        return [record]
    before = say(
        "One year ahead, together they would have given {low} to {high} in {count} earlier years, of which {passed} "
        "passed.",
        low=share(min(views.before)),
        high=share(max(views.before)),
        count=len(views.before),
        passed=views.passed,
    )
    return [record, before]


def _note(experiment: Experiment) -> str:
    return say(
        "Bands hold 50, 80 and 90% of {draws} simulations; 10% lie outside. They include uncertain parameters, yearly "
        "shocks, storms, pandemics, the error of first releases and an allowance for what the model leaves out; not "
        "the risk that its structure is wrong. Years as first published, quarters on the same quarter a year before; "
        "each by itself, not a path.",
        draws=figure(f"{experiment.draws:,}"),
    )


def _source(experiment: Experiment, run_id: str) -> str:
    return say(
        "Data known on {day}. {parameters}. Run {run}.",
        day=day(experiment.scenario.as_of),
        parameters=design_words(experiment.design),
        run=run_id,
    )


def design_words(design: Design) -> str:
    """Where the parameters of the draws come from, and what makes the same draws again."""
    if isinstance(design, Sample):
        fresh = design.fresh
        seed = fresh.seed if isinstance(fresh, Stratified) else "\N{EN DASH}"
        posterior = design.digest
        return say(
            "Parameters agreed with the record (posterior {posterior}), seed {seed}", posterior=posterior, seed=seed
        )
    if isinstance(design, Stratified):
        return say("Parameters as judged before the record was used, seed {seed}", seed=design.seed)
    return say("Draws: {design}", design=design.label)


def save_growth_fan(data: FanData, folder: Path, language: Language) -> list[Path]:
    """Write the chart as SVG and PNG with its numbers and its alt text."""
    return save_chart(
        fan_chart(data, language), fan_table(data), folder / FAN, alt_text(data, language), ("svg", "png")
    )
