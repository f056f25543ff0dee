"""Electricity, water and waste: a trend of dispatch, plus dated new plants.

As in mining two readings stand beside each other: dispatch goes on growing as in the own record, or plants of now bound
it; `power_record_weight` says how far the record goes on, 1 wholly, 0 not at all.
"""

from qnsim.engine.declare import Stock, Surprise, auxiliary, flow
from qnsim.engine.laws import OfYear
from qnsim.engine.words import exp, log, where

electricity_dispatch_log = Stock(
    "1",
    start="electricity_dispatch_start",
    meaning="Dispatch of existing plants in logs, average of the base year = 0.",
)

electricity_walk = Surprise(
    OfYear(accumulates=True),
    "sum of standard normal draws of the years so far, electricity",
    group="coal and power",
    vi="Cú sốc huy động điện",
    en="Shock to power dispatch",
    told="growth of electricity in the year against its trend, as the national grid calls on the power plants more or "
    "less; the level keeps it",
    size="electricity_growth_sd",
)


@auxiliary("1 / year")
def dispatch_trend(electricity_growth_trend, power_record_weight, electricity_record_lead):
    """Trend growth of dispatch: that of plants of now, and as far as the own record goes on its lead over it."""
    return electricity_growth_trend + power_record_weight * electricity_record_lead


@auxiliary("1")
def electricity_dispatch_start(electricity_growth_base, dispatch_trend, accounting_year, step):
    """Dispatch in the first quarter, in logs: half a year of the base year's pace, then half a step of the trend."""
    return log(1 + electricity_growth_base * accounting_year / 2 + dispatch_trend * step / 2)


@flow("1 / year", into="electricity_dispatch_log")
def electricity_dispatch_growth(dispatch_trend):
    """Trend growth without new plant: in logs, in which a rate adds up alike at any step. Source: C1 [CT20] [QN20]."""
    return dispatch_trend


@auxiliary("1")
def electricity_dispatch(electricity_dispatch_log):
    """Dispatch of existing plants, average of the base year = 1."""
    return exp(electricity_dispatch_log)


@auxiliary("MW")
def power_capacity_added(time, gas_plant_opening, gas_plant_delay, gas_plant_capacity):
    """New capacity on stream: the licensed gas plant, from the day it opens, early or late. Source: C2 [LNG]."""
    return gas_plant_capacity * where(time >= gas_plant_opening + gas_plant_delay, 1, 0)


@auxiliary("trillion VND_base / year / MW")
def electricity_value_added_per_mw(value_added_electricity_base, power_capacity_base):
    """Value added of a megawatt, as in the base year."""
    return value_added_electricity_base / power_capacity_base


@auxiliary("trillion VND_base / year")
def value_added_electricity(
    value_added_electricity_base,
    electricity_dispatch,
    electricity_shock,
    electricity_value_added_per_mw,
    power_capacity_added,
):
    """Value added of electricity, water and waste. Source: C2."""
    existing = value_added_electricity_base * electricity_dispatch * exp(electricity_shock)
    return existing + electricity_value_added_per_mw * power_capacity_added
