"""A formula in the words of XMILE: only what every engine that was tried reads alike.

Everything is put in parentheses, since engines differ in precedence and one is known to lose what is implied.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from qnsim.engine.formula import Term
from qnsim.engine.simulate import Horizon
from qnsim.errors import ModelError
from qnsim.language import say

OPERATORS = {"+": "+", "-": "-", "*": "*", "/": "/", "**": "^"}
COMPARISONS = {"<": "<", "<=": "<=", ">": ">", ">=": ">=", "==": "=", "!=": "<>"}
FUNCTIONS = {"minimum": "MIN", "maximum": "MAX", "exp": "EXP", "log": "LN", "sqrt": "SQRT"}


def formula_text(term: Term, names: Mapping[str, str]) -> str:
    """The formula as an XMILE expression, with `names` for the names in it.

    Raises `ModelError` for an operation or word that XMILE engines do not share.
    """
    if term.number is not None:
        return number_text(term.number)
    if not term.parts:
        return names[term.head]
    if term.head == "where":
        condition, yes, no = term.parts
        return _choice(_condition(condition, names), formula_text(yes, names), formula_text(no, names))
    parts = [formula_text(part, names) for part in term.parts]
    if term.head in OPERATORS:
        return f"({parts[0]} {OPERATORS[term.head]} {parts[1]})"
    if term.head in FUNCTIONS:
        return f"{FUNCTIONS[term.head]}({', '.join(parts)})"
    if term.head == "negative":
        return f"(-({parts[0]}))"
    if term.head == "floor":
        return _floor(parts[0])
    raise ModelError(
        say(
            "'{word}' cannot be written in XMILE; say it with other words, or add it to {module}",
            word=term.head,
            module=__name__,
        )
    )


def number_text(number: float) -> str:
    """A number with all its digits, always as a fraction: an engine in Python refuses 2 ^ -1 of whole numbers."""
    if not math.isfinite(number):
        raise ModelError(say("{number} cannot be written in XMILE; a finite number is expected", number=number))
    return repr(float(number))


def path_text(values: Sequence[float], horizon: Horizon) -> str:
    """A path as a choice by TIME in which each value holds until the next one.

    A graphical function would be the usual way, but PySD rounds its points to eight digits without saying so, and any
    engine would slope from one value to the next when somebody halves the step.
    """
    changes = [place for place, value in enumerate(values) if place == 0 or value != values[place - 1]]
    return _by_time([(horizon.clock(place)["time"], values[place]) for place in changes])


def _by_time(points: Sequence[tuple[float, float]]) -> str:
    """Halved at each choice: a chain of thirty would exceed what PySD can nest."""
    if len(points) == 1:
        return number_text(points[0][1])
    middle = len(points) // 2
    earlier = f"(TIME < {number_text(points[middle][0])})"
    return _choice(earlier, _by_time(points[:middle]), _by_time(points[middle:]))


def _condition(term: Term, names: Mapping[str, str]) -> str:
    if term.head not in COMPARISONS:
        return f"({formula_text(term, names)} <> 0.0)"
    one, other = (formula_text(part, names) for part in term.parts)
    return f"({one} {COMPARISONS[term.head]} {other})"


def _choice(condition: str, yes: str, no: str) -> str:
    return f"(IF {condition} THEN {yes} ELSE {no})"


def _floor(value: str) -> str:
    """The same where INT cuts towards zero (PySD) and where it goes down (the standard, Simlin)."""
    return f"(INT({value}) - {_choice(f'(INT({value}) > {value})', '1.0', '0.0')})"
