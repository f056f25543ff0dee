"""Every equation of the economy run on quantities."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from qnsim.engine.declare import Stock, auxiliary, flow
from qnsim.engine.simulate import Horizon, simulate
from qnsim.inputs.draws import central
from qnsim.inputs.units import unit


@pytest.fixture(scope="module")
def faults(facts: Any, scenario: Any, unit_faults: Any) -> list[str]:
    """The unit faults of the economy, at the values of 2024Q2 of a central run."""
    model, horizon, place = facts.model, Horizon(2023.0, 8), 5
    inputs = central(scenario(""), facts, horizon)
    names = [*model.stocks, *model.variables, *model.parameters, *model.paths]
    found = simulate(model, inputs, horizon, 1, names)
    values = {name: float(np.broadcast_to(found[name][..., 0], horizon.count)[place]) for name in names}
    units = {name: facts.parameters[name].unit for name in model.parameters}
    return list(unit_faults(model, units, {**values, **horizon.clock(place)}))


def test_every_equation_has_the_unit_and_the_size_it_declares(faults: list[str]) -> None:
    assert faults == []


def checked(unit_faults: Any, model: Any, **units: str) -> list[str]:
    values = dict.fromkeys([*units, *model.stocks, *model.variables], 2.0)
    return list(unit_faults(model, units, values))


@pytest.mark.parametrize(
    ("declared", "expected"),
    [
        ("USD / year", ""),
        ("USD", "is USD / year, expected USD"),
        ("thousand USD / year", "with units, but 2 without"),
    ],
)
def test_the_check_sees_a_wrong_unit_and_a_wrong_size(
    unit_faults: Any, small: Any, declared: str, expected: str
) -> None:
    @auxiliary(declared)
    def spending(budget: Any, delay: Any) -> Any:
        """Spending."""
        return 2 * budget / delay / 2

    values = {"budget": 4.0, "delay": 2.0}
    model = small(spending, parameters=["budget", "delay"])
    faults = unit_faults(model, {"budget": "USD", "delay": "year"}, {**values, "spending": 2.0})
    assert all(expected in fault for fault in faults)
    assert len(faults) == bool(expected)


def test_the_check_sees_a_sum_of_different_things(unit_faults: Any, small: Any) -> None:
    @auxiliary("VND")
    def wealth(price_of_today: Any, price_of_2022: Any) -> Any:
        """Wealth."""
        return price_of_today + price_of_2022

    model = small(wealth, parameters=["price_of_today", "price_of_2022"])
    (fault,) = checked(unit_faults, model, price_of_today="VND", price_of_2022="VND_2022")
    assert "Cannot convert" in fault


def test_the_check_sees_a_flow_that_is_not_its_stock_per_year(unit_faults: Any, small: Any) -> None:
    @flow("VND", into="wealth")
    def saving(wealth: Any, share: Any) -> Any:
        """Saving."""
        return wealth * share

    model = small(saving, parameters=["share"], wealth=Stock("VND"))
    (fault,) = checked(unit_faults, model, share="1")
    assert fault.startswith("saving changes wealth: is ")


@pytest.mark.parametrize(
    ("text", "same"),
    [
        ("trillion VND / thousand person", "billion VND / person"),
        ("person / million USD", "person / USD / million"),
    ],
)
def test_all_words_after_a_stroke_are_below_it(text: str, same: str) -> None:
    ratio = (unit(text) / unit(same)).to_base_units()
    assert ratio.unitless
    assert float(ratio.magnitude) == pytest.approx(1)
