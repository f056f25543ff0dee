"""Mining: coal output follows its trend until licences and shafts allow no more, and a tonne becomes worth more.

Two readings of the years ahead stand beside each other. In the own record value added grew faster than tonnes; where
licences bind it grows with tonnes alone. `coal_record_weight` says how far the record goes on: 1 wholly, 0 not at all.
"""

from qnsim.engine.declare import Stock, Surprise, auxiliary, flow
from qnsim.engine.laws import OfYear
from qnsim.engine.words import exp, maximum, minimum

coal_output = Stock("Mt / year", start="coal_output_start", meaning="Yearly rate of clean-coal output.")

coal_value_per_tonne = Stock(
    "1", start="coal_value_per_tonne_start", meaning="Value added of a tonne at constant prices, base year = 1."
)

mining_walk = Surprise(
    OfYear(accumulates=True),
    "sum of standard normal draws of the years so far, mining",
    group="coal and power",
    vi="Cú sốc khai khoáng",
    en="Shock to mining",
    told="growth of mining in the year against the trend; the level keeps it",
    size="mining_growth_sd",
)


@auxiliary("1 / year")
def coal_value_trend(coal_record_weight, coal_value_per_tonne_growth):
    """Growth of value added per tonne from now on: as far as the own record goes on. Source: [VCCI20] [KTDT21]."""
    return coal_record_weight * coal_value_per_tonne_growth


@auxiliary("Mt / year")
def coal_output_start(
    coal_output_base, mining_growth_base, coal_value_per_tonne_growth, mining_growth_trend, accounting_year, step
):
    """Output in the first quarter: half a year of the base year's pace in tonnes, then half a step of the trend."""
    pace = mining_growth_base - coal_value_per_tonne_growth
    return coal_output_base * (1 + pace * accounting_year / 2 + mining_growth_trend * step / 2)


@auxiliary("1")
def coal_value_per_tonne_start(coal_value_per_tonne_growth, coal_value_trend, accounting_year, step):
    """Value added per tonne in the first quarter: half a year of its own pace, then half a step of what is to come."""
    return 1 + coal_value_per_tonne_growth * accounting_year / 2 + coal_value_trend * step / 2


@flow("1 / year", into="coal_value_per_tonne")
def coal_value_growth(coal_value_per_tonne, coal_value_trend):
    """Value added per tonne grows apart from tonnes: the record has years of fewer tonnes and more value added.

    Replaces the fixed proportion of B2. Source: [VCCI20] [KTDT21].
    """
    return coal_value_trend * coal_value_per_tonne


@auxiliary("Mt / year / year")
def coal_room(coal_capacity, coal_output, coal_adjustment_time):
    """Fastest growth that licences and shafts allow.

    Replaces the on-off ceiling of B1 by an approach to it, so that output lands on the ceiling instead of passing it.
    """
    return maximum(coal_capacity - coal_output, 0) / coal_adjustment_time


@flow("Mt / year / year", into="coal_output")
def coal_output_growth(mining_growth_trend, mining_growth_policy, coal_output, coal_room):
    """Trend growth, at most what the ceiling leaves; a falling trend is not held up. Source: B1 [VCCI20] [C403]."""
    return minimum((mining_growth_trend + mining_growth_policy) * coal_output, coal_room)


@auxiliary("trillion VND_base / year")
def value_added_mining(value_added_mining_base, coal_output, coal_output_base, coal_value_per_tonne, mining_shock):
    """Value added of mining: tonnes and what a tonne is worth. Source: B2, Threshold 21 [T21] [VCCI20]."""
    return value_added_mining_base * coal_output / coal_output_base * coal_value_per_tonne * exp(mining_shock)
