"""State budget revenue in the province; real domestic revenue makes next year's public investment plan."""

from qnsim.engine.declare import Stock, Surprise, auxiliary, flow
from qnsim.engine.laws import OfYear
from qnsim.engine.words import exp, log, minimum, sqrt

price_level = Stock("VND / VND_base", start="price_level_start", meaning="Price of GRDP, average of the base year = 1.")
revenue_domestic_real_year_to_date = Stock(
    "trillion VND_base", meaning="Domestic revenue of the year so far, at base-year prices."
)
revenue_domestic_real_last_year = Stock(
    "trillion VND_base / year",
    start="revenue_domestic_real_base",
    meaning="Last year's domestic revenue at base-year prices.",
)
trade_revenue_usual = Stock(
    "trillion VND / year", start="trade_revenue_usual_start", meaning="Usual revenue from imports and exports."
)
trade_log_deviation_last_year = Stock(
    "1", start="trade_log_deviation_base", meaning="Last year's deviation of import-export revenue, in logs."
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
    told="revenue from imports and exports of the year against its usual level",
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


@auxiliary("trillion VND / year")
def trade_revenue_usual_start(trade_revenue_usual_base, trade_revenue_drift, accounting_year, step):
    """Usual revenue from imports and exports in the first quarter: half a year and half a step beyond the base."""
    return trade_revenue_usual_base * (1 + trade_revenue_drift * (accounting_year + step) / 2)


@flow("trillion VND / year / year", into="trade_revenue_usual")
def trade_revenue_usual_growth(trade_revenue_drift, trade_revenue_usual):
    """Slow drift of the usual level. Source: L8 [QN20] [TN21] [TKV22]."""
    return trade_revenue_drift * trade_revenue_usual


@auxiliary("1")
def trade_log_deviation_base(revenue_import_export_base, trade_revenue_usual_base):
    """How far revenue from imports and exports of the base year lay from its usual level, in logs."""
    return log(revenue_import_export_base / trade_revenue_usual_base)


@auxiliary("1")
def trade_log_deviation(trade_log_deviation_last_year, trade_revenue_persistence, trade_revenue_log_sd, trade_draw):
    """This year's deviation of import-export revenue from its usual level, in logs. Source: L8 [QN20] [TN21]."""
    innovation = trade_revenue_log_sd * sqrt(1 - trade_revenue_persistence**2) * trade_draw
    return trade_revenue_persistence * trade_log_deviation_last_year + innovation


@flow("1 / year", into="trade_log_deviation_last_year")
def trade_log_deviation_memory(year_end, trade_log_deviation, trade_log_deviation_last_year, step):
    """At the end of a year this year's deviation becomes last year's."""
    return year_end * (trade_log_deviation - trade_log_deviation_last_year) / step


@auxiliary("trillion VND / year")
def revenue_import_export(trade_revenue_usual, trade_log_deviation, trade_attracted, trade_revenue_response):
    """Revenue from imports and exports: petroleum, coal and transit, which do not follow the province's output.

    Goods that better ports and border gates attract pay as well; by how much is a judgement.

    Source: L8; following the value of trade is refuted by the record: it stayed near 12 trillion VND [QN20] [TKV22].
    """
    return trade_revenue_usual * exp(trade_log_deviation) * (1 + trade_attracted) ** trade_revenue_response


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
