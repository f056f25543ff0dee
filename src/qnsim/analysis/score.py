"""The score of a scenario: the whole resolution, a row per target, and what its targets do together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

import numpy as np
import pandas as pd

from qnsim.analysis.backtest.views import View, Views
from qnsim.analysis.consistency import Consistency, audit_of
from qnsim.analysis.display import html_table
from qnsim.analysis.joint import COLUMNS, Joint, row
from qnsim.analysis.outcomes import MODEL, POOLED, until
from qnsim.analysis.pooling import Pooling
from qnsim.analysis.probability import Probability, share_of_draws
from qnsim.analysis.projection import Projection
from qnsim.analysis.scorecard import scorecard
from qnsim.analysis.verdicts import Judging, Verdicts
from qnsim.chance.designs import replicate_sizes
from qnsim.errors import UsageError, nearest
from qnsim.facts.targets import Target, headline_of
from qnsim.language import join, say
from qnsim.run import Experiment, run_experiments
from qnsim.scheduler import InProcess, Scheduler

YEARS = 3
SHOWN = ("indicator", "comparator", "threshold", "unit", "due", "probability", "mc_error", "median", "gap", "status")
NO_FIGURE = say("no figure of it was known on the day of the case")
PROJECTED = ("projected_probability", "projected_median", "projected_p05", "projected_p95", "figures", "method")
TOGETHER = say("P of model and record together")
ALL_YEARS, ANY_YEAR = "every year", "at least one year"


@dataclass(frozen=True)
class Score:
    """The table of all targets, their chances alone and together, the headline over years, and the consistency audit.

    `projections` are of targets outside the model, by their own records: no part of any chance. `asked` are the targets
    whose joint probability was asked for; `path` holds the headline in every year of `years` and in at least one.
    `views` are of the headline, where its row shows model and record together.
    """

    experiment: Experiment
    targets: tuple[Target, ...]
    table: pd.DataFrame
    chances: Mapping[str, Probability]
    projections: Mapping[str, Projection]
    joint: Joint
    asked: tuple[str, ...]
    years: tuple[str, ...]
    path: Mapping[str, Probability]
    consistency: Consistency | None
    views: Views | None = None

    @property
    def view(self) -> str:
        """What the headline is scored by: the model alone, or model and record together."""
        return POOLED if self.views else MODEL

    def shown(self, target: str) -> Probability | None:
        """The probability in the row of a target: the model's, and of the headline that of the view."""
        if self.views and target == headline_of(self.targets).id:
            return self.views.together.chance
        return self.chances.get(target)

    @property
    def all_modelled(self) -> Probability:
        """The probability that every target with a probability is reached."""
        return self.joint.probability(list(self.joint.reached))

    def joint_table(self) -> pd.DataFrame:
        """Joint, pairwise and conditional probabilities, and those over years."""
        headline = headline_of(self.targets).id
        rows = [row("asked", self.asked, "", self.joint.probability(self.asked))] if self.asked else []
        rows += [row(f"{name} of {self.span}", [headline], "", chance) for name, chance in self.path.items()]
        return pd.concat([self.joint.table(), pd.DataFrame(rows, columns=list(COLUMNS))], ignore_index=True)

    @property
    def span(self) -> str:
        """The years of the headline's path, in words."""
        return f"{self.years[0]}\N{EN DASH}{self.years[-1]}"

    def __repr__(self) -> str:
        chance = self.all_modelled
        return f"Score({self.experiment!r}, P(all {len(self.chances)}) = {chance.value:.3f} ± {chance.error:.3f})"

    def _repr_html_(self) -> str:
        return html_table(self.table[list(SHOWN)], repr(self))


