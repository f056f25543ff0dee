"""The shape of a scenario file: the classes that validate it and from which its JSON Schema is made.

Values and judgements are validated one by one with their own class, so that a fault in one does not hide the others.
"""

from __future__ import annotations

import datetime
import re
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
    ValidationInfo,
    WithJsonSchema,
)

from qnsim.errors import nearest
from qnsim.inputs.scenario_numbers import NUMBER, Amount, number, number_with_unit, shown
from qnsim.inputs.scenario_periods import PERIOD, check_end
from qnsim.inputs.scenario_units import check_unit
from qnsim.inputs.yaml_source import KeyPath, Source
from qnsim.inputs.yaml_syntax import missing_space

FAMILIES = ("fixed", "normal", "truncated normal", "lognormal", "uniform", "triangular")
TRUNCATED_SPELLINGS = ("truncated normal", "truncated_normal", "truncated-normal")
VALUE_FORMS = (
    "expected a number, a number with its unit ('85 %'), a distribution ({triangular: [1, 2, 3]}) "
    "or a path over time ({2023: 1, 2024: 2})"
)
_NAME = re.compile("[a-z0-9-]{1,60}")

Form = TypeVar("Form", bound=BaseModel)


def _check_name(name: str, info: ValidationInfo) -> str:
    if not _NAME.fullmatch(name):
        raise ValueError(f"'{shown(name)}' cannot be a name; expected lower-case letters, digits and hyphens")
    stem = (info.context or {}).get("stem", name)
    if name != stem:
        raise ValueError(f"name is '{name}' but the file is '{stem}'; expected the same; change one of them")
    return name


def _check_extends(written: str) -> str:
    if not re.fullmatch(rf"{_NAME.pattern}(\.ya?ml)?", written):
        raise ValueError(f"'{shown(written)}' is not a bare file name; expected one such as baseline.yaml, no folder")
    return written


def _read_date(written: object) -> datetime.date:
    try:
        return datetime.datetime.strptime(str(written), "%Y-%m-%d").date()
    except ValueError:
        raise ValueError(f"'{shown(str(written))}' is not a date; expected one such as 2022-12-09") from None


def _empty_section(written: object) -> object:
    return {} if written == "" else written


def _empty_list(written: object) -> object:
    return [] if written == "" else written


def _one_or_more(written: object) -> object:
    return [written] if isinstance(written, str) else written


_SPELLINGS = (*FAMILIES, *TRUNCATED_SPELLINGS[1:])
_JSON_NUMBER: dict[str, Any] = {"anyOf": [{"type": "number"}, {"type": "string", "pattern": f"^{NUMBER}$"}]}
_JSON_NUMBERS = {"anyOf": [_JSON_NUMBER, {"type": "array", "items": _JSON_NUMBER}]}
JSON_AMOUNT = {"anyOf": [{"type": "number"}, {"type": "string", "pattern": f"^{NUMBER}( ?[A-Za-z%].*)?$"}]}

_JSON_PERIOD = {"type": ["string", "integer"], "pattern": f"^{PERIOD}$"}
Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
Unit = Annotated[Words, AfterValidator(check_unit)]
Number = Annotated[float, BeforeValidator(number), WithJsonSchema(_JSON_NUMBER)]
Written = Annotated[Amount, PlainValidator(number_with_unit), WithJsonSchema(JSON_AMOUNT)]
Numbers = list[Number]
Section = Annotated[dict[str, Any], BeforeValidator(_empty_section)]


