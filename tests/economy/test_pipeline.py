"""The pipeline of foreign investment: a pulse of licences comes out whole, on time and as spread as theory says."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, partial

import numpy as np
import pytest
from claims import Figure

from qnsim.engine.simulate import Horizon, Inputs, simulate
from qnsim.facts.case import Case

YEARS = 60
KEEP = ("fdi_accepted", "fdi_stage_outflow_3", "fdi_attrition_1", "fdi_attrition_2", "fdi_attrition_3")
BACKLOG = ("fdi_backlog_1", "fdi_backlog_2", "fdi_backlog_3")
STAGES = 3
CLAIM = "A pulse of registered FDI comes out of the pipeline whole and on time"
HOW = (
    "One pulse into an empty pipeline, at steps of a quarter, an eighth and a thirty-second of a year; what comes out "
    "against the theory of a delay of three stages, with licences given up and without"
)
Paths = dict[str, np.ndarray]
DELAYS = pytest.mark.parametrize(("delay", "attrition"), [(2.0, 0.0), (2.0, 0.03), (0.9, 0.3), (6.0, 0.1)])
STEPS = pytest.mark.parametrize("steps", [4, 8, 32])


Pulse = Callable[[int, float, float], Paths]


@pytest.fixture(scope="module")
def pulse(case: Case, central_inputs: Inputs) -> Pulse:
    """Runs a pulse with steps in a year, a delay and attrition; each once."""
    return cache(partial(run_pulse, case, central_inputs))


def run_pulse(case: Case, usual: Inputs, steps: int, delay: float, attrition: float) -> Paths:
    """All flows of the pipeline when the licences of one step are the only ones ever."""
    horizon = Horizon(2023.0, YEARS * steps, 1 / steps)
    paths = {name: np.repeat(np.resize(path, (4 * YEARS, 1)), steps // 4, axis=0) for name, path in usual.paths.items()}
    paths["fdi_quarter_share"] = np.zeros((horizon.count, 1))
    paths["fdi_quarter_share"][0] = 1.0
    changed = {"fdi_realisation_delay": delay, "fdi_backlog_attrition": attrition, "fdi_backlog_start": 0.0}
    changed["fdi_park_share"] = 0.0
    trends = {name: 0.0 for name in usual.constants if name.endswith(("_growth_trend", "_trend_growth"))}
    inputs = Inputs({**usual.constants, **trends, **changed}, paths)
    return {name: path[:, 0] for name, path in simulate(case.model, inputs, horizon, 1, [*KEEP, *BACKLOG]).items()}


def test_tenants_of_parks_spend_their_pulse_whole_and_sooner(case: Case, central_inputs: Inputs) -> None:
    horizon = Horizon(2023.0, 4 * YEARS, 0.25)
    paths = {name: np.resize(path, (4 * YEARS, 1)) for name, path in central_inputs.paths.items()}
    paths["fdi_quarter_share"] = np.zeros((horizon.count, 1))
    paths["fdi_quarter_share"][0] = 1.0
    changed = {"fdi_park_share": 1.0, "fdi_park_delay": 0.75, "fdi_backlog_attrition": 0.0}
    start = {"fdi_backlog_start": 0.0, "fdi_registered_base": 1000.0}
    inputs = Inputs({**central_inputs.constants, **changed, **start}, paths)
    found = simulate(case.model, inputs, horizon, 1, ["fdi_park_accepted", "fdi_park_realised"])
    accepted, spent = (found[name][:, 0] for name in ("fdi_park_accepted", "fdi_park_realised"))
    assert spent.sum() == pytest.approx(accepted.sum(), rel=1e-9)
    assert accepted.sum() > 10
    assert mean_and_variance(spent, 0.25)[0] == pytest.approx(0.75, rel=1e-8)


def mean_and_variance(flow: np.ndarray, step: float) -> tuple[float, float]:
    """Mean and variance, in years and years squared, of the time after the pulse at which a flow passes."""
    time = step * np.arange(len(flow))
    mean = float(np.average(time, weights=flow))
    return mean, float(np.average((time - mean) ** 2, weights=flow))


@pytest.mark.claim(CLAIM, how=HOW)
@STEPS
@DELAYS
def test_all_that_was_accepted_is_realised_or_given_up(
    pulse: Pulse, figure: Figure, steps: int, delay: float, attrition: float
) -> None:
    paths = pulse(steps, delay, attrition)
    total = {name: path.sum() / steps for name, path in paths.items()}
    gone = sum(total[name] for name in KEEP[1:])
    figure("share of the pulse unaccounted for", abs(gone / total["fdi_accepted"] - 1), limit=1e-9)
    assert total["fdi_accepted"] > 10
    assert gone == pytest.approx(total["fdi_accepted"], rel=1e-9)
    moves = STAGES / delay
    assert total["fdi_stage_outflow_3"] / total["fdi_accepted"] == pytest.approx(
        (moves / (moves + attrition)) ** STAGES
    )


@pytest.mark.claim(CLAIM, how=HOW)
@STEPS
@DELAYS
def test_the_mean_time_in_the_pipeline_is_that_of_three_stages_at_any_step(
    pulse: Pulse, figure: Figure, steps: int, delay: float, attrition: float
) -> None:
    """In steps the time in a stage is geometric; its mean is that of continuous time, 1 / (rate + attrition)."""
    mean, _ = mean_and_variance(pulse(steps, delay, attrition)["fdi_stage_outflow_3"], 1 / steps)
    theory = STAGES / (STAGES / delay + attrition)
    figure("relative difference of the mean time to theory", abs(mean / theory - 1), limit=1e-8)
    assert mean == pytest.approx(theory, rel=1e-8)


@pytest.mark.claim(CLAIM, how=HOW)
@STEPS
@DELAYS
def test_the_spread_is_that_of_geometric_stages_which_tends_to_erlangs(
    pulse: Pulse, figure: Figure, steps: int, delay: float, attrition: float
) -> None:
    """A step of a quarter is narrower than Erlang's distribution by the share that leaves a stage in a step."""
    _, variance = mean_and_variance(pulse(steps, delay, attrition)["fdi_stage_outflow_3"], 1 / steps)
    leaving = STAGES / delay + attrition
    erlang = STAGES / leaving**2
    figure("relative difference of the variance to theory", abs(variance / erlang / (1 - leaving / steps) - 1), 1e-7)
    assert variance == pytest.approx(erlang * (1 - leaving / steps), rel=1e-7)
    if steps == 32:
        assert variance == pytest.approx(erlang, rel=0.12)


def test_a_pipeline_faster_than_the_step_passes_the_pulse_on_by_one_stage_a_step(
    pulse: Pulse,
) -> None:
    paths = pulse(4, 0.25, 0.0)
    assert np.flatnonzero(paths["fdi_stage_outflow_3"] > 1e-9).tolist() == [STAGES]
    assert paths["fdi_stage_outflow_3"][STAGES] == pytest.approx(paths["fdi_accepted"][0], rel=1e-12)
    assert min(paths[name].min() for name in BACKLOG) >= 0
