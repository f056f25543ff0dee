"""No number, or one far from any sense, in one input at a time: what direct calls see, a simulation tells."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest
from direct_calls import call_equations

from qnsim.chance.blocks import plan_blocks
from qnsim.chance.designs import Stratified
from qnsim.chance.draws import draw
from qnsim.engine.simulate import Horizon, Inputs, simulate
from qnsim.errors import NotFiniteError
from qnsim.facts.case import Case
from qnsim.run import model_of
from qnsim.workflow.scenarios import load_scenario

YEAR = Horizon(2023.0, 4)
DRAWS, BAD_DRAW, BAD_QUARTER = 80, 41, 2


def injected(inputs: Inputs, value: float) -> Iterator[tuple[str, Inputs]]:
    """The inputs with one of them spoilt: in one draw, and in one quarter where it has any."""
    for name, constant in inputs.constants.items():
        spoilt = np.array(np.broadcast_to(constant, DRAWS), dtype=float)
        spoilt[BAD_DRAW] = value
        yield name, replace(inputs, constants={**inputs.constants, name: spoilt})
    for name, path in inputs.paths.items():
        spoilt = np.array(path, dtype=float)
        spoilt[BAD_QUARTER, ..., BAD_DRAW] = value
        yield name, replace(inputs, paths={**inputs.paths, name: spoilt})


@pytest.mark.slow
@pytest.mark.parametrize("value", [np.nan, np.inf, 0.0, 1e300])
def test_no_fault_that_direct_calls_see_is_missed_and_none_is_made_up(case: Case, value: float) -> None:
    asked = load_scenario("baseline")
    model = model_of(asked, case.model)
    sound = draw(asked, case, YEAR, Stratified(7, DRAWS), plan_blocks(DRAWS)[0]).inputs
    every = [*model.parameters, *model.paths, *model.stocks, *model.variables]
    told = 0
    for name, inputs in injected(sound, value):
        seen = call_equations(model, inputs, YEAR, DRAWS, every)
        bad = [draw for found in seen.values() for draw in np.nonzero(~np.isfinite(found))[1]]
        try:
            simulate(model, inputs, YEAR, DRAWS, ["grdp"])
        except NotFiniteError as fault:
            told += 1
            assert fault.draw == BAD_DRAW, name
        else:
            assert not bad, f"{name} = {value} went unseen"
    assert told or value == 0
