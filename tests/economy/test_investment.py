"""Investment, private works and construction, by hand."""

from __future__ import annotations

import math

import pytest

from qnsim.economy import investment


def test_perceived_grdp_starts_behind_grdp_by_the_delay_of_expectations() -> None:
    start = investment.grdp_smoothed_start(
        grdp_base=200.0, grdp_growth_base=0.1, head_start=0.5, expected_growth_start=0.1, expectation_time=0.5
    )
    assert start == pytest.approx(200.0)


def test_perceived_grdp_and_growth_close_their_gap_in_the_expectation_time() -> None:
    assert investment.grdp_smoothing(grdp=300.0, grdp_smoothed=280.0, expectation_time=2.0) == 10.0
    change = investment.expectation_adjustment(growth_year_on_year=0.08, expected_growth=0.1, expectation_time=2.0)
    assert change == pytest.approx(-0.01)


def test_private_investment_of_the_base_year_is_the_rest_of_the_total() -> None:
    private = investment.investment_private_base(
        investment_total_base=100.0,
        investment_fdi_base=10.0,
        public_investment_base=15.0,
        investment_resource_base=20.0,
    )
    assert private == 55.0


def test_the_usual_shares_give_back_the_investment_of_the_base_year() -> None:
    total = investment.total_investment_share(
        investment_total_base=90.0,
        grdp_base=250.0,
        investment_share_long_run=0.30,
        investment_share_adjustment_time=5.0,
        years_since_base=0.0,
    )
    other = investment.other_investment_share(
        90.0, 50.0, 250.0, other_investment_share_decline=0.02, years_since_base=0
    )
    foreseen = investment.income_foreseen(
        investment.grdp_smoothed_start(250.0, 0.1, 0.0, 0.1, 1.0), expected_growth=0.1, expectation_time=1.0
    )
    assert investment.private_investment_share(total, other) * foreseen == pytest.approx(50.0)


def test_the_share_of_total_investment_moves_to_its_long_run_value_and_stays() -> None:
    shares = [investment.total_investment_share(90.0, 250.0, 0.30, 5.0, years) for years in (0.0, 5.0, 500.0)]
    assert shares == pytest.approx([0.36, 0.30 + 0.06 / math.e, 0.30])


def test_private_investors_leave_less_room_the_slower_the_others_shrink() -> None:
    slow, fast = (investment.other_investment_share(90.0, 50.0, 250.0, pace, 3.0) for pace in (0.0, 0.05))
    assert slow == pytest.approx(0.16)
    assert investment.private_investment_share(0.35, slow) < investment.private_investment_share(0.35, fast)
    assert investment.private_investment_share(0.10, slow) == 0.0


def test_income_that_grows_as_expected_is_foreseen_as_it_is() -> None:
    income, growth, delay = 300.0, 0.07, 1.25
    perceived = income / (1 + growth * delay)  # what smoothing comes to when income grows at a steady pace
    assert investment.income_foreseen(perceived, growth, delay) == pytest.approx(income)
    assert investment.income_foreseen(perceived, 0.0, delay) < income
    assert investment.income_foreseen(perceived, -1.0, delay) == 0.0


def test_public_investment_above_trend_draws_private_investment_in() -> None:
    assert response_to_public(40.0, 10.0) == pytest.approx(2.0)


def test_without_public_works_private_investment_feels_half_of_the_usual_ones() -> None:
    assert response_to_public(0.0, 40.0) == response_to_public(20.0, 40.0) == pytest.approx(0.5**0.5)


def test_public_works_after_a_year_without_are_measured_against_half_of_the_base() -> None:
    assert response_to_public(16.0, 0.0, base=8.0) == pytest.approx(2.0)


def response_to_public(of_year: float, trend: float, base: float = 10.0) -> float:
    return investment.private_response_to_public(
        public_investment_of_year=of_year,
        public_investment_trend=trend,
        public_investment_base=base,
        private_public_investment_elasticity=0.5,
    )


