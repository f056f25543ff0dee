"""All facts a run needs, read once: parameters, how they move together, the record, levers, and the model they feed."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, cached_property
from pathlib import Path
from types import ModuleType

import numpy as np

from qnsim.economy import BLOCK_GROUPS, BLOCKS, LEVERS
from qnsim.engine.declare import Stock
from qnsim.engine.laws import ShareOfYear, UsualShareOfYear
from qnsim.engine.model import Model, build
from qnsim.errors import DataError
from qnsim.facts.about import About, read_about
from qnsim.facts.catalogue import Catalogue, Entry
from qnsim.facts.correlated import read_correlations
from qnsim.facts.history import History, read_history
from qnsim.facts.levers import Lever, Settable, read_levers, read_settables
from qnsim.facts.parameters import USED, Parameter, read_parameters
from qnsim.facts.shipped import REALITY_CHECKS, data_folder
from qnsim.facts.sources import check_sources
from qnsim.facts.targets import read_targets
from qnsim.language import join, say
from qnsim.quantities.distributions import Distribution
from qnsim.quantities.periods import Years
from qnsim.quantities.units import at_prices_of

CALIBRATED = ("_base", "_start", "_sum", "_ratio", "_reference")  # endings of constants that are solved at the base
Correlation = tuple[tuple[str, ...], np.ndarray]


@dataclass(frozen=True)
class Case:
    """The facts of a place on a day, checked against the model, and the model built on them."""

    about: About
    parameters: Mapping[str, Parameter]
    levers: Mapping[str, Lever]
    settable: tuple[Settable, ...]
    history: History
    correlated: tuple[tuple[str, str, float], ...]
    model: Model
    digest: str

    def __repr__(self) -> str:
        counts = f"{len(self.parameters)} parameters, {len(self.levers)} levers"
        return f"Case({self.about.place['en']}, known on {self.about.vintage}, {counts}, digest {self.digest})"

    def label(self, name: str, language: str) -> str:
        """What people call an uncertain input; the year of a yearly draw is added."""
        stream, _, year = name.partition("@")
        if stream in self.parameters:
            label = self.parameters[stream].label[language]
        else:
            surprise = self.model.surprises[stream]
            label = {"vi": surprise.vi, "en": surprise.en}[language]
        return f"{label}, {year}" if year else label

    def group(self, name: str) -> str:
        """The group of causes a parameter, or something a scenario sets, belongs to."""
        if name in self.levers:
            return LEVERS
        if name in self.parameters and self.parameters[name].group:
            return self.parameters[name].group
        if name in self.model.surprises:
            return self.model.surprises[name].group
        own = (block for block in BLOCKS if block in BLOCK_GROUPS and self._reads(block, name))
        return next((BLOCK_GROUPS[block] for block in own), "")

    def _reads(self, block: ModuleType, name: str) -> bool:
        """Whether an equation of a block computes or reads a name, or a stock of it starts there."""
        equations = (each for each in self.model.variables.values() if each.name in vars(block))
        starts = (each.start for each in vars(block).values() if isinstance(each, Stock))
        return name in starts or any(name in (each.name, *each.reads) for each in equations)

    def meaning(self, name: str) -> str:
        """What an uncertain input is, in a sentence."""
        stream = name.partition("@")[0]
        return self.parameters[stream].meaning if stream in self.parameters else self.model.surprises[stream].told

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
        labelled += [(name, {"vi": each.vi, "en": each.en}) for name, each in self.model.surprises.items()]
        labelled += [(name, lever.label) for name, lever in self.levers.items()]
        return {label[language].casefold(): name for name, label in labelled for language in ("en", "vi")}

    @cached_property
    def catalogue(self) -> Catalogue:
        """Everything a scenario may set, and every variable a judgement may adjust."""
        moving = _read_while_running(self.model)
        entries = {name: self.entry(parameter, over_time=name in moving) for name, parameter in self._free_parameters()}
        for lever in self.levers.values():
            low, high = lever.low * lever.factor, lever.high * lever.factor
            offered = replace(entries[lever.name], section="levers", low=low, high=high)
            entries[lever.name] = replace(offered, meaning=lever.label["en"], written_unit=lever.unit)
        for item in self.settable:
            known = self.parameters.get(item.name)
            written = known.written_unit if known else item.unit
            limits = item.unit, item.low, item.high
            entries[item.name] = Entry(item.name, item.kind, item.section, *limits, True, item.meaning, written)
        adjustable = {equation.name: self.shown_unit(equation.unit) for equation in self.model.equations}
        years = Years(self.about.first_year, self.about.end)
        targets = {target.id: target for target in read_targets(self.about.targets)}
        return Catalogue(entries, adjustable, years, self.about.latest_end, self.about.vintage, targets)

    def shown_unit(self, unit: str) -> str:
        """A unit of the model as people read it, with the year of constant prices."""
        return at_prices_of(unit, self.about.base_year)

    def entry(self, parameter: Parameter, *, over_time: bool) -> Entry:
        """A parameter as something a scenario may set."""
        return Entry(
            name=parameter.name,
            kind="parameter",
            section="conditions",
            unit=self.shown_unit(parameter.unit),
            low=parameter.low,
            high=parameter.high,
            over_time=over_time,
            meaning=parameter.meaning,
            written_unit=self.shown_unit(parameter.written_unit),
        )

    def _free_parameters(self) -> Iterator[tuple[str, Parameter]]:
        """Parameters that can be set: in use, not solved, not shares, not a definition."""
        for name, parameter in self.parameters.items():
            in_use = parameter.role in USED and isinstance(parameter.prior, Distribution)
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
def read_case(folder: Path | str | None = None) -> Case:
    """Read and check all facts of a case; the default one without a folder. Raises `DataError` or `ModelError`."""
    about = read_about(Path(folder) if folder else data_folder())
    folders = about.folders
    check_sources(folders)
    parameters = read_parameters(folders, about.base_year)
    model = _model(parameters)
    _refuse_unread(parameters, model)
    moving = {name: parameter for name, parameter in parameters.items() if name in model.parameters}
    yearly = [
        name for name, each in model.surprises.items() if not isinstance(each.law, ShareOfYear | UsualShareOfYear)
    ]
    return Case(
        about=about,
        parameters=parameters,
        levers=read_levers(folders, moving, about.base_year),
        settable=read_settables(folders, model, moving, about.base_year),
        history=read_history(folders, about.accounts_from, about.base_year),
        correlated=read_correlations(folders, _drawn(parameters), yearly),
        model=model,
        digest=_digest(folders),
    )


def _model(parameters: Mapping[str, Parameter]) -> Model:
    """The model with those parameters that it reads."""
    usable = [name for name, parameter in parameters.items() if not isinstance(parameter.prior, tuple)]
    model = build(BLOCKS, usable)
    read = {name for equation in model.variables.values() for name in equation.reads}
    read |= {stock.start for stock in model.stocks.values() if stock.start}
    return build(BLOCKS, [name for name in usable if name in read])


def _drawn(parameters: Mapping[str, Parameter]) -> list[str]:
    """Names of parameters that have a draw of their own."""
    return [name for name, p in parameters.items() if isinstance(p.prior, Distribution) and not p.prior.is_fixed]


def _refuse_unread(parameters: Mapping[str, Parameter], model: Model) -> None:
    """Raise one `DataError` for all parameters whose role says that equations read them, or not, and is wrong."""
    wrong = [
        say(
            "{place}: {name} has the role '{role}', but {why}",
            place=parameter.place,
            name=name,
            role=parameter.role,
            why=say("an equation reads it; write 'role: model'")
            if name in model.parameters
            else say(
                "no equation reads it; remove it, correct its name, or give it the role of what it is for: draws, "
                "check or start of accounts"
            ),
        )
        for name, parameter in parameters.items()
        if (name in model.parameters) != (parameter.role == "model")
    ]
    if wrong:
        raise DataError(join("\n", wrong))


def _digest(folders: Sequence[Path]) -> str:
    """Hash of all facts a run reads, for the manifest; reality checks judge results and change none."""
    content = hashlib.sha256()
    for folder in folders:
        for file in sorted(folder.rglob("*")):
            if file.suffix in (".yaml", ".csv", ".npz") and file.name != REALITY_CHECKS:
                content.update(file.relative_to(folder).as_posix().encode())
                content.update(file.read_bytes())
    return content.hexdigest()[:12]
