"""Every equation run on quantities: its result must have the declared unit, and the same number as without units."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from qnsim.engine.model import Equation, Model
from qnsim.inputs.units import registry, unit

TIME = ("time", "step")


def unit_faults(model: Model, parameter_units: Mapping[str, str], values: Mapping[str, float]) -> list[str]:
    """One line per equation whose result on quantities is not its result on numbers in its declared unit.

    `values` are plain numbers for all names; the clock's time and step are years, exogenous paths are plain numbers.
    """
    units = {
        **dict.fromkeys(model.paths, "1"),
        **parameter_units,
        **dict.fromkeys(TIME, "year"),
        "quarter_of_year": "1",
    }
    units.update({name: model.unit(name) for name in (*model.stocks, *model.variables)})
    faults = [_equation_fault(equation, units, values) for equation in model.variables.values()]
    faults += [
        _mismatch(f"{equation.name} changes {stock}", unit(equation.unit) * unit("year"), units[stock])
        for equation in model.variables.values()
        for stock in (equation.note.into, equation.note.out_of)
        if stock
    ]
    faults += [
        _mismatch(f"{name} starts at {stock.start}", unit(units[stock.start]), stock.unit)
        for name, stock in model.stocks.items()
        if stock.start
    ]
    return [fault for fault in faults if fault]


def _equation_fault(equation: Equation, units: Mapping[str, str], values: Mapping[str, float]) -> str:
    import pint

    plain = float(equation.compute(*(values[name] for name in equation.reads)))
    try:
        result = equation.compute(*(values[name] * unit(units[name]) for name in equation.reads))
    except pint.DimensionalityError as fault:
        return f"{equation.place}: {equation.name}: {fault}"
    return _mismatch(f"{equation.place}: {equation.name}", result, equation.unit, plain)


def _mismatch(what: str, got: Any, expected: str, number: float = 1.0) -> str:
    """What is wrong with a quantity that should be `number` in the unit `expected`."""
    ratio = (got * registry().dimensionless / unit(expected)).to_base_units()
    if not ratio.unitless:
        return f"{what}: is {(got * registry().dimensionless).units}, expected {expected}"
    if abs(ratio.magnitude - number) > 1e-9 * max(abs(number), 1e-6):
        return f"{what}: is {ratio.magnitude:g} {expected} with units, but {number:g} without"
    return ""
