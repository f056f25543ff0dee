"""The parameters of the model: each with value or distribution, unit, range, meaning and source."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

from pydantic import Field

from qnsim.economy import GROUPS
from qnsim.facts.forms import LabelForm, Range, one_of, read_facts
from qnsim.files.yaml_source import Source
from qnsim.language import join, say
from qnsim.quantities.distributions import Distribution
from qnsim.quantities.forms import Numbers, StrictForm, Unit, Words, check_form
from qnsim.quantities.units import at_base_prices, conversion_factor

ROLES = ("model", "draws", "check", "start of accounts")
USED = ("model", "draws")  # roles of what decides a result
CONFIDENCE = ("high", "medium", "low")


@dataclass(frozen=True)
class Parameter:
    """One fact. Numbers are in `unit`, the model's own unit, where percent have become fractions.

    `prior` is a distribution, a tuple of Dirichlet concentrations (`is_dirichlet`) or shares, or None if the value is
    solved from the growth accounts. `place` is where it is written, as
    'file:line:column'; `group` is empty where the block that reads it says it. `readings` say in words what its lowest
    and its highest value stand for, if they are two readings of the evidence.
    """

    name: str
    label: Mapping[str, str]
    meaning: str
    written_unit: str
    unit: str
    prior: Distribution | tuple[float, ...] | None
    is_dirichlet: bool
    low: float
    high: float
    role: str
    confidence: str
    source: str
    place: str = ""
    group: str = ""
    readings: tuple[Mapping[str, str], Mapping[str, str]] | None = None

    @property
    def factor(self) -> float:
        """What turns a number in the written unit into the model's unit."""
        return conversion_factor(self.written_unit, model_unit(self.written_unit))


def model_unit(written: str) -> str:
    """The unit inside the model: '% / year' is '1 / year' there."""
    return written.replace("%", "1").replace("pp", "1")


class _ReadingsForm(StrictForm):
    low: LabelForm = Field(description=say("what the lowest value of the range stands for, {{vi: ..., en: ...}}"))
    high: LabelForm = Field(description=say("what the highest value of the range stands for, {{vi: ..., en: ...}}"))


class _ParameterForm(StrictForm):
    label: LabelForm = Field(description=say("what people call it, {{vi: ..., en: ...}}"))
    meaning: Words = Field(description=say("what it is"))
    unit: Unit = Field(description=say("a unit such as billion VND / year"))
    prior: dict[str, Any] | str = Field(
        description=say("a distribution such as {{normal: [1, 0.1]}}, or the word solved")
    )
    range: Range = Field(description=say("the lowest and the highest value, such as [0, 1]"))
    role: Annotated[Words, one_of(ROLES, say("a role"))] = Field(
        description=say("one of {known}", known=", ".join(ROLES))
    )
    confidence: Annotated[Words, one_of(CONFIDENCE, say("a confidence"))] = Field(
        description=say("one of {known}", known=", ".join(CONFIDENCE))
    )
    source: Words = Field(description=say("where it comes from, or the word judgement"))
    group: Annotated[Words, one_of(tuple(GROUPS), say("a group"))] | None = Field(
        None, description=say("one of {known}; that of the block that reads it when left out", known=", ".join(GROUPS))
    )
    readings: _ReadingsForm | None = Field(
        None, description=say("what the ends of the range stand for, {{low: ..., high: ...}}")
    )


class _PriorForm(StrictForm):
    fixed: Numbers | None = None
    normal: Numbers | None = None
    truncated_normal: Numbers | None = Field(None, alias="truncated normal")
    lognormal: Numbers | None = None
    beta: Numbers | None = None
    gamma: Numbers | None = None
    uniform: Numbers | None = None
    triangular: Numbers | None = None
    dirichlet: Numbers | None = None
    shares: Numbers | None = None


def read_parameters(folders: Sequence[Path], base_year: int) -> Mapping[str, Parameter]:
    """All parameters of `parameters.yaml`, by name. Raises one `DataError` with every problem of the file."""
    source = read_facts(folders, "parameters.yaml", depth=2)
    found = {name: _parameter(source, name, base_year) for name in source.data}
    source.refuse()
    return {name: parameter for name, parameter in found.items() if parameter}


def _parameter(source: Source, name: str, base_year: int) -> Parameter | None:
    form = check_form(_ParameterForm, source, (name,), source.data[name])
    if not isinstance(form, _ParameterForm):
        return None
    factor = conversion_factor(form.unit, model_unit(form.unit))
    try:
        unit = at_base_prices(model_unit(form.unit), base_year)
    except ValueError as fault:
        source.report((name, "unit"), join(": ", (name, str(fault))))
        return None
    try:
        prior, is_dirichlet = _prior(source, name, form.prior, factor)
    except ValueError as fault:
        source.report((name, "prior"), str(fault))
        return None
    low, high = (factor * bound for bound in form.range)
    if isinstance(prior, Distribution) and not low <= prior.median <= high:
        middle = say("the median of {name}, {value:g} {unit}", name=name, value=prior.median / factor, unit=form.unit)
        source.report(
            (name, "prior"), say("{middle}, lies outside its range; change the prior or the range", middle=middle)
        )
    return Parameter(
        name=name,
        label=form.label.model_dump(),
        meaning=form.meaning,
        written_unit=form.unit,
        unit=unit,
        prior=prior,
        is_dirichlet=is_dirichlet,
        low=low,
        high=high,
        role=form.role,
        confidence=form.confidence,
        source=form.source,
        place=source.written_at((name,)),
        group=form.group or "",
        readings=(form.readings.low.model_dump(), form.readings.high.model_dump()) if form.readings else None,
    )


def _prior(
    source: Source, name: str, written: Any, factor: float
) -> tuple[Distribution | tuple[float, ...] | None, bool]:
    """The prior and whether it is Dirichlet. Raises `ValueError` in plain words."""
    if written == "solved":
        return None, False
    if isinstance(written, str):
        raise ValueError(
            say(
                "'{written}' is not a prior; expected one such as {{normal: [1, 0.1]}}, or the word solved",
                written=written,
            )
        )
    form = check_form(_PriorForm, source, (name, "prior"), written)
    if not isinstance(form, _PriorForm):
        return None, False
    given = form.model_dump(by_alias=True, exclude_none=True)
    if len(given) != 1:
        raise ValueError(
            say(
                "{name} has {count} distributions ({names}); keep one of them",
                name=name,
                count=len(given),
                names=", ".join(given),
            )
        )
    ((family, values),) = given.items()
    if family in ("dirichlet", "shares"):
        return tuple(values), family == "dirichlet"
    return Distribution(family, tuple(values)).scaled(factor), False
