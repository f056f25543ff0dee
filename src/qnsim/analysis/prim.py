"""Boxes in which an event is frequent: the Patient Rule Induction Method, PRIM.

Source: Friedman and Fisher (1999), Statistics and Computing 9; as a tool of planning Bryant and Lempert (2010),
Technological Forecasting and Social Change 77. It is written here because ema_workbench, the well-kept package that
has it, brings scikit-learn, statsmodels, seaborn and an optimiser (150 MB), takes three seconds to load them and warns
of others; PRIM 1.0.0 is unkept since 2016. The tests hold this code against what ema_workbench finds.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

Array = np.ndarray
ALPHA = 0.05  # share of a box that a step gives up; Friedman and Fisher advise 0.05 to 0.1
LEAST_MASS = 0.05  # share of the draws below which no box is sought
LEVEL = 0.05


@dataclass(frozen=True)
class Box:
    """Limits, both included, by the column of the input that they are on; a side without one is infinite."""

    limits: Mapping[int, tuple[float, float]] = field(default_factory=dict)

    def holds(self, points: Array) -> Array:
        """Whether each of the points (draw, input) is inside: (draw,)."""
        inside = np.ones(len(points), dtype=bool)
        for column, (low, high) in self.limits.items():
            inside &= (points[:, column] >= low) & (points[:, column] <= high)
        return inside

    def narrowed(self, column: int, low: float, high: float) -> Box:
        """The box with other limits on one input; none if they are infinite."""
        limits = {**self.limits, column: (low, high)}
        return Box({each: own for each, own in limits.items() if own != (-np.inf, np.inf)})

    def without(self, column: int) -> Box:
        """The box without the condition on one input."""
        return self.narrowed(column, -np.inf, np.inf)


def excess(box: Box, points: Array, events: Array) -> float:
    """Events inside beyond those that as many draws taken blindly would hold, as a share of all draws."""
    return float(np.mean(box.holds(points) * (events - events.mean())))


def peel(points: Array, events: Array, most: int, among: Sequence[int] | None = None) -> list[Box]:
    """The peeling trajectory: from all draws to ever smaller boxes with ever more events, on `most` inputs at most.

    A step cuts off the twentieth of the draws at one end of one input (or its end value, where more draws share it)
    whose loss raises the share of events most, per draw given up. `points` are (draw, input), `events` (draw,), `among`
    the inputs allowed, all if None.
    """
    allowed = list(range(points.shape[1]) if among is None else among)
    box, inside, path = Box(), np.arange(len(events)), [Box()]
    while True:
        columns = list(box.limits) if len(box.limits) == most else allowed
        found = _best_cut(points[inside][:, columns], events[inside].astype(float), LEAST_MASS * len(events))
        if found is None:
            return path
        place, low, high = found
        column = columns[place]
        before = box.limits.get(column, (-np.inf, np.inf))
        box = box.narrowed(column, max(low, before[0]), min(high, before[1]))
        inside = inside[(points[inside, column] >= low) & (points[inside, column] <= high)]
        path.append(box)


def _best_cut(block: Array, events: Array, fewest: float) -> tuple[int, float, float] | None:
    """Column and limits of the cut that raises the mean most per draw given up, or None if no cut raises it."""
    best, found = 0.0, None
    for sign in (1.0, -1.0):
        ends, kept = _cuts(sign * block)
        count = kept.sum(axis=0)
        allowed = (count >= max(fewest, 1)) & (count < len(events))
        gain = np.full(len(count), -np.inf)
        gain[allowed] = (events @ kept[:, allowed]) / count[allowed] - events.mean()
        gain[allowed] /= len(events) - count[allowed]
        place = int(np.argmax(gain))
        if gain[place] > best:
            end = float(ends[place])
            best, found = gain[place], (place, end, np.inf) if sign > 0 else (place, -np.inf, -end)
    return found


def _cuts(block: Array) -> tuple[Array, Array]:
    """For each column the least value that stays when its lowest are cut off, and which draws stay (draw, column)."""
    place = min(math.ceil(ALPHA * len(block)), len(block) - 1)
    ends = np.partition(block, place, axis=0)[place]
    tied = ends == block.min(axis=0)
    above = np.where(block[:, tied] > ends[tied], block[:, tied], np.inf)
    ends[tied] = above.min(axis=0)
    return ends, block >= ends


def widen(box: Box, points: Array, events: Array) -> Box:
    """Pasting: limits are moved out again, by a twentieth of the draws inside each time, while the excess grows."""
    while True:
        wider = max(_pastes(box, points), key=lambda each: excess(each, points, events), default=box)
        if excess(wider, points, events) <= excess(box, points, events):
            return box
        box = wider


def _pastes(box: Box, points: Array) -> Iterator[Box]:
    step = math.ceil(ALPHA * box.holds(points).sum())
    for column, (low, high) in box.limits.items():
        below, above = box.narrowed(column, -np.inf, high), box.narrowed(column, low, np.inf)
        outer = np.sort(points[below.holds(points), column])
        left = outer[outer < low]
        yield box.narrowed(column, float(left[-step]), high) if len(left) > step else below
        outer = np.sort(points[above.holds(points), column])
        right = outer[outer > high]
        yield box.narrowed(column, low, float(right[step - 1])) if len(right) > step else above


def quasi_p_values(box: Box, points: Array, events: Array) -> dict[int, float]:
    """For each condition, how likely so many events would be if it told nothing: a one-sided binomial test.

    It asks for the events inside when each is as likely as in the box without the condition (Bryant and Lempert 2010).
    """
    from scipy.stats import binomtest

    inside, found = box.holds(points), {}
    for column in box.limits:
        chance = float(events[box.without(column).holds(points)].mean())
        test = binomtest(int(events[inside].sum()), int(inside.sum()), chance, alternative="greater")
        found[column] = float(test.pvalue)
    return found


def find_box(points: Array, events: Array, most: int) -> tuple[Box, list[Box]]:
    """The box that tells most of when events happen, and the trajectory that it was found on.

    It is the box of the trajectory with the greatest excess, widened. If a condition in it may be chance (its quasi-
    p-value is above `LEVEL`), the input of the least sure is left out and the peeling begins anew. It may be empty.
    """
    among = list(range(points.shape[1]))
    while True:
        path = peel(points, events, most, among)
        box = widen(max(path, key=lambda each: excess(each, points, events)), points, events)
        values = quasi_p_values(box, points, events)
        weakest = max(values, key=lambda column: values[column], default=None)
        if weakest is None or values[weakest] <= LEVEL:
            return box, path
        among.remove(weakest)
