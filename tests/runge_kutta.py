"""The classical Runge-Kutta method of fourth order for a model: a second opinion on Euler's method, for tests only.

Stocks that memory renews at the turn of a step, a quarter or a year, and the accounts that such a turn closes, are
events: they stand still within a step and change by Euler's rule between steps, as the model means them to. What comes
from outside, and what `held` names, stands still within a step as well.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

import numpy as np

from qnsim.engine.model import Model
from qnsim.engine.simulate import Horizon, Inputs, advance, begin

Paths = dict[str, np.ndarray]
Level = dict[str, Any]
TURNS = {"year_end", "quarter_end"}
WEIGHTS = ((0.0, 1 / 6), (0.5, 1 / 3), (0.5, 1 / 3), (1.0, 1 / 6))


def event_stocks(model: Model, remembered: Collection[str] = ()) -> set[str]:
    """Stocks that change at turns: those of flows that read the end of a year or quarter, and those `remembered`.

    Raises `ValueError` if a flow moves something between such a stock and one that changes all the time.
    """
    flows = [equation for equation in model.equations if equation.note.is_flow]
    turning = [flow for flow in flows if TURNS.intersection(flow.reads)]
    events = {stock for flow in turning for stock in (flow.note.into, flow.note.out_of) if stock} | set(remembered)
    for flow in flows:
        ends = {stock for stock in (flow.note.into, flow.note.out_of) if stock}
        if ends & events and ends - events:
            raise ValueError(f"{flow.name} joins an event to a stock that changes all the time")
    return events


def integrate(
    model: Model,
    inputs: Inputs,
    horizon: Horizon,
    keep: Sequence[str],
    remembered: Collection[str] = (),
    held: Collection[str] = (),
) -> Paths:
    """Paths (step,) of one draw."""
    events = event_stocks(model, remembered)
    constants, level = begin(model, inputs, horizon)
    kept: dict[str, list[float]] = {name: [] for name in keep}
    for position in range(horizon.count):
        given = {**constants, **inputs.at(position), **horizon.clock(position)}
        now = _evaluate(model, {**given, **level}, {})
        for name in keep:
            kept[name].append(float(np.squeeze(now[name])))
        still = {name: now[name] for name in held}
        next_level = advance(model, now, horizon.step)
        next_level.update(_continuous(model, given, level, events, horizon.step, still))
        level = next_level
    return {name: np.array(values) for name, values in kept.items()}


def _continuous(
    model: Model, given: Mapping[str, Any], level: Level, events: set[str], step: float, still: Mapping[str, Any]
) -> Level:
    moving = [name for name in level if name not in events]
    change = dict.fromkeys(moving, 0.0)
    slope = dict.fromkeys(moving, 0.0)
    for ahead, weight in WEIGHTS:
        probe = {**level, **{name: level[name] + ahead * step * slope[name] for name in moving}}
        now = _evaluate(model, {**given, **probe, "time": given["time"] + ahead * step}, still)
        reached = advance(model, now, 1.0)
        slope = {name: reached[name] - probe[name] for name in moving}
        change = {name: change[name] + weight * slope[name] for name in moving}
    return {name: level[name] + step * change[name] for name in moving}


def _evaluate(model: Model, known: dict[str, Any], still: Mapping[str, Any]) -> dict[str, Any]:
    known.update(still)
    for equation in model.equations:
        if equation.name not in still:
            known[equation.name] = equation.compute(*[known[name] for name in equation.reads])
    return known
