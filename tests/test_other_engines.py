"""The model in two other engines: every exported variable of every scenario, compared with our own run."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from other_engines import ENGINES, Engine, differences

from qnsim.chance.designs import Stratified
from qnsim.engine.simulate import Inputs, simulate
from qnsim.facts.case import read_case
from qnsim.paper.exchange import xmile_text
from qnsim.paper.xmile import names_in_file
from qnsim.run import Experiment, central_inputs, inputs_of_draw, prepare
from qnsim.workflow.scenarios import load_scenario, load_scenarios

pytestmark = pytest.mark.slow

LIMIT = 1e-9
DRAWS = (3, 40, 77, 152)
LIVELY = """name: lively
title: {vi: a, en: b}
why: a test
levers:
  public_investment_disbursement_rate: {2024: 80 %, 2026Q3: {uniform: [85, 95], unit: '%'}}
  fdi_attraction_policy: 1.2
conditions:
  fdi_registered: {2023: {triangular: [0.2, 0.5, 0.9], unit: billion USD}, 2024Q2: 800 million USD / year}
shocks:
  major_storm: {2024: 1}
  pandemic: {2026Q1: 1}
  national_growth_shift: {2025: -0.02, 2026: 0}
judgements:
  - {variable: value_added_mining, when: 2023Q3, add: -2 %, reason: pits close, author: a}
  - {variable: new_firms, when: '2024', add: 100 firm / year, reason: a guess, author: a}
"""
claim = pytest.mark.claim(
    "Two other engines, PySD and Simlin, which share no code with ours, give the same numbers for every variable",
    how="The model is exported as XMILE and run there: the central run of every scenario that ships, and 20 random "
    "draws of scenarios with levers over time, events, judgements and given licences. Every stock, flow, auxiliary "
    "and input of every quarter is compared, relative to the largest value of its path.",
)
each_engine = pytest.mark.parametrize("engine", ENGINES.values(), ids=ENGINES)


@pytest.fixture
def lively(tmp_path: Path) -> Path:
    """A scenario with levers over time, a given variable, events and judgements."""
    file = tmp_path / "lively.yaml"
    file.write_text(LIVELY, encoding="utf-8")
    return file


def largest_difference(engine: Engine, experiment: Experiment, inputs: Inputs, folder: Path) -> tuple[float, str]:
    """The largest difference of a single draw, and where it is."""
    model, horizon = experiment.model, experiment.horizon
    file = folder / "model.xmile"
    file.write_text(xmile_text(experiment, inputs, "a test"), encoding="utf-8")
    keep = [*model.stocks, *model.variables, *model.parameters, *model.paths]
    found = simulate(model, inputs, horizon, 1, keep)
    names = names_in_file(model)
    mine = {names[name]: np.broadcast_to(values[..., 0], horizon.count) for name, values in found.items()}
    mine["TIME"] = np.array([horizon.clock(place)["time"] for place in range(horizon.count)])
    differing = differences(mine, engine(file, [name for name in mine if name != "TIME"]))
    worst = max(differing, key=lambda name: differing[name])
    return differing[worst], f"{worst} in {experiment.scenario.name}"


@claim
@each_engine
def test_every_scenario_that_ships_runs_alike_in_other_engines(
    engine: Engine, tmp_path: Path, figure: Callable[..., None], request: pytest.FixtureRequest
) -> None:
    found = []
    for scenario in load_scenarios([]):
        experiment = prepare(scenario, read_case())
        found.append(largest_difference(engine, experiment, central_inputs(experiment), tmp_path))
    figure(f"largest relative difference, central runs in {request.node.callspec.id}", max(found)[0], limit=LIMIT)
    assert len(found) >= 12
    assert max(found)[0] < LIMIT, max(found)[1]


@claim
@each_engine
def test_random_draws_run_alike_in_other_engines(
    engine: Engine, lively: Path, tmp_path: Path, figure: Callable[..., None], request: pytest.FixtureRequest
) -> None:
    found = []
    for name in ("baseline", "fdi-surge", "super-typhoon", "energy-shortage", lively):
        experiment = prepare(load_scenario(name), read_case(), Stratified(11, 160))
        for number in DRAWS:
            found.append(largest_difference(engine, experiment, inputs_of_draw(experiment, number), tmp_path))
    figure(f"largest relative difference, 20 draws in {request.node.callspec.id}", max(found)[0], limit=LIMIT)
    assert len(found) == 20
    assert max(found)[0] < LIMIT, max(found)[1]
