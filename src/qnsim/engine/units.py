"""Every equation run on quantities: its result must have the declared unit, and the number it has without units.

The second half finds conversions hidden in an equation: a factor of a thousand is invisible to a check of dimensions.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from qnsim.engine.model import Equation, Model
from qnsim.language import say

CLOCK_UNITS = {"time": "year", "step": "year", "quarter_of_year": "1"}
CLOSE = 1e-9

Parse = Callable[[str], Any]


def unit_faults(model: Model, given: Mapping[str, str], values: Mapping[str, float], parse: Parse) -> list[str]:
    """One line per fault: file, line, the unit an equation returns and the unit it should have.

    `given` are the units of parameters and paths, `values` plain numbers for all names at one moment, and `parse` makes
    a pint quantity of 1 of a unit's text.
    """
    units = {**given, **CLOCK_UNITS, **{name: model.unit(name) for name in (*model.stocks, *model.variables)}}
    equations = model.variables.values()
    faults = [
        *(_equation_fault(equation, units, values, parse) for equation in equations),
        *(_flow_fault(equation, units, parse) for equation in equations if equation.note.is_flow),
        *(
            _fault(
                say("stock '{name}' starts at '{start}', which is", name=name, start=stock.start),
                parse(units[stock.start]),
                stock.unit,
                parse,
            )
            for name, stock in model.stocks.items()
            if stock.start
        ),
    ]
    return [fault for fault in faults if fault]


def _equation_fault(equation: Equation, units: Mapping[str, str], values: Mapping[str, float], parse: Parse) -> str:
    import pint

    read = [np.float64(values[name]) for name in equation.reads]
    try:
        with np.errstate(all="ignore"):  # what is not finite still has a unit
            plain = float(equation.compute(*read))
            result = equation.compute(
                *(number * parse(units[name]) for number, name in zip(read, equation.reads, strict=True))
            )
    except pint.DimensionalityError as fault:
        return say(
            "{place}: '{name}' puts together {one} and {other}, which measure different things",
            place=equation.place,
            name=equation.name,
            one=str(fault.units1),
            other=str(fault.units2),
        )
    what = say("{place}: '{name}' returns", place=equation.place, name=equation.name)
    return _fault(what, result, equation.unit, parse, plain)


def _flow_fault(equation: Equation, units: Mapping[str, str], parse: Parse) -> str:
    changed = (name for name in (equation.note.into, equation.note.out_of) if name)
    moved = parse(equation.unit) * parse("year")
    faults = (
        _fault(
            say(
                "{place}: '{name}' changes '{stock}' and in a year brings",
                place=equation.place,
                name=equation.name,
                stock=stock,
            ),
            moved,
            units[stock],
            parse,
        )
        for stock in changed
    )
    return next((fault for fault in faults if fault), "")


def _fault(what: str, got: Any, unit: str, parse: Parse, number: float = 1.0) -> str:
    """What is wrong with a quantity that should be `number` in `unit`; nothing if it is right."""
    got = got * parse("1")
    ratio = (got / parse(unit)).to_base_units()
    if not ratio.unitless:
        return say("{what} {got}, but its unit is {unit}", what=what, got=str(got.units), unit=unit)
    finite = np.isfinite(number) and np.isfinite(ratio.magnitude)
    if finite and abs(ratio.magnitude - number) > CLOSE * max(abs(number), 1e-6):
        return say(
            "{what} {with_units:g} {unit} with units but {number:g} without: a conversion is hidden in it. Make it a "
            "parameter with a unit",
            what=what,
            with_units=ratio.magnitude,
            unit=unit,
            number=number,
        )
    return ""
