"""The scenarios and facts that travel with the package."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from qnsim.facts.case import read_case
from qnsim.facts.parameters import USED
from qnsim.facts.shipped import data_folder, scenario_folder
from qnsim.scenarios.scenario import read_scenario

NAMES = [
    "baseline",
    "coal-constraint",
    "covid-return",
    "energy-shortage",
    "fdi-drought",
    "fdi-surge",
    "global-slowdown",
    "resolution-2023",
    "slow-disbursement",
    "stretch",
    "super-typhoon",
    "tourism-boom",
]
ROOT = Path(__file__).parents[1]


def test_the_promised_scenarios_ship() -> None:
    assert sorted(file.stem for file in scenario_folder().glob("*.yaml")) == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_every_number_of_a_shipped_scenario_has_a_source(name: str) -> None:
    scenario = read_scenario(scenario_folder() / f"{name}.yaml", read_case().catalogue, scenario_folder())
    assert scenario.as_of.isoformat() == "2022-12-09"
    assert scenario.end == "2030Q4"
    assert all(scenario.title[language] for language in ("vi", "en"))
    assert scenario.title["vi"] != scenario.title["en"]
    for settings in scenario.history.values():
        assert all(setting.source for setting in settings)
    assert all(judgement.reason for judgement in scenario.judgements)


@pytest.mark.parametrize("name", NAMES)
def test_a_shipped_scenario_satisfies_the_schema(name: str) -> None:
    jsonschema = pytest.importorskip("jsonschema")
    schema = json.loads((ROOT / "schema" / "scenario.schema.json").read_text(encoding="utf-8"))
    file = scenario_folder() / f"{name}.yaml"
    content = YAML(typ="safe").load(file.read_text(encoding="utf-8"))
    jsonschema.validate(json.loads(json.dumps(content, default=str)), schema)


def test_every_parameter_is_read_by_the_model_or_its_draws() -> None:
    case = read_case()
    source = "".join(file.read_text(encoding="utf-8") for file in (ROOT / "src" / "qnsim" / "chance").glob("*.py"))
    by_law = {value for surprise in case.model.surprises.values() for value in vars(surprise.law).values()}
    for name, parameter in case.parameters.items():
        used = name in case.model.parameters or name in by_law or f'"{name}"' in source
        assert used == (parameter.role in USED), f"{name} has role {parameter.role}"


def test_every_source_key_is_resolved() -> None:
    listed = (data_folder() / "SOURCES.md").read_text(encoding="utf-8")
    files = [
        *data_folder().glob("*.yaml"),
        *scenario_folder().glob("*.yaml"),
        *(ROOT / "src" / "qnsim" / "economy").glob("*.py"),
    ]
    for file in files:
        for key in re.findall(r"\[([A-Z][A-Z0-9]+[A-Za-z]*)\]", file.read_text(encoding="utf-8")):
            assert f"| {key} |" in listed, f"{file.name} cites [{key}]"


def test_nothing_observed_after_2022_is_in_the_data() -> None:
    for file in (data_folder() / "observations").glob("*.csv"):
        for line in file.read_text(encoding="utf-8").splitlines()[1:]:
            period = re.match(r'[^,]+,(?:"[^"]*"|[^,]*),(\d{4})', line)
            if period:
                assert int(period[1]) <= 2022, line[:80]
