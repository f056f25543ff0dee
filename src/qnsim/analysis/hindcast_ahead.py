"""The hindcast run on to the last year that is known: average growth, blind and with drivers given as they came."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from qnsim.analysis.measures import BY_KEY
from qnsim.analysis.measures.measure import measure, names_to_keep
from qnsim.analysis.measures.paths import Paths
from qnsim.analysis.outcomes import until
from qnsim.chance.blocks import Block
from qnsim.chance.draws import Draws
from qnsim.run import Experiment, run_experiments
from qnsim.scheduler import InProcess, Scheduler

GROWTH = BY_KEY["grdp_growth", ""]
BLIND, OBSERVED = "blind", "observed"
LEVELS = {"p05": 0.05, "median": 0.5, "p95": 0.95}

Array = np.ndarray


@dataclass(frozen=True)
class _Growth:
    """The reducer that keeps growth of all years and draws."""

    @property
    def keep(self) -> Sequence[str]:
        """What growth reads."""
        return names_to_keep([GROWTH])

    def reduce(self, experiment: Experiment, block: Block, draws: Draws, paths: Mapping[str, Array]) -> Array:
        """Growth of a block: (year, draw)."""
        path = Paths(paths, experiment.scenario.first_year)
        series = measure(path, [GROWTH])[GROWTH.key]
        return np.array([series.at(str(year)) for year in path.years])

    def merge(self, experiment: Experiment, parts: Sequence[Array]) -> Array:
        """All draws in order: (year, draw)."""
        return np.concatenate(parts, axis=1)


def run_ahead(
    experiments: Mapping[str, Sequence[Experiment]],
    released: Mapping[int, float],
    scheduler: Scheduler = InProcess(),
    progress: Callable[[int, int], None] | None = None,
) -> pd.DataFrame:
    """Run experiments, by what is given to them, to the last year of which growth was released.

    A row per start, drivers and year, and one per start and drivers for the average of the years (year: average), with
    mean, quantiles, first release and error in percent and points.
    """
    last = max(released)
    planned = [(drivers, until(each, str(last))) for drivers, group in experiments.items() for each in group]
    found = run_experiments([each for _, each in planned], _Growth(), scheduler, progress)
    rows: list[dict[str, Any]] = []
    for (drivers, experiment), growth in zip(planned, found, strict=True):
        first = experiment.scenario.first_year
        came = np.array([released[year] for year in range(first, last + 1)])
        for year, values, known in zip(range(first, last + 1), growth, came, strict=True):
            rows.append(_row(first - 1, drivers, str(year), values, float(known)))
        rows.append(_row(first - 1, drivers, "average", growth.mean(axis=0), float(came.mean())))
    return pd.DataFrame(rows)


def _row(start: int, drivers: str, year: str, growth: Array, released: float) -> dict[str, Any]:
    mean = float(growth.mean())
    levels = dict(zip(LEVELS, map(float, np.quantile(growth, list(LEVELS.values()))), strict=True))
    return {
        "start": str(start),
        "drivers": drivers,
        "year": year,
        "mean": mean,
        **levels,
        "first_release": released,
        "error": mean - released,
    }
