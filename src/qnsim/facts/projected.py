"""What a file of targets says about projecting them: the record of each indicator, and the prior of a random walk."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

from pydantic import Field, model_validator

from qnsim.quantities.forms import Number, StrictForm, Words
from qnsim.quantities.written_units import factor


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
    """The record of a target: its series, as series|breakdown. Ranks are to be `within` the first, all of them."""

    series: tuple[str, ...]
    within: int | None = None


Positive = Annotated[Number, Field(gt=0)]


class WalkForm(StrictForm):
    """The prior of a random walk as written."""

    yearly: Positive = Field(description="the spread of the change of a year on the logit or log scale, such as 0.1")
    trend: Positive = Field(description="the spread of the mean change of a year around none, such as 0.1")
    worth: Positive = Field(description="how many changes the spread is worth, such as 4")
    source: Words = Field(description="where it comes from, or the word judgement")

    def read(self) -> Walk:
        """The prior."""
        return Walk(self.yearly, self.trend, self.worth, self.source)


class ProjectionForm(StrictForm):
    """The priors of a file of targets."""

    share: WalkForm = Field(description="the prior of percentages, {yearly: ..., trend: ..., worth: ..., source: ...}")
    quantity: WalkForm = Field(
        description="the prior of quantities, {yearly: ..., trend: ..., worth: ..., source: ...}"
    )


class FiguresForm(StrictForm):
    """The record of a target as written: one series, or ranks and how many are the first."""

    series: Words | None = Field(None, description="a series of the observations, series|breakdown")
    ranks: list[Words] | None = Field(None, min_length=1, description="a list of series of ranks, series|breakdown")
    within: Annotated[Number, Field(ge=1)] | None = Field(None, description="the last rank that counts, such as 10")

    @model_validator(mode="after")
    def _one_kind(self) -> FiguresForm:
        if (self.series is None) == (self.ranks is None) or (self.ranks is None) != (self.within is None):
            raise ValueError("a record is either one series, or ranks and within; write one of the two")
        return self

    def read(self) -> Figures:
        """The record."""
        within = None if self.within is None else int(self.within)
        return Figures(tuple(self.ranks or ([self.series] if self.series else [])), within)


def is_share(unit: str) -> bool:
    """Whether a target in this unit is a percentage, which cannot leave 0 to 100."""
    return unit.strip() in ("%", "percent")


def in_unit_of_target(values: Sequence[float], given: str, unit: str) -> list[float]:
    """Figures in the unit of a target, within the bounds of what it measures. Raises `ValueError` in plain words."""
    ratio = factor(given, unit, by_quarter=False)
    converted = [float(f"{value * ratio:.15g}") for value in values]
    for value in converted:
        if is_share(unit) and not 0 < value < 100:
            raise ValueError(f"{value:g} % leaves a share no room to move; expected more than 0 and less than 100 %")
        if value <= 0:
            raise ValueError(f"{value:g} is not a quantity that can grow; expected a number above 0")
    return converted
