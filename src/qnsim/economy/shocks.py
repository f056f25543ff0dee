"""Shocks: surprises of the year, storms, a pandemic; and the use of capacity that carries demand."""

from qnsim.engine.declare import Stock, Surprise, auxiliary, flow
from qnsim.engine.laws import OfYear, Spell, Visits
from qnsim.engine.words import maximum, minimum, sqrt

HEAVY_TAILED = 6  # degrees of freedom; M1, M4

local_shock_last_year = Stock("1", meaning="Last year's provincial growth shock.")
surprise_carried = Stock("1", meaning="What surprises of past years left in the level of output, per output.")
utilisation_carried = Stock("1", start="utilisation_gap_start", meaning="Use of capacity last quarter, less normal.")
storm_last_quarter = Stock("1", meaning="Growth loss of storms that hit in the last quarter.")
damage_domestic = Stock("trillion VND_base", meaning="Storm damage to domestic capital not yet repaired.")
major_storm_memory = Stock("1", meaning="Major typhoons of this year so far.")
national_draw = Surprise(
    OfYear(degrees=HEAVY_TAILED),
    "standardised draw of the year: surprise in national growth",
    group="nation and world",
    vi="Bất ngờ tăng trưởng cả nước",
    en="Surprise in national growth",
    told="national growth of the year against its forecast",
    size="national_growth_surprise_sd",
)
local_draw = Surprise(
    OfYear(degrees=HEAVY_TAILED),
    "standardised draw of the year: provincial growth shock",
    group="what the model leaves out",
    vi="Cú sốc riêng của tỉnh",
    en="Local shock to growth",
    told="growth of the province alone, against what nation and industries explain",
    size="local_growth_shock_sd",
)
discrepancy_draw = Surprise(
    OfYear(degrees=HEAVY_TAILED),
    "standardised draw of the year: what the model's structure leaves out",
    group="what the model leaves out",
    vi="Phần mô hình chưa nắm bắt",
    en="What the model leaves out",
    told="growth of the year that the structure of the model cannot explain",
    size="model_discrepancy_sd",
)
pandemic = Surprise(
    Spell("pandemic_probability", quarters=4),
    "1 in a quarter with a pandemic, else 0",
    group="storms and epidemics",
    vi="Đại dịch",
    en="Pandemic",
    told="quarters of the year in which a pandemic holds",
    size="pandemic_probability",
)
storm = Surprise(
    Visits("storm_frequency", "storm_quarter_shares", peak=2),
    "number of damaging storms or floods in the quarter",
    group="storms and epidemics",
    vi="Bão, lũ",
    en="Storms and floods",
    told="number of damaging storms or floods in the year",
    size="storm_frequency",
)
major_storm = Surprise(
    Visits("major_storm_frequency", "storm_quarter_shares", peak=2),
    "number of major typhoons with a direct hit in the quarter",
    group="storms and epidemics",
    vi="Siêu bão",
    en="Major typhoon",
    told="number of major typhoons with a direct hit in the year",
    size="major_storm_frequency",
)


@auxiliary("1")
def mining_shock(shock_scale, mining_growth_sd, mining_walk):
    """Level of mining against its trend, in logs: yearly growth shocks add up.

    M5 draws the level anew each year, which would make growth of later years swing back; the record of growth shows no
    such swing (autocorrelation +0.07), so shocks to growth are independent and stay in the level.
    """
    return shock_scale * mining_growth_sd * mining_walk


@auxiliary("1")
def electricity_shock(shock_scale, electricity_growth_sd, electricity_walk):
    """Level of electricity against its trend, in logs. Source: M5; see `mining_shock`."""
    return shock_scale * electricity_growth_sd * electricity_walk


@auxiliary("1")
def construction_shock(shock_scale, construction_growth_sd, construction_walk):
    """Level of construction against investment, in logs. Source: M5; see `mining_shock`."""
    return shock_scale * construction_growth_sd * construction_walk


