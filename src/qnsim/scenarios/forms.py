"""The shape of a scenario file: the classes that validate it and from which its JSON Schema is made.

Values and judgements are validated one by one with their own class, so that a fault in one does not hide the others.
"""

from __future__ import annotations

import re
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, ConfigDict, Field, ValidationInfo, WithJsonSchema

from qnsim.language import say
from qnsim.quantities.forms import Date, Section, StrictForm, Unit, Words, Written
from qnsim.quantities.periods import PERIOD, check_end
from qnsim.quantities.written_amounts import shown

_NAME = re.compile("[a-z0-9-]{1,60}")
_JSON_YEAR = {"type": ["string", "integer"], "pattern": "^(19|20)[0-9]{2}$"}
_JSON_PERIOD = {"type": ["string", "integer"], "pattern": f"^{PERIOD}$"}


def _check_name(name: str, info: ValidationInfo) -> str:
    if not _NAME.fullmatch(name):
        raise ValueError(
            say("'{name}' cannot be a name; expected lower-case letters, digits and hyphens", name=shown(name))
        )
    stem = (info.context or {}).get("stem", name)
    if name != stem:
        raise ValueError(
            say(
                "name is '{name}' but the file is '{stem}'; expected the same; change one of them", name=name, stem=stem
            )
        )
    return name


def _check_extends(written: str) -> str:
    if not re.fullmatch(rf"{_NAME.pattern}(\.ya?ml)?", written):
        raise ValueError(
            say(
                "'{written}' is not a bare file name; expected one such as baseline.yaml, no folder",
                written=shown(written),
            )
        )
    return written


def _empty_list(written: object) -> object:
    return [] if written == "" else written


class TitleForm(StrictForm):
    """The title in both languages."""

    vi: Words = Field(description=say("the title in Vietnamese"))
    en: Words = Field(description=say("the title in English"))


class HorizonForm(StrictForm):
    """The last quarter of the simulation; the first is that of the case."""

    end: Annotated[str, AfterValidator(check_end)] = Field(description=say("a fourth quarter, a year and Q4"))


class ScenarioForm(StrictForm):
    """One future: only what differs from the scenario it extends."""

    name: Annotated[str, AfterValidator(_check_name)] = Field(description=say("the name of the file without '.yaml'"))
    title: TitleForm = Field(description=say("the title in two languages, {{vi: ..., en: ...}}"))
    why: Words = Field(description=say("a sentence on why this future is worth a run and where it comes from"))
    extends: Annotated[str, AfterValidator(_check_extends)] | None = Field(
        None, description=say("the scenario this one differs from, such as baseline.yaml")
    )
    as_of: Date | None = Field(None, description=say("a date; only observations published by then are used"))
    horizon: HorizonForm | None = Field(None, description=say("the end of the simulation, {{end: 2030Q4}}"))
    levers: Section = Field({}, description=say("what the province chooses, 'name: value' lines"))
    conditions: Section = Field({}, description=say("what the province does not choose, 'name: value' lines"))
    shocks: Section = Field({}, description=say("events, 'name: value' lines"))
    baseline: Section = Field(
        {},
        description=say(
            "the last figure of targets outside the model, 'target: {{value: ..., unit: ..., year: ...}}' lines"
        ),
    )
    judgements: Annotated[list[dict[str, Any]], BeforeValidator(_empty_list)] = Field(
        [], description=say("a list of adjustments, - {{variable: ..., when: 2030Q3, add: -2 %, reason: ...}}")
    )


class PathForm(StrictForm):
    """Values by period, with the unit of the numbers that carry none.

    A value holds exactly in its period (2030, 2030Q3, 2030..2032, 2030..); elsewhere the scenario extended counts.
    """

    model_config = ConfigDict(extra="allow")

    unit: Unit | None = Field(None, description=say("the unit of the numbers that carry none"))
    source: Words | None = Field(None, description=say("where it comes from, or the word judgement"))


class BaselineForm(StrictForm):
    """The last known figure of a target outside the model: it is projected from there."""

    value: Written = Field(description=say("a number such as 12.5, or one with its unit"))
    unit: Unit | None = Field(None, description=say("a unit such as %"))
    year: Annotated[Words, WithJsonSchema(_JSON_YEAR)] = Field(description=say("the year of the figure, four digits"))
    source: Words = Field(description=say("where it comes from, or the word judgement"))


class JudgementForm(StrictForm):
    """An expert's adjustment of one variable in one period, signed and reasoned."""

    variable: Words = Field(description=say("the variable to adjust"))
    when: Annotated[Words, WithJsonSchema(_JSON_PERIOD)] = Field(description=say("a year or quarter such as 2030Q3"))
    add: Written = Field(description=say("a change such as -2 %, or a number with the variable's unit"))
    reason: Words = Field(description=say("why, in a few words"))
    author: Words | None = Field(None, description=say("who judges so"))
