"""Units of measurement, read and converted by pint.

Money of today (`VND`) and money at constant prices are different units: adding one to the other is an error, and only
the price level converts between them. The model counts at the prices of its base year, `VND_base`; people read
and write the year itself, such as `VND_2010`, which is another unit in every year.
"""

from __future__ import annotations

import math
import re
import tokenize
from functools import cache
from typing import Any

from qnsim.language import say

PRICES_OF = r"\bVND_([0-9]{4})\b"
DEFINITIONS = """
year = [time] = yr = years
quarter = year / 4
hour = year / 8766
percent = 0.01
percentage_point = 0.01 = pp
thousand = 1e3
ten_thousand = 1e4
million = 1e6
billion = 1e9
trillion = 1e12
VND = [money_current]
VND_base = [money_base]
USD = [money_dollar]
person = [person] = persons = worker = workers = job = jobs
firm = [firm] = firms
arrival = [arrival] = arrivals
storm = [storm] = storms
tonne = [mass] = tonnes
Mt = 1e6 * tonne
MW = [power]
kWh = 1e-3 * MW * hour
hectare = [area] = ha
household = [household] = households
place = [place] = places
point = [score] = points
project = [project] = projects
province = [province] = provinces
rank = [rank]
index = [index]
"""


@cache
def registry() -> Any:
    """The one registry of units, built on first use because pint is slow to import."""
    import pint

    units: Any = pint.UnitRegistry(None)
    units.load_definitions(DEFINITIONS.strip().splitlines())
    return units


def at_base_prices(text: str, base_year: int) -> str:
    """A unit as the model has it, from one as people write it. Raises `ValueError` for prices of another year."""
    for year in re.findall(PRICES_OF, text):
        if int(year) != base_year:
            raise ValueError(
                say(
                    "VND_{year} is not at the prices of the base year; expected VND_{base_year}; restate it",
                    year=year,
                    base_year=base_year,
                )
            )
    return re.sub(PRICES_OF, "VND_base", text)


def at_prices_of(text: str, base_year: int) -> str:
    """A unit of the model as people read it: `VND_base` with its year."""
    return text.replace("VND_base", f"VND_{base_year}")


@cache
def unit(text: str) -> Any:
    """One of a unit such as 'million USD / year' or '%', as a pint quantity.

    Raises `ValueError` in plain words if the text is not a unit.
    """
    import pint

    for year in re.findall(PRICES_OF, text):
        if f"VND_{year}" not in registry():
            registry().define(f"VND_{year} = [money_{year}]")
    try:
        below = re.sub(r"/\s*([^\s/*()][^/*()]*)", r"/ (\1)", text.replace("%", " percent "))
        found = 1.0 * registry().parse_expression(below) * registry().dimensionless
    except (
        tokenize.TokenError,
        pint.errors.PintError,
        AttributeError,
        TypeError,
        ValueError,
        ArithmeticError,
        SyntaxError,
        AssertionError,
    ):
        found = None
    if found is None or not found.magnitude or not math.isfinite(found.magnitude):  # 0 VND and 1 / 0 measure nothing
        raise ValueError(say("'{text}' is not a unit", text=text))
    return found


def conversion_factor(given: str, wanted: str) -> float:
    """How many `wanted` one `given` is. Raises `ValueError` in plain words when they measure different things."""
    ratio = (unit(given) / unit(wanted)).to_base_units()
    if not ratio.dimensionless:
        raise ValueError(say("'{given}' cannot be converted to '{wanted}'", given=given, wanted=wanted))
    return float(ratio.magnitude)
