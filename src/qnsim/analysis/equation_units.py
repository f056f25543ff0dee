"""The unit check of the whole model, at the values of a quarter of its central run."""

from __future__ import annotations

import numpy as np

from qnsim.chance.draws import central
from qnsim.engine.simulate import Horizon, simulate_unchecked
from qnsim.engine.units import unit_faults
from qnsim.facts.case import Case
from qnsim.quantities.units import unit
from qnsim.scenarios.scenario import Scenario

PLACE = 5  # a quarter in which yearly accounts hold something and nothing is at its start


def equation_unit_faults(case: Case, scenario: Scenario) -> list[str]:
    """What is wrong with the unit of any equation, flow or start, one line each.

    A slip of units often makes a number infinite, so what is not finite is no obstacle here and told by a run.
    """
    model, horizon = case.model, Horizon(float(case.about.first_year), 8)
    names = [*model.stocks, *model.variables, *model.parameters, *model.paths]
    found = simulate_unchecked(model, central(scenario, case, horizon), horizon, 1, names)
    values = {name: float(np.broadcast_to(found[name][..., 0], horizon.count)[PLACE]) for name in names}
    given = {**dict.fromkeys(model.paths, "1"), **{name: case.parameters[name].unit for name in model.parameters}}
    return unit_faults(model, given, {**values, **horizon.clock(PLACE)}, unit)
