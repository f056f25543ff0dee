"""Firms by age: they enter, stop early, or become mature."""

from qnsim.engine.declare import Stock, auxiliary, flow
from qnsim.engine.words import exp, maximum

firms_young = Stock("firm", start="firms_young_start", meaning="Active firms in their first years.")
firms_mature = Stock("firm", start="firms_mature_start", meaning="Active firms past their first years.")


@auxiliary("firm")
def firms_young_start(active_firms_start, firms_young_share):
    """Young firms at the start."""
    return active_firms_start * firms_young_share


@auxiliary("firm")
def firms_mature_start(active_firms_start, firms_young_start):
    """Mature firms at the start."""
    return active_firms_start - firms_young_start


@flow("firm / year", into="firms_young")
def new_firms(firm_entry_reference, firm_entry_growth_elasticity, expected_growth, growth_reference, firm_entry_policy):
    """Newly registered firms: more when growth is expected. Source: J1 [INV20], judgement."""
    mood = (expected_growth - growth_reference) / growth_reference
    return firm_entry_reference * maximum(1 + firm_entry_growth_elasticity * mood, 0) * firm_entry_policy


@flow("firm / year", out_of="firms_young", into="firms_mature")
def firms_maturing(firms_young, firm_maturation_time):
    """Firms that outlive their first years. Source: J2 [STE]."""
    return firms_young / firm_maturation_time


@flow("firm / year", out_of="firms_young")
def firm_exits_young(firm_exit_hazard_young, firms_young, firm_exit_policy):
    """Young firms that stop. Source: J2 [SME] [NTN16]."""
    return firm_exit_hazard_young * firms_young * firm_exit_policy


@flow("firm / year", out_of="firms_mature")
def firm_exits_mature(firm_exit_hazard_mature, firms_mature, firm_exit_policy):
    """Mature firms that stop. Source: J3 [NTN22]."""
    return firm_exit_hazard_mature * firms_mature * firm_exit_policy


@auxiliary("firm / year")
def firm_exits(firm_exits_young, firm_exits_mature):
    """Firms that stop. Source: J4, definition."""
    return firm_exits_young + firm_exits_mature


@auxiliary("firm / year")
def firm_exits_start(firm_exit_hazard_young, firms_young_start, firm_exit_hazard_mature, firms_mature_start):
    """Firms that stop per year at the start, without new policy."""
    return firm_exit_hazard_young * firms_young_start + firm_exit_hazard_mature * firms_mature_start


@auxiliary("1 / year")
def net_entry_rate(new_firms, firm_exits, firms_young, firms_mature):
    """Net growth of the number of firms. Source: J5, definition."""
    return (new_firms - firm_exits) / (firms_young + firms_mature)


@auxiliary("1 / year")
def net_entry_rate_reference(firm_entry_reference, firm_exits_start, active_firms_start):
    """Net growth of the number of firms that is usual at the start."""
    return (firm_entry_reference - firm_exits_start) / active_firms_start


@auxiliary("1")
def firm_survival_half_year(firm_exit_hazard_young, firm_exit_policy, accounting_year):
    """Report: share of new firms alive after half a year. Source: J6."""
    return exp(-firm_exit_hazard_young * firm_exit_policy * accounting_year / 2)


@auxiliary("person / year")
def jobs_in_new_firms(jobs_per_new_firm, new_firms):
    """Report: jobs in newly registered firms. Source: K4 [VNF22]."""
    return jobs_per_new_firm * new_firms


@auxiliary("billion VND_base / year")
def new_firm_value_added(
    new_firm_relative_productivity,
    labour_productivity,
    jobs_in_new_firms,
    firm_survival_half_year,
    new_firm_displacement,
    accounting_year,
):
    """Report: value added of the year's new firms, net of what they take from others. Source: J7 [OECD] [VNF22]."""
    gross = new_firm_relative_productivity * labour_productivity * jobs_in_new_firms * accounting_year
    return gross * firm_survival_half_year * (1 - new_firm_displacement) / 2
