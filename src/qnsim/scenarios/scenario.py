"""Scenarios: one future per file, each file saying only what differs from the one it extends."""

from __future__ import annotations

import datetime
import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Protocol

from qnsim.errors import ScenarioError, nearest
from qnsim.facts.catalogue import SECTIONS, Catalogue, Entry
from qnsim.files.yaml_source import Source
from qnsim.language import say
from qnsim.quantities.periods import Years
from qnsim.quantities.written_amounts import shown
from qnsim.scenarios.baselines import read_baselines
from qnsim.scenarios.chains import Layer, find_scenarios, read_chain
from qnsim.scenarios.judgements import read_judgement, repeated_judgements
from qnsim.scenarios.schema import scenario_schema
from qnsim.scenarios.settings import Baseline, Judgement, Place, Setting
from qnsim.scenarios.stretches import laid_over, spread
from qnsim.scenarios.values import read_setting

__all__ = [
    "Baseline",
    "Catalogue",
    "Entry",
    "Judgement",
    "Place",
    "Scenario",
    "Setting",
    "find_scenarios",
    "read_scenario",
    "scenario_schema",
]


@dataclass(frozen=True)
class Scenario:
    """One future: the settings and judgements of a file merged over those of the files it extends.

    `history` keeps every setting of a name as written, base first; `files` likewise. `settings` are by single years and
    quarters, without what lies after `end`; neither are `judgements` after it. `baselines` are figures, by
    target, of targets outside the model.
    """

    name: str
    title: Mapping[str, str]
    why: str
    as_of: datetime.date
    first_year: int
    end: str
    settings: Mapping[str, Setting]
    judgements: tuple[Judgement, ...]
    baselines: Mapping[str, Baseline]
    files: tuple[str, ...]
    history: Mapping[str, tuple[Setting, ...]]
    text: str

    @property
    def years(self) -> Years:
        """The years simulated."""
        return Years(self.first_year, self.end)

    def __repr__(self) -> str:
        counts = f"{len(self.settings)} settings, {len(self.judgements)} judgements"
        return f"Scenario({self.name}, {self.first_year} to {self.end}, {counts})"

    @cached_property
    def digest(self) -> str:
        """Twelve hexadecimal digits that differ between scenarios whose results may differ."""
        content: dict[str, Any] = {
            "as_of": self.as_of.isoformat(),
            "end": self.end,
            "settings": {name: _content(setting) for name, setting in self.settings.items()},
            "judgements": [(each.variable, each.when, each.add, each.relative) for each in self.judgements],
        }
        if self.baselines:
            content["baselines"] = {name: (each.year, each.value) for name, each in self.baselines.items()}
        return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()[:12]


class Changes(Protocol):
    """A form with the sections levers, conditions and shocks, and a list of judgements."""

    @property
    def judgements(self) -> Sequence[Any]:
        """The judgements as written."""


@dataclass(frozen=True)
class Content:
    """What one file, or one check, sets by itself."""

    settings: Mapping[str, Setting]
    judgements: tuple[Judgement, ...]


def read_scenario(file: Path, catalogue: Catalogue, shipped: Path) -> Scenario:
    """The scenario of a file and the files it extends.

    Raises one `ScenarioError` with every problem of all of them.
    """
    layers = read_chain(file, shipped, _belongs(catalogue))
    contents = [
        read_content(layer.source, layer.form, catalogue, _years(layers[: depth + 1], catalogue))
        for depth, layer in enumerate(layers)
    ]
    baselines: dict[str, Baseline] = {}
    for layer in layers:
        baselines |= read_baselines(layer.source, layer.form.baseline, catalogue)
    problems = [problem for layer in layers for problem in layer.source.problems]
    problems += repeated_judgements([each for content in contents for each in content.judgements])
    if problems:
        raise ScenarioError(problems)
    return _merged(layers, contents, baselines, catalogue)


