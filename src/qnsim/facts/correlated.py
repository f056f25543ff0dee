"""Draws that move together."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from pathlib import Path
from typing import Annotated, Any

from pydantic import AfterValidator, Field

from qnsim.errors import nearest
from qnsim.facts.forms import read_facts
from qnsim.language import say
from qnsim.quantities.forms import Number, StrictForm, Words, check_form

OF_A_YEAR = re.compile("@(year|first)")


def _inside(value: float) -> float:
    if not -1 < value < 1:
        raise ValueError(say("{value:g} is not a correlation; expected a number between -1 and 1", value=value))
    return value


class _PairForm(StrictForm):
    between: Annotated[list[Words], Field(min_length=2, max_length=2)] = Field(description=say("two names, in a list"))
    value: Annotated[Number, AfterValidator(_inside)] = Field(description=say("a number between -1 and 1"))
    source: Words = Field(description=say("where it comes from, or the word judgement"))


class _PairsForm(StrictForm):
    pairs: list[dict[str, Any]] = Field(description=say("a list, - {{between: [one, other], value: 0.3, source: ...}}"))


def read_correlations(
    folders: Sequence[Path], parameters: Collection[str], yearly: Collection[str]
) -> tuple[tuple[str, str, float], ...]:
    """The pairs of `correlations.yaml`: parameters, and `yearly` surprises with @year or @first.

    Raises one `DataError` with every problem of the file.
    """
    source = read_facts(folders, "correlations.yaml", depth=1)
    form = check_form(_PairsForm, source, (), source.data)
    found = []
    for place, entry in enumerate(form.pairs if isinstance(form, _PairsForm) else ()):
        pair = check_form(_PairForm, source, ("pairs", place), entry)
        if not isinstance(pair, _PairForm):
            continue
        for number, name in enumerate(pair.between):
            known = yearly if "@" in name else parameters
            if OF_A_YEAR.sub("", name) not in known:
                what = say("a draw of a year") if "@" in name else say("a parameter that is drawn")
                fault = say(
                    "'{name}' is not {what}; correct the name.{nearest}",
                    name=name,
                    what=what,
                    nearest=nearest(name, list(known)),
                )
                source.report(("pairs", place, "between", number), fault)
        found.append((pair.between[0], pair.between[1], pair.value))
    source.refuse()
    return tuple(found)
