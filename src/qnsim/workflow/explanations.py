"""Where a value of a scenario comes from, how long it lasts, and what a name is that a run prints."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from qnsim.chance.accounts import PRODUCTIVITY
from qnsim.chance.designs import Stratified
from qnsim.chance.draws import uncertain_values
from qnsim.errors import UsageError, nearest
from qnsim.facts.case import Case, read_case
from qnsim.language import english_only, join, label, say
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
        raise UsageError(
            say(
                "'{key}' is not something a scenario can set.{nearest} See: qnsim levers",
                key=key,
                nearest=nearest(key, names),
            )
        )
    if name in names:
        lines += _setting_lines(scenario, case, name)
    return lines


def surprise_lines(case: Case, name: str, year: str = "") -> list[str]:
    """What a surprise is, how large it usually is and that nobody chooses it; nothing for any other name."""
    surprise = case.model.surprises.get(name)
    if surprise is None:
        return []
    in_year = f", {year}" if year else ""
    english, vietnamese = f"{surprise.en}{in_year}", f"{surprise.vi}{in_year}"
    called = label({"en": f"{english} ({vietnamese})", "vi": vietnamese})
    lines = [
        join(": ", (f"{name}{'@' if year else ''}{year}", called)),
        english_only(surprise.told or surprise.meaning),
        say("law: {law}", law=surprise.law.words),
    ]
    size = case.parameters.get(surprise.size)
    if size and isinstance(size.prior, Distribution):
        usual = value_words(size.prior, case.entry(size, over_time=False))
        meaning = label({"en": size.meaning, "vi": size.label["vi"]})
        lines.append(say("how large: {name}, {meaning}: {usual}", name=size.name, meaning=meaning, usual=usual))
    return [
        *lines,
        say(
            "The province does not choose it: {what} is luck, good or bad.",
            what=label({"en": surprise.en.lower(), "vi": surprise.vi.lower()}),
        ),
    ]


def _setting_lines(scenario: Scenario, case: Case, key: str) -> list[str]:
    lines = _fact_lines(case, key)
    for setting in scenario.history.get(key, ()):
        source = setting.source or say("no source given")
        lines.append(
            say("{place}: {written}  ({source})", place=str(setting.place), written=setting.written, source=source)
        )
    if key in case.catalogue.entries:
        lines.append(say("in force: {values}", values=_in_force(scenario, case, key)))
    return [*lines, join(": ", (scenario.name, _who_sets(scenario, key)))]


def _in_force(scenario: Scenario, case: Case, key: str) -> str:
    """The stretches of a value in a sentence, and what holds where no scenario speaks."""
    entry = case.catalogue.entries[key]
    stretches = in_force(scenario.history.get(key, ()), scenario.years)
    told: list[str] = [
        say(
            "{value} {span} ({place})",
            value=value_words(each.distribution, entry),
            span=span_words(each.span),
            place=place_words(each),
        )
        for each in (by_period(stretches, scenario.years) if len(stretches) > 1 else stretches)
    ]
    covered = {
        quarter
        for each in stretches
        for quarter in quarters_of(each.span or f"{scenario.years.first}..", scenario.years)
    }
    if covered < quarters_of(f"{scenario.years.first}..", scenario.years):
        unset = _unset(scenario, case, key)
        told.append(say("otherwise {value}", value=unset) if told else unset)
    return join("; ", told)


def _unset(scenario: Scenario, case: Case, key: str) -> str:
    """What holds of a name where no scenario sets it."""
    entry = case.catalogue.entries[key]
    if key == PRODUCTIVITY:
        return _left_over(scenario, case)
    if entry.kind == "shock":
        return say("drawn by chance")
    if entry.kind == "variable":
        return say("what its equation gives (qnsim equations {key})", key=key)
    prior = case.parameters[key].prior
    assert isinstance(prior, Distribution)
    return say("{value}, as in parameters.yaml", value=value_words(prior, entry))


def _left_over(scenario: Scenario, case: Case) -> str:
    """Productivity growth that the accounts leave over, which holds in place of its prior, beside the prior."""
    experiment = prepare(scenario, case, Stratified(draws=DRAWS))
    solved = uncertain_values(experiment.scenario, case, experiment.horizon, experiment.design)[PRODUCTIVITY]
    prior = case.parameters[PRODUCTIVITY].prior
    assert isinstance(prior, Distribution)
    spreads = np.quantile(solved, LEVELS), [prior.quantile(level) for level in LEVELS]
    found, believed = (_range_words(*(100 * float(each) for each in spread)) for spread in spreads)
    return say(
        "what the growth accounts of the record leave over, {found}; not the prior, {believed}",
        found=found,
        believed=believed,
    )


def _range_words(low: float, middle: float, high: float) -> str:
    return say("median {middle:.1f} % / year (90 % within {low:.1f} to {high:.1f})", middle=middle, low=low, high=high)


def _who_sets(scenario: Scenario, key: str) -> str:
    """Which files of the chain set a name, the one asked about first among those that do not."""
    setters = list(dict.fromkeys(Path(each.place.file).name for each in scenario.history.get(key, ())))
    own = Path(scenario.files[-1]).name
    if not setters:
        return say("no scenario file sets it")
    if own not in setters:
        return (
            say("{name} sets it; {own} does not", name=setters[0], own=own)
            if len(setters) == 1
            else say("{names} set it; {own} does not", names=join(say(" and "), setters), own=own)
        )
    if len(setters) == 1:
        return say("this file sets it")
    return say("this file sets it, over {names}", names=join(say(" and "), setters[:-1]))


def _fact_lines(case: Case, key: str) -> list[str]:
    lines: list[str] = []
    if key in case.parameters:
        parameter = case.parameters[key]
        prior = say("solved from the growth accounts") if parameter.prior is None else str(parameter.prior)
        lines += [
            join(": ", (key, label({"en": parameter.meaning, "vi": parameter.label["vi"]}))),
            join("", ("parameters.yaml: ", prior, _in(parameter.unit))),
            say("source: {source} (confidence {confidence})", source=parameter.source, confidence=parameter.confidence),
        ]
    if key in case.levers:
        lever = case.levers[key]
        lines.append(
            say(
                "lever, {low:g} to {high:g} {unit}; clause {clause}; {who}",
                low=lever.low,
                high=lever.high,
                unit=lever.unit,
                clause=lever.clause,
                who=label(lever.who),
            )
        )
    if key in case.catalogue.entries:
        entry = case.catalogue.entries[key]
        lines.append(
            say(
                "set it under {section}: between {low:g} and {high:g}{unit}",
                section=entry.section,
                low=entry.low,
                high=entry.high,
                unit=_in(entry.unit),
            )
        )
        if key not in case.parameters:
            lines.insert(0, join(": ", (key, english_only(entry.meaning))))
    return lines


def _in(unit: str) -> str:
    """The unit in a sentence; fractions are said to be fractions."""
    return say(" (a fraction or index, 0.05 is 5%)") if unit == "1" else f" {unit}"