def _belongs(catalogue: Catalogue) -> dict[str, str]:
    """Of each name that a section sets, the sentence for one that stands at the left margin."""
    return {
        name: say(
            "'{name}' is a {sections}; put it under {section}:, two spaces in",
            name=name,
            sections=SECTIONS[entry.section],
            section=entry.section,
        )
        for name, entry in catalogue.entries.items()
    }


def _years(layers: list[Layer], catalogue: Catalogue) -> Years:
    """The years up to the end that the last of the layers sets or inherits; one that is out of reach is reported."""
    first, latest = catalogue.years.first, catalogue.latest_end
    end = catalogue.years.end
    for layer in layers:
        if layer.form.horizon:
            end = layer.form.horizon.end
            if layer is layers[-1] and not f"{first}Q4" <= end <= latest:
                fault = say(
                    "the horizon cannot end in '{end}'; expected a fourth quarter from {first}Q4 to {latest}",
                    end=end,
                    first=first,
                    latest=latest,
                )
                layer.source.report(("horizon", "end"), fault)
    return Years(first, end)


def read_content(source: Source, form: Changes, catalogue: Catalogue, years: Years) -> Content:
    """The settings and judgements written in `source`, without those whose problems have been reported there."""
    settings: dict[str, Setting] = {}
    for section in SECTIONS:
        for name in getattr(form, section):
            entry = _entry(source, section, name, catalogue)
            setting = entry and read_setting(source, section, entry, years)
            if setting:
                settings[name] = setting
    indices = range(len(form.judgements))
    judgements = (read_judgement(source, index, catalogue.adjustable, years) for index in indices)
    return Content(settings, tuple(judgement for judgement in judgements if judgement))


def _entry(source: Source, section: str, name: str, catalogue: Catalogue) -> Entry | None:
    """The entry a section sets, or None after the wrong name or section has been reported."""
    entry = catalogue.entries.get(name)
    if entry and entry.section == section:
        return entry
    kind = SECTIONS[section]
    if entry:
        fault = say(
            "'{name}' is a {sections}, not a {kind}; move it under {section}:",
            name=name,
            sections=SECTIONS[entry.section],
            kind=kind,
            section=entry.section,
        )
    else:
        hint = nearest(name, catalogue.names(section)) or nearest(name, list(catalogue.entries))
        command = "qnsim levers" if section == "levers" else "qnsim explain"
        fault = say(
            "'{name}' is not a {kind}.{hint} See: {command}", name=shown(name), kind=kind, hint=hint, command=command
        )
    source.report_key((section, name), fault)
    return None


def _merged(
    layers: list[Layer], contents: list[Content], baselines: Mapping[str, Baseline], catalogue: Catalogue
) -> Scenario:
    own, years = layers[-1], _years(layers, catalogue)
    dates = [layer.form.as_of for layer in layers if layer.form.as_of]
    history: dict[str, tuple[Setting, ...]] = {}
    for content in contents:
        for name, setting in content.settings.items():
            history[name] = (*history.get(name, ()), setting)
    settings: dict[str, Setting] = {}
    for content in contents:
        settings = merged(settings, content.settings, years)
    return Scenario(
        name=own.form.name,
        title=own.form.title.model_dump(),
        why=own.form.why,
        as_of=dates[-1] if dates else catalogue.as_of,
        first_year=years.first,
        end=years.end,
        settings={name: setting for name, setting in settings.items() if setting.values},
        judgements=tuple(each for content in contents for each in content.judgements if each.when <= years.end),
        baselines=baselines,
        files=tuple(layer.source.file for layer in layers),
        history=history,
        text=own.source.text,
    )


def merged(parent: Mapping[str, Setting], child: Mapping[str, Setting], years: Years) -> dict[str, Setting]:
    """The settings by years and quarters: the child's in exactly the periods it names, else the parent's."""
    spreads = {name: spread(setting, years) for name, setting in child.items()}
    return {**parent, **{name: laid_over(parent.get(name), setting, years) for name, setting in spreads.items()}}


def _content(setting: Setting) -> list[tuple[str | None, str, tuple[float, ...]]]:
    return [(period, value.family, value.values) for period, value in setting.values]
