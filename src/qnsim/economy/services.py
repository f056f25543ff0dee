"""Khu vực III: services from capital, labour, infrastructure, tourism, trade and productivity."""

from qnsim.engine.declare import Stock, auxiliary, flow
from qnsim.engine.words import exp, log, maximum, minimum

services_tfp_log = Stock(
    "1", start="services_tfp_start", meaning="Total factor productivity of services in logs, base year = 0."
)
certified_share = Stock(
    "1", start="certified_share_start", meaning="Share of the employed with a degree or certificate."
)
digital_uptake = Stock("1 / year", meaning="Growth of productivity from digital services and innovation in use.")
trade_attracted = Stock("1", meaning="Goods through ports and border gates beyond the usual, as a share.")


@auxiliary("1")
def services_tfp_start(services_tfp_growth, services_tfp_drift, accounting_year, step):
    """Productivity in the first quarter, in logs: half a year of the record, half a step of the forward trend."""
    forward = services_tfp_growth + services_tfp_drift
    return log(1 + services_tfp_growth * accounting_year / 2 + forward * step / 2)


@auxiliary("1 / year")
def services_tfp_rate(national_tfp_growth, services_tfp_growth, services_tfp_drift, tfp_convergence, years_since_base):
    """Trend growth of productivity: a lead over the nation that fades. Source: H4 [VR19] [VHN]."""
    lead = services_tfp_growth + services_tfp_drift - national_tfp_growth
    return national_tfp_growth + lead * exp(-tfp_convergence * years_since_base)


@auxiliary("trillion VND_base / year")
def modern_capital_growth(plant_commissioned, plant_retired):
    """Net growth of modern plant."""
    return plant_commissioned - plant_retired


@auxiliary("trillion VND_base / year")
def other_capital_growth(
    private_works_completed,
    depreciation_of_domestic_capital,
    storm_damage_domestic,
    public_works_in_service,
    depreciation_of_public_capital,
    storm_damage_public,
):
    """Net growth of domestic and public capital."""
    domestic = private_works_completed - depreciation_of_domestic_capital - storm_damage_domestic
    return domestic + public_works_in_service - depreciation_of_public_capital - storm_damage_public


@auxiliary("trillion VND_base")
def capital_productive(capital_modern, capital_domestic, capital_public):
    """Capital outside coal and power."""
    return capital_modern + capital_domestic + capital_public


@auxiliary("1")
def modern_capital_share(capital_modern, capital_productive):
    """Share of modern plant in productive capital. Source: H5, definition."""
    return capital_modern / capital_productive


@auxiliary("1 / year")
def modern_capital_share_change(modern_capital_growth, other_capital_growth, modern_capital_share, capital_productive):
    """How fast the share of modern plant rises."""
    total_growth = modern_capital_growth + other_capital_growth
    return (modern_capital_growth - modern_capital_share * total_growth) / capital_productive


@auxiliary("1 / year")
def fdi_spillover_rate(
    fdi_spillover, certified_share, certified_share_start, spillover_skill_exponent, modern_capital_share_change
):
    """Productivity that services learn from modern plant, as far as skills absorb it. Source: H6 [HI10] [AN14]."""
    absorption = (certified_share / certified_share_start) ** spillover_skill_exponent
    return fdi_spillover * absorption * modern_capital_share_change


@auxiliary("1 / year")
def entry_productivity_rate(entry_tfp_effect, net_entry_rate, net_entry_rate_reference):
    """Productivity from more new firms than usual. Source: H6 [NKM]."""
    return entry_tfp_effect * (net_entry_rate - net_entry_rate_reference)


@flow("1 / year / year", into="digital_uptake")
def digital_spread(digital_policy, digital_uptake, digital_uptake_time, step):
    """Firms take digital services and innovation into use with a delay. Source: judgement."""
    return (digital_policy - digital_uptake) / maximum(digital_uptake_time, step)


@flow("1 / year", into="services_tfp_log")
def services_tfp_growth_flow(services_tfp_rate, fdi_spillover_rate, entry_productivity_rate, digital_uptake):
    """Growth of productivity: trend, spillovers, entry, digital uptake; in logs, in which rates add up at any step.

    Source: H6, International Futures [IFs].
    """
    return services_tfp_rate + fdi_spillover_rate + entry_productivity_rate + digital_uptake


