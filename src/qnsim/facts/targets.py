"""The targets of a resolution, as it states them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Any

from qnsim.errors import DataError, nearest
from qnsim.facts.projected import Figures, Walk, kind_of, read_figures, read_walks
from qnsim.facts.target_forms import COMPARED, TREATMENTS, BaselineForm, FileForm, ResolutionForm, TargetForm
from qnsim.files.yaml_source import KeyPath, Source, read_source
from qnsim.language import english_only, figure, label, say
from qnsim.quantities.forms import check_form
from qnsim.quantities.unit_words import unit_words
from qnsim.quantities.written_amounts import shown
from qnsim.quantities.written_units import factor

__all__ = ["COMPARED", "TREATMENTS", "Target", "check_targets", "headline_of", "read_targets"]


@dataclass(frozen=True)
class Target:
    """One target; `threshold` is in `unit`, and `model_unit` is the same unit for conversion (modelled targets).

    `measure` names variable and sector of the measure that is compared with the threshold or with `against`, a
    constant of the model. A projected target has `figures`, its record; `walk` is the prior of its changes. `baseline`
    is the last known value in words. Runs are judged by the `headline`. `places` tells where each key stands, as
    file:line:column.
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
    figures: Figures | None = None
    walk: Walk | None = None
    baseline: str = ""
    headline: bool = False
    places: Mapping[str, str] = field(default_factory=dict, compare=False, repr=False)

    def place(self, key: str) -> str:
        """Where a key of the target stands, or the target if it is not written; its id if it was read from no file."""
        return self.places.get(key) or self.places.get("") or say("target '{id}'", id=self.id)


def headline_of(targets: Sequence[Target]) -> Target:
    """The target that runs are judged by. Raises `DataError` if there is none."""
    found = next((target for target in targets if target.headline), None)
    if found is None:
        raise DataError(say("no headline; every run is judged by one target; add headline: and the id of a target"))
    return found


@cache
def read_targets(file: Path) -> tuple[Target, ...]:
    """The targets of a file, in its order. Raises one `DataError` with every problem of the file."""
    return check_targets(read_source(file))


def check_targets(source: Source) -> tuple[Target, ...]:
    """The targets of a file that has been read. Raises one `DataError` with every problem of the file."""
    form = check_form(FileForm, source, (), source.data) if source.readable else None
    if isinstance(form, FileForm) and form.resolution is not None:
        check_form(ResolutionForm, source, ("resolution",), form.resolution)
    entries = form.targets if isinstance(form, FileForm) else ()
    written = form.projection if isinstance(form, FileForm) else None
    walks = {} if written is None else read_walks(source, written)
    targets = [_target(source, ("targets", place), entry, walks) for place, entry in enumerate(entries)]
    _check_names(source, targets)
    targets = _with_headline(source, form.headline if isinstance(form, FileForm) else None, targets)
    source.refuse()
    return tuple(target for target in targets if target)


def _target(source: Source, path: KeyPath, entry: Mapping[str, Any], walks: Mapping[str, Walk]) -> Target | None:
    form = check_form(TargetForm, source, path, entry)
    if not isinstance(form, TargetForm):
        return None
    _check_threshold(source, path, form)
    _check_measure(source, path, form)
    if form.treatment == "modelled":
        _check_model_unit(source, path, form)
    figures = None if form.record is None else read_figures(source, (*path, "record"), form.record)
    walk = (figures and figures.walk) or walks.get(kind_of(form.unit))
    _check_record(source, path, form, figures, walk)
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
        note=_note_words(form),
        figures=figures,
        walk=walk,
        baseline=_last_known(form.baseline) if form.baseline else "",
        places=_places(source, path),
    )


