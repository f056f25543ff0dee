"""A sensitivity study: the runs a method asks for, and the indices of a target's indicator and of its probability."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd

from qnsim.analysis.outcomes import MEAN, MODEL, POOLED, PROBABILITY, Outcome, Outcomes, until
from qnsim.analysis.pooling import Pooling
from qnsim.analysis.sensitivity.factors import Factor, groups, inputs, numbers, rest
from qnsim.analysis.sensitivity.methods import Index, Method, Morris, Sobol
from qnsim.chance.coordinates import Coordinate
from qnsim.chance.designs import Design
from qnsim.errors import UsageError, nearest
from qnsim.facts.targets import Target
from qnsim.language import figure, join, say
from qnsim.run import Experiment, coordinates, run_experiments
from qnsim.scheduler import InProcess, Scheduler

Array = np.ndarray
COLUMNS = ("input", "group", "year", "of", "index", "kind", "low", "high", "floor", "label")
GROUPS, INPUTS, SCREENED = "groups", "inputs", "screened"
KEPT_BY_SCREENING = 20
PARTS = 8  # of the runs, for the error of a share
Progress = Callable[[int, int], None] | None


def sensitivity(
    experiment: Experiment,
    target: Target,
    method: Method = Sobol(),
    by: str = GROUPS,
    of: Sequence[str] = (MEAN, PROBABILITY),
    through: int | None = None,
    scheduler: Scheduler = InProcess(),
    progress: Progress = None,
    pooling: Pooling | None = None,
) -> pd.DataFrame:
    """What decides a target: indices of its indicator (`mean`) and of whether it is reached (`probability`).

    `by` is `groups` (of causes), `inputs` (each one), `screened` (the inputs that Morris' method finds to matter, and
    what is left of every group), or the name of a group (its inputs, and every other group as a whole). Years are the
    one the target is due in, or all `through` a later one. The design of the experiment is not used. With `pooling` it
    is the chance that model and record together give each draw (`together`) whose indices are told for the probability.

    Returns a table with `COLUMNS`: an index of `kind` with its 95% interval; its unit is 1 (for mu_star that of the
    target, or of probability). An index whose `low` is not above `floor` cannot be told from zero. `attrs` say the
    method, the number of runs, the mean and probability of each year, and notes. Raises `UsageError`.
    """
    years = _years(experiment, target, through)
    shortened = until(experiment, years[-1])
    _check(method, by, of, pooling)
    asked = _Asked(shortened, target, years, pooling, scheduler)
    factors = _factors(asked, by, method)
    design = method.design(factors)
    found = asked.outcomes(design, progress)
    wanted = [(asked.told[what], year) for year in years for what in (MEAN, PROBABILITY) if what in of]
    varying = [key for key in wanted if np.ptp(found[key]) > 0]
    indices = scheduler.each(_Indices(method, tuple(factors), design), [found[key] for key in varying])
    rows = [_row(factors, key, index) for key, own in zip(varying, indices, strict=True) for index in own]
    table = pd.DataFrame(rows, columns=list(COLUMNS))
    table.attrs = {
        "method": method.name,
        "by": by,
        "target": target.id,
        "scenario": experiment.scenario.name,
        "view": POOLED if pooling else MODEL,
        "runs": design.draws,
        "middle": {f"{what}@{year}": float(values.mean()) for (what, year), values in found.items()},
        "notes": [
            *_notes(asked.coordinates, factors, set(wanted) - set(varying), found),
            *_left_out(method, wanted, found),
        ],
    }
    return table


@dataclass(frozen=True, eq=False)
class _Asked:
    """What is asked of an experiment, and how its outcomes come about."""

    experiment: Experiment
    target: Target
    years: tuple[str, ...]
    pooling: Pooling | None
    scheduler: Scheduler

    @cached_property
    def baseline(self) -> Experiment | None:
        """What the record is anchored to, if it is asked."""
        return self.pooling.beside(self.experiment) if self.pooling else None

    @property
    def told(self) -> Mapping[str, str]:
        """Which outcome answers what was asked for."""
        return {MEAN: MEAN, PROBABILITY: POOLED if self.pooling else PROBABILITY}

    @cached_property
    def coordinates(self) -> list[Coordinate]:
        """What may vary, in the experiment and in its baseline."""
        own = coordinates(self.experiment)
        known = {each.name for each in own}
        return own + [each for each in coordinates(self.baseline) if each.name not in known] if self.baseline else own

    def outcomes(self, design: Design, progress: Progress = None) -> dict[Outcome, Array]:
        """The outcomes in the draws of a design: (draw,) each."""
        pooled = None
        if self.pooling and self.baseline:
            baseline = replace(self.baseline, design=design)
            pooled = self.pooling.anchored(baseline, self.target, self.years, self.scheduler)
        reducer = Outcomes(self.target, self.years, pooled)
        (found,) = run_experiments([replace(self.experiment, design=design)], reducer, self.scheduler, progress)
        return found


@dataclass(frozen=True)
class _Indices:
    """The reading of outcomes, as work for a scheduler."""

    method: Method
    factors: tuple[Factor, ...]
    design: Any

    def __call__(self, outcome: Array) -> list[Index]:
        return self.method.indices(self.factors, self.design, outcome)


def _years(experiment: Experiment, target: Target, through: int | None) -> tuple[str, ...]:
    first, last = experiment.scenario.first_year, int(experiment.scenario.end[:4])
    if target.treatment != "modelled":
        raise UsageError(
            say(
                "target '{target}' is {treatment}, so nothing in the model decides it",
                target=target.id,
                treatment=target.treatment,
            )
        )
    if through is None:
        return (target.due,)
    if not target.due.isdigit():
        raise UsageError(
            say(
                "target '{target}' is due in {due}, not in a year; leave out --through",
                target=target.id,
                due=target.due,
            )
        )
    if not int(target.due) <= through <= last:
        raise UsageError(
            say(
                "--through {through} is not a year from {due} to {last}, where the run ends",
                through=through,
                due=target.due,
                last=last,
            )
        )
    return tuple(str(year) for year in range(max(first, int(target.due)), through + 1))


def _check(method: Method, by: str, of: Sequence[str], pooling: Pooling | None) -> None:
    for what in of:
        if what not in (MEAN, PROBABILITY):
            raise UsageError(say("of: '{what}' is not an outcome; expected mean or probability", what=what))
    if by == GROUPS and not method.takes_groups:
        raise UsageError(
            say(
                "{name} has no index for inputs that vary together; use it by 'screened', by 'inputs' or by the name "
                "of a group, or sobol or morris by groups",
                name=method.name,
            )
        )
    if PROBABILITY in of and not method.takes_events and not pooling:
        raise UsageError(
            say(
                "{name} compares densities, and whether a target is reached takes only two values; ask for the mean "
                "alone, or use sobol, pawn or rbd-fast for the probability",
                name=method.name,
            )
        )


def _factors(asked: _Asked, by: str, method: Method) -> list[Factor]:
    known = asked.coordinates
    if by == GROUPS:
        return groups(known)
    single = inputs if method.takes_groups else numbers
    if by == INPUTS:
        return single(known)
    if by == SCREENED:
        chosen = _screened(asked)
    else:
        names = [factor.name for factor in groups(known)]
        if by not in names:
            expected = ", ".join([GROUPS, INPUTS, SCREENED, *names])
            close = nearest(by, names)
            raise UsageError(
                say(
                    "by: '{by}' is not a way to divide the inputs; expected one of {expected}.{close}",
                    by=by,
                    expected=expected,
                    close=close,
                )
            )
        chosen = [each.input for each in known if each.group == by]
    own = single([each for each in known if each.input in chosen])
    return [*own, *rest(known, own)]


def _screened(asked: _Asked) -> list[str]:
    """The inputs that matter most by Morris' method, for the indicator or for the event, in the last year."""
    morris, factors = Morris(), inputs(asked.coordinates)
    design = morris.design(factors)
    found = asked.outcomes(design)
    score: dict[str, float] = {}
    for what in asked.told.values():
        outcome = found[what, asked.years[-1]]
        if np.ptp(outcome) == 0:
            continue
        indices = morris.indices(factors, design, outcome)
        largest = max(index.value for index in indices)
        for index in indices:
            name = factors[index.factors[0]].name
            score[name] = max(score.get(name, 0.0), index.value / largest)
    return sorted(score, key=lambda name: -score[name])[:KEPT_BY_SCREENING]


