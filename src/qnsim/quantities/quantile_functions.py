"""Quantile functions of the families, from the special functions of SciPy: its distributions take far longer.

Each takes the probability (numbers between 0 and 1) and the values of the family in the order of `FAMILIES`. Where a
special function itself is slow, it is read from a table over the standard normal number of the probability, made once:
cubic splines between nodes so near each other that no value is off by more than a thousand millionth of itself.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

import numpy as np

Array = np.ndarray
FARTHEST, NODES_PER_UNIT = 8.3, 64  # of the tables; a number between 0 and 1 that is not 1 lies nearer than that


@cache
def _table(inverse: str, complement: str, values: tuple[float, ...]) -> Any:
    """A spline of the logarithm of an inverse distribution function over standard normal numbers.

    Above the middle it is counted from the upper end, where a probability near 1 would have lost its digits.
    """
    from scipy.interpolate import CubicSpline

    special, count = _special(), int(FARTHEST * NODES_PER_UNIT)
    nodes = np.arange(-count, count + 1) / NODES_PER_UNIT
    below = getattr(special, inverse)(*values, special.ndtr(nodes))
    above = getattr(special, complement)(*values, special.ndtr(-nodes))
    return CubicSpline(nodes, np.log(np.where(nodes < 0, below, above)))


@cache
def _student_table(degrees: int) -> Any:
    """A spline of Student's quantiles over standard normal numbers; the function is odd."""
    from scipy.interpolate import CubicSpline

    count = int(FARTHEST * NODES_PER_UNIT)
    nodes = np.arange(-count, 1) / NODES_PER_UNIT
    lower = _special().stdtrit(degrees, _special().ndtr(nodes))
    return CubicSpline(np.concatenate([nodes, -nodes[-2::-1]]), np.concatenate([lower, -lower[-2::-1]]))


def student(probability: Array, degrees: int) -> Array:
    """Of Student's t distribution."""
    found: Array = _student_table(degrees)(_special().ndtri(probability))
    return found


def _read(table: Any, probability: Array) -> Array:
    found: Array = np.exp(table(_special().ndtri(probability)))
    return found


def _special() -> Any:
    """scipy.special, imported on first use."""
    from scipy import special

    return special


def normal(probability: Array, mean: float, spread: float) -> Array:
    """Of a normal distribution."""
    return mean + spread * _special().ndtri(probability)


def truncated_normal(probability: Array, mean: float, spread: float, low: float, high: float) -> Array:
    """Of a normal distribution between two bounds, exact in both tails: each half is counted from its own end."""
    special = _special()
    first, last = (low - mean) / spread, (high - mean) / spread
    below, above = special.ndtr(first), special.ndtr(-last)
    mass = special.ndtr(last) - below if first < 0 else special.ndtr(-first) - above
    from_below, from_above = below + probability * mass, above + (1 - probability) * mass
    standard = special.ndtri(np.minimum(from_below, from_above))
    return np.clip(mean + spread * np.where(from_below < from_above, standard, -standard), low, high)


def lognormal(probability: Array, median: float, spread: float) -> Array:
    """Of a lognormal distribution."""
    return median * np.exp(spread * _special().ndtri(probability))


def beta(probability: Array, first: float, second: float) -> Array:
    """Of a beta distribution."""
    return _read(_table("betaincinv", "betainccinv", (first, second)), probability)


def gamma(probability: Array, shape: float, scale: float) -> Array:
    """Of a gamma distribution."""
    return scale * _read(_table("gammaincinv", "gammainccinv", (shape,)), probability)


def uniform(probability: Array, low: float, high: float) -> Array:
    """Of a uniform distribution."""
    return low + (high - low) * probability


def triangular(probability: Array, low: float, mode: float, high: float) -> Array:
    """Of a triangular distribution."""
    width, rise = high - low, (mode - low) / (high - low)
    up = low + np.sqrt(probability * width * (mode - low))
    down = high - np.sqrt((1 - probability) * width * (high - mode))
    return np.where(probability < rise, up, down)


QUANTILES: Mapping[str, Callable[..., Array]] = {
    "normal": normal,
    "truncated normal": truncated_normal,
    "lognormal": lognormal,
    "beta": beta,
    "gamma": gamma,
    "uniform": uniform,
    "triangular": triangular,
}
