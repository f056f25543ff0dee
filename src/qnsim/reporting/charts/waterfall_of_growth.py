"""The waterfall of growth and of the target's chance between two scenarios, from a comparison."""

from __future__ import annotations

from pathlib import Path

from qnsim.analysis.comparison import EXACT_UP_TO, PAIRS_OF_ORDERS, ScenarioComparison
from qnsim.analysis.outcomes import MEAN, POOLED, PROBABILITY
from qnsim.press.figure_files import save_chart
from qnsim.press.numbers import growth_points
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
    place, threshold = found.experiments[0].case.about.place["en"], f"{found.target.threshold:g}%"
    view, of_chance = VIEWS[found.view], found.chance
    headings = {MEAN: f"Mean growth {year}", of_chance: f"Chance of more than {threshold} in {year}"}
    settings = found.settings_changed(name, year)
    panels = tuple(_panel(found, name, year, of, heading, list(settings)) for of, heading in headings.items())
    growth, chance = (growth_points(_difference(found, name, year, of)) for of in (MEAN, of_chance))
    return WaterfallData(
        title=f"{name} against {found.reference}, {year}: growth {growth}, chance {chance} points, {view}",
        subtitle=f"{place}, growth of GRDP as first published. Each bar is what one changed setting adds.",
        start=found.reference,
        labels=tuple(settings.values()),
        end=name,
        panels=panels,
        note=_note(found, len(settings)),
    )


def save_waterfall(data: WaterfallData, stem: Path) -> list[Path]:
    """Write the chart as SVG and PNG with its numbers and its alt text."""
    return save_chart(waterfall_chart(data), waterfall_table(data), stem, waterfall_alt(data), ("svg", "png"))


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
    orders = f"{2 * PAIRS_OF_ORDERS} orders chosen at random" if count > EXACT_UP_TO else "all orders"
    return (
        f"Shapley values: a setting's part is what switching it adds, averaged over {orders} of switching all of them; "
        "the parts add up to the difference. ± is the simulation error (one standard error); it does not hold the risk "
        f"that the model is wrong. {experiment.draws:,} draws, the same for both scenarios, {experiment.design.label}. "
        f"Data known on {experiment.scenario.as_of}."
    )
