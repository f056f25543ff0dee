"""Every equation run on quantities."""

from __future__ import annotations

from dataclasses import replace
from types import ModuleType
from typing import Any

import pytest
from claims import Figure

from qnsim.analysis.equation_units import equation_unit_faults
from qnsim.economy import BLOCKS
from qnsim.engine.declare import Stock, auxiliary, flow
from qnsim.engine.model import build
from qnsim.engine.units import unit_faults
from qnsim.facts.case import Case
from qnsim.facts.observations import read_observations
from qnsim.facts.shipped import data_folder
from qnsim.files.yaml_source import read_source
from qnsim.quantities.units import unit


@pytest.mark.claim(
    "Every equation has the unit it declares, and no conversion is hidden in it",
    how="Each equation is run on quantities with units (pint) and must return its unit and the number it has without.",
)
def test_every_equation_has_the_unit_and_the_size_it_declares(case: Case, scenario: Any, figure: Figure) -> None:
    model = case.model
    faults = equation_unit_faults(case, scenario(""))
    figure("equations run on quantities", len(model.variables))
    figure("faults", len(faults), limit=0)
    assert faults == []


def units_written(tree: Any) -> list[str]:
    """Every value of a key that ends in `unit`, at any depth."""
    if isinstance(tree, list):
        return [text for part in tree for text in units_written(part)]
    if not isinstance(tree, dict):
        return []
    own = [text for key, text in tree.items() if key.endswith("unit")]
    return own + [text for part in tree.values() for text in units_written(part)]


@pytest.mark.claim(
    "Every unit of a parameter, lever, condition, observation and target is a unit",
    how="Each text is parsed by the registry of units; a parameter that is a plain number is no power of ten.",
)
def test_every_unit_that_the_facts_name_is_a_unit(case: Case, figure: Figure) -> None:
    texts = [parameter.unit for parameter in case.parameters.values()]
    texts += [item.unit for item in (*case.levers.values(), *case.settable, *case.catalogue.entries.values())]
    texts += units_written(read_source(data_folder() / "targets" / "resolution-2023.yaml").data)
    for file in sorted((data_folder() / "observations").glob("*.csv")):
        texts += list(read_observations(file, 2022)["unit"])
    figure("units parsed", len(texts))
    assert len(texts) > 1000
    assert all(unit(text) for text in set(texts))


def test_no_plain_parameter_is_a_conversion_in_disguise(case: Case) -> None:
    powers = {10.0**power for power in range(-9, 10) if power}
    plain = [p for p in case.parameters.values() if p.unit == "1" and p.name in case.model.parameters]
    assert len(plain) > 50
    assert [p.name for p in plain if p.low == p.high and p.low in powers] == []


def checked(model: Any, given: dict[str, str], **values: float) -> list[str]:
    names = [*given, *model.stocks, *model.variables]
    return unit_faults(model, given, {**dict.fromkeys(names, 2.0), **values}, unit)


@pytest.mark.parametrize(
    ("declared", "expected"),
    [
        ("USD / year", ""),
        ("USD", "'spending' returns USD / year, but its unit is USD"),
        ("thousand USD / year", "returns 0.002 thousand USD / year with units but 2 without: a conversion is hidden"),
    ],
)
def test_the_check_sees_a_wrong_unit_and_a_wrong_size(small: Any, declared: str, expected: str) -> None:
    @auxiliary(declared)
    def spending(budget: Any, delay: Any) -> Any:
        """Spending."""
        return 2 * budget / delay / 2

    model = small(spending, parameters=["budget", "delay"])
    faults = checked(model, {"budget": "USD", "delay": "year"}, budget=4.0, delay=2.0)
    assert len(faults) == bool(expected)
    for fault in faults:
        assert expected in fault
        assert fault.startswith(f"{model.variables['spending'].place}: ")


@pytest.mark.parametrize("delay", [0.0, float("nan")])
def test_a_wrong_unit_is_told_even_where_the_value_is_not_finite(small: Any, delay: float) -> None:
    @auxiliary("USD")
    def spending(budget: Any, delay: Any) -> Any:
        """Spending."""
        return budget / delay

    @auxiliary("USD / year")
    def doubled(budget: Any, delay: Any) -> Any:
        """Twice the spending."""
        return 2 * budget / delay

    model = small(spending, doubled, parameters=["budget", "delay"])
    (fault,) = checked(model, {"budget": "USD", "delay": "year"}, budget=4.0, delay=delay)
    assert fault.endswith("'spending' returns USD / year, but its unit is USD")


def test_units_are_checked_of_a_model_whose_central_run_is_not_finite(case: Case, scenario: Any) -> None:
    @auxiliary("1")
    def broken(capital_domestic: Any, time: Any) -> Any:
        """Capital in a wrong unit, over nothing."""
        return capital_domestic / (time - time)

    broken.__module__ = "broken"
    module = ModuleType("broken")
    vars(module)["broken"] = broken
    used = [name for name, parameter in case.parameters.items() if not isinstance(parameter.prior, tuple)]
    spoilt = replace(case, model=build([*BLOCKS, module], sorted(case.model.parameters & set(used))))
    (fault,) = equation_unit_faults(spoilt, scenario(""))
    assert "'broken' returns " in fault


def test_the_check_sees_a_sum_of_different_things(small: Any) -> None:
    @auxiliary("VND")
    def wealth(price_of_today: Any, price_of_2022: Any) -> Any:
        """Wealth."""
        return price_of_today + price_of_2022

    model = small(wealth, parameters=["price_of_today", "price_of_2022"])
    (fault,) = checked(model, {"price_of_today": "VND", "price_of_2022": "VND_base"})
    assert fault.endswith("'wealth' puts together VND and VND_base, which measure different things")


def test_the_check_sees_a_flow_that_is_not_its_stock_per_year(small: Any) -> None:
    @flow("VND", into="wealth")
    def saving(wealth: Any, share: Any) -> Any:
        """Saving."""
        return wealth * share

    model = small(saving, parameters=["share"], wealth=Stock("VND"))
    (fault,) = checked(model, {"share": "1"})
    assert fault.endswith("'saving' changes 'wealth' and in a year brings VND * year, but its unit is VND")


def test_the_check_sees_a_start_in_another_unit(small: Any) -> None:
    @flow("VND / year", into="wealth")
    def saving(wealth: Any, share: Any) -> Any:
        """Saving."""
        return wealth * share

    model = small(saving, parameters=["share", "first"], wealth=Stock("VND", start="first"))
    (fault,) = checked(model, {"share": "1 / year", "first": "USD"})
    assert fault == "stock 'wealth' starts at 'first', which is USD, but its unit is VND"


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
