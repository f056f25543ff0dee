"""The levers of the province and the conditions of its surroundings that a scenario may set."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from qnsim.errors import DataError, nearest
from qnsim.facts.parameters import Parameter, model_unit
from qnsim.facts.shipped import load_yaml
from qnsim.quantities.units import conversion_factor


@dataclass(frozen=True)
class Band:
    """A named part of a lever's range, up to `to` in the lever's written unit."""

    to: float
    label: Mapping[str, str]


@dataclass(frozen=True)
class Lever:
    """Something the province chooses: range and bands in its written unit, the clause it stands for, the evidence."""

    name: str
    label: Mapping[str, str]
    clause: str
    unit: str
    low: float
    high: float
    bands: tuple[Band, ...]
    who: Mapping[str, str]
    evidence: str

    @property
    def factor(self) -> float:
        """What turns a number in the written unit into the model's unit."""
        return conversion_factor(self.unit, model_unit(self.unit))


@dataclass(frozen=True)
class Settable:
    """A variable or an event that a scenario may set quarter by quarter or year by year; range in model units."""

    name: str
    section: str
    kind: str
    unit: str
    low: float
    high: float
    meaning: str


def read_levers(file: Path, parameters: Mapping[str, Parameter]) -> Mapping[str, Lever]:
    """The levers of `data/levers.yaml`. Raises `DataError` if one is not a parameter or leaves its range."""
    levers = {}
    for name, entry in load_yaml(file).items():
        if name not in parameters:
            raise DataError(f"{file}: lever '{name}' is not a parameter.{nearest(name, list(parameters))}")
        lever = _lever(file, name, entry)
        low, high = lever.low * lever.factor, lever.high * lever.factor
        parameter = parameters[name]
        if not parameter.low <= low < high <= parameter.high:
            raise DataError(f"{file}: lever '{name}': {low:g} to {high:g} leaves its parameter's range")
        levers[name] = lever
    return levers


def _lever(file: Path, name: str, entry: Mapping[str, Any]) -> Lever:
    try:
        bands = tuple(Band(float(band["to"]), dict(band["label"])) for band in entry["bands"])
        low, high = map(float, entry["range"])
        text = {key: entry[key] for key in ("clause", "unit", "evidence")}
        lever = Lever(name, dict(entry["label"]), low=low, high=high, bands=bands, who=dict(entry["who"]), **text)
    except KeyError as missing:
        raise DataError(f"{file}: lever '{name}' has no {missing}") from None
    ends = [band.to for band in bands]
    if ends != sorted(ends) or ends[-1] != high:
        raise DataError(f"{file}: lever '{name}': its bands must rise and end at {high:g}")
    return lever


def read_settables(file: Path) -> tuple[Settable, ...]:
    """The variables and events of `data/conditions.yaml`."""
    found = []
    for name, entry in load_yaml(file).items():
        try:
            low, high = map(float, entry["range"])
            section, kind, unit, meaning = (entry[key] for key in ("section", "kind", "unit", "meaning"))
        except KeyError as missing:
            raise DataError(f"{file}: '{name}' has no {missing}") from None
        found.append(Settable(name, section, kind, unit, low, high, meaning))
    return tuple(found)
