"""What the files of facts share: labels in two languages, ranges, words from a list."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator, Field

from qnsim.files.yaml_source import Source, read_source
from qnsim.quantities.forms import Number, StrictForm, Words
from qnsim.quantities.written_amounts import plain_number, shown


class LabelForm(StrictForm):
    """What people call something, in both languages."""

    vi: Words = Field(description="the words in Vietnamese")
    en: Words = Field(description="the words in English")


def _pair(bounds: list[float]) -> list[float]:
    if len(bounds) != 2 or bounds[0] > bounds[1]:
        written = ", ".join(map(plain_number, bounds))
        raise ValueError(f"[{written}] is not a range; expected the lowest and the highest value, such as [0, 1]")
    return bounds


Range = Annotated[list[Number], AfterValidator(_pair)]


def one_of(known: Sequence[str], what: str) -> AfterValidator:
    """The rule that a text is one of the known ones, which are each a `what`."""

    def check(written: str) -> str:
        if written not in known:
            raise ValueError(f"'{shown(written)}' is not {what}; expected one of {', '.join(known)}")
        return written

    return AfterValidator(check)


def read_facts(file: Path) -> Source:
    """A readable file of facts. Raises `DataError` if it is not YAML as files here are written."""
    source = read_source(file)
    if not source.readable:
        source.refuse()
    return source
