"""Electricity, by hand."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
import pytest

from qnsim.economy import electricity


def test_dispatch_starts_half_a_base_year_and_half_a_step_beyond_one() -> None:
    start = electricity.electricity_dispatch_start(
        electricity_growth_base=0.06, dispatch_trend=0.08, accounting_year=1.0, step=0.25
    )
    assert start == pytest.approx(math.log(1 + 0.03 + 0.01))


def test_the_trend_is_that_of_plants_of_now_and_what_goes_on_of_the_record() -> None:
    trends = [electricity.dispatch_trend(0.05, weight, electricity_record_lead=0.02) for weight in (0.0, 0.5, 1.0)]
    assert trends == pytest.approx([0.05, 0.06, 0.07])


def test_dispatch_grows_at_its_trend_in_logs() -> None:
    assert electricity.electricity_dispatch_growth(dispatch_trend=0.05) == 0.05
    assert electricity.electricity_dispatch(math.log(1.2)) == pytest.approx(1.2)


@pytest.mark.parametrize(("time", "added"), [(2027.75, 0.0), (2028.0, 1500.0), (2028.25, 1500.0)])
def test_the_gas_plant_adds_its_capacity_from_its_opening(time: float, added: float) -> None:
    at_its_date = electricity.power_capacity_added(time, 2028.0, gas_plant_delay=0.0, gas_plant_capacity=1500.0)
    sooner = electricity.power_capacity_added(time, 2029.0, gas_plant_delay=-1.0, gas_plant_capacity=1500.0)
    assert at_its_date == sooner == added


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


@pytest.mark.parametrize(("delay", "first", "sign"), [(-1.0, 2027.0, 1), (1.0, 2028.0, -1)])
def test_a_plant_that_opens_sooner_or_later_moves_output_between_the_two_dates_alone(
    run: Callable[..., dict[str, np.ndarray]], delay: float, first: float, sign: int
) -> None:
    names = ["value_added_electricity", "grdp"]
    usual, moved = (run(names, gas_plant_opening=2028.0, gas_plant_delay=years) for years in (0.0, delay))
    start = int(4 * (first - 2023))
    change = {name: sign * (moved[name] - usual[name]) for name in names}
    assert np.flatnonzero(change["value_added_electricity"]).tolist() == [*range(start, start + 4)]
    assert change["value_added_electricity"][start : start + 4].min() > 1
    assert np.abs(change["grdp"][:start]).max() == 0
    assert change["grdp"][start : start + 4].min() > 1
