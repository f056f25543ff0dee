"""Engine against oracle: two readings of the same equations that share no order, no arrays and no hoisting."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from claims import Figure
from hypothesis import given, settings
from hypothesis import strategies as st
from random_models import PARAMETERS, models

from qnsim.chance.blocks import plan_blocks
from qnsim.chance.designs import Stratified
from qnsim.chance.draws import central, draw
from qnsim.engine.oracle import run_oracle
from qnsim.engine.simulate import Horizon, Inputs, simulate
from qnsim.facts.case import Case
from qnsim.facts.shipped import scenario_folder
from qnsim.run import model_of
from qnsim.scenarios.scenario import Scenario
from qnsim.workflow.scenarios import load_scenario

SHIPPED = sorted(file.stem for file in scenario_folder().glob("*.yaml"))
EIGHT_YEARS = Horizon(2023.0, 32)


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


def scenario_of(name: str, read: Callable[[str], Scenario], busy: Scenario) -> Scenario:
    return busy if name == "busy" else load_scenario(name) if name else read("")


@pytest.mark.parametrize("name", ["", "busy", *SHIPPED])
@ENGINE_IS_ORACLE
def test_the_central_run_of_the_economy_is_the_oracles(
    case: Case, scenario: Callable[[str], Scenario], busy: Scenario, name: str, figure: Figure
) -> None:
    asked = scenario_of(name, scenario, busy)
    inputs = central(asked, case, EIGHT_YEARS)
    difference, variable = largest_difference(model_of(asked, case.model), inputs, 1, range(1), EIGHT_YEARS)
    figure("largest relative difference, central run", difference, limit=1e-12)
    assert difference < 1e-12, variable


@pytest.mark.slow
@pytest.mark.parametrize("name", ["busy", *SHIPPED])
@ENGINE_IS_ORACLE
def test_two_hundred_draws_of_the_economy_are_the_oracles(
    case: Case, scenario: Callable[[str], Scenario], busy: Scenario, name: str, figure: Figure
) -> None:
    asked = scenario_of(name, scenario, busy)
    block = plan_blocks(1000)[0]
    inputs = draw(asked, case, EIGHT_YEARS, Stratified(7), block).inputs
    compared = range(0, block.size, block.size // 200)
    difference, variable = largest_difference(model_of(asked, case.model), inputs, block.size, compared, EIGHT_YEARS)
    figure("largest relative difference, 200 draws of a scenario", difference, limit=1e-11)
    assert len(compared) == 200
    assert difference < 1e-11, variable  # jobs are the small rest of large flows


@pytest.mark.slow
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
