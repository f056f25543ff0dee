"""Numbers that stop being numbers: the engine finds each, kept or not, and says where it began."""

from __future__ import annotations

import pickle
from typing import Any

import numpy as np
import pytest

from qnsim.engine.declare import Stock, auxiliary, flow
from qnsim.engine.model import Model
from qnsim.engine.simulate import Horizon, Inputs, simulate, simulate_unchecked
from qnsim.engine.words import exp, where
from qnsim.errors import NotFiniteError

YEARS = Horizon(2023.0, 8)
CLAIM = pytest.mark.claim(
    "A value that is not a number names its quarter, draw, variable and inputs, and the printed command reproduces it",
    how="Small models and scenarios are made to divide by zero, overflow or take a power of a negative number",
)


@flow("1 / year", into="heat")
def heating(heat: Any, gain: Any) -> Any:
    """Heat that feeds on itself."""
    return exp(gain * heat)


@flow("1 / year", into="tank")
def swelling(gain: Any) -> Any:
    """As much as comes."""
    return gain


@auxiliary("1")
def inverse(gain: Any) -> Any:
    """One by the gain."""
    return 1 / gain


@auxiliary("1")
def inverse_of_path(signal: Any) -> Any:
    """One by what comes from outside."""
    return 1 / signal


@auxiliary("1")
def inverse_of_heat(heat: Any) -> Any:
    """One by a stock."""
    return 1 / heat


@auxiliary("1")
def guarded(signal: Any) -> Any:
    """One by what comes from outside, unless that is zero."""
    return where(signal > 0, 1 / signal, 0)


@auxiliary("1")
def small_part(inverse_of_path: Any) -> Any:
    """What is left of something endless: nothing."""
    return 1 / inverse_of_path


@pytest.fixture
def oven(small: Any) -> Model:
    return small(heating, parameters=["gain"], heat=Stock("1"))


def fault(model: Model, constants: Any = None, keep: Any = (), draws: int = 2, **paths: Any) -> str:
    with pytest.raises(NotFiniteError) as caught:
        simulate(model, Inputs(constants or {}, paths), YEARS, draws, keep, first_draw=400)
    return str(caught.value)


@CLAIM
def test_a_fault_names_quarter_draw_variable_place_and_inputs(oven: Model) -> None:
    told = fault(oven, {"gain": np.array([0.0, 5000.0])})
    line = heating.__code__.co_firstlineno
    expected = f"2023Q2, draw 401: 'heating' (test_faults.py:{line}) is not finite; it read heat = 0.25, gain = 5000"
    assert told == expected


@CLAIM
def test_a_fault_in_a_constant_is_found_at_the_start(small: Any) -> None:
    told = fault(small(inverse, parameters=["gain"]), {"gain": np.array([1.0, 0.0])})
    assert told.startswith("start, draw 401: 'inverse' (")
    assert told.endswith("it read gain = 0")


@CLAIM
def test_a_fault_of_all_draws_is_told_of_the_first(small: Any) -> None:
    assert fault(small(inverse, parameters=["gain"]), {"gain": 0.0}).startswith("start, draw 400: 'inverse' (")


@CLAIM
def test_a_stock_that_overflows_is_named_with_its_flows(small: Any) -> None:
    model = small(swelling, parameters=["gain", "full"], tank=Stock("1", start="full"))
    told = fault(model, {"gain": np.array([0.0, 1e308]), "full": 1.5e308})
    assert told == "2023Q2, draw 401: stock 'tank' is not finite; it read tank = 1.75e+308, swelling = 1e+308"


@CLAIM
def test_an_input_that_is_no_number_is_named(small: Any) -> None:
    signal = np.ones((8, 2))
    signal[3, 1] = np.nan
    model = small(inverse_of_path, paths=["signal"])
    told = fault(model, keep=["inverse_of_path"], signal=signal)
    assert told == "2023Q4, draw 401: the input 'signal' is not finite; it is nan"


@CLAIM
def test_a_fault_that_reaches_nothing_kept_is_found(small: Any) -> None:
    signal = np.ones((8, 2))
    signal[5, 0] = 0
    model = small(inverse_of_path, small_part, paths=["signal"])
    messages = {fault(model, keep=keep, signal=signal) for keep in ([], ["small_part"], ["inverse_of_path"])}
    assert len(messages) == 1
    assert messages.pop().startswith("2024Q2, draw 400: 'inverse_of_path' (")


@CLAIM
def test_a_division_by_an_empty_stock_is_a_fault_like_any_other(small: Any) -> None:
    model = small(heating, inverse_of_heat, parameters=["gain"], heat=Stock("1"))
    assert fault(model, {"gain": 1.0}).endswith("it read heat = 0")


def test_the_branch_that_is_not_taken_may_divide_by_zero(small: Any) -> None:
    found = simulate(small(guarded, paths=["signal"]), Inputs({}, {"signal": np.zeros(8)}), YEARS, 2, ["guarded"])
    assert not found["guarded"].any()


def test_an_unchecked_run_shows_what_is_no_number(oven: Model) -> None:
    found = simulate_unchecked(oven, Inputs({"gain": 5000.0}), YEARS, 1, ["heating"])["heating"]
    assert np.isfinite(found).ravel().tolist() == [True] + [False] * 7


def test_a_fault_survives_the_way_from_another_process() -> None:
    sent = NotFiniteError(3, "2023Q4", None, "'grdp' is not finite")
    got = pickle.loads(pickle.dumps(sent))
    assert (str(got), got.position) == ("2023Q4, central run: 'grdp' is not finite", 3)
