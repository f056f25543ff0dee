"""The shape of a file of targets: the classes that validate it."""

from __future__ import annotations

import re
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, Field

from qnsim.quantities.forms import Number, StrictForm, Unit, Words
from qnsim.quantities.written_amounts import decimal, shown

TREATMENTS = ("modelled", "projected", "tracked")
COMPARED = (">", ">=", "about", "<", "<=")
COMPARATORS = (*COMPARED, "highest", "leading group", "completed")
_DUE = re.compile("[0-9]{4}(Q[1-4])?|[0-9]{4}-[0-9]{4}")


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


class IndicatorForm(StrictForm):
    """A text in two languages."""

    vi: Words = Field(description="the indicator in Vietnamese")
    en: Words = Field(description="the indicator in English")


class ResolutionForm(StrictForm):
    """The resolution that sets the targets."""

    title: IndicatorForm = Field(description="the title in two languages, {vi: ..., en: ...}")
    adopted: Words = Field(description="a date such as 2029-12-31")
    source: Words = Field(description="number and date of the resolution")


class MeasureForm(StrictForm):
    """What the model compares."""

    variable: Words = Field(description="a variable of summary.csv, such as grdp_growth")
    sector: Words | None = Field(None, description="the sector of the variable, such as services")


class AgainstForm(StrictForm):
    """What a measure is compared with if it is not a number."""

    constant: Words = Field(description="a constant of the model, such as firm_exits_start")


class FileForm(StrictForm):
    """A file of targets."""

    headline: Words | None = Field(None, description="the id of the target that runs are judged by")
    resolution: dict[str, Any] | None = Field(None, description="the resolution, with title, adopted and source")
    projection: dict[str, Any] | None = Field(None, description="the priors of projections, with share and quantity")
    targets: Annotated[list[dict[str, Any]], Field(min_length=1)] = Field(description="a list of targets, - {id: ...}")


class BaselineForm(StrictForm):
    """The last known value of an indicator."""

    period: Words = Field(description="a year or quarter such as 2029")
    value: Annotated[float, BeforeValidator(decimal)] = Field(description="a number such as 12.5")
    unit: Words = Field(description="a unit such as billion VND")
    series: Words = Field(description="the series of the observations, series|breakdown")
    note: Words | None = Field(None, description="what else to know")


class TargetForm(StrictForm):
    """One target."""

    id: Words = Field(description="a short name such as grdp_growth")
    clause: Words = Field(description="the clause of the resolution, such as I.2(1)")
    indicator: IndicatorForm = Field(description="the indicator in two languages, {vi: ..., en: ...}")
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
    measure: MeasureForm | None = Field(None, description="what the model compares, {variable: grdp_growth}")
    against: AgainstForm | None = Field(
        None, description="what the measure is compared with if it is not a number, {constant: firm_exits_start}"
    )
    note: Words | None = Field(None, description="what else to know; the scorecard prints it")
    baseline: BaselineForm | None = Field(None, description="the last known value")
    record: dict[str, Any] | None = Field(None, description="what a projection reads, {series: series|breakdown}")
