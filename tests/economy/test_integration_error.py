"""The length of the step: what a shorter one, or a far more exact method, would change."""

from __future__ import annotations

import math
from types import ModuleType

import numpy as np
import pytest
from claims import Figure
from runge_kutta import Paths, event_stocks, integrate

from qnsim.chance.draws import central
from qnsim.engine.declare import Stock, flow
from qnsim.engine.model import Model, build
from qnsim.engine.simulate import Horizon, Inputs, simulate
from qnsim.facts.case import Case
from qnsim.scenarios.scenario import Scenario

YEARS = 8
LIMIT = 0.02
CLAIM = "The step of a quarter is short enough: no year's growth depends on it by more than 0.02 points"
HOW = (
    "Central run with steps of a quarter, an eighth and a sixteenth of a year, and with a Runge-Kutta integrator of "
    "fourth order that is itself tested on a pendulum"
)
# The gap of capacity is a memory of the last step by construction; storms of the last quarter likewise.
REMEMBERED = ("utilisation_carried", "storm_last_quarter", "major_storm_memory")
# A plant opens between two steps: a date within one moves output between years, which is no question of integration.
# Growth on a year ago compares a step with the same step of last year: a statistic, taken once a step.
HELD = ("power_capacity_added", "growth_year_on_year")
ON_THE_GRID = {"gas_plant_opening": 2028.5}


def pendulum() -> Model:
    """Position and speed that feed each other: a circle."""
    module = ModuleType("pendulum")
    module.position = Stock("metre", start="one", meaning="Where it is.")  # type: ignore[attr-defined]
    module.speed = Stock("metre / year", meaning="How fast it is.")  # type: ignore[attr-defined]

    @flow("metre / year", into="position")
    def moving(speed, one):
        """What speed does to position."""
        return one * speed

    @flow("metre / year / year", out_of="speed")
    def pulling(position):
        """What position does to speed."""
        return position

    for equation in (moving, pulling):
        equation.__module__ = module.__name__
        setattr(module, equation.__name__, equation)
    return build([module], ["one"], [])


def error_of(method: str, steps: int) -> float:
    """Distance from the circle after one year."""
    model, inputs, horizon = pendulum(), Inputs({"one": 1.0}), Horizon(0.0, steps + 1, 1 / steps)
    if method == "euler":
        path = simulate(model, inputs, horizon, 1, ["position"])["position"][:, 0]
    else:
        path = integrate(model, inputs, horizon, ["position"])["position"]
    return abs(float(path[-1]) - math.cos(1))


@pytest.mark.claim(CLAIM, how=HOW)
@pytest.mark.parametrize(("method", "order"), [("euler", 1), ("runge-kutta", 4)])
def test_the_error_of_a_method_falls_by_its_order_on_a_known_solution(figure: Figure, method: str, order: int) -> None:
    orders = [math.log2(error_of(method, steps) / error_of(method, 2 * steps)) for steps in (8, 16, 32)]
    figure(f"measured order of {method} on a pendulum", orders[-1])
    assert orders == pytest.approx([order] * len(orders), abs=0.25)
    assert orders[-1] == pytest.approx(order, abs=0.07)


def test_events_never_exchange_anything_with_what_changes_all_the_time(case: Case) -> None:
    events = event_stocks(case.model, REMEMBERED)
    assert "grdp_year_ago" in events
    assert not events & {"capital_domestic", "fdi_backlog_1", "services_tfp_log", "grdp_smoothed", "labour_force"}


@pytest.fixture(scope="module")
def paths(case: Case, nothing_set: Scenario) -> dict[str, Paths]:
    """Central paths by method and steps in a year."""
    usual = central(nothing_set, case, Horizon(2023.0, 4 * YEARS))
    keep = ["grdp", "growth_year_to_date"]
    found = {}
    for steps in (4, 8, 16):
        horizon = Horizon(2023.0, steps * YEARS, 1 / steps)
        repeated = {name: np.repeat(path, steps // 4, axis=0) for name, path in usual.paths.items()}
        inputs = Inputs({**usual.constants, **ON_THE_GRID}, repeated)
        euler = simulate(case.model, inputs, horizon, 1, keep)
        found[f"euler/{steps}"] = {name: values[:, 0] for name, values in euler.items()}
        found[f"runge-kutta/{steps}"] = integrate(case.model, inputs, horizon, keep, REMEMBERED, HELD)
    base = {"grdp_base": float(np.squeeze(usual.constants["grdp_base"]))}
    return {**found, "base": {name: np.array([value]) for name, value in base.items()}}


def raw_growth(paths: dict[str, Paths], run: str) -> np.ndarray:
    """Growth in percent of yearly means of GRDP."""
    years = paths[run]["grdp"].reshape(YEARS, -1).mean(axis=1)
    return 100 * (years / np.append(paths["base"]["grdp_base"], years[:-1]) - 1)


def published_growth(paths: dict[str, Paths], run: str) -> np.ndarray:
    """Growth of the year so far, in percent, in the last step of each year."""
    return 100 * paths[run]["growth_year_to_date"].reshape(YEARS, -1)[:, -1]


@pytest.mark.claim(CLAIM, how=HOW)
@pytest.mark.parametrize("growth", [raw_growth, published_growth])
@pytest.mark.parametrize("other", ["euler/8", "euler/16", "runge-kutta/8", "runge-kutta/16"])
def test_no_year_grows_differently_with_a_shorter_step_or_a_better_method(
    paths: dict[str, Paths], figure: Figure, other: str, growth: object
) -> None:
    assert callable(growth)
    gap = np.abs(growth(paths, "euler/4") - growth(paths, other))
    figure(f"largest difference to {other}, {growth.__name__.replace('_', ' ')}", gap.max(), LIMIT, "percentage points")
    assert gap.max() < LIMIT
    assert gap.max() > 0


def test_the_two_errors_of_a_quarter_are_small(paths: dict[str, Paths]) -> None:
    """The exact method at a quarter differs from its own limit since the base of capital makes up for half a step.

    Capital starts at the end of the base year at any step. As it wears out the offset fades and the base's does not.
    Euler's method takes most from growth where expectations turn: perceived income and expected growth lag each other.
    """
    exact = raw_growth(paths, "runge-kutta/4") - raw_growth(paths, "runge-kutta/16")
    euler = raw_growth(paths, "euler/4") - raw_growth(paths, "euler/16")
    assert 0 < np.abs(exact).max() < 0.03
    assert 0 < np.abs(euler).max() < 0.02
