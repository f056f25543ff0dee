"""The shipped facts, an empty scenario, and the whole model on its central values."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import pytest

from qnsim.chance.draws import central
from qnsim.engine.simulate import Horizon, Inputs, simulate
from qnsim.facts.case import Case, read_case
from qnsim.scenarios.scenario import Scenario, read_scenario

YEARS = 8
Paths = dict[str, np.ndarray]
Run = Callable[..., Paths]


@pytest.fixture(scope="session")
def case() -> Case:
    return read_case()


@pytest.fixture(scope="session")
def nothing_set(case: Case, tmp_path_factory: pytest.TempPathFactory) -> Scenario:
    file: Path = tmp_path_factory.mktemp("scenarios") / "trend.yaml"
    file.write_text("name: trend\ntitle: {vi: Xu thế, en: Trend}\nwhy: a test\n", encoding="utf-8")
    return read_scenario(file, case.catalogue, file.parent)


@pytest.fixture(scope="session")
def central_inputs(case: Case, nothing_set: Scenario) -> Inputs:
    return central(nothing_set, case, Horizon(2023.0, 4 * YEARS))


@pytest.fixture(scope="session")
def run(case: Case, central_inputs: Inputs) -> Run:
    """Simulate central values, with some of them changed, in steps of a part of a year."""

    def simulate_with(
        keep: Sequence[str], steps_in_year: int = 4, events: Paths | None = None, **changed: float
    ) -> Paths:
        constants = {**central_inputs.constants, **changed}
        paths = {
            name: np.repeat(path, steps_in_year // 4, axis=0)
            for name, path in {**central_inputs.paths, **(events or {})}.items()
        }
        horizon = Horizon(2023.0, YEARS * steps_in_year, 1 / steps_in_year)
        kept = simulate(case.model, Inputs(constants, paths), horizon, 1, keep)
        return {name: values[..., 0] for name, values in kept.items()}

    return simulate_with


@pytest.fixture(scope="session")
def growth(run: Run) -> Callable[..., np.ndarray]:
    """Growth of GRDP in percent by year, from yearly means; the season is left out."""

    def growth_with(steps_in_year: int = 4, events: Paths | None = None, **changed: float) -> np.ndarray:
        paths = run(["grdp", "grdp_base"], steps_in_year, events, **changed)
        years = paths["grdp"].reshape(YEARS, steps_in_year).mean(axis=1)
        return 100 * (years / np.append(paths["grdp_base"], years[:-1]) - 1)

    return growth_with
