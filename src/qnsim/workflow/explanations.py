"""Where a value of a scenario comes from, how long it lasts, and what a name is that a run prints."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from qnsim.chance.accounts import PRODUCTIVITY
from qnsim.chance.designs import Stratified
from qnsim.chance.draws import uncertain_values
from qnsim.errors import UsageError, nearest
from qnsim.facts.case import Case, read_case
from qnsim.quantities.distributions import Distribution
from qnsim.quantities.periods import quarters_of
from qnsim.run import prepare
from qnsim.scenarios.scenario import Scenario
from qnsim.scenarios.stretches import by_period, in_force
from qnsim.scenarios.wording import place_words, span_words, value_words
from qnsim.workflow.scenarios import load_scenario

DRAWS = 2_000  # enough for a tenth of a point
LEVELS = (0.05, 0.5, 0.95)


def explain(where: str, key: str, case: Case | None = None) -> list[str]:
    """Where the value of one key comes from: each file and line that set it, and the fact beneath."""
    case = case or read_case()
    scenario = load_scenario(where, case)
    name, year = case.name_of(key)
    lines = surprise_lines(case, name, year)
    names = [*case.catalogue.entries, *case.parameters]
    if name not in names and not lines:
        raise UsageError(f"'{key}' is not something a scenario can set.{nearest(key, names)} See: qnsim levers")
    if name in names:
        lines += _setting_lines(scenario, case, name)
    return lines


def surprise_lines(case: Case, name: str, year: str = "") -> list[str]:
    """What a surprise is, how large it usually is and that nobody chooses it; nothing for any other name."""
    surprise = case.model.surprises.get(name)
    if surprise is None:
        return []
    in_year = f", {year}" if year else ""
    lines = [
        f"{name}{'@' if year else ''}{year}: {surprise.en}{in_year} ({surprise.vi}{in_year})",
        surprise.told or surprise.meaning,
        f"law: {surprise.law.words}",
    ]
    size = case.parameters.get(surprise.size)
    if size and isinstance(size.prior, Distribution):
        usual = value_words(size.prior, case.entry(size, over_time=False))
        lines.append(f"how large: {size.name}, {size.meaning}: {usual}")
    return [*lines, f"The province does not choose it: {surprise.en.lower()} is luck, good or bad."]


def _setting_lines(scenario: Scenario, case: Case, key: str) -> list[str]:
    lines = _fact_lines(case, key)
    for setting in scenario.history.get(key, ()):
        lines.append(f"{setting.place}: {setting.written}  ({setting.source or 'no source given'})")
    if key in case.catalogue.entries:
        lines.append(f"in force: {_in_force(scenario, case, key)}")
    return [*lines, f"{scenario.name}: {_who_sets(scenario, key)}"]


def _in_force(scenario: Scenario, case: Case, key: str) -> str:
    """The stretches of a value in a sentence, and what holds where no scenario speaks."""
    entry = case.catalogue.entries[key]
    stretches = in_force(scenario.history.get(key, ()), scenario.years)
    told = [
        f"{value_words(each.distribution, entry)} {span_words(each.span)} ({place_words(each)})"
        for each in (by_period(stretches, scenario.years) if len(stretches) > 1 else stretches)
    ]
    covered = {
        quarter
        for each in stretches
        for quarter in quarters_of(each.span or f"{scenario.years.first}..", scenario.years)
    }
    if covered < quarters_of(f"{scenario.years.first}..", scenario.years):
        told.append(f"{'otherwise ' if told else ''}{_unset(scenario, case, key)}")
    return "; ".join(told)


def _unset(scenario: Scenario, case: Case, key: str) -> str:
    """What holds of a name where no scenario sets it."""
    entry = case.catalogue.entries[key]
    if key == PRODUCTIVITY:
        return _left_over(scenario, case)
    if entry.kind == "shock":
        return "drawn by chance"
    if entry.kind == "variable":
        return f"what its equation gives (qnsim equations {key})"
    prior = case.parameters[key].prior
    assert isinstance(prior, Distribution)
    return f"{value_words(prior, entry)}, as in parameters.yaml"


def _left_over(scenario: Scenario, case: Case) -> str:
    """Productivity growth that the accounts leave over, which holds in place of its prior, beside the prior."""
    experiment = prepare(scenario, case, Stratified(draws=DRAWS))
    solved = uncertain_values(experiment.scenario, case, experiment.horizon, experiment.design)[PRODUCTIVITY]
    prior = case.parameters[PRODUCTIVITY].prior
    assert isinstance(prior, Distribution)
    spreads = np.quantile(solved, LEVELS), [prior.quantile(level) for level in LEVELS]
    found, believed = (_range_words(*(100 * float(each) for each in spread)) for spread in spreads)
    return f"what the growth accounts of the record leave over, {found}; not the prior, {believed}"


def _range_words(low: float, middle: float, high: float) -> str:
    return f"median {middle:.1f} % / year (90 % within {low:.1f} to {high:.1f})"


def _who_sets(scenario: Scenario, key: str) -> str:
    """Which files of the chain set a name, the one asked about first among those that do not."""
    setters = list(dict.fromkeys(Path(each.place.file).name for each in scenario.history.get(key, ())))
    own = Path(scenario.files[-1]).name
    if not setters:
        return "no scenario file sets it"
    if own not in setters:
        return f"{' and '.join(setters)} {'sets' if len(setters) == 1 else 'set'} it; {own} does not"
    above = f", over {' and '.join(setters[:-1])}" if len(setters) > 1 else ""
    return f"this file sets it{above}"


def _fact_lines(case: Case, key: str) -> list[str]:
    lines = []
    if key in case.parameters:
        parameter = case.parameters[key]
        prior = "solved from the growth accounts" if parameter.prior is None else str(parameter.prior)
        lines += [
            f"{key}: {parameter.meaning}",
            f"parameters.yaml: {prior}{_in(parameter.unit)}",
            f"source: {parameter.source} (confidence {parameter.confidence})",
        ]
    if key in case.levers:
        lever = case.levers[key]
        lines.append(f"lever, {lever.low:g} to {lever.high:g} {lever.unit}; clause {lever.clause}; {lever.who['en']}")
    if key in case.catalogue.entries:
        entry = case.catalogue.entries[key]
        lines.append(f"set it under {entry.section}: between {entry.low:g} and {entry.high:g}{_in(entry.unit)}")
        if key not in case.parameters:
            lines.insert(0, f"{key}: {entry.meaning}")
    return lines


def _in(unit: str) -> str:
    """The unit in a sentence; fractions are said to be fractions."""
    return " (a fraction or index, 0.05 is 5%)" if unit == "1" else f" {unit}"
