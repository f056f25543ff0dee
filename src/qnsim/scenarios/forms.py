"""The shape of a scenario file: the classes that validate it and from which its JSON Schema is made.

Values and judgements are validated one by one with their own class, so that a fault in one does not hide the others.
"""

from __future__ import annotations

import re
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, ConfigDict, Field, ValidationInfo, WithJsonSchema

from qnsim.quantities.forms import Date, Section, StrictForm, Unit, Words, Written
from qnsim.quantities.periods import PERIOD, check_end
from qnsim.quantities.written_amounts import shown

_NAME = re.compile("[a-z0-9-]{1,60}")
_JSON_YEAR = {"type": ["string", "integer"], "pattern": "^(19|20)[0-9]{2}$"}
_JSON_PERIOD = {"type": ["string", "integer"], "pattern": f"^{PERIOD}$"}


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


def _empty_list(written: object) -> object:
    return [] if written == "" else written


class TitleForm(StrictForm):
    """The title in both languages."""

    vi: Words = Field(description="the title in Vietnamese")
    en: Words = Field(description="the title in English")


class HorizonForm(StrictForm):
    """The last quarter of the simulation; the first is that of the case."""

    end: Annotated[str, AfterValidator(check_end)] = Field(description="a fourth quarter, a year and Q4")


class ScenarioForm(StrictForm):
    """One future: only what differs from the scenario it extends."""

    name: Annotated[str, AfterValidator(_check_name)] = Field(description="the name of the file without '.yaml'")
    title: TitleForm = Field(description="the title in two languages, {vi: ..., en: ...}")
    why: Words = Field(description="a sentence on why this future is worth a run and where it comes from")
    extends: Annotated[str, AfterValidator(_check_extends)] | None = Field(
        None, description="the scenario this one differs from, such as baseline.yaml"
    )
    as_of: Date | None = Field(None, description="a date; only observations published by then are used")
    horizon: HorizonForm | None = Field(None, description="the end of the simulation, {end: 2030Q4}")
    levers: Section = Field({}, description="what the province chooses, 'name: value' lines")
    conditions: Section = Field({}, description="what the province does not choose, 'name: value' lines")
    shocks: Section = Field({}, description="events, 'name: value' lines")
    baseline: Section = Field(
        {},
        description="the last figure of targets outside the model, 'target: {value: ..., unit: ..., year: ...}' lines",
    )
    judgements: Annotated[list[dict[str, Any]], BeforeValidator(_empty_list)] = Field(
        [], description="a list of adjustments, - {variable: ..., when: 2030Q3, add: -2 %, reason: ...}"
    )


class PathForm(StrictForm):
    """Values by period, with the unit of the numbers that carry none.

    A value holds exactly in its period (2030, 2030Q3, 2030..2032, 2030..); elsewhere the scenario extended counts.
    """

    model_config = ConfigDict(extra="allow")

    unit: Unit | None = Field(None, description="the unit of the numbers that carry none")
    source: Words | None = Field(None, description="where it comes from, or the word judgement")


class BaselineForm(StrictForm):
    """The last known figure of a target outside the model: it is projected from there."""

    value: Written = Field(description="a number such as 12.5, or one with its unit")
    unit: Unit | None = Field(None, description="a unit such as %")
    year: Annotated[Words, WithJsonSchema(_JSON_YEAR)] = Field(description="the year of the figure, four digits")
    source: Words = Field(description="where it comes from, or the word judgement")


class JudgementForm(StrictForm):
    """An expert's adjustment of one variable in one period, signed and reasoned."""

    variable: Words = Field(description="the variable to adjust")
    when: Annotated[Words, WithJsonSchema(_JSON_PERIOD)] = Field(description="a year or quarter such as 2030Q3")
    add: Written = Field(description="a change such as -2 %, or a number with the variable's unit")
    reason: Words = Field(description="why, in a few words")
    author: Words | None = Field(None, description="who judges so")
