"""What callers of the public names hand over: refused with advice where it is of another kind than expected."""

from __future__ import annotations

import reprlib
from collections.abc import Iterable
from typing import Any, TypeVar

from qnsim.errors import UsageError
from qnsim.language import say

Kind = TypeVar("Kind")


def check(argument: str, given: object, kind: Any, expected: str) -> None:
    """Raise `UsageError` unless an argument is of a kind; `expected` says which, and how to get one."""
    if not isinstance(given, kind):
        raise UsageError(
            say("{argument} is {given}; expected {expected}", argument=argument, given=told(given), expected=expected)
        )


def several(argument: str, given: Iterable[Kind], kind: type[Kind], expected: str) -> tuple[Kind, ...]:
    """The values of an argument that is a sequence. Raises `UsageError` for one alone, or for another kind."""
    if isinstance(given, kind):
        raise UsageError(
            say(
                "{argument} is {given}; expected a list of {expected}; put it in brackets, [...]",
                argument=argument,
                given=told(given),
                expected=expected,
            )
        )
    if isinstance(given, str) or not isinstance(given, Iterable):
        raise UsageError(
            say(
                "{argument} is {given}; expected a list of {expected}",
                argument=argument,
                given=told(given),
                expected=expected,
            )
        )
    values = tuple(given)
    for place, value in enumerate(values):
        check(f"{argument}[{place}]", value, kind, expected)
    return values


def told(given: object) -> str:
    """A plain value as it was written, anything else by its kind."""
    if isinstance(given, str | int | float | None):
        return reprlib.repr(given)
    kind = type(given).__name__
    return say("an {kind}", kind=kind) if kind[0] in "AEIOU" else say("a {kind}", kind=kind)
