"""Simulate a model on many draws at once: NumPy arrays with the draws last, one block of draws at a time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from qnsim.engine.model import Equation, Model
from qnsim.errors import SimulationError, nearest

Array = np.ndarray


@dataclass(frozen=True)
class Horizon:
    """The simulated time: `start` in years (2023.0 is the first of January), a step in years, and how many steps."""

    start: float
    count: int
    step: float = 0.25

    def clock(self, position: int) -> dict[str, float]:
        """What an equation may read of the time at one step."""
        time = self.start + position * self.step
        return {"time": time, "quarter_of_year": 1 + (time % 1) * 4, "step": self.step}

    def label(self, position: int) -> str:
        """The quarter of a step, such as 2023Q1."""
        clock = self.clock(position)
        return f"{int(clock['time'])}Q{int(clock['quarter_of_year'])}"


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
    model: Model, inputs: Inputs, horizon: Horizon, draws: int, keep: Sequence[str], first_draw: int = 0
) -> dict[str, Array]:
    """Paths (quarter, draw) of the variables in `keep`; a kept constant or parameter comes as (draw,).

    Raises `SimulationError` naming quarter, draw (counted from `first_draw`), variable and what it read if any number
    is not finite.
    """
    _check_inputs(model, inputs, keep)
    with np.errstate(all="ignore"):
        kept, level = _run(model, inputs, horizon, draws, keep)
        finite = all(np.isfinite(values).all() for values in (*kept.values(), *level.values()))
    if not finite:
        raise SimulationError(_first_fault(model, inputs, horizon, first_draw))
    return kept


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
    known = {name: np.float64(v) if np.ndim(v) == 0 else v for name, v in inputs.constants.items()}
    first = {**known, **inputs.at(0), "step": horizon.step}
    starts = evaluate(model.starts, dict(first))
    level = {name: starts[stock.start] if stock.start else 0.0 for name, stock in model.stocks.items()}
    return evaluate(model.constants, {**known, "step": horizon.step}), level


def _run(
    model: Model, inputs: Inputs, horizon: Horizon, draws: int, keep: Sequence[str]
) -> tuple[dict[str, Array], dict[str, Any]]:
    constants, level = begin(model, inputs, horizon)
    moving = [name for name in keep if name in model.stocks or name not in constants]
    kept = {name: np.empty((horizon.count, draws)) for name in moving}
    for position in range(horizon.count):
        now = evaluate(model.equations, {**constants, **inputs.at(position), **level, **horizon.clock(position)})
        for name in moving:
            kept[name][position] = now[name]
        level = advance(model, now, horizon.step)
    for name in keep:
        if name not in kept:
            kept[name] = np.broadcast_to(np.asarray(constants[name], dtype=float), (draws,))
    return kept, level


def _check_inputs(model: Model, inputs: Inputs, keep: Sequence[str]) -> None:
    given = set(inputs.paths) | set(inputs.constants)
    missing = sorted((model.parameters | model.paths) - given)
    if missing:
        raise SimulationError(f"no value for {', '.join(missing)}; every parameter and path of the model needs one")
    known = [*model.stocks, *model.variables, *model.parameters, *model.paths]
    for name in keep:
        if name not in known:
            raise SimulationError(f"'{name}' cannot be kept: the model has no such variable.{nearest(name, known)}")


def _first_fault(model: Model, inputs: Inputs, horizon: Horizon, first_draw: int) -> str:
    """Where a run first leaves the numbers: run again, looking at every variable."""
    with np.errstate(all="ignore"):
        constants, level = begin(model, inputs, horizon)
        fault = _faulty(model.constants, constants)
        if fault:
            return f"start, {_describe(*fault, constants, first_draw)}"
        for position in range(horizon.count):
            now = evaluate(model.equations, {**constants, **inputs.at(position), **level, **horizon.clock(position)})
            fault = _faulty(model.equations, now)
            if fault:
                return f"{horizon.label(position)}, {_describe(*fault, now, first_draw)}"
            level = advance(model, now, horizon.step)
    return "a stock is not finite after the last quarter"


def _faulty(equations: Sequence[Equation], now: Mapping[str, Any]) -> tuple[Equation, int] | None:
    for equation in equations:
        bad = ~np.isfinite(np.atleast_1d(np.asarray(now[equation.name], dtype=float)))
        if bad.any():
            return equation, int(np.argmax(bad))
    return None


def _describe(equation: Equation, draw: int, now: Mapping[str, Any], first_draw: int) -> str:
    values = {name: np.atleast_1d(np.asarray(now[name], dtype=float)) for name in equation.reads}
    read = ", ".join(f"{name} = {value[draw if value.size > 1 else 0]:.6g}" for name, value in values.items())
    number = first_draw + draw
    return (
        f"draw {number}: '{equation.name}' ({equation.place}) is not finite; it read {read}. "
        f"Look at it with the same command and --draw {number}"
    )
