"""The curve of a goal: probabilities along a lever, from the same draws, and where it meets what was asked."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

import numpy as np
import pandas as pd

from qnsim.analysis.joint import Joint
from qnsim.analysis.outcomes import MODEL, POOLED, Outcomes, chance, until
from qnsim.analysis.pooling import Anchored, Pooling
from qnsim.analysis.probability import Probability
from qnsim.analysis.verdicts import Judging
from qnsim.chance.designs import Design, replicate_sizes
from qnsim.facts.case import Case
from qnsim.facts.levers import Lever
from qnsim.facts.targets import Target
from qnsim.run import Experiment, prepare, run_experiments
from qnsim.scenarios.moves import with_value
from qnsim.scenarios.scenario import Scenario
from qnsim.scheduler import InProcess, Scheduler

Array = np.ndarray
GRID = 13
CLEARLY = 3.0  # standard errors by which a fall must exceed zero to count as one
TOLERANCE = 1e-3  # of the lever's range
COLUMNS = ("lever", "value", "unit", "probability", "error", "view")
Progress = Callable[[int, int], None] | None


def anchor(pooling: Pooling | None, curve: Curve, scheduler: Scheduler) -> Anchored | None:
    """Model and record together with the baseline in the draws of a curve."""
    if pooling is None:
        return None
    (target,) = curve.targets
    return pooling.anchored(pooling.beside(curve.experiment(None)), target, [target.due], scheduler)


def chances_of(
    experiments: Sequence[Experiment],
    targets: Sequence[Target],
    anchored: Anchored | None,
    scheduler: Scheduler,
    progress: Progress,
) -> list[Probability]:
    """The probability in each experiment that all targets are reached in the same draw, or that of one together."""
    if anchored:
        (target,) = targets
        pooled = run_experiments(experiments, Outcomes(target, (target.due,), anchored), scheduler, progress)
        return [chance(each, own[POOLED, target.due]) for each, own in zip(experiments, pooled, strict=True)]
    judging = Judging({str(number): target for number, target in enumerate(targets)})
    found = run_experiments(experiments, judging, scheduler, progress)
    sizes = [replicate_sizes(each.design) for each in experiments]
    return [Joint(each.reached, own).probability(list(each.reached)) for each, own in zip(found, sizes, strict=True)]


def inside(entry: Any, value: float) -> float:
    """A value that rounding moved out of the range, back on its end."""
    return float(min(max(value, entry.low), entry.high))


@dataclass
class Curve:
    """Probabilities found so far, by the value of the lever."""

    scenario: Scenario
    case: Case
    targets: tuple[Target, ...]
    lever: Lever
    design: Design

    def __post_init__(self) -> None:
        self.found: dict[float, Probability] = {}
        self.anchored: Anchored | None = None

    @property
    def view(self) -> str:
        """Whether the probabilities are the model's, or by model and record together."""
        return POOLED if self.anchored else MODEL

    def experiment(self, value: float | None) -> Experiment:
        """The scenario with the lever at a value, as far as the last target is due."""
        entry = self.case.catalogue.entries[self.lever.name]
        moved = self.scenario
        if value is not None:
            moved = with_value(self.scenario, entry, inside(entry, value * self.lever.factor))
        return until(prepare(moved, self.case, self.design), max(target.due for target in self.targets))

    def chances(
        self, values: Sequence[float | None], scheduler: Scheduler, progress: Progress = None
    ) -> list[Probability]:
        """The probability at each value, from the same draws."""
        experiments = [self.experiment(value) for value in values]
        return chances_of(experiments, self.targets, self.anchored, scheduler, progress)

    def at(self, value: float) -> Probability:
        """The probability at a value."""
        if value not in self.found:
            (self.found[value],) = self.chances([value], InProcess())
        return self.found[value]

    def points(self) -> tuple[Array, Array]:
        """Values in order, and their probabilities."""
        values = np.array(sorted(self.found))
        return values, np.array([self.found[value].value for value in values])

    def root(self, asked: float) -> float | None:
        """The value at which the probability is as asked: the crossing nearest to where the lever rests."""
        from scipy.optimize import brentq

        values, found = self.points()
        brackets = [
            (float(low), float(high))
            for low, high, a, b in zip(values, values[1:], found, found[1:], strict=False)
            if (a - asked) * (b - asked) <= 0 and a != b
        ]
        if not brackets:
            return None
        low, high = min(brackets, key=lambda pair: abs(sum(pair) / 2 - self.lever.step_from))
        tolerance = TOLERANCE * (self.lever.high - self.lever.low)
        return float(brentq(lambda value: self.at(float(value)).value - asked, low, high, xtol=tolerance))

    def interval(self, asked: float, value: float) -> tuple[float, float]:
        """95% interval of a root: the error of the probability there, over the slope of the curve around it."""
        values, _ = self.points()
        steps = [crossing(values, self._of_replicate(values, r), asked) for r in range(len(self.at(value).shares))]
        roots = [root for root in steps if root is not None]
        if len(roots) == len(steps):
            half = 1.96 * float(np.std(roots, ddof=1) / np.sqrt(len(roots)))
        else:  # some replicates end below what is asked, so their spread is cut off: go by the slope
            half = 1.96 * self.at(value).error / self._slope(value)
        return max(value - half, self.lever.low), min(value + half, self.lever.high)

    def _of_replicate(self, values: Array, number: int) -> Array:
        return np.array([self.found[float(value)].shares[number] for value in values])

    def _slope(self, value: float) -> float:
        values, found = self.points()
        step = (self.lever.high - self.lever.low) / GRID
        rise = np.interp(value + step, values, found) - np.interp(value - step, values, found)
        return max(abs(float(rise)) / (2 * step), 1e-12)

    def extreme(self, sign: int) -> tuple[float, Probability]:
        """Where the probability is highest (sign 1) or lowest (-1)."""
        value = max(self.found, key=lambda each: sign * self.found[each].value)
        return value, self.found[value]

    def is_monotone(self) -> bool:
        """Whether the curve does not go clearly both up and down from any value to any higher one."""
        ordered = [self.found[value] for value in sorted(self.found)]
        moves = [after.minus(before) for before, after in combinations(ordered, 2)]
        clear = {np.sign(change) for change, error in moves if abs(change) > CLEARLY * error}
        return len(clear - {0.0}) <= 1

    def table(self) -> pd.DataFrame:
        """The curve, in order of the lever."""
        name, unit = self.lever.name, self.lever.unit
        found = [(value, self.found[value]) for value in sorted(self.found)]
        rows = [(name, value, unit, chance.value, chance.error, self.view) for value, chance in found]
        return pd.DataFrame(rows, columns=list(COLUMNS))


def crossing(values: Array, found: Array, asked: float) -> float | None:
    """Where a line through points first meets a height; None if it never does."""
    above = found - asked
    for place in range(len(values) - 1):
        if above[place] * above[place + 1] <= 0 and above[place] != above[place + 1]:
            part = above[place] / (above[place] - above[place + 1])
            return float(values[place] + part * (values[place + 1] - values[place]))
    return None