def _places(source: Source, path: KeyPath) -> dict[str, str]:
    """Where the keys stand that are checked later, when measures and the model are known."""
    keys: dict[str, KeyPath] = {
        "": (),
        "due": ("due",),
        "record": ("record",),
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
        fault = say(
            "there is no target '{name}'; expected the id of a target.{nearest}",
            name=shown(name),
            nearest=nearest(name, known),
        )
        source.report(("headline",), fault)
    elif chosen.treatment != "modelled" or chosen.threshold is None:
        fault = say(
            "'{name}' cannot be the headline; expected a modelled target with a threshold; choose another", name=name
        )
        source.report(("headline",), fault)
    return [target and replace(target, headline=target is chosen) for target in targets]


def _check_measure(source: Source, path: KeyPath, form: TargetForm) -> None:
    """Report a modelled target that names no measure, and a measure that is not used."""
    if form.treatment == "modelled" and form.measure is None:
        fault = say(
            "target '{id}' is modelled and has no measure; add it, such as {{variable: grdp_growth}}", id=form.id
        )
        source.report(path, fault)
    if form.treatment != "modelled" and form.measure is not None:
        fault = say(
            "a target that is {treatment} has no use for a measure; remove it or write treatment: modelled",
            treatment=form.treatment,
        )
        source.report((*path, "measure"), fault)


def _check_record(source: Source, path: KeyPath, form: TargetForm, figures: Figures | None, walk: Walk | None) -> None:
    """Report a projected target without a record that says how, and a record that is not used."""
    place = (*path, "record")
    if form.treatment != "projected":
        if form.record is not None:
            fault = say(
                "a target that is {treatment} has no use for a record; remove it or write treatment: projected",
                treatment=form.treatment,
            )
            source.report(place, fault)
    elif form.record is None:
        fault = say("target '{id}' is projected and has no record; add it, or write treatment: tracked", id=form.id)
        source.report(path, fault)
    elif figures and figures.within is None:
        if form.threshold is None:
            source.report(
                place, say("a series is compared with a number; add a threshold, or write treatment: tracked")
            )
        if walk is None:
            expected = say("expected projection: with share and quantity at the head of the file; add it")
            source.report(
                place, say("there is no prior for what is in {unit}; {expected}", unit=form.unit, expected=expected)
            )
    elif figures and form.comparator != "leading group":
        source.report(
            place,
            say(
                "ranks go with the comparator 'leading group', not '{comparator}'; change one of them",
                comparator=form.comparator,
            ),
        )


def _last_known(form: BaselineForm) -> str:
    """The last known value in words."""
    value = figure(f"{form.value:,.10g}")
    known = say("{period}: {value} {unit}", period=form.period, value=value, unit=unit_words(form.unit))
    return say("{known} ({note})", known=known, note=_note_words(form)) if form.note else known


def _note_words(form: TargetForm | BaselineForm) -> str:
    """A note for readers of either language; one that is given in English only says so in Vietnamese."""
    if not form.note:
        return ""
    return label({"en": form.note, "vi": form.note_vi}) if form.note_vi else english_only(form.note)


def _check_threshold(source: Source, path: KeyPath, form: TargetForm) -> None:
    """Report a figure that the comparator needs and that is missing, or that it has no use for."""
    compared = form.comparator in COMPARED
    if compared and form.threshold is None and form.against is None:
        source.report(
            path,
            say(
                "target '{id}' has no threshold for '{comparator}'; add it, such as 10",
                id=form.id,
                comparator=form.comparator,
            ),
        )
    if not compared and form.threshold is not None:
        fault = say(
            "'{comparator}' is compared with no number; remove the threshold or change the comparator",
            comparator=form.comparator,
        )
        source.report((*path, "threshold"), fault)
    if form.against is not None and (form.threshold is not None or not compared):
        needless = say("a threshold") if compared else f"'{form.comparator}'"
        source.report(
            (*path, "against"), say("against has no use beside {needless}; remove one of them", needless=needless)
        )


def _check_model_unit(source: Source, path: KeyPath, form: TargetForm) -> None:
    """Report a modelled target whose two units differ: its outcomes would be compared on another scale."""
    if form.model_unit is None:
        source.report(
            path,
            say(
                "target '{id}' is modelled and has no model_unit; add it, such as '{unit}'", id=form.id, unit=form.unit
            ),
        )
        return
    try:
        same = factor(form.model_unit, form.unit.removesuffix(" of plan"), by_quarter=False) == 1
    except ValueError:
        same = False
    if not same:
        fault = say(
            "'{model_unit}' is not '{unit}'; expected the same unit in both; change one of them",
            model_unit=form.model_unit,
            unit=form.unit,
        )
        source.report((*path, "model_unit"), fault)


def _check_names(source: Source, targets: list[Target | None]) -> None:
    first: dict[str, int] = {}
    for place, target in enumerate(targets):
        if target and first.setdefault(target.id, place) != place:
            line = source.place(("targets", first[target.id]))[0]
            fault = say(
                "there is a target '{id}' already on line {line}; give each its own id", id=target.id, line=line
            )
            source.report(("targets", place, "id"), fault)
