"""Everything that can be checked without an ensemble: scenarios, facts, units, reality checks."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from qnsim.analysis.equation_units import equation_unit_faults
from qnsim.analysis.reality import Verdict, measurable, run_checks
from qnsim.errors import ModelError, Problem, ScenarioError
from qnsim.facts.case import Case, read_case
from qnsim.facts.observations import read_observations
from qnsim.facts.shipped import REALITY_CHECKS
from qnsim.scenarios.reality_checks import read_reality_checks
from qnsim.workflow.runs import plan_runs
from qnsim.workflow.scenarios import BASELINE, load_scenario, load_scenarios, resolution_targets


def check_everything(arguments: Sequence[str], reality: Path | None = None, case: Case | None = None) -> list[str]:
    """Read every scenario and every fact, and run the reality checks that ship and those of a file of one's own.

    Returns what was checked. Raises one error that holds all problems found.
    """
    case = case or read_case()
    scenarios = load_scenarios(arguments, case)
    if faults := equation_unit_faults(case, load_scenario(BASELINE, case)):
        raise ModelError("\n".join(faults))
    plan_runs(scenarios, case)
    last_year = case.about.record.last_year
    observations = {file.name: len(read_observations(file, last_year)) for file in case.about.observations}
    return [
        f"{len(scenarios)} scenarios: {', '.join(scenario.name for scenario in scenarios)}",
        f"{len(case.parameters)} parameters, {len(case.levers)} levers, {len(resolution_targets(case))} targets",
        *(f"{count} observations in {name}" for name, count in observations.items()),
        f"{len(case.model.variables)} equations, {len(case.model.stocks)} stocks, each with the unit it declares",
        *check_reality([*reality_files(case), *([reality] if reality else [])], case),
    ]


def reality_files(case: Case) -> list[Path]:
    """The reality checks of a case: its own file, which judges only runs of its own years, if it has one."""
    file = case.about.folders[-1] / REALITY_CHECKS
    return [file] if file.is_file() else []


def check_reality(files: Sequence[Path], case: Case) -> list[str]:
    """Run the reality checks of files; returns how many of each hold. Raises `ScenarioError` with all that do not."""
    checks = {f: read_reality_checks(f, case.catalogue, case.about.scenarios, measurable(case)) for f in files}
    verdicts = run_checks([check for each in checks.values() for check in each], case)
    if failed := [_disappointment(verdict) for verdict in verdicts if not verdict.holds]:
        raise ScenarioError(failed)
    return [f"{len(c)} reality {'check holds' if len(c) == 1 else 'checks hold'}: {f.name}" for f, c in checks.items()]


def _disappointment(verdict: Verdict) -> Problem:
    wanted = verdict.expectation
    what = " ".join(filter(None, (wanted.variable, wanted.sector, wanted.period)))
    limits = f" {wanted.between[0]:g} and {wanted.between[1]:g}" if wanted.between else ""
    expected = f"to {wanted.must}{limits}".replace("to not", "not to")
    text = (
        f"reality check '{verdict.check.id}' does not hold: {verdict.check.says['en']} Got {what} = {verdict.got:.6g} "
        f"{verdict.unit} with the change, {verdict.before:.6g} without; expected it {expected}; mend the model, "
        "or the check if it asks too much"
    )
    return Problem(wanted.place.file, wanted.place.line, wanted.place.column, text)