@auxiliary("1")
def investment_shock(shock_scale, investment_growth_sd, investment_walk):
    """Level of private investment against its trend, in logs. Source: M5; see `mining_shock`."""
    return shock_scale * investment_growth_sd * investment_walk


@auxiliary("1")
def product_tax_shock(shock_scale, product_tax_growth_sd, product_tax_walk):
    """Level of product taxes against value added, in logs. Source: M5; see `mining_shock`."""
    return shock_scale * product_tax_growth_sd * product_tax_walk


@auxiliary("1")
def local_shock(local_shock_last_year, local_growth_shock_persistence, local_growth_shock_sd, local_draw):
    """Provincial growth shock of the year, a share of annual growth. Source: M4 [TOP10]."""
    innovation = local_growth_shock_sd * sqrt(1 - local_growth_shock_persistence**2) * local_draw
    return local_growth_shock_persistence * local_shock_last_year + innovation


@flow("1 / year", into="local_shock_last_year")
def local_shock_memory(year_end, local_shock, local_shock_last_year, step):
    """At the end of a year this year's shock becomes last year's."""
    return year_end * (local_shock - local_shock_last_year) / step


@auxiliary("1")
def national_outlook(national_growth_forecast, national_growth_usual, first_year, accounting_year):
    """National growth forecast for the first year against that of the years which trends rest on. Source: [HSBC]."""
    return first_year * accounting_year * (national_growth_forecast - national_growth_usual)


@auxiliary("1")
def national_surprise(national_growth_surprise_sd, national_draw, shock_scale, national_growth_shift, national_outlook):
    """National growth of the year against the usual: outlook, surprise, a scenario's shift. Source: M4 [TIM] [CEL]."""
    return national_outlook + shock_scale * national_growth_surprise_sd * national_draw + national_growth_shift


@auxiliary("1")
def growth_shock(
    national_growth_loading, national_surprise, shock_scale, local_shock, model_discrepancy_sd, discrepancy_draw
):
    """What surprises add to GRDP growth of the year. Source: M2, M4."""
    own = shock_scale * (local_shock + model_discrepancy_sd * discrepancy_draw)
    return national_growth_loading * national_surprise + own


@auxiliary("1")
def utilisation_persistence_step(utilisation_persistence, step, quarter_length):
    """Share of the utilisation gap kept from one step to the next."""
    return utilisation_persistence ** (step / quarter_length)


@auxiliary("1")
def impulse_gain(utilisation_persistence, utilisation_persistence_step, accounting_year, quarter_length, step):
    """Average gap over a year from a unit impulse in each of its steps, the gap decaying in between.

    The sum of (1 - k step) persistence^k over the steps k of a year, in closed form.
    """
    kept_over_year = utilisation_persistence ** (accounting_year / quarter_length)
    forgotten = 1 - utilisation_persistence_step
    late = step / accounting_year * utilisation_persistence_step * (1 - kept_over_year) / forgotten
    return (1 - late) / forgotten


@auxiliary("1")
def surprise_weight(services_potential, manufacturing_local_potential, product_tax_response, grdp_year_ago):
    """Growth of GRDP when output of services and local manufacturing lies one above potential."""
    return (services_potential + manufacturing_local_potential) * product_tax_response / grdp_year_ago


@auxiliary("1")
def surprise_level(surprise_carried, growth_shock, surprise_weight):
    """Output of services and local manufacturing against potential, left by the surprises of all years so far.

    M2 lets a surprise fade with the use of capacity, which makes growth swing back in the next years. The surprises are
    measured on growth and the record shows no swing (autocorrelation +0.07), so they stay in the level. One point of
    growth shock moves GRDP growth of the year by one point.
    """
    return surprise_carried + growth_shock / surprise_weight


@flow("1 / year", into="surprise_carried")
def surprise_memory(year_end, growth_shock, surprise_weight, step):
    """At the end of a year its surprise joins those of the past."""
    return year_end * growth_shock / surprise_weight / step


