"""Khu vực I: agriculture, forestry and fishery follow a steady trend, shaken by weather."""

from qnsim.engine.declare import Stock, Surprise, auxiliary, flow
from qnsim.engine.laws import OfYear
from qnsim.engine.words import exp, log, minimum

agriculture_capacity_log = Stock(
    "1", start="agriculture_capacity_start", meaning="Capacity of agriculture in logs, average of the base year = 0."
)

agriculture_walk = Surprise(
    OfYear(accumulates=True),
    "sum of standard normal draws of the years so far, agriculture",
    group="services and tourism",
    vi="Cú sốc nông nghiệp",
    en="Shock to agriculture",
    told="growth of agriculture in the year against the trend; the level keeps it",
    size="agriculture_growth_sd",
)


@auxiliary("1")
def agriculture_capacity_start(agriculture_growth_base, agriculture_growth_trend, accounting_year, step):
    """Capacity in the first quarter, in logs: half a year of the base year's pace, then half a step of the trend."""
    return log(1 + agriculture_growth_base * accounting_year / 2 + agriculture_growth_trend * step / 2)


@flow("1 / year", into="agriculture_capacity_log")
def agriculture_capacity_growth(agriculture_growth_trend, agriculture_growth_policy):
    """Trend growth of capacity, with support, in logs. Source: A1 [QTV17] [INV20] [INV21]."""
    return agriculture_growth_trend + agriculture_growth_policy


@auxiliary("1")
def agriculture_capacity(agriculture_capacity_log):
    """Productive capacity of agriculture, average of the base year = 1."""
    return exp(agriculture_capacity_log)


@auxiliary("trillion VND_base / year")
def value_added_agriculture(
    value_added_agriculture_base, agriculture_capacity, agriculture_shock, storm_share_agriculture, storm_output_loss
):
    """Value added of khu vực I; storms take at most half. Source: A2; the share of storm losses is a judgement."""
    undisturbed = value_added_agriculture_base * agriculture_capacity * exp(agriculture_shock)
    return undisturbed - minimum(storm_share_agriculture * storm_output_loss, undisturbed / 2)


@auxiliary("1")
def agriculture_shock(shock_scale, agriculture_growth_sd, agriculture_walk):
    """Level of agriculture against its trend, in logs: yearly growth shocks add up. Source: M5."""
    return shock_scale * agriculture_growth_sd * agriculture_walk
