"""The jobs behind the commands: each a function that reads, runs, writes and returns what was made."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pandas as pd

from qnsim.analysis.assessment import HEADLINE, Assessment, assess
from qnsim.analysis.record import BaseRate, base_rate, growth_history
from qnsim.ensemble import unit_of
from qnsim.errors import Problem, ScenarioError, UsageError, nearest
from qnsim.inputs.facts import Facts, read_facts
from qnsim.inputs.observations import read_observations
from qnsim.inputs.scenario import Scenario, find_scenarios, read_scenario, scenario_schema
from qnsim.inputs.shipped import data_folder, scenario_folder
from qnsim.inputs.targets import Target, read_targets
from qnsim.reporting.fan_of_growth import growth_fan, save_growth_fan
from qnsim.reporting.files import replace_file
from qnsim.reporting.run_folder import run_id, write_run, write_table
from qnsim.reporting.template import SCHEMA_NAME, scenario_template
from qnsim.run import DEFAULT_DRAWS, DEFAULT_SEED, Experiment, prepare, run_central, run_one_draw

Progress = Callable[[str, int, int], None]
BASELINE = "baseline"


@dataclass(frozen=True)
class RunReport:
    """What a run made: assessments in the order asked for, the baseline they are compared with, and their folders."""

    assessments: tuple[Assessment, ...]
    baseline: Assessment
    folders: tuple[Path, ...]
    target: Target
    record: BaseRate


def load_scenario(where: str | Path) -> Scenario:
    """Read one scenario: a file, or the name of a shipped one. Raises `ScenarioError` with every problem in it."""
    (file,) = find_scenarios([str(where)], scenario_folder())
    return read_scenario(file, read_facts().catalogue, scenario_folder())


def load_scenarios(arguments: Sequence[str]) -> list[Scenario]:
    """Read files, folders and shipped names; all shipped scenarios if none is given. All problems come in one error."""
    facts, shipped = read_facts(), scenario_folder()
    found: list[Scenario] = []
    problems: list[Problem] = []
    for file in find_scenarios(arguments, shipped):
        try:
            found.append(read_scenario(file, facts.catalogue, shipped))
        except ScenarioError as fault:
            problems.extend(fault.problems)
    if problems:
        raise ScenarioError(list(dict.fromkeys(problems)))
    return sorted(found, key=lambda scenario: scenario.name != BASELINE)


def resolution_targets() -> tuple[Target, ...]:
    """The targets of the resolution of 9 December 2022."""
    return read_targets(data_folder() / "targets" / "resolution-2023.yaml")


def run_scenarios(
    arguments: Sequence[str] = (),
    draws: int = DEFAULT_DRAWS,
    seed: int = DEFAULT_SEED,
    jobs: int | None = None,
    out: Path | None = Path("runs"),
    keep_draws: bool = False,
    progress: Progress = lambda stage, done, total: None,
) -> RunReport:
    """Run scenarios and write a folder for each below `out` (nothing if None).

    `progress(stage, done, total)` is called as the work goes on.
    """
    scenarios = load_scenarios(arguments)
    if keep_draws and not find_spec("h5netcdf"):
        raise UsageError("--keep-draws needs h5netcdf; install it with: python -m pip install h5netcdf h5py")
    if out:
        out.mkdir(parents=True, exist_ok=True)  # before the work, so that a folder that cannot be written costs no time
    compared = scenarios if any(s.name == BASELINE for s in scenarios) else [load_scenario(BASELINE), *scenarios]
    facts = read_facts()
    experiments = [prepare(scenario, facts, draws, seed) for scenario in compared]
    assessed = assess(experiments, resolution_targets(), jobs, partial(progress, "Simulating"), keep_draws)
    baseline = next(a for a in assessed if a.experiment.scenario.name == BASELINE)
    wanted = tuple(a for a in assessed if a.experiment.scenario in scenarios)
    target = next(t for t in resolution_targets() if t.id == HEADLINE)
    assert target.threshold is not None
    folders: list[Path] = []
    if out:
        for assessment in wanted:
            progress("Writing charts", len(folders), len(wanted))
            folders.append(write_folder(assessment, target, out))
    rate = base_rate(_observations_file(), baseline.experiment.scenario.as_of, target.threshold)
    return RunReport(wanted, baseline, tuple(folders), target, rate)


def write_folder(assessment: Assessment, target: Target, out: Path) -> Path:
    """Write the run folder of one assessment, with its fan chart."""
    folder = write_run(assessment, out)
    history = growth_history(_observations_file(), assessment.experiment.scenario.as_of)
    save_growth_fan(growth_fan(assessment, target, history, run_id(assessment.experiment)), folder)
    return folder


def run_again(manifest_file: Path, out: Path, progress: Progress = lambda stage, done, total: None) -> RunReport:
    """Repeat the run of a manifest. Raises `UsageError` if facts or version have changed: so would the numbers."""
    try:
        about = json.loads(manifest_file.read_text(encoding="utf-8"))
        files = about["scenario"]["files"]
        wanted = str(about["scenario"]["name"]), int(about["draws"]), int(about["seed"]), str(about["run"])
    except (OSError, ValueError, KeyError, TypeError) as fault:
        raise UsageError(f"{manifest_file}: not the manifest of a run ({fault})") from None
    name, draws, seed, run = wanted
    with tempfile.TemporaryDirectory() as folder:
        for file in files:
            Path(folder, Path(file["name"]).name).write_text(file["text"], encoding="utf-8")
        experiment = prepare(load_scenario(Path(folder, f"{name}.yaml")), read_facts(), draws, seed)
        if run_id(experiment) != run:
            raise UsageError(
                f"{manifest_file}: this is run {run}, but with the facts and the version installed here it would be "
                f"{run_id(experiment)}. Install qnsim {about['versions']['qnsim']} with its own data to repeat it"
            )
        return run_scenarios([str(Path(folder, f"{name}.yaml"))], draws, seed, out=out, progress=progress)


def run_paths(
    arguments: Sequence[str], out: Path, draw: int | None = None, draws: int = DEFAULT_DRAWS, seed: int = DEFAULT_SEED
) -> list[Path]:
    """Write every variable of one path per scenario: the central run, or one draw of the ensemble."""
    written = []
    for scenario in load_scenarios(arguments):
        experiment = prepare(scenario, read_facts(), draws, seed)
        keep = [*experiment.model.stocks, *experiment.model.variables]
        paths = run_central(experiment, keep) if draw is None else run_one_draw(experiment, draw, keep)
        folder = out / run_id(experiment)
        folder.mkdir(parents=True, exist_ok=True)
        file = folder / ("central.csv" if draw is None else f"draw-{draw}.csv")
        write_table(file, path_table(experiment, paths))
        written.append(file)
    return written


def path_table(experiment: Experiment, paths: dict[str, np.ndarray]) -> pd.DataFrame:
    """A tidy table of model paths: `period,variable,sector,value,unit`; constants have one row without a period."""
    labels = [experiment.horizon.label(position) for position in range(experiment.horizon.count)]
    rows = []
    for name, values in paths.items():
        unit = unit_of(experiment, name)
        pairs = zip(labels, values, strict=True) if values.ndim else [("", values)]
        rows += [(label, name, "", float(value), unit) for label, value in pairs]
    return pd.DataFrame(rows, columns=["period", "variable", "sector", "value", "unit"])


def check_everything(arguments: Sequence[str]) -> list[str]:
    """Read every scenario and every fact; returns what was checked. Raises one error that holds all problems found."""
    facts = read_facts()
    scenarios = load_scenarios(arguments)
    for scenario in scenarios:
        prepare(scenario, facts)
    observations = {
        file.name: len(read_observations(file)) for file in sorted((data_folder() / "observations").glob("*.csv"))
    }
    return [
        f"{len(scenarios)} scenarios: {', '.join(scenario.name for scenario in scenarios)}",
        f"{len(facts.parameters)} parameters, {len(facts.levers)} levers, {len(resolution_targets())} targets",
        *(f"{count} observations in {name}" for name, count in observations.items()),
        f"{len(facts.model.variables)} equations, {len(facts.model.stocks)} stocks",
    ]


def explain(where: str, key: str) -> list[str]:
    """Where the value of one key comes from: each file and line that set it, and the fact beneath."""
    scenario, facts = load_scenario(where), read_facts()
    names = [*facts.catalogue.entries, *facts.parameters]
    if key not in names:
        raise UsageError(f"'{key}' is not something a scenario can set.{nearest(key, names)} See: qnsim levers")
    lines = _fact_lines(facts, key)
    for setting in scenario.history.get(key, ()):
        lines.append(f"{setting.place}: {setting.written}  ({setting.source or 'no source given'})")
    count = len(scenario.history.get(key, ()))
    last = (
        "the last line above is in force" if count > 1 else "this file sets it" if count else "no scenario file sets it"
    )
    return [*lines, f"{scenario.name}: {last}"]


def _fact_lines(facts: Facts, key: str) -> list[str]:
    lines = []
    if key in facts.parameters:
        parameter = facts.parameters[key]
        prior = "solved from the growth accounts" if parameter.prior is None else str(parameter.prior)
        lines += [
            f"{key}: {parameter.meaning}",
            f"data/parameters.yaml: {prior}{_in(parameter.unit)}",
            f"source: {parameter.source} (confidence {parameter.confidence})",
        ]
    if key in facts.levers:
        lever = facts.levers[key]
        lines.append(
            f"lever, {lever.low:g} to {lever.high:g} {lever.unit}; resolution, {lever.clause}; {lever.who['en']}"
        )
    if key in facts.catalogue.entries:
        entry = facts.catalogue.entries[key]
        lines.append(f"set it under {entry.section}: between {entry.low:g} and {entry.high:g}{_in(entry.unit)}")
        if key not in facts.parameters:
            lines.insert(0, f"{key}: {entry.meaning}")
    return lines


def _in(unit: str) -> str:
    """The unit in a sentence; fractions are said to be fractions."""
    return " (a fraction or index, 0.05 is 5%)" if unit == "1" else f" {unit}"


def _observations_file() -> Path:
    return data_folder() / "observations" / "quang-ninh.csv"


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
    replace_file(file, scenario_template(name, extended.name, read_facts()))
    schema = folder / SCHEMA_NAME
    replace_file(schema, schema_text())
    try:
        read_scenario(file, read_facts().catalogue, scenario_folder())
    except ScenarioError:
        file.unlink()
        raise
    return [file, schema]


def schema_text() -> str:
    """The JSON Schema of scenario files, as text."""
    return json.dumps(scenario_schema(read_facts().catalogue), ensure_ascii=False, indent=2) + "\n"
