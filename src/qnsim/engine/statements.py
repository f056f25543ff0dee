"""A program as NumPy statements that write into buffers, for many draws at once.

The bits are those of calling the equations. One difference is possible: a level that starts alike in all draws is an
array from the first quarter on, and a power of arrays may round its last bit otherwise than a power of two numbers.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np

from qnsim.engine import words
from qnsim.engine.formula import COMPARISONS
from qnsim.engine.plan import Plan, plan_statements
from qnsim.engine.program import Change, Program

Array = np.ndarray
TESTS = dict(
    zip(COMPARISONS, (operator.lt, operator.le, operator.gt, operator.ge, operator.eq, operator.ne), strict=True)
)
ANEW: Mapping[str, Callable[..., Any]] = {  # exactly what an equation does when it is called
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": operator.truediv,
    "**": operator.pow,
    "negative": operator.neg,
    **TESTS,
    **{word: getattr(words, word) for word in ("minimum", "maximum", "where", "exp", "log", "sqrt", "floor")},
}


def _power(base: Any, exponent: Any, out: Array) -> None:
    """As the operator does it: a square, a root or a reciprocal for some exponents, which has other bits."""
    np.copyto(out, base**exponent)


def _smaller(first: Any, second: Any, out: Array) -> None:
    np.minimum(first, second, out=out)


def _larger(first: Any, second: Any, out: Array) -> None:
    np.maximum(first, second, out=out)


def _choose(condition: Any, yes: Any, no: Any, out: Array) -> None:
    np.copyto(out, no)
    np.copyto(out, yes, where=np.not_equal(condition, 0) if condition.dtype != bool else condition)


INTO: Mapping[str, Callable[..., Any]] = {  # the same with a last argument to write into
    "+": np.add,
    "-": np.subtract,
    "*": np.multiply,
    "/": np.divide,
    "**": _power,
    "negative": np.negative,
    "<": np.less,
    "<=": np.less_equal,
    ">": np.greater,
    ">=": np.greater_equal,
    "==": np.equal,
    "!=": np.not_equal,
    "minimum": _smaller,
    "maximum": _larger,
    "where": _choose,
    "exp": np.exp,
    "log": np.log,
    "sqrt": np.sqrt,
    "floor": np.floor,
}


class Run:
    """The statements of a plan bound to the arrays of one block of draws.

    `values` holds what stands at each place now; statements hold their operands themselves, and those that stand
    elsewhere in each quarter are renewed before it.
    """

    def __init__(self, plan: Plan, known: Mapping[str, Any], level: Mapping[str, Any], draws: int):
        self.plan = plan
        self.values: list[Any] = [operation.number for operation in plan.program.operations]
        places = plan.program.places
        for place, operation in enumerate(plan.program.operations):
            if operation.is_given and operation.head in known:
                self.values[place] = known[operation.head]
        for name, value in level.items():
            drawn = places[name] in plan.dependence.drawn
            self.values[places[name]] = np.array(np.broadcast_to(value, draws), dtype=float) if drawn else value
        for place in plan.once:
            self._compute(place)
        self._prepare(draws)

    def quarter(self, given: Mapping[str, Any], kept: Mapping[str, Array]) -> None:
        """Compute one quarter from what it is given, write what is kept of it, and change the stocks."""
        values, plan = self.values, self.plan
        places = plan.program.places
        for name, value in given.items():
            if name in places:
                values[places[name]] = value
        for place in plan.numbers:
            self._compute(place)
        for place, name in plan.rows.items():
            values[place] = kept[name]
        for name in kept.keys() - plan.written:
            kept[name][...] = values[places[name]] if name in places else given[name]
        self._execute()
        for name in plan.written - set(plan.rows.values()):  # another name of a kept value
            kept[name][...] = values[places[name]]
        self._change_numbers()

    def levels(self) -> dict[str, Any]:
        """The level of each stock now."""
        return {name: self.values[self.plan.program.places[name]] for name in self.plan.program.stocks}

    def _prepare(self, draws: int) -> None:
        for place, array in self._buffers(draws).items():
            self.values[place] = array
        self.renewed: list[tuple[list[Any], int, int]] = []
        self.bound = [self._bind(statement) for statement in self.plan.statements]

    def _execute(self) -> None:
        """All statements of one quarter."""
        for operands, number, place in self.renewed:
            operands[number] = self.values[place]
        for function, operands in self.bound:
            function(*operands)

    def _compute(self, place: int) -> None:
        operation = self.plan.program.operations[place]
        self.values[place] = ANEW[operation.head](*[self.values[read] for read in operation.reads])

    def _change_numbers(self) -> None:
        """Change the stocks that are alike in all draws."""
        for change in self.plan.program.changes:
            if change.stock not in self.plan.dependence.drawn:
                level, amount = self.values[change.stock], self.values[change.amount]
                self.values[change.stock] = level + amount if change.inflow else level - amount

    def _buffers(self, draws: int) -> dict[int, Array]:
        arrays: dict[tuple[bool, int], Array] = {}
        for place, number in self.plan.buffers.items():
            kind = self.plan.is_test(place)
            if (kind, number) not in arrays:
                arrays[kind, number] = np.empty(draws, dtype=bool if kind else float)
        return {place: arrays[self.plan.is_test(place), number] for place, number in self.plan.buffers.items()}

    def _bind(self, statement: int | Change) -> tuple[Callable[..., Any], list[Any]]:
        """The function of a statement and its operands, the last of which is written."""
        if isinstance(statement, Change):
            function: Callable[..., Any] = np.add if statement.inflow else np.subtract
            places: tuple[int, ...] = (statement.stock, statement.amount, statement.stock)
        else:
            operation = self.plan.program.operations[statement]
            function, places = INTO[operation.head], (*operation.reads, statement)
        operands = [self.values[place] for place in places]
        self.renewed += [(operands, number, place) for number, place in enumerate(places) if place in self.plan.moving]
        return function, operands


def run_statements(
    program: Program,
    known: Mapping[str, Any],
    level: Mapping[str, Any],
    paths: Mapping[str, Array],
    clocks: Sequence[Mapping[str, Any]],
    draws: int,
    kept: Mapping[str, Array],
) -> dict[str, Any]:
    """Fill the paths (quarter, draw) of `kept`, one quarter for each clock; returns the levels of the stocks after it.

    `known` holds for all quarters.
    """
    plan = plan_statements(program, drawn_of(known, level, paths), frozenset(paths), tuple(kept))
    return run_quarters(Run(plan, known, level, draws), paths, clocks, kept)


def drawn_of(known: Mapping[str, Any], level: Mapping[str, Any], paths: Mapping[str, Array]) -> frozenset[str]:
    """Names of the inputs and levels that differ from draw to draw."""
    single = [name for several in (known, level) for name, value in several.items() if np.ndim(value)]
    return frozenset([*single, *(name for name, path in paths.items() if np.ndim(path) > 1)])


def run_quarters(
    run: Run, paths: Mapping[str, Array], clocks: Sequence[Mapping[str, Any]], kept: Mapping[str, Array]
) -> dict[str, Any]:
    """One quarter after another; returns the levels of the stocks after the last."""
    for position, clock in enumerate(clocks):
        given = {**{name: path[position] for name, path in paths.items()}, **clock}
        run.quarter(given, {name: path[position] for name, path in kept.items()})
    return run.levels()
