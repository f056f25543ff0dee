"""What the files of facts share: labels in two languages, ranges, words from a list."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Annotated, Any

from pydantic import AfterValidator, Field

from qnsim.files.yaml_source import Source, read_source
from qnsim.language import say
from qnsim.quantities.forms import Number, StrictForm, Words
from qnsim.quantities.written_amounts import plain_number, shown


class LabelForm(StrictForm):
    """What people call something, in both languages."""

    vi: Words = Field(description=say("the words in Vietnamese"))
    en: Words = Field(description=say("the words in English"))


def _pair(bounds: list[float]) -> list[float]:
    if len(bounds) != 2 or bounds[0] > bounds[1]:
        written = ", ".join(map(plain_number, bounds))
        raise ValueError(
            say(
                "[{written}] is not a range; expected the lowest and the highest value, such as [0, 1]", written=written
            )
        )
    return bounds


Range = Annotated[list[Number], AfterValidator(_pair)]


def one_of(known: Sequence[str], what: str) -> AfterValidator:
    """The rule that a text is one of the known ones, which are each a `what`."""

    def check(written: str) -> str:
        if written not in known:
            raise ValueError(
                say(
                    "'{written}' is not {what}; expected one of {names}",
                    written=shown(written),
                    what=what,
                    names=", ".join(known),
                )
            )
        return written

    return AfterValidator(check)


def read_facts(folders: Sequence[Path], name: str, depth: int) -> Source:
    """The facts called `name` of a case: the file of each folder laid over that of the one before.

    Entries merge down to `depth` levels of keys; what lies deeper is replaced whole. Problems are told in the last
    file, since each was right by itself. Raises `DataError` if a file is not YAML as files here are written.
    """
    files = [folder / name for folder in folders if os.path.exists(folder / name)] or [folders[-1] / name]
    sources = [read_source(file) for file in files]
    for source in sources:
        if not source.readable:
            source.refuse()
    merged = sources[0]
    for source in sources[1:]:
        merged = replace(source, data=_laid_over(merged.data, source.data, depth), beneath=merged)
    return merged


def _laid_over(base: Any, own: Any, depth: int) -> Any:
    """What `own` says, and what only `base` says."""
    if depth == 0 or not isinstance(base, dict) or not isinstance(own, dict):
        return own
    return {**base, **{key: _laid_over(base.get(key), value, depth - 1) for key, value in own.items()}}
