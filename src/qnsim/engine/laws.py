"""How chance draws what is declared as a `Surprise`: the laws a path may follow, for whoever draws."""

from __future__ import annotations

from dataclasses import dataclass

from qnsim.language import say


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
        tails = say("a Student t number with {degrees} degrees of freedom scaled to variance 1", degrees=self.degrees)
        number = tails if self.degrees else say("a standard normal number")
        return say("{number}, drawn anew for each year; years are independent", number=number)


@dataclass(frozen=True)
class OfQuarter:
    """One standard normal number a quarter."""

    @property
    def words(self) -> str:
        """How it is drawn, for people."""
        return say("a standard normal number, drawn anew for each quarter")


@dataclass(frozen=True)
class ShareOfYear:
    """The part of a year that falls in the quarter, from the `shares` parameter."""

    shares: str

    @property
    def words(self) -> str:
        """How it is drawn, for people."""
        return say("the part of the year in the quarter, drawn by {shares}", shares=self.shares)


@dataclass(frozen=True)
class UsualShareOfYear:
    """The usual part of a year in the quarter, scaled so that parts drawn by `shares` average to one against it."""

    shares: str

    @property
    def words(self) -> str:
        """How it is drawn, for people."""
        return say("the usual part of the year in the quarter, from {shares}", shares=self.shares)


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
        return say(
            "a Poisson number for each year at {frequency}, all in one quarter by {season}",
            frequency=self.frequency,
            season=self.season,
        )


@dataclass(frozen=True)
class Spell:
    """A state that begins in any quarter of a year with the parameter `probability` and lasts some `quarters`."""

    probability: str
    quarters: int

    @property
    def words(self) -> str:
        """How it is drawn, for people."""
        return say(
            "begins in any quarter of a year with {probability} and lasts {quarters} quarters",
            probability=self.probability,
            quarters=self.quarters,
        )


Law = OfYear | OfQuarter | ShareOfYear | UsualShareOfYear | Visits | Spell
