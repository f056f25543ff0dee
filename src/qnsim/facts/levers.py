"""The levers of the province and the conditions of its surroundings that a scenario may set."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Annotated, Any

from pydantic import AfterValidator, Field

from qnsim.engine.model import Model
from qnsim.errors import nearest
from qnsim.facts.catalogue import SECTIONS
from qnsim.facts.forms import LabelForm, Range, one_of, read_facts
from qnsim.facts.parameters import Parameter, model_unit
from qnsim.files.yaml_source import Source
from qnsim.language import join, say
from qnsim.quantities.forms import Number, StrictForm, Unit, Words, check_form
from qnsim.quantities.units import at_prices_of, conversion_factor

CLOSE = 1e-9
KINDS = ("variable", "shock", "parameter")


@dataclass(frozen=True)
class Band:
    """A named part of a lever's range, up to `to` in the lever's written unit."""

    to: float
    label: Mapping[str, str]


@dataclass(frozen=True)
class Lever:
    """Something the province chooses: range and bands in its written unit, the clause it stands for, the evidence.

    Its effect is shown for one step, from `step_from` to `step_to`, which `step` says in words.
    """

    name: str
    label: Mapping[str, str]
    clause: str
    unit: str
    low: float
    high: float
    bands: tuple[Band, ...]
    who: Mapping[str, str]
    evidence: str
    step_from: float
    step_to: float
    step: Mapping[str, str]

    @property
    def factor(self) -> float:
        """What turns a number in the written unit into the model's unit."""
        return conversion_factor(self.unit, model_unit(self.unit))

    def band_at(self, value: float) -> Band:
        """The named part of the range in which a value (in the written unit) lies."""
        return next(band for band in self.bands if value <= band.to)

    def ends_of(self, band: Band) -> tuple[float, float]:
        """The lowest and the highest value of a band, in the written unit."""
        place = self.bands.index(band)
        return self.bands[place - 1].to if place else self.low, band.to


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


class _BandForm(StrictForm):
    to: Number = Field(description=say("the upper end of the band, a number such as 90"))
    label: LabelForm = Field(description=say("what people call it, {{vi: ..., en: ...}}"))


def _ending(bands: list[dict[str, Any]]) -> list[dict[str, Any]]:
    if not bands:
        raise ValueError(say("there is no band; expected at least one, - {{to: 90, label: {{vi: ..., en: ...}}}}"))
    return bands


class _StepForm(StrictForm):
    start: Number = Field(alias="from", description=say("the value at rest, a number such as 1"))
    to: Number = Field(description=say("the value after one step, a number such as 1.1"))
    label: LabelForm = Field(description=say("the step in words, {{vi: ..., en: ...}}"))


class _LeverForm(StrictForm):
    label: LabelForm = Field(description=say("what people call it, {{vi: ..., en: ...}}"))
    clause: Words = Field(description=say("the clause of the resolution, such as II.3"))
    unit: Unit = Field(description=say("a unit such as '%'"))
    range: Range = Field(description=say("the lowest and the highest value, such as [0, 1]"))
    bands: Annotated[list[dict[str, Any]], AfterValidator(_ending)] = Field(
        description=say("a list, - {{to: 90, label: ...}}")
    )
    who: LabelForm = Field(description=say("who decides, {{vi: ..., en: ...}}"))
    evidence: Words = Field(description=say("where the size of its effect comes from, or that it is a judgement"))
    step: dict[str, Any] = Field(description=say("the step whose effect is shown, {{from: 1, to: 1.1, label: ...}}"))


class _SettableForm(StrictForm):
    section: Annotated[Words, one_of(tuple(SECTIONS), say("a section"))] = Field(
        description=say("one of {known}", known=", ".join(SECTIONS))
    )
    kind: Annotated[Words, one_of(KINDS, say("a kind"))] = Field(
        description=say("one of {known}", known=", ".join(KINDS))
    )
    unit: Unit = Field(description=say("a unit such as billion VND / year"))
    range: Range = Field(description=say("the lowest and the highest value, such as [0, 1]"))
    meaning: Words = Field(description=say("what it is"))


def read_levers(folders: Sequence[Path], parameters: Mapping[str, Parameter], base_year: int) -> Mapping[str, Lever]:
    """The levers of `levers.yaml`, each of which is one of the parameters that the model reads; money with its year.

    Raises one `DataError` with every problem of the file.
    """
    source = read_facts(folders, "levers.yaml", depth=2)
    found = {name: _lever(source, name, parameters) for name in source.data}
    source.refuse()
    levers = {name: lever for name, lever in found.items() if lever}
    return {name: replace(lever, unit=at_prices_of(lever.unit, base_year)) for name, lever in levers.items()}


