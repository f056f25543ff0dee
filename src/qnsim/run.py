"""The pipeline: a scenario becomes a model and draws, blocks of draws are simulated, a reducer keeps what is asked.

A block is a pure task, (experiment, block) -> partial result, so any scheduler may run the blocks; here it is a pool of
threads, since NumPy releases the interpreter while it computes.
"""

from __future__ import annotations

import datetime
import hashlib
import os
import shlex
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from importlib.metadata import version
from typing import Any, Protocol, TypeVar

import numpy as np

from qnsim.chance.draws import Draws, central, draw
from qnsim.chance.streams import Block, plan_blocks
from qnsim.engine.model import Model, adjusted, over_time
from qnsim.engine.simulate import Horizon, Inputs, simulate, simulate_unchecked
from qnsim.engine.words import where
from qnsim.errors import NotFiniteError, SimulationError, UsageError
from qnsim.facts.case import Case
from qnsim.scenarios.scenario import Scenario

START = 2023.0
DEFAULT_DRAWS = 10_000
DEFAULT_SEED = 20221209
FEWEST_DRAWS = 80
VINTAGE = datetime.date(2022, 12, 9)

Partial = TypeVar("Partial")
Result = TypeVar("Result", covariant=True)


@dataclass(frozen=True)
class Experiment:
    """A scenario ready to run: its model, its horizon, the seed and the number of draws."""

    scenario: Scenario
    case: Case
    model: Model
    horizon: Horizon
    seed: int
    draws: int


class Reducer(Protocol[Result]):
    """What to make of each block, and how to put the blocks together in order."""

    @property
    def keep(self) -> Sequence[str]:
        """Variables whose paths `reduce` needs."""

    def reduce(self, experiment: Experiment, block: Block, draws: Draws, paths: Mapping[str, np.ndarray]) -> Any:
        """The partial result of one block."""

    def merge(self, experiment: Experiment, parts: Sequence[Any]) -> Result:
        """The result of all blocks."""


def prepare(scenario: Scenario, case: Case, draws: int = DEFAULT_DRAWS, seed: int = DEFAULT_SEED) -> Experiment:
    """An experiment. Raises `UsageError` for too few draws to estimate an error."""
    if draws < FEWEST_DRAWS:
        raise UsageError(f"--draws {draws} is too few to estimate an error; use at least {FEWEST_DRAWS}")
    if scenario.as_of != VINTAGE:
        raise UsageError(
            f"scenario {scenario.name}: as_of is {scenario.as_of}, but the facts rest on what was known on {VINTAGE}; "
            "other vintages cannot be run yet, remove as_of"
        )
    if seed < 0:
        raise UsageError(f"--seed {seed} is negative; use 0 or more")
    count = 4 * (int(scenario.end[:4]) + 1 - int(START))
    return Experiment(scenario, case, model_of(scenario, case.model), Horizon(START, count), seed, draws)


def run_id(experiment: Experiment) -> str:
    """Name of a run: scenario and a hash of everything that decides its numbers."""
    parts = (
        experiment.scenario.digest,
        experiment.case.digest,
        str(experiment.seed),
        str(experiment.draws),
        version("qnsim"),
    )
    return f"{experiment.scenario.name}-{hashlib.sha256('|'.join(parts).encode()).hexdigest()[:8]}"


def model_of(scenario: Scenario, model: Model) -> Model:
    """The model with what the scenario sets over time, replaces or judges."""
    settings = scenario.settings.values()
    timed = [s.name for s in settings if s.kind == "parameter" and s.is_timed]
    model = over_time(model, timed) if timed else model
    for setting in settings:
        if setting.kind == "variable":
            paths = (f"{setting.name}_is_given", f"{setting.name}_given")
            model = adjusted(model, setting.name, paths, lambda value, is_given, given: where(is_given, given, value))
    for name in dict.fromkeys(judgement.variable for judgement in scenario.judgements):
        paths = (f"{name}_judged_share", f"{name}_judged_amount")
        model = adjusted(model, name, paths, lambda value, share, amount: value * (1 + share) + amount)
    return model


