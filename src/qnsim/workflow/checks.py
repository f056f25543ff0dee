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
from qnsim.language import join, label, say
from qnsim.scenarios.reality_checks import Expectation, read_reality_checks
from qnsim.workflow.runs import plan_runs
from qnsim.workflow.scenarios import BASELINE, load_scenario, load_scenarios, resolution_targets

EXPECTED = {
    "rise": say("to rise"),
    "fall": say("to fall"),
    "not rise": say("not to rise"),
    "not fall": say("not to fall"),
    "not change": say("not to change"),
}


def check_everything(arguments: Sequence[str], reality: Path | None = None, case: Case | None = None) -> list[str]:
    """Read every scenario and every fact, and run the reality checks that ship and those of a file of one's own.

    Returns what was checked. Raises one error that holds all problems found.
    """
    case = case or read_case()
    scenarios = load_scenarios(arguments, case)
    if faults := equation_unit_faults(case, load_scenario(BASELINE, case)):
        raise ModelError(join("\n", faults))
    plan_runs(scenarios, case)
    last_year = case.about.record.last_year
    observations = {file.name: len(read_observations(file, last_year)) for file in case.about.observations}
    return [
        say(
            "{count} scenarios: {names}",
            count=len(scenarios),
            names=", ".join(scenario.name for scenario in scenarios),
        ),
        say(
            "{parameters} parameters, {levers} levers, {targets} targets",
            parameters=len(case.parameters),
            levers=len(case.levers),
            targets=len(resolution_targets(case)),
        ),
        *(say("{count} observations in {name}", count=count, name=name) for name, count in observations.items()),
        say(
            "{equations} equations, {stocks} stocks, each with the unit it declares",
            equations=len(case.model.variables),
            stocks=len(case.model.stocks),
        ),
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
    return [_held(file, len(each)) for file, each in checks.items()]


def _held(file: Path, count: int) -> str:
    if count == 1:
        return say("1 reality check holds: {file}", file=file.name)
    return say("{count} reality checks hold: {file}", count=count, file=file.name)


def _disappointment(verdict: Verdict) -> Problem:
    wanted = verdict.expectation
    what = " ".join(filter(None, (wanted.variable, wanted.sector, wanted.period)))
    text = say(
        "reality check '{id}' does not hold: {says} Got {what} = {got:.6g} {unit} with the change, {before:.6g} "
        "without; expected it {expected}; mend the model, or the check if it asks too much",
        id=verdict.check.id,
        says=label(verdict.check.says),
        what=what,
        got=verdict.got,
        unit=verdict.unit,
        before=verdict.before,
        expected=_expected(wanted),
    )
    return Problem(wanted.place.file, wanted.place.line, wanted.place.column, text)


def _expected(wanted: Expectation) -> str:
    if wanted.between:
        return say("to stay between {low:g} and {high:g}", low=wanted.between[0], high=wanted.between[1])
    return EXPECTED[wanted.must]
