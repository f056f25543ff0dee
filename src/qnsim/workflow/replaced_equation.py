"""One equation of a case replaced by a function: the question of what the results owe to it."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import replace
from types import FunctionType
from typing import Any

from qnsim.analysis.equation_units import equation_unit_faults
from qnsim.arguments import check
from qnsim.engine.model import replaced
from qnsim.errors import ModelError
from qnsim.facts.case import Case
from qnsim.language import join, say
from qnsim.workflow.scenarios import BASELINE, load_scenario


def replace_equation(case: Case, function: Callable[..., Any]) -> Case:
    """The case with one equation of its model replaced: the one that has the function's name.

    The function is written as the model's own are: its parameter names are the stocks, variables and parameters it
    reads, its docstring says what it is, and its body is one formula of these, of 0, 1 and 2 and of qnsim.minimum,
    maximum, where, exp, log, sqrt and floor. It is given numbers or arrays (draw,) and returns a value in the unit that
    the equation has; a flow goes on to change the stocks it did. `case` itself stays as it is.

    The new case goes wherever a case goes; its digest is another, so that its runs are told apart. Worker processes
    find a function only in a module they can import: for one written in a notebook take InProcess() or Threads.

    Raises `ModelError` for a name that is no equation (with the nearest), an unknown input, a loop within one quarter,
    a body that is not a formula, or a result that has not the unit.

    >>> def tourism_growth(tourist_arrivals_trend_growth):
    ...     "Trend growth of arrivals, without promotion."
    ...     return tourist_arrivals_trend_growth
    >>> changed = qnsim.replace_equation(qnsim.read_case(), tourism_growth)
    >>> experiment = qnsim.prepare(qnsim.load_scenario("baseline"), changed)
    """
    check("case", case, Case, say("a Case; use qnsim.read_case()"))
    check("function", function, FunctionType, say("a function, named as the equation it replaces"))
    model = replaced(case.model, function)
    formula = model.variables[function.__name__].formula
    digest = hashlib.sha256(f"{case.digest}|{function.__name__}|{formula}".encode()).hexdigest()[:12]
    changed = replace(case, model=model, digest=digest)
    if faults := equation_unit_faults(changed, load_scenario(BASELINE, changed)):
        raise ModelError(join("\n", faults))
    return changed
