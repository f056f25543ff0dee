"""The last known figure of a target outside the model, as a scenario gives it, so that the target is projected."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from qnsim.errors import nearest
from qnsim.facts.catalogue import Catalogue
from qnsim.facts.projected import in_unit_of_target
from qnsim.facts.targets import Target
from qnsim.files.yaml_source import KeyPath, Source
from qnsim.language import say
from qnsim.quantities.forms import check_form
from qnsim.quantities.written_amounts import shown
from qnsim.scenarios.forms import BaselineForm
from qnsim.scenarios.settings import Baseline


def read_baselines(source: Source, written: Mapping[str, Any], catalogue: Catalogue) -> dict[str, Baseline]:
    """The baselines of a file by target, without those whose problems have been reported."""
    found: dict[str, Baseline] = {}
    for name, data in written.items():
        path: KeyPath = ("baseline", name)
        target = catalogue.targets.get(name)
        fault = _unfit(name, target, list(catalogue.targets))
        if fault:
            source.report_key(path, fault)
        elif target:
            baseline = _baseline(source, path, data, target, catalogue.as_of.year)
            found |= {name: baseline} if baseline else {}
    return found


def _unfit(name: str, target: Target | None, known: list[str]) -> str:
    """Why a target can have no baseline, or an empty text."""
    if target is None:
        return say(
            "'{name}' is not a target of this case; expected the id of one.{nearest}",
            name=shown(name),
            nearest=nearest(name, known),
        )
    if target.treatment == "modelled":
        return say("'{name}' is a modelled target, whose probability the model gives; remove its baseline", name=name)
    if target.threshold is None:
        return say(
            "'{name}' is compared with no number, so that no figure can project it; remove its baseline", name=name
        )
    if target.walk is None:
        return say("'{name}' has no prior to be projected with; add projection: to the file of targets", name=name)
    return ""


def _baseline(source: Source, path: KeyPath, data: Any, target: Target, last_year: int) -> Baseline | None:
    """The baseline of a target, or None after its problems have been reported."""
    form = check_form(BaselineForm, source, path, data)
    if not isinstance(form, BaselineForm):
        return None
    earlier = len(source.problems)
    if not re.fullmatch("(19|20)[0-9]{2}", form.year) or int(form.year) > last_year:
        fault = say(
            "'{year}' is no year whose figure can be known; expected one up to {last_year}",
            year=shown(form.year),
            last_year=last_year,
        )
        source.report((*path, "year"), fault)
    value = 0.0
    try:
        value = _value(form, target)
    except ValueError as error:
        source.report((*path, "value"), str(error))
    if len(source.problems) > earlier:
        return None
    return Baseline(int(form.year), value, form.source)


def _value(form: BaselineForm, target: Target) -> float:
    """The figure in the unit of the target. Raises `ValueError` in plain words."""
    if form.value.unit and form.unit:
        raise ValueError(
            say(
                "the unit is given twice, '{first}' and '{second}'; keep one of them",
                first=form.value.unit,
                second=form.unit,
            )
        )
    given = form.value.unit or form.unit
    if given is None:
        raise ValueError(say("the figure has no unit; add it, such as unit: '{unit}'", unit=target.unit))
    (value,) = in_unit_of_target([form.value.number], given, target.unit)
    return value