@auxiliary("1")
def utilisation_impulse(public_demand, impulse_gain):
    """New push to the use of capacity in this quarter.

    Demand is divided by the gain, so that a year of public works moves output of the year by its multiplier.
    """
    return public_demand / impulse_gain


@auxiliary("1")
def utilisation_gap(utilisation_persistence_step, utilisation_carried, utilisation_impulse):
    """Use of capacity less normal.

    Source: M1 [MFM]; the impulse acts in its own quarter, else a push in the fourth quarter would miss its year.
    """
    return utilisation_persistence_step * utilisation_carried + utilisation_impulse


@auxiliary("1")
def output_deviation(utilisation_gap, surprise_level):
    """Output of services and local manufacturing against potential: demand and surprises."""
    return utilisation_gap + surprise_level


@flow("1 / year", into="utilisation_carried")
def utilisation_memory(utilisation_gap, utilisation_carried, step):
    """This step's gap is carried to the next."""
    return (utilisation_gap - utilisation_carried) / step


@auxiliary("1")
def storm_loss_of_quarter(storm_growth_loss, storm, major_storm_growth_loss, major_storm):
    """Loss of annual growth from the storms that hit in this quarter. Source: M7 [STO] [STR] [AFD]."""
    return storm_growth_loss * storm + major_storm_growth_loss * major_storm


@flow("1 / year", into="storm_last_quarter")
def storm_memory(storm_loss_of_quarter, storm_last_quarter, quarter_length):
    """This quarter's storms are remembered in the next."""
    return (storm_loss_of_quarter - storm_last_quarter) / quarter_length


@auxiliary("trillion VND_base / year")
def storm_output_loss(
    storm_loss_of_quarter, storm_last_quarter, grdp_year_ago, product_tax_response, accounting_year, quarter_length
):
    """Value added lost to storms, spread over the quarter of the storm and the next; taxes follow. Source: M7."""
    active = (storm_loss_of_quarter + storm_last_quarter) / 2
    return active * grdp_year_ago / product_tax_response * accounting_year / quarter_length


@auxiliary("trillion VND_base / year")
def pandemic_output_loss(pandemic_growth_loss, pandemic, grdp_year_ago, product_tax_response):
    """Value added lost while a pandemic lasts; arrivals stay, so nothing counts twice. Source: M6 [MAR] [S20]."""
    return pandemic_growth_loss * pandemic * grdp_year_ago / product_tax_response


@auxiliary("1")
def major_storm_year(major_storm_memory, major_storm):
    """1 from the quarter of a major typhoon to the end of its year, else 0."""
    return minimum(major_storm_memory + major_storm, 1)


@flow("1 / year", into="major_storm_memory")
def major_storm_count(major_storm, quarter_length):
    """Major typhoons are counted."""
    return major_storm / quarter_length


@flow("1 / year", out_of="major_storm_memory")
def major_storm_forgotten(year_end, major_storm_memory, major_storm, step, quarter_length):
    """At the end of a year the count starts again."""
    return year_end * (major_storm_memory / step + major_storm / quarter_length)


@auxiliary("trillion VND_base / year")
def storm_damage(major_storm_damage, major_storm, grdp_year_ago, accounting_year, quarter_length):
    """Capital destroyed by major typhoons. Source: M8 [FLOOD] [STR]."""
    return major_storm_damage * major_storm * grdp_year_ago * accounting_year / quarter_length


@flow("trillion VND_base / year", out_of="capital_domestic", into="damage_domestic")
def storm_damage_domestic(storm_damage, storm_damage_domestic_share, capital_domestic, quarter_length):
    """Domestic capital destroyed, at most half of it in a quarter. Source: M8, M9."""
    return minimum(storm_damage_domestic_share * storm_damage, capital_domestic / (2 * quarter_length))


@flow("trillion VND_base / year", out_of="damage_domestic", into="private_works_in_progress")
def repair_domestic(damage_domestic, storm_repair_time, step):
    """Damage that owners take in hand, which becomes private works. Source: M10, judgement."""
    return damage_domestic / maximum(storm_repair_time, step)
