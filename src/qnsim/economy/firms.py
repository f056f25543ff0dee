"""Firms by age: they enter, stop early, or become mature."""

from qnsim.engine.declare import Stock, Surprise, auxiliary, flow
from qnsim.engine.laws import OfYear
from qnsim.engine.words import exp, maximum, minimum

firms_young = Stock("firm", start="firms_young_start", meaning="Active firms in their first years.")
firms_mature = Stock("firm", start="firms_mature_start", meaning="Active firms past their first years.")
usual_growth = Stock("1 / year", start="expected_growth_start", meaning="Growth that founders of firms are used to.")
firm_exit_draw = Surprise(
    OfYear(),
    "standard normal draw of the year: exits of firms",
    group="construction and private investment",
    vi="Doanh nghiệp rút lui trong năm",
    en="Exits of firms in the year",
    told="exits of firms in the year against what their number and age explain",
    size="firm_exit_log_sd",
)


@auxiliary("firm")
def firms_young_start(active_firms_start, firms_young_share):
    """Young firms at the start."""
    return active_firms_start * firms_young_share


@auxiliary("firm")
def firms_mature_start(active_firms_start, firms_young_start):
    """Mature firms at the start."""
    return active_firms_start - firms_young_start


@flow("1 / year / year", into="usual_growth")
def usual_growth_adjustment(expected_growth, usual_growth, usual_growth_time):
    """Founders get used to the growth they see. Source: judgement."""
    return (expected_growth - usual_growth) / usual_growth_time


@auxiliary("1")
def founders_mood(expected_growth, usual_growth, growth_reference):
    """Expected growth against the usual, per reference growth and felt as once that at most. Source: J1."""
    felt = minimum(maximum(1 + (expected_growth - usual_growth) / growth_reference, 0), 2)
    return felt - 1


@flow("firm / year", into="firms_young")
def new_firms(
    firm_entry_reference,
    firm_entry_growth_elasticity,
    founders_mood,
    firm_entry_policy,
    reform_entry_effect,
    administrative_reform,
):
    """Newly registered firms, without dependent units: more when more growth is expected than usual.

    In logs around each future's own growth: a bad year costs an eighth of registrations, not all, and slower growth for
    good leaves the usual number. Source: J1 [INV20], judgement.
    """
    drawn_in = exp(firm_entry_growth_elasticity * founders_mood + reform_entry_effect * administrative_reform)
    return firm_entry_reference * drawn_in * firm_entry_policy


@flow("firm / year", out_of="firms_young", into="firms_mature")
def firms_maturing(firms_young, firm_maturation_time):
    """Firms that outlive their first years. Source: J2 [STE]."""
    return firms_young / firm_maturation_time


@auxiliary("1")
def firm_exit_pressure(firm_exit_log_sd, firm_exit_draw, firm_exit_policy, reform_exit_effect, administrative_reform):
    """Exit hazards of the year against the usual: luck, policy, administration. Source: [FIRM18] [INV20] [DVD]."""
    return exp(firm_exit_log_sd * firm_exit_draw - reform_exit_effect * administrative_reform) * firm_exit_policy


@flow("firm / year", out_of="firms_young")
def firm_exits_young(firm_exit_hazard_young, firms_young, firm_exit_pressure, quarter_length):
    """Young firms that stop, at most half of them in a quarter. Source: J2 [SME] [NTN16]."""
    return minimum(firm_exit_hazard_young * firm_exit_pressure, 1 / (2 * quarter_length)) * firms_young


@flow("firm / year", out_of="firms_mature")
def firm_exits_mature(firm_exit_hazard_mature, firms_mature, firm_exit_pressure, quarter_length):
    """Mature firms that stop, at most half of them in a quarter. Source: J3 [NTN22]."""
    return minimum(firm_exit_hazard_mature * firm_exit_pressure, 1 / (2 * quarter_length)) * firms_mature


@auxiliary("firm / year")
def firm_exits(firm_exits_young, firm_exits_mature):
    """Firms that stop for good, whether dissolved by law or found gone by a survey of firms.

    A firm that suspends business for a time is no exit: two thirds of all that left the register in the record's one
    full year were suspended, and more than half as many came back. Source: J4, definition [INV20].
    """
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
