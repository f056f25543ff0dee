"""Engine against oracle: two readings of the same equations that share no order, no arrays and no hoisting."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import pytest
from claims import Figure
from hypothesis import given, settings
from hypothesis import strategies as st

from qnsim.engine import words
from qnsim.engine.declare import Note, Stock
from qnsim.engine.oracle import run_oracle
from qnsim.engine.simulate import Horizon, Inputs, simulate
from qnsim.inputs.draws import central, draw
from qnsim.inputs.facts import Facts
from qnsim.inputs.scenario import Scenario
from qnsim.inputs.shipped import scenario_folder
from qnsim.inputs.streams import plan_blocks
from qnsim.run import model_of
from qnsim.workflow import load_scenario

SHIPPED = sorted(file.stem for file in scenario_folder().glob("*.yaml"))
EIGHT_YEARS = Horizon(2023.0, 32)
NAMES_OF_STOCKS = ("s0", "s1", "s2", "s3", "s4")
PARAMETERS = ("p0", "p1", "p2")
WORDS: Mapping[str, tuple[int, Callable[..., Any]]] = {
    "add": (2, lambda a, b: a + b),
    "take": (2, lambda a, b: a - b),
    "times": (2, lambda a, b: a * b),
    "ratio": (2, lambda a, b: a / (1 + b * b)),
    "power": (2, lambda a, b: (1 + a * a) ** words.minimum(b, 1)),
    "double": (1, lambda a: 2 * a),
    "rest": (1, lambda a: 1 - a),
    "negative": (1, lambda a: -a),
    "minimum": (2, words.minimum),
    "maximum": (2, words.maximum),
    "excess": (2, lambda a, b: words.where(a > b, a - b, 0)),
    "exp": (1, lambda a: words.exp(words.minimum(a, 1))),
    "log": (1, lambda a: words.log(1 + a * a)),
    "sqrt": (1, lambda a: words.sqrt(1 + a * a)),
}


def single(inputs: Inputs, place: int) -> tuple[dict[str, float], dict[str, list[float]]]:
    """One draw as plain floats and lists."""
    alone = inputs.only(place)
    constants = {name: float(np.ravel(value)[0]) for name, value in alone.constants.items()}
    return constants, {name: (path[:, 0] if path.ndim > 1 else path).tolist() for name, path in alone.paths.items()}


def largest_difference(model: Any, inputs: Inputs, draws: int, compared: range, horizon: Horizon) -> tuple[float, str]:
    """The largest difference of any path, relative to the largest value of that path, and whose it is.

    Accounts that are emptied every year differ by a rounding error around zero, hence the scale of the whole path.
    """
    keep = [*model.stocks, *model.variables]
    found = simulate(model, inputs, horizon, draws, keep)
    worst = (0.0, "")
    for place in compared:
        judged = run_oracle(model, *single(inputs, place), horizon, keep)
        for name in keep:
            mine = np.broadcast_to(found[name][..., place], horizon.count)
            difference = np.abs(mine - judged[name]).max() / max(np.abs(judged[name]).max(), 1e-9)
            worst = max(worst, (float(difference), name))
    return worst


ENGINE_IS_ORACLE = pytest.mark.claim(
    "The fast engine and a slow, obvious one that shares only the equations give the same numbers",
    how="All variables of all shipped scenarios, the central run and 200 draws each, relative to the largest value of "
    "a path; and any small model that hypothesis makes up.",
)


def case_of(name: str, read: Callable[[str], Scenario], busy: Scenario) -> Scenario:
    return busy if name == "busy" else load_scenario(name) if name else read("")


@pytest.mark.parametrize("name", ["", "busy", *SHIPPED])
@ENGINE_IS_ORACLE
def test_the_central_run_of_the_economy_is_the_oracles(
    facts: Facts, scenario: Callable[[str], Scenario], busy: Scenario, name: str, figure: Figure
) -> None:
    case = case_of(name, scenario, busy)
    inputs = central(case, facts, EIGHT_YEARS)
    difference, variable = largest_difference(model_of(case, facts.model), inputs, 1, range(1), EIGHT_YEARS)
    figure("largest relative difference, central run", difference, limit=1e-12)
    assert difference < 1e-12, variable


@pytest.mark.parametrize("name", ["busy", *SHIPPED])
@ENGINE_IS_ORACLE
def test_two_hundred_draws_of_the_economy_are_the_oracles(
    facts: Facts, scenario: Callable[[str], Scenario], busy: Scenario, name: str, figure: Figure
) -> None:
    case = case_of(name, scenario, busy)
    block = plan_blocks(1000)[0]
    inputs = draw(case, facts, EIGHT_YEARS, 7, block).inputs
    compared = range(0, block.size, block.size // 200)
    difference, variable = largest_difference(model_of(case, facts.model), inputs, block.size, compared, EIGHT_YEARS)
    figure("largest relative difference, 200 draws of a scenario", difference, limit=1e-12)
    assert len(compared) == 200
    assert difference < 1e-12, variable


@st.composite
def formulas(draw_from: st.DrawFn, names: tuple[str, ...]) -> Any:
    """A random formula as nested tuples; every leaf is a name."""
    leaf = st.sampled_from(names)
    return draw_from(
        st.recursive(leaf, lambda inner: st.one_of(*(_applied(word, inner) for word in WORDS)), max_leaves=8)
    )


def _applied(word: str, inner: Any) -> Any:
    return st.tuples(st.just(word), *[inner] * WORDS[word][0])


def leaves(formula: Any) -> set[str]:
    if isinstance(formula, tuple):
        return set().union(*(leaves(part) for part in formula[1:]))
    return {formula}


def computed(formula: Any, known: Mapping[str, Any]) -> Any:
    if isinstance(formula, tuple):
        return WORDS[formula[0]][1](*(computed(part, known) for part in formula[1:]))
    return known[formula]


def equation_of(name: str, formula: Any, **stocks: str | None) -> Any:
    """A real function with its own signature that computes a formula, held between 0 and 2."""
    reads = sorted(leaves(formula))

    def equation(*values: Any, **named: Any) -> Any:
        """A random formula."""
        return words.maximum(
            words.minimum(computed(formula, {**dict(zip(reads, values, strict=False)), **named}), 2), 0
        )

    kind = inspect.Parameter.POSITIONAL_OR_KEYWORD
    equation.__signature__ = inspect.Signature([inspect.Parameter(read, kind) for read in reads])  # type: ignore[attr-defined]
    equation.__name__ = name
    equation.note = Note("1", **stocks)  # type: ignore[attr-defined]
    return equation


@st.composite
def models(draw_from: st.DrawFn) -> tuple[list[Any], dict[str, Stock]]:
    """Equations and stocks of a small model: auxiliaries read earlier ones, flows leave and enter any stock."""
    names = NAMES_OF_STOCKS[: draw_from(st.integers(2, 5))]
    equations, readable = [], (*PARAMETERS, "step")
    start = equation_of("start", draw_from(formulas(readable)))
    equations.append(start)
    readable = (*readable, *names, "time", "quarter_of_year", "shock")
    for number in range(draw_from(st.integers(1, 4))):
        equations.append(equation_of(f"a{number}", draw_from(formulas(readable))))
        readable = (*readable, f"a{number}")
    for number in range(draw_from(st.integers(1, 4))):
        ends = draw_from(st.permutations([None, *names]))[:2]
        sides = {"out_of": ends[0], "into": ends[1]}
        equations.append(equation_of(f"f{number}", draw_from(formulas(readable)), **sides))
    return equations, {name: Stock("1", start=[None, "start", *PARAMETERS][place]) for place, name in enumerate(names)}


@ENGINE_IS_ORACLE
@settings(max_examples=60, deadline=None, derandomize=True, database=None)
@given(written=models(), numbers=st.lists(st.floats(0, 2, width=16), min_size=12, max_size=12))
def test_any_small_model_runs_alike_in_engine_and_oracle(small: Any, written: Any, numbers: list[float]) -> None:
    equations, stocks = written
    model = small(*equations, parameters=PARAMETERS, paths=["shock"], **stocks)
    constants = {name: np.array(numbers[3 * place : 3 * place + 3]) for place, name in enumerate(PARAMETERS)}
    inputs = Inputs(constants, {"shock": np.resize(numbers[9:], (8, 3))})
    keep = [*model.stocks, *model.variables]
    found = simulate(model, inputs, Horizon(2023.0, 8), 3, keep)
    for place in range(3):
        judged = run_oracle(model, *single(inputs, place), Horizon(2023.0, 8), keep)
        for name in keep:
            mine = np.broadcast_to(found[name][..., place], 8)
            assert mine == pytest.approx(np.array(judged[name]), rel=1e-9, abs=1e-9), name
