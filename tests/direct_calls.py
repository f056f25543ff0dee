"""A run by calling the equations themselves, quarter by quarter: what a program must repeat bit by bit."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from qnsim.engine.model import Model
from qnsim.engine.simulate import Horizon, Inputs, advance, begin, evaluate


def call_equations(
    model: Model, inputs: Inputs, horizon: Horizon, draws: int, keep: Sequence[str]
) -> dict[str, np.ndarray]:
    """Paths (quarter, draw) of the names in `keep`, constants among them."""
    found = {name: np.empty((horizon.count, draws)) for name in keep}
    with np.errstate(all="ignore"):
        constants, level = begin(model, inputs, horizon)
        for position in range(horizon.count):
            clock: dict[str, Any] = {name: np.float64(value) for name, value in horizon.clock(position).items()}
            now = evaluate(model.equations, {**constants, **inputs.at(position), **level, **clock})
            for name in keep:
                found[name][position] = now[name]
            level = advance(model, now, horizon.step)
    return found
