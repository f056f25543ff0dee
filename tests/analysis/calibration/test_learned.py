"""What is learned of each coordinate, and what of it a forecast is told."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest

from qnsim.analysis.calibration.learned import Learned, verdict
from qnsim.analysis.calibration.misfit import misfit_of
from qnsim.chance.accounts import RESIDUAL
from qnsim.chance.coordinates import coordinates_of
from qnsim.facts.case import read_case
from qnsim.run import prepare
from qnsim.workflow.posteriors import calibration_of, figures_of, past_of
from qnsim.workflow.scenarios import load_scenario

ELASTICITY = "services_capital_elasticity"


@cache
def learned() -> Learned:
    misfit = misfit_of(past_of(read_case()), figures_of(read_case()))
    z = np.random.default_rng(1).standard_normal((misfit.dimension, 4_000))
    z[misfit.names.index(ELASTICITY)] = 1 + 0.1 * z[misfit.names.index(ELASTICITY)]
    return Learned(misfit, z)


@cache
def told(scenario: str) -> dict[str, str]:
    """The coordinates of the forecast, with what each is turned into."""
    experiment = prepare(load_scenario(scenario, read_case()), read_case())
    found = coordinates_of(experiment.scenario, experiment.case, experiment.horizon)
    return {each.name: each.marginal for each in found}


@pytest.mark.parametrize(
    ("shift", "spread", "said"),
    [
        (0.5, 1.0, "moved"),
        (-0.6, 0.3, "moved"),
        (0.4, 0.79, "narrowed"),
        (0.4, 0.8, "untouched"),
        (0, 1.3, "untouched"),
    ],
)
def test_a_coordinate_moves_by_half_a_spread_or_narrows_below_four_fifths(
    shift: float, spread: float, said: str
) -> None:
    assert verdict(shift, spread) == said


def test_a_row_tells_prior_and_posterior_in_the_unit_of_the_coordinate() -> None:
    row = learned().table().set_index("coordinate").loc[ELASTICITY]
    assert row["verdict"] == "moved"
    assert (row["shift"], row["spread"]) == (pytest.approx(1, abs=0.02), pytest.approx(0.1, abs=0.01))
    assert row["prior_p50"] < row["p05"] < row["p50"] < row["p95"] <= row["prior_p95"]


def test_a_coordinate_without_evidence_keeps_its_prior() -> None:
    table = learned().table()
    others = table[table["coordinate"] != ELASTICITY]
    assert (others["verdict"] == "untouched").all()


def test_what_means_the_same_in_the_forecast_is_handed_over() -> None:
    forecast, own = told("baseline"), calibration_of(read_case()).own
    found = learned().handed_over(forecast, own)
    assert ELASTICITY in found
    assert all(forecast[name] == marginal for name, marginal in found.items())


def test_what_belongs_to_the_start_or_to_the_years_ahead_stays_behind() -> None:
    own = calibration_of(read_case()).own
    found = learned().handed_over(told("baseline"), own)
    assert not found.keys() & {*own, RESIDUAL}
    assert not [name for name in found if name.partition("[")[0].endswith(("_base", "_start", "_early"))]
    assert not [name for name in found if "@201" in name]  # years that no forecast has


def test_own_parameters_and_other_distributions_are_what_keeps_a_coordinate_back() -> None:
    forecast = told("baseline")
    assert ELASTICITY not in learned().handed_over(forecast, (ELASTICITY,))
    assert ELASTICITY not in learned().handed_over({**forecast, ELASTICITY: "normal(0, 1)"}, ())
