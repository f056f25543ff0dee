"""Simulate a model on many draws at once: NumPy arrays with the draws last, one block of draws at a time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

import numpy as np

from qnsim.engine.model import Equation, Model
from qnsim.engine.program import trace_program
from qnsim.engine.statements import run_statements
from qnsim.errors import NotFiniteError, SimulationError, nearest
from qnsim.language import say

Array = np.ndarray


@dataclass(frozen=True)
class Horizon:
    """The simulated time: `start` (a whole year is its first of January), a step in years, and how many steps."""

    start: float
    count: int
    step: float = 0.25

    def clock(self, position: int) -> dict[str, float]:
        """What an equation may read of the time at one step."""
        time = self.start + position * self.step
        return {"time": time, "quarter_of_year": 1 + (time % 1) * 4, "step": self.step}

    def label(self, position: int) -> str:
        """The quarter of a step, such as 2030Q1."""
        clock = self.clock(position)
        return f"{int(clock['time'])}Q{int(clock['quarter_of_year'])}"


Engine = Literal["numpy", "kernel"]
NUMPY: Engine = "numpy"
KERNEL: Engine = "kernel"


@dataclass(frozen=True)
class Inputs:
    """What a simulation is given: constants, as numbers or arrays (draw,), and paths (quarter,) or (quarter, draw).

    A parameter may come as a path; constants and starts then read its first quarter.
    """

    constants: Mapping[str, Any]
    paths: Mapping[str, Array] = field(default_factory=dict)

    def at(self, position: int) -> dict[str, Any]:
        """All paths at one step."""
        return {name: path[position] for name, path in self.paths.items()}

    def only(self, draw: int) -> Inputs:
        """The inputs of a single draw."""
        return Inputs(
            {name: value[draw : draw + 1] if np.ndim(value) else value for name, value in self.constants.items()},
            {name: path[:, draw : draw + 1] if np.ndim(path) > 1 else path for name, path in self.paths.items()},
        )


def simulate(
    model: Model,
    inputs: Inputs,
    horizon: Horizon,
    draws: int,
    keep: Sequence[str],
    first_draw: int = 0,
    engine: Engine = NUMPY,
) -> dict[str, Array]:
    """Paths (quarter, draw) of the variables in `keep`; a kept constant or parameter comes as (draw,).

    Raises `NotFiniteError` naming quarter, draw (counted from `first_draw`), variable and what it read if any number
    of the model is not finite, kept or not. With the engine `kernel` compiled code does the work (extra `fast`): equal
    to a few units in the last place.
    """
    _check_inputs(model, inputs, keep)
    alarms: list[str] = []
    watched: Any = dict.fromkeys(("divide", "over", "invalid"), "call")
    with np.errstate(all="ignore", **watched, call=lambda kind, _: alarms.append(kind)):
        kept, watched = _run(model, inputs, horizon, draws, keep, engine)
    given = {**inputs.constants, **inputs.paths}
    looked_at = [*watched, *(given[name] for name in model.parameters | model.paths)]
    with np.errstate(all="ignore"):
        finite = all(np.isfinite(np.sum(values)) for values in looked_at)
    if alarms or not finite:  # a sum may overflow and a branch of a `where` not taken may divide by zero: no faults
        fault = _first_fault(model, inputs, horizon, first_draw)
        if fault:
            raise fault
    return kept


def simulate_unchecked(
    model: Model, inputs: Inputs, horizon: Horizon, draws: int, keep: Sequence[str]
) -> dict[str, Array]:
    """Paths like those of `simulate`, whether finite or not: to look at a fault."""
    with np.errstate(all="ignore"):
        return _run(model, inputs, horizon, draws, keep)[0]


def evaluate(equations: Sequence[Equation], known: dict[str, Any]) -> dict[str, Any]:
    """Add the value of each equation, in order, to what is known."""
    for equation in equations:
        known[equation.name] = equation.compute(*[known[name] for name in equation.reads])
    return known


def advance(model: Model, now: Mapping[str, Any], step: float) -> dict[str, Any]:
    """Stock levels one step later: level + step * (inflows - outflows)."""
    level = {name: now[name] for name in model.stocks}
    for equation in model.equations:
        note = equation.note
        if not note.is_flow:
            continue
        change = step * now[equation.name]
        if note.into:
            level[note.into] = level[note.into] + change
        if note.out_of:
            level[note.out_of] = level[note.out_of] - change
    return level


def begin(model: Model, inputs: Inputs, horizon: Horizon) -> tuple[dict[str, Any], dict[str, Any]]:
    """The constants, and the stock levels at the start of the first quarter."""
    starts = _starts(model, inputs, horizon)
    level = {name: starts[stock.start] if stock.start else np.float64(0) for name, stock in model.stocks.items()}
    return evaluate(model.constants, _given(inputs, horizon)), level


def _starts(model: Model, inputs: Inputs, horizon: Horizon) -> dict[str, Any]:
    """Everything that is known before the first quarter."""
    return evaluate(model.starts, {**_given(inputs, horizon), **inputs.at(0)})


def _given(inputs: Inputs, horizon: Horizon) -> dict[str, Any]:
    """The constants a run is given, as NumPy numbers: a division of plain ones by zero would be another error."""
    given = {**inputs.constants, "step": horizon.step}
    return {name: np.float64(value) if np.ndim(value) == 0 else value for name, value in given.items()}


def _now(
    model: Model, inputs: Inputs, horizon: Horizon, position: int, held: Mapping[str, Any], level: Mapping[str, Any]
) -> dict[str, Any]:
    """Every value at one step, given the constants that are held and the levels of the stocks."""
    return evaluate(model.equations, {**held, **inputs.at(position), **level, **_clock(horizon, position)})


def _clock(horizon: Horizon, position: int) -> dict[str, Any]:
    return {name: np.float64(value) for name, value in horizon.clock(position).items()}


def _run(
    model: Model, inputs: Inputs, horizon: Horizon, draws: int, keep: Sequence[str], engine: Engine = NUMPY
) -> tuple[dict[str, Array], list[Any]]:
    """The kept paths, and what is not finite if any value was not, but for what raises an alarm of NumPy."""
    constants, level = begin(model, inputs, horizon)
    moving = [name for name in keep if name in model.stocks or name not in constants]
    kept = {name: np.empty((horizon.count, draws)) for name in moving}
    program = trace_program(model.equations, tuple(model.stocks))
    clocks = [_clock(horizon, position) for position in range(horizon.count)]
    if engine == KERNEL:
        from qnsim.engine.kernel import run_kernel

        _, lanes = run_kernel(program, constants, level, inputs.paths, clocks, draws, kept)
        watched = [lanes, *constants.values(), *level.values()]
    else:
        level = run_statements(program, constants, level, inputs.paths, clocks, draws, kept)
        watched = [*kept.values(), *level.values()]
    for name in keep:
        if name not in kept:
            kept[name] = np.broadcast_to(np.asarray(constants[name], dtype=float), (draws,))
            watched.append(kept[name])
    return kept, watched


def _check_inputs(model: Model, inputs: Inputs, keep: Sequence[str]) -> None:
    given = set(inputs.paths) | set(inputs.constants)
    missing = sorted((model.parameters | model.paths) - given)
    if missing:
        raise SimulationError(
            say("no value for {missing}; every parameter and path of the model needs one", missing=", ".join(missing))
        )
    known = [*model.stocks, *model.variables, *model.parameters, *model.paths]
    for name in keep:
        if name not in known:
            raise SimulationError(
                say(
                    "'{name}' cannot be kept: the model has no such variable.{close}",
                    name=name,
                    close=nearest(name, known),
                )
            )


def _first_fault(model: Model, inputs: Inputs, horizon: Horizon, first_draw: int) -> NotFiniteError | None:
    """Where a run first leaves the numbers: run again, looking at every value."""
    with np.errstate(all="ignore"):
        constants, level = begin(model, inputs, horizon)
        known = {**_starts(model, inputs, horizon), **constants}
        fault = _fault_in(model, known, level, first_draw)
        if fault:
            return NotFiniteError(0, say("start"), *fault)
        for position in range(horizon.count):
            now = _now(model, inputs, horizon, position, constants, level)
            level = advance(model, now, horizon.step)
            fault = _fault_in(model, now, level, first_draw)
            if fault:
                return NotFiniteError(position, horizon.label(position), *fault)
    return None


def _fault_in(
    model: Model, now: Mapping[str, Any], level: Mapping[str, Any], first_draw: int
) -> tuple[int, str] | None:
    """Draw and description of the first value of one step that is not finite, or of a stock's level after it."""
    for name, value in (*now.items(), *level.items()):
        bad = ~np.isfinite(np.atleast_1d(np.asarray(value, dtype=float)))
        if bad.any():
            draw = int(np.argmax(bad))
            return first_draw + draw, _describe(model, name, now, draw)
    return None


def _describe(model: Model, name: str, now: Mapping[str, Any], draw: int) -> str:
    if name in model.stocks:
        what, reads = (
            say("stock '{name}'", name=name),
            [name, *(e.name for e in model.equations if name in (e.note.out_of, e.note.into))],
        )
    elif name in model.variables:
        equation = model.variables[name]
        what, reads = say("'{name}' ({place})", name=name, place=equation.place), list(equation.reads)
    else:
        return say("the input '{name}' is not finite; it is {value:g}", name=name, value=_of_draw(now[name], draw))
    read = ", ".join(f"{key} = {_of_draw(now[key], draw):.6g}" for key in reads)
    return say("{what} is not finite; it read {read}", what=what, read=read)


def _of_draw(value: Any, draw: int) -> float:
    values = np.atleast_1d(np.asarray(value, dtype=float))
    return float(values[draw if values.size > 1 else 0])
