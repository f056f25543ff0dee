"""Scenario discovery: the few conditions under which a target is missed, or reached, found on half of the draws.

The other half is held back, so what is said of the conditions is not flattered by their having been searched for.
Source: Bryant and Lempert (2010), Technological Forecasting and Social Change 77.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from qnsim.analysis.judging import check_due, event_of
from qnsim.analysis.outcomes import PROBABILITY, Outcomes, until
from qnsim.analysis.prim import Box, find_box, quasi_p_values
from qnsim.analysis.sensitivity.factors import numbers
from qnsim.arguments import check
from qnsim.chance.blocks import Block
from qnsim.chance.coordinates import Coordinate, written_unit
from qnsim.chance.designs import replicate_sizes
from qnsim.chance.draws import Draws, values_of_coordinates
from qnsim.errors import UsageError
from qnsim.facts.targets import Target
from qnsim.language import figure, say
from qnsim.quantities.units import conversion_factor
from qnsim.run import EXPERIMENT, Experiment, coordinates, run_experiments
from qnsim.scheduler import InProcess, Scheduler

Array = np.ndarray
MISSED, REACHED = "missed", "reached"
SAID = {MISSED: say("missed"), REACHED: say("reached")}
TREATMENTS = {"projected": say("projected"), "tracked": say("tracked")}
MOST_CONDITIONS = 4
STANDARD = "standard deviations"
FEWEST = 20  # draws of either outcome in each half
CONDITIONS = ("input", "label", "group", "low", "high", "unit", "below", "share", "quasi_p", "held_back_quasi_p")
TRAJECTORY = ("step", "conditions", "share", "coverage", "density", "held_back_coverage", "held_back_density")
Progress = Callable[[int, int], None] | None


@dataclass(frozen=True)
class Fit:
    """How a box fits some draws: how many there are, how many of them have the event, are inside, and are both."""

    draws: int
    events: int
    inside: int
    both: int

    @property
    def base(self) -> float:
        """The share of all draws that have the event."""
        return self.events / self.draws

    @property
    def share(self) -> float:
        """The share of all draws that are inside."""
        return self.inside / self.draws

    @property
    def coverage(self) -> float:
        """The share of the events that are inside."""
        return self.both / self.events

    @property
    def density(self) -> float:
        """The share of the draws inside that have the event; NaN if none is inside."""
        return self.both / self.inside if self.inside else np.nan

    @cached_property
    def coverage_interval(self) -> tuple[float, float]:
        """95% interval of the coverage, by Wilson."""
        return _interval(self.both, self.events)

    @cached_property
    def density_interval(self) -> tuple[float, float]:
        """95% interval of the density, by Wilson; 0 to 1 if no draw is inside."""
        return _interval(self.both, self.inside) if self.inside else (0.0, 1.0)


@dataclass(frozen=True)
class Discovery:
    """The conditions under which a target is `when` (missed or reached), and how they fit both halves of the draws.

    `conditions` has a row per condition: its limits (NaN on an open side) in `unit`, the share of all draws `below` the
    low one and the `share` that meets the condition, and its quasi-p-values on both halves. It is empty if none can be
    told from chance. `trajectory` is the way the search went from all draws to few. Their columns are `CONDITIONS` and
    `TRAJECTORY`; shares, coverage and density are fractions. `inputs` is how many were searched.
    """

    target: Target
    scenario: str
    when: str
    conditions: pd.DataFrame
    found: Fit
    held_back: Fit
    trajectory: pd.DataFrame
    inputs: int

    @property
    def draws(self) -> int:
        """How many draws there are in both halves."""
        return self.found.draws + self.held_back.draws

    @property
    def base(self) -> float:
        """The share of all draws in which the target is `when`."""
        return (self.found.events + self.held_back.events) / self.draws

    @property
    def tells(self) -> bool:
        """Whether, on the draws held back, the event is surely more frequent inside than among all."""
        return not self.conditions.empty and self.held_back.density_interval[0] > self.held_back.base


def discover(
    experiment: Experiment,
    target: Target,
    when: str | None = None,
    most: int = MOST_CONDITIONS,
    scheduler: Scheduler = InProcess(),
    progress: Progress = None,
) -> Discovery:
    """The few conditions, at most `most`, under which a target is `missed` or `reached`; the rarer of both if None.

    Conditions on what is frequent anyway hardly tell more than its frequency: where nine draws in ten miss, no box can
    hold many more misses than nine in ten. So the rarer outcome is the one that is described, unless asked otherwise.

    Raises `UsageError` for a target the model does not decide, and if one outcome is too rare to find a box and to
    check it. Source of the method: see `qnsim.analysis.prim`.
    """
    check("experiment", experiment, Experiment, EXPERIMENT)
    check("target", target, Target, say("a Target; use one of qnsim.resolution_targets()"))
    _check(target, when, most)
    check_due([target], experiment.horizon)
    shortened = until(experiment, target.due)
    known = coordinates(shortened)
    (sample,) = run_experiments([shortened], _Recorded(target, tuple(each.name for each in known)), scheduler, progress)
    reached, points = sample
    sizes = replicate_sizes(experiment.design)
    half = sum(sizes[: len(sizes) // 2])
    _check_both(reached, half, target, experiment)
    when = when or (REACHED if reached.mean() < 0.5 else MISSED)
    halves = _Halves(points, reached if when == REACHED else ~reached, half)
    box, path = find_box(*halves.first, most)
    return Discovery(
        target=target,
        scenario=experiment.scenario.name,
        when=when,
        conditions=_conditions(box, halves, known, experiment),
        found=fit(box, *halves.first),
        held_back=fit(box, *halves.second),
        trajectory=_trajectory(path, halves),
        inputs=len(known),
    )


def fit(box: Box, points: Array, events: Array) -> Fit:
    """How a box fits draws: `points` (draw, input) and whether each has the event (draw,)."""
    inside = box.holds(points)
    return Fit(len(events), int(events.sum()), int(inside.sum()), int((inside & events).sum()))


@dataclass(frozen=True)
class _Recorded:
    """The reducer that keeps, of all draws, whether a target is reached and the values of the inputs by name."""

    target: Target
    names: Sequence[str]

    @property
    def outcomes(self) -> Outcomes:
        """What the target becomes."""
        return Outcomes(self.target, (self.target.due,))

    @property
    def keep(self) -> Sequence[str]:
        """What the indicator reads, and what it is compared with."""
        return self.outcomes.keep

    def reduce(
        self, experiment: Experiment, block: Block, draws: Draws, paths: Mapping[str, Array]
    ) -> tuple[Array, Array]:
        """Events (draw,) and points (draw, input) of a block."""
        found = self.outcomes.reduce(experiment, block, draws, paths)
        values = values_of_coordinates(
            experiment.scenario, experiment.case, experiment.horizon, experiment.design, block
        )
        return found[PROBABILITY, self.target.due] > 0, np.column_stack([values[name] for name in self.names])

    def merge(self, experiment: Experiment, parts: Sequence[tuple[Array, Array]]) -> tuple[Array, Array]:
        """All draws in order."""
        return np.concatenate([part[0] for part in parts]), np.concatenate([part[1] for part in parts])


@dataclass(frozen=True)
class _Halves:
    """The draws up to `half`, on which conditions are found, and those after it, which are held back."""

    points: Array
    events: Array
    half: int

    @property
    def first(self) -> tuple[Array, Array]:
        """Points and events to find conditions on."""
        return self.points[: self.half], self.events[: self.half]

    @property
    def second(self) -> tuple[Array, Array]:
        """Points and events held back."""
        return self.points[self.half :], self.events[self.half :]


def _check(target: Target, when: str | None, most: int) -> None:
    if when not in (None, MISSED, REACHED):
        raise UsageError(
            say(
                "when: '{when}' is not an outcome; expected {one} or {other}",
                when=when,
                one=MISSED,
                other=REACHED,
            )
        )
    if most < 1:
        raise UsageError(
            say(
                "most is {most}; expected at least 1 condition, such as {usual}",
                most=most,
                usual=MOST_CONDITIONS,
            )
        )
    if target.treatment != "modelled":
        raise UsageError(
            say(
                "target '{id}' is {treatment}, so no condition in the model decides it",
                id=target.id,
                treatment=TREATMENTS.get(target.treatment, target.treatment),
            )
        )
    if event_of(target) is None:
        raise UsageError(
            say(
                "target '{id}' asks for the {comparator}, which no draw alone reaches or misses",
                id=target.id,
                comparator=target.comparator,
            )
        )


def _check_both(reached: Array, half: int, target: Target, experiment: Experiment) -> None:
    """Refuse draws of which one outcome has none, or too few in one of the halves."""
    name, draws, scenario = target.id, len(reached), experiment.scenario.name
    outcomes = {REACHED: reached, MISSED: ~reached}
    for outcome, happened in outcomes.items():
        if happened.all():
            raise UsageError(
                say(
                    "target '{name}' is {outcome} in all {draws} draws of {scenario}, so no condition tells when "
                    "it is; choose another scenario or target, or give more draws",
                    name=name,
                    outcome=SAID[outcome],
                    draws=figure(f"{draws:,}"),
                    scenario=scenario,
                )
            )
    for outcome, happened in outcomes.items():
        if min(happened[:half].sum(), happened[half:].sum()) < FEWEST:
            raise UsageError(
                say(
                    "target '{name}' is {outcome} in {count} of {draws} draws of {scenario}; expected at least "
                    "{fewest} in each half, to find conditions and to check them; give more draws",
                    name=name,
                    outcome=SAID[outcome],
                    count=happened.sum(),
                    draws=figure(f"{draws:,}"),
                    scenario=scenario,
                    fewest=FEWEST,
                )
            )


def _conditions(box: Box, halves: _Halves, known: Sequence[Coordinate], experiment: Experiment) -> pd.DataFrame:
    labels = [factor.label for factor in numbers(known)]
    found, again = quasi_p_values(box, *halves.first), quasi_p_values(box, *halves.second)
    rows = []
    for column, limits in sorted(box.limits.items(), key=lambda each: found[each[0]]):
        own, values = known[column], halves.points[:, column]
        unit = written_unit(own, experiment.case)
        low, high = (conversion_factor(own.unit, unit) * limit if np.isfinite(limit) else np.nan for limit in limits)
        shares = float(np.mean(values < limits[0])), float(np.mean((values >= limits[0]) & (values <= limits[1])))
        told = STANDARD if own.is_standard else unit
        rows.append((own.name, labels[column], own.group, low, high, told, *shares, found[column], again[column]))
    return pd.DataFrame(rows, columns=list(CONDITIONS))


def _trajectory(path: Sequence[Box], halves: _Halves) -> pd.DataFrame:
    rows = []
    for step, box in enumerate(path):
        own, other = fit(box, *halves.first), fit(box, *halves.second)
        held_back = other.coverage, other.density
        rows.append((step, len(box.limits), own.share, own.coverage, own.density, *held_back))
    return pd.DataFrame(rows, columns=list(TRAJECTORY))


def _interval(count: int, of: int) -> tuple[float, float]:
    from scipy.stats import binomtest

    found = binomtest(count, of).proportion_ci(method="wilson")
    return float(found.low), float(found.high)
