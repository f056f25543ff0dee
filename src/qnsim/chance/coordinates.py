"""The coordinates of an experiment: every independent number that drawing it asks for, in words people know."""

from __future__ import annotations

import re
from dataclasses import dataclass

from qnsim.chance.accounts import RESIDUAL
from qnsim.chance.draws import marginals
from qnsim.engine.simulate import Horizon
from qnsim.facts.case import Case
from qnsim.scenarios.scenario import Scenario

LEFT_OUT = "what the model leaves out"
RESIDUAL_MEANING = "error in the recorded growth of services, from which its productivity is solved"


@dataclass(frozen=True)
class Coordinate:
    """One number between 0 and 1 that a design may give; `marginal` is the distribution it is turned into.

    Joined names are joined after this: the coordinate of each is independent of all others.
    """

    name: str
    meaning: str
    unit: str
    group: str
    marginal: str


def coordinates_of(scenario: Scenario, case: Case, horizon: Horizon) -> list[Coordinate]:
    """All coordinates of a scenario, in the order in which they are drawn."""
    return [_coordinate(case, name, law) for name, law in marginals(scenario, case, horizon).items()]


def _coordinate(case: Case, name: str, marginal: str) -> Coordinate:
    stem, when = re.fullmatch(r"([^@=\[]+)(?:[@=](.+)|\[.+\])?", name).groups()  # type: ignore[union-attr]
    during = f", {when}" if when else ""
    if stem == RESIDUAL:
        return Coordinate(name, RESIDUAL_MEANING, "1", LEFT_OUT, marginal)
    if stem in case.parameters:
        parameter = case.parameters[stem]
        return Coordinate(name, parameter.meaning, case.shown_unit(parameter.unit), case.group(stem), marginal)
    event = stem.removesuffix("_quarter")
    if event in case.model.surprises:
        surprise = case.model.surprises[event]
        when_it_comes = f"{surprise.en}: the quarter in which it comes"
        meaning = f"{when_it_comes if event != stem else surprise.told or surprise.meaning}{during}"
        return Coordinate(name, meaning, "1", surprise.group, marginal)
    entry = case.catalogue.entries[stem]
    return Coordinate(name, f"{entry.meaning}{during}", entry.unit, case.group(stem), marginal)
