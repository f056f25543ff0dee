"""Total investment, private works and domestic capital; construction builds what is invested."""

from qnsim.engine.declare import Stock, Surprise, auxiliary, flow
from qnsim.engine.laws import OfYear
from qnsim.engine.words import exp, maximum

grdp_smoothed = Stock(
    "trillion VND_base / year", start="grdp_smoothed_start", meaning="GRDP as investors perceive it, with a delay."
)
expected_growth = Stock("1 / year", start="expected_growth_start", meaning="Growth that firms expect.")
private_works_in_progress = Stock(
    "trillion VND_base", start="private_works_in_progress_start", meaning="Private works begun and not yet in use."
)
capital_domestic = Stock(
    "trillion VND_base",
    start="capital_domestic_start",
    meaning="Private and other capital of services and local activity.",
)

construction_walk = Surprise(
    OfYear(accumulates=True),
    "sum of standard normal draws of the years so far, construction",
    group="construction and private investment",
    vi="Cú sốc xây dựng",
    en="Shock to construction",
    told="growth of construction in the year against the trend; the level keeps it",
    size="construction_growth_sd",
)
investment_walk = Surprise(
    OfYear(accumulates=True),
    "sum of standard normal draws of the years so far, private investment",
    group="construction and private investment",
    vi="Cú sốc đầu tư tư nhân",
    en="Shock to private investment",
    told="growth of private investment in the year against the trend; the level keeps it",
    size="investment_growth_sd",
)


@auxiliary("trillion VND_base / year")
def grdp_smoothed_start(grdp_base, grdp_growth_base, head_start, expected_growth_start, expectation_time):
    """Perceived GRDP at the start: GRDP of the first quarter, seen with the delay at the expected pace."""
    return grdp_base * (1 + grdp_growth_base * head_start) / (1 + expected_growth_start * expectation_time)


@flow("trillion VND_base / year / year", into="grdp_smoothed")
def grdp_smoothing(grdp, grdp_smoothed, expectation_time):
    """Perceived GRDP moves towards GRDP. Source: F1 [STE]."""
    return (grdp - grdp_smoothed) / expectation_time


@flow("1 / year / year", into="expected_growth")
def expectation_adjustment(growth_year_on_year, expected_growth, expectation_time):
    """Expected growth moves towards growth on the same quarter of last year. Source: F2 [STE]."""
    return (growth_year_on_year - expected_growth) / expectation_time


@auxiliary("trillion VND_base / year")
def investment_private_base(
    investment_total_base, investment_fdi_base, public_investment_base, investment_resource_base
):
    """Private investment of the base year: what the other parts leave of the published total [QN22I]."""
    return investment_total_base - investment_fdi_base - public_investment_base - investment_resource_base


@auxiliary("1")
def total_investment_share(
    investment_total_base, grdp_base, investment_share_long_run, investment_share_adjustment_time, years_since_base
):
    """Usual share of total investment in income: from that of the base year to the long-run share.

    Replaces the trend of F3, which was laid on private investment alone and never ended. Source: [INV15] [QN22I] [GSO].
    """
    share_base = investment_total_base / grdp_base
    gap = (share_base - investment_share_long_run) * exp(-years_since_base / investment_share_adjustment_time)
    return investment_share_long_run + gap


@auxiliary("1")
def other_investment_share(
    investment_total_base, investment_private_base, grdp_base, other_investment_share_decline, years_since_base
):
    """Usual share of public, foreign, coal and power investment in income. Source: [INV15] [QN20] [QN22C]."""
    others = investment_total_base - investment_private_base
    return others / grdp_base * exp(-other_investment_share_decline * years_since_base)


@auxiliary("1")
def private_investment_share(total_investment_share, other_investment_share):
    """Usual share of private investment in income: what the usual total leaves beside the usual others. Source: F3."""
    return maximum(total_investment_share - other_investment_share, 0)


@auxiliary("trillion VND_base / year")
def income_foreseen(grdp_smoothed, expected_growth, expectation_time):
    """Income that investors count on: what they perceive, carried over the delay by the growth they expect.

    So expected growth moves private investment (loop R6), and income that grows as expected is foreseen as it is.
    Source: F2, F3, extrapolative expectations [STE].
    """
    return grdp_smoothed * maximum(1 + expected_growth * expectation_time, 0)


