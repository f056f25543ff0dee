"""Foreign direct investment: licences wait until they are spent, in two streams.

Tenants of ready parks build within a year (a licence of March 2021 produced in October); all others go through three
stages and take years. A single power plant is neither: its licence is reported, its output comes with its opening.
"""

from qnsim.engine.declare import Stock, Surprise, auxiliary, flow
from qnsim.engine.laws import OfYear, ShareOfYear
from qnsim.engine.words import exp, log, maximum, minimum, sqrt

fdi_park_backlog = Stock(
    "million USD", start="fdi_park_backlog_start", meaning="Registered capital of tenants of ready parks."
)
fdi_backlog_1 = Stock("million USD", start="fdi_backlog_1_start", meaning="Registered capital in preparation.")
fdi_backlog_2 = Stock(
    "million USD", start="fdi_backlog_2_start", meaning="Registered capital getting land and permits."
)
fdi_backlog_3 = Stock("million USD", start="fdi_backlog_3_start", meaning="Registered capital being spent.")
fdi_log_deviation_last_year = Stock(
    "1", start="fdi_log_deviation_base", meaning="Last year's deviation of registered FDI from its median, in logs."
)
fdi_registered_average = Stock(
    "million USD / year", start="fdi_registered_base", meaning="Registered FDI, smoothed over a few years."
)
fdi_quarter_share = Surprise(
    ShareOfYear("fdi_quarter_shares"),
    "share of the year's registered FDI that falls in this quarter",
    group="foreign investment",
    vi="Nhịp quý của đăng ký FDI",
    en="Season of FDI licences",
)
fdi_draw = Surprise(
    OfYear(),
    "standard normal draw of the year for registered FDI",
    group="foreign investment",
    vi="May rủi cấp phép FDI",
    en="Luck with FDI licences",
    told="luck with registrations of the year: one large licence more or less",
    size="fdi_registered_log_sd",
)


@auxiliary("million USD / year")
def fdi_realised_base(investment_fdi_base, fdi_fixed_capital_share, exchange_rate_real):
    """FDI spent in the base year, as the investment statistics imply."""
    return investment_fdi_base / (fdi_fixed_capital_share * exchange_rate_real)


@auxiliary("million USD")
def fdi_park_backlog_start(
    fdi_park_share,
    fdi_realised_share,
    fdi_registered_base,
    fdi_park_delay,
    fdi_backlog_last_share_limit,
    fdi_backlog_start,
):
    """Tenants of parks at the start: their registrations of the base year wait their delay, up to a limit."""
    waiting = fdi_park_share * fdi_realised_share * fdi_registered_base * fdi_park_delay
    return minimum(waiting, fdi_backlog_last_share_limit * fdi_backlog_start / 2)


@auxiliary("million USD")
def fdi_staged_backlog_start(fdi_backlog_start, fdi_park_backlog_start):
    """Backlog of all others at the start."""
    return fdi_backlog_start - fdi_park_backlog_start


@auxiliary("million USD")
def fdi_backlog_3_start(
    fdi_realised_base,
    fdi_park_backlog_start,
    fdi_park_delay,
    fdi_realisation_delay,
    fdi_delay_stages,
    fdi_staged_backlog_start,
    fdi_backlog_last_share_limit,
):
    """Last stage at the start: as large as the spending of the base year beside that of tenants needs, up to a limit.

    Better than a fixed share of the backlog: with a fixed share a short delay would mean that spending fell at the
    start from a level that the investment statistics never showed.
    """
    of_others = maximum(fdi_realised_base - fdi_park_backlog_start / fdi_park_delay, 0)
    needed = of_others * fdi_realisation_delay / fdi_delay_stages
    return minimum(needed, fdi_backlog_last_share_limit * fdi_staged_backlog_start)


@auxiliary("million USD")
def fdi_backlog_1_start(fdi_staged_backlog_start, fdi_backlog_3_start, fdi_backlog_first_share):
    """First stage at the start."""
    return fdi_backlog_first_share * (fdi_staged_backlog_start - fdi_backlog_3_start)


@auxiliary("million USD")
def fdi_backlog_2_start(fdi_staged_backlog_start, fdi_backlog_3_start, fdi_backlog_1_start):
    """Second stage at the start."""
    return fdi_staged_backlog_start - fdi_backlog_3_start - fdi_backlog_1_start


