"""The engines of qnsim and others on the same model: microseconds of one processor for one run of eight years."""

from __future__ import annotations

import tempfile
import warnings
from collections.abc import Callable
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from unittest.mock import patch

import numpy as np
from timing import Job, in_turn

from qnsim.analysis.measures import MEASURES
from qnsim.analysis.measures.measure import names_to_keep
from qnsim.chance.blocks import plan_blocks
from qnsim.chance.designs import Stratified
from qnsim.chance.draws import draw
from qnsim.engine.model import Model
from qnsim.engine.simulate import Horizon, Inputs, advance, begin, evaluate, simulate
from qnsim.facts.case import read_case
from qnsim.paper.exchange import xmile_text
from qnsim.run import Experiment, inputs_of_draw, prepare
from qnsim.workflow.scenarios import load_scenario

KEEP = names_to_keep(MEASURES)
TOGETHER = (1_000, 8_000)
CALLED, STATEMENTS, COMPILED = "every equation called, as the engine is judged by", "NumPy", "kernel"
PYSD, SIMLIN = "PySD", "Simlin"


def own_engines(repeats: int = 15, together: tuple[int, ...] = TOGETHER) -> dict[str, dict[int, float]]:
    """Microseconds per run, by engine and by how many draws are simulated together."""
    found: dict[str, dict[int, float]] = {}
    for draws in together:
        experiment = prepare(load_scenario("baseline"), read_case(), Stratified(draws=draws))
        seconds = in_turn(_jobs(experiment, draws), repeats)
        for name, each in seconds.items():
            found.setdefault(name, {})[draws] = 1e6 * each / draws
    return found


def _jobs(experiment: Experiment, draws: int) -> dict[str, Job]:
    model, horizon, block = experiment.model, experiment.horizon, plan_blocks(draws)[0]
    inputs = draw(experiment.scenario, experiment.case, horizon, experiment.design, block).inputs
    jobs: dict[str, Job] = {CALLED: partial(call_equations, model, inputs, horizon, draws)}
    for engine in (STATEMENTS, COMPILED) if find_spec("llvmlite") else (STATEMENTS,):
        jobs[engine] = partial(simulate, model, inputs, horizon, draws, KEEP, 0, engine.lower())
    return jobs


def call_equations(model: Model, inputs: Inputs, horizon: Horizon, draws: int) -> None:
    """A run without a program: each equation is called, each quarter, and the same is kept."""
    kept = {name: np.empty((horizon.count, draws)) for name in KEEP}
    with np.errstate(all="ignore"):
        constants, level = begin(model, inputs, horizon)
        for position in range(horizon.count):
            given = {**constants, **inputs.at(position), **level, **horizon.clock(position)}
            now = evaluate(model.equations, given)
            for name in KEEP:
                kept[name][position] = now[name]
            level = advance(model, now, horizon.step)


def other_engines(repeats: int = 15) -> dict[str, float]:
    """Microseconds per run of the exported model in each other engine that is installed; the model is read before."""
    experiment = prepare(load_scenario("baseline"), read_case(), Stratified(draws=80))
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "model.xmile"
        file.write_text(xmile_text(experiment, inputs_of_draw(experiment, 3), "a benchmark"), encoding="utf-8")
        loaders: dict[str, tuple[str, Callable[[Path], Job]]] = {PYSD: ("pysd", _pysd), SIMLIN: ("simlin", _simlin)}
        jobs = {name: load(file) for name, (module, load) in loaders.items() if find_spec(module)}
        return {name: 1e6 * seconds for name, seconds in in_turn(jobs, repeats).items()}


def _pysd(file: Path) -> Job:
    with warnings.catch_warnings(), patch("black.format_file_contents", lambda text, **_: text):
        warnings.simplefilter("ignore")
        import pysd

        model = pysd.read_xmile(str(file))
    return partial(model.run, return_columns=["grdp"])


def _simlin(file: Path) -> Job:
    import simlin

    model = simlin.load(file)
    return lambda: model.simulate().run_to_end()
