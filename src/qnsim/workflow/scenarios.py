"""Scenarios and targets as a user names them: read, explain, begin a new one."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from qnsim.analysis.judging import check_measured
from qnsim.errors import DataError, Problem, ScenarioError, UsageError, nearest
from qnsim.facts.case import Case, read_case
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
    if not any(target.headline for target in targets):
        raise DataError(f"{file}:1:1: no headline; every run is judged by one target; add it, headline: grdp_growth")
    check_measured(targets, _constants(read_case()))
    return targets


def _constants(case: Case) -> dict[str, str]:
    """What a target may be compared with besides a number, with its unit."""
    return {equation.name: equation.unit for equation in case.model.constants}


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
    replace_file(file, scenario_template(name, extended.name, read_case()))
    schema = folder / SCHEMA_NAME
    replace_file(schema, schema_text())
    try:
        read_scenario(file, read_case().catalogue, scenario_folder())
    except ScenarioError:
        file.unlink()
        raise
    return [file, schema]


def explain(where: str, key: str) -> list[str]:
    """Where the value of one key comes from: each file and line that set it, and the fact beneath."""
    scenario, case = load_scenario(where), read_case()
    names = [*case.catalogue.entries, *case.parameters]
    if key not in names:
        raise UsageError(f"'{key}' is not something a scenario can set.{nearest(key, names)} See: qnsim levers")
    lines = _fact_lines(case, key)
    for setting in scenario.history.get(key, ()):
        lines.append(f"{setting.place}: {setting.written}  ({setting.source or 'no source given'})")
    count = len(scenario.history.get(key, ()))
    last = (
        "the last line above is in force" if count > 1 else "this file sets it" if count else "no scenario file sets it"
    )
    return [*lines, f"{scenario.name}: {last}"]


def _fact_lines(case: Case, key: str) -> list[str]:
    lines = []
    if key in case.parameters:
        parameter = case.parameters[key]
        prior = "solved from the growth accounts" if parameter.prior is None else str(parameter.prior)
        lines += [
            f"{key}: {parameter.meaning}",
            f"data/parameters.yaml: {prior}{_in(parameter.unit)}",
            f"source: {parameter.source} (confidence {parameter.confidence})",
        ]
    if key in case.levers:
        lever = case.levers[key]
        lines.append(
            f"lever, {lever.low:g} to {lever.high:g} {lever.unit}; resolution, {lever.clause}; {lever.who['en']}"
        )
    if key in case.catalogue.entries:
        entry = case.catalogue.entries[key]
        lines.append(f"set it under {entry.section}: between {entry.low:g} and {entry.high:g}{_in(entry.unit)}")
        if key not in case.parameters:
            lines.insert(0, f"{key}: {entry.meaning}")
    return lines


def _in(unit: str) -> str:
    """The unit in a sentence; fractions are said to be fractions."""
    return " (a fraction or index, 0.05 is 5%)" if unit == "1" else f" {unit}"


def schema_text() -> str:
    """The JSON Schema of scenario files, as text."""
    return json.dumps(scenario_schema(read_case().catalogue), ensure_ascii=False, indent=2) + "\n"