@auxiliary("1")
def services_tfp(services_tfp_log):
    """Total factor productivity of services, base year = 1."""
    return exp(services_tfp_log)


@flow("1 / year", into="certified_share")
def training(certified_share_rise, training_policy, certified_share_limit, certified_share, accounting_year):
    """Rise of the certified share, up to its limit. Source: H9 [GSO]."""
    return minimum(certified_share_rise + training_policy, (certified_share_limit - certified_share) / accounting_year)


@auxiliary("thousand person")
def efficiency_labour(employed_persons, skill_premium, certified_share):
    """Employed persons, those with a certificate counted with their premium. Source: H1 [SOL] [DOAN] [MOO] [MCG]."""
    return employed_persons * (1 + skill_premium * certified_share)


@auxiliary("thousand person")
def efficiency_labour_base(employed_start, skill_premium, certified_share_start, certified_share_rise, head_start):
    """Efficiency labour in the base year's average."""
    return employed_start * (1 + skill_premium * (certified_share_start - certified_share_rise * head_start))


@auxiliary("1")
def services_capital_effect(capital_domestic, capital_domestic_base, services_capital_elasticity):
    """What domestic capital adds to services, base year = 1. Source: H2 [DN21]."""
    return (capital_domestic / capital_domestic_base) ** services_capital_elasticity


@auxiliary("1")
def services_infrastructure_effect(capital_public, capital_public_base, public_capital_elasticity):
    """What infrastructure adds to services, base year = 1. Source: H2 [BL14]."""
    return (capital_public / capital_public_base) ** public_capital_elasticity


@auxiliary("1")
def services_labour_effect(efficiency_labour, efficiency_labour_base, services_capital_elasticity):
    """What labour adds to services, base year = 1. Source: H2 [SOL]."""
    return (efficiency_labour / efficiency_labour_base) ** (1 - services_capital_elasticity)


@auxiliary("1")
def services_tourism_effect(tourism_receipts, tourist_arrivals_base, services_tourism_elasticity):
    """What tourism adds to services, base year = 1. Source: H2 [TOUR22].

    H2 counts arrivals alone. That services follow what guests spend with the same elasticity is a judgement.
    """
    return (tourism_receipts / tourist_arrivals_base) ** services_tourism_elasticity


@flow("1 / year", into="trade_attracted")
def trade_attraction(logistics_policy, trade_attracted, trade_response_time, step):
    """Goods come to better ports and gates with a delay. Source: judgement."""
    return (logistics_policy - trade_attracted) / maximum(trade_response_time, step)


@auxiliary("1")
def services_trade_effect(trade_attracted, services_trade_elasticity):
    """What goods beyond the usual add to transport, storage and trade, usual = 1. Source: judgement."""
    return (1 + trade_attracted) ** services_trade_elasticity


@auxiliary("trillion VND_base / year")
def services_potential(
    value_added_services_base,
    services_tfp,
    services_capital_effect,
    services_infrastructure_effect,
    services_labour_effect,
    services_tourism_effect,
    services_trade_effect,
):
    """Value added of services at normal use of capacity: Cobb-Douglas. Source: H2 [SOL]."""
    factors = services_capital_effect * services_infrastructure_effect * services_labour_effect
    return value_added_services_base * services_tfp * factors * services_tourism_effect * services_trade_effect


@auxiliary("trillion VND_base / year")
def value_added_services(
    services_potential, output_deviation, storm_output_loss, storm_share_agriculture, pandemic_output_loss
):
    """Value added of khu vực III. Source: H3 [MFM].

    Storms and pandemics take away their output directly instead of through the utilisation gap: a loss of one per cent
    of GRDP is then one per cent, and does not linger after the works reopen. A slump takes all at most, they take at
    most half of what it leaves.
    """
    undisturbed = services_potential * maximum(1 + output_deviation, 0)
    lost = (1 - storm_share_agriculture) * storm_output_loss + pandemic_output_loss
    return undisturbed - minimum(lost, undisturbed / 2)
