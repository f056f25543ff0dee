"""The engine: conservation, the clock and kept variables."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from qnsim.engine.declare import Stock, auxiliary, flow
from qnsim.engine.model import Model
from qnsim.engine.simulate import Horizon, Inputs, simulate
from qnsim.errors import SimulationError

YEARS = Horizon(2023.0, 8)


@flow("firm / year", out_of="young", into="mature")
def maturing(young: Any, maturing_rate: Any) -> Any:
    """Firms that outlive their first years."""
    return young * maturing_rate


@flow("firm / year", out_of="mature")
def closing(mature: Any, closing_rate: Any) -> Any:
    """Firms that stop."""
    return mature * closing_rate


@auxiliary("1")
def closing_rate_doubled(closing_rate: Any) -> Any:
    """A constant."""
    return 2 * closing_rate


@pytest.fixture
def firms(small: Any) -> Model:
    stocks = {"young": Stock("firm", start="young_start"), "mature": Stock("firm")}
    parameters = ["maturing_rate", "closing_rate", "young_start"]
    return small(maturing, closing, closing_rate_doubled, parameters=parameters, **stocks)


def given(**changes: Any) -> Inputs:
    return Inputs({"maturing_rate": 1.0, "closing_rate": 0.0, "young_start": 100.0, **changes})


def test_a_transfer_takes_from_one_stock_what_it_gives_the_other(firms: Model) -> None:
    found = simulate(firms, given(maturing_rate=np.array([0.5, 1.0, 2.0])), YEARS, 3, ["young", "mature"])
    assert found["young"] + found["mature"] == pytest.approx(np.full((8, 3), 100.0), rel=1e-14)
    assert found["young"][1].tolist() == [87.5, 75.0, 50.0]


def test_a_stock_changes_by_step_times_inflow_less_outflow(firms: Model) -> None:
    found = simulate(firms, given(closing_rate=0.4), YEARS, 1, ["mature", "maturing", "closing"])
    change = 0.25 * (found["maturing"] - found["closing"])[:-1]
    assert np.diff(found["mature"], axis=0) == pytest.approx(change, rel=1e-12)


def test_each_draw_runs_on_its_own(firms: Model) -> None:
    rates = np.array([0.1, 0.7, 1.3])
    together = simulate(firms, given(maturing_rate=rates), YEARS, 3, ["mature"])["mature"]
    alone = [simulate(firms, given(maturing_rate=np.array([rate])), YEARS, 1, ["mature"])["mature"] for rate in rates]
    assert np.array_equal(together, np.concatenate(alone, axis=1))


def test_a_kept_constant_and_a_kept_parameter_have_one_value_per_draw(firms: Model) -> None:
    found = simulate(firms, given(closing_rate=0.25), YEARS, 3, ["closing_rate_doubled", "closing_rate"])
    assert found["closing_rate_doubled"].tolist() == [0.5] * 3
    assert found["closing_rate"].tolist() == [0.25] * 3


def test_the_clock_tells_year_quarter_and_step(small: Any) -> None:
    @auxiliary("1")
    def stamp(time: Any, quarter_of_year: Any, step: Any) -> Any:
        """All of the clock."""
        return time + quarter_of_year + step

    found = simulate(small(stamp), Inputs({}), Horizon(2023.0, 5), 1, ["stamp"])["stamp"]
    assert found[:, 0].tolist() == [2024.25, 2025.5, 2026.75, 2028.0, 2025.25]
    assert [Horizon(2023.0, 5).label(place) for place in (0, 3, 4)] == ["2023Q1", "2023Q4", "2024Q1"]


def test_missing_inputs_are_named(firms: Model) -> None:
    with pytest.raises(SimulationError, match="no value for maturing_rate, young_start; every parameter and path"):
        simulate(firms, Inputs({"closing_rate": 0.1}), YEARS, 1, [])


def test_a_variable_that_does_not_exist_cannot_be_kept(firms: Model) -> None:
    with pytest.raises(SimulationError, match=r"'closings' cannot be kept: .* Did you mean 'closing'\?"):
        simulate(firms, given(), YEARS, 1, ["closings"])


def test_the_inputs_of_one_draw_keep_what_all_draws_share() -> None:
    inputs = Inputs(
        {"fixed": 1.0, "drawn": np.arange(3.0)}, {"shared": np.ones(4), "own": np.arange(12.0).reshape(4, 3)}
    )
    alone = inputs.only(2)
    assert (alone.constants["fixed"], alone.constants["drawn"].tolist()) == (1.0, [2.0])
    assert (alone.paths["shared"].shape, alone.paths["own"][:, 0].tolist()) == ((4,), [2.0, 5.0, 8.0, 11.0])
