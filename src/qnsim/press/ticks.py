"""Numbers along an axis as a language writes them."""

from __future__ import annotations

from matplotlib.axis import Axis
from matplotlib.ticker import FuncFormatter

from qnsim.language import Language, figure
from qnsim.press.numbers import signed


def say_percent(axis: Axis, language: Language, factor: float = 1.0) -> None:
    """Write the ticks of an axis in percent; `factor` is 100 where its values are shares of one."""
    axis.set_major_formatter(FuncFormatter(lambda value, _: percent_tick(factor * value, language)))


def percent_tick(value: float, language: Language) -> str:
    """A tick in percent, as short as it can be written."""
    return language.say(figure(f"{_short(value)}%"))


def point_tick(value: float, language: Language) -> str:
    """A tick that counts points, as short as it can be written."""
    return language.say(figure(_short(value)))


def _short(value: float) -> str:
    return signed(value, 10).rstrip("0").rstrip(".")
