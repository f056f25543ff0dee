"""Scenarios and targets as a user names them: read, begin a new one."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from qnsim.analysis.assessment import HEADLINE
from qnsim.errors import DataError, Problem, ScenarioError, UsageError
from qnsim.facts.case import read_case
from qnsim.facts.shipped import data_folder, scenario_folder
from qnsim.facts.targets import Target, read_targets
from qnsim.press.files import replace_file
from qnsim.scenarios.scenario import Scenario, find_scenarios, read_scenario, scenario_schema
from qnsim.scenarios.template import SCHEMA_NAME, scenario_template

BASELINE = "baseline"


def load_scenario(where: str | Path) -> Scenario:
    """Read one scenario: a file, or the name of a shipped one. Raises `ScenarioError` with every problem in it."""
    (file,) = find_scenarios([str(where)], scenario_folder())
    return read_scenario(file, read_case().catalogue, scenario_folder())


def load_scenarios(arguments: Sequence[str]) -> list[Scenario]:
    """Read files, folders and shipped names; all shipped scenarios if none is given. All problems come in one error."""
    case, shipped = read_case(), scenario_folder()
    found: list[Scenario] = []
    problems: list[Problem] = []
    for file in find_scenarios(arguments, shipped):
        try:
            found.append(read_scenario(file, case.catalogue, shipped))
        except ScenarioError as fault:
            problems.extend(fault.problems)
    if problems:
        raise ScenarioError(list(dict.fromkeys(problems)))
    return sorted(found, key=lambda scenario: scenario.name != BASELINE)


def resolution_targets() -> tuple[Target, ...]:
    """The targets of the resolution of 9 December 2022."""
    file = data_folder() / "targets" / "resolution-2023.yaml"
    targets = read_targets(file)
    if not any(target.id == HEADLINE and target.threshold is not None for target in targets):
        raise DataError(f"{file}:1:1: no target '{HEADLINE}' with a threshold; every run is judged by it; add it")
    return targets


def new_scenario(name: str, extends: str, folder: Path) -> list[Path]:
    """Write a commented scenario file and, beside it, the schema for editors; returns the files. Never overwrites."""
    file = folder / f"{name}.yaml"
    if (scenario_folder() / f"{name}.yaml").exists():
        raise UsageError(f"'{name}' is a scenario that ships with qnsim; choose another name")
    if file.exists():
        raise UsageError(f"{file} exists already; choose another name")
    parent = load_scenario(extends)
    folder.mkdir(parents=True, exist_ok=True)
    extended = Path(parent.files[-1])
    beside = extended.resolve().parent == folder.resolve() or extended.resolve().parent == scenario_folder().resolve()
    if not beside:
        raise UsageError(
            f"{extended} lies in another folder; write the new scenario beside it with --folder {extended.parent}"
        )
    replace_file(file, scenario_template(name, extended.name, parent, read_case()))
    schema = folder / SCHEMA_NAME
    replace_file(schema, schema_text())
    try:
        read_scenario(file, read_case().catalogue, scenario_folder())
    except ScenarioError:
        file.unlink()
        raise
    return [file, schema]


def schema_text() -> str:
    """The JSON Schema of scenario files, as text."""
    return json.dumps(scenario_schema(read_case().catalogue), ensure_ascii=False, indent=2) + "\n"