@auxiliary("1")
def fdi_log_deviation_base(fdi_registered_base, fdi_registered_median):
    """How far the registrations of the base year lay from their median."""
    return log(fdi_registered_base / fdi_registered_median)


@auxiliary("1")
def fdi_log_deviation(fdi_log_deviation_last_year, fdi_registered_persistence, fdi_registered_log_sd, fdi_draw):
    """This year's deviation of registered FDI from its median, in logs. Source: D1 [F16] [T20] [F21] [F22]."""
    innovation = fdi_registered_log_sd * sqrt(1 - fdi_registered_persistence**2) * fdi_draw
    return fdi_registered_persistence * fdi_log_deviation_last_year + innovation


@flow("1 / year", into="fdi_log_deviation_last_year")
def fdi_log_deviation_memory(year_end, fdi_log_deviation, fdi_log_deviation_last_year, step):
    """At the end of a year this year's deviation becomes last year's."""
    return year_end * (fdi_log_deviation - fdi_log_deviation_last_year) / step


@auxiliary("1")
def fdi_site_quality(
    capital_public, capital_public_start, certified_share, certified_share_start, fdi_infrastructure_elasticity
):
    """Pull of infrastructure and skills on investors, against the start. Source: D2 [AN10], judgement."""
    quality = capital_public / capital_public_start * certified_share / certified_share_start
    return quality**fdi_infrastructure_elasticity


@auxiliary("1")
def fdi_attraction(
    fdi_site_quality, unemployment_rate, unemployment_rate_start, fdi_labour_elasticity, fdi_attraction_policy
):
    """Pull on investors: site quality, labour to be had, and promotion. Source: D2, judgement."""
    labour_to_be_had = (unemployment_rate / unemployment_rate_start) ** fdi_labour_elasticity
    return fdi_site_quality * labour_to_be_had * fdi_attraction_policy


@auxiliary("million USD / year")
def fdi_registered_of_year(fdi_registered_median, fdi_log_deviation, fdi_attraction):
    """Registrations of the year, without single power plants. Source: D3."""
    return fdi_registered_median * exp(fdi_log_deviation) * fdi_attraction


@auxiliary("million USD / year")
def fdi_registered(fdi_registered_of_year, fdi_quarter_share, accounting_year, quarter_length):
    """Rate of registration in the quarter: licences come in lumps. Source: D4 [JINKO2]."""
    return fdi_registered_of_year * fdi_quarter_share * accounting_year / quarter_length


@auxiliary("million USD / year")
def fdi_registered_all(fdi_registered, fdi_registered_power):
    """Report: all licences, those of single power plants included, which build no factory. Source: definition."""
    return fdi_registered + fdi_registered_power


@flow("million USD / year", into="fdi_park_backlog")
def fdi_park_accepted(fdi_registered, fdi_realised_share, fdi_park_share):
    """Registrations of tenants of ready parks that will one day be spent. Source: D6 [JINKO] [VSIP]."""
    return fdi_park_share * fdi_realised_share * fdi_registered


@flow("million USD / year", into="fdi_backlog_1")
def fdi_accepted(fdi_registered, fdi_realised_share, fdi_park_share):
    """Registrations of all others that will one day be spent. Source: D6 [MPI13] [GSO] [T20]."""
    return (1 - fdi_park_share) * fdi_realised_share * fdi_registered


@auxiliary("1 / year")
def fdi_park_rate(fdi_realisation_speed, fdi_park_delay, fdi_backlog_attrition, step):
    """Share of the tenants' backlog that is spent per year; never more than it holds. Source: [JINKO] [VSIP]."""
    return minimum(fdi_realisation_speed / fdi_park_delay, 1 / step - fdi_backlog_attrition)


@flow("million USD / year", out_of="fdi_park_backlog")
def fdi_park_realised(fdi_park_backlog, fdi_park_rate):
    """FDI spent by tenants of parks. Source: D8, in a stream of its own."""
    return fdi_park_rate * fdi_park_backlog


@flow("million USD / year", out_of="fdi_park_backlog")
def fdi_park_attrition(fdi_park_backlog, fdi_backlog_attrition):
    """Licences given up by tenants of parks. Source: D6."""
    return fdi_backlog_attrition * fdi_park_backlog


