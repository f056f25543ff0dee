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

    @property
    def words(self) -> str:
        """How it is drawn, for people."""
        tails = f"a Student t number with {self.degrees} degrees of freedom scaled to variance 1"
        number = tails if self.degrees else "a standard normal number"
        return f"{number}, drawn anew for each year; years are independent"


@dataclass(frozen=True)
class OfQuarter:
    """One standard normal number a quarter."""

    @property
    def words(self) -> str:
        """How it is drawn, for people."""
        return "a standard normal number, drawn anew for each quarter"


@dataclass(frozen=True)
class ShareOfYear:
    """The part of a year that falls in the quarter, from the `shares` parameter."""

    shares: str

    @property
    def words(self) -> str:
        """How it is drawn, for people."""
        return f"the part of the year in the quarter, drawn by {self.shares}"


@dataclass(frozen=True)
class UsualShareOfYear:
    """The usual part of a year in the quarter, scaled so that parts drawn by `shares` average to one against it."""

    shares: str

    @property
    def words(self) -> str:
        """How it is drawn, for people."""
        return f"the usual part of the year in the quarter, from {self.shares}"


@dataclass(frozen=True)
class Visits:
    """Events that come at the parameter `frequency` a year, all of a year in one quarter, by the `season` shares.

    Events given for a whole year come in its `peak`, counted from 0.
    """

    frequency: str
    season: str
    peak: int

    @property
    def words(self) -> str:
        """How it is drawn, for people."""
        return f"a Poisson number for each year at {self.frequency}, all in one quarter by {self.season}"


@dataclass(frozen=True)
class Spell:
    """A state that begins in any quarter of a year with the parameter `probability` and lasts some `quarters`."""

    probability: str
    quarters: int

    @property
    def words(self) -> str:
        """How it is drawn, for people."""
        return f"begins in any quarter of a year with {self.probability} and lasts {self.quarters} quarters"


Law = OfYear | OfQuarter | ShareOfYear | UsualShareOfYear | Visits | Spell
