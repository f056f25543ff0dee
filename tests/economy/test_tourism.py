"""Tourism, by hand."""

from __future__ import annotations

import math

import pytest

from qnsim.economy import tourism


def test_arrivals_start_at_the_rate_of_the_end_of_the_base_year_and_half_a_step_of_recovery() -> None:
    first = tourism.tourist_arrivals_first(
        tourist_arrivals_start=10.0,
        tourist_arrivals_potential_start=10.0 * math.exp(0.4),
        tourist_arrivals_trend_growth=0.06,
        tourism_recovery_time=0.5,
        step=0.25,
    )
    assert first == pytest.approx(10 * (1 + (0.06 + 0.8) / 8))


def test_promotion_adds_to_the_trend() -> None:
    growth = tourism.tourism_growth(tourist_arrivals_trend_growth=0.06, tourism_growth_policy=0.04)
    assert growth == pytest.approx(0.1)


def test_potential_arrivals_grow_at_the_trend() -> None:
    growth = tourism.tourist_arrivals_potential_growth(tourism_growth=0.1, tourist_arrivals_potential=14.0)
    assert growth == pytest.approx(1.4)


def test_arrivals_at_their_potential_grow_at_the_trend() -> None:
    growth = tourism.tourist_arrivals_growth(
        tourism_growth=0.1, tourist_arrivals_potential=14.0, tourist_arrivals=14.0, tourism_recovery_time=0.8, step=0.25
    )
    assert growth == pytest.approx(1.4)


def test_arrivals_below_their_potential_recover() -> None:
    growth = tourism.tourist_arrivals_growth(0.0, 10 * math.e, 10.0, tourism_recovery_time=2.0, step=0.25)
    assert growth == pytest.approx(5.0)


def test_recovery_takes_at_least_a_step() -> None:
    growth = tourism.tourist_arrivals_growth(0.0, 10 * math.e, 10.0, tourism_recovery_time=0.1, step=0.25)
    assert 10 + 0.25 * growth == pytest.approx(20.0)


def test_a_step_loses_at_most_half_of_the_arrivals() -> None:
    growth = tourism.tourist_arrivals_growth(-0.1, 1e-9, 10.0, tourism_recovery_time=0.25, step=0.25)
    assert 10 + 0.25 * growth == 5.0


@pytest.mark.parametrize(("more", "share"), [(0.0, 0.1), (0.2, 0.3), (-0.2, 0.0), (0.95, 1.0)])
def test_guests_from_abroad_are_between_none_and_all(more: float, share: float) -> None:
    found = tourism.international_share(international_share_start=0.1, international_share_policy=more)
    assert found == pytest.approx(share)


def test_a_guest_from_abroad_counts_with_what_he_spends_more() -> None:
    spending = tourism.guest_spending(
        guest_spending_policy=1.2,
        international_spending_premium=0.5,
        international_share=0.42,
        international_share_start=0.2,
    )
    assert spending == pytest.approx(1.2 * 1.21 / 1.1)
    assert tourism.guest_spending(1.0, 0.37, 0.083, 0.083) == 1.0


def test_receipts_are_guests_times_what_each_spends() -> None:
    assert tourism.tourism_receipts(tourist_arrivals=10.0, guest_spending=1.5) == 15.0
