"""The accounts of 2016-22 that give capital and works at the start: by hand, and on draws of the whole model."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest

from qnsim.chance.accounts import solve_accounts
from qnsim.chance.blocks import plan_blocks
from qnsim.chance.designs import Stratified
from qnsim.chance.draws import draw
from qnsim.engine.simulate import Horizon, Inputs
from qnsim.facts.case import Case
from qnsim.facts.history import History
from qnsim.scenarios.scenario import Scenario

HALF_LEFT = 1 / math.log(2)  # with this mean delay half of the works in progress is finished in a year
DRAW = {
    "capital_output_ratio_early": 2.0,
    "capital_share_modern_early": 0.1,
    "capital_share_public": 0.2,
    "capital_share_resource_early": 0.4,
    "retirement_modern": 0.0,
    "depreciation_public": 0.0,
    "depreciation_domestic": 0.0,
    "plant_commissioning_time": 1.5,
    "public_works_gestation": 2.0,
    "private_works_gestation": 1.25,
    "public_investment_efficiency": 0.75,
    "fdi_manufacturing_share": 0.7,
    "fdi_manufacturing_share_early": 0.7,
    "private_share_to_modern": 0.1,
    "employment_growth_elasticity": 0.2,
    "skill_premium": 0.25,
    "certified_share_start": 0.4,
    "certified_share_early": 0.4,
    "services_capital_elasticity": 0.25,
    "public_capital_elasticity": 0.0,
    "services_tourism_elasticity": 0.0,
    "tourist_arrivals_early": 10.0,
    "fdi_spillover": 0.0,
    "mean_revision": 0.001,
}
FACTS = {
    "fdi_manufacturing_share_early_until": 2017,
    "fdi_manufacturing_share_late_from": 2021,
    "private_to_modern_early_until": 2015,
    "private_to_modern_late_from": 2019,
    "grdp_early": 100.0,
    "capital_domestic_share_minimum": 0.1,
    "private_to_modern_early_factor": 1.0,
    "services_growth_mean": 7.0,
    "services_growth_mean_error": 1.0,
    "grdp_growth_mean": 10.0,
}


def solve(
    private: float = 50.0,
    fdi: float = 10.0,
    public: float = 12.0,
    of_2022: float = 1.0,
    residual: float = 0.0,
    **drawn: float,
) -> dict[str, Any]:
    """Accounts of seven years of the same spending, that of the last year multiplied."""
    years = np.array([1.0] * 7 + [of_2022])
    series = {"private": private * years, "fdi": fdi * years, "public_work": public * years}
    series["tourist_arrivals"] = 10.0 * years
    return solve_accounts({**DRAW, **drawn}, History(2015, 2022, series, FACTS), residual)


def test_steady_spending_is_finished_as_fast_as_it_begins() -> None:
    """Plant 7 + 5, private works 3 + 45, public works 12 of which three quarters are useful."""
    found = solve()
    completed = ("plant_completed_base", "private_works_completed_base", "public_works_in_service_base")
    assert [found[name] for name in completed] == pytest.approx([12.0, 48.0, 9.0])
    in_progress = ("plant_under_construction", "private_works_in_progress", "public_works_in_progress")
    assert [found[f"{name}_start"] for name in in_progress] == pytest.approx([18.0, 60.0, 24.0])


def test_capital_without_wear_is_what_it_was_and_what_was_finished() -> None:
    """Capital of 2015 is 200: 20 modern, 40 public, and the domestic 60 that these and coal and power leave."""
    found = solve()
    capital = [found[f"capital_{kind}_start"] for kind in ("modern", "public", "domestic")]
    assert capital == pytest.approx([20 + 7 * 12.0, 40 + 7 * 9.0, 60 + 7 * 48.0])


def test_domestic_capital_has_at_least_its_minimum_share() -> None:
    found = solve(private=0.0, fdi=0.0, public=0.0, capital_share_resource_early=0.65)
    assert found["capital_domestic_start"] == pytest.approx(20.0)


def test_capital_wears_out_and_works_of_a_year_wear_for_half_of_it() -> None:
    worn = solve(public=0.0, depreciation_public=0.1)["capital_public_start"]
    assert worn == pytest.approx(40 * 0.9**7)
    kept = solve(depreciation_public=0.1)["capital_public_start"]
    assert kept - worn == pytest.approx(9 * 0.95 * (1 - 0.9**7) / 0.1)


def test_a_year_of_doubled_spending_moves_works_halfway_when_half_of_them_is_finished_in_a_year() -> None:
    """In progress 12 d towards 24 d; what was spent and is not in progress is finished."""
    found = solve(of_2022=2.0, plant_commissioning_time=HALF_LEFT)
    assert found["plant_under_construction_start"] == pytest.approx(18 * HALF_LEFT)
    assert found["plant_completed_base"] == pytest.approx(24 - 6 * HALF_LEFT)


def test_works_are_those_of_the_models_own_equation_in_ever_shorter_steps() -> None:
    delay, steps, spent = 0.8, 100_000, 24.0
    in_progress = start = 12.0 * delay
    for _ in range(steps):
        in_progress += (spent - in_progress / delay) / steps
    found = solve(of_2022=2.0, plant_commissioning_time=delay)
    assert found["plant_under_construction_start"] == pytest.approx(in_progress, rel=1e-5)
    assert found["plant_completed_base"] == pytest.approx(start + spent - in_progress, rel=1e-5)


@pytest.mark.parametrize(("efficiency", "in_service"), [(1.0, 12.0), (0.5, 6.0)])
def test_works_in_progress_hold_what_will_be_wasted(efficiency: float, in_service: float) -> None:
    found = solve(public_investment_efficiency=efficiency)
    assert found["public_works_in_progress_start"] == pytest.approx(24.0)
    assert found["public_works_in_service_base"] == pytest.approx(in_service)


def test_productivity_is_what_inputs_leave_of_the_growth_of_services() -> None:
    """Employment explains 0.2 x 10% x 0.75; without investment and wear nothing else moves."""
    idle = {"private": 0.0, "fdi": 0.0, "public": 0.0}
    assert solve(**idle)["services_tfp_growth"] == pytest.approx(math.log(1.071) - 0.015)
    assert solve(residual=-1.0, **idle)["services_tfp_growth"] == pytest.approx(math.log(1.061) - 0.015)


@pytest.mark.parametrize(
    ("stock", "invested", "more"),
    [(0.5, 0.5, 0.0), (1.0, 0.5, math.log(396 / 60) - math.log(228 / 60)), (0.5, 1.0, -math.log(366 / 396 * 2))],
)
def test_housing_changes_productivity_only_if_its_share_of_capital_is_not_that_of_investment(
    stock: float, invested: float, more: float
) -> None:
    """Domestic capital rises from 60 to 396, with elasticity 0.25; what serves nobody's services counts as others'."""
    usual, spent = solve(), {"private": 50.0 * invested, "fdi": 10.0 * invested}
    others = {"capital_share_resource_early": 0.4 + 0.3 * (1 - stock)}
    found = solve(**spent, **others)
    assert found["services_tfp_growth"] - usual["services_tfp_growth"] == pytest.approx(0.25 * more / 7)


@pytest.fixture(scope="module")
def inputs(case: Case, nothing_set: Scenario) -> list[Inputs]:
    """2 000 draws of everything uncertain, in blocks."""
    return [draw(nothing_set, case, Horizon(2023.0, 8), Stratified(1), block).inputs for block in plan_blocks(2000)]


STARTS = {
    "plant_completed_base": ("plant_under_construction_start", "plant_commissioning_time"),
    "private_works_completed_base": ("private_works_in_progress_start", "private_works_gestation"),
    "public_works_in_service_base": ("public_works_in_progress_start", "public_works_gestation"),
}


@pytest.mark.parametrize("completed", STARTS)
def test_the_pace_of_completion_at_the_start_continues_that_of_2022(inputs: list[Inputs], completed: str) -> None:
    in_progress, delay = STARTS[completed]
    for block in inputs:
        now = block.constants[in_progress] / block.constants[delay]
        if completed == "public_works_in_service_base":
            now = now * block.constants["public_investment_efficiency"]
        assert np.abs(now / block.constants[completed] - 1).max() < 0.08


def test_every_solved_value_lies_within_its_range(inputs: list[Inputs], case: Case) -> None:
    solved = [name for name, parameter in case.parameters.items() if parameter.prior is None]
    assert len(solved) == 9
    for name in solved:
        values = np.concatenate([block.constants[name] for block in inputs])
        assert values.shape == (2000,)
        assert case.parameters[name].low < values.min() < values.max() < case.parameters[name].high


def test_payments_of_a_year_against_the_usual_ones_average_to_one_in_every_draw(inputs: list[Inputs]) -> None:
    for block in inputs:
        paid, usual = (block.paths[name].reshape(2, 4, -1) for name in ("payment_share", "payment_share_normal"))
        assert paid.sum(axis=1) == pytest.approx(np.ones(paid[:, 0].shape), rel=1e-12)
        assert (paid / usual).mean(axis=1) == pytest.approx(np.ones(paid[:, 0].shape), rel=1e-12)


def test_usual_payments_keep_their_profile_over_the_year(inputs: list[Inputs], case: Case) -> None:
    usual = np.array(case.parameters["disbursement_quarter_shares"].prior)
    for block in inputs:
        scaled = block.paths["payment_share_normal"][:4]
        profile = np.broadcast_to((usual / usual.sum())[:, None], scaled.shape)
        assert scaled / scaled.sum(axis=0) == pytest.approx(profile, rel=1e-12)
