"""Budget revenue, by hand."""

from __future__ import annotations

import math

import pytest

from qnsim.economy import budget


def test_prices_start_half_a_base_year_and_half_a_step_beyond_the_base() -> None:
    start = budget.price_level_start(
        price_level_base=1.0,
        grdp_deflator_growth_base=0.02,
        grdp_deflator_growth=0.04,
        accounting_year=1.0,
        step=0.25,
    )
    assert start == pytest.approx(1.015)


def test_prices_rise_with_the_deflator() -> None:
    assert budget.inflation(grdp_deflator_growth=0.03, price_level=1.2) == pytest.approx(0.036)
    assert budget.grdp_nominal(grdp=300.0, price_level=1.1) == pytest.approx(330.0)


def test_core_income_is_one_in_the_base_year_and_leaves_mining_out() -> None:
    bases = {"grdp_base": 250.0, "value_added_mining_base": 50.0, "price_level_base": 1.0}
    assert budget.core_income(grdp=250.0, value_added_mining=50.0, price_level=1.0, **bases) == 1.0
    assert budget.core_income(grdp=350.0, value_added_mining=50.0, price_level=1.1, **bases) == pytest.approx(1.65)


def test_domestic_revenue_of_the_base_year_is_coal_land_and_the_rest() -> None:
    coal = budget.revenue_coal_base(revenue_domestic_base=40.0, coal_share_of_domestic_revenue=0.4)
    land = budget.revenue_land_base(land_revenue=4.0, revenue_domestic_base=40.0, revenue_coal_base=coal)
    rest = budget.revenue_other_domestic_base(
        revenue_domestic_base=40.0, revenue_coal_base=coal, revenue_land_base=land
    )
    assert (coal, land, rest) == (16.0, 4.0, 20.0)


def test_land_is_at_most_half_of_what_coal_leaves() -> None:
    assert budget.revenue_land_base(land_revenue=80.0, revenue_domestic_base=40.0, revenue_coal_base=16.0) == 12.0


def test_coal_pays_in_proportion_to_output_and_prices() -> None:
    paid = budget.revenue_coal(
        revenue_coal_base=16.0, coal_output=44.0, coal_output_base=40.0, price_level=1.2, price_level_base=1.0
    )
    assert paid == pytest.approx(16 * 1.1 * 1.2)


def test_other_domestic_revenue_follows_core_income_with_its_buoyancy() -> None:
    paid = budget.revenue_other_domestic(
        revenue_other_domestic_base=20.0, core_income=4.0, domestic_revenue_buoyancy=0.5
    )
    assert paid == pytest.approx(40.0)


def test_land_fees_are_a_draw_in_logs() -> None:
    assert budget.revenue_land(revenue_land_base=4.0, land_revenue_log_sd=0.7, land_draw=0.0) == 4.0
    assert budget.revenue_land(4.0, 0.5, land_draw=2.0) == pytest.approx(4 * math.e)


def test_domestic_revenue_is_its_three_parts() -> None:
    assert budget.revenue_domestic(revenue_coal=16.0, revenue_other_domestic=20.0, revenue_land=4.0) == 40.0


def test_usual_trade_revenue_drifts_from_the_average_of_the_base_year() -> None:
    start = budget.trade_revenue_usual_start(12.0, trade_revenue_drift=0.04, accounting_year=1.0, step=0.25)
    assert start == pytest.approx(12.3)
    assert budget.trade_revenue_usual_growth(trade_revenue_drift=0.04, trade_revenue_usual=12.5) == pytest.approx(0.5)


def test_trade_revenue_deviates_from_its_usual_level_in_logs() -> None:
    assert budget.trade_log_deviation_base(12 * math.e, trade_revenue_usual_base=12.0) == pytest.approx(1.0)
    assert budget.revenue_import_export(12.0, 0.0, trade_attracted=0.0, trade_revenue_response=0.6) == 12.0
    assert budget.revenue_import_export(12.0, 1.0, 0.0, 0.6) == pytest.approx(12 * math.e)


def test_goods_attracted_by_ports_and_gates_pay_less_than_in_proportion() -> None:
    assert budget.revenue_import_export(12.0, 0.0, trade_attracted=0.21, trade_revenue_response=0.5) == pytest.approx(
        13.2
    )


def test_a_part_of_a_deviation_is_left_and_draws_keep_its_spread() -> None:
    assert budget.trade_log_deviation(0.5, 0.6, 0.2, trade_draw=0.0) == pytest.approx(0.3)
    assert budget.trade_log_deviation(0.0, 0.6, 0.2, trade_draw=1.0) == pytest.approx(0.16)


def test_a_deviation_is_remembered_at_the_end_of_a_year_only() -> None:
    assert 0.1 + 0.25 * budget.trade_log_deviation_memory(1, 0.3, 0.1, 0.25) == pytest.approx(0.3)
    assert budget.trade_log_deviation_memory(0, 0.3, 0.1, 0.25) == 0.0


def test_total_revenue_is_domestic_and_trade_revenue() -> None:
    assert budget.revenue_total(revenue_domestic=40.0, revenue_import_export=15.0) == 55.0


def test_real_domestic_revenue_is_at_base_prices() -> None:
    assert budget.revenue_domestic_real(revenue_domestic=66.0, price_level=1.1) == pytest.approx(60.0)
    base = budget.revenue_domestic_real_base(revenue_domestic_base=44.0, price_level_base=1.1)
    assert base == pytest.approx(40.0)


def test_at_the_end_of_a_year_the_account_is_emptied_and_its_sum_remembered() -> None:
    closing = budget.revenue_year_closing(
        year_end=1, revenue_domestic_real_year_to_date=45.0, revenue_domestic_real=60.0, step=0.25
    )
    assert 45 + 0.25 * (60 - closing) == pytest.approx(0.0)
    change = budget.revenue_memory(
        year_end=1,
        revenue_domestic_real_year_to_date=45.0,
        revenue_domestic_real=60.0,
        revenue_domestic_real_last_year=55.0,
        accounting_year=1.0,
        step=0.25,
    )
    assert 55 + 0.25 * change == pytest.approx(60.0)


def test_within_a_year_nothing_is_closed() -> None:
    assert budget.revenue_year_closing(0, 45.0, 60.0, 0.25) == 0.0
    assert budget.revenue_memory(0, 45.0, 60.0, 55.0, 1.0, 0.25) == 0.0
