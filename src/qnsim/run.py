"""The pipeline: a scenario becomes a model and draws, blocks of draws are simulated, a reducer keeps what is asked.

A block is a pure task, (experiment, block) -> partial result, and both pickle, so any scheduler may run the blocks.
"""

from __future__ import annotations

import hashlib
import json
import shlex
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from importlib.metadata import version
from importlib.util import find_spec
from typing import Any, Protocol, TypeVar, runtime_checkable

import numpy as np

from qnsim.arguments import check, several
from qnsim.chance.blocks import Block
from qnsim.chance.coordinates import Coordinate, coordinates_of, fitting
from qnsim.chance.designs import Design, Sample, Stratified, blocks_of
from qnsim.chance.draws import Draws, central, draw
from qnsim.engine.model import Model, adjusted, over_time
from qnsim.engine.simulate import KERNEL, NUMPY, Engine, Horizon, Inputs, simulate, simulate_unchecked
from qnsim.engine.words import where
from qnsim.errors import NotFiniteError, SimulationError, UsageError, nearest
from qnsim.facts.case import Case
from qnsim.language import say
from qnsim.scenarios.scenario import Scenario
from qnsim.scheduler import InProcess, Scheduler

Partial = TypeVar("Partial")
Result = TypeVar("Result", covariant=True)
ENGINES = (NUMPY, KERNEL)
EXPERIMENT = say("what qnsim.prepare(scenario, case) returns")


@dataclass(frozen=True)
class Experiment:
    """A scenario ready to run: its model, its horizon, and the design its uniform numbers come from."""

    scenario: Scenario
    case: Case
    model: Model
    horizon: Horizon
    design: Design
    engine: Engine = NUMPY

    @property
    def draws(self) -> int:
        """How many draws the design has."""
        return self.design.draws

    def __repr__(self) -> str:
        first, last = self.horizon.label(0), self.horizon.label(self.horizon.count - 1)
        return f"Experiment({self.scenario.name}, {first} to {last}, draws {self.draws}, {self.design.label})"


@runtime_checkable
class Reducer(Protocol[Result]):
    """What to make of each block, and how to put the blocks together in order."""

    @property
    def keep(self) -> Sequence[str]:
        """Variables whose paths `reduce` needs."""

    def reduce(self, experiment: Experiment, block: Block, draws: Draws, paths: Mapping[str, np.ndarray]) -> Any:
        """The partial result of one block."""

    def merge(self, experiment: Experiment, parts: Sequence[Any]) -> Result:
        """The result of all blocks."""


def prepare(scenario: Scenario, case: Case, design: Design = Stratified(), engine: Engine = NUMPY) -> Experiment:
    """An experiment whose uniform numbers come from `design`, simulated by an engine, 'numpy' or 'kernel'.

    Raises `UsageError` for what cannot be run.
    """
    name = repr(scenario) if isinstance(scenario, str) else "..."
    check("scenario", scenario, Scenario, say("a Scenario; use qnsim.load_scenario({name})", name=name))
    check("case", case, Case, say("a Case; use qnsim.read_case()"))
    check("design", design, Design, say("a Design such as qnsim.Stratified(seed=1, draws=10_000)"))
    if scenario.as_of != case.about.vintage:
        raise UsageError(
            say(
                "scenario {name}: as_of is {as_of}, but the facts rest on what was known on {vintage}; other "
                "vintages cannot be run yet, remove as_of",
                name=scenario.name,
                as_of=scenario.as_of,
                vintage=case.about.vintage,
            )
        )
    horizon = Horizon(float(scenario.first_year), 4 * (int(scenario.end[:4]) + 1 - scenario.first_year))
    fit = fitting(design, scenario, case, horizon)
    check_engine(engine)
    return Experiment(scenario, case, model_of(scenario, case.model), horizon, fit, engine)


def check_engine(engine: str) -> None:
    """Raises `UsageError` for an engine that is not known, or not installed."""
    if engine not in ENGINES:
        raise UsageError(
            say(
                "'{engine}' is not an engine; expected one of {known}.{close}",
                engine=engine,
                known=", ".join(ENGINES),
                close=nearest(engine, ENGINES),
            )
        )
    if engine == KERNEL and not find_spec("llvmlite"):
        raise UsageError(
            say(
                "{option} needs {library}; install it with: python -m pip install 'qnsim[{extra}]'",
                option="--engine kernel",
                library="llvmlite",
                extra="fast",
            )
        )


def run_id(experiment: Experiment) -> str:
    """Name of a run: scenario and a hash of everything that decides its numbers."""
    scenario, design = experiment.scenario, experiment.design.about()
    digest, facts = scenario.digest, experiment.case.digest
    return name_of_run(scenario.name, digest, facts, design, version("qnsim"), experiment.engine)


def name_of_run(
    scenario: str, digest: str, facts: str, design: Mapping[str, Any], program: str, engine: str = NUMPY
) -> str:
    """Name of the run of a scenario, from the digests of scenario and facts, the design, the version and the engine."""
    parts = [digest, facts, json.dumps(design, sort_keys=True), program]
    parts += [engine] if engine != NUMPY else []
    return f"{scenario}-{hashlib.sha256('|'.join(parts).encode()).hexdigest()[:8]}"


