"""Whether the draws of a posterior can be used: what is asked of them, and in words what they lack.

A burn-in that was too short shows as drift: all groups start at members of the same smoother and share its bias, so
that no comparison of groups reveals it.

Effective sample sizes and R-hat are those of ArviZ (rank-normalised: Vehtari, Gelman, Simpson, Carpenter and Bürkner
2021, Bayesian Analysis 16). R-hat is the nested one (Margossian, Hoffman, Sountsov, Riou-Durand, Vehtari and Gelman
2024, Bayesian Analysis): the usual one asks of each chain that it alone tells the whole posterior, which thousands of
short chains cannot; the nested one asks it of groups that start at one state each.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np
from scipy.stats import norm

from qnsim.analysis.sampling.extra import load
from qnsim.analysis.sampling.population import Posterior
from qnsim.errors import UsageError
from qnsim.language import figure, join, say

Array = np.ndarray
SHOWN = 5
TINY = 1e-300  # an indicator that no chain changed has no error, and no difference


@dataclass(frozen=True)
class Limits:
    """What is asked of draws before they are used."""

    nested_r_hat: float = 1.01
    """Largest, of every coordinate and every quantity of interest."""
    sample_size: float = 1_000
    """Least effective sample size, of the middle and of the tails."""
    acceptance: tuple[float, float] = (0.15, 0.4)
    """Shares of accepted steps. More than the second means steps too short, unless they are as long as can be."""
    standing: int = 100
    """Steps in a row that a chain may stand still, less one."""
    standard_errors: float = 3
    """Largest difference between two halves of a run, and between two seeds, for a single number. For many it is
    widened so that among all a false alarm is as rare as for one (Bonferroni): 4.5 for 200 numbers."""

    def widened(self, numbers: int) -> float:
        """Largest difference in standard errors where so many numbers are compared, each in mean and spread."""
        return float(norm.isf(norm.sf(self.standard_errors) / (2 * numbers)))


@dataclass(frozen=True)
class Diagnosis:
    """What the draws are worth: of each number, by name, (number,), and in words what they lack."""

    names: tuple[str, ...]
    nested_r_hat: Array
    bulk: Array
    tail: Array
    acceptance: float
    standing: int
    problems: tuple[str, ...]

    @property
    def usable(self) -> bool:
        """Whether nothing is wrong."""
        return not self.problems

    @property
    def verdict(self) -> str:
        """One sentence, or one for each problem."""
        if self.problems:
            return say("The draws of the posterior cannot be used: {problems}.", problems=join("; ", self.problems))
        return say(
            "The draws of the posterior can be used: nested R-hat of {count} numbers is at most {r_hat}, their "
            "effective sample sizes are at least {middle} (middle) and {tails} (tails), {acceptance:.0%} "
            "of the steps were accepted, and no chain stood still for more than {standing} steps.",
            count=len(self.names),
            r_hat=figure(f"{self.nested_r_hat.max():.3f}"),
            middle=figure(f"{self.bulk.min():,.0f}"),
            tails=figure(f"{self.tail.min():,.0f}"),
            acceptance=self.acceptance,
            standing=self.standing,
        )


def diagnose(posterior: Posterior, names: Sequence[str] = (), limits: Limits = Limits()) -> Diagnosis:
    """Judge every coordinate and every quantity of interest; `names` are those of the coordinates, then the quantities.

    Raises `UsageError` for another number of names, or if ArviZ is not installed.
    """
    statistics = _statistics()
    series = [*posterior.history, *posterior.quantity_history]
    names = _names(posterior, names)
    groups = posterior.groups
    r_hat = _of_each(series, lambda each: statistics.rhat_nested(each, superchain_ids=groups))
    bulk = _of_each(series, lambda each: statistics.ess(each, method="bulk"))
    tail = _of_each(series, lambda each: statistics.ess(each, method="tail", prob=(0.05, 0.95)))
    acceptance, standing = float(posterior.acceptance.mean()), int(posterior.standing.max())
    enough = say("at least {least}", least=figure(f"{limits.sample_size:,.0f}"))
    problems = [
        *_beyond(
            names,
            r_hat,
            r_hat <= limits.nested_r_hat,
            say("nested R-hat"),
            say("at most {most}", most=figure(f"{limits.nested_r_hat:g}")),
            1,
        ),
        *_beyond(names, bulk, bulk >= limits.sample_size, say("effective sample size of the middle"), enough, -1),
        *_beyond(names, tail, tail >= limits.sample_size, say("effective sample size of the tails"), enough, -1),
        *_drift(names, series, limits),
        *_movement(posterior, acceptance, standing, limits),
    ]
    return Diagnosis(names, r_hat, bulk, tail, acceptance, standing, tuple(problems))


def disagreements(
    first: Posterior, second: Posterior, names: Sequence[str] = (), limits: Limits = Limits()
) -> tuple[str, ...]:
    """In words, the numbers whose mean or standard deviation differs between two seeds by more than their errors."""
    statistics = _statistics()
    names = _names(first, names)
    both = [[*each.history, *each.quantity_history] for each in (first, second)]
    widened = limits.widened(len(names))
    found: list[str] = []
    for method, moment in (("mean", np.mean), ("sd", np.std)):
        errors = np.hypot(*(_of_each(each, partial(statistics.mcse, method=method)) for each in both))
        apart = np.abs(np.subtract(*(_of_each(each, moment) for each in both))) / errors
        told = say("difference of two seeds in {method}, in standard errors,", method=method)
        found += _beyond(names, apart, apart <= widened, told, say("at most {most}", most=figure(f"{widened:.1f}")), 1)
    return tuple(found)


def _of_each(series: Sequence[Array], statistic: Callable[[Array], float]) -> Array:
    """A statistic of every series (chain, state); NaN of those that do not vary or are not finite."""
    return np.array([statistic(each) if np.isfinite(each).all() and np.ptp(each) > 0 else np.nan for each in series])


def _drift(names: Sequence[str], series: Sequence[Array], limits: Limits) -> list[str]:
    """Numbers that still move from where the chains started: R-hat cannot see what all groups have in common."""
    widened = limits.widened(len(names))
    found: list[str] = []
    for told, power in ((say("mean"), 1), (say("spread"), 2)):
        apart = _of_each(series, partial(_between_halves, power=power))
        told = say("drift in {what} from the first half of the steps to the second, in standard errors,", what=told)
        found += _beyond(names, apart, apart <= widened, told, say("at most {most}", most=figure(f"{widened:.1f}")), 1)
    return found


def _between_halves(series: Array, power: int) -> float:
    """How many standard errors a moment differs between both halves of (chain, state); each chain is a witness."""
    values = (series - series.mean()) ** power
    half = values.shape[1] // 2
    change = values[:, half:].mean(axis=1) - values[:, :half].mean(axis=1)
    return float(abs(change.mean()) / (change.std(ddof=1) / np.sqrt(len(change)) + TINY))


def _movement(posterior: Posterior, acceptance: float, standing: int, limits: Limits) -> Iterator[str]:
    least, most = limits.acceptance
    told = say("{acceptance:.0%} of the steps were accepted; expected", acceptance=acceptance)
    if acceptance < least:
        yield say("{told} at least {least:.0%}: lengthen the stages of burn-in", told=told, least=least)
    if acceptance > most and posterior.lengths[-1] < 1:
        yield say("{told} at most {most:.0%}: lengthen the stages of burn-in", told=told, most=most)
    stuck = posterior.standing >= min(limits.standing, posterior.settings.steps)
    if stuck.any():
        yield (
            say(
                "{count} of {chains} chains stood still for up to {standing} steps in a row; expected fewer than "
                "{most}, and some movement of each",
                count=stuck.sum(),
                chains=len(stuck),
                standing=standing,
                most=limits.standing,
            )
        )


def _beyond(names: Sequence[str], values: Array, good: Array, told: str, expected: str, worst: int) -> list[str]:
    """A problem that names the worst of the numbers that are not good; those without a value come first."""
    bad = [place for place, fine in enumerate(good) if not fine]  # a value that is no number is not good either
    if not bad:
        return []
    ranked = sorted(bad, key=lambda place: -np.inf if np.isnan(values[place]) else -worst * values[place])
    shown = ", ".join(f"{names[place]} {values[place]:.4g}" for place in ranked[:SHOWN])
    more = say(" and {count} more", count=len(bad) - SHOWN) if len(bad) > SHOWN else ""
    return [
        say(
            "{told} of {count} of {numbers} numbers is off; expected {expected}: {shown}{more}",
            told=told,
            count=len(bad),
            numbers=len(names),
            expected=expected,
            shown=shown,
            more=more,
        )
    ]


def _names(posterior: Posterior, names: Sequence[str]) -> tuple[str, ...]:
    coordinates, quantities = len(posterior.history), len(posterior.quantity_history)
    if not names:
        names = [f"coordinate {k}" for k in range(coordinates)] + [f"quantity {k}" for k in range(quantities)]
    if len(names) != coordinates + quantities:
        raise UsageError(
            say(
                "names: {count} names for {coordinates} coordinates and {quantities} quantities; give one for each",
                count=len(names),
                coordinates=coordinates,
                quantities=quantities,
            )
        )
    return tuple(names)


def _statistics() -> Any:
    """ArviZ's statistics of arrays."""
    return load("arviz_stats.base.array").array_stats
