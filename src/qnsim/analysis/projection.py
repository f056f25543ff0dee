"""Projections of indicators that the model does not hold, from their own record.

They stand beside the probabilities of the model and never enter them: no scenario moves them, unless it gives a figure.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from qnsim.facts.projected import Walk
from qnsim.language import figure, join, say

LEVELS = (0.05, 0.5, 0.95)
POINTS = 4096  # of the lattice over chances that are not known
JEFFREYS = 0.5


@dataclass(frozen=True)
class Projection:
    """The probability that a target is reached by the record of its indicator, and what it rests on.

    `spread` holds the 5%, 50% and 95% point of the indicator, in the unit of the target, or None for a rank. `method`
    names the method in words; `figures` counts the figures it stands on.
    """

    probability: float
    spread: tuple[float, float, float] | None
    method: str
    figures: int


def project_figures(
    figures: Mapping[int, float], walk: Walk, year: int, comparator: str, threshold: float, *, share: bool
) -> Projection:
    """The projection of yearly figures to a year: percentages if `share`, else positive quantities."""
    to_line, back = _percent_scale() if share else (np.log, np.exp)
    with np.errstate(divide="ignore"):
        mark = to_line(threshold)
    law = predictive({each: float(to_line(value)) for each, value in figures.items()}, walk, year)
    above = float(law.sf(mark))
    low, middle, high = (float(back(law.ppf(level))) for level in LEVELS)
    counted = _counted(figures)
    method = (
        say("random walk with drift on the logit scale from {figures}, stated prior, Student t", figures=counted)
        if share
        else say("random walk with drift on the log scale from {figures}, stated prior, Student t", figures=counted)
    )
    chance = 1 - above if comparator in ("<", "<=") else above
    return Projection(chance, (low, middle, high), method, len(figures))


def predictive(line: Mapping[int, float], walk: Walk, year: int) -> Any:
    """The Student t of a random walk with drift in a year after its last figure, on the real line.

    Changes of a year are normal with unknown mean and variance; their conjugate prior is normal and inverse gamma
    (Gelman et al., Bayesian Data Analysis, 3rd ed., section 3.3). A change over k years counts as the sum of k.
    """
    from scipy.stats import t

    years = np.array(sorted(line))
    changes, gaps = np.diff([line[each] for each in years]), np.diff(years)
    weight = (walk.yearly / walk.trend) ** 2 + gaps.sum()
    trend = changes.sum() / weight
    degrees = walk.worth + len(changes)
    squares = walk.worth * walk.yearly**2 + (changes**2 / gaps).sum() - weight * trend**2
    ahead = year - years[-1]
    width = np.sqrt(squares / degrees * (ahead + ahead**2 / weight))
    return t(degrees, line[int(years[-1])] + ahead * trend, width)


def project_ranks(ranks: Mapping[str, Mapping[int, float]], within: int) -> Projection:
    """The probability that every index ranks `within` the first next time, by how often each has been so.

    Each index is beta-binomial with the Jeffreys prior; they count as independent given their chances.
    """
    from scipy.stats import beta, betabinom, qmc

    counts = [(sum(rank <= within for rank in record.values()), len(record)) for record in ranks.values()]
    sides = [(hits + JEFFREYS, years - hits + JEFFREYS) for hits, years in counts]
    singles = [float(betabinom(1, *side).pmf(1)) for side in sides]
    lattice = qmc.Halton(len(sides), scramble=False).random(POINTS + 1)[1:]
    together = np.prod([beta(*side).ppf(column) for side, column in zip(sides, lattice.T, strict=True)], axis=0)
    low, high = np.quantile(together, (LEVELS[0], LEVELS[-1]))
    told = [
        say("{name} {chance} ({hits} of {years} years)", name=name, chance=figure(f"{single:.0%}"), hits=hits, years=of)
        for name, single, (hits, of) in zip(ranks, singles, counts, strict=True)
    ]
    method = say(
        "beta-binomial of the years among the first {within}, Jeffreys prior: {told}; together as if independent, 90% "
        "of the chance from {low} to {high}",
        within=within,
        told=join(", ", told),
        low=figure(f"{low:.0%}"),
        high=figure(f"{high:.0%}"),
    )
    return Projection(float(np.prod(singles)), None, method, sum(years for _, years in counts))


def _percent_scale() -> tuple[Callable[[float], Any], Callable[[float], Any]]:
    """From percentages to the real line and back."""
    from scipy.special import expit, logit

    return lambda value: logit(np.clip(value / 100, 0, 1)), lambda value: 100 * expit(value)


def _counted(years: Mapping[int, float] | Sequence[int]) -> str:
    """How many figures, and of which years."""
    first, last = min(years), max(years)
    if len(years) == 1:
        return say("1 figure ({year})", year=first)
    return say("{count} figures ({first}\N{EN DASH}{last})", count=len(years), first=first, last=last)
