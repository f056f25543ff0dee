"""Forms: the classes that validate what a file says and from which its JSON Schema is made.

A fault is told at its place, in plain words, and does not hide the others.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from types import MappingProxyType
from typing import Annotated, Any, TypeVar, get_args

from pydantic import (
    AfterValidator,
    AliasChoices,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainValidator,
    StringConstraints,
    ValidationError,
    WithJsonSchema,
)

from qnsim.errors import nearest
from qnsim.files.yaml_source import KeyPath, Source
from qnsim.files.yaml_syntax import missing_space
from qnsim.language import say
from qnsim.quantities.written_amounts import NUMBER, Amount, number, number_with_unit, shown
from qnsim.quantities.written_units import check_unit

FAMILIES = ("fixed", "normal", "truncated normal", "lognormal", "beta", "uniform", "triangular")
TRUNCATED_SPELLINGS = ("truncated normal", "truncated_normal", "truncated-normal")

Form = TypeVar("Form", bound=BaseModel)


def _read_date(written: object) -> datetime.date:
    try:
        return datetime.datetime.strptime(str(written), "%Y-%m-%d").date()
    except ValueError:
        raise ValueError(
            say("'{written}' is not a date; expected one such as 2029-12-31", written=shown(str(written)))
        ) from None


def _empty_section(written: object) -> object:
    return {} if written == "" else written


def _one_or_more(written: object) -> object:
    return [written] if isinstance(written, str) else written


_SPELLINGS = (*FAMILIES, *TRUNCATED_SPELLINGS[1:])
_JSON_NUMBER: dict[str, Any] = {"anyOf": [{"type": "number"}, {"type": "string", "pattern": f"^{NUMBER}$"}]}
_JSON_NUMBERS = {"anyOf": [_JSON_NUMBER, {"type": "array", "items": _JSON_NUMBER}]}
JSON_AMOUNT = {"anyOf": [{"type": "number"}, {"type": "string", "pattern": f"^{NUMBER}( ?[A-Za-z%].*)?$"}]}

Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
Unit = Annotated[Words, AfterValidator(check_unit)]
Number = Annotated[float, BeforeValidator(number), WithJsonSchema(_JSON_NUMBER)]
Written = Annotated[Amount, PlainValidator(number_with_unit), WithJsonSchema(JSON_AMOUNT)]
Numbers = list[Number]
Date = Annotated[datetime.date, BeforeValidator(_read_date)]
Section = Annotated[dict[str, Any], BeforeValidator(_empty_section)]


class StrictForm(BaseModel):
    """A form in which an unknown key is a fault."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class AmountForm(StrictForm):
    """A number with its unit and its source."""

    value: Written = Field(description=say("a number such as 12.5, or one with its unit"))
    unit: Unit | None = Field(None, description=say("a unit such as billion USD; the model's unit when left out"))
    source: Words | None = Field(None, description=say("where it comes from, or the word judgement"))


class DistributionForm(StrictForm):
    """A distribution with its unit and its source."""

    model_config = ConfigDict(json_schema_extra={"oneOf": [{"required": [family]} for family in _SPELLINGS]})

    fixed: Annotated[Numbers, BeforeValidator(_one_or_more), WithJsonSchema(_JSON_NUMBERS)] | None = None
    normal: Numbers | None = None
    truncated_normal: Numbers | None = Field(None, validation_alias=AliasChoices(*TRUNCATED_SPELLINGS))
    lognormal: Numbers | None = None
    beta: Numbers | None = None
    uniform: Numbers | None = None
    triangular: Numbers | None = None
    unit: Unit | None = Field(None, description=say("a unit such as billion USD; the model's unit when left out"))
    source: Words | None = Field(None, description=say("where it comes from, or the word judgement"))

    def numbers(self, family: str) -> tuple[float, ...]:
        """The numbers given for a family."""
        return tuple(getattr(self, family.replace(" ", "_")) or ())


_EXPECTED = dict.fromkeys(_SPELLINGS, say("the numbers of the distribution, in a list")) | {
    name: field.description
    for form in (AmountForm, DistributionForm)
    for name, field in form.model_fields.items()
    if field.description
}


def check_form(
    form: type[Form],
    source: Source,
    path: KeyPath,
    data: Any,
    stem: str = "",
    elsewhere: Mapping[str, str] = MappingProxyType({}),
) -> Form | set[str]:
    """The data at `path` as a form, or the keys that are wrong after each fault has been reported.

    `elsewhere` says of keys that belong to another place where that is.
    """
    try:
        return form.model_validate(data, context={"stem": stem} if stem else None)
    except ValidationError as error:
        details = error.errors()
    for detail in details:
        place = detail["loc"]
        if detail["type"] == "extra_forbidden" and len(place) == 1 and place[0] in elsewhere:
            source.report_key((*path, *place), elsewhere[str(place[0])])
        else:
            _report(form, source, path, detail)
    return {str(detail["loc"][0]) for detail in details}


def _report(form: type[BaseModel], source: Source, path: KeyPath, detail: Any) -> None:
    place = detail["loc"]
    key = next(part for part in reversed(place) if isinstance(part, str))
    if detail["type"] != "extra_forbidden":
        source.report((*path, *place), _fault(_form_at(form, place), key, detail))
        return
    fields = _form_at(form, place).model_fields
    known = [name.replace("truncated_", "truncated ") for name in fields]
    expected = say("expected one of {names}", names=", ".join(known))
    source.report_key(
        (*path, *place),
        say(
            "'{key}' is not a key here; {expected}.{nearest}",
            key=shown(key),
            expected=expected,
            nearest=nearest(key, known),
        ),
    )


def _form_at(form: type[BaseModel], place: KeyPath) -> type[BaseModel]:
    """The form of the mapping in which the last key of a place stands."""
    field = form.model_fields.get(str(place[0])) if len(place) > 1 else None
    kinds = (field.annotation, *get_args(field.annotation)) if field else ()
    return next((kind for kind in kinds if isinstance(kind, type) and issubclass(kind, BaseModel)), form)


def _fault(form: type[BaseModel], key: str, detail: Any) -> str:
    field = form.model_fields.get(key)
    expected = (field and field.description) or _EXPECTED.get(key) or say("a number such as 12.5")
    if detail["type"] == "missing":
        return say("'{key}' is missing; expected {expected}; add it", key=key, expected=expected)
    if detail["type"] == "value_error" and detail["input"] != "":
        return str(detail["ctx"]["error"])
    blank = isinstance(detail["input"], str) and not detail["input"].strip()
    if blank or detail["input"] in ([], {}):
        return say("'{key}' is empty; expected {expected}; write it", key=key, expected=expected)
    hint = missing_space(detail["input"]) if isinstance(detail["input"], str) else ""
    if hint:
        return hint
    kinds: dict[type, str] = {list: say("a list"), dict: say("a mapping")}
    kind = kinds.get(type(detail["input"]), say("a text"))
    return say("'{key}' is {kind}; expected {expected}", key=key, kind=kind, expected=expected)
