"""Statements against direct calls of the equations: the same bits, whatever is shared, hoisted or buffered."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from direct_calls import call_equations
from hypothesis import given, settings
from hypothesis import strategies as st
from random_models import PARAMETERS, models

from qnsim.chance.blocks import plan_blocks
from qnsim.chance.designs import Stratified
from qnsim.chance.draws import central, draw
from qnsim.engine.declare import Stock, auxiliary, flow
from qnsim.engine.model import Model
from qnsim.engine.plan import plan_statements
from qnsim.engine.program import trace_program
from qnsim.engine.simulate import Horizon, Inputs, simulate
from qnsim.engine.words import where
from qnsim.facts.case import Case
from qnsim.facts.shipped import scenario_folder
from qnsim.run import model_of
from qnsim.scenarios.scenario import Scenario
from qnsim.workflow.scenarios import load_scenario

SHIPPED = sorted(file.stem for file in scenario_folder().glob("*.yaml"))
EIGHT_YEARS, TWO_YEARS = Horizon(2023.0, 32), Horizon(2023.0, 8)


def different(model: Model, inputs: Inputs, horizon: Horizon, draws: int, keep: Any = None) -> list[str]:
    """Kept names of which any bit differs between a simulation and direct calls."""
    keep = [*model.stocks, *model.variables] if keep is None else keep
    found, called = simulate(model, inputs, horizon, draws, keep), call_equations(model, inputs, horizon, draws, keep)
    return [
        name for name in keep if np.broadcast_to(found[name], called[name].shape).tobytes() != called[name].tobytes()
    ]


@pytest.mark.parametrize("name", ["baseline", "busy"])
def test_a_thousand_draws_of_the_economy_have_the_bits_of_direct_calls(case: Case, busy: Scenario, name: str) -> None:
    asked = busy if name == "busy" else load_scenario(name)
    block = plan_blocks(1000)[0]
    inputs = draw(asked, case, EIGHT_YEARS, Stratified(7, 1000), block).inputs
    assert different(model_of(asked, case.model), inputs, EIGHT_YEARS, block.size) == []


@pytest.mark.slow
@pytest.mark.parametrize("name", SHIPPED)
def test_every_shipped_scenario_has_the_bits_of_direct_calls(case: Case, name: str) -> None:
    asked = load_scenario(name)
    model, block = model_of(asked, case.model), plan_blocks(200)[0]
    inputs = draw(asked, case, EIGHT_YEARS, Stratified(3, 200), block).inputs
    assert different(model, inputs, EIGHT_YEARS, block.size) == []
    assert different(model, central(asked, case, EIGHT_YEARS), EIGHT_YEARS, 1) == []


def test_what_is_kept_changes_no_bit(case: Case, scenario: Callable[[str], Scenario]) -> None:
    asked = scenario("")
    inputs = draw(asked, case, EIGHT_YEARS, Stratified(7, 80), plan_blocks(80)[0]).inputs
    every = [*case.model.stocks, *case.model.variables]
    for keep in (["grdp"], every[::3], every[1::3]):
        assert different(case.model, inputs, EIGHT_YEARS, 80, keep) == []


@pytest.mark.slow
@settings(max_examples=60, deadline=None, derandomize=True, database=None)
@given(written=models(), numbers=st.lists(st.floats(0, 2, width=16), min_size=12, max_size=12), shared=st.booleans())
def test_any_small_model_runs_as_if_called(small: Any, written: Any, numbers: list[float], shared: bool) -> None:
    equations, stocks = written
    model = small(*equations, parameters=PARAMETERS, paths=["shock"], **stocks)
    constants = {name: np.array(numbers[3 * place : 3 * place + 3]) for place, name in enumerate(PARAMETERS)}
    if shared:
        constants = {**constants, "p0": numbers[0], "p1": numbers[1]}
    keep = [*model.stocks, *model.variables]
    inputs = Inputs(constants, {"shock": np.resize(numbers[9:], (8, 3))})
    found, called = simulate(model, inputs, TWO_YEARS, 3, keep), call_equations(model, inputs, TWO_YEARS, 3, keep)
    for name in keep:
        mine = np.broadcast_to(found[name], (8, 3))
        np.testing.assert_allclose(mine, called[name], rtol=1e-14, atol=1e-14, err_msg=name)


@flow("1 / year", into="pool")
def filling(signal: Any) -> Any:
    """What comes in."""
    return signal


@flow("1 / year", out_of="pool")
def leaking(pool: Any, loss: Any) -> Any:
    """What is lost, at most half."""
    return where(loss < 1, loss * pool, pool / 2)


@auxiliary("1")
def twice_lost(leaking: Any, loss: Any) -> Any:
    """A rate and its double."""
    return leaking * (2 * loss) ** 2


@auxiliary("1")
def other_name(twice_lost: Any) -> Any:
    """Another name of it."""
    return twice_lost


@pytest.fixture
def pond(small: Any) -> Model:
    return small(
        filling, leaking, twice_lost, other_name, parameters=["loss"], paths=["signal", "unread"], pool=Stock("1")
    )


ROWS = np.arange(24.0).reshape(8, 3)


@pytest.mark.parametrize("loss", [0.3, np.array([0.3, 0.7, 1.3])], ids=["shared loss", "drawn loss"])
@pytest.mark.parametrize("signal", [ROWS[:, 0], ROWS, ROWS.astype(int)], ids=["shared path", "path by draw", "whole"])
def test_numbers_and_draws_may_be_mixed_in_any_way(pond: Model, loss: Any, signal: Any) -> None:
    inputs = Inputs({"loss": loss}, {"signal": signal, "unread": signal})
    keep = ["pool", "leaking", "twice_lost", "other_name", "signal", "unread", "filling"]
    assert different(pond, inputs, TWO_YEARS, 3, keep) == []


def test_inputs_are_not_written_into(pond: Model, small: Any) -> None:
    signal, start = ROWS.copy(), np.array([1.0, 2.0, 3.0])
    model = small(filling, parameters=["first"], paths=["signal"], pool=Stock("1", start="first"))
    simulate(model, Inputs({"first": start}, {"signal": signal}), TWO_YEARS, 3, ["pool"])
    assert start.tolist() == [1.0, 2.0, 3.0]
    assert np.array_equal(signal, ROWS)


def test_a_value_that_no_quarter_changes_is_computed_once(pond: Model) -> None:
    program = trace_program(pond.equations, tuple(pond.stocks))
    plan = plan_statements(program, frozenset({"loss", "signal"}), frozenset({"signal"}), ())
    assert [program.operations[place].head for place in plan.once] == ["<", "*", "**"]
    assert not set(plan.once) & set(plan.statements)


def test_far_fewer_buffers_than_values_are_used(case: Case) -> None:
    program = trace_program(case.model.equations, tuple(case.model.stocks))
    drawn = case.model.parameters | case.model.paths
    plan = plan_statements(program, drawn, case.model.paths, ())
    assert len(set(plan.buffers.values())) < len(plan.buffers) / 4
