"""Everything a run reports of one scenario: summary, scorecard, chances by year, and what decides the growth target."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from qnsim.analysis.drivers import contrasts, driver_table
from qnsim.analysis.outcomes import KEEP, Paths, Series, measure, outcomes
from qnsim.analysis.probability import Probability, count, probability
from qnsim.analysis.scorecard import Event, event_of, outcome_of, scorecard
from qnsim.analysis.summary import Moments, combine, summarise, summary_table
from qnsim.chance.blocks import Block
from qnsim.chance.designs import blocks_of
from qnsim.chance.draws import Draws
from qnsim.facts.targets import Target
from qnsim.quantities.units import conversion_factor
from qnsim.run import Experiment, run_experiments
from qnsim.scheduler import InProcess, Scheduler

HEADLINE = "grdp_growth"
SHIFT = 0.5


@dataclass(frozen=True)
class Assessment:
    """The reported results of one scenario.

    `chances` are probabilities by event: target ids, `growth@YEAR` and `final@YEAR` (above the headline threshold),
    `growth+shift` and `growth-shift` (the headline if its centre were half a point higher or lower).
    """

    experiment: Experiment
    summary: pd.DataFrame
    scorecard: pd.DataFrame
    chances: Mapping[str, Probability]
    drivers: pd.DataFrame
    draws: Any = None

    @property
    def headline(self) -> Probability:
        """The probability of the growth target."""
        return self.chances[HEADLINE]

    def statistic(self, variable: str, period: str, statistic: str, sector: str = "") -> float:
        """One number of the summary."""
        table = self.summary
        row = table[
            (table["variable"] == variable)
            & (table["period"] == period)
            & (table["statistic"] == statistic)
            & (table["sector"] == sector)
        ]
        return float(row["value"].iloc[0])


def assess(
    experiments: Sequence[Experiment],
    targets: Sequence[Target],
    scheduler: Scheduler = InProcess(),
    progress: Callable[[int, int], None] | None = None,
    keep_draws: bool = False,
) -> list[Assessment]:
    """Run the experiments and report each; with `keep_draws` the draws of all outcomes come along."""
    return run_experiments(experiments, Assessing(tuple(targets), keep_draws), scheduler, progress)


@dataclass(frozen=True)
class _Part:
    """What one block contributes."""

    periods: dict[tuple[str, str], tuple[str, ...]]
    moments: dict[tuple[str, str], Moments]
    counts: dict[str, list[float]]
    contrasts: dict[str, list[float]]
    values: dict[tuple[str, str], np.ndarray] | None


@dataclass(frozen=True)
class Assessing:
    """The reducer that turns blocks of paths into an assessment."""

    targets: tuple[Target, ...]
    keep_draws: bool = False
    keep: Sequence[str] = KEEP

    def reduce(self, experiment: Experiment, block: Block, draws: Draws, paths: Mapping[str, np.ndarray]) -> _Part:
        """Summaries, counts and contrasts of one block."""
        path = Paths(paths, int(experiment.horizon.start))
        measured = measure(path, outcomes())
        events = {name: event(measured, path) for name, event in self.events(path.years).items()}
        now = {name: v for name, v in draws.uncertain.items() if name.partition("@")[2] in ("", str(path.years[0]))}
        return _Part(
            periods={key: series.periods for key, series in measured.items()},
            moments={key: summarise(series) for key, series in measured.items()},
            counts={name: count(happened, block) for name, happened in events.items()},
            contrasts=contrasts(events[HEADLINE], now, block),
            values={key: series.values.astype("f4") for key, series in measured.items()} if self.keep_draws else None,
        )

    def merge(self, experiment: Experiment, parts: Sequence[_Part]) -> Assessment:
        """The assessment from all blocks, in order."""
        name = experiment.scenario.name
        sizes = [replicate.size for block in blocks_of(experiment.design) for replicate in block.replicates]
        moments = {key: combine([part.moments[key] for part in parts]) for key in parts[0].moments}
        chances = {event: probability([p.counts[event] for p in parts], sizes) for event in parts[0].counts}
        summary = summary_table(name, _outline(parts[0]), moments)
        return Assessment(
            experiment,
            summary,
            scorecard(name, self.targets, chances, self.ranges(summary)),
            chances,
            driver_table([part.contrasts for part in parts]),
            _dataset(experiment, parts) if self.keep_draws else None,
        )

    def events(self, years: Sequence[int]) -> dict[str, Event]:
        """All events that are counted."""
        found = {target.id: event for target in self.targets if (event := event_of(target))}
        headline = next(target for target in self.targets if target.id == HEADLINE)
        assert headline.threshold is not None
        for year in years:
            found[f"growth@{year}"] = _above("grdp_growth", str(year), headline.threshold)
            found[f"final@{year}"] = _above("grdp_growth_final", str(year), headline.threshold)
        found["growth+shift"] = _above("grdp_growth", headline.due, headline.threshold - SHIFT)
        found["growth-shift"] = _above("grdp_growth", headline.due, headline.threshold + SHIFT)
        return found

    def ranges(self, summary: pd.DataFrame) -> dict[str, tuple[float, float, float]]:
        """Median, 5% and 95% point of each modelled target's indicator, in the target's unit."""
        values = summary.set_index(["variable", "sector", "period", "statistic"])["value"]
        units = {(o.variable, o.sector): o.unit.removesuffix(" of plan") for o in outcomes()}
        found = {}
        for target in (t for t in self.targets if t.treatment == "modelled"):
            key = outcome_of(target)
            factor = conversion_factor(units[key], target.model_unit)
            low, middle, high = (factor * values[(*key, target.due, s)] for s in ("p05", "p50", "p95"))
            found[target.id] = (middle, low, high)
        return found


def _above(variable: str, period: str, threshold: float) -> Event:
    return lambda measured, paths: measured[variable, ""].at(period) > threshold


def _outline(part: _Part) -> list[Series]:
    """The outcomes of a block without their values, which do not travel: outcomes hold functions."""
    known = {(outcome.variable, outcome.sector): outcome for outcome in outcomes()}
    return [Series(known[key], periods, np.empty((len(periods), 0))) for key, periods in part.periods.items()]


def _dataset(experiment: Experiment, parts: Sequence[_Part]) -> Any:
    """The draws of all outcomes; a variable with sectors gets one entry each, named variable.sector."""
    import xarray

    variables = {}
    for series in _outline(parts[0]):
        outcome = series.outcome
        key = (outcome.variable, outcome.sector)
        values = np.concatenate([part.values[key] for part in parts if part.values], axis=-1)
        by_quarter = len(series.periods) - experiment.horizon.count // 4
        pieces = {"year": values[by_quarter:]}
        if by_quarter:
            pieces["quarter"] = values[:by_quarter]
        for span, array in pieces.items():
            label = ".".join(filter(None, (*key, "by_quarter" if span == "quarter" else "")))
            variables[label] = ((span, "draw"), array, {"unit": outcome.unit})
    labels = [experiment.horizon.label(place) for place in range(experiment.horizon.count)]
    years = [int(label[:4]) for label in labels[::4]]
    return xarray.Dataset(variables, coords={"quarter": labels, "year": years})
