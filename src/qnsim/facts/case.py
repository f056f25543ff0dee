"""All facts a run needs, read once: parameters, how they move together, the record, levers, and the model they feed."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, cached_property
from pathlib import Path

import numpy as np

from qnsim.economy import BLOCKS, PATHS
from qnsim.engine.model import Model, build
from qnsim.errors import DataError, nearest
from qnsim.facts.catalogue import Catalogue, Entry
from qnsim.facts.history import History, read_history
from qnsim.facts.levers import Lever, Settable, read_levers, read_settables
from qnsim.facts.parameters import Parameter, read_parameters
from qnsim.facts.shipped import REALITY_CHECKS, data_folder, load_yaml
from qnsim.quantities.distributions import Distribution

CALIBRATED = ("_base", "_start", "_sum", "_ratio", "_reference")  # endings of constants that are solved at the base
Correlation = tuple[tuple[str, ...], np.ndarray]


@dataclass(frozen=True)
class Case:
    """The facts of `data/`, checked against the model, and the model built on them."""

    folder: Path
    parameters: Mapping[str, Parameter]
    levers: Mapping[str, Lever]
    settable: tuple[Settable, ...]
    history: History
    correlated: tuple[tuple[str, str, float], ...]
    surprises: Mapping[str, Mapping[str, str]]
    model: Model
    digest: str

    def label(self, name: str, language: str) -> str:
        """What people call an uncertain input; the year of a yearly draw is added."""
        stream, _, year = name.partition("@")
        labels = self.parameters[stream].label if stream in self.parameters else self.surprises[stream]
        return f"{labels[language]}, {year}" if year else labels[language]

    def meaning(self, name: str) -> str:
        """What an uncertain input is, in a sentence."""
        stream = name.partition("@")[0]
        return self.parameters[stream].meaning if stream in self.parameters else self.surprises[stream]["meaning"]

    def name_of(self, text: str) -> tuple[str, str]:
        """The name and the year, or an empty text, of what a reader calls by its name, name@year or printed label."""
        if known := self._labels.get(text.casefold()):
            return known, ""
        label, _, label_year = text.rpartition(", ")
        if known := self._labels.get(label.casefold()):
            return known, label_year
        name, _, year = text.partition("@")
        return name, year

    @cached_property
    def _labels(self) -> Mapping[str, str]:
        """Names by their labels in both languages, without regard to capitals; a lever's are its parameter's too."""
        labelled = [(name, parameter.label) for name, parameter in self.parameters.items()]
        labelled += [*self.surprises.items(), *((name, lever.label) for name, lever in self.levers.items())]
        return {label[language].casefold(): name for name, label in labelled for language in ("en", "vi")}

    @cached_property
    def catalogue(self) -> Catalogue:
        """Everything a scenario may set, and every variable a judgement may adjust."""
        moving = _read_while_running(self.model)
        entries = {
            name: parameter_entry(parameter, over_time=name in moving) for name, parameter in self._free_parameters()
        }
        for lever in self.levers.values():
            low, high = lever.low * lever.factor, lever.high * lever.factor
            offered = replace(entries[lever.name], section="levers", low=low, high=high)
            entries[lever.name] = replace(offered, meaning=lever.label["en"], written_unit=lever.unit)
        for item in self.settable:
            limits = item.unit, item.low, item.high
            known = self.parameters.get(item.name)
            written = known.written_unit if known else item.unit
            entries[item.name] = Entry(item.name, item.kind, item.section, *limits, True, item.meaning, written)
        adjustable = {equation.name: equation.unit for equation in self.model.equations}
        return Catalogue(entries, adjustable)

    def _free_parameters(self) -> Iterator[tuple[str, Parameter]]:
        """Parameters that can be set: in use, not solved, not shares, not a definition."""
        for name, parameter in self.parameters.items():
            in_use = parameter.role == "model" and isinstance(parameter.prior, Distribution)
            if in_use and parameter.low < parameter.high:
                yield name, parameter

    def correlations(self, years: Sequence[int]) -> list[Correlation]:
        """Groups of streams to draw together, with their correlation matrix.

        `@year` in a name stands for each year, `@first` for the first one.
        """
        pairs: list[tuple[str, str, float]] = []
        for one, other, value in self.correlated:
            for year in years if "@year" in one + other else years[:1]:
                first, second = (re.sub("@(year|first)", f"@{year}", name) for name in (one, other))
                pairs.append((first, second, value))
        return _groups(pairs)


def _read_while_running(model: Model) -> set[str]:
    """Names an equation reads in every quarter, itself or through constants that do not calibrate the base year."""
    read = {name for equation in model.equations for name in equation.reads}
    for constant in reversed(model.constants):
        if constant.name in read and not constant.name.endswith(CALIBRATED):
            read.update(constant.reads)
    return {name for name in read if not name.endswith(CALIBRATED)}


def parameter_entry(parameter: Parameter, *, over_time: bool) -> Entry:
    """A parameter as something a scenario may set."""
    return Entry(
        name=parameter.name,
        kind="parameter",
        section="conditions",
        unit=parameter.unit,
        low=parameter.low,
        high=parameter.high,
        over_time=over_time,
        meaning=parameter.meaning,
        written_unit=parameter.written_unit,
    )


def _groups(pairs: Sequence[tuple[str, str, float]]) -> list[Correlation]:
    groups: list[list[str]] = []
    for one, other, _ in pairs:
        touching = [group for group in groups if one in group or other in group]
        merged = list(dict.fromkeys([*(name for group in touching for name in group), one, other]))
        groups = [group for group in groups if group not in touching] + [merged]
    return [(tuple(group), _matrix(group, pairs)) for group in groups]


def _matrix(names: Sequence[str], pairs: Sequence[tuple[str, str, float]]) -> np.ndarray:
    matrix = np.eye(len(names))
    for one, other, value in pairs:
        if one in names:
            i, j = names.index(one), names.index(other)
            matrix[i, j] = matrix[j, i] = value
    return matrix


@cache
def read_case(folder: Path | None = None) -> Case:
    """Read and check all facts. Raises `DataError` or `ModelError`."""
    folder = folder or data_folder()
    parameters = read_parameters(folder / "parameters.yaml")
    usable = [name for name, p in parameters.items() if not isinstance(p.prior, tuple)]
    model = build(BLOCKS, usable, PATHS)
    read = {name for equation in model.variables.values() for name in equation.reads}
    read |= {stock.start for stock in model.stocks.values() if stock.start}
    model = build(BLOCKS, [name for name in usable if name in read], PATHS)
    correlated = _read_correlations(folder / "correlations.yaml", parameters)
    levers = read_levers(folder / "levers.yaml", parameters)
    settable = read_settables(folder / "conditions.yaml")
    history = read_history(folder / "history.yaml")
    surprises = load_yaml(folder / "surprises.yaml")
    return Case(folder, parameters, levers, settable, history, correlated, surprises, model, _digest(folder))


def _read_correlations(file: Path, parameters: Mapping[str, Parameter]) -> tuple[tuple[str, str, float], ...]:
    found = []
    for entry in load_yaml(file):
        one, other = entry["between"]
        for name in (one, other):
            if "@" not in name and name not in parameters:
                raise DataError(f"{file}: '{name}' is not a parameter.{nearest(name, list(parameters))}")
        if not -1 < entry["value"] < 1 or not entry.get("source"):
            raise DataError(f"{file}: {one}, {other}: a value between -1 and 1 and a source are required")
        found.append((one, other, float(entry["value"])))
    return tuple(found)


def _digest(folder: Path) -> str:
    """Hash of all facts a run reads, for the manifest; reality checks judge results and change none."""
    content = hashlib.sha256()
    for file in sorted(folder.rglob("*")):
        if file.suffix in (".yaml", ".csv") and file.name != REALITY_CHECKS:
            content.update(file.relative_to(folder).as_posix().encode())
            content.update(file.read_bytes())
    return content.hexdigest()[:12]
