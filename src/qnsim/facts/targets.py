"""The targets of a resolution, as it states them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field

from qnsim.errors import DataError, nearest
from qnsim.files.yaml_source import KeyPath, Source, read_source
from qnsim.quantities.forms import Number, Unit, Words, check_form
from qnsim.quantities.written_amounts import decimal, shown
from qnsim.quantities.written_units import factor

TREATMENTS = ("modelled", "projected", "tracked")
COMPARED = (">", ">=", "about", "<", "<=")
COMPARATORS = (*COMPARED, "highest", "leading group", "completed")
_DUE = re.compile("[0-9]{4}(Q[1-4])?|[0-9]{4}-[0-9]{4}")


@dataclass(frozen=True)
class Target:
    """One target; `threshold` is in `unit`, and `model_unit` is the same unit for conversion (modelled targets).

    `measure` names variable and sector of the measure that is compared with the threshold or with `against`, a
    constant of the model. Runs are judged by the `headline`. `places` tells where each key stands, as file:line:column.
    """

    id: str
    clause: str
    indicator: Mapping[str, str]
    comparator: str
    threshold: float | None
    unit: str
    model_unit: str
    due: str
    treatment: str
    verbatim: str
    measure: tuple[str, str] | None = None
    against: str = ""
    note: str = ""
    headline: bool = False
    places: Mapping[str, str] = field(default_factory=dict, compare=False, repr=False)

    def place(self, key: str) -> str:
        """Where a key of the target stands, or the target if it is not written; its id if it was read from no file."""
        return self.places.get(key) or self.places.get("") or f"target '{self.id}'"


def headline_of(targets: Sequence[Target]) -> Target:
    """The target that runs are judged by. Raises `DataError` if there is none."""
    found = next((target for target in targets if target.headline), None)
    if found is None:
        raise DataError("no headline; every run is judged by one target; add headline: and the id of a target")
    return found


def _check_comparator(written: str) -> str:
    if written not in COMPARATORS:
        raise ValueError(f"'{shown(written)}' is not a comparator; expected one of {', '.join(COMPARATORS)}")
    return written


def _check_treatment(written: str) -> str:
    if written not in TREATMENTS:
        raise ValueError(f"'{shown(written)}' is not a treatment; expected one of {', '.join(TREATMENTS)}")
    return written


def _check_due(written: str) -> str:
    if not _DUE.fullmatch(written):
        raise ValueError(f"'{shown(written)}' is not when a target is due; expected one such as 2030 or 2030Q3")
    return written


class _Form(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class _IndicatorForm(_Form):
    vi: Words = Field(description="the indicator in Vietnamese")
    en: Words = Field(description="the indicator in English")


class _ResolutionForm(_Form):
    title: _IndicatorForm = Field(description="the title in two languages, {vi: ..., en: ...}")
    adopted: Words = Field(description="a date such as 2029-12-31")
    source: Words = Field(description="number and date of the resolution")


class _MeasureForm(_Form):
    variable: Words = Field(description="a variable of summary.csv, such as grdp_growth")
    sector: Words | None = Field(None, description="the sector of the variable, such as services")


class _AgainstForm(_Form):
    constant: Words = Field(description="a constant of the model, such as firm_exits_start")


class _FileForm(_Form):
    headline: Words | None = Field(None, description="the id of the target that runs are judged by")
    resolution: dict[str, Any] | None = Field(None, description="the resolution, with title, adopted and source")
    targets: Annotated[list[dict[str, Any]], Field(min_length=1)] = Field(description="a list of targets, - {id: ...}")


class _BaselineForm(_Form):
    period: Words = Field(description="a year or quarter such as 2029")
    value: Annotated[float, BeforeValidator(decimal)] = Field(description="a number such as 12.5")
    unit: Words = Field(description="a unit such as billion VND")
    series: Words = Field(description="the series of the observations, series|breakdown")
    note: Words | None = Field(None, description="what else to know")


class _TargetForm(_Form):
    id: Words = Field(description="a short name such as grdp_growth")
    clause: Words = Field(description="the clause of the resolution, such as I.2(1)")
    indicator: _IndicatorForm = Field(description="the indicator in two languages, {vi: ..., en: ...}")
    comparator: Annotated[Words, AfterValidator(_check_comparator)] = Field(
        description=f"one of {', '.join(COMPARATORS)}"
    )
    threshold: Number | None = Field(
        None, description="a number such as 10, or no such line if the resolution gives none"
    )
    unit: Words = Field(description="a unit such as billion VND")
    model_unit: Unit | None = Field(None, description="the same unit in the words of the model, such as billion VND")
    due: Annotated[Words, AfterValidator(_check_due)] = Field(description="a year or quarter such as 2030 or 2030Q3")
    treatment: Annotated[Words, AfterValidator(_check_treatment)] = Field(description=f"one of {', '.join(TREATMENTS)}")
    verbatim: Words = Field(description="the text of the resolution")
    definition: Words | None = Field(None, description="what is counted")
    measure: _MeasureForm | None = Field(None, description="what the model compares, {variable: grdp_growth}")
    against: _AgainstForm | None = Field(
        None, description="what the measure is compared with if it is not a number, {constant: firm_exits_start}"
    )
    note: Words | None = Field(None, description="what else to know; the scorecard prints it")
    baseline: _BaselineForm | None = Field(None, description="the last known value")


@cache
def read_targets(file: Path) -> tuple[Target, ...]:
    """The targets of a file, in its order. Raises one `DataError` with every problem of the file."""
    return check_targets(read_source(file))


def check_targets(source: Source) -> tuple[Target, ...]:
    """The targets of a file that has been read. Raises one `DataError` with every problem of the file."""
    form = check_form(_FileForm, source, (), source.data) if source.readable else None
    if isinstance(form, _FileForm) and form.resolution is not None:
        check_form(_ResolutionForm, source, ("resolution",), form.resolution)
    entries = form.targets if isinstance(form, _FileForm) else ()
    targets = [_target(source, ("targets", place), entry) for place, entry in enumerate(entries)]
    _check_names(source, targets)
    targets = _with_headline(source, form.headline if isinstance(form, _FileForm) else None, targets)
    source.refuse()
    return tuple(target for target in targets if target)


def _target(source: Source, path: KeyPath, entry: Mapping[str, Any]) -> Target | None:
    form = check_form(_TargetForm, source, path, entry)
    if not isinstance(form, _TargetForm):
        return None
    _check_threshold(source, path, form)
    _check_measure(source, path, form)
    if form.treatment == "modelled":
        _check_model_unit(source, path, form)
    return Target(
        id=form.id,
        clause=form.clause,
        indicator=form.indicator.model_dump(),
        comparator=form.comparator,
        threshold=form.threshold,
        unit=form.unit,
        model_unit=form.model_unit or "",
        due=form.due,
        treatment=form.treatment,
        verbatim=form.verbatim,
        measure=(form.measure.variable, form.measure.sector or "") if form.measure else None,
        against=form.against.constant if form.against else "",
        note=form.note or "",
        places=_places(source, path),
    )


def _places(source: Source, path: KeyPath) -> dict[str, str]:
    """Where the keys stand that are checked later, when measures and the model are known."""
    keys: dict[str, KeyPath] = {
        "": (),
        "due": ("due",),
        "model_unit": ("model_unit",),
        "variable": ("measure", "variable"),
        "sector": ("measure", "sector"),
        "against": ("against", "constant"),
    }
    return {key: ":".join(map(str, (source.file, *source.place((*path, *below))))) for key, below in keys.items()}


def _with_headline(source: Source, name: str | None, targets: list[Target | None]) -> list[Target | None]:
    """The targets with the headline marked, after a name that cannot be the headline has been reported."""
    if name is None:
        return targets
    chosen = next((target for target in targets if target and target.id == name), None)
    if chosen is None:
        known = [target.id for target in targets if target]
        fault = f"there is no target '{shown(name)}'; expected the id of a target.{nearest(name, known)}"
        source.report(("headline",), fault)
    elif chosen.treatment != "modelled" or chosen.threshold is None:
        fault = f"'{name}' cannot be the headline; expected a modelled target with a threshold; choose another"
        source.report(("headline",), fault)
    return [target and replace(target, headline=target is chosen) for target in targets]


def _check_measure(source: Source, path: KeyPath, form: _TargetForm) -> None:
    """Report a modelled target that names no measure, and a measure that is not used."""
    if form.treatment == "modelled" and form.measure is None:
        fault = f"target '{form.id}' is modelled and has no measure; add it, such as {{variable: grdp_growth}}"
        source.report(path, fault)
    if form.treatment != "modelled" and form.measure is not None:
        fault = f"a target that is {form.treatment} has no use for a measure; remove it or write treatment: modelled"
        source.report((*path, "measure"), fault)


def _check_threshold(source: Source, path: KeyPath, form: _TargetForm) -> None:
    """Report a figure that the comparator needs and that is missing, or that it has no use for."""
    compared = form.comparator in COMPARED
    if compared and form.threshold is None and form.against is None:
        source.report(path, f"target '{form.id}' has no threshold for '{form.comparator}'; add it, such as 10")
    if not compared and form.threshold is not None:
        fault = f"'{form.comparator}' is compared with no number; remove the threshold or change the comparator"
        source.report((*path, "threshold"), fault)
    if form.against is not None and (form.threshold is not None or not compared):
        needless = "a threshold" if compared else f"'{form.comparator}'"
        source.report((*path, "against"), f"against has no use beside {needless}; remove one of them")


def _check_model_unit(source: Source, path: KeyPath, form: _TargetForm) -> None:
    """Report a modelled target whose two units differ: its outcomes would be compared on another scale."""
    if form.model_unit is None:
        source.report(path, f"target '{form.id}' is modelled and has no model_unit; add it, such as '{form.unit}'")
        return
    try:
        same = factor(form.model_unit, form.unit.removesuffix(" of plan"), by_quarter=False) == 1
    except ValueError:
        same = False
    if not same:
        fault = f"'{form.model_unit}' is not '{form.unit}'; expected the same unit in both; change one of them"
        source.report((*path, "model_unit"), fault)


def _check_names(source: Source, targets: list[Target | None]) -> None:
    first: dict[str, int] = {}
    for place, target in enumerate(targets):
        if target and first.setdefault(target.id, place) != place:
            line = source.place(("targets", first[target.id]))[0]
            fault = f"there is a target '{target.id}' already on line {line}; give each its own id"
            source.report(("targets", place, "id"), fault)
