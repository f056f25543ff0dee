"""The program of a model: each operation once, and what each value depends on."""

from __future__ import annotations

from typing import Any

import pytest

from qnsim.engine.declare import Stock, auxiliary, flow
from qnsim.engine.program import Program, dependence, trace_program
from qnsim.engine.words import exp, floor


@auxiliary("1")
def strain(load: Any, limit: Any) -> Any:
    """Load against its limit."""
    return exp(load / limit)


@auxiliary("1")
def slack(load: Any, limit: Any) -> Any:
    """What the limit leaves."""
    return 1 - load / limit


@auxiliary("1")
def year(time: Any) -> Any:
    """The year."""
    return floor(time)


@flow("1 / year", out_of="store", into="load")
def loading(store: Any, limit: Any) -> Any:
    """What is loaded."""
    return store / (limit + limit)


@auxiliary("1")
def same_loading(loading: Any) -> Any:
    """Another name for it."""
    return loading


@pytest.fixture
def program(small: Any) -> Program:
    stocks = {"load": Stock("1"), "store": Stock("1", start="limit"), "idle": Stock("1")}
    model = small(strain, slack, year, loading, same_loading, parameters=["limit"], **stocks)
    return trace_program(model.equations, tuple(model.stocks))


def heads(program: Program) -> list[str]:
    return [operation.head for operation in program.operations]


def test_an_operation_that_two_equations_share_is_there_once(program: Program) -> None:
    load, limit = program.places["load"], program.places["limit"]
    assert [operation.reads for operation in program.operations].count((load, limit)) == 1


def test_every_operation_reads_only_earlier_ones(program: Program) -> None:
    assert all(read < place for place, operation in enumerate(program.operations) for read in operation.reads)


def test_two_names_of_a_value_have_one_place(program: Program) -> None:
    assert program.places["same_loading"] == program.places["loading"]


def test_a_transfer_computes_its_amount_once_and_enters_before_it_leaves(program: Program) -> None:
    first, second = program.changes
    assert first.amount == second.amount
    assert (first.stock, first.inflow) == (program.places["load"], True)
    assert (second.stock, second.inflow) == (program.places["store"], False)


def test_a_stock_differs_by_draw_if_its_start_or_a_flow_does(program: Program) -> None:
    found = dependence(program, {"limit"}, set())
    assert {program.places[name] for name in ("load", "store", "strain", "slack", "loading")} <= found.drawn
    assert program.places["idle"] not in found.drawn
    assert program.places["year"] not in found.drawn
    assert dependence(program, set(), set()).drawn == frozenset()


def test_only_what_reads_the_clock_a_path_or_a_stock_differs_by_quarter(program: Program) -> None:
    doubled = heads(program).index("+")
    still = dependence(program, {"limit"}, set())
    assert doubled in still.drawn
    assert doubled not in still.timed
    assert {program.places[name] for name in ("year", "strain", "idle")} <= still.timed
    assert doubled in dependence(program, {"limit"}, {"limit"}).timed


def test_a_model_is_traced_once(small: Any) -> None:
    model = small(year)
    assert trace_program(model.equations, ()) is trace_program(model.equations, ())
