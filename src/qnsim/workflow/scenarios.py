"""Scenarios and targets as a user names them: read, begin a new one."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from qnsim.analysis.judging import check_measured
from qnsim.errors import DataError, Problem, ScenarioError, UsageError
from qnsim.facts.case import Case, read_case
from qnsim.facts.targets import Target, read_targets
from qnsim.language import ENGLISH, Language, say
from qnsim.press.files import replace_file
from qnsim.scenarios.scenario import Scenario, find_scenarios, read_scenario, scenario_schema
from qnsim.scenarios.template import SCHEMA_NAME, scenario_template

BASELINE = "baseline"


def load_scenario(where: str | Path, case: Case | None = None) -> Scenario:
    """Read one scenario: a file, or the name of one that goes with the case (the default one if none is given).

    Raises `ScenarioError` with every problem in it, `UsageError` if there is no such scenario.
    """
    case = case or read_case()
    found = find_scenarios([where], case.about.scenarios)
    if len(found) != 1:
        raise UsageError(
            say(
                "{where} is a folder of {count} scenarios; expected one; use load_scenarios",
                where=where,
                count=len(found),
            )
        )
    return read_scenario(found[0], case.catalogue, case.about.scenarios)


def load_scenarios(arguments: Sequence[str | Path] | str | Path = (), case: Case | None = None) -> list[Scenario]:
    """Read files, folders and names; all scenarios of the case if none is given. All problems come in one error."""
    case = case or read_case()
    found: list[Scenario] = []
    problems: list[Problem] = []
    for file in find_scenarios(arguments, case.about.scenarios):
        try:
            found.append(read_scenario(file, case.catalogue, case.about.scenarios))
        except ScenarioError as fault:
            problems.extend(fault.problems)
    if problems:
        raise ScenarioError(list(dict.fromkeys(problems)))
    return sorted(found, key=lambda scenario: scenario.name != BASELINE)


def parent_of(scenario: Scenario, case: Case) -> Scenario | None:
    """The scenario that this one extends, unless that is the baseline, which every scenario is compared with."""
    parent = load_scenario(scenario.files[-2], case) if len(scenario.files) > 1 else None
    return None if parent is None or parent.name == BASELINE else parent


def resolution_targets(case: Case | None = None) -> tuple[Target, ...]:
    """The targets that the case judges its scenarios by."""
    case = case or read_case()
    file = case.about.targets
    targets = read_targets(file)
    if not any(target.headline for target in targets):
        raise DataError(
            say("{file}:1:1: no headline; every run is judged by one target; add it, headline: grdp_growth", file=file)
        )
    check_measured(targets, _constants(case))
    return targets


def _constants(case: Case) -> dict[str, str]:
    """What a target may be compared with besides a number, with its unit."""
    return {equation.name: equation.unit for equation in case.model.constants}


def new_scenario(
    name: str, extends: str, folder: Path, case: Case | None = None, language: Language = ENGLISH
) -> list[Path]:
    """Write a commented scenario file and, beside it, the schema for editors; returns the files. Never overwrites.

    The comments are in a language.
    """
    case = case or read_case()
    file = folder / f"{name}.yaml"
    if (case.about.scenarios / f"{name}.yaml").exists():
        raise UsageError(say("'{name}' is a scenario that ships with qnsim; choose another name", name=name))
    if file.exists():
        raise UsageError(say("{file} exists already; choose another name", file=file))
    parent = load_scenario(extends, case)
    folder.mkdir(parents=True, exist_ok=True)
    extended = Path(parent.files[-1])
    beside = (
        extended.resolve().parent == folder.resolve() or extended.resolve().parent == case.about.scenarios.resolve()
    )
    if not beside:
        raise UsageError(
            say(
                "{extended} lies in another folder; write the new scenario beside it with --folder {parent}",
                extended=extended,
                parent=extended.parent,
            )
        )
    replace_file(file, scenario_template(name, extended.name, parent, case, language))
    schema = folder / SCHEMA_NAME
    replace_file(schema, schema_text(case))
    try:
        read_scenario(file, case.catalogue, case.about.scenarios)
    except ScenarioError:
        file.unlink()
        raise
    return [file, schema]


def schema_text(case: Case | None = None) -> str:
    """The JSON Schema of scenario files, as text."""
    return json.dumps(scenario_schema((case or read_case()).catalogue), ensure_ascii=False, indent=2) + "\n"