def _row(factors: Sequence[Factor], key: Outcome, index: Index) -> tuple[object, ...]:
    own = [factors[place] for place in index.factors]
    name = " x ".join(factor.name for factor in own)
    label = own[0].label if len(own) == 1 else join(" x ", [factor.label for factor in own])
    group = " x ".join(dict.fromkeys(factor.group for factor in own))
    what, year = key
    return name, group, year, what, index.value, index.kind, index.low, index.high, index.floor, label


def _notes(
    coordinates: Sequence[Coordinate],
    factors: Sequence[Factor],
    constant: set[Outcome],
    found: Mapping[Outcome, Array],
) -> list[str]:
    notes = [_constant(year, what == PROBABILITY, bool(found[what, year][0])) for what, year in sorted(constant)]
    known = {each.name: each for each in coordinates}
    apart = {name: factor.name for factor in factors for name in factor.coordinates}
    joined = [
        each.label for each in known.values() if any(apart.get(other) != apart.get(each.name) for other in each.joined)
    ]
    if joined:
        notes.append(
            say(
                "Drawn together in a run: {inputs}. Their indices are those of the independent numbers they are made "
                "from: what one shares with the first of its pair counts there.",
                inputs=join("; ", joined),
            )
        )
    return notes


def _constant(year: str, event: bool, reached: bool) -> str:
    """That nothing decides an outcome which is the same in every run."""
    if not event:
        return say("{year}: the indicator is the same in every run; nothing decides it", year=year)
    if reached:
        return say("{year}: the target is reached in every run; nothing decides it", year=year)
    return say("{year}: the target is missed in every run; nothing decides it", year=year)


def _left_out(method: Method, wanted: Sequence[Outcome], found: Mapping[Outcome, Array]) -> list[str]:
    """What the learned error and the record carry of the pooled event: of its variance P (1 - P) what no input tells.

    Morris' method does not draw inputs as they are distributed, so its runs have no variance to divide.
    """
    if isinstance(method, Morris):
        return []
    return [
        say(
            "{year}, together: of the variance of whether the target is reached, {share} (± {error}) lies in the "
            "learned error and in the record, whatever the inputs are. The shares of inputs are of the chance that "
            "both see given them.",
            year=year,
            share=figure(f"{share:.0%}"),
            error=figure(f"{error:.1%}"),
        )
        for what, year in wanted
        if what == POOLED
        for share, error in [share_left_out(found[what, year])]
    ]


def share_left_out(chances: Array) -> tuple[float, float]:
    """The share of the variance of an event that is not told by what decides its chances (run,), and its error.

    The error is from parts of the runs, each with a share of its own.
    """
    parts = [_untold(part) for part in np.array_split(chances, PARTS)]
    return _untold(chances), float(np.std(parts, ddof=1) / np.sqrt(PARTS))


def _untold(chances: Array) -> float:
    middle = float(chances.mean())
    return 1 - float(chances.var()) / (middle * (1 - middle))
