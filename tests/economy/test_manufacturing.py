"""Manufacturing, by hand."""

from __future__ import annotations

import math

import pytest

from qnsim.economy import manufacturing


def test_plant_investment_has_a_foreign_and_a_private_part() -> None:
    assert manufacturing.plant_investment_fdi(fdi_manufacturing_share=0.7, investment_fdi=20.0) == pytest.approx(14.0)
    assert manufacturing.plant_investment_private(private_share_to_modern=0.1, investment_private=60.0) == 6.0


def test_plant_produces_after_its_commissioning_time() -> None:
    assert manufacturing.plant_commissioned(plant_under_construction=18.0, plant_commissioning_time=1.5) == 12.0


def test_modern_plant_of_the_base_year_is_the_start_less_what_came_since() -> None:
    """Half a year of 12 - 2 in the base year, and half a step of 18 - 2 from the start."""
    base = manufacturing.capital_modern_base(
        capital_modern_start=100.0,
        plant_completed_base=12.0,
        plant_under_construction_start=27.0,
        plant_commissioning_time=1.5,
        retirement_modern=0.02,
        accounting_year=1.0,
        step=0.25,
    )
    assert base == pytest.approx(100 - 5 - 2)


def test_plant_is_retired_at_a_fixed_share() -> None:
    assert manufacturing.plant_retired(capital_modern=100.0, retirement_modern=0.03) == 3.0


@pytest.mark.parametrize(("capital", "added"), [(60.0, 20.0), (70.0, 24.0), (0.0, 4.0)])
def test_new_plant_adds_its_output_ratio_down_to_a_floor(capital: float, added: float) -> None:
    found = manufacturing.value_added_manufacturing_modern(
        value_added_manufacturing_modern_base=20.0,
        modern_output_capital_ratio=0.4,
        capital_modern=capital,
        capital_modern_base=60.0,
        manufacturing_modern_floor=0.2,
    )
    assert found == pytest.approx(added)


def test_local_capacity_follows_its_trend_from_the_base_year() -> None:
    start = manufacturing.manufacturing_local_capacity_start(manufacturing_local_growth=0.04, head_start=0.625)
    assert start == pytest.approx(math.log(1.025))
    assert manufacturing.manufacturing_local_capacity_growth(manufacturing_local_growth=0.04) == 0.04
    assert manufacturing.manufacturing_local_capacity(math.log(1.5)) == pytest.approx(1.5)


def test_local_manufacturing_deviates_from_its_potential() -> None:
    potential = manufacturing.manufacturing_local_potential(
        value_added_manufacturing_local_base=10.0, manufacturing_local_capacity=1.2
    )
    assert potential == 12.0
    assert manufacturing.value_added_manufacturing_local(potential, output_deviation=-0.05) == pytest.approx(11.4)
    assert manufacturing.value_added_manufacturing_local(potential, output_deviation=-3.0) == 0


def test_manufacturing_is_its_two_parts() -> None:
    total = manufacturing.value_added_manufacturing(
        value_added_manufacturing_modern=20.0, value_added_manufacturing_local=11.0, manufacturing_shock=0.0
    )
    assert total == 31.0
    assert manufacturing.value_added_manufacturing(20.0, 11.0, math.log(1.3)) == pytest.approx(40.3)
