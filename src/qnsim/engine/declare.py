"""How a model is written: `Stock`, `Surprise`, `@flow` and `@auxiliary`.

A function's name is the variable it computes; its parameter names are what it reads. The decorators attach a note and
return the function itself, so an equation is tested by calling it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from qnsim.engine.laws import Law

Equation = TypeVar("Equation", bound=Callable[..., Any])


@dataclass(frozen=True)
class Stock:
    """A level that only flows change. The name it is bound to in its module is its name in the model.

    `start` names the parameter or the constant auxiliary that gives its level at the start of the first quarter; a
    stock without it starts empty.
    """

    unit: str
    start: str | None = None
    meaning: str = ""


@dataclass(frozen=True)
class Surprise:
    """A path from outside that chance draws by its `law`. The name it is bound to is its name in the model.

    `meaning` is for readers of equations; the label in `vi` and `en` and the sentence `told` for readers of results.
    `size` names the parameter that says how large it usually is. Its `group` is one of those the economy lists.
    """

    law: Law
    meaning: str
    group: str
    vi: str
    en: str
    told: str = ""
    size: str = ""


@dataclass(frozen=True)
class Note:
    """What a decorator says of an equation: its unit and, for a flow, the stocks it leaves and enters."""

    unit: str
    out_of: str | None = None
    into: str | None = None

    @property
    def is_flow(self) -> bool:
        """Whether the equation changes a stock."""
        return bool(self.out_of or self.into)


def auxiliary(unit: str) -> Callable[[Equation], Equation]:
    """Declare an equation whose value is used within the quarter."""
    return _attach(Note(unit))


def flow(unit: str, *, out_of: str | None = None, into: str | None = None) -> Callable[[Equation], Equation]:
    """Declare an equation that leaves one stock, enters another, or both; a transfer is written once."""
    if not (out_of or into):
        raise TypeError("a flow names the stock it leaves (out_of=) or the stock it enters (into=)")
    return _attach(Note(unit, out_of, into))


def _attach(note: Note) -> Callable[[Equation], Equation]:
    def attach(equation: Equation) -> Equation:
        equation.note = note  # type: ignore[attr-defined]
        return equation

    return attach
