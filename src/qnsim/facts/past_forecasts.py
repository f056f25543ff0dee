"""What past forecasts of a case taught, in one file beside it: the model's errors, weights, and what the record says.

The file is written by `qnsim backtest --write` and read by every run of the case.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import Field

from qnsim.files.yaml_source import Source, read_source
from qnsim.language import say
from qnsim.quantities.forms import Number, StrictForm, Words, check_form

PAST_FILE = "past-forecasts.yaml"
COMMAND = "qnsim backtest --write"
VERSION = 1
PRIORS, POSTERIORS, BOTH = "priors", "posteriors", "priors and posteriors"
Table = tuple[tuple[float, ...], ...]


@dataclass(frozen=True)
class Law:
    """A Student law: degrees of freedom, location and scale, in points of growth."""

    freedom: float
    location: float
    scale: float


@dataclass(frozen=True)
class PastForecasts:
    """What was learned, from files with the digest `sources`, of forecasts that drew parameters as `drawn` says.

    `together` are the probabilities by year that the pool gave one year ahead to what `passed` years reached. `errors`
    are laws by horizon, `records` laws by year of forecast and member. `weights` are means by member, with their
    `covariance`.
    """

    sources: str
    drawn: str
    together: Mapping[str, float]
    passed: int
    errors: tuple[Law, ...]
    prior: Law
    weights: Mapping[str, float]
    covariance: Table
    records: Mapping[str, Mapping[str, Law]]


class _LawForm(StrictForm):
    freedom: Number = Field(description=say("degrees of freedom, more than 2"), gt=2)
    location: Number = Field(description=say("the location in points of growth"))
    scale: Number = Field(description=say("the scale in points of growth, more than 0"), gt=0)

    @property
    def law(self) -> Law:
        return Law(self.freedom, self.location, self.scale)


class _PastForm(StrictForm):
    version: Number = Field(
        description=say("the version of this form, {version}", version=VERSION), ge=VERSION, le=VERSION
    )
    sources: Words = Field(description=say("a digest of what it was learned from"))
    drawn: Words = Field(
        description=say("{priors}, {posteriors}, or {both}", priors=PRIORS, posteriors=POSTERIORS, both=BOTH)
    )
    together: dict[str, Number] = Field(description=say("the probability that was given, by year"), min_length=1)
    passed: Number = Field(description=say("how many of these years passed"), ge=0)
    errors: list[_LawForm] = Field(description=say("the laws of the model's error, one per year ahead"), min_length=1)
    prior: _LawForm = Field(description=say("the law of an error before any was seen"))
    weights: dict[str, Number] = Field(description=say("the weight of each member"), min_length=2)
    covariance: list[list[Number]] = Field(description=say("the covariance of the weights, a list of rows"))
    records: dict[str, dict[str, _LawForm]] = Field(
        description=say("the laws of the other members, by year and member")
    )


def read_past_forecasts(file: Path) -> PastForecasts:
    """The file of a case. Raises `DataError` with its faults and the command that makes it anew."""
    source = read_source(file)
    form = check_form(_PastForm, source, (), source.data) if source.readable else None
    if isinstance(form, _PastForm):
        _check_members(source, form)
    if source.problems:
        source.report((), say("cannot be used; make it anew with: {command}", command=COMMAND))
    source.refuse()
    assert isinstance(form, _PastForm)
    return PastForecasts(
        form.sources,
        form.drawn,
        form.together,
        round(form.passed),
        tuple(each.law for each in form.errors),
        form.prior.law,
        form.weights,
        tuple(map(tuple, form.covariance)),
        {year: {name: law.law for name, law in laws.items()} for year, laws in form.records.items()},
    )


def _check_members(source: Source, form: _PastForm) -> None:
    count = len(form.weights)
    if [len(row) for row in form.covariance] != [count] * count:
        source.report(
            ("covariance",), say("expected {count} rows of {count} numbers, as there are weights", count=count)
        )
    for year, laws in form.records.items():
        for name in laws.keys() - form.weights.keys():
            known = ", ".join(form.weights)
            source.report(
                ("records", year, name), say("{name} has no weight; expected one of {known}", name=name, known=known)
            )


def past_forecasts_text(past: PastForecasts) -> str:
    """The content of the file: the same text for the same numbers."""
    records = {year: {name: _law(law) for name, law in laws.items()} for year, laws in past.records.items()}
    lines = [
        f"# What past forecasts taught, written by `{COMMAND}`: not to be changed by hand.",
        f"version: {VERSION}",
        f"sources: {past.sources}",
        f"drawn: {past.drawn}",
        "together:  # probability given to the target one year ahead, by year",
        *_lines({year: _number(value) for year, value in past.together.items()}),
        f"passed: {past.passed}",
        "errors:  # points of growth, one, two, ... years ahead",
        *(f"  - {_law(law)}" for law in past.errors),
        f"prior: {_law(past.prior)}",
        "weights:",
        *_lines({name: _number(value) for name, value in past.weights.items()}),
        "covariance:",
        *(f"  - [{', '.join(map(_number, row))}]" for row in past.covariance),
        "records:",
        *(line for year, laws in records.items() for line in (f"  {year}:", *(f"  {each}" for each in _lines(laws)))),
    ]
    return "\n".join(lines) + "\n"


def _lines(values: Mapping[str, Any]) -> Sequence[str]:
    return [f"  {name}: {value}" for name, value in values.items()]


def _law(law: Law) -> str:
    return f"{{freedom: {law.freedom:g}, location: {_number(law.location)}, scale: {_number(law.scale)}}}"


def _number(value: float) -> str:
    return f"{value:.5f}"
