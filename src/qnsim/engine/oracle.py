"""The same model, one draw, plain floats: slow and obvious, the judge of `simulate`.

It shares nothing with the engine but the equations: no sorted order, no arrays, no hoisted constants. Each variable is
computed when somebody asks for it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from qnsim.engine.model import Equation, Model
from qnsim.engine.simulate import Horizon


def run_oracle(
    model: Model,
    constants: Mapping[str, float],
    paths: Mapping[str, Sequence[float]],
    horizon: Horizon,
    keep: Sequence[str],
) -> dict[str, list[float]]:
    """Values of the variables in `keep`, one per quarter."""
    first = {name: path[0] for name, path in paths.items()}
    equations = model.variables
    before = _Quarter(equations, {**constants, **first, "step": horizon.step})
    level = {name: before.value(stock.start) if stock.start else 0.0 for name, stock in model.stocks.items()}
    flows = {name: _flows_of(model, name) for name in model.stocks}
    history: dict[str, list[float]] = {name: [] for name in keep}
    for position in range(horizon.count):
        given = {name: path[position] for name, path in paths.items()}
        quarter = _Quarter(equations, {**constants, **given, **level, **horizon.clock(position)})
        for name in keep:
            history[name].append(quarter.value(name))
        level = {name: quarter.next_level(name, *flows[name], horizon.step) for name in level}
    return history


def _flows_of(model: Model, stock: str) -> tuple[list[str], list[str]]:
    """Names of the flows into a stock and out of it."""
    equations = model.variables.values()
    return [e.name for e in equations if e.note.into == stock], [e.name for e in equations if e.note.out_of == stock]


class _Quarter:
    """One quarter of one draw: answers the value of any name, computing what it needs on the way."""

    def __init__(self, equations: Mapping[str, Equation], known: Mapping[str, float]):
        self.equations = equations
        self.known = dict(known)

    def value(self, name: str) -> float:
        if name not in self.known:
            equation = self.equations[name]
            self.known[name] = float(equation.compute(*[self.value(read) for read in equation.reads]))
        return self.known[name]

    def next_level(self, stock: str, inflows: Sequence[str], outflows: Sequence[str], step: float) -> float:
        change = sum(self.value(name) for name in inflows) - sum(self.value(name) for name in outflows)
        return self.known[stock] + step * change
