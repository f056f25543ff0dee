"""Mining: coal output follows its trend until licences and shafts allow no more."""

from qnsim.engine.declare import Stock, Surprise, auxiliary, flow
from qnsim.engine.laws import OfYear
from qnsim.engine.words import exp, maximum, minimum

coal_output = Stock("Mt / year", start="coal_output_start", meaning="Yearly rate of clean-coal output.")

mining_walk = Surprise(
    OfYear(accumulates=True),
    "sum of standard normal draws of the years so far, mining",
    group="coal and power",
    vi="Cú sốc khai khoáng",
    en="Shock to mining",
    told="growth of mining in the year against the trend; the level keeps it",
    size="mining_growth_sd",
)


@auxiliary("Mt / year")
def coal_output_start(coal_output_base, mining_growth_base, mining_growth_trend, accounting_year, step):
    """Output in the first quarter: half a year of the base year's pace, then half a step of the trend."""
    return coal_output_base * (1 + mining_growth_base * accounting_year / 2 + mining_growth_trend * step / 2)


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
def value_added_mining(value_added_mining_base, coal_output, coal_output_base, mining_shock):
    """Value added of mining, proportional to coal. Source: B2, Threshold 21 [T21]."""
    return value_added_mining_base * coal_output / coal_output_base * exp(mining_shock)
