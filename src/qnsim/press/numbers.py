"""Numbers as people read them: a probability never shows more digits than its error supports.

All are figures: English text that a language writes with its own marks.
"""

from __future__ import annotations

from collections.abc import Iterable
from math import floor, isfinite, isnan, log10

from qnsim.analysis.probability import Probability
from qnsim.language import figure, join, say

MOST_DECIMALS = 2
LEAST_ERROR = 0.001
NOTHING = "\N{EN DASH}"  # where there is no number
BIG = 1000  # from here on no decimals are shown


def decimals(error: float) -> int:
    """Decimals that an error supports: 0.4 supports none, 0.04 one."""
    if not isfinite(error) or error <= 0:
        return MOST_DECIMALS
    return min(max(-1 - floor(log10(error)), 0), MOST_DECIMALS)


def percent(chance: Probability) -> str:
    """A probability in percent, such as 22%, <0.01% or >99.99%."""
    error = 100 * chance.error
    places = decimals(error)
    least = 10.0**-places
    value = 100 * chance.value
    if round(value, places) <= 0:
        return figure(f"<{least:g}%")
    if round(value, places) >= 100:
        return figure(f">{100 - least:g}%")
    return figure(f"{value:.{places}f}%")


def percent_with_error(chance: Probability) -> str:
    """A probability with its simulation error, such as 22% ± 0.4."""
    return figure(f"{percent(chance)} ± {significant(100 * chance.error)}")


def points(difference: tuple[float, float]) -> str:
    """A difference of probabilities in percentage points with its error, such as +6 ± 0.2."""
    value, error = difference
    return _with_error(100 * value, 100 * error)


def growth_points(difference: tuple[float, float]) -> str:
    """A difference of growth in percentage points, such as +0.14 ± 0.003; no error is told as below 0.001."""
    value, error = difference
    return _with_error(value, max(error, LEAST_ERROR) if value or error else 0.0)


def _with_error(value: float, error: float) -> str:
    if error == 0 and value == 0:
        return say("same")
    return figure(f"{value:+z.{decimals(error)}f} ± {significant(error)}".replace("-", "\N{MINUS SIGN}"))


def significant(error: float) -> str:
    """An error to one significant digit."""
    return figure(f"{error:.{max(-floor(log10(error)), 0)}f}" if error > 0 else "0")


def signed(value: float, places: int) -> str:
    """A number with a true minus sign."""
    return figure(f"{value:z.{places}f}".replace("-", "\N{MINUS SIGN}"))


def plain(value: float) -> str:
    """A number as short as it can be written, such as 10 or 0.5."""
    return figure(f"{value:g}")


def share(value: float, places: int = 0) -> str:
    """A part of one in percent, without an error."""
    return figure(f"{100 * value:.{places}f}%")


def from_to(low: str, high: str) -> str:
    """A range by its ends."""
    return say("{low} to {high}", low=low, high=high)


def listed(figures: Iterable[str]) -> str:
    """Figures behind one another, with what a language puts between numbers that may have a decimal comma."""
    return join(say(", "), figures)


def rounded(value: float | None, sign: str = "") -> str:
    """A size to as many decimals as it needs, a dash for none or NaN; with the sign '+' also above zero."""
    if value is None or isnan(value):
        return NOTHING
    places = 0 if abs(value) >= BIG else 1 if abs(value) >= 1 else 2
    return figure(f"{value:{sign},.{places}f}".replace("-", "\N{MINUS SIGN}"))
