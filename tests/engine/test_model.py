"""Building: what is hoisted, what moves, and how a model is changed for a run."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from qnsim.engine.declare import Stock, auxiliary, flow
from qnsim.engine.model import Model, adjusted, over_time
from qnsim.engine.oracle import run_oracle
from qnsim.engine.simulate import Horizon, Inputs, simulate
from qnsim.errors import ModelError

YEAR = Horizon(2023.0, 4)
GIVEN = {"output_ratio": 2.0, "wear_rate": 0.2, "saved_share": 0.5}


@auxiliary("VND")
def capital_start(output_ratio: Any) -> Any:
    """Capital at the start."""
    return 2 * output_ratio


@auxiliary("VND / year")
def saved_output(output_ratio: Any, saved_share: Any) -> Any:
    """Saving per capital."""
    return output_ratio * saved_share


@auxiliary("VND / year")
def output(capital: Any, output_ratio: Any) -> Any:
    """Output."""
    return capital * output_ratio


@flow("VND / year", into="capital")
def investment(capital: Any, saved_output: Any) -> Any:
    """Investment."""
    return capital * saved_output


@flow("VND / year", out_of="capital", into="scrap")
def wear(capital: Any, wear_rate: Any) -> Any:
    """Capital that becomes scrap."""
    return capital * wear_rate


@pytest.fixture
def growth(small: Any) -> Model:
    stocks = {"capital": Stock("VND", start="capital_start"), "scrap": Stock("VND")}
    return small(capital_start, saved_output, output, investment, wear, parameters=GIVEN, **stocks)


def names(equations: Any) -> set[str]:
    return {equation.name for equation in equations}


def test_what_only_parameters_decide_is_computed_once(growth: Model) -> None:
    assert names(growth.constants) == {"capital_start", "saved_output"}
    assert names(growth.equations) == {"output", "investment", "wear"}
    assert names(growth.starts) == {"capital_start"}


def test_a_flow_is_never_hoisted(small: Any) -> None:
    @flow("VND / year", into="capital")
    def gift(wear_rate: Any) -> Any:
        """A gift every quarter."""
        return 2 * wear_rate

    model = small(gift, parameters=["wear_rate"], capital=Stock("VND"))
    found = simulate(model, Inputs({"wear_rate": 1.0}), YEAR, 1, ["capital"])
    assert found["capital"][:, 0].tolist() == [0.0, 0.5, 1.0, 1.5]


def test_equations_stand_in_an_order_in_which_each_can_be_computed(case: Any) -> None:
    model = case.model
    known = {*model.stocks, *model.parameters, *model.paths, "time", "step", "quarter_of_year"}
    for equation in (*model.constants, *model.equations):
        assert known.issuperset(equation.reads)
        known.add(equation.name)


def test_a_timed_parameter_is_computed_every_quarter_with_all_that_depends_on_it(growth: Model) -> None:
    timed = over_time(growth, ["output_ratio"])
    assert names(timed.constants) == set()
    assert names(timed.equations) >= {"saved_output", "output", "investment"}
    assert over_time(growth, ["wear_rate"]).constants == growth.constants


def test_a_timed_parameter_starts_the_model_with_its_first_value(growth: Model) -> None:
    timed = over_time(growth, ["output_ratio"])
    inputs = Inputs({"wear_rate": 0.2, "saved_share": 0.5}, {"output_ratio": np.array([2.0, 2.0, 4.0, 4.0])})
    found = simulate(timed, inputs, YEAR, 1, ["capital", "output"])
    assert found["capital"][0, 0] == 4.0
    assert (found["output"] / found["capital"])[:, 0].tolist() == [2.0, 2.0, 4.0, 4.0]


def test_a_parameter_that_only_starts_a_stock_cannot_change_over_time(small: Any) -> None:
    model = small(output, parameters=["output_ratio", "first"], capital=Stock("VND", start="first"))
    with pytest.raises(ModelError, match="'first' only fixes the start of the model and cannot change over time"):
        over_time(model, ["first"])


def test_a_parameter_that_only_feeds_a_start_equation_cannot_change_over_time(small: Any) -> None:
    @auxiliary("VND")
    def start(first: Any) -> Any:
        """Capital at the start."""
        return 2 * first

    model = small(start, output, parameters=["output_ratio", "first"], capital=Stock("VND", start="start"))
    with pytest.raises(ModelError, match="only fixes the start"):
        over_time(model, ["first"])


def test_an_adjusted_variable_is_adjusted_in_engine_oracle_and_formula(growth: Model) -> None:
    model = adjusted(growth, "output", ("output_bonus",), lambda value, bonus: value * (1 + bonus))
    bonus = [0.0, 0.5, 0.0, -1.0]
    keep = ["output", "capital"]
    found = simulate(model, Inputs(GIVEN, {"output_bonus": np.array(bonus)}), YEAR, 1, keep)
    judged = run_oracle(model, GIVEN, {"output_bonus": bonus}, YEAR, keep)
    assert (found["output"] / found["capital"])[:, 0].tolist() == [2.0, 3.0, 2.0, 0.0]
    assert found["output"][:, 0] == pytest.approx(judged["output"], rel=1e-14)
    assert model.variables["output"].formula.names == {"capital", "output_ratio", "output_bonus"}
    assert model.paths == {"output_bonus"}
    assert growth.variables["output"].formula.names == {"capital", "output_ratio"}


def test_an_adjusted_constant_is_computed_every_quarter(growth: Model) -> None:
    model = adjusted(growth, "saved_output", ("extra",), lambda value, extra: value + extra)
    assert "saved_output" in names(model.equations)


def test_a_variable_can_be_adjusted_twice(growth: Model) -> None:
    once = adjusted(growth, "output", ("given",), lambda value, given: value + given)
    twice = adjusted(once, "output", ("share",), lambda value, share: value * (1 + share))
    paths = {"given": np.ones(4), "share": np.ones(4)}
    found = simulate(twice, Inputs(GIVEN, paths), YEAR, 1, ["output", "capital"])
    assert found["output"] == pytest.approx((2 * found["capital"] + 1) * 2)


def test_an_equation_is_tested_by_calling_it() -> None:
    assert wear(capital=50.0, wear_rate=0.1) == 5.0
