"""Equilibrium: an economy without trends, in which as much is built as wears out, stays where it is.

The constants are solved from the model's own equations: capital is what investment can sustain, the pipeline is full,
as many firms open as close. No variable is held.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pytest
from claims import Figure

from qnsim.engine.simulate import Horizon, Inputs, advance, begin, evaluate
from qnsim.facts.case import Case

Values = dict[str, float]
LIMIT = 1e-9
YEARS = 10
NO_GROWTH = 1e-15  # the rate that growth is measured against must not be 0
CLAIM = "An economy without trends, shocks and policies rests, and returns when a part of it is displaced"
HOW = (
    "Constants solved so that investment equals wear and entry equals exit; ten years with no variable held; then each "
    "stock in turn is moved by one per cent"
)
# Accounts fill up over a quarter or a year and are closed at its end.
ACCOUNTS = {
    "grdp_quarter_to_date",
    "grdp_year_to_date",
    "grdp_year_to_date_last_year",
    "revenue_domestic_real_year_to_date",
}
TRENDS = (
    *("agriculture_growth_base", "agriculture_growth_trend", "mining_growth_base", "mining_growth_trend"),
    *("coal_value_per_tonne_growth", "electricity_record_lead"),
    *("electricity_growth_base", "electricity_growth_trend", "gas_plant_capacity", "manufacturing_local_growth"),
    *("tourist_arrivals_trend_growth", "labour_force_natural_growth", "labour_force_migration_growth"),
    *("certified_share_rise", "national_tfp_growth", "services_tfp_growth", "services_tfp_drift"),
    *("grdp_growth_base", "expected_growth_start", "grdp_deflator_growth_base", "grdp_deflator_growth"),
    *("revenue_domestic_growth_base", "trade_revenue_drift", "construction_drift"),
    *("fdi_backlog_attrition", "utilisation_gap_start", "national_growth_forecast", "national_growth_usual"),
)
# Stocks on which nothing in the model pulls: they stay where they are put.
FREE = {
    *("agriculture_capacity_log", "electricity_dispatch_log", "manufacturing_local_capacity_log", "coal_output"),
    "coal_value_per_tonne",
    *("tourist_arrivals_potential", "labour_force", "certified_share", "services_tfp_log", "price_level"),
    "trade_revenue_usual",
}
# Stocks that wear out, move on, close or are forgotten: balancing loops bring them back.
PULLED = (
    *("capital_domestic", "capital_modern", "capital_public", "plant_under_construction"),
    *("private_works_in_progress", "public_works_in_progress", "fdi_backlog_1", "fdi_backlog_2", "fdi_backlog_3"),
    "fdi_park_backlog",
    *("firms_young", "firms_mature", "tourist_arrivals", "grdp_smoothed", "fdi_registered_average"),
)


@pytest.fixture(scope="module")
def resting(central_inputs: Inputs) -> Inputs:
    """Inputs of an economy at rest."""
    c = {name: float(np.squeeze(value)) for name, value in central_inputs.constants.items()}
    c.update(dict.fromkeys(TRENDS, 0.0))
    c.update(investment_trend_growth=NO_GROWTH, growth_reference=NO_GROWTH, firm_entry_growth_elasticity=0.0)
    c["investment_share_long_run"] = c["investment_total_base"] / c["grdp_base"]
    c["other_investment_share_decline"] = 0.0
    c["development_spending_share"] = c["development_spending_share_base"]
    c["public_investment_disbursement_rate"] = c["disbursement_rate_base"]
    c["tourist_arrivals_start"] = c["tourist_arrivals_potential_start"] = c["tourist_arrivals_base"]
    c["trade_revenue_usual_base"] = c["revenue_import_export_base"]
    c.update(_full_pipeline(c))
    c.update(_sustained_capital(c))
    c.update(_as_many_firms_open_as_close(c))
    paths = {name: np.zeros(4 * YEARS) for name in central_inputs.paths}
    even = ("fdi_quarter_share", "payment_share", "payment_share_normal", "payment_share_early", "grdp_quarter_weight")
    paths.update({name: np.full(4 * YEARS, 0.25) for name in even})
    return Inputs(c, paths)


def _full_pipeline(c: Mapping[str, float]) -> Values:
    accepted = c["fdi_realised_share"] * c["fdi_registered_median"]
    share = c["fdi_park_share"]
    waiting = share * c["fdi_park_delay"] + (1 - share) * c["fdi_realisation_delay"]
    return {
        "fdi_registered_base": c["fdi_registered_median"],
        "fdi_backlog_start": accepted * waiting,
        "fdi_backlog_first_share": 0.5,
        "investment_fdi_base": accepted * c["fdi_fixed_capital_share"] * c["exchange_rate_real"],
    }


def _sustained_capital(c: Mapping[str, float]) -> Values:
    public, foreign = c["public_investment_plan_base"] * c["disbursement_rate_base"], c["investment_fdi_base"]
    private = c["investment_total_base"] - foreign - public - c["investment_resource_base"]
    to_modern, of_plant = c["private_share_to_modern"], c["fdi_manufacturing_share"]
    plant = of_plant * foreign + to_modern * private
    works = (1 - of_plant) * foreign + (1 - to_modern) * private
    useful = c["public_investment_efficiency"] * public
    return {
        "plant_completed_base": plant,
        "plant_under_construction_start": plant * c["plant_commissioning_time"],
        "capital_modern_start": plant / c["retirement_modern"],
        "private_works_completed_base": works,
        "private_works_in_progress_start": works * c["private_works_gestation"],
        "capital_domestic_start": works / c["depreciation_domestic"],
        "public_works_in_service_base": useful,
        "public_works_in_progress_start": public * c["public_works_gestation"],
        "capital_public_start": useful / c["depreciation_public"],
    }


def _as_many_firms_open_as_close(c: Mapping[str, float]) -> Values:
    young = c["firm_entry_reference"] / (1 / c["firm_maturation_time"] + c["firm_exit_hazard_young"])
    mature = young / c["firm_maturation_time"] / c["firm_exit_hazard_mature"]
    return {"active_firms_start": young + mature, "firms_young_share": young / (young + mature)}


def levels(case: Case, inputs: Inputs, years: int, displaced: str | None = None) -> dict[str, np.ndarray]:
    """Every stock at the start of every quarter, one of them 1 % above its start; the last quarter's inputs stay.

    A stock in logs rests at 0, and is put 0.01 above.
    """
    horizon = Horizon(2023.0, 4 * years)
    constants, level = begin(case.model, inputs, horizon)
    if displaced:
        level[displaced] = 1.01 * level[displaced] if level[displaced] else 0.01
    history = []
    for position in range(horizon.count):
        history.append(level)
        given = inputs.at(min(position, 4 * YEARS - 1))
        now = evaluate(case.model.equations, {**constants, **given, **level, **horizon.clock(position)})
        level = advance(case.model, now, horizon.step)
    return {name: np.array([float(each[name]) for each in history]) for name in level}


@pytest.mark.claim(CLAIM, how=HOW)
def test_an_economy_at_rest_stays_at_rest_for_ten_years(case: Case, resting: Inputs, figure: Figure) -> None:
    paths = levels(case, resting, YEARS)
    moved = {
        name: float(np.abs(path - path[0]).max() / (abs(path[0]) or 1))
        for name, path in paths.items()
        if name not in ACCOUNTS
    }
    figure("largest relative change of a stock in ten years", max(moved.values()), limit=LIMIT)
    assert {name: change for name, change in moved.items() if change > LIMIT} == {}
    assert sum(path[0] > 0 for path in paths.values()) >= 30  # stocks in logs rest at 0


def test_accounts_of_an_economy_at_rest_repeat_every_year(case: Case, resting: Inputs) -> None:
    paths = levels(case, resting, YEARS)
    for name in ACCOUNTS:
        years = paths[name].reshape(YEARS, 4)
        assert years == pytest.approx(np.broadcast_to(years[:1], years.shape), rel=LIMIT, abs=LIMIT)


@pytest.mark.claim(CLAIM, how=HOW)
@pytest.mark.parametrize("stock", PULLED)
def test_a_stock_with_a_balancing_loop_returns(case: Case, resting: Inputs, figure: Figure, stock: str) -> None:
    usual, moved = levels(case, resting, 1), levels(case, resting, 200, displaced=stock)
    away = np.abs(moved[stock] / usual[stock][0] - 1)
    figure(f"{stock}: share of the displacement left after 200 years", away[-1] / 0.01, limit=0.05)
    assert away[0] == pytest.approx(0.01)
    assert away[-1] < 0.05 * 0.01


@pytest.mark.claim(CLAIM, how=HOW)
@pytest.mark.parametrize("stock", sorted(FREE))
def test_a_stock_without_a_loop_stays_where_it_is_put(case: Case, resting: Inputs, stock: str) -> None:
    usual, moved = levels(case, resting, 1), levels(case, resting, YEARS, displaced=stock)
    start = usual[stock][0]
    away = moved[stock] / start if start else np.exp(moved[stock])
    assert away == pytest.approx(np.full(4 * YEARS, 1.01), abs=2e-3)


def test_more_persons_at_work_than_the_floor_of_unemployment_allows_leave_work(case: Case, resting: Inputs) -> None:
    moved = levels(case, resting, YEARS, displaced="employed_persons")
    at_work = moved["employed_persons"] / moved["labour_force"]
    floor = float(resting.constants["unemployment_floor"])
    assert 1 - at_work[0] < floor
    assert floor <= 1 - at_work[-1] < floor + 1e-3
