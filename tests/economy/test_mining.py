"""Mining, by hand."""

from __future__ import annotations

import math

import pytest

from qnsim.economy import mining


def test_coal_and_its_value_start_half_a_base_year_and_half_a_step_beyond_the_base() -> None:
    tonnes = mining.coal_output_start(
        coal_output_base=40.0,
        mining_growth_base=0.08,
        coal_value_per_tonne_growth=0.03,
        mining_growth_trend=0.04,
        accounting_year=1.0,
        step=0.25,
    )
    value = mining.coal_value_per_tonne_start(
        coal_value_per_tonne_growth=0.03, coal_value_trend=0.02, accounting_year=1.0, step=0.25
    )
    assert tonnes == pytest.approx(40 * (1 + 0.025 + 0.005))
    assert value == pytest.approx(1 + 0.015 + 0.0025)


def test_a_tonne_gains_value_only_as_far_as_the_record_goes_on() -> None:
    trends = [mining.coal_value_trend(coal_record_weight=weight, coal_value_per_tonne_growth=0.04) for weight in (0, 1)]
    assert trends == [0.0, 0.04]
    assert mining.coal_value_growth(coal_value_per_tonne=1.5, coal_value_trend=0.04) == pytest.approx(0.06)


@pytest.mark.parametrize(("output", "room"), [(44.0, 8.0), (48.0, 0.0), (50.0, 0.0)])
def test_room_for_coal_shrinks_to_nothing_at_the_ceiling(output: float, room: float) -> None:
    assert mining.coal_room(coal_capacity=48.0, coal_output=output, coal_adjustment_time=0.5) == room


def test_coal_grows_at_trend_and_policy_while_there_is_room() -> None:
    growth = mining.coal_output_growth(
        mining_growth_trend=0.02, mining_growth_policy=0.01, coal_output=40.0, coal_room=8.0
    )
    assert growth == pytest.approx(1.2)


def test_coal_grows_no_faster_than_its_room() -> None:
    assert mining.coal_output_growth(0.02, 0.01, coal_output=40.0, coal_room=0.5) == 0.5


def test_a_falling_trend_is_not_held_up_by_room() -> None:
    assert mining.coal_output_growth(-0.05, 0.0, coal_output=40.0, coal_room=8.0) == pytest.approx(-2.0)


def test_value_added_of_mining_is_tonnes_and_the_value_of_a_tonne() -> None:
    added = mining.value_added_mining(
        value_added_mining_base=40.0,
        coal_output=44.0,
        coal_output_base=40.0,
        coal_value_per_tonne=1.1,
        mining_shock=0.0,
    )
    assert added == pytest.approx(48.4)
    assert mining.value_added_mining(40.0, 40.0, 40.0, 1.0, math.log(0.9)) == pytest.approx(36.0)
