"""The record: yearly series and single facts that the growth accounts and the model start from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Annotated, Any

import numpy as np
from pydantic import Field

from qnsim.facts.forms import one_of, read_facts
from qnsim.files.yaml_source import KeyPath, Source
from qnsim.quantities.forms import Number, StrictForm, Unit, Words, check_form

FIRST_YEAR, LAST_YEAR = 2015, 2022
YEARS = LAST_YEAR - FIRST_YEAR
STATUSES = ("p", "d", "a")  # published, derived, assumed
Status = Annotated[Words, one_of(STATUSES, "a status")]


@dataclass(frozen=True)
class History:
    """The record: yearly series 2015-2022 by name, and single facts by name."""

    series: Mapping[str, np.ndarray]
    facts: Mapping[str, float]


class _ValueForm(StrictForm):
    value: Number = Field(description="a number such as 12.5")
    status: Status = Field(description="p published, d derived or a assumed")
    note: Words | None = Field(None, description="what else to know")


class _SeriesForm(StrictForm):
    unit: Unit = Field(description="a unit such as trillion VND_2022")
    source: Words = Field(description="where it comes from")
    values: dict[str, Any] = Field(description="a value for each year, 2015: {value: 1, status: p}")


class _FactForm(StrictForm):
    value: Number = Field(description="a number such as 12.5")
    unit: Unit = Field(description="a unit such as trillion VND_2022")
    status: Status = Field(description="p published, d derived or a assumed")
    source: Words = Field(description="where it comes from, or the word judgement")


class _HistoryForm(StrictForm):
    series: dict[str, Any] = Field(description="yearly series by name")
    facts: dict[str, Any] = Field(description="single facts by name")


@cache
def read_history(file: Path) -> History:
    """The record in `data/history.yaml`. Raises one `DataError` with every problem of the file."""
    source = read_facts(file)
    form = check_form(_HistoryForm, source, (), source.data)
    if not isinstance(form, _HistoryForm):
        source.refuse()
        raise AssertionError("a form that is refused has problems")
    series = {name: _series(source, ("series", name), entry) for name, entry in form.series.items()}
    forms = {name: check_form(_FactForm, source, ("facts", name), entry) for name, entry in form.facts.items()}
    source.refuse()
    return History(series, {name: fact.value for name, fact in forms.items() if isinstance(fact, _FactForm)})


def _series(source: Source, path: KeyPath, entry: Any) -> np.ndarray:
    """The values of one series, a year after the other."""
    form = check_form(_SeriesForm, source, path, entry)
    written = form.values if isinstance(form, _SeriesForm) else {}
    years = [str(year) for year in range(FIRST_YEAR, LAST_YEAR + 1)]
    for year in written:
        if year not in years:
            source.report_key((*path, "values", year), f"'{year}' is not a year from {FIRST_YEAR} to {LAST_YEAR}")
    for year in years if written else ():
        if year not in written:
            source.report((*path, "values"), f"{path[-1]} has no value for {year}; add it")
    forms = [check_form(_ValueForm, source, (*path, "values", y), written[y]) for y in years if y in written]
    return np.array([value.value for value in forms if isinstance(value, _ValueForm)])
