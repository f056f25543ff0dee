"""Units as scenario authors write them, converted to the unit of the model."""

from __future__ import annotations

import math
import re

from qnsim.quantities.distributions import Distribution
from qnsim.quantities.units import conversion_factor, unit
from qnsim.quantities.written_amounts import shown

# Words, '%', '1', '*' and '/' only: powers and other numbers would let a text ask for endless arithmetic.
_WORD = r"(?!nan\b|inf\b)[A-Za-z][A-Za-z_0-9]*"
_UNIT = re.compile(rf"(%|1|{_WORD})( ?[*/] ?(%|1|{_WORD})| {_WORD})*")
POINTS = ("pp", "percentage_point")
_SHARES = ("1", "1 / year")


def check_unit(text: str) -> str:
    """The unit. Raises `ValueError` in plain words if it is none."""
    try:
        if len(text) > 80 or not _UNIT.fullmatch(text):
            raise ValueError
        unit(text)
    except ValueError:
        raise ValueError(f"'{shown(text)}' is not a unit; expected one such as '%' or 'billion USD / year'") from None
    return text


def in_model_unit(distribution: Distribution, given: str, wanted: str, *, by_quarter: bool) -> Distribution:
    """The distribution in the unit of the model. Raises `ValueError` in plain words when that cannot be."""
    scaled = distribution.scaled(factor(given, wanted, by_quarter=by_quarter))
    # 57 * 0.01 is 0.5700000000000001: '57 %' and 0.57 must be the same number in every result and digest.
    return Distribution(scaled.family, tuple(float(f"{value:.15g}") for value in scaled.values))


def factor(given: str, wanted: str, *, by_quarter: bool) -> float:
    """How many `wanted` one `given` is, where an amount set for a year counts as that amount per year."""
    if given == wanted:
        return 1.0
    direct = _convertible(check_unit(given), wanted)
    if direct:
        return direct
    if given in POINTS and _convertible(f"{given} / year", wanted):
        raise ValueError(f"'{given}' can be read as in all or a year; write '{given} / year', the change of each year")
    per_year = _convertible(f"{given} / year", wanted)
    if not per_year:
        expected = f"'{wanted}'" if wanted != "1" else "'%'"
        raise ValueError(f"'{given}' cannot be converted to '{wanted}'; expected a unit such as {expected}")
    if by_quarter:
        raise ValueError(
            f"'{given}' for a quarter can be read in two ways; "
            f"write '{given} / quarter' for the amount of the quarter or '{given} / year' for its yearly pace"
        )
    return per_year


def is_share(text: str) -> bool:
    """Whether the unit is one that people usually write in percent."""
    return text in _SHARES


def _convertible(given: str, wanted: str) -> float:
    try:
        ratio = conversion_factor(given, wanted)
    except ValueError:
        return 0.0
    return ratio if math.isfinite(ratio) else 0.0
