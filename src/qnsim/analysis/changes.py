"""In what two scenarios differ, change by change, and the scenario in which some of the changes are made."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from qnsim.analysis.measures import BY_KEY
from qnsim.facts.case import Case
from qnsim.language import label, say
from qnsim.quantities.distributions import Distribution
from qnsim.scenarios.scenario import Scenario

JUDGEMENTS = "judgements"


def changes(one: Scenario, other: Scenario, last_year: str) -> tuple[str, ...]:
    """The names whose setting differs up to a year; all judgements together are one change."""
    names = dict.fromkeys([*other.settings, *one.settings])
    found = [name for name in names if _said(one, name, last_year) != _said(other, name, last_year)]
    return (*found, *([JUDGEMENTS] if _judged(one, last_year) != _judged(other, last_year) else []))


def with_changes(one: Scenario, other: Scenario, names: Iterable[str]) -> Scenario:
    """The first scenario with the settings of some names as in the other."""
    made = set(names)
    settings = {name: setting for name, setting in one.settings.items() if name not in made}
    settings |= {name: setting for name, setting in other.settings.items() if name in made}
    return replace(one, settings=settings, judgements=(other if JUDGEMENTS in made else one).judgements)


def label_of(case: Case, name: str) -> str:
    """What people call a change."""
    if name == JUDGEMENTS:
        return say("Judgements")
    if name in case.levers:
        return label(case.levers[name].label)
    if name in case.parameters or name in case.model.surprises:
        return label({language: case.label(name, language) for language in ("vi", "en")})
    english, measured = case.catalogue.entries[name].label, BY_KEY.get((name, ""))
    return label({"en": english, "vi": measured.label.vi if measured else f"{english} (tiếng Anh)"})


def _said(scenario: Scenario, name: str, last_year: str) -> list[tuple[str | None, Distribution]]:
    values = scenario.settings[name].values if name in scenario.settings else ()
    return [value for value in values if value[0] is None or value[0][:4] <= last_year]


def _judged(scenario: Scenario, last_year: str) -> list[tuple[str, str, float, bool]]:
    judgements = [each for each in scenario.judgements if each.when[:4] <= last_year]
    return [(each.variable, each.when, each.add, each.relative) for each in judgements]
