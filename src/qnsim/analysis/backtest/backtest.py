"""The back-test: at the end of each earlier year the model and the forecasts that need none, for one to three years."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd

from qnsim.analysis.backtest.errors import HORIZONS
from qnsim.analysis.backtest.members import MODEL, Said, pooled
from qnsim.analysis.backtest.pool import Learned, Standing, learn_from, teach
from qnsim.analysis.backtest.questions import SCALE, Question
from qnsim.analysis.backtest.scores import in_order, judged, mean_scores, rules, skills
from qnsim.analysis.backtest.seen import Figure, known_on
from qnsim.analysis.hindcast import GROWTH
from qnsim.analysis.measures import BY_KEY
from qnsim.analysis.measures.measure import Key, measure, names_to_keep
from qnsim.analysis.measures.paths import Paths
from qnsim.analysis.outcomes import until
from qnsim.chance.blocks import Block
from qnsim.chance.draws import Draws
from qnsim.errors import UsageError
from qnsim.language import say
from qnsim.run import Experiment, run_experiments
from qnsim.scheduler import InProcess, Scheduler

AROUND = (-2, -1, 0, 1, 2)  # of the threshold: growth above each is an event
SEEN = ["quantity", "sector", "origin", "member", "figure_year", "known_from", "basis"]

Array = np.ndarray


@dataclass(frozen=True)
class _Years:
    """The reducer that keeps measures of all years and draws."""

    keys: tuple[Key, ...]

    @property
    def keep(self) -> Sequence[str]:
        """What the measures read."""
        return names_to_keep([BY_KEY[key] for key in self.keys])

    def reduce(
        self, experiment: Experiment, block: Block, draws: Draws, paths: Mapping[str, Array]
    ) -> dict[Key, Array]:
        """The measures of a block: (year, draw) each."""
        path = Paths(paths, experiment.scenario.first_year)
        found = measure(path, [BY_KEY[key] for key in self.keys])
        return {key: np.array([series.at(str(year)) for year in path.years]) for key, series in found.items()}

    def merge(self, experiment: Experiment, parts: Sequence[dict[Key, Array]]) -> dict[Key, Array]:
        """All draws in order: (year, draw) each."""
        return {key: np.concatenate([part[key] for part in parts], axis=1) for key in parts[0]}


@dataclass(frozen=True, eq=False)
class Backtest:
    """What was forecast and how good it was.

    `table` has a row per member, figure, origin and year: what was said, what came and every score. `seen` has every
    figure that each naive forecast of an origin rests on, with the day from which it was known. `designs` says by
    origin where the model's draws come from. Growth above each of `thresholds` is an event; that of the target is
    `threshold`. `learned` is what all of it together tells of the model's errors and of the weights of the pool.
    """

    table: pd.DataFrame
    seen: pd.DataFrame
    designs: pd.DataFrame
    threshold: float
    learned: Learned

    @property
    def thresholds(self) -> tuple[float, ...]:
        """The events of which probabilities are judged."""
        return around(self.threshold)

    @cached_property
    def scores(self) -> pd.DataFrame:
        """Mean scores by figure, horizon and member."""
        return mean_scores(self.table)

    @cached_property
    def skills(self) -> pd.DataFrame:
        """Skill of model and pool against each naive forecast."""
        return skills(self.table)

    def rows(self, quantity: str = GROWTH, sector: str = "", horizon: int | None = None) -> pd.DataFrame:
        """The forecasts of one figure, of one horizon or of all."""
        table = self.table[(self.table["quantity"] == quantity) & (self.table["sector"] == sector)]
        return table if horizon is None else table[table["horizon"] == horizon]

    def __repr__(self) -> str:
        origins = self.table["origin"]
        return f"Backtest(from the ends of {origins.min()} to {origins.max()}, {len(self.table)} forecasts)"


def around(threshold: float) -> tuple[float, ...]:
    """The thresholds whose events are judged: that of the target and those one and two points off."""
    return tuple(threshold + step for step in AROUND)


def back_test(
    experiments: Sequence[Experiment],
    questions: Sequence[Question],
    threshold: float,
    last_day: datetime.date,
    scheduler: Scheduler = InProcess(),
    progress: Callable[[int, int], None] | None = None,
) -> Backtest:
    """Forecast each question from each experiment's start, and judge it by what was known on `last_day`.

    Nothing is forecast of a year after that day. Raises `UsageError` if the library of scores is not installed, or if
    growth of no year that is forecast is known.
    """
    rules()
    short = [until(each, str(min(_origin(each) + HORIZONS[-1], last_day.year))) for each in experiments]
    found = run_experiments(short, _Years(tuple(each.key for each in questions)), scheduler, progress)
    rows: list[dict[str, Any]] = []
    figures: list[dict[str, Any]] = []
    learned: Learned | None = None
    for question in questions:
        is_growth = question.quantity == GROWTH
        standings = [
            each
            for experiment, values in zip(short, found, strict=True)
            for each in _standings(experiment, question, values[question.key], question.came(last_day))
        ]
        if is_growth:
            standings = teach(standings)
            learned = learn_from(standings)
        for standing in standings:
            for said in standing.said:
                about = _about(question, standing, said)
                rows.append({**about, **judged(said, standing.came, around(threshold) if is_growth else ())})
                figures += [{**about, **_figure(each)} for each in said.seen]
    _check_growth_came(rows, last_day)
    designs = [{"origin": str(_origin(each)), "draws": each.draws, "design": each.design.label} for each in short]
    seen = pd.DataFrame(figures, columns=SEEN).drop_duplicates(ignore_index=True)
    assert learned is not None  # growth came
    return Backtest(in_order(pd.DataFrame(rows)), seen, pd.DataFrame(designs), threshold, learned)


def _check_growth_came(rows: Sequence[Mapping[str, Any]], last_day: datetime.date) -> None:
    if not any(row["quantity"] == GROWTH and row["horizon"] == 1 for row in rows):
        raise UsageError(
            say(
                "growth of no year after the start of a case is known on {last_day}; nothing to score; add the "
                "growth that was published, or remove the cases",
                last_day=last_day,
            )
        )


def _origin(experiment: Experiment) -> int:
    return experiment.scenario.first_year - 1


def _standings(
    experiment: Experiment, question: Question, values: Array, came: Mapping[int, float]
) -> Iterator[Standing]:
    """What was said of each year that came: by the model, the naive ones that knew enough, and all pooled equally."""
    day = experiment.case.about.vintage
    known = known_on(question.figures, day)
    for year, draws in enumerate(values, experiment.scenario.first_year):
        if year not in came:
            continue
        own = Said(MODEL, draws=SCALE * np.log(draws) if question.is_level else draws)
        said = (own, *question.naive(day, year))
        pool = pooled(said)
        yield Standing(_origin(experiment), year, (*said, pool) if pool else said, came[year], known)


def _about(question: Question, standing: Standing, said: Said) -> dict[str, Any]:
    return {
        "quantity": question.quantity,
        "sector": question.sector,
        "origin": str(standing.origin),
        "horizon": standing.year - standing.origin,
        "year": str(standing.year),
        "member": said.member,
    }


def _figure(figure: Figure) -> dict[str, Any]:
    return {"figure_year": str(figure.year), "known_from": figure.known_from.isoformat(), "basis": figure.basis}
