"""The compiled program against the oracle and against NumPy, and whether it sees what is no number."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

pytest.importorskip("llvmlite", reason="the extra `fast` is not installed")

from hypothesis import given, settings
from hypothesis import strategies as st
from random_models import PARAMETERS, models

from qnsim.chance.blocks import plan_blocks
from qnsim.chance.designs import Stratified
from qnsim.chance.draws import draw
from qnsim.engine import kernel, kernel_code
from qnsim.engine.declare import auxiliary
from qnsim.engine.kernel import run_kernel
from qnsim.engine.model import Model
from qnsim.engine.oracle import run_oracle
from qnsim.engine.program import trace_program
from qnsim.engine.simulate import KERNEL, NUMPY, Horizon, Inputs, begin, simulate, simulate_unchecked
from qnsim.engine.words import floor, maximum, minimum, sqrt, where
from qnsim.errors import NotFiniteError
from qnsim.facts.case import Case
from qnsim.run import model_of
from qnsim.scenarios.scenario import Scenario
from qnsim.workflow.scenarios import load_scenario

EIGHT_YEARS, YEAR = Horizon(2023.0, 32), Horizon(2023.0, 4)
DRAWS = 80


def compiled(model: Model, inputs: Inputs, horizon: Horizon, draws: int) -> tuple[dict[str, np.ndarray], np.ndarray]:
    """Paths of all stocks and moving variables, and what watched each draw."""
    kept = {name: np.empty((horizon.count, draws)) for name in (*model.stocks, *(e.name for e in model.equations))}
    clocks = [{name: np.float64(v) for name, v in horizon.clock(q).items()} for q in range(horizon.count)]
    with np.errstate(all="ignore"):
        constants, level = begin(model, inputs, horizon)
        program = trace_program(model.equations, tuple(model.stocks))
        _, watched = run_kernel(program, constants, level, inputs.paths, clocks, draws, kept)
    return kept, watched


def drawn(case: Case, asked: Scenario, horizon: Horizon) -> Inputs:
    return draw(asked, case, horizon, Stratified(7, DRAWS), plan_blocks(DRAWS)[0]).inputs


@pytest.mark.parametrize("name", ["baseline", "busy"])
def test_the_kernel_agrees_with_numpy(case: Case, busy: Scenario, name: str) -> None:
    asked = busy if name == "busy" else load_scenario(name)
    model, inputs = model_of(asked, case.model), drawn(case, asked, EIGHT_YEARS)
    found, watched = compiled(model, inputs, EIGHT_YEARS, DRAWS)
    known = simulate(model, inputs, EIGHT_YEARS, DRAWS, list(found))
    assert np.isfinite(watched).all()
    for variable, path in found.items():
        assert np.abs(path - known[variable]).max() <= 1e-12 * max(np.abs(known[variable]).max(), 1e-9), variable


def test_the_kernel_agrees_with_the_oracle(case: Case, scenario: Callable[[str], Scenario]) -> None:
    inputs = drawn(case, scenario(""), EIGHT_YEARS)
    found, _ = compiled(case.model, inputs, EIGHT_YEARS, DRAWS)
    for place in (0, 7, 41, 79):
        alone = inputs.only(place)
        constants = {name: float(np.ravel(value)[0]) for name, value in alone.constants.items()}
        paths = {name: np.ravel(path).tolist() for name, path in alone.paths.items()}
        judged = run_oracle(case.model, constants, paths, EIGHT_YEARS, list(found))
        for variable, path in found.items():
            scale = max(np.abs(judged[variable]).max(), 1e-9)
            assert np.abs(path[:, place] - judged[variable]).max() <= 1e-11 * scale, variable


@pytest.mark.slow
@settings(max_examples=10, deadline=None, derandomize=True, database=None)
@given(written=models(), numbers=st.lists(st.floats(0, 2, width=16), min_size=12, max_size=12))
def test_any_small_model_runs_alike_compiled(small: Any, written: Any, numbers: list[float]) -> None:
    equations, stocks = written
    model = small(*equations, parameters=PARAMETERS, paths=["shock"], **stocks)
    constants = {name: np.resize(numbers[3 * place : 3 * place + 3], 8) for place, name in enumerate(PARAMETERS)}
    inputs = Inputs(constants, {"shock": np.resize(numbers[9:], (4, 8))})
    found, _ = compiled(model, inputs, YEAR, 8)
    known = simulate(model, inputs, YEAR, 8, list(found))
    for variable, path in found.items():
        np.testing.assert_allclose(path, known[variable], rtol=1e-9, atol=1e-9, err_msg=variable)


@auxiliary("1")
def smaller(signal: Any, other: Any) -> Any:
    """The smaller."""
    return minimum(signal, other)


@auxiliary("1")
def larger(signal: Any, other: Any) -> Any:
    """The larger."""
    return maximum(signal, other)


@auxiliary("1")
def chosen(signal: Any, other: Any) -> Any:
    """One if there is a signal, else the other."""
    return where(signal, 1, other)


@auxiliary("1")
def compared(signal: Any, other: Any) -> Any:
    """What each comparison says."""
    return where(signal < other, 1, 0) + 2 * where(signal != other, 1, 0) - where(signal >= other, 2, 1)


@auxiliary("1")
def rounded(signal: Any, other: Any) -> Any:
    """A whole number and a root."""
    return floor(signal) - sqrt(other * other)


def test_what_is_no_number_passes_every_word_as_in_numpy(small: Any) -> None:
    values = np.array([0.0, -1.5, 2.0, np.nan, np.inf, -np.inf, 0.5, 1e300])
    one, other = (grid.ravel() for grid in np.meshgrid(values, values))
    inputs = Inputs({}, {"signal": np.tile(one, (4, 1)), "other": np.tile(other, (4, 1))})
    model = small(smaller, larger, chosen, compared, rounded, paths=["signal", "other"])
    found, watched = compiled(model, inputs, YEAR, one.size)
    known = simulate_unchecked(model, inputs, YEAR, one.size, list(found))
    for name, path in found.items():
        np.testing.assert_array_equal(path, known[name], err_msg=name)
    finite = np.all([np.isfinite(path).all(axis=0) for path in known.values()], axis=0)
    assert np.array_equal(np.isfinite(watched), finite)


@pytest.mark.slow
@pytest.mark.parametrize("value", [np.nan, np.inf, 0.0, 1e300])
def test_the_kernel_misses_no_fault_that_numpy_sees(
    case: Case, scenario: Callable[[str], Scenario], value: float
) -> None:
    sound, model = drawn(case, scenario(""), YEAR), case.model
    for name, path in sound.paths.items():
        spoilt = np.array(path, dtype=float)
        spoilt[2, 41] = value
        inputs = replace(sound, paths={**sound.paths, name: spoilt})
        found, watched = compiled(model, inputs, YEAR, DRAWS)
        known = simulate_unchecked(model, inputs, YEAR, DRAWS, list(found))
        finite = np.all([np.isfinite(path).all(axis=0) for path in known.values()], axis=0)
        assert not (~finite & np.isfinite(watched)).any(), name
        assert np.isfinite(np.delete(watched, 41)).all(), name


@pytest.mark.parametrize("count", [9, 41])
def test_draws_that_do_not_fill_the_lanes_run_too(case: Case, scenario: Callable[[str], Scenario], count: int) -> None:
    inputs = drawn(case, scenario(""), YEAR)
    found, watched = compiled(case.model, inputs, YEAR, DRAWS)
    few = Inputs(
        {name: value[:count] if np.ndim(value) else value for name, value in inputs.constants.items()},
        {name: path[:, :count] if np.ndim(path) > 1 else path for name, path in inputs.paths.items()},
    )
    alone, seen = compiled(case.model, few, YEAR, count)
    assert seen.shape == (count,) and watched.shape == (DRAWS,)
    for variable, path in alone.items():
        assert np.array_equal(path, found[variable][..., :count]), variable


@pytest.mark.slow
@pytest.mark.parametrize(("part", "piece"), [(5, 1), (100_000, 64)])
def test_neither_parts_nor_pieces_change_a_bit(
    case: Case, scenario: Callable[[str], Scenario], monkeypatch: pytest.MonkeyPatch, part: int, piece: int
) -> None:
    inputs = drawn(case, scenario(""), YEAR)
    usual, _ = compiled(case.model, inputs, YEAR, DRAWS)
    monkeypatch.setattr(kernel_code, "PART", part)
    monkeypatch.setattr(kernel, "PIECE", piece)
    kernel_code.compile_plan.cache_clear()
    try:
        other, _ = compiled(case.model, inputs, YEAR, DRAWS)
    finally:
        kernel_code.compile_plan.cache_clear()
    assert all(np.array_equal(path, other[name]) for name, path in usual.items())


@pytest.mark.slow
@pytest.mark.parametrize("value", [np.nan, np.inf])
def test_a_fault_is_told_as_by_numpy(case: Case, scenario: Callable[[str], Scenario], value: float) -> None:
    sound = drawn(case, scenario(""), YEAR)
    for name in [*case.model.parameters & sound.constants.keys()][::25]:
        spoilt = np.array(np.broadcast_to(sound.constants[name], DRAWS), dtype=float)
        spoilt[41] = value
        inputs = replace(sound, constants={**sound.constants, name: spoilt})
        told = []
        for engine in (NUMPY, KERNEL):
            with pytest.raises(NotFiniteError) as caught:
                simulate(case.model, inputs, YEAR, DRAWS, ["grdp"], 100, engine)
            told.append(str(caught.value))
        assert told[0] == told[1], name


def test_a_number_alike_in_all_draws_that_is_none_is_told(small: Any) -> None:
    model = small(smaller, larger, paths=["signal", "other"])
    inputs = Inputs({}, {"signal": np.array([1.0, np.inf, 1, 1]), "other": np.ones(4)})
    with pytest.raises(NotFiniteError):
        simulate(model, inputs, YEAR, 8, ["smaller"], engine=KERNEL)


def test_compiled_code_is_kept_and_damage_is_compiled_anew(
    small: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    model = small(rounded, paths=["signal", "other"])
    inputs = Inputs({}, {"signal": np.full((4, 8), 2.5), "other": np.full((4, 8), 3.0)})

    def run() -> np.ndarray:
        kernel_code.compile_plan.cache_clear()
        return compiled(model, inputs, YEAR, 8)[0]["rounded"]

    usual = run()
    (file,) = (tmp_path / "qnsim").iterdir()
    kept = file.read_bytes()
    with monkeypatch.context() as patch:
        patch.setattr(kernel_code, "optimised", lambda *_: pytest.fail("compiled although the code was kept"))
        assert np.array_equal(run(), usual)
    file.write_bytes(kept[:-9])
    assert np.array_equal(run(), usual)
    assert file.read_bytes() == kept
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "qnsim" / file.name))  # no folder
    assert np.array_equal(run(), usual)
    kernel_code.compile_plan.cache_clear()
