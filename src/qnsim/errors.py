"""Errors a reader can act on: one class for each person who must act.

A message says *where: what is wrong; what was expected; what to do*, in the reader's words. It is made by `say`, so
that `Language.say(str(error))` tells it in the reader's language.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from qnsim.language import join, say


class QnsimError(Exception):
    """Anything the reader of the message can mend; the command line prints it without a traceback."""


class ModelError(QnsimError):
    """For the modeller: an equation or its declaration is wrong."""


class DataError(QnsimError):
    """For the keeper of `data/`: a fact is missing, malformed or out of range."""


class SimulationError(QnsimError):
    """For whoever ran it: a number stopped being a number."""


class NotFiniteError(SimulationError):
    """The first value of a run that is not a number: at which step, called `when`, of which draw, and `what` it is.

    `draw` is None in a central run, which has only one.
    """

    def __init__(self, position: int, when: str, draw: int | None, what: str):
        self.position, self.when, self.draw, self.what = position, when, draw, what
        super().__init__(position, when, draw, what)

    def __str__(self) -> str:
        if self.draw is None:
            return say("{when}, central run: {what}", when=self.when, what=self.what)
        return say("{when}, draw {draw}: {what}", when=self.when, draw=self.draw, what=self.what)


class UsageError(QnsimError):
    """For the person at the command line: an option or argument cannot be used."""


@dataclass(frozen=True, order=True)
class Problem:
    """One thing wrong at one place of a file; line and column count from 1."""

    file: str
    line: int
    column: int
    text: str

    def __str__(self) -> str:
        return join(": ", (f"{self.file}:{self.line}:{self.column}", self.text))


class ScenarioError(QnsimError):
    """For the author of a scenario file: every problem of the file, found in one pass."""

    def __init__(self, problems: Sequence[Problem]):
        self.problems = tuple(sorted(problems))
        super().__init__(join("\n", map(str, self.problems)))

    def __reduce__(self) -> tuple[type[ScenarioError], tuple[Sequence[Problem]]]:
        return type(self), (self.problems,)  # pickle would pass it its own text


def nearest(name: str, known: Sequence[str]) -> str:
    """A question naming the closest known name, or an empty string."""
    close = get_close_matches(name, known, n=1, cutoff=0.6)
    return say(" Did you mean '{name}'?", name=close[0]) if close else ""
