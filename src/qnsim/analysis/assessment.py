"""Everything a run reports of one scenario: summary, scorecard, chances by year, and what decides the growth target."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd

from qnsim.analysis.display import html_table
from qnsim.analysis.drivers import contrasts, driver_table
from qnsim.analysis.judging import Event, event_of, measure_of
from qnsim.analysis.measures import BY_KEY, MEASURES
from qnsim.analysis.measures.measure import Key, Measure, Series, each_measure, names_to_keep
from qnsim.analysis.measures.paths import Paths
from qnsim.analysis.probability import Probability, count, probability
from qnsim.analysis.scorecard import scorecard
from qnsim.analysis.summary import Moments, combine, statistic_of, summarise, summary_table
from qnsim.arguments import several
from qnsim.chance.blocks import Block
from qnsim.chance.designs import replicate_sizes
from qnsim.chance.draws import Draws
from qnsim.errors import UsageError
from qnsim.facts.targets import Target, headline_of
from qnsim.language import say
from qnsim.quantities.units import conversion_factor
from qnsim.run import Experiment, run_experiments, run_id
from qnsim.scheduler import InProcess, Scheduler

SHIFT = 0.5
TABLES = ("summary", "scorecard", "drivers")


@dataclass(frozen=True, eq=False)
class Assessment:
    """The reported results of one scenario, judged by the `target` that is the headline.

    `chances` are probabilities by event: target ids, `growth@YEAR` and `final@YEAR` (the headline in that year, as
    first told and after revisions),
    `growth+shift` and `growth-shift` (the headline if its centre were half a point higher or lower). `told` is what
    decides the headline when it is due, by draw.
    Two are equal if they are of the same run, judged by the same target, and say the same in every table.
    """

    experiment: Experiment
    target: Target
    summary: pd.DataFrame
    scorecard: pd.DataFrame
    chances: Mapping[str, Probability]
    drivers: pd.DataFrame
    told: np.ndarray
    draws: Any = None

    @property
    def headline(self) -> Probability:
        """The probability of the headline."""
        return self.chances[self.target.id]

    @property
    def by_year(self) -> pd.DataFrame:
        """The headline in every year of the run: `year, event, probability, mc_error, median, p05, p95`.

        `event` is `first` as first told and `final` after revisions, each with the middle and range of what it judges.
        """
        told = measure_of(self.target)
        measures = {"first": told.key, "final": (told.revised, told.sector)}
        rows = []
        for name, chance in self.chances.items():
            kind, _, year = name.replace("growth@", "first@").partition("@")
            if year:
                variable, sector = measures[kind]
                spread = (self.statistic(variable, year, each, sector) for each in ("p50", "p05", "p95"))
                rows.append((year, kind, chance.value, chance.error, *spread))
        return pd.DataFrame(rows, columns=["year", "event", "probability", "mc_error", "median", "p05", "p95"])

    def statistic(self, variable: str, period: int | str, statistic: str, sector: str = "") -> float:
        """One number of the summary. Raises `UsageError` naming what there is for what there is not."""
        known = self._cells.get((variable, sector, str(period), statistic))
        return statistic_of(self.summary, variable, period, statistic, sector) if known is None else known

    @cached_property
    def _cells(self) -> dict[tuple[str, str, str, str], float]:
        """The summary by variable, sector, period and statistic."""
        columns = (self.summary[name].tolist() for name in ("variable", "sector", "period", "statistic"))
        return dict(zip(zip(*columns, strict=True), self.summary["value"].tolist(), strict=True))

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Assessment):
            return NotImplemented
        told = run_id(self.experiment), self.target
        same_tables = (getattr(self, table).equals(getattr(other, table)) for table in TABLES)
        return told == (run_id(other.experiment), other.target) and all(same_tables)

    def __hash__(self) -> int:
        return hash(run_id(self.experiment))

    def __repr__(self) -> str:
        chance = self.headline
        return f"Assessment({self.experiment!r}, P({self.target.id}) = {chance.value:.3f} ± {chance.error:.3f})"

    def _repr_html_(self) -> str:
        return html_table(self.by_year, repr(self))


def assess(
    experiments: Sequence[Experiment],
    targets: Sequence[Target],
    scheduler: Scheduler = InProcess(),
    progress: Callable[[int, int], None] | None = None,
    keep_draws: bool = False,
) -> list[Assessment]:
    """Run the experiments and report each; with `keep_draws` the draws of all measures come along."""
    targets = several("targets", targets, Target, say("what qnsim.resolution_targets() returns"))
    if not targets:
        raise UsageError(
            say("targets is empty; expected those that runs are judged by; use qnsim.resolution_targets()")
        )
    return run_experiments(experiments, Assessing(targets, keep_draws), scheduler, progress)


@dataclass(frozen=True)
class _Part:
    """What one block contributes."""

    outline: list[Series]
    moments: dict[Key, Moments]
    counts: dict[str, list[float]]
    contrasts: dict[str, list[float]]
    told: np.ndarray
    values: dict[Key, np.ndarray] | None


@dataclass(frozen=True)
class Assessing:
    """The reducer that turns blocks of paths into an assessment."""

    targets: tuple[Target, ...]
    keep_draws: bool = False
    measures: tuple[Measure, ...] = MEASURES

    @cached_property
    def asked(self) -> tuple[Measure, ...]:
        """The measures that are reported: those wished for and those that decide a target."""
        judged = [measure_of(target) for target in self.targets if target.treatment == "modelled"]
        return tuple({each.key: each for each in (*self.measures, *judged, *self.revised)}.values())

    @cached_property
    def keep(self) -> Sequence[str]:
        """What the measures read, and what targets are compared with."""
        against = [target.against for target in self.targets if target.against]
        return tuple(dict.fromkeys([*names_to_keep(self.asked), *against]))

    @property
    def revised(self) -> tuple[Measure, ...]:
        """The headline after revisions, if there are any."""
        first = measure_of(headline_of(self.targets))
        return (BY_KEY[first.revised, first.sector],) if first.revised else ()

    def reduce(self, experiment: Experiment, block: Block, draws: Draws, paths: Mapping[str, np.ndarray]) -> _Part:
        """Summaries, counts and contrasts of one block."""
        path = Paths(paths, int(experiment.horizon.start))
        headline = headline_of(self.targets)
        tests = self.events(path.years)
        judged = {measure_of(event.target).key for event in tests.values()}
        outline, moments, measured, values = [], {}, {}, {}
        for series in each_measure(path, self.asked):
            key = series.measure.key
            outline.append(Series(series.measure, series.periods, np.empty((len(series.periods), 0))))
            moments[key] = summarise(series)
            if key in judged:
                measured[key] = series
            if self.keep_draws:
                values[key] = series.values.astype("f4")
        events = {name: event(measured, path) for name, event in tests.items()}
        now = {name: v for name, v in draws.uncertain.items() if name.partition("@")[2] in ("", str(path.years[0]))}
        return _Part(
            outline,
            moments,
            counts={name: count(happened, block) for name, happened in events.items()},
            contrasts=contrasts(events[headline.id], now, block),
            told=measured[measure_of(headline).key].at(headline.due).copy(),
            values=values if self.keep_draws else None,
        )

    def merge(self, experiment: Experiment, parts: Sequence[_Part]) -> Assessment:
        """The assessment from all blocks, in order."""
        name = experiment.scenario.name
        sizes = replicate_sizes(experiment.design)
        moments = {key: combine([part.moments[key] for part in parts]) for key in parts[0].moments}
        chances = {event: probability([p.counts[event] for p in parts], sizes) for event in parts[0].counts}
        summary = summary_table(name, parts[0].outline, moments, experiment.case.about.base_year)
        return Assessment(
            experiment,
            headline_of(self.targets),
            summary,
            scorecard(name, self.targets, chances, self.ranges(summary)),
            chances,
            driver_table([part.contrasts for part in parts]),
            np.concatenate([part.told for part in parts]),
            _dataset(experiment, parts) if self.keep_draws else None,
        )

    def events(self, years: Sequence[int]) -> dict[str, Event]:
        """All events that are counted."""
        found = {target.id: event for target in self.targets if (event := event_of(target))}
        headline = headline_of(self.targets)
        assert headline.threshold is not None
        for year in map(str, years):
            found[f"growth@{year}"] = Event(replace(headline, due=year))
            for final in self.revised:
                found[f"final@{year}"] = Event(replace(headline, due=year, measure=final.key))
        found["growth+shift"] = Event(replace(headline, threshold=headline.threshold - SHIFT))
        found["growth-shift"] = Event(replace(headline, threshold=headline.threshold + SHIFT))
        return found

    def ranges(self, summary: pd.DataFrame) -> dict[str, tuple[float, float, float]]:
        """Median, 5% and 95% point of each modelled target's indicator, in the target's unit."""
        values = summary.set_index(["variable", "sector", "period", "statistic"])["value"]
        found = {}
        for target in (t for t in self.targets if t.treatment == "modelled"):
            found_by = measure_of(target)
            factor = conversion_factor(found_by.unit, target.model_unit)
            low, middle, high = (factor * values[(*found_by.key, target.due, s)] for s in ("p05", "p50", "p95"))
            found[target.id] = (middle, low, high)
        return found


def _dataset(experiment: Experiment, parts: Sequence[_Part]) -> Any:
    """The draws of all measures; a variable with sectors gets one entry each, named variable.sector."""
    import xarray

    variables = {}
    for series in parts[0].outline:
        key = series.measure.key
        values = np.concatenate([part.values[key] for part in parts if part.values], axis=-1)
        by_quarter = len(series.periods) - experiment.horizon.count // 4
        pieces = {"year": values[by_quarter:]}
        if by_quarter:
            pieces["quarter"] = values[:by_quarter]
        for span, array in pieces.items():
            label = ".".join(filter(None, (*key, "by_quarter" if span == "quarter" else "")))
            variables[label] = ((span, "draw"), array, {"unit": series.measure.unit})
    labels = [experiment.horizon.label(place) for place in range(experiment.horizon.count)]
    years = [int(label[:4]) for label in labels[::4]]
    return xarray.Dataset(variables, coords={"quarter": labels, "year": years})