@auxiliary("1")
def fdi_speed(fdi_realisation_speed, reform_speed_effect, administrative_reform):
    """Speed of realisation against the usual, and what the administration adds to it. Source: judgement."""
    return fdi_realisation_speed * exp(reform_speed_effect * administrative_reform)


@auxiliary("1 / year")
def fdi_stage_rate(fdi_delay_stages, fdi_speed, fdi_realisation_delay, fdi_backlog_attrition, step):
    """Share of a stage that moves on per year; a stage never loses more than it holds. Source: D5 [STE]."""
    return minimum(fdi_delay_stages * fdi_speed / fdi_realisation_delay, 1 / step - fdi_backlog_attrition)


@auxiliary("1")
def fdi_land_wait(land_clearance, land_share_of_fdi_permits):
    """Length of the stage of land and permits against now; tenants of ready parks have land. Source: B3, judgement."""
    return 1 - land_share_of_fdi_permits * (1 - 1 / land_clearance)


@auxiliary("1 / year")
def fdi_land_stage_rate(fdi_delay_stages, fdi_speed, fdi_realisation_delay, fdi_land_wait, fdi_backlog_attrition, step):
    """Share of the stage of land and permits that moves on per year; never more than it holds. Source: D5 [STE]."""
    stage_delay = fdi_realisation_delay * fdi_land_wait
    return minimum(fdi_delay_stages * fdi_speed / stage_delay, 1 / step - fdi_backlog_attrition)


@flow("million USD / year", out_of="fdi_backlog_1", into="fdi_backlog_2")
def fdi_stage_outflow_1(fdi_backlog_1, fdi_stage_rate):
    """Projects that leave preparation. Source: D5."""
    return fdi_stage_rate * fdi_backlog_1


@flow("million USD / year", out_of="fdi_backlog_2", into="fdi_backlog_3")
def fdi_stage_outflow_2(fdi_backlog_2, fdi_land_stage_rate):
    """Projects that begin to spend, once they have land and permits. Source: D5."""
    return fdi_land_stage_rate * fdi_backlog_2


@flow("million USD / year", out_of="fdi_backlog_3")
def fdi_stage_outflow_3(fdi_backlog_3, fdi_stage_rate):
    """FDI spent by all others. Source: D8."""
    return fdi_stage_rate * fdi_backlog_3


@auxiliary("million USD / year")
def fdi_realised(fdi_park_realised, fdi_stage_outflow_3):
    """FDI spent. Source: D8, definition."""
    return fdi_park_realised + fdi_stage_outflow_3


@flow("million USD / year", out_of="fdi_backlog_1")
def fdi_attrition_1(fdi_backlog_1, fdi_backlog_attrition):
    """Licences given up in preparation. Source: D6."""
    return fdi_backlog_attrition * fdi_backlog_1


@flow("million USD / year", out_of="fdi_backlog_2")
def fdi_attrition_2(fdi_backlog_2, fdi_backlog_attrition):
    """Licences given up while getting land and permits. Source: D7."""
    return fdi_backlog_attrition * fdi_backlog_2


@flow("million USD / year", out_of="fdi_backlog_3")
def fdi_attrition_3(fdi_backlog_3, fdi_backlog_attrition):
    """Licences given up during spending. Source: D7."""
    return fdi_backlog_attrition * fdi_backlog_3


@auxiliary("trillion VND_base / year")
def investment_fdi(fdi_fixed_capital_share, fdi_realised, exchange_rate_real):
    """Fixed investment by foreign investors. Source: D9 [QN20] [F16]."""
    return fdi_fixed_capital_share * fdi_realised * exchange_rate_real


@flow("million USD / year / year", into="fdi_registered_average")
def fdi_registered_smoothing(fdi_registered, fdi_registered_average, fdi_conversion_window):
    """Smoothing of registrations, for the conversion ratio only."""
    return (fdi_registered - fdi_registered_average) / fdi_conversion_window


@auxiliary("1")
def fdi_conversion(fdi_realised, fdi_registered_average):
    """Report: FDI spent per FDI registered in the last years. Source: D10, definition."""
    return fdi_realised / fdi_registered_average
