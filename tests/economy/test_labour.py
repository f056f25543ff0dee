"""Labour, by hand."""

from __future__ import annotations

import numpy as np
import pytest

from qnsim.economy import labour
from qnsim.facts.case import Case
from qnsim.quantities.distributions import Distribution


def test_employment_starts_on_its_pace_since_the_base_year() -> None:
    first = labour.employed_first(
        employed_start=600.0, employment_growth_elasticity=0.2, expected_growth_start=0.1, head_start=0.5
    )
    assert first == pytest.approx(606.0)


def test_the_labour_force_at_the_start_leaves_the_unemployment_rate() -> None:
    force = labour.labour_force_start(employed_first=588.0, unemployment_rate_start=0.02)
    assert force == pytest.approx(600.0)
    assert labour.unemployment_rate(employed_persons=588.0, labour_force=force) == pytest.approx(0.02)


@pytest.mark.parametrize("when", ["start", "early"])
def test_no_draw_has_more_persons_at_work_than_in_the_labour_force(case: Case, when: str) -> None:
    """Unemployment is drawn, at both ends of the accounts; the labour force follows from it."""
    prior = case.parameters[f"unemployment_rate_{when}"].prior
    assert isinstance(prior, Distribution)
    rates = prior.quantile(np.array([0.0005, 0.5, 0.9995]))
    assert 0 < rates[0] < rates[1] < rates[2] < 0.1
    assert (labour.labour_force_start(employed_first=600.0, unemployment_rate_start=rates) > 600.0).all()
    assert f"labour_force_{when}" not in case.parameters


def test_the_labour_force_grows_by_birth_and_migration() -> None:
    growth = labour.labour_force_growth(
        labour_force_natural_growth=0.007, labour_force_migration_growth=0.003, labour_force=600.0
    )
    assert growth == pytest.approx(6.0)


@pytest.mark.parametrize(("growth", "come"), [(0.3, 6.0), (0.15, 3.0), (0.1, 0.0), (0.05, -3.0), (-0.1, -6.0)])
def test_more_people_come_when_growth_offers_more_work_than_in_the_record(growth: float, come: float) -> None:
    found = labour.newcomers(
        labour_supply_response=0.5,
        employment_growth_elasticity=0.2,
        growth_felt=growth,
        growth_reference=0.1,
        labour_force=600.0,
    )
    assert found == pytest.approx(come)


def hired(
    employed: float, force: float, force_growth: float = 5.0, growth: float = 0.1, newcomers: float = 0.0
) -> float:
    return labour.hiring(
        employment_growth_elasticity=0.2,
        growth_felt=growth,
        employed_persons=employed,
        labour_force=force,
        labour_force_growth=force_growth,
        newcomers=newcomers,
        unemployment_floor=0.02,
        hiring_time=0.5,
    )


def test_at_the_floor_of_unemployment_those_who_leave_the_labour_force_leave_work() -> None:
    assert hired(employed=98.0, force=100.0, force_growth=-10.0) == pytest.approx(-9.8)
    assert hired(employed=50.0, force=100.0, force_growth=-10.0) == pytest.approx(1.0)


def test_newcomers_are_hired_where_nobody_else_is_left_and_missed_where_they_stay_away() -> None:
    assert hired(employed=588.0, force=600.0, newcomers=3.0) == pytest.approx(3.0)
    assert hired(employed=587.0, force=600.0, newcomers=-3.0) == pytest.approx(-1.0)
    assert hired(employed=500.0, force=600.0, newcomers=3.0) == pytest.approx(10.0)


def test_hiring_follows_growth_while_there_is_somebody_to_hire() -> None:
    assert hired(employed=500.0, force=600.0) == pytest.approx(10.0)
    assert hired(employed=500.0, force=600.0, growth=-0.02) == pytest.approx(-2.0)


def test_growth_reaches_employers_within_the_time_of_hiring() -> None:
    change = labour.growth_felt_adjustment(growth_year_on_year=0.06, growth_felt=0.1, hiring_time=0.5)
    assert change == pytest.approx(-0.08)


def test_hiring_stops_at_the_lowest_possible_unemployment() -> None:
    assert hired(employed=588.0, force=600.0) == pytest.approx(0.0)
    assert hired(employed=587.0, force=600.0) == pytest.approx(2.0)


def test_jobs_come_from_new_firms_and_foreign_projects() -> None:
    assert labour.jobs_direct(jobs_in_new_firms=10000.0, fdi_jobs_per_million=7.5, fdi_realised=600.0) == 14500.0


@pytest.mark.parametrize(("hiring", "reported"), [(6.0, 20.0), (-6.0, 0.0)])
def test_reported_jobs_are_a_multiple_of_net_hiring(hiring: float, reported: float) -> None:
    assert labour.additional_jobs(hiring=hiring, net_jobs_per_reported_job=0.3) == pytest.approx(reported)


def test_productivity_is_grdp_per_person_in_real_and_in_current_prices() -> None:
    real = labour.labour_productivity(grdp=280.0, employed_persons=700.0)
    assert real == 0.4
    assert labour.labour_productivity_current(labour_productivity=real, price_level=1.05) == pytest.approx(0.42)
