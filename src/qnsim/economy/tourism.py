"""Tourism: arrivals recover towards their potential, which grows; guests spend, those from abroad more."""

from qnsim.engine.declare import Stock, auxiliary, flow
from qnsim.engine.words import log, maximum, minimum

tourist_arrivals_potential = Stock(
    "million arrival / year",
    start="tourist_arrivals_potential_start",
    meaning="Arrivals without after-effects of shocks.",
)
tourist_arrivals = Stock(
    "million arrival / year", start="tourist_arrivals_first", meaning="Yearly rate of tourist arrivals."
)


@auxiliary("million arrival / year")
def tourist_arrivals_first(
    tourist_arrivals_start, tourist_arrivals_potential_start, tourist_arrivals_trend_growth, tourism_recovery_time, step
):
    """Arrivals in the first quarter: the rate at the end of the base year and half a step of recovery.

    As in every step, at most half is lost in a whole one.
    """
    recovery = log(tourist_arrivals_potential_start / tourist_arrivals_start) / tourism_recovery_time
    growth = maximum(tourist_arrivals_trend_growth + recovery, -(1 / (2 * step)))
    return tourist_arrivals_start * (1 + growth * step / 2)


@auxiliary("1 / year")
def tourism_growth(tourist_arrivals_trend_growth, tourism_growth_policy):
    """Trend growth of arrivals, with promotion."""
    return tourist_arrivals_trend_growth + tourism_growth_policy


@flow("million arrival / year / year", into="tourist_arrivals_potential")
def tourist_arrivals_potential_growth(tourism_growth, tourist_arrivals_potential):
    """Growth of potential arrivals. Source: H7 [TOUR19]."""
    return tourism_growth * tourist_arrivals_potential


@flow("million arrival / year / year", into="tourist_arrivals")
def tourist_arrivals_growth(tourism_growth, tourist_arrivals_potential, tourist_arrivals, tourism_recovery_time, step):
    """Trend growth and recovery towards the potential; at most half is lost in a step. Source: H8 [QN22I]."""
    recovery = log(tourist_arrivals_potential / tourist_arrivals) / maximum(tourism_recovery_time, step)
    return maximum(tourism_growth + recovery, -(1 / (2 * step))) * tourist_arrivals


@auxiliary("1")
def international_share(international_share_start, international_share_policy):
    """Share of guests from abroad, from none to all. Source: definition."""
    return minimum(maximum(international_share_start + international_share_policy, 0), 1)


@auxiliary("1")
def guest_spending(
    guest_spending_policy, international_spending_premium, international_share, international_share_start
):
    """What the average guest spends, at the start = 1: as each spends, and as many come from abroad.

    Source: revenue per guest [BQT16] [DDVT19] [QN20] [TOUR22].
    """
    mix = 1 + international_spending_premium * international_share
    return guest_spending_policy * mix / (1 + international_spending_premium * international_share_start)


@auxiliary("million arrival / year")
def tourism_receipts(tourist_arrivals, guest_spending):
    """What all guests spend, counted in guests who spend as one did at the start. Source: definition."""
    return tourist_arrivals * guest_spending
