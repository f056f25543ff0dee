"""The distributions a parameter or a scenario value may have, as functions of a uniform number.

Everything random in qnsim is a quantile function of a uniform draw: that is what lets draws be stratified,
correlated and shared between scenarios.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from qnsim.language import join, say
from qnsim.quantities.quantile_functions import QUANTILES

FAMILIES = {
    "fixed": ("value",),
    "normal": ("mean", "standard deviation"),
    "truncated normal": (
        say("mean of the parent"),
        say("standard deviation of the parent"),
        say("lower bound"),
        say("upper bound"),
    ),
    "lognormal": ("median", say("standard deviation of the logarithm")),
    "beta": ("a", "b"),
    "gamma": ("shape", "scale"),
    "uniform": (say("lower bound"), say("upper bound")),
    "triangular": (say("lower bound"), "mode", say("upper bound")),
}
_SCALED = {  # which of the values carry the unit of the quantity
    "fixed": (0,),
    "normal": (0, 1),
    "truncated normal": (0, 1, 2, 3),
    "lognormal": (0,),
    "gamma": (1,),
    "uniform": (0, 1),
    "triangular": (0, 1, 2),
}
_SUPPORT: Mapping[str, Callable[..., tuple[float, float]]] = {  # of the others, the last two values are the bounds
    "normal": lambda *_: (-np.inf, np.inf),
    "lognormal": lambda *_: (0.0, np.inf),
    "gamma": lambda *_: (0.0, np.inf),
    "beta": lambda *_: (0.0, 1.0),
    "triangular": lambda low, _, high: (low, high),
}


@dataclass(frozen=True)
class Distribution:
    """A named family with its values, in the order of `FAMILIES`."""

    family: str
    values: tuple[float, ...]

    def __post_init__(self) -> None:
        fault = self._fault()
        if fault:
            raise ValueError(fault)

    def _fault(self) -> str:
        if self.family not in FAMILIES:
            return say(
                "'{family}' is not a distribution; known are {names}", family=self.family, names=", ".join(FAMILIES)
            )
        wanted = FAMILIES[self.family]
        if len(self.values) != len(wanted):
            return say(
                "{family} takes {count} values ({names}), got {given}",
                family=self.family,
                count=len(wanted),
                names=join(", ", wanted),
                given=len(self.values),
            )
        if not np.all(np.isfinite(self.values)):
            return say("{family} takes finite numbers, got {values}", family=self.family, values=list(self.values))
        return self._disorder()

    def _disorder(self) -> str:
        v = self.values
        if self.family in ("normal", "truncated normal") and v[1] <= 0:
            return say("{family} needs a standard deviation above 0, got {value:g}", family=self.family, value=v[1])
        if self.family == "truncated normal" and v[2] >= v[3]:
            return say(
                "truncated normal needs its lower bound below its upper bound, got {low:g} and {high:g}",
                low=v[2],
                high=v[3],
            )
        if self.family in ("lognormal", "beta", "gamma") and min(v) <= 0:
            return say("{family} needs values above 0, got {values}", family=self.family, values=list(v))
        if self.family == "uniform" and v[0] >= v[1]:
            return say(
                "uniform needs its lower bound below its upper bound, got {low:g} and {high:g}", low=v[0], high=v[1]
            )
        if self.family == "triangular" and not (v[0] <= v[1] <= v[2] and v[0] < v[2]):
            return say("triangular needs lower <= mode <= upper and some width, got {values}", values=list(v))
        return ""

    @property
    def is_fixed(self) -> bool:
        """Whether every draw is the same number."""
        return self.family == "fixed"

    def quantile(self, probability: Any) -> Any:
        """The value below which a share `probability` (0 to 1, scalar or array) of the distribution lies."""
        if self.is_fixed:
            return np.full(np.shape(probability), self.values[0])
        return QUANTILES[self.family](np.asarray(probability, dtype=float), *self.values)

    @property
    def median(self) -> float:
        """The central value used by a deterministic run."""
        return float(self.quantile(0.5))

    def bounds(self) -> tuple[float, float]:
        """Smallest and largest possible value."""
        if self.is_fixed:
            return self.values[0], self.values[0]
        known = _SUPPORT.get(self.family)
        return known(*self.values) if known else (self.values[-2], self.values[-1])

    def scaled(self, factor: float) -> Distribution:
        """The same distribution of a quantity in another unit: value in the new unit = factor * value."""
        if factor == 1:
            return self
        if self.family not in _SCALED:
            raise ValueError(
                say("a {family} distribution has no unit to convert; write it without a unit", family=self.family)
            )
        carried = _SCALED[self.family]
        return Distribution(
            self.family, tuple(value * factor if place in carried else value for place, value in enumerate(self.values))
        )

    def __str__(self) -> str:
        numbers = ", ".join(f"{value:g}" for value in self.values)
        return numbers if self.is_fixed else f"{self.family}({numbers})"


def fixed(value: float) -> Distribution:
    """The distribution of a number without uncertainty."""
    return Distribution("fixed", (float(value),))
