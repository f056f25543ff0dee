"""The fan chart of GRDP growth from an assessment and the record."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from qnsim.analysis.assessment import Assessment
from qnsim.analysis.backtest.views import Views
from qnsim.analysis.judging import measure_of
from qnsim.analysis.record import growth_history
from qnsim.facts.targets import Target
from qnsim.press.numbers import percent
from qnsim.reporting.charts.fan import QUANTILES
from qnsim.reporting.charts.fan_chart import FanData, alt_text, fan_chart, fan_table, save_chart
from qnsim.reporting.views_table import ALONE, TOGETHER
from qnsim.run import run_id

FAN = "fan_grdp_growth"


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
    chances = {
        int(year): (chance.value, chance.error)
        for name, chance in assessment.chances.items()
        if (year := name.removeprefix("growth@")) != name
    }
    scenario = assessment.experiment.scenario.title["en"]
    place = assessment.experiment.case.about.place["en"]
    event = f"GRDP grows by more than {target.threshold:g}% in {target.due}"
    return FanData(
        title=f"Chance that {event}: {_chances(assessment, views)}",
        subtitle=f"{place}, growth of GRDP at constant prices, %. Scenario: {scenario}",
        annual=years.set_index(years.index.astype(int)),
        quarterly=wide[wide.index.str.contains("Q")],
        history_annual=history[0],
        history_quarterly=history[1],
        target=target.threshold,
        target_label=f"Target {target.threshold:g}%",
        probability_by_year=chances,
        note=_note(assessment, run_id),
    )


def _chances(assessment: Assessment, views: Views | None) -> str:
    """The chance by the model alone, and together with the record where that is known."""
    alone = f"{ALONE} {percent(assessment.headline)}"
    if not views:
        return alone
    together = (
        views.together.probability
    )  # its simulation error is small, what is not known of it is not: whole percents
    return f"{alone}; {TOGETHER} with the record {100 * together:.0f}%"


def _note(assessment: Assessment, run_id: str) -> str:
    experiment = assessment.experiment
    return (
        f"Bands hold 50, 80 and 90% of {experiment.draws:,} simulations; 10% lie outside. They include uncertain "
        "parameters, yearly shocks, storms, pandemics, the error of first releases and an allowance for what the model "
        "leaves out; not the risk that its structure is wrong. Years as first published, quarters on the same quarter "
        f"a year before; each by itself, not a path. Data known on {experiment.scenario.as_of}. "
        f"Run {run_id}, {experiment.design.label}."
    )


def save_growth_fan(data: FanData, folder: Path) -> list[Path]:
    """Write the chart as SVG and PNG with its numbers and its alt text."""
    return save_chart(fan_chart(data), fan_table(data), folder / FAN, alt_text(data), ("svg", "png"))
