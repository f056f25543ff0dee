"""Goal seek on a probability: the value of a lever at which targets are reached as likely as asked.

All values of the lever are judged by the same draws, so the curve is smooth up to single draws and its root is found
by bisection; the interval comes from the replicates, each of which has a root of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

import numpy as np
import pandas as pd

from qnsim.analysis.display import html_table
from qnsim.analysis.joint import Joint
from qnsim.analysis.outcomes import until
from qnsim.analysis.probability import Probability
from qnsim.analysis.verdicts import Judging
from qnsim.chance.designs import Design, Stratified, replicate_sizes
from qnsim.errors import UsageError
from qnsim.facts.case import Case
from qnsim.facts.levers import Band, Lever
from qnsim.facts.targets import Target
from qnsim.run import Experiment, prepare, run_experiments
from qnsim.scenarios.moves import with_value
from qnsim.scenarios.scenario import Scenario
from qnsim.scheduler import InProcess, Scheduler

Array = np.ndarray
GRID, GRID_OF_PAIRS, OTHER_VALUES = 13, 9, 7
DRAWS_OF_PAIRS = 4_000
CLEARLY = 3.0  # standard errors by which a fall must exceed zero to count as one
TOLERANCE = 1e-3  # of the lever's range
COLUMNS = ("lever", "value", "unit", "probability", "error")
Progress = Callable[[int, int], None] | None


@dataclass(frozen=True)
class GoalAnswer:
    """Where a lever brings the probability to what was asked; values are in the lever's written unit.

    `value` is None if no value of its range does; `interval` is the 95% interval of the value from the replicates. The
    `curve` has `COLUMNS`; `start` is the probability with the lever as the scenario has it, `best` the highest on the
    curve and where it is. `monotone` tells whether the curve never clearly falls, or never clearly rises.
    """

    lever: Lever
    targets: tuple[Target, ...]
    asked: float
    value: float | None
    interval: tuple[float, float] | None
    reached: Probability | None
    start: Probability
    best: tuple[float, Probability]
    lowest: tuple[float, Probability]
    monotone: bool
    curve: pd.DataFrame

    @property
    def band(self) -> Band | None:
        """The named part of the lever's range in which the value lies."""
        return None if self.value is None else self.lever.band_at(self.value)

    @property
    def found(self) -> pd.DataFrame:
        """The answer as one row: what was asked, where it is reached (NaN if nowhere), the start and the best."""
        low, high = self.interval or (None, None)
        row = {
            "lever": self.lever.name,
            "unit": self.lever.unit,
            "asked": self.asked,
            "value": self.value,
            "low": low,
            "high": high,
            "start": self.start.value,
            "best": self.best[1].value,
            "best_at": self.best[0],
        }
        return pd.DataFrame([row]).astype(dict.fromkeys(("value", "low", "high"), float))

    def __repr__(self) -> str:
        where = "not in its range" if self.value is None else f"{self.value:.4g} {self.lever.unit}"
        return f"GoalAnswer(P = {self.asked:g}, {self.lever.name}: {where})"

    def _repr_html_(self) -> str:
        return html_table(self.found, repr(self))


def goal(
    scenario: Scenario,
    case: Case,
    targets: Sequence[Target],
    probability: float,
    lever: str,
    design: Design = Stratified(),
    scheduler: Scheduler = InProcess(),
    progress: Progress = None,
) -> GoalAnswer:
    """The value of a lever, kept for the whole run, at which all targets are reached with a probability.

    Raises `UsageError` for a probability outside 0 to 1 or a target the model does not decide.
    """
    _check(targets, probability)
    curve = _Curve(scenario, case, tuple(targets), case.levers[lever], design)
    grid = [float(value) for value in np.linspace(curve.lever.low, curve.lever.high, GRID)]
    start, *found = curve.chances([None, *grid], scheduler, progress)
    curve.found.update(zip(grid, found, strict=True))
    value = curve.root(probability)
    return GoalAnswer(
        lever=curve.lever,
        targets=tuple(targets),
        asked=probability,
        value=value,
        interval=None if value is None else curve.interval(probability, value),
        reached=None if value is None else curve.at(value),
        start=start,
        best=curve.extreme(1),
        lowest=curve.extreme(-1),
        monotone=curve.is_monotone(),
        curve=curve.table(),
    )


