"""The words an equation may use besides arithmetic.

Each word means the same on a number (the oracle), on an array of draws (the engine), on a quantity with a unit and on
a name (the formula). `where` takes any number other than 0 as true.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from qnsim.engine.formula import Term


def minimum(first: Any, second: Any) -> Any:
    """The smaller of two values."""
    return _say("minimum", np.minimum, min, first, second)


def maximum(first: Any, second: Any) -> Any:
    """The larger of two values."""
    return _say("maximum", np.maximum, max, first, second)


def where(condition: Any, yes: Any, no: Any) -> Any:
    """`yes` where the condition holds, else `no`; both are computed."""
    return _say("where", np.where, lambda test, one, other: one if test else other, condition, yes, no)


def exp(exponent: Any) -> Any:
    """e to the power of a plain number."""
    return _say("exp", np.exp, math.exp, exponent)


def log(value: Any) -> Any:
    """Natural logarithm."""
    return _say("log", np.log, math.log, value)


def sqrt(value: Any) -> Any:
    """Square root."""
    return _say("sqrt", np.sqrt, math.sqrt, value)


def floor(value: Any) -> Any:
    """The largest whole number not above the value."""
    return _say("floor", _floor, math.floor, value)


def _floor(value: Any) -> Any:
    return np.floor(value.to_base_units() if hasattr(value, "to_base_units") else value)


def _say(word: str, on_arrays: Any, on_numbers: Any, *values: Any) -> Any:
    if any(isinstance(value, Term) for value in values):
        return Term.call(word, values)
    if all(type(value) in (int, float, bool) for value in values):
        return on_numbers(*values)
    return on_arrays(*values)
