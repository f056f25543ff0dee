"""Public investment: last year's domestic revenue makes the plan, disbursement works, works public capital."""

from qnsim.engine.declare import Stock, Surprise, auxiliary, flow
from qnsim.engine.laws import OfYear, ShareOfYear, UsualShareOfYear
from qnsim.engine.words import exp, maximum, minimum

public_plan_last_year = Stock(
    "trillion VND_base / year", start="public_investment_plan_base", meaning="Last year's public investment plan."
)
public_investment_last_year = Stock(
    "trillion VND_base / year", start="public_investment_base", meaning="Last year's public investment."
)
public_works_in_progress = Stock(
    "trillion VND_base", start="public_works_in_progress_start", meaning="Public works begun and not yet in service."
)
capital_public = Stock(
    "trillion VND_base",
    start="capital_public_start",
    meaning="Public infrastructure in service, adjusted for efficiency.",
)
disbursement_draw = Surprise(
    OfYear(),
    "standard normal draw of the year: disbursement",
    group="public works and budget",
    vi="Giải ngân trong năm",
    en="Disbursement of the year",
    told="disbursement of the year against its usual rate",
    size="disbursement_log_sd",
)
damage_public = Stock("trillion VND_base", meaning="Storm damage to public capital not yet repaired.")
payment_share = Surprise(
    ShareOfYear("disbursement_quarter_shares"),
    "share of the year's public investment payments that falls in this quarter",
    group="public works and budget",
    vi="Nhịp giải ngân trong năm",
    en="Pace of disbursement within the year",
)
payment_share_normal = Surprise(
    UsualShareOfYear("disbursement_quarter_shares"),
    "the usual share in this quarter, scaled so that works of a year add up to its payments",
    group="public works and budget",
    vi="Nhịp giải ngân thông thường",
    en="Usual pace of disbursement",
)
payment_share_early = Surprise(
    ShareOfYear("disbursement_quarter_shares_early"),
    "the share in this quarter of a year that pays early",
    group="public works and budget",
    vi="Nhịp giải ngân sớm",
    en="Pace of a year that pays early",
)


@auxiliary("trillion VND_base / year")
def public_investment_base(public_investment_plan_base, disbursement_rate_base):
    """Public investment of the base year."""
    return public_investment_plan_base * disbursement_rate_base


@auxiliary("1")
def plan_ratio(
    public_investment_plan_base,
    development_spending_share_base,
    revenue_domestic_real_base,
    revenue_domestic_growth_base,
    accounting_year,
):
    """Plan of the base year per development spending out of the revenue known when it was made: the year before's."""
    grown = 1 + revenue_domestic_growth_base * accounting_year
    return public_investment_plan_base * grown / (development_spending_share_base * revenue_domestic_real_base)


@auxiliary("trillion VND_base / year")
def public_investment_plan(
    plan_ratio,
    development_spending_share,
    revenue_domestic_real_last_year,
    plan_transfers,
    public_investment_plan_policy,
):
    """Public investment plan of the year, from last year's domestic revenue. Source: G1 [TH17] [NSL15].

    Land-use fees are in domestic revenue; revenue from imports and exports belongs to the central budget.
    """
    own_plan = plan_ratio * development_spending_share * revenue_domestic_real_last_year
    return (own_plan + plan_transfers) * public_investment_plan_policy


@flow("trillion VND_base / year / year", into="public_plan_last_year")
def public_plan_memory(year_end, public_investment_plan, public_plan_last_year, step):
    """At the end of a year this year's plan becomes last year's."""
    return year_end * (public_investment_plan - public_plan_last_year) / step


@auxiliary("1")
def plan_size(
    public_investment_plan, public_plan_last_year, public_investment_plan_base, investment_trend_growth, accounting_year
):
    """The plan against last year's plan grown at trend: what administrations are used to.

    They are used to at least half of the base year's plan, and less than half of what they are used to is no easier to
    spend than half: after a year without a plan any other would else be endlessly larger.
    """
    usual = maximum(
        public_plan_last_year * (1 + investment_trend_growth * accounting_year), public_investment_plan_base / 2
    )
    return maximum(public_investment_plan, usual / 2) / usual


@auxiliary("1")
def disbursement_rate_of_year(public_investment_disbursement_rate, disbursement_log_sd, disbursement_draw):
    """Disbursement rate of the year: years differ around the common one. Source: G2 [NHAN20] [D21] [D22]."""
    return public_investment_disbursement_rate * exp(disbursement_log_sd * disbursement_draw)


@auxiliary("1")
def disbursed_share(
    disbursement_rate_of_year,
    plan_size,
    disbursement_plan_elasticity,
    major_storm_year,
    storm_disbursement_loss,
):
    """Share of the year's plan that is paid: a larger plan is harder to spend, a typhoon stops works.

    Source: G2 [NHAN20] [D21] [D22]; the typhoon term renders rule 5 of PRIORS.md section 3.
    """
    capacity = plan_size**disbursement_plan_elasticity
    return minimum(disbursement_rate_of_year * capacity * (1 - storm_disbursement_loss * major_storm_year), 1)


@auxiliary("trillion VND_base / year")
def public_investment_of_year(disbursed_share, public_investment_plan):
    """Public investment of the whole year. Source: G5."""
    return disbursed_share * public_investment_plan


