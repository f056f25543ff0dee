"""The shape of a file of targets: the classes that validate it."""

from __future__ import annotations

import re
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, Field

from qnsim.language import say
from qnsim.quantities.forms import Number, StrictForm, Unit, Words
from qnsim.quantities.written_amounts import decimal, shown

TREATMENTS = ("modelled", "projected", "tracked")
COMPARED = (">", ">=", "about", "<", "<=")
COMPARATORS = (*COMPARED, "highest", "leading group", "completed")
_DUE = re.compile("[0-9]{4}(Q[1-4])?|[0-9]{4}-[0-9]{4}")


def _check_comparator(written: str) -> str:
    if written not in COMPARATORS:
        raise ValueError(
            say(
                "'{written}' is not a comparator; expected one of {names}",
                written=shown(written),
                names=", ".join(COMPARATORS),
            )
        )
    return written


def _check_treatment(written: str) -> str:
    if written not in TREATMENTS:
        raise ValueError(
            say(
                "'{written}' is not a treatment; expected one of {names}",
                written=shown(written),
                names=", ".join(TREATMENTS),
            )
        )
    return written


def _check_due(written: str) -> str:
    if not _DUE.fullmatch(written):
        raise ValueError(
            say("'{written}' is not when a target is due; expected one such as 2030 or 2030Q3", written=shown(written))
        )
    return written


class IndicatorForm(StrictForm):
    """A text in two languages."""

    vi: Words = Field(description=say("the indicator in Vietnamese"))
    en: Words = Field(description=say("the indicator in English"))


class ResolutionForm(StrictForm):
    """The resolution that sets the targets."""

    title: IndicatorForm = Field(description=say("the title in two languages, {{vi: ..., en: ...}}"))
    adopted: Words = Field(description=say("a date such as 2029-12-31"))
    source: Words = Field(description=say("number and date of the resolution"))


class MeasureForm(StrictForm):
    """What the model compares."""

    variable: Words = Field(description=say("a variable of summary.csv, such as grdp_growth"))
    sector: Words | None = Field(None, description=say("the sector of the variable, such as services"))


class AgainstForm(StrictForm):
    """What a measure is compared with if it is not a number."""

    constant: Words = Field(description=say("a constant of the model, such as firm_exits_start"))


class FileForm(StrictForm):
    """A file of targets."""

    headline: Words | None = Field(None, description=say("the id of the target that runs are judged by"))
    resolution: dict[str, Any] | None = Field(None, description=say("the resolution, with title, adopted and source"))
    projection: dict[str, Any] | None = Field(
        None, description=say("the priors of projections, with share and quantity")
    )
    targets: Annotated[list[dict[str, Any]], Field(min_length=1)] = Field(
        description=say("a list of targets, - {{id: ...}}")
    )


class BaselineForm(StrictForm):
    """The last known value of an indicator."""

    period: Words = Field(description=say("a year or quarter such as 2029"))
    value: Annotated[float, BeforeValidator(decimal)] = Field(description=say("a number such as 12.5"))
    unit: Words = Field(description=say("a unit such as billion VND"))
    series: Words = Field(description=say("the series of the observations, series|breakdown"))
    note: Words | None = Field(None, description=say("what else to know"))
    note_vi: Words | None = Field(None, description=say("the note in Vietnamese"))


class TargetForm(StrictForm):
    """One target."""

    id: Words = Field(description=say("a short name such as grdp_growth"))
    clause: Words = Field(description=say("the clause of the resolution, such as I.2(1)"))
    indicator: IndicatorForm = Field(description=say("the indicator in two languages, {{vi: ..., en: ...}}"))
    comparator: Annotated[Words, AfterValidator(_check_comparator)] = Field(
        description=say("one of {known}", known=", ".join(COMPARATORS))
    )
    threshold: Number | None = Field(
        None, description=say("a number such as 10, or no such line if the resolution gives none")
    )
    unit: Words = Field(description=say("a unit such as billion VND"))
    model_unit: Unit | None = Field(
        None, description=say("the same unit in the words of the model, such as billion VND")
    )
    due: Annotated[Words, AfterValidator(_check_due)] = Field(
        description=say("a year or quarter such as 2030 or 2030Q3")
    )
    treatment: Annotated[Words, AfterValidator(_check_treatment)] = Field(
        description=say("one of {known}", known=", ".join(TREATMENTS))
    )
    verbatim: Words = Field(description=say("the text of the resolution"))
    definition: Words | None = Field(None, description=say("what is counted"))
    measure: MeasureForm | None = Field(None, description=say("what the model compares, {{variable: grdp_growth}}"))
    against: AgainstForm | None = Field(
        None, description=say("what the measure is compared with if it is not a number, {{constant: firm_exits_start}}")
    )
    note: Words | None = Field(None, description=say("what else to know; the scorecard prints it"))
    note_vi: Words | None = Field(None, description=say("the note in Vietnamese"))
    baseline: BaselineForm | None = Field(None, description=say("the last known value"))
    record: dict[str, Any] | None = Field(
        None, description=say("what a projection reads, {{series: series|breakdown}}")
    )
