"""The equations of a model as one program: every operation once, in an order in which each can be done.

Each equation is traced on the names it reads and the formulas are joined: a name stands for the operation that computes
it, and two formulas that contain the same operation on the same values share it. No value and no shape is known here.
"""

from __future__ import annotations

from collections.abc import Set
from dataclasses import dataclass
from functools import lru_cache

from qnsim.engine.declare import Note
from qnsim.engine.formula import Term
from qnsim.engine.model import CLOCK, Equation

MOVING_CLOCK = frozenset(CLOCK) - {"step"}


@dataclass(frozen=True)
class Operation:
    """What is done with earlier values; without any it is a number, or else a value known by its name."""

    head: str
    reads: tuple[int, ...] = ()
    number: float | None = None

    @property
    def is_given(self) -> bool:
        """Whether the value comes from outside of the program, by its name."""
        return not self.reads and self.number is None


@dataclass(frozen=True)
class Change:
    """What a flow does to a stock in one step: the place of `step * flow` is added to its level or taken from it."""

    stock: int
    amount: int
    inflow: bool


@dataclass(frozen=True, eq=False)
class Program:
    """Operations in order, the place of every name among them, and the changes of stocks in the order they are made."""

    operations: tuple[Operation, ...]
    places: dict[str, int]
    changes: tuple[Change, ...]
    stocks: tuple[str, ...]


@dataclass(frozen=True)
class Dependence:
    """Places of the values that differ from draw to draw, and of those that differ from quarter to quarter."""

    drawn: frozenset[int]
    timed: frozenset[int]


@lru_cache(maxsize=32)
def trace_program(equations: tuple[Equation, ...], stocks: tuple[str, ...]) -> Program:
    """The program of the equations of one quarter, given in an order in which each can be computed."""
    writer = _Writer()
    for name in stocks:
        writer.named(name)
    for equation in equations:
        formula = Term.of(equation.compute(*map(Term, equation.reads)))  # what is read may have been renamed
        writer.places[equation.name] = writer.placed(formula)
    changes = [change for equation in equations for change in writer.changes(equation.name, equation.note)]
    return Program(tuple(writer.seen), writer.places, tuple(changes), stocks)


class _Writer:
    """The operations so far, each with its place: an operation that was seen before keeps its place."""

    def __init__(self) -> None:
        self.seen: dict[Operation, int] = {}
        self.numbers: dict[str, int] = {}
        self.places: dict[str, int] = {}

    def placed(self, term: Term) -> int:
        if term.number is not None:
            return self.of_number(term.number)
        if not term.parts:
            return self.named(term.head)
        return self.add(Operation(term.head, tuple(self.placed(part) for part in term.parts)))

    def named(self, name: str) -> int:
        if name not in self.places:
            self.places[name] = self.add(Operation(name))
        return self.places[name]

    def of_number(self, number: float) -> int:
        """The written form is the key, for 1 == 1.0 == True."""
        return self.add(Operation(f"number {number!r}", number=number))

    def add(self, operation: Operation) -> int:
        return self.seen.setdefault(operation, len(self.seen))

    def changes(self, flow: str, note: Note) -> list[Change]:
        if not note.is_flow:
            return []
        amount = self.add(Operation("*", (self.named("step"), self.places[flow])))
        into = [Change(self.named(note.into), amount, inflow=True)] if note.into else []
        return into + ([Change(self.named(note.out_of), amount, inflow=False)] if note.out_of else [])


def dependence(program: Program, drawn: Set[str], timed: Set[str]) -> Dependence:
    """What each value depends on, given the names of inputs that differ from draw to draw or quarter to quarter.

    A stock differs from quarter to quarter; it differs from draw to draw if its start or any of its flows does.
    """
    places = program.places
    moving = _reached(program, {places[name] for name in {*timed, *program.stocks, *MOVING_CLOCK} & places.keys()})
    found = {places[name] for name in drawn & places.keys()}
    while True:
        reached = _reached(program, found)
        found = reached | {change.stock for change in program.changes if change.amount in reached}
        if found == reached:
            return Dependence(frozenset(found), frozenset(moving))


def _reached(program: Program, sources: set[int]) -> set[int]:
    """The sources and every value that reads one of them, directly or not."""
    reached = set(sources)
    for place, operation in enumerate(program.operations):
        if not reached.isdisjoint(operation.reads):
            reached.add(place)
    return reached