@flow("trillion VND_base / year / year", into="public_investment_last_year")
def public_investment_memory(year_end, public_investment_of_year, public_investment_last_year, step):
    """At the end of a year this year's public investment becomes last year's."""
    return year_end * (public_investment_of_year - public_investment_last_year) / step


@auxiliary("trillion VND_base / year")
def public_investment_trend(public_investment_last_year, investment_trend_growth, accounting_year):
    """Last year's public investment grown at trend: what the economy is used to."""
    return public_investment_last_year * (1 + investment_trend_growth * accounting_year)


@auxiliary("1")
def payment_profile(payment_share, payment_share_early, disbursement_pace):
    """Share of the year's payments in the quarter: the pace moves it towards a year that pays early.

    It moves payments within a year and not their sum. Works stay as they are: how far they move with payments inside a
    year is not known, and over the year both add up to the same. Source: G3 [NHAN20] [D22], judgement.
    """
    return payment_share + disbursement_pace * (payment_share_early - payment_share)


@auxiliary("trillion VND_base / year")
def public_investment_paid(public_investment_of_year, payment_profile, accounting_year, quarter_length):
    """Report: Treasury payments in the quarter, as a yearly rate. Source: G3 [D21] [D22]."""
    return public_investment_of_year * payment_profile * accounting_year / quarter_length


@flow("trillion VND_base / year", into="public_works_in_progress")
def public_work_done(public_investment_of_year, work_profile_smoothing, payment_share, payment_share_normal):
    """Public works built: smoother over the year than payments, without the usual season. Source: G4, judgement."""
    profile = work_profile_smoothing + (1 - work_profile_smoothing) * payment_share / payment_share_normal
    return public_investment_of_year * profile


@flow("trillion VND_base / year", out_of="capital_public", into="damage_public")
def storm_damage_public(storm_damage, storm_damage_domestic_share, capital_public, quarter_length):
    """Public capital destroyed, at most half of it in a quarter. Source: M8, M9."""
    return minimum((1 - storm_damage_domestic_share) * storm_damage, capital_public / (2 * quarter_length))


@flow("trillion VND_base / year", out_of="damage_public", into="public_works_in_progress")
def repair_public(damage_public, storm_repair_time, step):
    """Damage that the province takes in hand, beside its plan, which becomes public works. Source: M10, judgement."""
    return damage_public / maximum(storm_repair_time, step)


@auxiliary("1")
def services_demand_multiplier(public_investment_multiplier, construction_value_added_ratio):
    """Output of services per public investment, beyond the part construction carries. Source: M3."""
    return maximum(public_investment_multiplier - construction_value_added_ratio, 0)


@auxiliary("1")
def public_demand(
    services_demand_multiplier,
    public_works_built,
    public_works_usual,
    services_potential,
    manufacturing_local_potential,
):
    """Demand from public works above the usual, per output of the branches that serve it. Source: M2 [FL17] [BAT]."""
    served_by = services_potential + manufacturing_local_potential
    return services_demand_multiplier * (public_works_built - public_works_usual) / served_by


@auxiliary("year")
def public_works_delay(public_works_gestation, land_clearance, land_share_of_public_works):
    """Time from spending to service: land cleared faster shortens the part of it that waits for land. Source: B3."""
    return public_works_gestation * (1 - land_share_of_public_works * (1 - 1 / land_clearance))


@auxiliary("trillion VND_base / year")
def public_works_completed(public_works_in_progress, public_works_delay):
    """Public works finished. Source: G7 [LWY]."""
    return public_works_in_progress / public_works_delay


@flow("trillion VND_base / year", out_of="public_works_in_progress", into="capital_public")
def public_works_in_service(public_works_completed, public_investment_efficiency):
    """The part of finished works that becomes useful capital. Source: G8 [PRI] [DN12]."""
    return public_investment_efficiency * public_works_completed


@flow("trillion VND_base / year", out_of="public_works_in_progress")
def public_works_wasted(public_works_completed, public_investment_efficiency):
    """The part of the cost of finished works that never becomes useful capital. Source: G8 [PRI] [DN12]."""
    return (1 - public_investment_efficiency) * public_works_completed


@flow("trillion VND_base / year", out_of="capital_public")
def depreciation_of_public_capital(capital_public, depreciation_public):
    """Public capital worn out. Source: G8 [BW14]."""
    return depreciation_public * capital_public


@auxiliary("trillion VND_base / year")
def public_works_in_service_start(public_works_in_progress_start, public_works_gestation, public_investment_efficiency):
    """Useful public works finished per year at the start."""
    return public_investment_efficiency * public_works_in_progress_start / public_works_gestation


@auxiliary("trillion VND_base")
def capital_public_base(
    capital_public_start,
    public_works_in_service_base,
    public_works_in_service_start,
    depreciation_public,
    accounting_year,
    step,
):
    """Public capital in the base year's average: the start less half a year of growth then, half a step of now."""
    worn = depreciation_public * capital_public_start
    now = public_works_in_service_start - worn
    return capital_public_start - (public_works_in_service_base - worn) * accounting_year / 2 - now * step / 2
