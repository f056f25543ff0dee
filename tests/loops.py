"""The feedback loops of the economy, each with the links that cut it and a disturbance that shows what it does.

A link is (reader, read). Whether a loop is reinforcing or balancing was stated from theory before it was measured.
What theory also names but the model does not close: the lead in productivity fades with time and not with its size,
and catching up with the target late in a year changes what is published and not what is produced.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

Link = tuple[str, str]
FIRST, YEARS = 2023, 8


@dataclass(frozen=True)
class Disturbance:
    """What is done to the economy: paths and constants that differ from the central run.

    `before` holds the paths that the undisturbed run has as well.
    """

    paths: Mapping[str, np.ndarray] = field(default_factory=dict)
    constants: Mapping[str, float] = field(default_factory=dict)
    before: Mapping[str, np.ndarray] = field(default_factory=dict)


@dataclass(frozen=True)
class Loop:
    """A chain of causes that returns to itself, the links that cut it, and where to look for what it does.

    It is `balancing` if it works against a disturbance, else reinforcing. `acts_from` is the first year in which it can
    do anything; `at_least` is the smallest share of the cut response that counts as doing something.
    """

    chain: str
    links: tuple[Link, ...]
    disturbance: str
    balancing: bool = False
    watched: str = "grdp"
    year: int = 2030
    acts_from: int = FIRST
    at_least: float = 0.001


def in_year(year: int, value: float) -> np.ndarray:
    """A path that has a value in the quarters of one year and is 0 in all others."""
    path = np.zeros((4 * YEARS, 1))
    path[4 * (year - FIRST) : 4 * (year - FIRST) + 4] = value
    return path


def in_autumn(year: int) -> np.ndarray:
    """A path that is 1 in the third quarter of one year."""
    path = np.zeros((4 * YEARS, 1))
    path[4 * (year - FIRST) + 2] = 1
    return path


BOOM = 0.01 / (0.65 * 0.005)  # a point of growth: 0.01 / (shock_scale * model_discrepancy_sd), at their central values
DISTURBANCES = {
    "boom": Disturbance({"discrepancy_draw": in_year(2023, BOOM)}),
    "slump": Disturbance({"discrepancy_draw": in_year(2023, -3 * BOOM)}),
    "boom before a typhoon": Disturbance(
        {"discrepancy_draw": in_year(2023, BOOM)}, before={"major_storm": in_autumn(2025)}
    ),
    "boom before a pandemic": Disturbance(
        {"discrepancy_draw": in_year(2023, BOOM)}, before={"pandemic": in_year(2025, 1.0)}
    ),
    "boom before a boom": Disturbance(
        {"discrepancy_draw": in_year(2023, BOOM) + in_year(2026, BOOM)},
        before={"discrepancy_draw": in_year(2026, BOOM)},
    ),
    "typhoon": Disturbance({"major_storm": in_autumn(2023)}),
    "investment up in one year": Disturbance({"investment_walk": in_year(2023, 3.0)}),
    "registrations doubled": Disturbance(constants={"fdi_attraction_policy": 2.0}),
    "plan a fifth larger": Disturbance(constants={"public_investment_plan_policy": 1.2}),
    "coal two points faster": Disturbance(constants={"mining_growth_policy": 0.02}),
    "entry a third higher": Disturbance(constants={"firm_entry_policy": 1.3}),
}

PUBLIC_DEMAND = (
    ("public_works_built", "public_work_done"),
    ("public_works_usual", "public_investment_trend"),
)
PUBLIC_LEAD = (
    ("private_response_to_public", "public_investment_of_year"),
    ("private_response_to_public", "public_investment_trend"),
)
WEAR = (
    ("depreciation_of_domestic_capital", "capital_domestic"),
    ("depreciation_of_public_capital", "capital_public"),
    ("plant_retired", "capital_modern"),
)

# What the economy tells those who decide. Cutting all of these leaves no loop.
PERCEIVED = {
    "income to private investment": Loop(
        "GRDP > perceived GRDP > private investment > construction, capital and plant > GRDP",
        (("income_foreseen", "grdp_smoothed"),),
        "boom",
    ),
    "expectations to private investment": Loop(
        "growth > expected growth > private investment > construction, capital and plant > GRDP",
        (("income_foreseen", "expected_growth"),),
        "boom",
    ),
    "revenue to public plan": Loop(
        "GRDP > revenue > next year's plan > public works > construction, demand and public capital > GRDP",
        (("public_investment_plan", "revenue_domestic_real_last_year"),),
        "boom",
        acts_from=2024,
    ),
    "expectations to entry": Loop(
        "growth > expected growth > new firms > productivity of services > GRDP",
        (("new_firms", "founders_mood"),),
        "boom",
    ),
    "growth to hiring": Loop(
        "growth > growth that employers feel > hiring and newcomers > employed persons > services > GRDP",
        (("hiring", "growth_felt"), ("newcomers", "growth_felt")),
        "slump",
        year=2024,  # later, growth that returns is felt in its turn
    ),
    "typhoons take a share": Loop(
        "GRDP > what a typhoon takes > GRDP",
        (("storm_output_loss", "grdp_year_ago"), ("storm_damage", "grdp_year_ago")),
        "boom before a typhoon",
        balancing=True,
        year=2025,
        acts_from=2025,
    ),
    "pandemics take a share": Loop(
        "GRDP > what a pandemic takes > GRDP",
        (("pandemic_output_loss", "grdp_year_ago"),),
        "boom before a pandemic",
        balancing=True,
        year=2025,
        acts_from=2025,
    ),
    "surprises add a share": Loop(
        "GRDP > output that one point of growth stands for > surprises of later years > GRDP",
        (("surprise_weight", "grdp_year_ago"),),
        "boom before a boom",
        acts_from=2024,
    ),
    "repair": Loop(
        "damage > repair > works > capital restored",
        (("repair_domestic", "damage_domestic"), ("repair_public", "damage_public")),
        "typhoon",
        balancing=True,
        year=2026,
    ),
}

# How those who decide act on the economy. Cutting all of these, and the last four above, leaves no loop either.
ACTING = {
    "building for investors": Loop(
        "GRDP > private investment > construction > GRDP",
        (("investment_total", "investment_private"),),
        "boom",
    ),
    "capital of services": Loop(
        "GRDP > private investment > domestic capital > services > GRDP",
        (("private_works_begun", "investment_private"),),
        "boom",
    ),
    "domestic plant": Loop(
        "GRDP > private investment > modern plant > manufacturing > GRDP",
        (("plant_investment_private", "investment_private"),),
        "boom",
    ),
    "building for the province": Loop(
        "GRDP > revenue > plan > public works > construction > GRDP",
        (("investment_total", "public_work_done"),),
        "boom",
        acts_from=2024,
    ),
    "public demand": Loop(
        "GRDP > revenue > plan > public works > use of capacity > GRDP",
        PUBLIC_DEMAND,
        "boom",
        year=2024,
        acts_from=2024,
    ),
    "public lead": Loop(
        "GRDP > revenue > plan > public investment above its trend > private investment > GRDP",
        PUBLIC_LEAD,
        "boom",
        year=2024,
        acts_from=2024,
    ),
    "infrastructure": Loop(
        "GRDP > revenue > plan > public capital > services > GRDP",
        (("services_infrastructure_effect", "capital_public"),),
        "boom",
        acts_from=2024,
    ),
    "sites for investors": Loop(
        "plant > GRDP > domestic revenue > plan > public capital > registered FDI > plant",
        (("fdi_site_quality", "capital_public"),),
        "registrations doubled",
        acts_from=2024,
        at_least=0.00005,  # by domestic revenue only: plant, plan, works, licence, plant again, once round in the run
    ),
    "labour shortage": Loop(
        "growth > hiring > fewer without work > less registered FDI > plant > growth",
        (("fdi_attraction", "unemployment_rate"),),
        "slump",
        balancing=True,
        at_least=0.00005,  # people who stay away when there is less work leave less of them without it
    ),
    "dilution of spillovers": Loop(
        "GRDP > private investment, nine tenths not in plant > lower share of plant > less learning > services > GRDP",
        (("fdi_spillover_rate", "modern_capital_share_change"),),
        "boom",
        balancing=True,
    ),
    "productivity from entry": Loop(
        "growth > expected growth > new firms > productivity of services > GRDP",
        (("services_tfp_growth_flow", "entry_productivity_rate"),),
        "boom",
    ),
    "work in services": Loop(
        "growth > growth that employers feel > hiring > work in services > GRDP",
        (("services_labour_effect", "efficiency_labour"),),
        "slump",
        year=2026,  # later as many work as can be found, after a slump as well
    ),
}

# Loops inside the others, or of one stock only, that are limits and wear.
LIMITS = {
    "a larger plan is harder to spend": Loop(
        "plan > plan against last year's > share disbursed > public works",
        (("disbursed_share", "plan_size"),),
        "plan a fifth larger",
        balancing=True,
        watched="public_work_done",
        year=2023,
    ),
    "wear": Loop(
        "capital > depreciation > capital",
        WEAR,
        "investment up in one year",
        balancing=True,
        watched="capital_domestic",
    ),
    "pipeline": Loop(
        "registered and not spent > spending > registered and not spent",
        (("fdi_stage_outflow_3", "fdi_backlog_3"),),
        "registrations doubled",
        balancing=True,
        watched="fdi_backlog_3",
    ),
    "ceiling on coal": Loop(
        "coal output > room below the ceiling > coal output",
        (("coal_output_growth", "coal_room"),),
        "coal two points faster",
        balancing=True,
        watched="coal_output",
    ),
    "exits": Loop(
        "firms > exits > firms",
        (("firm_exits_young", "firms_young"), ("firm_exits_mature", "firms_mature")),
        "entry a third higher",
        balancing=True,
        watched="firms_mature",
    ),
}
LOOPS = {**PERCEIVED, **ACTING, **LIMITS}
WITHOUT_ACTORS = ("typhoons take a share", "pandemics take a share", "surprises add a share", "repair")

# Loops of a stock with its own flows, which remain when all else is cut.
GROWING = {
    "coal_value_per_tonne",
    *("labour_force", "tourist_arrivals_potential", "price_level", "trade_revenue_usual"),
}
DRAINING = {
    *("capital_modern", "capital_domestic", "capital_public", "plant_under_construction"),
    *("private_works_in_progress", "public_works_in_progress", "fdi_backlog_1", "fdi_backlog_2", "fdi_backlog_3"),
    *("fdi_park_backlog", "partnership_backlog"),
    *("firms_young", "firms_mature", "utilisation_carried"),
}
LIMITED = {"coal_output", "certified_share", "employed_persons"}
FOLLOWING = {
    *("trade_attracted", "digital_uptake"),
    "grdp_smoothed",
    "expected_growth",
    "usual_growth",
    "growth_felt",
    "fdi_registered_average",
    "tourist_arrivals",
    "partnership_work_usual",
}
REMEMBERING = {
    *("grdp_quarter_to_date", "grdp_one_quarter_ago", "grdp_two_quarters_ago", "grdp_three_quarters_ago"),
    *("grdp_year_ago", "grdp_year_to_date", "grdp_year_to_date_last_year"),
    *(
        "revenue_domestic_real_year_to_date",
        "revenue_domestic_real_last_year",
        "public_plan_last_year",
        "public_investment_last_year",
    ),
    *(
        "fdi_log_deviation_last_year",
        "trade_log_deviation_last_year",
        "local_shock_last_year",
        "storm_last_quarter",
        "major_storm_memory",
    ),
}
OWN_LOOPS = GROWING | DRAINING | LIMITED | FOLLOWING | REMEMBERING
# Variables between such a stock and its own flow.
STEPS_OF_OWN_LOOPS = {
    *("coal_room", "grdp_of_quarter", "utilisation_gap", "public_works_completed", "fdi_log_deviation", "local_shock"),
    "trade_log_deviation",
}
