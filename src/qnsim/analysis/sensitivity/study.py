"""A sensitivity study: the runs a method asks for, and the indices of a target's indicator and of its probability."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd

from qnsim.analysis.outcomes import MEAN, PROBABILITY, Outcome, Outcomes, until
from qnsim.analysis.sensitivity.factors import Factor, groups, inputs, numbers, rest
from qnsim.analysis.sensitivity.methods import Index, Method, Morris, Sobol
from qnsim.chance.coordinates import Coordinate
from qnsim.errors import UsageError, nearest
from qnsim.facts.targets import Target
from qnsim.run import Experiment, coordinates, run_experiments
from qnsim.scheduler import InProcess, Scheduler

Array = np.ndarray
COLUMNS = ("input", "group", "year", "of", "index", "kind", "low", "high", "floor", "label")
GROUPS, INPUTS, SCREENED = "groups", "inputs", "screened"
KEPT_BY_SCREENING = 20
TOGETHER = (
    "Drawn together in a run: {}. Their indices are those of the independent numbers they are made from: what one "
    "shares with the first of its pair counts there."
)
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
) -> pd.DataFrame:
    """What decides a target: indices of its indicator (`mean`) and of whether it is reached (`probability`).

    `by` is `groups` (of causes), `inputs` (each one), `screened` (the inputs that Morris' method finds to matter, and
    what is left of every group), or the name of a group (its inputs, and every other group as a whole). Years are the
    one the target is due in, or all `through` a later one. The design of the experiment is not used.

    Returns a table with `COLUMNS`: an index of `kind` with its 95% interval; its unit is 1 (for mu_star that of the
    target, or of probability). An index whose `low` is not above `floor` cannot be told from zero. `attrs` say the
    method, the number of runs, the mean and probability of each year, and notes. Raises `UsageError`.
    """
    years = _years(experiment, target, through)
    shortened = until(experiment, years[-1])
    outcomes = Outcomes(target, years)
    _check(method, by, of)
    factors = _factors(shortened, outcomes, by, method, scheduler)
    design = method.design(factors)
    (found,) = run_experiments([replace(shortened, design=design)], outcomes, scheduler, progress)
    wanted = [(what, year) for year in years for what in (MEAN, PROBABILITY) if what in of]
    varying = [key for key in wanted if np.ptp(found[key]) > 0]
    indices = scheduler.each(_Indices(method, tuple(factors), design), [found[key] for key in varying])
    rows = [_row(factors, key, index) for key, own in zip(varying, indices, strict=True) for index in own]
    table = pd.DataFrame(rows, columns=list(COLUMNS))
    table.attrs = {
        "method": method.name,
        "by": by,
        "target": target.id,
        "scenario": experiment.scenario.name,
        "runs": design.draws,
        "middle": {f"{what}@{year}": float(values.mean()) for (what, year), values in found.items()},
        "notes": _notes(shortened, factors, set(wanted) - set(varying), found),
    }
    return table


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
        raise UsageError(f"target '{target.id}' is {target.treatment}, so nothing in the model decides it")
    if through is None:
        return (target.due,)
    if not target.due.isdigit():
        raise UsageError(f"target '{target.id}' is due in {target.due}, not in a year; leave out --through")
    if not int(target.due) <= through <= last:
        raise UsageError(f"--through {through} is not a year from {target.due} to {last}, where the run ends")
    return tuple(str(year) for year in range(max(first, int(target.due)), through + 1))


def _check(method: Method, by: str, of: Sequence[str]) -> None:
    for what in of:
        if what not in (MEAN, PROBABILITY):
            raise UsageError(f"of: '{what}' is not an outcome; expected mean or probability")
    if by == GROUPS and not method.takes_groups:
        raise UsageError(
            f"{method.name} has no index for inputs that vary together; use it by 'screened', by 'inputs' or by the "
            "name of a group, or sobol or morris by groups"
        )
    if PROBABILITY in of and not method.takes_events:
        raise UsageError(
            f"{method.name} compares densities, and whether a target is reached takes only two values; ask for the "
            "mean alone, or use sobol, pawn or rbd-fast for the probability"
        )


def _factors(experiment: Experiment, outcomes: Outcomes, by: str, method: Method, scheduler: Scheduler) -> list[Factor]:
    known = coordinates(experiment)
    if by == GROUPS:
        return groups(known)
    single = inputs if method.takes_groups else numbers
    if by == INPUTS:
        return single(known)
    if by == SCREENED:
        chosen = _screened(experiment, outcomes, known, scheduler)
    else:
        names = [factor.name for factor in groups(known)]
        if by not in names:
            expected = ", ".join([GROUPS, INPUTS, SCREENED, *names])
            close = nearest(by, names)
            raise UsageError(f"by: '{by}' is not a way to divide the inputs; expected one of {expected}.{close}")
        chosen = [each.input for each in known if each.group == by]
    own = single([each for each in known if each.input in chosen])
    return [*own, *rest(known, own)]


def _screened(
    experiment: Experiment, outcomes: Outcomes, known: Sequence[Coordinate], scheduler: Scheduler
) -> list[str]:
    """The inputs that matter most by Morris' method, for the indicator or for the event, in the last year."""
    morris, factors = Morris(), inputs(known)
    design = morris.design(factors)
    (found,) = run_experiments([replace(experiment, design=design)], outcomes, scheduler)
    score: dict[str, float] = {}
    for what in (MEAN, PROBABILITY):
        outcome = found[what, outcomes.years[-1]]
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
    name, label = (" x ".join(texts) for texts in ([f.name for f in own], [f.label for f in own]))
    group = " x ".join(dict.fromkeys(factor.group for factor in own))
    what, year = key
    return name, group, year, what, index.value, index.kind, index.low, index.high, index.floor, label


def _notes(
    experiment: Experiment, factors: Sequence[Factor], constant: set[Outcome], found: Mapping[Outcome, Array]
) -> list[str]:
    notes = [
        f"{year}: the target is {'reached' if found[what, year][0] else 'missed'} in every run; nothing decides it"
        if what == PROBABILITY
        else f"{year}: the indicator is the same in every run; nothing decides it"
        for what, year in sorted(constant)
    ]
    known = {each.name: each for each in coordinates(experiment)}
    apart = {name: factor.name for factor in factors for name in factor.coordinates}
    joined = [
        each.label for each in known.values() if any(apart.get(other) != apart.get(each.name) for other in each.joined)
    ]
    if joined:
        notes.append(TOGETHER.format("; ".join(joined)))
    return notes