def test_private_investment_multiplies_share_income_response_shock_and_policy() -> None:
    invested = investment.investment_private(
        private_investment_share=0.2,
        income_foreseen=250.0,
        private_response_to_public=1.1,
        investment_shock=math.log(2.0),
        private_investment_policy=1.2,
    )
    assert invested == pytest.approx(0.2 * 250 * 1.1 * 2 * 1.2)


def test_coal_and_power_invest_a_fixed_share_of_value_added() -> None:
    ratio = investment.resource_investment_ratio(
        investment_resource_base=16.0, value_added_mining_base=45.0, value_added_electricity_base=35.0
    )
    assert ratio == pytest.approx(0.2)
    invested = investment.investment_resource(
        resource_investment_ratio=0.2, value_added_mining=50.0, value_added_electricity=40.0
    )
    assert invested == pytest.approx(18.0)


def test_total_investment_is_its_four_parts_repair_and_partnerships() -> None:
    total = investment.investment_total(
        investment_private=50.0,
        investment_fdi=10.0,
        public_work_done=15.0,
        investment_resource=20.0,
        repair_domestic=3.0,
        repair_public=1.0,
        partnership_work_done=1.0,
    )
    assert total == 100.0


def test_construction_follows_investment() -> None:
    ratio = investment.construction_value_added_ratio_base(
        value_added_construction_base=25.0, investment_total_base=100.0
    )
    assert ratio == 0.25
    assert investment.value_added_construction(ratio, investment_total=0.0, construction_shock=0.1) == 0.0
    built = investment.value_added_construction(ratio, investment_total=120.0, construction_shock=math.log(1.1))
    assert built == pytest.approx(33.0)


@pytest.mark.parametrize(("years", "risen"), [(0.0, 0.0), (5 * math.log(2), 0.05), (1e3, 0.1)])
def test_construction_drifts_away_from_investment_ever_less(years: float, risen: float) -> None:
    """By 2% of the base year at first, half as fast when half is left, by 2% times 5 years in all."""
    ratio = investment.construction_value_added_ratio(
        construction_value_added_ratio_base=0.25,
        construction_drift=0.02,
        construction_drift_time=5.0,
        years_since_base=years,
    )
    assert ratio == pytest.approx(0.25 * math.exp(risen))


def test_private_works_are_completed_within_their_gestation() -> None:
    assert investment.private_works_completed(private_works_in_progress=60.0, private_works_gestation=1.25) == 48.0


def test_domestic_capital_of_the_base_year_is_the_start_less_what_came_since() -> None:
    """Half a year of 48 - 18 in the base year, and half a step of 50 - 18 from the start."""
    base = investment.capital_domestic_base(
        capital_domestic_start=300.0,
        private_works_completed_base=48.0,
        private_works_in_progress_start=62.5,
        private_works_gestation=1.25,
        depreciation_domestic=0.06,
        accounting_year=1.0,
        step=0.25,
    )
    assert base == pytest.approx(300 - 15 - 4)


def test_every_dong_of_private_and_foreign_investment_goes_to_plant_or_to_works() -> None:
    from qnsim.economy import manufacturing

    to_works = investment.private_works_begun(private_share_to_modern=0.1, investment_private=50.0)
    foreign = investment.foreign_works_begun(fdi_manufacturing_share=0.7, investment_fdi=10.0)
    assert (to_works, foreign) == pytest.approx((45.0, 3.0))
    to_plant = manufacturing.plant_investment_private(0.1, 50.0) + manufacturing.plant_investment_fdi(0.7, 10.0)
    assert to_works + foreign + to_plant == pytest.approx(60.0)


def test_domestic_capital_wears_out_at_a_fixed_share() -> None:
    assert investment.depreciation_of_domestic_capital(capital_domestic=300.0, depreciation_domestic=0.06) == 18.0
