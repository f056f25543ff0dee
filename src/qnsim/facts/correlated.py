"""Draws that move together, and what people call the draws that are no parameters."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Annotated, Any

from pydantic import AfterValidator, Field

from qnsim.economy import SURPRISES
from qnsim.errors import nearest
from qnsim.facts.forms import LabelForm, read_facts
from qnsim.quantities.forms import Number, StrictForm, Words, check_form

OF_A_YEAR = re.compile("@(year|first)")


def _inside(value: float) -> float:
    if not -1 < value < 1:
        raise ValueError(f"{value:g} is not a correlation; expected a number between -1 and 1")
    return value


class _PairForm(StrictForm):
    between: Annotated[list[Words], Field(min_length=2, max_length=2)] = Field(description="two names, in a list")
    value: Annotated[Number, AfterValidator(_inside)] = Field(description="a number between -1 and 1")
    source: Words = Field(description="where it comes from, or the word judgement")


class _PairsForm(StrictForm):
    pairs: list[dict[str, Any]] = Field(description="a list, - {between: [one, other], value: 0.3, source: ...}")


def read_correlations(file: Path, parameters: Collection[str]) -> tuple[tuple[str, str, float], ...]:
    """The pairs of `data/correlations.yaml`. Raises one `DataError` with every problem of the file."""
    source = read_facts(file)
    form = check_form(_PairsForm, source, (), source.data)
    found = []
    for place, entry in enumerate(form.pairs if isinstance(form, _PairsForm) else ()):
        pair = check_form(_PairForm, source, ("pairs", place), entry)
        if not isinstance(pair, _PairForm):
            continue
        for number, name in enumerate(pair.between):
            known = SURPRISES if "@" in name else parameters
            if OF_A_YEAR.sub("", name) not in known:
                what = "a draw of a year" if "@" in name else "a parameter that is drawn"
                fault = f"'{name}' is not {what}; correct the name.{nearest(name, list(known))}"
                source.report(("pairs", place, "between", number), fault)
        found.append((pair.between[0], pair.between[1], pair.value))
    source.refuse()
    return tuple(found)


def read_surprises(file: Path) -> Mapping[str, Mapping[str, str]]:
    """The labels of `data/surprises.yaml`, one for each draw. Raises one `DataError` with every problem of the file."""
    source = read_facts(file)
    forms = {name: check_form(LabelForm, source, (name,), label) for name, label in source.data.items()}
    for name in forms:
        if name not in SURPRISES:
            fault = f"nothing called '{name}' is drawn; remove it or correct its name.{nearest(name, SURPRISES)}"
            source.report_key((name,), fault)
    for name in SURPRISES:
        if name not in forms:
            source.report((), f"'{name}' is drawn and has no label; add {name}: {{vi: ..., en: ...}}")
    source.refuse()
    return {name: form.model_dump() for name, form in forms.items() if isinstance(form, LabelForm)}
