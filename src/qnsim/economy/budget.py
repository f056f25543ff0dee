"""State budget revenue in the province; real domestic revenue makes next year's public investment plan."""

from qnsim.engine.declare import Stock, Surprise, auxiliary, flow
from qnsim.engine.laws import OfYear
from qnsim.engine.words import exp, minimum

price_level = Stock("VND / VND_base", start="price_level_start", meaning="Price of GRDP, average of the base year = 1.")
revenue_domestic_real_year_to_date = Stock(
    "trillion VND_base", meaning="Domestic revenue of the year so far, at base-year prices."
)
revenue_domestic_real_last_year = Stock(
    "trillion VND_base / year",
    start="revenue_domestic_real_base",
    meaning="Last year's domestic revenue at base-year prices.",
)
land_draw = Surprise(
    OfYear(),
    "standard normal draw of the year: land-use fees",
    group="public works and budget",
    vi="Tiền sử dụng đất trong năm",
    en="Land-use fees of the year",
    told="land-use fees of the year against their usual level",
    size="land_revenue_log_sd",
)
trade_draw = Surprise(
    OfYear(),
    "standard normal draw of the year: import-export revenue",
    group="public works and budget",
    vi="Thu xuất nhập khẩu trong năm",
    en="Import-export revenue of the year",
    told="revenue from imports and exports of the year against what trade explains",
    size="trade_revenue_log_sd",
)


@auxiliary("VND / VND_base")
def price_level_start(price_level_base, grdp_deflator_growth_base, grdp_deflator_growth, accounting_year, step):
    """Prices in the first quarter: half a year of the base year's inflation, then half a step of the trend."""
    return price_level_base * (1 + grdp_deflator_growth_base * accounting_year / 2 + grdp_deflator_growth * step / 2)


@flow("VND / VND_base / year", into="price_level")
def inflation(grdp_deflator_growth, price_level):
    """Rise of the GRDP deflator. Source: L1 [WDI] [SGGP]."""
    return grdp_deflator_growth * price_level


@auxiliary("trillion VND / year")
def grdp_nominal(grdp, price_level):
    """GRDP at current prices, as a yearly rate."""
    return grdp * price_level


@auxiliary("1")
def core_income(grdp, value_added_mining, price_level, grdp_base, value_added_mining_base, price_level_base):
    """GRDP outside mining at current prices, base year = 1. Source: L2, definition."""
    return price_level * (grdp - value_added_mining) / (price_level_base * (grdp_base - value_added_mining_base))


@auxiliary("trillion VND / year")
def revenue_coal_base(revenue_domestic_base, coal_share_of_domestic_revenue):
    """Payments of the coal group in the base year [VCCI20] [TKV22]."""
    return revenue_domestic_base * coal_share_of_domestic_revenue


@auxiliary("trillion VND / year")
def revenue_land_base(land_revenue, revenue_domestic_base, revenue_coal_base):
    """Land-use fees of a usual year: at most half of what coal leaves of domestic revenue."""
    return minimum(land_revenue, (revenue_domestic_base - revenue_coal_base) / 2)


@auxiliary("trillion VND / year")
def revenue_other_domestic_base(revenue_domestic_base, revenue_coal_base, revenue_land_base):
    """Other domestic revenue in the base year: the rest."""
    return revenue_domestic_base - revenue_coal_base - revenue_land_base


@auxiliary("trillion VND / year")
def revenue_coal(revenue_coal_base, coal_output, coal_output_base, price_level, price_level_base):
    """Payments of the coal group. Source: L3 [VCCI20] [TKV22]."""
    return revenue_coal_base * coal_output / coal_output_base * price_level / price_level_base


@auxiliary("trillion VND / year")
def revenue_other_domestic(revenue_other_domestic_base, core_income, domestic_revenue_buoyancy):
    """Domestic revenue without coal and land. Source: L4 [DJ17]."""
    return revenue_other_domestic_base * core_income**domestic_revenue_buoyancy


@auxiliary("trillion VND / year")
def revenue_land(revenue_land_base, land_revenue_log_sd, land_draw):
    """Land-use fees: a draw of the year, independent of growth. Source: L5, judgement."""
    return revenue_land_base * exp(land_revenue_log_sd * land_draw)


@auxiliary("trillion VND / year")
def revenue_domestic(revenue_coal, revenue_other_domestic, revenue_land):
    """Domestic revenue (thu nội địa). Source: L6, definition."""
    return revenue_coal + revenue_other_domestic + revenue_land


@auxiliary("1")
def trade_index(
    trade_manufacturing_share,
    value_added_manufacturing_modern,
    value_added_manufacturing_modern_base,
    coal_output,
    coal_output_base,
):
    """Volume of trade through the province: factories, and coal with transit. Source: L7, judgement."""
    factories = value_added_manufacturing_modern / value_added_manufacturing_modern_base
    return trade_manufacturing_share * factories + (1 - trade_manufacturing_share) * coal_output / coal_output_base


@auxiliary("1")
def trade_value_index(trade_index, price_level, price_level_base):
    """Value of trade through the province at current prices, base year = 1."""
    return trade_index * price_level / price_level_base


@auxiliary("trillion VND / year")
def revenue_import_export(
    revenue_import_export_base, trade_value_index, trade_revenue_elasticity, trade_revenue_log_sd, trade_draw
):
    """Revenue from imports and exports. Source: L8 [QN20] [TN21]; the elasticity is to the value of trade."""
    return (
        revenue_import_export_base
        * trade_value_index**trade_revenue_elasticity
        * exp(trade_revenue_log_sd * trade_draw)
    )


@auxiliary("trillion VND / year")
def revenue_total(revenue_domestic, revenue_import_export):
    """State budget revenue in the province. Source: L9, definition."""
    return revenue_domestic + revenue_import_export


@flow("trillion VND_base / year", into="revenue_domestic_real_year_to_date")
def revenue_domestic_real(revenue_domestic, price_level):
    """Domestic revenue collected, at base-year prices."""
    return revenue_domestic / price_level


@auxiliary("trillion VND_base / year")
def revenue_domestic_real_base(revenue_domestic_base, price_level_base):
    """Domestic revenue of the base year at base-year prices."""
    return revenue_domestic_base / price_level_base


@flow("trillion VND_base / year", out_of="revenue_domestic_real_year_to_date")
def revenue_year_closing(year_end, revenue_domestic_real_year_to_date, revenue_domestic_real, step):
    """At the end of a year the account is emptied."""
    return year_end * (revenue_domestic_real_year_to_date / step + revenue_domestic_real)


@flow("trillion VND_base / year / year", into="revenue_domestic_real_last_year")
def revenue_memory(
    year_end,
    revenue_domestic_real_year_to_date,
    revenue_domestic_real,
    revenue_domestic_real_last_year,
    accounting_year,
    step,
):
    """At the end of a year this year's revenue becomes last year's."""
    of_year = (revenue_domestic_real_year_to_date + step * revenue_domestic_real) / accounting_year
    return year_end * (of_year - revenue_domestic_real_last_year) / step