def score_experiment(
    experiment: Experiment,
    targets: Sequence[Target],
    asked: Sequence[str] = (),
    scheduler: Scheduler = InProcess(),
    projections: Mapping[str, Projection] = MappingProxyType({}),
    pooling: Pooling | None = None,
) -> Score:
    """Simulate a scenario and score it, with `projections` beside it.

    With `pooling` the row of the headline is that of model and record together; `chances` and all that is of several
    targets or years stay the model's, as past forecasts were of the headline alone.
    Raises `UsageError` for a target in `asked` that has no probability.
    """
    headline, audit = headline_of(targets), audit_of(targets)
    first, last = experiment.scenario.first_year, int(experiment.scenario.end[:4])
    years = tuple(str(year) for year in range(first, min(first + YEARS, last + 1)))
    judged = {target.id: target for target in targets if target.treatment == "modelled"}
    yearly = {f"{headline.id}@{year}": replace(headline, due=year) for year in years}
    latest = max([*years, *(target.due for target in judged.values())])
    reducer = Judging({**judged, **yearly, **(audit.targets if audit else {})}, audit.also if audit else {})
    (verdicts,) = run_experiments([until(experiment, latest)], reducer, scheduler)
    sizes = replicate_sizes(experiment.design)
    joint = Joint({name: event for name, event in verdicts.reached.items() if name in judged}, sizes)
    _check_asked(asked, list(joint.reached))
    chances = {name: joint.probability([name]) for name in joint.reached}
    met = np.array([verdicts.reached[name] for name in yearly])
    always, once = np.logical_and.reduce(met), np.logical_or.reduce(met)
    path = {ALL_YEARS: share_of_draws(always, sizes), ANY_YEAR: share_of_draws(once, sizes)}
    table = score_table(experiment.scenario.name, targets, chances, verdicts)
    views = None
    if pooling:
        beside = pooling.beside(until(experiment, latest))
        anchored = pooling.anchored(beside, headline, [headline.due], scheduler)
        views = anchored.views(headline.due, verdicts.values[headline.id], sizes)
        table = _with_view(table, headline, views.together)
    return Score(
        experiment,
        tuple(targets),
        with_projections(table, targets, projections),
        chances,
        projections,
        joint,
        tuple(asked),
        years,
        path,
        audit.result(verdicts, sizes) if audit else None,
        views,
    )


def score_table(
    scenario: str, targets: Sequence[Target], chances: Mapping[str, Probability], verdicts: Verdicts
) -> pd.DataFrame:
    """The scorecard, with the indicator in Vietnamese and the gap of the median to the threshold."""
    judged = [target.id for target in targets if target.id in verdicts.values]
    ranges = {name: _range(verdicts, name) for name in judged}
    table = scorecard(scenario, targets, chances, ranges)
    gaps = {n: verdicts.quantiles(verdicts.values[n] - mark, (0.5,))[0] for n, mark in verdicts.marks.items()}
    table.insert(3, "indicator_vi", [target.indicator["vi"] for target in targets])
    place = list(table.columns).index("status")
    table.insert(place, "gap", [gaps.get(target.id) for target in targets])
    table.insert(place + 1, "view", [MODEL if target.id in judged else "" for target in targets])
    return table


def _with_view(table: pd.DataFrame, headline: Target, view: View) -> pd.DataFrame:
    """The table with the row of the headline as model and record see it together."""
    assert headline.threshold is not None and view.chance is not None
    seen = {
        "probability": view.chance.value,
        "mc_error": view.chance.error,
        "median": view.middle,
        "p05": view.p05,
        "p95": view.p95,
        "gap": view.middle - headline.threshold,
        "view": POOLED,
    }
    there = table["target"] == headline.id
    note = join("; ", filter(None, (headline.note, TOGETHER)))
    table = table.assign(note=[note if own else other for own, other in zip(there, table["note"], strict=True)])
    return table.assign(**{name: table[name].mask(there, value) for name, value in seen.items()})


def with_projections(
    table: pd.DataFrame, targets: Sequence[Target], projections: Mapping[str, Projection]
) -> pd.DataFrame:
    """The table with `PROJECTED` columns, apart from those of the model."""
    found = [projections.get(target.id) for target in targets]
    status = ["projected" if each else before for each, before in zip(found, table["status"], strict=True)]
    missing = [target.treatment == "projected" and each is None for target, each in zip(targets, found, strict=True)]
    notes = [NO_FIGURE if none else note for none, note in zip(missing, table["note"], strict=True)]
    beside = pd.DataFrame([_projected(each) for each in found], columns=list(PROJECTED), index=table.index)
    return pd.concat([table.assign(status=status, note=notes), beside], axis=1)


def _projected(projection: Projection | None) -> tuple[object, ...]:
    """What the `PROJECTED` columns hold."""
    if projection is None:
        return (None,) * len(PROJECTED)
    low, middle, high = projection.spread or (None, None, None)
    return projection.probability, middle, low, high, projection.figures, projection.method


def _range(verdicts: Verdicts, name: str) -> tuple[float, float, float]:
    """Median, 5% and 95% point of a target's indicator."""
    low, middle, high = verdicts.quantiles(verdicts.values[name], (0.05, 0.5, 0.95))
    return float(middle), float(low), float(high)


def _check_asked(asked: Sequence[str], known: Sequence[str]) -> None:
    for name in asked:
        if name not in known:
            fault = say(
                "'{name}' is not a target with a probability; expected some of {known}.",
                name=name,
                known=", ".join(known),
            )
            raise UsageError(say("joint: {fault}{close}", fault=fault, close=nearest(name, known)))