def _lever(source: Source, name: str, parameters: Mapping[str, Parameter]) -> Lever | None:
    form = check_form(_LeverForm, source, (name,), source.data[name])
    if name not in parameters:
        fault = say("lever '{name}' is not a parameter that the model reads; remove it or correct its name", name=name)
        source.report_key((name,), join(".", (fault, nearest(name, list(parameters)))))
        return None
    step = check_form(_StepForm, source, (name, "step"), form.step) if isinstance(form, _LeverForm) else None
    if not isinstance(form, _LeverForm) or not isinstance(step, _StepForm):
        return None
    (low, high), parameter = form.range, parameters[name]
    lever = Lever(
        name,
        form.label.model_dump(),
        form.clause,
        form.unit,
        low,
        high,
        _bands(source, name, form),
        form.who.model_dump(),
        form.evidence,
        step.start,
        step.to,
        step.label.model_dump(),
    )
    for key, value in (("from", step.start), ("to", step.to)):
        if not low <= value <= high:
            source.report(
                (name, "step", key),
                say(
                    "{value:g} leaves the lever's range, {low:g} to {high:g}; stay within",
                    value=value,
                    low=low,
                    high=high,
                ),
            )
    try:
        size = conversion_factor(form.unit, parameter.unit)
    except ValueError:
        source.report(
            (name, "unit"),
            say(
                "'{unit}' cannot be converted to '{wanted}', its parameter's unit",
                unit=form.unit,
                wanted=parameter.unit,
            ),
        )
        return None
    if not parameter.low <= low * size < high * size <= parameter.high:
        limits = say("{low:g} to {high:g} {unit}", low=parameter.low / size, high=parameter.high / size, unit=form.unit)
        source.report(
            (name, "range"),
            say(
                "{low:g} to {high:g} leaves its parameter's range, {limits}; stay within it",
                low=low,
                high=high,
                limits=limits,
            ),
        )
    return lever


def _bands(source: Source, name: str, form: _LeverForm) -> tuple[Band, ...]:
    """The bands of a lever, which must rise and end at its highest value."""
    checked = [check_form(_BandForm, source, (name, "bands", i), band) for i, band in enumerate(form.bands)]
    forms = [band for band in checked if isinstance(band, _BandForm)]
    ends = [band.to for band in forms]
    if len(forms) == len(checked) and (ends != sorted(ends) or ends[-1] != form.range[1]):
        source.report(
            (name, "bands"),
            say("the bands of '{name}' must rise and end at {range:g}; correct 'to:'", name=name, range=form.range[1]),
        )
    return tuple(Band(band.to, band.label.model_dump()) for band in forms)


def read_settables(
    folders: Sequence[Path], model: Model, parameters: Mapping[str, Parameter], base_year: int
) -> tuple[Settable, ...]:
    """The variables and events of `conditions.yaml`. Raises one `DataError` with every problem of the file."""
    source = read_facts(folders, "conditions.yaml", depth=2)
    known = {
        "variable": {equation.name: equation.unit for equation in model.equations},
        "shock": dict.fromkeys(model.surprises, "1"),
        "parameter": {name: parameter.unit for name, parameter in parameters.items()},
    }
    units = {
        kind: {name: at_prices_of(unit, base_year) for name, unit in names.items()} for kind, names in known.items()
    }
    found = [_settable(source, name, units, base_year) for name in source.data]
    source.refuse()
    return tuple(item for item in found if item)


def _is_same(unit: str, other: str) -> bool:
    try:
        return abs(conversion_factor(unit, other) - 1) < CLOSE
    except ValueError:
        return False


def _settable(source: Source, name: str, units: Mapping[str, Mapping[str, str]], base_year: int) -> Settable | None:
    form = check_form(_SettableForm, source, (name,), source.data[name])
    if not isinstance(form, _SettableForm):
        return None
    known, unit = units[form.kind], at_prices_of(form.unit, base_year)
    if name not in known:
        fault = say("the model has no {kind} '{name}'; correct the name or the kind", kind=form.kind, name=name)
        source.report_key((name,), join(".", (fault, nearest(name, list(known)))))
    elif not _is_same(unit, known[name]):
        source.report(
            (name, "unit"),
            say("'{unit}' is not the unit of {name}; write '{known}'", unit=form.unit, name=name, known=known[name]),
        )
    low, high = form.range
    return Settable(name, form.section, form.kind, unit, low, high, form.meaning)
