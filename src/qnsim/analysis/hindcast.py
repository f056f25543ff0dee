"""The hindcast: what the model, started at the end of each earlier year, forecast for the next, and what came."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import pandas as pd

from qnsim.analysis.changes import label_of
from qnsim.analysis.measures import BY_KEY
from qnsim.analysis.measures.measure import Key, Measure, measure, names_to_keep
from qnsim.analysis.measures.paths import COMPOSITES, SECTORS, Paths
from qnsim.analysis.outcomes import until
from qnsim.chance.blocks import Block
from qnsim.chance.draws import Draws
from qnsim.errors import UsageError
from qnsim.facts.known_values import Values
from qnsim.language import say
from qnsim.run import Experiment, run_experiments
from qnsim.scheduler import InProcess, Scheduler

GROWTH, BRANCH_GROWTH, CONTRIBUTION = "grdp_growth", "value_added_growth", "growth_contribution"
RECORDED_CONTRIBUTION = "value_added_contribution"
BRANCHES = tuple(sector for sector, name in SECTORS.items() if name not in COMPOSITES)
QUANTILES = {"p05": 0.05, "p25": 0.25, "median": 0.5, "p75": 0.75, "p95": 0.95}
COIN = 0.25  # Brier score of always saying one half

Array = np.ndarray


@dataclass(frozen=True, eq=False)
class Forecast:
    """The forecast of a year by a case that ends with the year before, beside what was then first released.

    `growth` (draw,) is in percent, as first published. `branches` has by branch the mean forecast, the growth that is
    known now and the error, also in points of GRDP growth. `given` are the labels of inputs that the case was told
    although nobody could know.
    """

    year: str
    growth: Array
    released: float
    branches: pd.DataFrame
    given: tuple[str, ...]

    @property
    def error(self) -> float:
        """Mean forecast less first release, in points."""
        return float(self.growth.mean()) - self.released

    def chance(self, threshold: float) -> float:
        """The share of draws above a threshold."""
        return float((self.growth > threshold).mean())


@dataclass(frozen=True, eq=False)
class Hindcast:
    """The forecasts of all years, and how good they were as judged by the event that growth exceeds `threshold`.

    `ahead` has the runs on to the last year, blind and with observed drivers; it is empty where no drivers are known.
    """

    forecasts: tuple[Forecast, ...]
    threshold: float
    ahead: pd.DataFrame = field(default_factory=pd.DataFrame)

    @cached_property
    def table(self) -> pd.DataFrame:
        """A row per year: mean, quantiles, probability of the event, first release, error."""
        return pd.DataFrame([self._row(each) for each in self.forecasts])

    def _row(self, each: Forecast) -> dict[str, object]:
        levels = np.quantile(each.growth, list(QUANTILES.values()))
        return {
            "year": each.year,
            "mean": float(each.growth.mean()),
            **dict(zip(QUANTILES, map(float, levels), strict=True)),
            "probability": each.chance(self.threshold),
            "first_release": each.released,
            "error": each.error,
            "given": "; ".join(each.given),
        }

    @cached_property
    def branches(self) -> pd.DataFrame:
        """A row per year and branch: forecast, known, error, and the error in points of GRDP growth."""
        return pd.concat([each.branches.assign(year=each.year) for each in self.forecasts], ignore_index=True)[
            ["year", "branch", "forecast", "known", "error", "error_in_points"]
        ]

    @cached_property
    def scores(self) -> pd.DataFrame:
        """Mean, spread and root mean square of the errors, years within the 90% interval, and Brier scores."""
        errors, event = self.table["error"].to_numpy(), self._happened
        within = self.table["first_release"].between(self.table["p05"], self.table["p95"])
        values = {
            "mean_error": errors.mean(),
            "error_sd": errors.std(ddof=1) if len(errors) > 1 else float("nan"),
            "root_mean_square_error": np.sqrt(np.mean(errors**2)),
            "share_within_90": within.mean(),
            "brier": brier(self.table["probability"].to_numpy(), event),
            "brier_base_rate": brier(base_rates(event), event),
            "brier_coin": COIN,
        }
        return pd.DataFrame({"score": values.keys(), "value": [float(value) for value in values.values()]})

    @property
    def _happened(self) -> Array:
        return (self.table["first_release"] > self.threshold).to_numpy(float)

    def score(self, name: str) -> float:
        """One of the scores."""
        return float(self.scores.set_index("score")["value"][name])

    def __repr__(self) -> str:
        first, last = self.forecasts[0].year, self.forecasts[-1].year
        return f"Hindcast({first} to {last}, mean error {self.score('mean_error'):.2g} points)"


def brier(said: Array, happened: Array) -> float:
    """The mean square of probability less event: 0 is perfect, 0.25 what always saying one half gets."""
    return float(np.mean((said - happened) ** 2))


def base_rates(happened: Array) -> Array:
    """What one would say in each year who knew nothing but how often the event came in the years before (Jeffreys)."""
    before = np.arange(len(happened))
    return (np.cumsum(happened) - happened + 0.5) / (before + 1)


@dataclass(frozen=True)
class _FirstYear:
    """The reducer that keeps, of all draws, measures of the first year simulated."""

    measures: tuple[Measure, ...]

    @property
    def keep(self) -> Sequence[str]:
        """What the measures read."""
        return names_to_keep(self.measures)

    def reduce(
        self, experiment: Experiment, block: Block, draws: Draws, paths: Mapping[str, Array]
    ) -> dict[Key, Array]:
        """The measures of a block."""
        year = experiment.scenario.first_year
        found = measure(Paths(paths, year), self.measures)
        return {key: series.at(str(year)) for key, series in found.items()}

    def merge(self, experiment: Experiment, parts: Sequence[dict[Key, Array]]) -> dict[Key, Array]:
        """All draws in order: (draw,) each."""
        return {key: np.concatenate([part[key] for part in parts]) for key in parts[0]}


def forecast_next_year(
    experiments: Sequence[Experiment],
    threshold: float,
    released: Mapping[int, float],
    known: Values,
    scheduler: Scheduler = InProcess(),
    progress: Callable[[int, int], None] | None = None,
) -> Hindcast:
    """Forecast the first year of each experiment and compare it with what was `released` and what is `known` now.

    Raises `UsageError` if nothing was released of a year.
    """
    years = [experiment.scenario.first_year for experiment in experiments]
    if missing := [str(year) for year in years if year not in released]:
        raise UsageError(
            say("no growth of {missing} was released; remove the case that forecasts it", missing=", ".join(missing))
        )
    short = [until(experiment, str(year)) for experiment, year in zip(experiments, years, strict=True)]
    wanted = [(GROWTH, ""), *((name, branch) for name in (BRANCH_GROWTH, CONTRIBUTION) for branch in BRANCHES)]
    reducer = _FirstYear(tuple(BY_KEY[key] for key in wanted))
    found = run_experiments(short, reducer, scheduler, progress)
    return Hindcast(
        tuple(
            Forecast(
                str(year),
                values[GROWTH, ""],
                released[year],
                _branches(values, known, str(year)),
                tuple(label_of(experiment.case, name) for name in experiment.scenario.settings),
            )
            for experiment, year, values in zip(experiments, years, found, strict=True)
        ),
        threshold,
    )


def _branches(values: Mapping[Key, Array], known: Values, year: str) -> pd.DataFrame:
    """Mean forecast and what is known of each branch; not a number where nothing is known."""
    nothing, rows = float("nan"), []
    for branch in BRANCHES:
        forecast, points = (float(values[name, branch].mean()) for name in (BRANCH_GROWTH, CONTRIBUTION))
        came = known.get((BRANCH_GROWTH, branch, year), nothing)
        came_points = known.get((RECORDED_CONTRIBUTION, branch, year), nothing)
        rows.append((branch, forecast, came, forecast - came, points - came_points))
    return pd.DataFrame(rows, columns=["branch", "forecast", "known", "error", "error_in_points"])
