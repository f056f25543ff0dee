"""The coordinates of an experiment: every independent number that drawing it asks for, in words people know."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from qnsim.chance.accounts import RESIDUAL
from qnsim.chance.designs import Columns, Design, Sample
from qnsim.chance.draws import marginals, years_of
from qnsim.engine.simulate import Horizon
from qnsim.errors import UsageError, nearest
from qnsim.facts.case import Case
from qnsim.language import label, say
from qnsim.scenarios.scenario import Scenario

STANDARD_NORMAL = "normal(0, 1)"
LEFT_OUT = say("what the model leaves out")
RESIDUAL_LABEL = say("Error in the recorded growth of services")
RESIDUAL_MEANING = say("error in the recorded growth of services, from which its productivity is solved")


@dataclass(frozen=True)
class Coordinate:
    """One number between 0 and 1 that a design may give; `marginal` is the distribution it is turned into.

    `input` is what it belongs to: the shares of one parameter have a coordinate each. `label` is a phrase for people.
    Names in `joined` are joined after this: the coordinate of each is independent of all others.
    """

    name: str
    input: str
    label: str
    meaning: str
    unit: str
    group: str
    marginal: str
    joined: tuple[str, ...] = ()

    @property
    def is_standard(self) -> bool:
        """Whether its values count standard deviations from the usual."""
        return self.marginal == STANDARD_NORMAL or self.marginal.endswith("standard deviation 1")


def coordinates_of(scenario: Scenario, case: Case, horizon: Horizon) -> list[Coordinate]:
    """All coordinates of a scenario, in the order in which they are drawn."""
    found = [_coordinate(case, name, law) for name, law in marginals(scenario, case, horizon).items()]
    joined = {name: names for names, _ in case.correlations(years_of(horizon)) for name in names}
    return [replace(each, joined=tuple(n for n in joined.get(each.name, ()) if n != each.name)) for each in found]


def _coordinate(case: Case, name: str, marginal: str) -> Coordinate:
    stem, when = _parts(name)
    own = name.partition("[")[0]
    if stem == RESIDUAL:
        return Coordinate(name, own, RESIDUAL_LABEL, RESIDUAL_MEANING, "1", LEFT_OUT, marginal)
    if stem in case.parameters:
        parameter = case.parameters[stem]
        words, unit = _in(label(parameter.label), when), case.shown_unit(parameter.unit)
        return Coordinate(name, own, words, parameter.meaning, unit, case.group(stem), marginal)
    event = stem.removesuffix("_quarter")
    if event in case.model.surprises:
        surprise = case.model.surprises[event]
        what: str = label({"vi": surprise.vi, "en": surprise.en})
        meaning: str = surprise.told or surprise.meaning
        if event != stem:
            what = meaning = say("{what}: the quarter in which it comes", what=what)
        return Coordinate(name, own, _in(what, when), _during(meaning, when), "1", surprise.group, marginal)
    entry = case.catalogue.entries[stem]
    words, meaning = _in(entry.label, when), _during(entry.meaning, when)
    return Coordinate(name, own, words, meaning, entry.unit, case.group(stem), marginal)


def _in(what: str, when: str | None) -> str:
    return say("{what} in {when}", what=what, when=when) if when else what


def _during(what: str, when: str | None) -> str:
    return say("{what}, {when}", what=what, when=when) if when else what


def fitting(design: Design, scenario: Scenario, case: Case, horizon: Horizon) -> Design:
    """The design as far as it fits a scenario: states of a parameter that the scenario gives otherwise are left out.

    Raises `UsageError` if a design gives a coordinate that is not drawn and that the scenario does not decide.
    Coordinates of years after the scenario's end are passed over: a sample may be of a longer run.
    """
    given = design.columns if isinstance(design, Columns) else design.states if isinstance(design, Sample) else {}
    if not given:
        return design
    drawn = marginals(scenario, case, horizon)
    for name in sorted(set(given) - set(drawn)):
        stem, _, when = name.partition("@")
        if stem not in scenario.settings and not when[:4] > scenario.end[:4]:
            advice = nearest(name, list(drawn)) or say(" Use names of qnsim.coordinates(experiment).")
            raise UsageError(
                say(
                    "'{name}' is not a coordinate of scenario {scenario}.{advice}",
                    name=name,
                    scenario=scenario.name,
                    advice=advice,
                )
            )
    return design.fitting(drawn) if isinstance(design, Sample) else design


def written_unit(coordinate: Coordinate, case: Case) -> str:
    """The unit in which people read the values of a coordinate: that of their files, 1 for what chance adds."""
    stem, _ = _parts(coordinate.name)
    written = case.parameters[stem].written_unit if stem in case.parameters else ""
    if stem in case.catalogue.entries:
        written = case.catalogue.entries[stem].shown_unit
    return case.shown_unit(written) if written else coordinate.unit


def _parts(name: str) -> tuple[str, str | None]:
    """The name of what a coordinate belongs to, and when, if it is of one period."""
    return re.fullmatch(r"([^@=\[]+)(?:[@=](.+)|\[.+\])?", name).groups()  # type: ignore[return-value, union-attr]
