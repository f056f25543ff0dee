"""The forecasts that are compared: the model's draws, and laws made of figures that were known on the day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from qnsim.analysis.backtest.seen import Figure, Figures, consecutive

MODEL, CLIMATOLOGY, NO_CHANGE, NATIONAL, TARGET, POOL = (
    "model",
    "climatology",
    "no_change",
    "national_and_gap",
    "target",
    "pool",
)
CORRECTED, CORRECTED_BY_OTHERS, TOGETHER = "model_corrected", "model_corrected_by_others", "together"
NAIVE = (CLIMATOLOGY, NO_CHANGE, NATIONAL, TARGET)
MEMBERS = (MODEL, CORRECTED, CORRECTED_BY_OTHERS, *NAIVE, POOL, TOGETHER)
FEWEST = 2  # degrees of freedom: with one, a Student law has no mean and no score
POINTS = 1_000  # of each member in the pool

Array = np.ndarray


@dataclass(frozen=True)
class StudentT:
    """A Student law: what a normal quantity will be next, when mean and spread come from few figures."""

    freedom: float
    location: float
    scale: float

    @property
    def deviation(self) -> float:
        """The standard deviation."""
        return float(self.scale * np.sqrt(self.freedom / (self.freedom - 2)))

    def quantiles(self, levels: Array) -> Array:
        """The values below which the quantity lies as likely as each level, between 0 and 1, says."""
        from scipy.special import stdtrit  # scipy.stats gives the same numbers and takes half a second to load

        return np.asarray(stdtrit(self.freedom, levels) * self.scale + self.location)

    def below(self, value: float) -> float:
        """The probability of at most a value."""
        from scipy.special import stdtr

        return float(stdtr(self.freedom, np.divide(value - self.location, self.scale)))


@dataclass(frozen=True, eq=False)
class Said:
    """What one member says of one figure: a law, equally likely draws, a single number, or others pooled.

    Parts are pooled with their `shares`, which add up to 1, or equally if there are none. `seen` are the figures it was
    made of; the model has seen its case.
    """

    member: str
    law: StudentT | None = None
    draws: Array | None = None
    parts: tuple[Said, ...] = ()
    shares: tuple[float, ...] = ()
    seen: Figures = ()

    @property
    def weights(self) -> tuple[float, ...]:
        """The share of each part."""
        return self.shares or (1 / len(self.parts),) * len(self.parts)

    @cached_property
    def points(self) -> Array:
        """Equally likely values, sorted."""
        if self.parts:
            counts = [round(POINTS * len(self.parts) * share) for share in self.weights]
            parts = zip(self.parts, counts, strict=True)
            return np.sort(np.concatenate([each.quantiles(middles(count)) for each, count in parts]))
        if self.draws is not None:
            return np.sort(self.draws)
        assert self.law is not None
        return self.law.quantiles(middles(POINTS))

    def quantiles(self, levels: Array) -> Array:
        """The values below which the figure is said to lie as likely as each level says."""
        return self.law.quantiles(levels) if self.law else np.quantile(self.points, levels)

    def below(self, value: float) -> float:
        """The probability that is given to at most a value; draws that hit it exactly count as half."""
        if self.parts:
            return float(np.average([each.below(value) for each in self.parts], weights=self.weights))
        if self.law:
            return self.law.below(value)
        return float(np.mean(self.points < value) + np.mean(self.points == value) / 2)

    def above(self, value: float) -> float:
        """The probability that is given to more than a value."""
        if self.parts:
            return float(np.average([each.above(value) for each in self.parts], weights=self.weights))
        return 1 - self.law.below(value) if self.law else float(np.mean(self.points > value))

    @property
    def mean(self) -> float:
        """What is expected."""
        if self.parts:
            return float(np.average([each.mean for each in self.parts], weights=self.weights))
        return self.law.location if self.law else float(self.points.mean())

    @property
    def has_spread(self) -> bool:
        """Whether it is more than a single number."""
        return bool(self.parts) or self.law is not None or bool(self.points[-1] > self.points[0])


def middles(count: int) -> Array:
    """So many levels in the middle of equal parts of 0 to 1."""
    return (np.arange(count) + 0.5) / count


def growth_as_on_average(known: Figures, year: int) -> Said | None:
    """Climatology of a growth: mean and spread of the record so far; None if it is too short."""
    return _law(CLIMATOLOGY, _mean_law([each.value for each in known]), known)


def as_last(known: Figures, year: int) -> Said | None:
    """No change: the figure known last, growth or level, with the spread of past changes; None if there are too few.

    The spread grows with the root of the years since then.
    """
    changes = [after.value - before.value for before, after in consecutive(known)]
    return _law(NO_CHANGE, _random_walk(known, changes, year), known)


def level_as_grown(known: Figures, year: int) -> Said | None:
    """Climatology of a logarithm: the last level grows on as it did on average; None if the record is too short."""
    changes = [after.value - before.value for before, after in consecutive(known)]
    step = _mean_law(changes)
    if not step:
        return None
    lag, count = year - known[-1].year, len(changes)
    scale = float(np.std(changes, ddof=1)) * np.sqrt(lag + lag**2 / count)
    return _law(CLIMATOLOGY, StudentT(step.freedom, known[-1].value + lag * step.location, scale), known)


def nation_and_usual_gap(known: Figures, national: Figures, year: int) -> Said | None:
    """The nation's growth known last plus how much faster the province usually grew; None if seen too seldom.

    The spread is that of the gap and of changes of the nation's growth together.
    """
    of_nation = {each.year: each.value for each in national}
    both = [each for each in known if each.year in of_nation]
    gap = _mean_law([each.value - of_nation[each.year] for each in both])
    changes = [after.value - before.value for before, after in consecutive(national)]
    ahead = _random_walk(national, changes, year)
    if not gap or not ahead:
        return None
    law = StudentT(gap.freedom, gap.location + ahead.location, float(np.hypot(gap.scale, ahead.scale)))
    return _law(NATIONAL, law, (*known, *national))


def target_as_forecast(known: Figures, year: int) -> Said | None:
    """The target of the year as it was known last; if none was, that of the last year that had one."""
    up_to = [each for each in known if each.year <= year]
    if not up_to:
        return None
    last = max(up_to, key=lambda each: (each.year, each.known_from))
    return Said(TARGET, draws=np.array([last.value]), seen=(last,))


def pooled(members: Sequence[Said]) -> Said | None:
    """All that have a spread, with equal weights; None if there is no second one."""
    parts = tuple(each for each in members if each.has_spread)
    seen: tuple[Figure, ...] = tuple(figure for each in parts for figure in each.seen)
    return Said(POOL, parts=parts, seen=seen) if len(parts) > 1 else None


def _law(member: str, law: StudentT | None, seen: Figures) -> Said | None:
    return Said(member, law=law, seen=seen) if law else None


def _mean_law(values: Sequence[float]) -> StudentT | None:
    """The law of one more value of the same kind."""
    count = len(values)
    if count - 1 < FEWEST:
        return None
    scale = float(np.std(values, ddof=1)) * np.sqrt(1 + 1 / count)
    return StudentT(count - 1, float(np.mean(values)), scale)


def _random_walk(known: Figures, changes: Sequence[float], year: int) -> StudentT | None:
    """The law of the value last known after as many changes as there are years."""
    if len(changes) < FEWEST:
        return None
    size = float(np.sqrt(np.mean(np.square(changes))))
    return StudentT(len(changes), known[-1].value, size * np.sqrt(year - known[-1].year))
