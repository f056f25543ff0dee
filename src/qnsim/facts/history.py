"""The record: yearly series and single facts that the growth accounts and the model start from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

import numpy as np
from pydantic import Field

from qnsim.facts.forms import one_of, read_facts
from qnsim.files.yaml_source import KeyPath, Source
from qnsim.language import join, say
from qnsim.quantities.forms import Number, StrictForm, Unit, Words, check_form
from qnsim.quantities.units import at_base_prices

STATUSES = ("p", "d", "a")  # published, derived, assumed
Status = Annotated[Words, one_of(STATUSES, say("a status"))]


@dataclass(frozen=True)
class History:
    """The record: yearly series from the first to the last year by name, and single facts by name."""

    first_year: int
    last_year: int
    series: Mapping[str, np.ndarray]
    facts: Mapping[str, float]

    @property
    def years(self) -> int:
        """How many years of growth the record holds."""
        return self.last_year - self.first_year


class _ValueForm(StrictForm):
    value: Number = Field(description=say("a number such as 12.5"))
    status: Status = Field(description=say("p published, d derived or a assumed"))
    note: Words | None = Field(None, description=say("what else to know"))


class _SeriesForm(StrictForm):
    unit: Unit = Field(description=say("a unit such as million arrival / year"))
    source: Words = Field(description=say("where it comes from"))
    values: dict[str, Any] = Field(description=say("a value for each year, year: {{value: 1, status: p}}"))


class _FactForm(StrictForm):
    value: Number = Field(description=say("a number such as 12.5"))
    unit: Unit = Field(description=say("a unit such as million arrival / year"))
    status: Status = Field(description=say("p published, d derived or a assumed"))
    source: Words = Field(description=say("where it comes from, or the word judgement"))


class _HistoryForm(StrictForm):
    series: dict[str, Any] = Field(description=say("yearly series by name"))
    facts: dict[str, Any] = Field(description=say("single facts by name"))


def read_history(folders: Sequence[Path], first_year: int, last_year: int) -> History:
    """The record in `history.yaml`, money at the prices of the last year.

    Raises one `DataError` with every problem of the file.
    """
    source = read_facts(folders, "history.yaml", depth=4)
    years = range(first_year, last_year + 1)
    form = check_form(_HistoryForm, source, (), source.data)
    if not isinstance(form, _HistoryForm):
        source.refuse()
        raise AssertionError("a form that is refused has problems")
    series = {name: _series(source, ("series", name), entry, years) for name, entry in form.series.items()}
    forms = {name: check_form(_FactForm, source, ("facts", name), entry) for name, entry in form.facts.items()}
    for name, fact in forms.items():
        if isinstance(fact, _FactForm):
            _check_prices(source, ("facts", name), fact.unit, last_year)
    source.refuse()
    return History(
        first_year, last_year, series, {name: fact.value for name, fact in forms.items() if isinstance(fact, _FactForm)}
    )


def _check_prices(source: Source, path: KeyPath, unit: str, base_year: int) -> None:
    """Report money at constant prices of another year."""
    try:
        at_base_prices(unit, base_year)
    except ValueError as fault:
        source.report((*path, "unit"), join(": ", (str(path[-1]), str(fault))))


def _series(source: Source, path: KeyPath, entry: Any, span: range) -> np.ndarray:
    """The values of one series, a year after the other; what a later case knows beyond the span is left out."""
    form = check_form(_SeriesForm, source, path, entry)
    written = form.values if isinstance(form, _SeriesForm) else {}
    if isinstance(form, _SeriesForm):
        _check_prices(source, path, form.unit, span[-1])
    years = [str(year) for year in span]
    for year in written:
        if year not in years and (*path, "values", year) in source.keys:
            source.report_key(
                (*path, "values", year),
                say("'{year}' is not a year from {first} to {last}", year=year, first=span[0], last=span[-1]),
            )
    for year in years if written else ():
        if year not in written:
            source.report((*path, "values"), say("{path} has no value for {year}; add it", path=path[-1], year=year))
    forms = [check_form(_ValueForm, source, (*path, "values", y), written[y]) for y in years if y in written]
    return np.array([value.value for value in forms if isinstance(value, _ValueForm)])
