"""Firms by age, by hand."""

from __future__ import annotations

import math

import pytest

from qnsim.economy import firms


def test_the_firms_of_the_start_are_young_or_mature() -> None:
    young = firms.firms_young_start(active_firms_start=10000.0, firms_young_share=0.3)
    assert young == 3000.0
    assert firms.firms_mature_start(active_firms_start=10000.0, firms_young_start=young) == 7000.0


def entered(expected: float, usual: float = 0.1, elasticity: float = 1.0, reform: float = 0.0) -> float:
    mood = firms.founders_mood(expected_growth=expected, usual_growth=usual, growth_reference=0.1)
    return firms.new_firms(
        firm_entry_reference=2000.0,
        firm_entry_growth_elasticity=elasticity,
        founders_mood=mood,
        firm_entry_policy=1.1,
        reform_entry_effect=0.05,
        administrative_reform=reform,
    )


@pytest.mark.parametrize(("expected", "logs"), [(0.1, 0.0), (0.12, 0.2), (0.05, -0.5)])
def test_the_logarithm_of_entry_follows_expected_against_usual_growth(expected: float, logs: float) -> None:
    assert entered(expected) == pytest.approx(2200 * math.exp(logs))


def test_growth_one_is_used_to_brings_the_usual_number_of_firms() -> None:
    assert entered(expected=0.06, usual=0.06) == pytest.approx(2200.0)


@pytest.mark.parametrize(("expected", "logs"), [(-5.0, -2.5), (0.0, -2.5), (9.0, 2.5)])
def test_no_slump_stops_entry_and_no_boom_makes_it_endless(expected: float, logs: float) -> None:
    assert entered(expected, elasticity=2.5) == pytest.approx(2200 * math.exp(logs))


def test_founders_get_used_to_growth() -> None:
    change = firms.usual_growth_adjustment(expected_growth=0.06, usual_growth=0.1, usual_growth_time=4.0)
    assert change == pytest.approx(-0.01)


def test_firms_mature_after_their_first_years() -> None:
    assert firms.firms_maturing(firms_young=3000.0, firm_maturation_time=3.0) == 1000.0


def test_firms_stop_at_the_hazard_of_their_age() -> None:
    young = firms.firm_exits_young(0.2, firms_young=3000.0, firm_exit_pressure=0.5, quarter_length=0.25)
    mature = firms.firm_exits_mature(0.1, firms_mature=7000.0, firm_exit_pressure=0.5, quarter_length=0.25)
    assert (young, mature) == (300.0, 350.0)
    assert firms.firm_exits(firm_exits_young=young, firm_exits_mature=mature) == 650.0


def test_no_quarter_ends_more_than_half_of_the_firms() -> None:
    assert firms.firm_exits_young(1.0, firms_young=3000.0, firm_exit_pressure=9.0, quarter_length=0.25) == 6000.0
    assert firms.firm_exits_mature(1.0, firms_mature=7000.0, firm_exit_pressure=9.0, quarter_length=0.25) == 14000.0


def test_exits_of_a_year_swing_around_the_usual_and_policy_moves_all_of_them() -> None:
    usual = firms.firm_exit_pressure(0.2, 0.0, 0.8, reform_exit_effect=0.05, administrative_reform=0.0)
    bad = firms.firm_exit_pressure(0.2, 1.0, 0.8, reform_exit_effect=0.05, administrative_reform=0.0)
    assert usual == 0.8
    assert math.log(bad / usual) == pytest.approx(0.2)


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


def test_reform_brings_firms_and_keeps_them() -> None:
    assert entered(expected=0.1, reform=2.0) == pytest.approx(2200 * math.exp(0.1))
    pressure = firms.firm_exit_pressure(0.2, 0.0, 1.0, reform_exit_effect=0.05, administrative_reform=2.0)
    assert pressure == pytest.approx(math.exp(-0.1))
