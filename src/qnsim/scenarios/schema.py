"""The JSON Schema of scenario files, for completion and checking in editors: made from the classes that validate."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from pydantic.json_schema import models_json_schema

from qnsim.facts.catalogue import SECTIONS, Catalogue, Entry
from qnsim.quantities.forms import JSON_AMOUNT, TRUNCATED_SPELLINGS, AmountForm, DistributionForm
from qnsim.quantities.periods import SPAN
from qnsim.scenarios.forms import BaselineForm, JudgementForm, PathForm, ScenarioForm

_FORMS = (ScenarioForm, AmountForm, DistributionForm, PathForm, BaselineForm, JudgementForm)


def scenario_schema(catalogue: Catalogue) -> dict[str, Any]:
    """The JSON Schema of a scenario file that may set the names of the catalogue."""
    definitions = _definitions()
    schema: dict[str, Any] = {"$schema": "https://json-schema.org/draft/2020-12/schema"}
    schema |= definitions.pop("ScenarioForm")
    definitions["PathForm"]["patternProperties"] = {f"^{SPAN}$": {"$ref": "#/$defs/Point"}}
    definitions["PathForm"]["additionalProperties"] = False
    definitions["Point"] = {"anyOf": [JSON_AMOUNT, _reference(AmountForm), _reference(DistributionForm)]}
    definitions["JudgementForm"]["properties"]["variable"]["enum"] = sorted(catalogue.adjustable)
    for section in SECTIONS:
        entries = (entry for entry in catalogue.entries.values() if entry.section == section)
        schema["properties"][section] |= _section(entries)
    schema["properties"]["baseline"] |= _baselines(catalogue)
    schema["properties"]["judgements"] |= {"type": ["array", "null"], "items": _reference(JudgementForm)}
    return schema | {"$defs": definitions}


def _definitions() -> dict[str, Any]:
    _, schema = models_json_schema([(form, "validation") for form in _FORMS])
    definitions = {name: _without_null(each) for name, each in schema["$defs"].items() if name.endswith("Form")}
    properties = definitions["DistributionForm"]["properties"]
    properties |= dict.fromkeys(TRUNCATED_SPELLINGS, properties[TRUNCATED_SPELLINGS[0]])
    return definitions


def _baselines(catalogue: Catalogue) -> dict[str, Any]:
    names = {
        name: {"description": f"{target.indicator['en']}. Unit: {target.unit}.", **_reference(BaselineForm)}
        for name, target in catalogue.targets.items()
        if target.treatment != "modelled" and target.threshold is not None
    }
    return {"type": ["object", "null"], "properties": names, "additionalProperties": False}


def _section(entries: Iterable[Entry]) -> dict[str, Any]:
    names = {entry.name: _entry(entry) for entry in entries}
    return {"type": ["object", "null"], "properties": names, "additionalProperties": False}


def _entry(entry: Entry) -> dict[str, Any]:
    path, point = _reference(PathForm), {"$ref": "#/$defs/Point"}
    forms = [point, path] if entry.over_time else [point]
    return {"description": f"{entry.meaning} Unit: {entry.unit}. From {entry.low:g} to {entry.high:g}.", "anyOf": forms}


def _reference(form: type) -> dict[str, str]:
    return {"$ref": f"#/$defs/{form.__name__}"}


def _without_null(schema: Any) -> Any:
    """The schema without the alternative null: a key that says nothing is left out, not empty."""
    if isinstance(schema, list):
        return [_without_null(item) for item in schema if item != {"type": "null"}]
    if isinstance(schema, dict):
        return {key: _without_null(value) for key, value in schema.items() if (key, value) != ("default", None)}
    return schema
