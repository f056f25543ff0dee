"""Firms by age, by hand."""

from __future__ import annotations

import math

import pytest

from qnsim.economy import firms


def test_the_firms_of_the_start_are_young_or_mature() -> None:
    young = firms.firms_young_start(active_firms_start=10000.0, firms_young_share=0.3)
    assert young == 3000.0
    assert firms.firms_mature_start(active_firms_start=10000.0, firms_young_start=young) == 7000.0


@pytest.mark.parametrize(("expected", "entered"), [(0.1, 2200.0), (0.12, 2640.0), (0.05, 1100.0)])
def test_new_firms_follow_expected_growth_and_policy(expected: float, entered: float) -> None:
    found = firms.new_firms(
        firm_entry_reference=2000.0,
        firm_entry_growth_elasticity=1.0,
        expected_growth=expected,
        growth_reference=0.1,
        firm_entry_policy=1.1,
    )
    assert found == pytest.approx(entered)


@pytest.mark.parametrize(("expected", "entered"), [(0.08, 1000.0), (0.06, 0.0), (0.02, 0.0), (-0.05, 0.0)])
def test_no_slump_makes_entry_negative(expected: float, entered: float) -> None:
    found = firms.new_firms(2000.0, 2.5, expected_growth=expected, growth_reference=0.1, firm_entry_policy=1.0)
    assert found == pytest.approx(entered, abs=1e-9)
    assert found >= 0


def test_firms_mature_after_their_first_years() -> None:
    assert firms.firms_maturing(firms_young=3000.0, firm_maturation_time=3.0) == 1000.0


def test_firms_stop_at_the_hazard_of_their_age() -> None:
    young = firms.firm_exits_young(firm_exit_hazard_young=0.2, firms_young=3000.0, firm_exit_policy=0.5)
    mature = firms.firm_exits_mature(firm_exit_hazard_mature=0.1, firms_mature=7000.0, firm_exit_policy=0.5)
    assert (young, mature) == (300.0, 350.0)
    assert firms.firm_exits(firm_exits_young=young, firm_exits_mature=mature) == 650.0


def test_exits_at_the_start_are_those_without_policy() -> None:
    exits = firms.firm_exits_start(
        firm_exit_hazard_young=0.2, firms_young_start=3000.0, firm_exit_hazard_mature=0.1, firms_mature_start=7000.0
    )
    assert exits == pytest.approx(1300.0)


def test_net_entry_is_usual_at_the_start() -> None:
    usual = firms.net_entry_rate_reference(
        firm_entry_reference=2000.0, firm_exits_start=1300.0, active_firms_start=10000.0
    )
    assert usual == pytest.approx(0.07)
    now = firms.net_entry_rate(new_firms=2000.0, firm_exits=1300.0, firms_young=3000.0, firms_mature=7000.0)
    assert now == usual


def test_half_a_year_is_survived_at_the_young_hazard() -> None:
    alive = firms.firm_survival_half_year(firm_exit_hazard_young=0.2, firm_exit_policy=0.5, accounting_year=1.0)
    assert alive == pytest.approx(math.exp(-0.05))


def test_new_firms_bring_jobs_and_value_added() -> None:
    assert firms.jobs_in_new_firms(jobs_per_new_firm=5.0, new_firms=2000.0) == 10000.0
    added = firms.new_firm_value_added(
        new_firm_relative_productivity=0.5,
        labour_productivity=0.4,
        jobs_in_new_firms=10.0,
        firm_survival_half_year=0.9,
        new_firm_displacement=0.6,
        accounting_year=1.0,
    )
    assert added == pytest.approx(0.5 * 0.4 * 10 * 0.9 * 0.4 / 2)
