"""Electricity, by hand."""

from __future__ import annotations

import math

import pytest

from qnsim.economy import electricity


def test_dispatch_starts_half_a_base_year_and_half_a_step_beyond_one() -> None:
    start = electricity.electricity_dispatch_start(
        electricity_growth_base=0.06, dispatch_trend=0.08, accounting_year=1.0, step=0.25
    )
    assert start == pytest.approx(1 + 0.03 + 0.01)


def test_the_trend_is_that_of_plants_of_now_and_what_goes_on_of_the_record() -> None:
    trends = [electricity.dispatch_trend(0.05, weight, electricity_record_lead=0.02) for weight in (0.0, 0.5, 1.0)]
    assert trends == pytest.approx([0.05, 0.06, 0.07])


def test_dispatch_grows_at_its_trend() -> None:
    growth = electricity.electricity_dispatch_growth(electricity_dispatch=1.2, dispatch_trend=0.05)
    assert growth == pytest.approx(0.06)


@pytest.mark.parametrize(("time", "added"), [(2027.75, 0.0), (2028.0, 1500.0), (2028.25, 1500.0)])
def test_the_gas_plant_adds_its_capacity_from_its_opening(time: float, added: float) -> None:
    capacity = electricity.power_capacity_added(time=time, gas_plant_opening=2028.0, gas_plant_capacity=1500.0)
    assert capacity == added


def test_a_megawatt_adds_what_it_added_in_the_base_year() -> None:
    per_mw = electricity.electricity_value_added_per_mw(value_added_electricity_base=30.0, power_capacity_base=6000.0)
    assert per_mw == 0.005


def test_electricity_is_the_dispatch_of_old_plants_and_the_capacity_of_new_ones() -> None:
    added = electricity.value_added_electricity(
        value_added_electricity_base=30.0,
        electricity_dispatch=1.1,
        electricity_shock=math.log(2.0),
        electricity_value_added_per_mw=0.005,
        power_capacity_added=1500.0,
    )
    assert added == pytest.approx(66.0 + 7.5)
