"""Differences between scenarios, draw by draw, and what explains them: settings switched one at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from math import hypot

import numpy as np
import pandas as pd

from qnsim.analysis.changes import changes, label_of, with_changes
from qnsim.analysis.display import html_table
from qnsim.analysis.levels import Level, Levels, error_of
from qnsim.analysis.outcomes import MEAN, MODEL, POOLED, PROBABILITY, Outcomes, probability_of, until
from qnsim.analysis.pooling import Pooling
from qnsim.analysis.shapley import AllOrders, Averaging, SomeOrders, Subset
from qnsim.arguments import check, several
from qnsim.chance.designs import asked_for
from qnsim.errors import UsageError
from qnsim.facts.targets import Target
from qnsim.language import say
from qnsim.run import EXPERIMENT, Experiment, prepare, run_experiments
from qnsim.scheduler import InProcess, Scheduler

Array = np.ndarray
Row = tuple[object, ...]
YEARS = 3
DRAWS = 2_000
EXACT_UP_TO = 8  # changes; so many need 256 runs
PAIRS_OF_ORDERS = 12  # beyond, so many need 24 runs a change at most
NOTHING: Subset = frozenset()
SUBJECT = ("scenario", "reference", "year", "of")
LEVELS = ("scenario", "year", "of", "sector", "value", "error", "unit")
DIFFERENCES = (*SUBJECT, "sector", "difference", "error", "unit")
PARTS = (*SUBJECT, "setting", "label", "part", "error", "unit")


@dataclass(frozen=True, eq=False)
class ScenarioComparison:
    """Scenarios against the first one.

    `levels` are what each scenario comes to, `differences` those from the reference, `parts` what each changed setting
    adds to a difference (`of` mean, probability or together), all with their simulation error. Parts add up to the
    difference. `together` is the probability by model and record, if it was asked for.
    """

    experiments: tuple[Experiment, ...]
    target: Target
    levels: pd.DataFrame
    differences: pd.DataFrame
    parts: pd.DataFrame

    @property
    def names(self) -> tuple[str, ...]:
        """The scenarios, the reference first."""
        return tuple(each.scenario.name for each in self.experiments)

    @property
    def reference(self) -> str:
        """The scenario that the others are compared with."""
        return self.names[0]

    @property
    def others(self) -> tuple[str, ...]:
        """The scenarios compared with the reference."""
        return self.names[1:]

    def differences_of(self, name: str) -> pd.DataFrame:
        """The differences of one scenario."""
        return self.differences[self.differences["scenario"] == name]

    def parts_of(self, name: str) -> pd.DataFrame:
        """What explains the difference of one scenario."""
        return self.parts[self.parts["scenario"] == name]

    def settings_changed(self, name: str, year: str | None = None) -> dict[str, str]:
        """The settings in which a scenario differs, with labels: first what adds most in a year (the first)."""
        own = self.parts_of(name)
        there = own[(own["of"] == MEAN) & (own["year"] == (year or self.years[0]))]
        ordered = there.sort_values("part", key=lambda part: -part.abs(), kind="stable")
        return dict(zip(ordered["setting"], ordered["label"], strict=True))

    @property
    def view(self) -> str:
        """Whether model and record are shown together or the model alone."""
        return MODEL if self.chance == PROBABILITY else POOLED

    @property
    def chance(self) -> str:
        """Which probability the view shows: `probability` by the model, or `together`."""
        return probability_of(set(self.levels["of"]))

    @property
    def years(self) -> tuple[str, ...]:
        """The years compared."""
        return tuple(self.levels["year"].unique())

    def __repr__(self) -> str:
        years = f"{self.years[0]} to {self.years[-1]}"
        return f"ScenarioComparison({', '.join(self.others)} against {self.reference}, {years})"

    def _repr_html_(self) -> str:
        return f"{html_table(self.differences, repr(self))}\n{html_table(self.parts)}"


def compare(
    experiments: Sequence[Experiment],
    target: Target,
    through: int | None = None,
    scheduler: Scheduler = InProcess(),
    progress: Callable[[int, int], None] | None = None,
    pooling: Pooling | None = None,
) -> ScenarioComparison:
    """Compare experiments with the first of them by a target's indicator, in the first three years or `through` one.

    What explains a difference: each setting in which two scenarios differ is switched with every set of the others
    before it, or beyond eight with 24 orders, whose choice adds to the error. With `pooling` the probability by model
    and record together stands beside the model's. Raises `UsageError`.
    """
    experiments = several("experiments", experiments, Experiment, EXPERIMENT)
    check("target", target, Target, "a Target; use one of qnsim.resolution_targets()")
    years = years_compared(experiments, through)
    reference, *others = (until(each, years[-1]) for each in experiments)
    pooled = pooling.anchored(pooling.beside(reference), target, years, scheduler) if pooling else None
    reducer = Levels(Outcomes(target, years, pooled))
    pairs = [_Pair(reference, other) for other in others]
    wanted = [reference, *others, *(each for pair in pairs for each in pair.mixed.values())]
    found = iter(run_experiments(wanted, reducer, scheduler, progress))
    ends = [next(found) for _ in (reference, *others)]
    between = [{subset: next(found) for subset in pair.mixed} for pair in pairs]
    told = list(zip(pairs, ends[1:], between, strict=True))
    keys = reducer.levels
    levels = [_level_rows(one, keys, end) for one, end in zip((reference, *others), ends, strict=True)]
    differences = [_difference_rows(pair, keys, end - ends[0]) for pair, end, _ in told]
    parts = [_part_rows(pair, keys, {**mixed, NOTHING: ends[0], pair.everything: end}) for pair, end, mixed in told]
    return ScenarioComparison(
        (reference, *others), target, _table(levels, LEVELS), _table(differences, DIFFERENCES), _table(parts, PARTS)
    )


def years_compared(experiments: Sequence[Experiment], through: int | None) -> tuple[str, ...]:
    """The years of a comparison. Raises `UsageError` for experiments that cannot be compared, or not so far."""
    check("through", through, int | None, "a year such as 2026, or None")
    _check_comparable(experiments)
    first = experiments[0].scenario.first_year
    end = min(int(each.scenario.end[:4]) for each in experiments)
    last = min(first + YEARS - 1, end) if through is None else through
    if not first <= last <= end:
        raise UsageError(
            say(
                "through {through}: expected a year that every scenario has, {first} to {end}",
                through=through,
                first=first,
                end=end,
            )
        )
    return tuple(str(year) for year in range(first, last + 1))


def averaging(count: int) -> Averaging:
    """The way to average over the orders of so many changes."""
    return AllOrders(count) if count <= EXACT_UP_TO else SomeOrders(count, PAIRS_OF_ORDERS)


@dataclass(frozen=True)
class _Pair:
    """The reference and another scenario, with the runs between them."""

    reference: Experiment
    other: Experiment

    @property
    def names(self) -> tuple[str, str]:
        """The names of both, the reference last, as in the tables."""
        return self.other.scenario.name, self.reference.scenario.name

    @cached_property
    def changes(self) -> tuple[str, ...]:
        """The names of what differs."""
        last_year = self.reference.horizon.label(self.reference.horizon.count - 1)[:4]
        return changes(self.reference.scenario, self.other.scenario, last_year)

    @cached_property
    def averaging(self) -> Averaging:
        return averaging(len(self.changes))

    @cached_property
    def mixed(self) -> dict[Subset, Experiment]:
        """The runs in which some of the changes are made, neither none nor all."""
        subsets = [each for each in self.averaging.subsets if 0 < len(each) < len(self.changes)]
        return {subset: self._with(subset) for subset in subsets}

    def _with(self, subset: Subset) -> Experiment:
        one, last = self.reference, self.reference.horizon.label(self.reference.horizon.count - 1)
        names = [self.changes[number] for number in sorted(subset)]
        scenario = with_changes(one.scenario, self.other.scenario, names)
        return until(prepare(scenario, one.case, asked_for(one.design)), last)

    @property
    def everything(self) -> Subset:
        """The subset of all changes."""
        return frozenset(range(len(self.changes)))


def _level_rows(experiment: Experiment, levels: Sequence[Level], own: Array) -> Iterator[Row]:
    for level, values in zip(levels, own, strict=True):
        least = 1 / experiment.draws if level.of == PROBABILITY else 0.0  # 0 and 1 are never exact
        value, error = _told(values)
        yield experiment.scenario.name, *level.row, value, max(error, least), level.unit


def _difference_rows(pair: _Pair, levels: Sequence[Level], difference: Array) -> Iterator[Row]:
    for level, values in zip(levels, difference, strict=True):
        yield *pair.names, *level.row, *_told(values), level.unit_of_difference


def _part_rows(pair: _Pair, levels: Sequence[Level], values: Mapping[Subset, Array]) -> Iterator[Row]:
    parts, missing = pair.averaging.parts(values)
    for place, level in enumerate(levels):
        if level.of not in (MEAN, PROBABILITY, POOLED):
            continue
        for name, part, left_out in zip(pair.changes, parts, missing, strict=True):
            value, error = _told(part[place])
            label = label_of(pair.reference.case, name)
            error = hypot(error, left_out[place, 0])
            yield *pair.names, level.year, level.of, name, label, value, error, level.unit_of_difference


def _table(rows: Iterable[Iterable[Row]], columns: Sequence[str]) -> pd.DataFrame:
    return pd.DataFrame(list(chain.from_iterable(rows)), columns=list(columns))


def _told(level: Array) -> tuple[float, float]:
    return float(level[0]), error_of(level)


def _check_comparable(experiments: Sequence[Experiment]) -> None:
    if len(experiments) < 2:
        raise UsageError(
            say("a comparison of {count}: expected two scenarios or more, the reference first", count=len(experiments))
        )
    reference, *others = experiments
    names = [each.scenario.name for each in others]
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice:
        raise UsageError(
            say(
                "{twice} is compared twice with {reference}; leave one out, or rename one",
                twice=twice,
                reference=reference.scenario.name,
            )
        )
    for other in others:
        if (other.case.digest, asked_for(other.design)) != (reference.case.digest, asked_for(reference.design)):
            raise UsageError(
                say(
                    "{name} has another case or design than {reference}, so their draws do not belong together; "
                    "prepare both with the same",
                    name=other.scenario.name,
                    reference=reference.scenario.name,
                )
            )
