"""Manufacturing: a modern engine that grows with its plant, and a local part that follows its trend."""

from qnsim.engine.declare import Stock, Surprise, auxiliary, flow
from qnsim.engine.laws import OfYear
from qnsim.engine.words import exp, log, maximum

plant_under_construction = Stock(
    "trillion VND_base", start="plant_under_construction_start", meaning="Modern plant paid for but not yet producing."
)
capital_modern = Stock(
    "trillion VND_base", start="capital_modern_start", meaning="Modern manufacturing plant in operation."
)
manufacturing_local_capacity_log = Stock(
    "1",
    start="manufacturing_local_capacity_start",
    meaning="Capacity of local manufacturing in logs, average of the base year = 0.",
)

manufacturing_walk = Surprise(
    OfYear(accumulates=True),
    "sum of standard normal draws of the years so far, manufacturing",
    group="foreign investment",
    vi="Cú sốc chế biến, chế tạo",
    en="Shock to manufacturing",
    told="growth of manufacturing in the year beyond what plant and demand explain, as when a large plant starts at "
    "once; the level keeps it",
    size="manufacturing_growth_sd",
)


@auxiliary("trillion VND_base")
def capital_modern_base(
    capital_modern_start,
    plant_completed_base,
    plant_under_construction_start,
    plant_commissioning_time,
    retirement_modern,
    accounting_year,
    step,
):
    """Modern plant in the base year's average: the start less half a year of growth then, half a step of now."""
    retired = retirement_modern * capital_modern_start
    now = plant_under_construction_start / plant_commissioning_time - retired
    return capital_modern_start - (plant_completed_base - retired) * accounting_year / 2 - now * step / 2


@flow("trillion VND_base / year", into="plant_under_construction")
def plant_investment_fdi(fdi_manufacturing_share, investment_fdi):
    """Foreign spending on plant. Source: E1 [F14B]."""
    return fdi_manufacturing_share * investment_fdi


@flow("trillion VND_base / year", into="plant_under_construction")
def plant_investment_private(private_share_to_modern, investment_private):
    """Domestic spending on modern plant, such as a car complex. Source: E1."""
    return private_share_to_modern * investment_private


@flow("trillion VND_base / year", out_of="plant_under_construction", into="capital_modern")
def plant_commissioned(plant_under_construction, plant_commissioning_time):
    """Plant that starts to produce. Source: E2 [STE] [JINKO]."""
    return plant_under_construction / plant_commissioning_time


@flow("trillion VND_base / year", out_of="capital_modern")
def plant_retired(capital_modern, retirement_modern):
    """Plant retired, net of reinvestment by its owners. Source: E3 [PWT]."""
    return retirement_modern * capital_modern


@auxiliary("trillion VND_base / year")
def value_added_manufacturing_modern(
    value_added_manufacturing_modern_base,
    modern_output_capital_ratio,
    capital_modern,
    capital_modern_base,
    manufacturing_modern_floor,
):
    """Value added of modern plants: as in the base year, plus what new plant adds. Source: E4 [KC21] [MANU]."""
    grown = value_added_manufacturing_modern_base + modern_output_capital_ratio * (capital_modern - capital_modern_base)
    return maximum(grown, manufacturing_modern_floor * value_added_manufacturing_modern_base)


@auxiliary("1")
def manufacturing_local_capacity_start(manufacturing_local_growth, head_start):
    """Capacity in the first quarter, in logs, on its trend since the base year's average."""
    return log(1 + manufacturing_local_growth * head_start)


@flow("1 / year", into="manufacturing_local_capacity_log")
def manufacturing_local_capacity_growth(manufacturing_local_growth):
    """Trend growth of local manufacturing, in logs. Source: E5 [C19] [CT20]."""
    return manufacturing_local_growth


@auxiliary("1")
def manufacturing_local_capacity(manufacturing_local_capacity_log):
    """Capacity of local manufacturing, average of the base year = 1."""
    return exp(manufacturing_local_capacity_log)


@auxiliary("trillion VND_base / year")
def manufacturing_local_potential(value_added_manufacturing_local_base, manufacturing_local_capacity):
    """Value added of local manufacturing at normal use of capacity."""
    return value_added_manufacturing_local_base * manufacturing_local_capacity


@auxiliary("trillion VND_base / year")
def value_added_manufacturing_local(manufacturing_local_potential, output_deviation):
    """Value added of local manufacturing: cement, building materials, food, mechanics; a slump takes all at most.

    Source: E6, judgement.
    """
    return manufacturing_local_potential * maximum(1 + output_deviation, 0)


@auxiliary("1")
def manufacturing_shock(shock_scale, manufacturing_growth_sd, manufacturing_walk):
    """Level of manufacturing against what plant and demand explain, in logs. See `mining_shock`.

    The pipeline of licences does not explain single years: 2021 had twice the growth of the years around it.
    Source: [KTDT21] [KC20].
    """
    return shock_scale * manufacturing_growth_sd * manufacturing_walk


@auxiliary("trillion VND_base / year")
def value_added_manufacturing(value_added_manufacturing_modern, value_added_manufacturing_local, manufacturing_shock):
    """Value added of manufacturing. Source: E7."""
    return (value_added_manufacturing_modern + value_added_manufacturing_local) * exp(manufacturing_shock)
