"""The waterfall of growth and of the target's chance between two scenarios, from a comparison."""

from __future__ import annotations

from pathlib import Path

from qnsim.analysis.comparison import EXACT_UP_TO, PAIRS_OF_ORDERS, ScenarioComparison
from qnsim.analysis.outcomes import MEAN, POOLED, PROBABILITY
from qnsim.language import Language, figure, label, say
from qnsim.press.dates import day
from qnsim.press.figure_files import save_chart
from qnsim.press.numbers import growth_points
from qnsim.reporting.charts.fan_of_growth import design_words
from qnsim.reporting.charts.waterfall import (
    Amount,
    Waterfall,
    WaterfallData,
    waterfall_alt,
    waterfall_chart,
    waterfall_table,
)
from qnsim.reporting.views_table import VIEWS

FACTORS = {MEAN: 1.0, PROBABILITY: 100.0, POOLED: 100.0}


def growth_waterfall(found: ScenarioComparison, name: str, year: str) -> WaterfallData:
    """The numbers of the chart of one scenario in one year, the largest part of growth first."""
    place, threshold = label(found.experiments[0].case.about.place), figure(f"{found.target.threshold:g}%")
    view, of_chance = VIEWS[found.view], found.chance
    headings: dict[str, str] = {
        MEAN: say("Mean growth {year}", year=year),
        of_chance: say("Chance of more than {threshold} in {year}", threshold=threshold, year=year),
    }
    settings = found.settings_changed(name, year)
    panels = tuple(_panel(found, name, year, of, heading, list(settings)) for of, heading in headings.items())
    growth, chance = (growth_points(_difference(found, name, year, of)) for of in (MEAN, of_chance))
    return WaterfallData(
        title=say(
            "{name} against {reference}, {year}: growth {growth}, chance {chance} points, {view}",
            name=name,
            reference=found.reference,
            year=year,
            growth=growth,
            chance=chance,
            view=view,
        ),
        subtitle=say(
            "{place}, growth of GRDP as first published. Each bar is what one changed setting adds.", place=place
        ),
        start=found.reference,
        labels=tuple(settings.values()),
        end=name,
        panels=panels,
        note=_note(found, len(settings)),
    )


def save_waterfall(data: WaterfallData, stem: Path, language: Language) -> list[Path]:
    """Write the chart as SVG and PNG with its numbers and its alt text."""
    alt = language.say(waterfall_alt(data))
    return save_chart(waterfall_chart(data, language), waterfall_table(data), stem, alt, ("svg", "png"))


def _panel(found: ScenarioComparison, name: str, year: str, of: str, heading: str, settings: list[str]) -> Waterfall:
    own = found.parts_of(name)
    parts = own[(own["year"] == year) & (own["of"] == of)].set_index("setting").loc[settings]
    amounts = tuple(_amount(of, *row) for row in parts[["part", "error"]].itertuples(index=False))
    levels = found.levels[(found.levels["year"] == year) & (found.levels["of"] == of)]
    start, end = (
        _amount(of, *levels.loc[levels["scenario"] == each, ["value", "error"]].iloc[0])
        for each in (found.reference, name)
    )
    return Waterfall("growth" if of == MEAN else "probability", heading, start, amounts, end)


def _difference(found: ScenarioComparison, name: str, year: str, of: str) -> Amount:
    rows = found.differences_of(name)
    row = rows[(rows["year"] == year) & (rows["of"] == of)].iloc[0]
    return _amount(of, row["difference"], row["error"])


def _amount(of: str, value: float, error: float) -> Amount:
    return FACTORS[of] * value, FACTORS[of] * error


def _note(found: ScenarioComparison, count: int) -> str:
    experiment = found.experiments[0]
    orders = say("{count} orders chosen at random", count=2 * PAIRS_OF_ORDERS)
    return say(
        "Shapley values: a setting's part is what switching it adds, averaged over {orders} of switching all of them; "
        "the parts add up to the difference. ± is the simulation error (one standard error); it does not hold the risk "
        "that the model is wrong. {draws} draws, the same for both scenarios. {design}. Data known on {day}.",
        orders=orders if count > EXACT_UP_TO else say("all orders"),
        draws=figure(f"{experiment.draws:,}"),
        design=design_words(experiment.design),
        day=day(experiment.scenario.as_of),
    )
