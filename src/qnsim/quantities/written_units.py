"""Units as scenario authors write them, converted to the unit of the model."""

from __future__ import annotations

import math
import re

from qnsim.errors import nearest
from qnsim.language import say
from qnsim.quantities.distributions import Distribution
from qnsim.quantities.spoken_units import as_written
from qnsim.quantities.units import conversion_factor, registry, unit
from qnsim.quantities.written_amounts import plain_number, shown

# Words, '%', '1', '*' and '/' only: powers and other numbers would let a text ask for endless arithmetic.
_WORD = r"(?!nan\b|inf\b)[A-Za-z][A-Za-z_0-9]*"
_UNIT = re.compile(rf"(%|1|{_WORD})( ?[*/] ?(%|1|{_WORD})| {_WORD})*")
LONGEST = 80
POINTS = ("pp", "percentage_point")
_SHARES = ("1", "1 / year")


def check_unit(text: str, number: str = "") -> str:
    """The unit. Raises `ValueError` in plain words if it is none, with what to write after `number`."""
    if is_unit(text):
        return text
    meant, why = as_written(text) if len(text) <= LONGEST else ("", "")
    if meant and is_unit(meant):
        written = f"{number} {meant}".strip()
        raise ValueError(say("{why}: write '{written}'", why=why, written=written))
    known = [name for name in registry() if len(name) > 1]
    words = [nearest(word, known) for word in re.findall(_WORD, text[:LONGEST])]
    hint = next(filter(None, words), "")
    raise ValueError(
        say(
            "'{text}' is not a unit; expected one such as '%' or 'billion USD / year'.{hint}",
            text=shown(text),
            hint=hint,
        )
    )


def is_unit(text: str) -> bool:
    """Whether the text is a unit in the form of a file."""
    try:
        return len(text) <= LONGEST and bool(_UNIT.fullmatch(text)) and unit(text) is not None
    except ValueError:
        return False


def in_model_unit(distribution: Distribution, given: str, wanted: str, *, by_quarter: bool) -> Distribution:
    """The distribution in the unit of the model. Raises `ValueError` in plain words when that cannot be."""
    check_unit(given, plain_number(distribution.values[0]) if distribution.is_fixed else "")
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
        raise ValueError(
            say(
                "'{given}' can be read as in all or a year; write '{given} / year', the change of each year",
                given=given,
            )
        )
    per_year = _convertible(f"{given} / year", wanted)
    if not per_year and given in ("point", "points") and is_share(wanted):
        points = wanted.replace("1", "pp")
        raise ValueError(
            say("'{given}' are those of a score; for percentage points write '{points}'", given=given, points=points)
        )
    if not per_year:
        expected = f"'{wanted}'" if wanted != "1" else "'%'"
        raise ValueError(
            say(
                "'{given}' cannot be converted to '{wanted}'; expected a unit such as {expected}",
                given=given,
                wanted=wanted,
                expected=expected,
            )
        )
    if by_quarter:
        raise ValueError(
            say(
                "'{given}' for a quarter can be read in two ways; "
                "write '{given} / quarter' for the amount of the quarter or '{given} / year' for its yearly pace",
                given=given,
            )
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
