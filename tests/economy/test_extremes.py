"""Extreme conditions: every equation on impossible inputs; futures are in `test_extreme_futures.py`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
import pytest
from claims import Figure
from stressed import (
    DEVIATIONS,
    FUTURES,
    FUTURES_HOW,
    ROUNDING,
    STRESSED,
    run_draws,
)

from qnsim.engine.model import CLOCK, Equation
from qnsim.engine.simulate import Horizon, Inputs, simulate
from qnsim.facts.case import Case
from qnsim.scenarios.scenario import Scenario

Values = dict[str, float]
EQUATIONS = "Every equation gives a finite and possible value when any of its inputs is zero, tiny, huge or negative"
EQUATIONS_HOW = (
    "Each input of each equation in turn at 0, a billionth, a million times its usual value and below zero, the others "
    "as usual; the few that cannot be are listed with the reason and shown never to be reached"
)
# Not inputs: what a year, a quarter, the step and the stages of a delay are.
DEFINITIONS = {*CLOCK, "accounting_year", "quarter_length", "base_time", "price_level_base", "fdi_delay_stages"}

BASE = "a level of the base year or of the start, which others are measured against"
TIME_CONSTANT = "the mean length of a delay; its range excludes 0"
# What an equation divides by, or takes the logarithm of: at 0 the equation has no value.
NOT_ZERO: Mapping[str, str] = {
    "active_firms_start": BASE,
    "capital_domestic_base": BASE,
    "capital_public_base": BASE,
    "capital_public_start": BASE,
    "certified_share_start": BASE,
    "coal_output_base": BASE,
    "development_spending_share_base": BASE,
    "efficiency_labour_base": BASE,
    "fdi_registered_base": BASE,
    "grdp_base": BASE,
    "grdp_share_sum": BASE,
    "gross_value_added_base": BASE,
    "investment_total_base": BASE,
    "power_capacity_base": BASE,
    "revenue_domestic_real_base": BASE,
    "tourist_arrivals_base": BASE,
    "tourist_arrivals_start": BASE,
    "revenue_import_export_base": BASE,
    "trade_revenue_usual_base": BASE,
    "unemployment_rate_start": BASE,
    "fdi_registered_median": "the middle of a lognormal distribution is above 0",
    "land_clearance": "a speed; its range excludes 0",
    "exchange_rate_real": "a price",
    "price_level": "a price",
    "fdi_fixed_capital_share": "the base year had foreign fixed investment, so its share was not 0",
    "net_jobs_per_reported_job": "jobs were reported and employment grew, so the ratio is not 0",
    "coal_adjustment_time": TIME_CONSTANT,
    "expectation_time": TIME_CONSTANT,
    "fdi_conversion_window": TIME_CONSTANT,
    "hiring_time": TIME_CONSTANT,
    "usual_growth_time": TIME_CONSTANT,
    "firm_maturation_time": TIME_CONSTANT,
    "partnership_preparation_time": TIME_CONSTANT,
    "plant_commissioning_time": TIME_CONSTANT,
    "private_works_gestation": TIME_CONSTANT,
    "public_works_delay": TIME_CONSTANT,
    "public_works_gestation": TIME_CONSTANT,
    "tourism_recovery_time": TIME_CONSTANT,
    "impulse_gain": "a mean of weights, of which the first is above 0",
    "payment_share_normal": "a quarter in which nothing is ever paid would not be a quarter of works",
    "product_tax_response": "1 and a share",
    "capital_productive": "capital wears out by a share and is never used up",
    "employed_persons": "people leave work by shares; somebody always works",
    "labour_force": "people leave by shares; somebody is always left",
    "fdi_registered_average": "a smoothed flow fades and never ends",
    "grdp_year_ago": "mines and farms alone give more than 0",
    "surprise_weight": "services and local manufacturing at normal use of capacity are above 0",
    "tourist_arrivals": "arrivals at most halve in a step",
}
EXPONENT = "an elasticity: a million of it is a power that no number holds"
IN_LOGS = "a logarithm: a million of it is a factor that no number holds"
# Where a million times the usual value leaves the numbers a computer has.
NOT_HUGE: Mapping[str, str] = {
    "domestic_revenue_buoyancy": EXPONENT,
    "fdi_infrastructure_elasticity": EXPONENT,
    "fdi_labour_elasticity": EXPONENT,
    "product_tax_elasticity": EXPONENT,
    "public_capital_elasticity": EXPONENT,
    "services_capital_elasticity": EXPONENT,
    "services_tourism_elasticity": EXPONENT,
    "spillover_skill_exponent": EXPONENT,
    "fdi_registered_persistence": "a persistence: beyond 1 a series explodes",
    "local_growth_shock_persistence": "a persistence: beyond 1 a series explodes",
    "agriculture_capacity_log": IN_LOGS,
    "electricity_dispatch_log": IN_LOGS,
    "manufacturing_local_capacity_log": IN_LOGS,
    "services_tfp_log": IN_LOGS,
    "services_tfp_drift": "a drift below 0: a million of it leaves no productivity to take a logarithm of",
    "agriculture_shock": IN_LOGS,
    "construction_shock": IN_LOGS,
    "construction_drift": IN_LOGS,
    "electricity_shock": IN_LOGS,
    "investment_shock": IN_LOGS,
    "manufacturing_shock": IN_LOGS,
    "mining_shock": IN_LOGS,
    "product_tax_shock": IN_LOGS,
    "fdi_log_deviation": IN_LOGS,
    "administrative_reform": IN_LOGS,
    "firm_exit_draw": IN_LOGS,
    "land_draw": IN_LOGS,
    "disbursement_draw": IN_LOGS,
    "trade_log_deviation": IN_LOGS,
    "trade_revenue_persistence": "a persistence: beyond 1 a series explodes",
}
# Variables that fall below 0 when things shrink, are lost or disappoint; every one does so in some run below.
SIGNED = {
    *DEVIATIONS,
    "manufacturing_shock",
    *("agriculture_capacity_start", "electricity_dispatch_start"),
    *("manufacturing_local_capacity_start", "services_tfp_start"),
    *("agriculture_shock", "construction_shock", "electricity_shock", "investment_shock", "mining_shock"),
    *("product_tax_shock", "local_shock", "growth_shock", "national_surprise", "national_outlook", "release_error"),
    *("surprise_level", "utilisation_gap", "utilisation_impulse", "output_deviation", "public_demand"),
    *("fdi_log_deviation", "fdi_log_deviation_base", "fdi_spillover_rate", "entry_productivity_rate"),
    *("growth_first_release", "growth_year_on_year", "growth_year_to_date", "inflation", "tourism_growth"),
    *("net_entry_rate", "net_entry_rate_reference", "services_tfp_rate", "services_tfp_growth_flow", "training"),
    *("coal_value_trend", "coal_value_growth", "dispatch_trend", "trade_attracted", "trade_attraction"),
    *(
        "digital_spread",
        "newcomers",
        "hiring",
        "labour_force_growth",
        "coal_output_growth",
        "electricity_dispatch_growth",
    ),
    *("manufacturing_local_capacity_growth", "tourist_arrivals_growth", "tourist_arrivals_potential_growth"),
    *("modern_capital_growth", "other_capital_growth", "modern_capital_share_change", "agriculture_capacity_growth"),
    *(
        "trade_log_deviation",
        "trade_log_deviation_base",
        "trade_log_deviation_last_year",
        "trade_log_deviation_memory",
        "trade_revenue_usual_growth",
        "expectation_adjustment",
        "founders_mood",
        "usual_growth_adjustment",
        "growth_felt_adjustment",
        "grdp_smoothing",
        "fdi_registered_smoothing",
        "fdi_log_deviation_memory",
    ),
    *("grdp_memory_1", "grdp_memory_2", "grdp_memory_3", "grdp_memory_4", "public_plan_memory"),
    *("local_shock_memory", "public_investment_memory", "revenue_memory", "storm_memory", "surprise_memory"),
    "utilisation_memory",
    "partnership_work_habit",
}
SELDOM_NEGATIVE = {
    *("agriculture_capacity_log", "agriculture_capacity_start", "electricity_dispatch_start"),  # as their growth
    *("agriculture_capacity_growth", "coal_value_trend", "coal_value_growth"),  # not in these few draws
    *("trade_attracted", "trade_attraction"),  # only with a lever set below 0
    "partnership_work_habit",  # partnerships fall in no run below
    "digital_spread",  # only after a lever is let go
}
# A whole less its parts: below 0 only if a part exceeded the whole, which no run below lets happen.
REMAINDERS = {
    "capital_domestic_base": "the start less half a year of growth",
    "capital_modern_base": "the start less half a year of growth",
    "capital_public_base": "the start less half a year of growth",
    "efficiency_labour_base": "certified workers of the start less those of the head start",
    "core_income": "GRDP less mining",
    "other_investment_share": "all investment less the private part",
    "fdi_staged_backlog_start": "the backlog less that of tenants",
    "fdi_backlog_1_start": "the backlog less its last stage",
    "fdi_backlog_2_start": "the backlog less the other stages",
    "firms_mature_start": "all firms less the young",
    "grdp_base_quarter_1": "the average of a year less its growth",
    "grdp_base_quarter_2": "the average of a year less its growth",
    "gross_value_added_base": "GRDP less product taxes",
    "impulse_gain": "what the steps of a year keep, less what comes late in it",
    "investment_private_base": "total investment less its other parts",
    "revenue_land_base": "half of what coal leaves of domestic revenue, at most",
    "revenue_other_domestic_base": "domestic revenue less coal and land",
    "unemployment_rate": "the labour force less the employed",
}
# Shares and signs: from 0 to 1 and never more.
SHARES = {
    "disbursed_share",
    "first_year",
    "year_end",
    "quarter_end",
    "major_storm_year",
    "utilisation_persistence_step",
}


@pytest.fixture(scope="module")
def normal_quarter(case: Case, central_inputs: Inputs) -> Values:
    """Every name of the model in the third quarter of 2024 of a central run."""
    model, position = case.model, 6
    names = [*model.stocks, *model.variables]
    paths = simulate(model, central_inputs, Horizon(2023.0, 8), 1, names)
    now = {name: path[position, 0] if path.ndim > 1 else path[0] for name, path in paths.items()}
    given = {name: float(np.squeeze(value)) for name, value in central_inputs.constants.items()}
    outside = {name: path[position, 0] for name, path in central_inputs.paths.items()}
    return {**now, **given, **outside, **Horizon(2023.0, 8).clock(position)}


def results(case: Case, usual: Values, extreme: Any) -> Iterator[tuple[Equation, str, float]]:
    """Equation, input and result for every input of every equation, with the input at `extreme(name)`."""
    for equation in case.model.variables.values():
        for name in equation.reads:
            if name not in DEFINITIONS:
                for value in extreme(name):
                    inputs = [np.float64(value if read == name else usual[read]) for read in equation.reads]
                    with np.errstate(all="ignore"):
                        yield equation, name, float(equation.compute(*inputs))


def size(usual: Values, name: str) -> float:
    return float(usual[name]) or 1.0


@pytest.mark.claim(EQUATIONS, how=EQUATIONS_HOW)
def test_at_zero_only_what_is_divided_by_or_in_a_logarithm_is_undefined(case: Case, normal_quarter: Values) -> None:
    undefined = {name for _, name, result in results(case, normal_quarter, lambda _: [0.0]) if not np.isfinite(result)}
    assert undefined == set(NOT_ZERO)


@pytest.mark.claim(EQUATIONS, how=EQUATIONS_HOW)
def test_no_tiny_input_makes_a_result_undefined(case: Case, normal_quarter: Values, figure: Figure) -> None:
    tried = list(results(case, normal_quarter, lambda name: [1e-9 * size(normal_quarter, name)]))
    figure("inputs of equations tried", len(tried))
    assert [(equation.name, name) for equation, name, result in tried if not np.isfinite(result)] == []


@pytest.mark.claim(EQUATIONS, how=EQUATIONS_HOW)
def test_a_huge_input_overflows_only_as_an_exponent_or_a_logarithm(case: Case, normal_quarter: Values) -> None:
    tried = results(case, normal_quarter, lambda name: [1e6 * size(normal_quarter, name)])
    assert {name for _, name, result in tried if not np.isfinite(result)} == set(NOT_HUGE)


@pytest.mark.claim(EQUATIONS, how=EQUATIONS_HOW)
def test_what_can_be_negative_never_makes_a_result_undefined(case: Case, normal_quarter: Values) -> None:
    def below_zero(name: str) -> list[float]:
        lowest = case.parameters[name].low if name in case.parameters else 0.0
        return [-abs(size(normal_quarter, name))] if name in SIGNED else [lowest] if lowest < 0 else []

    tried = results(case, normal_quarter, below_zero)
    assert [(equation.name, name) for equation, name, result in tried if not np.isfinite(result)] == []


@pytest.mark.claim(EQUATIONS, how=EQUATIONS_HOW)
def test_no_possible_input_makes_a_quantity_negative_but_a_part_above_its_whole(
    case: Case, normal_quarter: Values
) -> None:
    def possible(name: str) -> list[float]:
        usual = size(normal_quarter, name)
        if name in case.parameters:
            ends = [case.parameters[name].low, case.parameters[name].high]
            return [end for end in ends if end or name not in NOT_ZERO]
        if name in SIGNED:
            return [-abs(usual), abs(usual)]
        if name in SHARES or name.endswith("_share"):
            return [0.0, 1.0]
        return [factor * usual for factor in (0, 1e-9, 1e6) if factor or name not in NOT_ZERO]

    negative = {equation.name for equation, _, result in results(case, normal_quarter, possible) if result < 0}
    assert negative - SIGNED == set(REMAINDERS)


@pytest.fixture(scope="module")
def lowest(case: Case, nothing_set: Scenario) -> Values:
    """The lowest value of every variable and stock in 200 draws of each stressed future."""
    keep = [*case.model.stocks, *case.model.variables]
    found: Values = dict.fromkeys(keep, np.inf)
    for stress in STRESSED.values():
        for name, path in run_draws(nothing_set, case, stress, keep, 200).items():
            found[name] = min(found[name], float(path.min()))
    return found


@pytest.mark.claim(FUTURES, how=FUTURES_HOW)
def test_what_must_not_be_zero_is_above_zero_in_every_future(case: Case, lowest: Values) -> None:
    assert {name: lowest[name] for name in NOT_ZERO if name in lowest and lowest[name] <= 0} == {}
    settable = {name for name in NOT_ZERO if name in case.catalogue.entries}
    assert {name for name in settable if case.catalogue.entries[name].low <= 0} == set()


@pytest.mark.claim(FUTURES, how=FUTURES_HOW)
def test_only_changes_and_deviations_are_ever_negative(lowest: Values) -> None:
    assert {name: low for name, low in lowest.items() if low < -ROUNDING and name not in SIGNED} == {}
    assert {name for name in SIGNED if lowest[name] >= 0} == SELDOM_NEGATIVE
