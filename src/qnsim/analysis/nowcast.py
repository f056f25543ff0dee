"""A year that is going on: what its published quarters make of the chance of a target, and what is still needed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from qnsim.analysis.fresh_moves import USUAL, Moves, StuckError, move_draws
from qnsim.analysis.measures.paths import QUARTERS
from qnsim.analysis.outcomes import until
from qnsim.analysis.probability import Probability
from qnsim.analysis.weights import effective_size, normalised, slope, weighted_quantiles, weighted_share
from qnsim.analysis.year_so_far import BRANCHES, GRDP, YearDraws, YearOf
from qnsim.chance.designs import replicate_sizes
from qnsim.errors import SimulationError, UsageError
from qnsim.facts.observed_quarters import ObservedQuarter
from qnsim.facts.targets import Target
from qnsim.language import say
from qnsim.run import Experiment, run_experiments
from qnsim.scheduler import InProcess, Scheduler

Array = np.ndarray
LEVELS = (0.05, 0.5, 0.95)
LEAST_SIZE = 400  # effective draws below which weights are not used: P would err by more than 2.5 points
GROWTH = ("grdp_growth", "grdp_growth_final")
RISING = (">", ">=", "about")
REST, YEAR = "rest", "year"
Progress = Callable[[int, int], None] | None


@dataclass(frozen=True)
class Conditioned:
    """Draws of a year with weights (draw,) that add up to 1, in replicates of these sizes.

    `size` is how many of the run's draws the figures leave as effective; `moved` whether these are fresh draws instead.
    """

    draws: YearDraws
    weights: Array
    sizes: tuple[int, ...]
    size: float
    moved: bool = False

    @property
    def chance(self) -> Probability:
        """The probability of the target."""
        return weighted_share(self.draws.reached.astype(float), self.weights, self.sizes)

    def quantiles(self, values: Array) -> Array:
        """The quantiles of `LEVELS`."""
        return weighted_quantiles(values, self.weights, LEVELS)


@dataclass(frozen=True)
class Nowcast:
    """What is known before any quarter and after each.

    `chances` are P before any quarter and after each; `steps` has beside them quantiles of the year's indicator, the
    effective draws, and the growth the rest of the year needs if that so far stands as published. `figures`: what was
    published, what was expected before that quarter, and the probability that had been given to less. `needed`: by
    quarter known, branch and period the growth expected, that at which the year just reaches the target, and how likely
    at least that is.
    """

    experiment: Experiment
    target: Target
    year: int
    chances: tuple[Probability, ...]
    steps: pd.DataFrame
    figures: pd.DataFrame
    needed: pd.DataFrame


def nowcast(
    experiment: Experiment,
    target: Target,
    figures: Sequence[ObservedQuarter],
    seed: int = 1,
    scheduler: Scheduler = InProcess(),
    progress: Progress = None,
    moves: Moves = USUAL,
) -> Nowcast:
    """Condition the year of the figures on them, quarter by quarter; `seed` is that of moves where weights collapse.

    Raises `UsageError` unless the target is a least growth of GRDP, and `SimulationError` where neither weights nor
    moves reach the figures.
    """
    threshold, year = _threshold(target), figures[0].year
    short, reducer = until(experiment, str(year)), YearOf(target, year)
    (draws,) = run_experiments([short], reducer, scheduler, progress)
    sizes = tuple(replicate_sizes(short.design))
    count = sum(sizes)
    known = {0: Conditioned(draws, np.full(count, 1 / count), sizes, count)}
    expected: list[dict[str, object]] = []
    for quarter in sorted({figure.quarter for figure in figures}):
        before = known[max(known)]
        expected += [_expected(figure, before) for figure in figures if figure.quarter == quarter]
        so_far = [figure for figure in figures if figure.quarter <= quarter]
        known[quarter] = _conditioned(known[0], so_far, short, reducer, seed, moves, progress)
    needed = [_needed(quarter, state, threshold) for quarter, state in known.items()]
    steps = [_step(quarter, state, figures, threshold) for quarter, state in known.items()]
    return Nowcast(
        short,
        target,
        year,
        tuple(state.chance for state in known.values()),
        pd.DataFrame(steps),
        pd.DataFrame(expected),
        pd.concat(needed, ignore_index=True),
    )


def _threshold(target: Target) -> float:
    """The growth a target asks for, in percent."""
    key = target.measure[0] if target.measure else ""
    if key not in GROWTH or target.threshold is None or target.comparator not in RISING:
        raise UsageError(
            say("target {id}: quarters of growth tell of a least growth of GRDP alone; name another", id=target.id)
        )
    return float(target.threshold)


def _conditioned(
    prior: Conditioned,
    figures: Sequence[ObservedQuarter],
    experiment: Experiment,
    reducer: YearOf,
    seed: int,
    moves: Moves,
    progress: Progress,
) -> Conditioned:
    """The draws weighted by figures, or fresh ones moved to where the figures are if too few weigh anything."""
    weights = normalised(prior.draws.log_likelihood(figures))
    size = effective_size(weights)
    if size >= LEAST_SIZE:
        return Conditioned(prior.draws, weights, prior.sizes, size)
    try:
        found = move_draws(experiment, reducer, figures, seed, moves, progress)
    except StuckError as fault:
        raise SimulationError(
            say(
                "{place}: with the figures up to this one {count} draws are worth {size:.0f}, fewer than {least}; "
                "{fault}, or raise --draws",
                place=figures[-1].place,
                count=len(weights),
                size=size,
                least=LEAST_SIZE,
                fault=str(fault),
            )
        ) from None
    count = sum(found.sizes)
    return Conditioned(found.draws, np.full(count, 1 / count), found.sizes, size, moved=True)


def _step(quarter: int, state: Conditioned, figures: Sequence[ObservedQuarter], threshold: float) -> dict[str, object]:
    low, middle, high = state.quantiles(state.draws.indicator)
    chance = state.chance
    return {
        "known_to_quarter": quarter,
        "probability": chance.value,
        "mc_error": chance.error,
        "median": middle,
        "p05": low,
        "p95": high,
        "effective_draws": state.size,
        "moved": state.moved,
        "rest_as_published": _rest_as_published(quarter, state.draws, figures, threshold),
    }


def _rest_as_published(quarter: int, draws: YearDraws, figures: Sequence[ObservedQuarter], threshold: float) -> float:
    """Growth the other quarters need together if the year so far stands as published; nan if it was not published."""
    told = [each.value for each in figures if each.sector == GRDP and each.quarter == quarter and each.covers_year]
    if not told:
        return float("nan")
    before = draws.before[BRANCHES.index(GRDP)]
    share = float((before[:quarter].sum(axis=0) / before.sum(axis=0)).mean())
    return (threshold - share * told[0]) / (1 - share)


def _expected(figure: ObservedQuarter, before: Conditioned) -> dict[str, object]:
    error = before.draws.error(figure)
    return {
        "sector": figure.sector,
        "quarter": figure.quarter,
        "kind": "ytd" if figure.to_date else "quarter",
        "published": figure.value,
        "error": float(np.sqrt(before.weights @ np.broadcast_to(error, before.weights.shape) ** 2)),
        "expected": float(before.weights @ before.draws.modelled(figure)),
        "share_below": before.draws.share_below(figure, before.weights),
    }


def _needed(known: int, state: Conditioned, threshold: float) -> pd.DataFrame:
    """By branch and period what is expected, and what goes with a year that just reaches the target.

    The second is read from the line of a period's growth on that of the year over all draws, so the parts fit together.
    """
    first = known + 1
    spans = {f"Q{quarter}": (quarter, quarter) for quarter in range(first, QUARTERS + 1)}
    spans = {**spans, **({REST: (first, QUARTERS)} if known and known < QUARTERS - 1 else {}), YEAR: (1, QUARTERS)}
    short = threshold - state.weights @ state.draws.indicator
    rows = []
    for branch in BRANCHES:
        for period, (start, end) in spans.items():
            growth = state.draws.growth(branch, start, end)
            mean = float(state.weights @ growth)
            needed = mean + short * slope(growth, state.draws.indicator, state.weights)
            low, _, high = state.quantiles(growth)
            likely = weighted_share((growth >= needed).astype(float), state.weights, state.sizes)
            rows.append((known, branch, period, mean, low, high, needed, likely.value, likely.error))
    columns = ["known_to_quarter", "sector", "period", "expected", "p05", "p95", "needed", "probability", "mc_error"]
    return pd.DataFrame(rows, columns=columns)