def run_experiments(
    experiments: Sequence[Experiment],
    reducer: Reducer[Result],
    jobs: int | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> list[Result]:
    """The reduced result of each experiment; the same bits for any number of `jobs` (threads).

    `progress(done, total)` is called after each block.
    """
    tasks = [
        (block_number, number)
        for block_number in range(max(len(plan_blocks(e.draws)) for e in experiments))
        for number, e in enumerate(experiments)
        if block_number < len(plan_blocks(e.draws))
    ]
    parts: list[list[Any]] = [[] for _ in experiments]
    with ThreadPoolExecutor(max_workers=jobs or os.cpu_count()) as pool:
        work = pool.map(lambda task: run_block(experiments[task[1]], task[0], reducer), tasks)
        try:
            for done, ((_, number), part) in enumerate(zip(tasks, work, strict=True), start=1):
                parts[number].append(part)
                if progress:
                    progress(done, len(tasks))
        finally:
            pool.shutdown(cancel_futures=True)  # after a fault or Ctrl-C, blocks that wait are not begun
    return [reducer.merge(experiment, part) for experiment, part in zip(experiments, parts, strict=True)]


def run_block(experiment: Experiment, number: int, reducer: Reducer[Any]) -> Any:
    """The partial result of one block of draws."""
    block = plan_blocks(experiment.draws)[number]
    draws = draw(experiment.scenario, experiment.case, experiment.horizon, experiment.seed, block)
    with _replayable(experiment):
        paths = simulate(experiment.model, draws.inputs, experiment.horizon, block.size, reducer.keep, block.first)
    return reducer.reduce(experiment, block, draws, paths)


def central_inputs(experiment: Experiment) -> Inputs:
    """Inputs of one deterministic run with every uncertain value at its median."""
    return central(experiment.scenario, experiment.case, experiment.horizon)


def inputs_of_draw(experiment: Experiment, number: int) -> Inputs:
    """Inputs of a single draw of the ensemble. Raises `UsageError` if the run has no such draw."""
    if not 0 <= number < experiment.draws:
        raise UsageError(f"--draw {number}: the run has the draws 0 to {experiment.draws - 1}")
    block = next(b for b in plan_blocks(experiment.draws) if b.first <= number < b.first + b.size)
    draws = draw(experiment.scenario, experiment.case, experiment.horizon, experiment.seed, block)
    return draws.inputs.only(number - block.first)


def run_central(experiment: Experiment, keep: Sequence[str]) -> dict[str, np.ndarray]:
    """Paths (quarter,) of the deterministic run of `central_inputs`; a constant is one number."""
    with _replayable(experiment, central=True):
        paths = simulate(experiment.model, central_inputs(experiment), experiment.horizon, 1, keep)
    return {name: values[..., 0] for name, values in paths.items()}


def run_one_draw(experiment: Experiment, number: int, keep: Sequence[str]) -> dict[str, np.ndarray]:
    """Paths (quarter,) of a single draw of the ensemble, to look at it closely."""
    inputs = inputs_of_draw(experiment, number)
    with _replayable(experiment):
        paths = simulate(experiment.model, inputs, experiment.horizon, 1, keep, number)
    return {name: values[..., 0] for name, values in paths.items()}


def path_to_fault(experiment: Experiment, fault: NotFiniteError, keep: Sequence[str]) -> dict[str, np.ndarray]:
    """Paths (quarter,) of the draw of a fault up to and with its quarter; what is not a number stays so."""
    inputs = central_inputs(experiment) if fault.draw is None else inputs_of_draw(experiment, fault.draw)
    until = replace(experiment.horizon, count=fault.position + 1)
    paths = simulate_unchecked(experiment.model, inputs, until, 1, keep)
    return {name: values[..., 0] for name, values in paths.items()}


def replay_command(experiment: Experiment, draw: int | None) -> str:
    """What to type to run one draw of an experiment alone, or its central run if None."""
    file = shlex.quote(experiment.scenario.files[-1])
    which = "--central" if draw is None else f"--draw {draw}"
    return f"qnsim run {file} --draws {experiment.draws} --seed {experiment.seed} {which}"


@contextmanager
def _replayable(experiment: Experiment, central: bool = False) -> Iterator[None]:
    """A fault within is told with its scenario and the command that repeats it."""
    try:
        yield
    except NotFiniteError as fault:
        draw = None if central else fault.draw
        what = f"{fault.what}. Replay: {replay_command(experiment, draw)}"
        raise NotFiniteError(fault.position, f"scenario {experiment.scenario.name}: {fault.when}", draw, what) from None
    except SimulationError as fault:
        raise SimulationError(f"scenario {experiment.scenario.name}: {fault}") from None
