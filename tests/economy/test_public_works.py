"""Public investment, by hand."""

from __future__ import annotations

import math

import pytest

from qnsim.economy import public_works


def test_public_investment_of_the_base_year_is_the_part_of_its_plan_that_was_paid() -> None:
    paid = public_works.public_investment_base(public_investment_plan_base=16.0, disbursement_rate_base=0.75)
    assert paid == 12.0


def test_the_plan_of_the_base_year_was_made_from_the_revenue_before_it_and_the_next_from_that_of_the_base_year() -> (
    None
):
    ratio = public_works.plan_ratio(
        public_investment_plan_base=15.0,
        development_spending_share_base=0.6,
        revenue_domestic_real_base=55.0,
        revenue_domestic_growth_base=0.1,
        accounting_year=1.0,
    )
    assert ratio == pytest.approx(0.5)
    assert plan_from(ratio, 55 / 1.1) == pytest.approx(15.0)
    assert plan_from(ratio, 55.0) == pytest.approx(16.5)


def plan_from(ratio: float, revenue: float) -> float:
    return public_works.public_investment_plan(
        plan_ratio=ratio,
        development_spending_share=0.6,
        revenue_domestic_real_last_year=revenue,
        plan_transfers=0.0,
        public_investment_plan_policy=1.0,
    )


def test_the_plan_follows_revenue_transfers_and_policy() -> None:
    assert public_works.public_investment_plan(0.5, 0.6, 60.0, 2.0, 1.5) == pytest.approx(30.0)


@pytest.mark.parametrize(("year_end", "after"), [(0, 16.0), (1, 18.0)])
def test_plan_and_investment_are_remembered_at_the_end_of_a_year_only(year_end: int, after: float) -> None:
    plan = public_works.public_plan_memory(year_end, public_investment_plan=18.0, public_plan_last_year=16.0, step=0.25)
    paid = public_works.public_investment_memory(
        year_end, public_investment_of_year=18.0, public_investment_last_year=16.0, step=0.25
    )
    assert (16 + 0.25 * plan, 16 + 0.25 * paid) == (after, after)


def test_a_plan_is_large_against_last_years_plan_grown_at_trend() -> None:
    assert plan_size(22.0, 10.0) == pytest.approx(2.0)


def test_a_plan_of_less_than_half_is_no_easier_to_spend_than_half() -> None:
    assert plan_size(0.0, 10.0) == 0.5


def test_a_plan_after_a_year_without_is_large_against_half_of_the_base() -> None:
    assert plan_size(10.0, 0.0) == 2.0


def plan_size(plan: float, last_year: float) -> float:
    return public_works.plan_size(
        public_investment_plan=plan,
        public_plan_last_year=last_year,
        public_investment_plan_base=10.0,
        investment_trend_growth=0.1,
        accounting_year=1.0,
    )


def test_years_differ_around_the_common_rate() -> None:
    rate = public_works.disbursement_rate_of_year
    assert rate(0.8, disbursement_log_sd=0.1, disbursement_draw=0.0) == 0.8
    assert rate(0.8, disbursement_log_sd=0.1, disbursement_draw=-1.0) == pytest.approx(0.8 * math.exp(-0.1))


def disbursed(rate: float = 0.8, size: float = 1.0, major_storm_year: float = 0.0) -> float:
    return public_works.disbursed_share(
        disbursement_rate_of_year=rate,
        plan_size=size,
        disbursement_plan_elasticity=-0.5,
        major_storm_year=major_storm_year,
        storm_disbursement_loss=0.1,
    )


def test_the_usual_plan_is_paid_at_the_usual_rate() -> None:
    assert disbursed() == 0.8


def test_a_larger_plan_is_paid_at_a_lower_rate() -> None:
    assert disbursed(size=4.0) == pytest.approx(0.4)


def test_a_typhoon_lowers_the_rate() -> None:
    assert disbursed(major_storm_year=1.0) == pytest.approx(0.72)


def test_no_more_than_the_plan_is_paid() -> None:
    assert disbursed(rate=1.2) == 1.0


def test_public_investment_of_a_year_is_the_paid_part_of_its_plan() -> None:
    assert public_works.public_investment_of_year(disbursed_share=0.8, public_investment_plan=20.0) == 16.0


def test_the_trend_of_public_investment_is_last_years_grown() -> None:
    trend = public_works.public_investment_trend(
        public_investment_last_year=10.0, investment_trend_growth=0.1, accounting_year=1.0
    )
    assert trend == pytest.approx(11.0)


