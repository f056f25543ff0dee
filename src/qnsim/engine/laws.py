"""How chance draws what is declared as a `Surprise`: the laws a path may follow, for whoever draws."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class OfYear:
    """One standardised number a year: normal, or Student-t with some `degrees` of freedom.

    A path that `accumulates` is the sum of the years so far.
    """

    degrees: int | None = None
    accumulates: bool = False


@dataclass(frozen=True)
class OfQuarter:
    """One standard normal number a quarter."""


@dataclass(frozen=True)
class ShareOfYear:
    """The part of a year that falls in the quarter, from the `shares` parameter."""

    shares: str


@dataclass(frozen=True)
class UsualShareOfYear:
    """The usual part of a year in the quarter, scaled so that parts drawn by `shares` average to one against it."""

    shares: str


@dataclass(frozen=True)
class Visits:
    """Events that come at the parameter `frequency` a year, all of a year in one quarter, by the `season` shares.

    Events given for a whole year come in its `peak`, counted from 0.
    """

    frequency: str
    season: str
    peak: int


@dataclass(frozen=True)
class Spell:
    """A state that begins in any quarter of a year with the parameter `probability` and lasts some `quarters`."""

    probability: str
    quarters: int


Law = OfYear | OfQuarter | ShareOfYear | UsualShareOfYear | Visits | Spell
