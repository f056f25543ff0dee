"""The pipeline of foreign investment, by hand."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
import pytest

from qnsim.economy import foreign_investment as fdi
from qnsim.facts.case import Case

Run = Callable[..., dict[str, np.ndarray]]


def test_realised_fdi_of_the_base_year_is_what_the_investment_statistics_imply() -> None:
    realised = fdi.fdi_realised_base(investment_fdi_base=10.0, fdi_fixed_capital_share=0.8, exchange_rate_real=0.025)
    assert realised == pytest.approx(500.0)


def last_stage(staged: float, limit: float, realised: float = 450.0, tenants: float = 0.0) -> float:
    return fdi.fdi_backlog_3_start(
        fdi_realised_base=realised,
        fdi_park_backlog_start=tenants,
        fdi_park_delay=0.5,
        fdi_realisation_delay=2.0,
        fdi_delay_stages=3.0,
        fdi_staged_backlog_start=staged,
        fdi_backlog_last_share_limit=limit,
    )


def test_the_stages_of_the_backlog_add_up_to_it() -> None:
    staged = fdi.fdi_staged_backlog_start(fdi_backlog_start=1500.0, fdi_park_backlog_start=200.0)
    last = last_stage(staged, 0.8)
    first = fdi.fdi_backlog_1_start(staged, fdi_backlog_3_start=last, fdi_backlog_first_share=0.6)
    second = fdi.fdi_backlog_2_start(staged, fdi_backlog_3_start=last, fdi_backlog_1_start=first)
    assert (first, second, last) == pytest.approx((600.0, 400.0, 300.0))


@pytest.mark.parametrize(("limit", "last"), [(0.5, 200.0), (0.7, 280.0), (0.8, 300.0)])
def test_the_last_stage_holds_at_most_its_limit_of_the_backlog(limit: float, last: float) -> None:
    assert last_stage(400.0, limit) == pytest.approx(last)


def test_what_tenants_spend_the_others_need_not() -> None:
    assert last_stage(1300.0, 0.8, tenants=100.0) == pytest.approx((450 - 200) * 2 / 3)
    assert last_stage(1300.0, 0.8, tenants=300.0) == 0.0


@pytest.mark.parametrize(("backlog", "waiting"), [(1300.0, 240.0), (400.0, 160.0)])
def test_tenants_wait_their_delay_at_the_start_and_are_never_most_of_the_backlog(
    backlog: float, waiting: float
) -> None:
    found = fdi.fdi_park_backlog_start(
        fdi_park_share=0.5,
        fdi_realised_share=0.6,
        fdi_registered_base=1000.0,
        fdi_park_delay=0.8,
        fdi_backlog_last_share_limit=0.8,
        fdi_backlog_start=backlog,
    )
    assert found == pytest.approx(waiting)


def test_the_base_year_deviates_from_the_median_in_logs() -> None:
    assert fdi.fdi_log_deviation_base(fdi_registered_base=1000.0, fdi_registered_median=1000.0) == 0.0
    assert fdi.fdi_log_deviation_base(1000.0, 500.0) == pytest.approx(math.log(2))


def test_a_deviation_keeps_part_of_last_years_and_its_spread() -> None:
    kept = fdi.fdi_log_deviation(
        fdi_log_deviation_last_year=0.5, fdi_registered_persistence=0.6, fdi_registered_log_sd=0.5, fdi_draw=0.0
    )
    assert kept == pytest.approx(0.3)
    new = fdi.fdi_log_deviation(0.0, 0.6, 0.5, fdi_draw=1.0)
    assert 0.6**2 * 0.5**2 + new**2 == pytest.approx(0.5**2)


@pytest.mark.parametrize(("year_end", "after"), [(0, 0.2), (1, 0.7)])
def test_the_deviation_is_remembered_at_the_end_of_a_year_only(year_end: int, after: float) -> None:
    flow = fdi.fdi_log_deviation_memory(year_end, fdi_log_deviation=0.7, fdi_log_deviation_last_year=0.2, step=0.25)
    assert 0.2 + 0.25 * flow == pytest.approx(after)


def test_infrastructure_and_skills_pull_together() -> None:
    quality = fdi.fdi_site_quality(
        capital_public=200.0,
        capital_public_start=100.0,
        certified_share=0.8,
        certified_share_start=0.4,
        fdi_infrastructure_elasticity=0.5,
    )
    assert quality == pytest.approx(2.0)


def test_scarce_labour_holds_investors_back_and_promotion_draws_them() -> None:
    attraction = fdi.fdi_attraction(
        fdi_site_quality=2.0,
        unemployment_rate=0.01,
        unemployment_rate_start=0.04,
        fdi_labour_elasticity=0.5,
        fdi_attraction_policy=1.5,
    )
    assert attraction == pytest.approx(2.0 * 0.5 * 1.5)


def test_registrations_of_a_year_are_the_median_moved_by_luck_and_attraction() -> None:
    registered = fdi.fdi_registered_of_year(
        fdi_registered_median=900.0, fdi_log_deviation=math.log(2), fdi_attraction=0.5
    )
    assert registered == pytest.approx(900.0)


def test_the_quarters_of_registrations_add_up_to_the_year() -> None:
    quarters = [
        0.25
        * fdi.fdi_registered(
            fdi_registered_of_year=800.0, fdi_quarter_share=share, accounting_year=1.0, quarter_length=0.25
        )
        for share in (0.1, 0.2, 0.3, 0.4)
    ]
    assert quarters == pytest.approx([80.0, 160.0, 240.0, 320.0])


def test_only_the_realised_share_enters_the_two_streams() -> None:
    shares = {"fdi_registered": 1000.0, "fdi_realised_share": 0.6, "fdi_park_share": 0.25}
    assert (fdi.fdi_park_accepted(**shares), fdi.fdi_accepted(**shares)) == pytest.approx((150.0, 450.0))


def test_tenants_spend_in_one_step_of_their_own_delay_and_lose_no_more_than_they_hold() -> None:
    rate = fdi.fdi_park_rate(fdi_realisation_speed=1.2, fdi_park_delay=0.8, fdi_backlog_attrition=0.05, step=0.25)
    assert rate == pytest.approx(1.5)
    assert fdi.fdi_park_realised(fdi_park_backlog=200.0, fdi_park_rate=rate) == pytest.approx(300.0)
    assert fdi.fdi_park_attrition(fdi_park_backlog=200.0, fdi_backlog_attrition=0.05) == pytest.approx(10.0)
    assert fdi.fdi_park_rate(2.0, 0.25, 0.3, 0.25) + 0.3 == pytest.approx(4.0)


def test_a_stage_takes_its_part_of_the_delay() -> None:
    rate = fdi.fdi_stage_rate(
        fdi_delay_stages=3.0,
        fdi_speed=1.2,
        fdi_realisation_delay=1.8,
        fdi_backlog_attrition=0.05,
        step=0.25,
    )
    assert rate == pytest.approx(2.0)


def test_a_stage_cannot_lose_more_than_it_holds() -> None:
    rate = fdi.fdi_stage_rate(3.0, fdi_speed=2.0, fdi_realisation_delay=0.75, fdi_backlog_attrition=0.3, step=0.25)
    lost = fdi.fdi_stage_outflow_1(100.0, rate) + fdi.fdi_attrition_1(100.0, 0.3)
    assert 100.0 - 0.25 * lost == pytest.approx(0.0)


def test_each_stage_moves_on_at_its_rate() -> None:
    assert fdi.fdi_stage_outflow_1(fdi_backlog_1=400.0, fdi_stage_rate=1.5) == 600.0
    assert fdi.fdi_stage_outflow_2(fdi_backlog_2=300.0, fdi_land_stage_rate=1.5) == 450.0
    assert fdi.fdi_stage_outflow_3(fdi_backlog_3=200.0, fdi_stage_rate=1.5) == 300.0


def test_each_stage_loses_the_same_share_of_licences() -> None:
    assert fdi.fdi_attrition_1(fdi_backlog_1=400.0, fdi_backlog_attrition=0.05) == 20.0
    assert fdi.fdi_attrition_2(fdi_backlog_2=300.0, fdi_backlog_attrition=0.05) == 15.0
    assert fdi.fdi_attrition_3(fdi_backlog_3=200.0, fdi_backlog_attrition=0.05) == 10.0


def test_spending_in_the_first_quarter_is_that_of_the_base_year() -> None:
    tenants = fdi.fdi_park_realised(100.0, fdi.fdi_park_rate(1.0, 0.5, 0.03, step=0.25))
    others = fdi.fdi_stage_outflow_3(
        last_stage(1300.0, 0.8, tenants=100.0), fdi.fdi_stage_rate(3.0, 1.0, 2.0, 0.03, 0.25)
    )
    assert fdi.fdi_realised(tenants, others) == pytest.approx(450.0)


def test_fixed_investment_is_the_fixed_share_at_the_exchange_rate() -> None:
    invested = fdi.investment_fdi(fdi_fixed_capital_share=0.8, fdi_realised=500.0, exchange_rate_real=0.025)
    assert invested == pytest.approx(10.0)


def test_registrations_are_smoothed_and_set_against_realisation() -> None:
    change = fdi.fdi_registered_smoothing(
        fdi_registered=1300.0, fdi_registered_average=1000.0, fdi_conversion_window=3.0
    )
    assert change == 100.0
    assert fdi.fdi_conversion(fdi_realised=500.0, fdi_registered_average=1000.0) == 0.5


def test_reform_makes_foreign_projects_faster() -> None:
    speed = fdi.fdi_speed(fdi_realisation_speed=1.25, reform_speed_effect=0.05, administrative_reform=1.0)
    assert speed == pytest.approx(1.25 * math.exp(0.05))


def test_faster_land_clearance_shortens_the_stage_of_land_and_permits_by_its_part_that_is_land() -> None:
    assert fdi.fdi_land_wait(land_clearance=1.0, land_share_of_fdi_permits=0.6) == 1.0
    wait = fdi.fdi_land_wait(land_clearance=2.0, land_share_of_fdi_permits=0.6)
    assert wait == pytest.approx(0.7)
    rate = fdi.fdi_land_stage_rate(3.0, 1.0, 3.0, fdi_land_wait=wait, fdi_backlog_attrition=0.03, step=0.25)
    assert rate == pytest.approx(1 / 0.7)


def test_the_stage_of_land_loses_no_more_than_it_holds() -> None:
    rate = fdi.fdi_land_stage_rate(3.0, 2.0, 0.75, fdi_land_wait=0.5, fdi_backlog_attrition=0.3, step=0.25)
    assert rate + 0.3 == pytest.approx(4.0)


def test_all_licences_are_those_of_factories_and_of_power_plants() -> None:
    assert fdi.fdi_registered_all(fdi_registered=900.0, fdi_registered_power=2000.0) == 2900.0


def test_a_licence_for_a_power_plant_moves_nothing_but_the_sum_of_licences(case: Case, run: Run) -> None:
    names = [*case.model.stocks, *(equation.name for equation in case.model.equations)]
    usual, licensed = run(names), run(names, fdi_registered_power=2000.0)
    assert [name for name in names if not np.array_equal(usual[name], licensed[name])] == ["fdi_registered_all"]
    assert licensed["fdi_registered_all"] - usual["fdi_registered_all"] == pytest.approx(2000.0)