class _Form(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class TitleForm(_Form):
    """The title in both languages."""

    vi: Words = Field(description="the title in Vietnamese")
    en: Words = Field(description="the title in English")


class HorizonForm(_Form):
    """The last quarter of the simulation; the first is 2023Q1."""

    end: Annotated[str, AfterValidator(check_end)] = Field(description="a fourth quarter from 2023Q4 to 2040Q4")


class ScenarioForm(_Form):
    """One future: only what differs from the scenario it extends."""

    name: Annotated[str, AfterValidator(_check_name)] = Field(description="the name of the file without '.yaml'")
    title: TitleForm = Field(description="the title in two languages, {vi: ..., en: ...}")
    why: Words = Field(description="a sentence on why this future is worth a run and where it comes from")
    extends: Annotated[str, AfterValidator(_check_extends)] | None = Field(
        None, description="the scenario this one differs from, such as baseline.yaml"
    )
    as_of: Annotated[datetime.date, BeforeValidator(_read_date)] | None = Field(
        None, description="a date; only observations published by then are used"
    )
    horizon: HorizonForm | None = Field(None, description="the end of the simulation, {end: 2030Q4}")
    levers: Section = Field({}, description="what the province chooses, 'name: value' lines")
    conditions: Section = Field({}, description="what the province does not choose, 'name: value' lines")
    shocks: Section = Field({}, description="events, 'name: value' lines")
    judgements: Annotated[list[dict[str, Any]], BeforeValidator(_empty_list)] = Field(
        [], description="a list of adjustments, - {variable: ..., when: 2023Q3, add: -2 %, reason: ...}"
    )


class AmountForm(_Form):
    """A number with its unit and its source."""

    value: Written = Field(description="a number such as 12.5, or one with its unit")
    unit: Unit | None = Field(None, description="a unit such as billion USD; the model's unit when left out")
    source: Words | None = Field(None, description="where it comes from, or the word judgement")


class DistributionForm(_Form):
    """A distribution with its unit and its source."""

    model_config = ConfigDict(json_schema_extra={"oneOf": [{"required": [family]} for family in _SPELLINGS]})

    fixed: Annotated[Numbers, BeforeValidator(_one_or_more), WithJsonSchema(_JSON_NUMBERS)] | None = None
    normal: Numbers | None = None
    truncated_normal: Numbers | None = Field(None, validation_alias=AliasChoices(*TRUNCATED_SPELLINGS))
    lognormal: Numbers | None = None
    uniform: Numbers | None = None
    triangular: Numbers | None = None
    unit: Unit | None = Field(None, description="a unit such as billion USD; the model's unit when left out")
    source: Words | None = Field(None, description="where it comes from, or the word judgement")

    def numbers(self, family: str) -> tuple[float, ...]:
        """The numbers given for a family."""
        return tuple(getattr(self, family.replace(" ", "_")) or ())


class PathForm(_Form):
    """Values by year or quarter, with the unit of the numbers that carry none."""

    model_config = ConfigDict(extra="allow")

    unit: Unit | None = Field(None, description="the unit of the numbers that carry none")
    source: Words | None = Field(None, description="where it comes from, or the word judgement")


class JudgementForm(_Form):
    """An expert's adjustment of one variable in one period, signed and reasoned."""

    variable: Words = Field(description="the variable to adjust")
    when: Annotated[Words, WithJsonSchema(_JSON_PERIOD)] = Field(description="a year or quarter such as 2023Q3")
    add: Written = Field(description="a change such as -2 %, or a number with the variable's unit")
    reason: Words = Field(description="why, in a few words")
    author: Words | None = Field(None, description="who judges so")


_FORMS = (ScenarioForm, TitleForm, HorizonForm, AmountForm, DistributionForm, JudgementForm)
_EXPECTED = dict.fromkeys(_SPELLINGS, "the numbers of the distribution, in a list") | {
    name: field.description for form in _FORMS for name, field in form.model_fields.items() if field.description
}


def check_form(form: type[Form], source: Source, path: KeyPath, data: Any, stem: str = "") -> Form | set[str]:
    """The data at `path` as a form, or the keys that are wrong after each fault has been reported."""
    try:
        return form.model_validate(data, context={"stem": stem} if stem else None)
    except ValidationError as error:
        details = error.errors()
    for detail in details:
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
    expected = f"expected one of {', '.join(known)}"
    source.report_key((*path, *place), f"'{shown(key)}' is not a key here; {expected}.{nearest(key, known)}")


def _form_at(form: type[BaseModel], place: KeyPath) -> type[BaseModel]:
    """The form of the mapping in which the last key of a place stands."""
    field = form.model_fields.get(str(place[0])) if len(place) > 1 else None
    kinds = (field.annotation, *get_args(field.annotation)) if field else ()
    return next((kind for kind in kinds if isinstance(kind, type) and issubclass(kind, BaseModel)), form)


def _fault(form: type[BaseModel], key: str, detail: Any) -> str:
    field = form.model_fields.get(key)
    expected = (field and field.description) or _EXPECTED.get(key) or "a number such as 12.5"
    if detail["type"] == "missing":
        return f"'{key}' is missing; expected {expected}; add it"
    if detail["type"] == "value_error" and detail["input"] != "":
        return str(detail["ctx"]["error"])
    if detail["input"] in ("", [], {}):
        return f"'{key}' is empty; expected {expected}; write it"
    hint = missing_space(detail["input"]) if isinstance(detail["input"], str) else ""
    if hint:
        return hint
    kinds: dict[type, str] = {list: "a list", dict: "a mapping"}
    kind = kinds.get(type(detail["input"]), "a text")
    return f"'{key}' is {kind}; expected {expected}"