def test_the_quarters_of_payments_add_up_to_the_year() -> None:
    paid = [
        0.25 * public_works.public_investment_paid(20.0, payment_profile, accounting_year=1.0, quarter_length=0.25)
        for payment_profile in (0.1, 0.2, 0.3, 0.4)
    ]
    assert paid == pytest.approx([2.0, 4.0, 6.0, 8.0])


def test_works_follow_only_part_of_an_unusual_season_of_payments() -> None:
    work = public_works.public_work_done(
        public_investment_of_year=20.0, work_profile_smoothing=0.6, payment_share=0.3, payment_share_normal=0.2
    )
    assert work == pytest.approx(20 * (0.6 + 0.4 * 1.5))
    assert public_works.public_work_done(20.0, 0.6, 0.2, 0.2) == pytest.approx(20.0)


def test_the_works_of_a_year_are_its_payments_when_shares_and_usual_shares_agree_on_average() -> None:
    shares, usual = (0.1, 0.2, 0.3, 0.4), (0.2, 0.2, 0.2, 0.4)  # ratios 0.5, 1, 1.5, 1
    works = [public_works.public_work_done(20.0, 0.6, *pair) for pair in zip(shares, usual, strict=True)]
    assert works == pytest.approx([16.0, 20.0, 24.0, 20.0])
    paid = [public_works.public_investment_paid(20.0, share, 1.0, 0.25) for share in shares]
    assert sum(works) == pytest.approx(sum(paid))


def test_public_works_are_completed_within_their_gestation() -> None:
    assert public_works.public_works_completed(public_works_in_progress=24.0, public_works_delay=2.0) == 12.0


def test_works_in_service_at_the_start_are_those_of_the_first_step() -> None:
    start = public_works.public_works_in_service_start(
        public_works_in_progress_start=32.0, public_works_gestation=2.0, public_investment_efficiency=0.75
    )
    assert start == 12.0
    completed = public_works.public_works_completed(32.0, 2.0)
    assert public_works.public_works_in_service(completed, public_investment_efficiency=0.75) == start


def test_finished_works_are_either_in_service_or_wasted() -> None:
    useful = public_works.public_works_in_service(public_works_completed=12.0, public_investment_efficiency=0.75)
    wasted = public_works.public_works_wasted(public_works_completed=12.0, public_investment_efficiency=0.75)
    assert (useful, wasted) == (9.0, 3.0)


def test_public_capital_wears_out_at_a_fixed_share() -> None:
    assert public_works.depreciation_of_public_capital(capital_public=100.0, depreciation_public=0.04) == 4.0


def test_public_capital_of_the_base_year_is_the_start_less_what_came_since() -> None:
    """Half a year of 9 - 4 in the base year, and half a step of 12 - 4 from the start."""
    base = public_works.capital_public_base(
        capital_public_start=100.0,
        public_works_in_service_base=9.0,
        public_works_in_service_start=12.0,
        depreciation_public=0.04,
        accounting_year=1.0,
        step=0.25,
    )
    assert base == pytest.approx(100 - 2.5 - 1)


def test_damaged_public_works_are_repaired_within_their_time_and_never_more_than_all() -> None:
    assert public_works.repair_public(damage_public=3.0, storm_repair_time=0.75, step=0.25) == 4.0
    assert 6.0 - 0.25 * public_works.repair_public(damage_public=6.0, storm_repair_time=0.2, step=0.25) == 0.0


@pytest.mark.parametrize("pace", [0.0, 0.5, 1.0])
def test_the_pace_moves_payments_towards_a_year_that_pays_early_and_keeps_their_sum(pace: float) -> None:
    usual, early = (0.15, 0.20, 0.25, 0.40), (0.20, 0.30, 0.36, 0.14)
    moved = [public_works.payment_profile(u, e, disbursement_pace=pace) for u, e in zip(usual, early, strict=True)]
    assert sum(moved) == pytest.approx(1.0)
    assert sum(moved[:3]) == pytest.approx(0.60 + pace * 0.26)


def test_land_cleared_at_twice_the_speed_saves_half_of_the_wait_for_land() -> None:
    usual = public_works.public_works_delay(2.0, land_clearance=1.0, land_share_of_public_works=0.25)
    fast = public_works.public_works_delay(2.0, land_clearance=2.0, land_share_of_public_works=0.25)
    slow = public_works.public_works_delay(2.0, land_clearance=0.5, land_share_of_public_works=0.25)
    assert (usual, fast, slow) == (2.0, 1.75, 2.5)
