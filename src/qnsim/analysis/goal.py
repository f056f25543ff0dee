"""Goal seek on a probability: the value of a lever at which targets are reached as likely as asked.

All values of the lever are judged by the same draws, so the curve is smooth up to single draws and its root is found
by bisection; the interval comes from the replicates, each of which has a root of its own.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from qnsim.analysis.display import html_table
from qnsim.analysis.goal_curve import GRID, Curve, Progress, anchor, chances_of, crossing, inside
from qnsim.analysis.outcomes import MODEL, POOLED
from qnsim.analysis.pooling import Pooling
from qnsim.analysis.probability import Probability
from qnsim.chance.designs import Design, Stratified
from qnsim.errors import UsageError
from qnsim.facts.case import Case
from qnsim.facts.levers import Band, Lever
from qnsim.facts.targets import Target
from qnsim.language import figure, say
from qnsim.scenarios.moves import with_value
from qnsim.scenarios.scenario import Scenario
from qnsim.scheduler import InProcess, Scheduler

Array = np.ndarray
GRID_OF_PAIRS, OTHER_VALUES = 9, 7
DRAWS_OF_PAIRS = 4_000


@dataclass(frozen=True)
class GoalAnswer:
    """Where a lever brings the probability to what was asked; values are in the lever's written unit.

    `value` is None if no value of its range does; `interval` is the 95% interval of the value from the replicates. The
    `curve` has `COLUMNS`; `start` is the probability with the lever as the scenario has it, `best` the highest on the
    curve and where it is. `monotone` tells whether the curve never clearly falls, or never clearly rises. All are by
    the model alone, or with the `view` `together` by model and record.
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
    view: str = MODEL

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
            "view": self.view,
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
    pooling: Pooling | None = None,
) -> GoalAnswer:
    """The value of a lever, kept for the whole run, at which all targets are reached with a probability.

    With `pooling` it is the probability by model and record together, of the headline alone.
    Raises `UsageError` for a probability outside 0 to 1 or a target the model does not decide.
    """
    _check(targets, probability, pooling)
    curve = Curve(scenario, case, tuple(targets), case.levers[lever], design)
    curve.anchored = anchor(pooling, curve, scheduler)
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
        view=curve.view,
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
    pooling: Pooling | None = None,
) -> pd.DataFrame:
    """For values of the second lever, the value of the first that reaches the probability; NaN where none does.

    Columns are the two levers' names (in their written units), `lowest` and `best`: the probabilities along the first,
    and the `view` they are of: the model's, or with `pooling` that of model and record together.
    """
    _check(targets, probability, pooling)
    first, second = (case.levers[name] for name in levers)
    entry, rows = case.catalogue.entries[second.name], []
    along, across = (
        np.linspace(first.low, first.high, GRID_OF_PAIRS),
        np.linspace(second.low, second.high, OTHER_VALUES),
    )
    moved = [with_value(scenario, entry, inside(entry, other * second.factor)) for other in across]
    curves = [Curve(each, case, tuple(targets), first, design) for each in moved]
    experiments = [curve.experiment(float(value)) for curve in curves for value in along]
    anchored = anchor(pooling, curves[0], scheduler)
    chances, view = iter(chances_of(experiments, targets, anchored, scheduler, progress)), POOLED if anchored else MODEL
    for other in across:
        found = np.array([next(chances).value for _ in along])
        met = crossing(along, found, probability)
        reached = np.nan if met is None else met
        rows.append((float(other), reached, float(found.min()), float(found.max()), view))
    return pd.DataFrame(rows, columns=[second.name, first.name, "lowest", "best", "view"])


def _check(targets: Sequence[Target], probability: float, pooling: Pooling | None) -> None:
    if not 0 < probability < 1:
        raise UsageError(
            say(
                "probability is {probability}; expected a number between 0 and 1, such as 0.6 or 60%",
                probability=figure(f"{probability:g}"),
            )
        )
    for target in targets:
        if target.treatment != "modelled":
            raise UsageError(
                say(
                    "target '{target}' is {treatment}, so no lever of the model decides it",
                    target=target.id,
                    treatment=target.treatment,
                )
            )
    if pooling and len(targets) != 1:
        raise UsageError(
            say("view together: past forecasts are of one target, not of {count} at once; give one", count=len(targets))
        )