def coordinates(experiment: Experiment) -> list[Coordinate]:
    """Every coordinate a design may give to an experiment: name, meaning, unit, group and marginal."""
    check("experiment", experiment, Experiment, EXPERIMENT)
    return coordinates_of(experiment.scenario, experiment.case, experiment.horizon)


def model_of(scenario: Scenario, model: Model) -> Model:
    """The model with what the scenario sets over time, replaces or judges."""
    settings = scenario.settings.values()
    timed = [s.name for s in settings if s.kind == "parameter" and s.is_timed]
    model = over_time(model, timed) if timed else model
    for setting in settings:
        if setting.kind == "variable":
            paths = (f"{setting.name}_is_given", f"{setting.name}_given")
            model = adjusted(model, setting.name, paths, _given)
    for name in dict.fromkeys(judgement.variable for judgement in scenario.judgements):
        paths = (f"{name}_judged_share", f"{name}_judged_amount")
        model = adjusted(model, name, paths, _judged)
    return model


def _given(value: Any, is_given: Any, given: Any) -> Any:
    return where(is_given, given, value)


def _judged(value: Any, share: Any, amount: Any) -> Any:
    return value * (1 + share) + amount


def run_experiments(
    experiments: Sequence[Experiment],
    reducer: Reducer[Result],
    scheduler: Scheduler = InProcess(),
    progress: Callable[[int, int], None] | None = None,
) -> list[Result]:
    """The reduced result of each experiment; the same bits for any scheduler.

    `progress(done, total)` is called after each block.
    """
    experiments = several("experiments", experiments, Experiment, EXPERIMENT)
    check("reducer", reducer, Reducer, say("a Reducer such as qnsim.KeepPaths(['grdp'])"))
    check("scheduler", scheduler, Scheduler, say("a Scheduler such as qnsim.InProcess() or qnsim.Processes(2)"))
    plans = [blocks_of(experiment.design) for experiment in experiments]
    tasks = [
        (number, plan[place])
        for place in range(max(map(len, plans), default=0))
        for number, plan in enumerate(plans)
        if place < len(plan)
    ]
    found = scheduler.each(_Blocks(experiments, reducer), tasks, progress)
    parts: list[list[Any]] = [[] for _ in experiments]
    for (number, _), part in zip(tasks, found, strict=True):
        parts[number].append(part)
    return [reducer.merge(experiment, part) for experiment, part in zip(experiments, parts, strict=True)]


@dataclass(frozen=True)
class _Blocks:
    """What a worker needs once; then a task is the number of an experiment and a block."""

    experiments: tuple[Experiment, ...]
    reducer: Reducer[Any]

    def __call__(self, task: tuple[int, Block]) -> Any:
        number, block = task
        return run_block(self.experiments[number], block, self.reducer)


def run_block(experiment: Experiment, block: Block, reducer: Reducer[Any]) -> Any:
    """The partial result of one block of draws."""
    draws = draw(experiment.scenario, experiment.case, experiment.horizon, experiment.design, block)
    with _replayable(experiment):
        paths = simulate(
            experiment.model,
            draws.inputs,
            experiment.horizon,
            block.size,
            reducer.keep,
            block.first,
            experiment.engine,
        )
    return reducer.reduce(experiment, block, draws, paths)


def central_inputs(experiment: Experiment) -> Inputs:
    """Inputs of one deterministic run with every uncertain value at its median."""
    return central(experiment.scenario, experiment.case, experiment.horizon)


def inputs_of_draw(experiment: Experiment, number: int) -> Inputs:
    """Inputs of a single draw of the ensemble. Raises `UsageError` if the run has no such draw."""
    if not 0 <= number < experiment.draws:
        raise UsageError(
            say("--draw {number}: the run has the draws 0 to {last}", number=number, last=experiment.draws - 1)
        )
    block = next(b for b in blocks_of(experiment.design) if b.first <= number < b.first + b.size)
    draws = draw(experiment.scenario, experiment.case, experiment.horizon, experiment.design, block)
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
    file, design = shlex.quote(experiment.scenario.files[-1]), experiment.design
    if draw is None:
        return f"qnsim run {file} --central"
    numbers, calibration = design.fresh if isinstance(design, Sample) else design, experiment.case.about.calibration
    if isinstance(numbers, Stratified):
        off = " --prior" if numbers is design and calibration and calibration.posterior.exists() else ""
        return f"qnsim run {file} --draws {numbers.draws} --seed {numbers.seed} --draw {draw}{off}"
    return say("qnsim.run.run_one_draw with draw {draw} of {design}", draw=draw, design=design.label)


@contextmanager
def _replayable(experiment: Experiment, central: bool = False) -> Iterator[None]:
    """A fault within is told with its scenario and the command that repeats it."""
    try:
        yield
    except NotFiniteError as fault:
        draw = None if central else fault.draw
        what = say("{what}. Replay: {command}", what=fault.what, command=replay_command(experiment, draw))
        raise NotFiniteError(
            fault.position, say("scenario {name}: {when}", name=experiment.scenario.name, when=fault.when), draw, what
        ) from None
    except SimulationError as fault:
        raise SimulationError(
            say("scenario {name}: {fault}", name=experiment.scenario.name, fault=str(fault))
        ) from None
