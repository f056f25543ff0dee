"""What a file of targets says about projecting them: the record of each indicator, and the prior of a random walk."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import AfterValidator, Field

from qnsim.files.yaml_source import KeyPath, Source
from qnsim.language import say
from qnsim.quantities.forms import Number, StrictForm, Words, check_form
from qnsim.quantities.written_units import factor

KINDS = ("share", "quantity")


@dataclass(frozen=True)
class Walk:
    """The prior of a random walk with drift, on the logit scale for shares and on the log scale for quantities.

    `yearly` is the spread of the change of a year, which counts as much as if seen in `worth` changes, and `trend` the
    spread of the mean change around none.
    """

    yearly: float
    trend: float
    worth: float
    source: str


@dataclass(frozen=True)
class Figures:
    """The record of a target: its series, as series|breakdown. Ranks are to be `within` the first, all of them.

    `walk` is the prior of its own changes if they differ from those of its kind.
    """

    series: tuple[str, ...]
    within: int | None = None
    walk: Walk | None = None


def _positive(value: float) -> float:
    if value <= 0:
        raise ValueError(say("{value:g} is no spread or weight; expected a number above 0", value=value))
    return value


def _rank(value: float) -> float:
    if value < 1 or not value.is_integer():
        raise ValueError(say("{value:g} is not a rank; expected a whole number such as 10", value=value))
    return value


_Positive = Annotated[Number, AfterValidator(_positive)]


class _WalkForm(StrictForm):
    yearly: _Positive = Field(
        description=say("the spread of the change of a year on the logit or log scale, such as 0.1")
    )
    trend: _Positive = Field(description=say("the spread of the mean change of a year around none, such as 0.1"))
    worth: _Positive = Field(description=say("how many changes the spread is worth, such as 4"))
    source: Words = Field(description=say("where it comes from, or the word judgement"))


class _ProjectionForm(StrictForm):
    share: dict[str, Any] = Field(description=say("the prior of percentages, {{yearly: ..., trend: ..., ...}}"))
    quantity: dict[str, Any] = Field(description=say("the prior of quantities, {{yearly: ..., trend: ..., ...}}"))


class _FiguresForm(StrictForm):
    series: Words | None = Field(None, description=say("a series of the observations, series|breakdown"))
    ranks: list[Words] | None = Field(
        None, min_length=1, description=say("a list of series of ranks, series|breakdown")
    )
    within: Annotated[Number, AfterValidator(_rank)] | None = Field(None, description=say("the last rank that counts"))
    prior: dict[str, Any] | None = Field(None, description=say("its own prior, {{yearly: ..., trend: ..., ...}}"))


def read_walks(source: Source, data: Any) -> dict[str, Walk]:
    """The priors of shares and of quantities, without those whose problems have been reported."""
    form = check_form(_ProjectionForm, source, ("projection",), data)
    if not isinstance(form, _ProjectionForm):
        return {}
    walks = {name: _walk(source, ("projection", name), getattr(form, name)) for name in KINDS}
    return {name: walk for name, walk in walks.items() if walk}


def _walk(source: Source, path: KeyPath, data: Any) -> Walk | None:
    form = check_form(_WalkForm, source, path, data)
    return Walk(**form.model_dump()) if isinstance(form, _WalkForm) else None


def read_figures(source: Source, path: KeyPath, data: Any) -> Figures | None:
    """The record of a target, or None after its problem has been reported."""
    form = check_form(_FiguresForm, source, path, data)
    if not isinstance(form, _FiguresForm):
        return None
    if (form.series is None) == (form.ranks is None) or (form.ranks is None) != (form.within is None):
        source.report(
            path,
            say("a record is one series, or ranks and within; write {{series: ...}} or {{ranks: [...], within: 10}}"),
        )
        return None
    if form.series is not None:
        return Figures(
            (form.series,), walk=_walk(source, (*path, "prior"), form.prior) if form.prior is not None else None
        )
    return Figures(tuple(form.ranks or ()), int(form.within or 0))


def kind_of(unit: str) -> str:
    """Which prior goes with a unit."""
    return KINDS[0] if is_share(unit) else KINDS[1]


def is_share(unit: str) -> bool:
    """Whether a target in this unit is a percentage, which cannot leave 0 to 100."""
    return unit.strip() in ("%", "percent")


def in_unit_of_target(values: Sequence[float], given: str, unit: str) -> list[float]:
    """Figures in the unit of a target, within the bounds of what it measures. Raises `ValueError` in plain words."""
    ratio = factor(given, unit, by_quarter=False)
    converted = [float(f"{value * ratio:.15g}") for value in values]
    for value in converted:
        if is_share(unit) and not 0 < value < 100:
            raise ValueError(
                say("{value:g} % leaves a share no room to move; expected more than 0 and less than 100 %", value=value)
            )
        if value <= 0:
            raise ValueError(say("{value:g} is not a quantity that can grow; expected a number above 0", value=value))
    return converted