@auxiliary("1")
def private_response_to_public(
    public_investment_of_year, public_investment_trend, public_investment_base, private_public_investment_elasticity
):
    """Private investment drawn in by public investment above its trend. Source: F3 [NT18] [KHA] [SDT].

    The elasticity is that of small changes: less than half of what is usual is felt as half of it, and what is usual is
    at least half of the base year's, so that a year without public works neither stops private investment nor makes
    the next year's rise endless.
    """
    usual = maximum(public_investment_trend, public_investment_base / 2)
    return (maximum(public_investment_of_year, usual / 2) / usual) ** private_public_investment_elasticity


@auxiliary("trillion VND_base / year")
def investment_private(
    private_investment_share,
    income_foreseen,
    private_response_to_public,
    investment_shock,
    private_investment_policy,
):
    """Domestic private investment. Source: F3 [INV15] [QN22I]."""
    willing = private_investment_share * income_foreseen * exp(investment_shock)
    return willing * private_response_to_public * private_investment_policy


@auxiliary("1")
def resource_investment_ratio(investment_resource_base, value_added_mining_base, value_added_electricity_base):
    """Investment of coal and power per value added in the base year."""
    return investment_resource_base / (value_added_mining_base + value_added_electricity_base)


@auxiliary("trillion VND_base / year")
def investment_resource(resource_investment_ratio, value_added_mining, value_added_electricity):
    """Investment of coal mines and power plants. Source: F7, judgement."""
    return resource_investment_ratio * (value_added_mining + value_added_electricity)


@auxiliary("trillion VND_base / year")
def investment_total(
    investment_private,
    investment_fdi,
    public_work_done,
    investment_resource,
    repair_domestic,
    repair_public,
    partnership_work_done,
):
    """Total social investment at base-year prices (vốn đầu tư toàn xã hội): by owner, repair and partnerships included.

    Source: F8, definition.
    """
    planned = investment_private + investment_fdi + public_work_done + investment_resource
    return planned + repair_domestic + repair_public + partnership_work_done


@auxiliary("1")
def construction_value_added_ratio_base(value_added_construction_base, investment_total_base):
    """Value added of construction per investment in the base year."""
    return value_added_construction_base / investment_total_base


@auxiliary("1")
def construction_value_added_ratio(
    construction_value_added_ratio_base, construction_drift, construction_drift_time, years_since_base
):
    """Value added of construction per investment: that of the base year, with a drift that dies out.

    The record has construction grow faster than investment, in part because coal and power, whose investment is mostly
    machines, lost weight in it. That cannot go on for ever. Source: the reconciled record [INV15] [QN22I] [KTDT21].
    """
    run = construction_drift_time * (1 - exp(-years_since_base / construction_drift_time))
    return construction_value_added_ratio_base * exp(construction_drift * run)


@auxiliary("trillion VND_base / year")
def value_added_construction(construction_value_added_ratio, investment_total, construction_shock):
    """Value added of construction: work done, not payments. Source: F9 [INV21] [KTDT21]."""
    return construction_value_added_ratio * investment_total * exp(construction_shock)


@auxiliary("trillion VND_base")
def capital_domestic_base(
    capital_domestic_start,
    private_works_completed_base,
    private_works_in_progress_start,
    private_works_gestation,
    depreciation_domestic,
    accounting_year,
    step,
):
    """Domestic capital in the base year's average: the start less half a year of growth then, half a step of now."""
    worn = depreciation_domestic * capital_domestic_start
    now = private_works_in_progress_start / private_works_gestation - worn
    return capital_domestic_start - (private_works_completed_base - worn) * accounting_year / 2 - now * step / 2


@flow("trillion VND_base / year", into="private_works_in_progress")
def private_works_begun(private_share_to_modern, investment_private):
    """Private works begun outside modern plant. Source: F4."""
    return (1 - private_share_to_modern) * investment_private


@flow("trillion VND_base / year", into="private_works_in_progress")
def foreign_works_begun(fdi_manufacturing_share, investment_fdi):
    """Foreign hotels, parks and property begun. Source: F4."""
    return (1 - fdi_manufacturing_share) * investment_fdi


@flow("trillion VND_base / year", out_of="private_works_in_progress", into="capital_domestic")
def private_works_completed(private_works_in_progress, private_works_gestation):
    """Works that come into use. Source: F5, Kydland & Prescott 1982."""
    return private_works_in_progress / private_works_gestation


@flow("trillion VND_base / year", out_of="capital_domestic")
def depreciation_of_domestic_capital(capital_domestic, depreciation_domestic):
    """Domestic capital worn out. Source: F6 [SOL] [BW14]."""
    return depreciation_domestic * capital_domestic
