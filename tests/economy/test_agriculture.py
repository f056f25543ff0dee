"""Khu vực I, by hand."""

from __future__ import annotations

import math

import pytest

from qnsim.economy import agriculture


def test_capacity_starts_half_a_base_year_and_half_a_step_beyond_one() -> None:
    start = agriculture.agriculture_capacity_start(
        agriculture_growth_base=0.04, agriculture_growth_trend=0.08, accounting_year=1.0, step=0.25
    )
    assert start == pytest.approx(math.log(1 + 0.02 + 0.01))


def test_capacity_grows_at_its_trend_in_logs() -> None:
    growth = agriculture.agriculture_capacity_growth(agriculture_growth_trend=0.04, agriculture_growth_policy=0.01)
    assert growth == pytest.approx(0.05)
    assert agriculture.agriculture_capacity(math.log(1.5)) == pytest.approx(1.5)


def test_agriculture_loses_its_share_of_what_storms_destroy() -> None:
    added = agriculture.value_added_agriculture(
        value_added_agriculture_base=10.0,
        agriculture_capacity=1.2,
        agriculture_shock=0.0,
        storm_share_agriculture=0.2,
        storm_output_loss=5.0,
    )
    assert added == pytest.approx(11.0)


def test_storms_take_at_most_half_of_agriculture() -> None:
    assert agriculture.value_added_agriculture(10.0, 1.2, 0.0, 0.2, storm_output_loss=29.0) == pytest.approx(6.2)
    assert agriculture.value_added_agriculture(10.0, 1.2, 0.0, 0.2, storm_output_loss=100.0) == pytest.approx(6.0)


def test_a_shock_to_agriculture_is_in_logs() -> None:
    assert agriculture.value_added_agriculture(10.0, 1.0, math.log(1.1), 0.2, 0.0) == pytest.approx(11.0)
