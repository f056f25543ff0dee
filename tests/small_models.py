"""Small models built on the spot, and the real economy with one scenario of every kind of setting."""

from __future__ import annotations

import importlib.util
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from qnsim.engine.model import Model, build
from qnsim.facts.case import Case, read_case
from qnsim.facts.shipped import scenario_folder
from qnsim.scenarios.scenario import Scenario, read_scenario

BAD = Path(__file__).parent / "bad" / "models"
HEAD = "title: {vi: a, en: b}\nwhy: t\n"
BUSY = """
levers:
  public_investment_disbursement_rate: {2024: 80 %, 2026Q3: {uniform: [85, 95], unit: '%'}}
  fdi_attraction_policy: 1.2
conditions:
  fdi_registered: {2023: {triangular: [0.2, 0.5, 0.9], unit: billion USD}, 2024Q2: 800 million USD / year}
shocks:
  major_storm: {2024: 1}
  national_growth_shift: {2025: -0.02, 2026: 0}
judgements:
  - {variable: value_added_mining, when: 2023Q3, add: -2 %, reason: pits close, author: a}
  - {variable: new_firms, when: '2024', add: 100 firm / year, reason: a guess, author: a}
"""


@pytest.fixture(scope="session")
def module_of() -> Callable[..., ModuleType]:
    """Make a module from equations, and from stocks by name."""

    def make(*equations: Any, name: str = "small", **stocks: Any) -> ModuleType:
        module = ModuleType(name)
        for equation in equations:
            equation.__module__ = name
            setattr(module, equation.__name__, equation)
        vars(module).update(stocks)
        return module

    return make


@pytest.fixture(scope="session")
def small(module_of: Callable[..., ModuleType]) -> Callable[..., Model]:
    """Make a model from equations, and from stocks by name."""

    def make(*equations: Any, parameters: Any = (), paths: Any = (), **stocks: Any) -> Model:
        return build([module_of(*equations, **stocks)], parameters, paths)

    return make


@pytest.fixture
def bad_model() -> Callable[..., Model]:
    """Build the modules of `tests/bad/models`, given one parameter."""

    def make(*names: str) -> Model:
        return build([_load(BAD / f"{name}.py") for name in names], ["wear_rate"], [])

    return make


@pytest.fixture(scope="session")
def case() -> Case:
    return read_case()


@pytest.fixture(scope="session")
def scenario(case: Case, tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Scenario]:
    """Read a scenario from the body of its file."""
    folder = tmp_path_factory.mktemp("scenarios")

    def read(body: str = "") -> Scenario:
        file = folder / "trial.yaml"
        file.write_text(f"name: trial\n{HEAD}{body}", encoding="utf-8")
        return read_scenario(file, case.catalogue, scenario_folder())

    return read


@pytest.fixture(scope="session")
def busy(scenario: Callable[[str], Scenario]) -> Scenario:
    """A scenario with levers over time, a given variable, events and judgements."""
    return scenario(BUSY)


def _load(file: Path) -> ModuleType:
    specification = importlib.util.spec_from_file_location(file.stem, file)
    assert specification
    assert specification.loader
    module = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(module)
    return module