def iso_probability(
    scenario: Scenario,
    case: Case,
    targets: Sequence[Target],
    probability: float,
    levers: tuple[str, str],
    design: Design = Stratified(draws=DRAWS_OF_PAIRS),
    scheduler: Scheduler = InProcess(),
    progress: Progress = None,
) -> pd.DataFrame:
    """For values of the second lever, the value of the first that reaches the probability; NaN where none does.

    Columns are the two levers' names (in their written units), `lowest` and `best`: the probabilities along the first.
    """
    _check(targets, probability)
    first, second = (case.levers[name] for name in levers)
    entry, rows = case.catalogue.entries[second.name], []
    along, across = (
        np.linspace(first.low, first.high, GRID_OF_PAIRS),
        np.linspace(second.low, second.high, OTHER_VALUES),
    )
    moved = [with_value(scenario, entry, _inside(entry, other * second.factor)) for other in across]
    curves = [_Curve(each, case, tuple(targets), first, design) for each in moved]
    experiments = [curve.experiment(float(value)) for curve in curves for value in along]
    chances = iter(_together(experiments, targets, scheduler, progress))
    for other in across:
        found = np.array([next(chances).value for _ in along])
        crossing = _crossing(along, found, probability)
        rows.append((float(other), np.nan if crossing is None else crossing, float(found.min()), float(found.max())))
    return pd.DataFrame(rows, columns=[second.name, first.name, "lowest", "best"])


def _check(targets: Sequence[Target], probability: float) -> None:
    if not 0 < probability < 1:
        raise UsageError(f"probability is {probability:g}; expected a number between 0 and 1, such as 0.6 or 60%")
    for target in targets:
        if target.treatment != "modelled":
            raise UsageError(f"target '{target.id}' is {target.treatment}, so no lever of the model decides it")


def _together(
    experiments: Sequence[Experiment], targets: Sequence[Target], scheduler: Scheduler, progress: Progress
) -> list[Probability]:
    """The probability in each experiment that all targets are reached in the same draw."""
    judging = Judging({str(number): target for number, target in enumerate(targets)})
    found = run_experiments(experiments, judging, scheduler, progress)
    sizes = [replicate_sizes(each.design) for each in experiments]
    return [Joint(each.reached, own).probability(list(each.reached)) for each, own in zip(found, sizes, strict=True)]


def _inside(entry: Any, value: float) -> float:
    """A value that rounding moved out of the range, back on its end."""
    return float(min(max(value, entry.low), entry.high))


@dataclass
class _Curve:
    """Probabilities found so far, by the value of the lever."""

    scenario: Scenario
    case: Case
    targets: tuple[Target, ...]
    lever: Lever
    design: Design

    def __post_init__(self) -> None:
        self.found: dict[float, Probability] = {}

    def experiment(self, value: float | None) -> Experiment:
        """The scenario with the lever at a value, as far as the last target is due."""
        entry = self.case.catalogue.entries[self.lever.name]
        moved = self.scenario
        if value is not None:
            moved = with_value(self.scenario, entry, _inside(entry, value * self.lever.factor))
        return until(prepare(moved, self.case, self.design), max(target.due for target in self.targets))

    def chances(
        self, values: Sequence[float | None], scheduler: Scheduler, progress: Progress = None
    ) -> list[Probability]:
        """The probability at each value, from the same draws."""
        experiments = [self.experiment(value) for value in values]
        return _together(experiments, self.targets, scheduler, progress)

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
        steps = [_crossing(values, self._of_replicate(values, r), asked) for r in range(len(self.at(value).shares))]
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
        rows = [(name, value, unit, self.found[value].value, self.found[value].error) for value in sorted(self.found)]
        return pd.DataFrame(rows, columns=list(COLUMNS))


def _crossing(values: Array, found: Array, asked: float) -> float | None:
    """Where a line through points first meets a height; None if it never does."""
    above = found - asked
    for place in range(len(values) - 1):
        if above[place] * above[place + 1] <= 0 and above[place] != above[place + 1]:
            part = above[place] / (above[place] - above[place + 1])
            return float(values[place] + part * (values[place + 1] - values[place]))
    return None
