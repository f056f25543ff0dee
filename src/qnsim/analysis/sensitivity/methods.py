"""Methods of sensitivity analysis: which points of the unit cube to run, and what the outcomes there say. By SALib.

Each is a value with its sizes. All work on coordinates, which are independent; names that a run joins are joined after.
"""

from __future__ import annotations

import contextlib
import warnings
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Protocol

import numpy as np

from qnsim.analysis.sensitivity.factors import Factor, problem
from qnsim.analysis.sensitivity.samples import (
    REPLICATES,
    columns,
    latin_hypercube,
    matrix,
    replicates,
    single_places,
    with_nothing,
)
from qnsim.chance.crossed import Crossed
from qnsim.chance.designs import DEFAULT_SEED, Columns, Design
from qnsim.errors import UsageError
from qnsim.language import say

Array = np.ndarray
LEVEL = 0.95
RESAMPLES_OF_DELTA = 4  # they take off the bias; the spread is that over replicates


@dataclass(frozen=True)
class Index:
    """One index of a factor (of two for an interaction), with its 95% interval.

    `floor` is what the index of a number that nothing reads comes to.
    """

    factors: tuple[int, ...]
    kind: str
    value: float
    low: float
    high: float
    floor: float = 0.0


class Method(Protocol):
    """Where to run, and what to make of the outcomes."""

    name: ClassVar[str]
    takes_groups: ClassVar[bool]
    takes_events: ClassVar[bool]

    def design(self, factors: Sequence[Factor]) -> Design:
        """The runs that are needed, as a design."""

    def indices(self, factors: Sequence[Factor], design: Any, outcome: Array) -> list[Index]:
        """The indices for one outcome (run,), which must vary; without `takes_groups`, of single coordinates alone."""


@dataclass(frozen=True)
class Sobol:
    """Shares of the variance: alone (first), with all it takes part in (total), of a pair beyond both (second).

    `size` is a power of two; (factors + 2) * size runs, about twice as many with pairs. Source: Saltelli et al. (2010).
    """

    size: int = 2048
    pairs: bool = False
    seed: int = DEFAULT_SEED
    resamples: int = 200
    name: ClassVar[str] = "sobol"
    takes_groups: ClassVar[bool] = True
    takes_events: ClassVar[bool] = True

    def __post_init__(self) -> None:
        if self.size < 64 or self.size & (self.size - 1):
            raise UsageError(say("size {size} is not a power of two of at least 64; use 1024 or 2048", size=self.size))

    def design(self, factors: Sequence[Factor]) -> Crossed:
        """See `Method`."""
        return Crossed([factor.coordinates for factor in factors], self.size, self.seed, self.pairs)

    def indices(self, factors: Sequence[Factor], design: Crossed, outcome: Array) -> list[Index]:
        """See `Method`."""
        from SALib.analyze import sobol

        about = {"num_vars": len(factors), "names": [each.name for each in factors], "bounds": [[0, 1]] * len(factors)}
        settings = {"num_resamples": self.resamples, "conf_level": LEVEL, "seed": np.random.default_rng(self.seed)}
        with _quiet():
            found = sobol.analyze(about, outcome, calc_second_order=self.pairs, **settings)
        places = range(len(factors))
        rows = [_around((i,), "first", found["S1"][i], found["S1_conf"][i]) for i in places]
        rows += [_around((i,), "total", found["ST"][i], found["ST_conf"][i]) for i in places]
        if self.pairs:
            pairs = [(i, j) for i in places for j in places if i < j]
            rows += [_around(p, "second", found["S2"][p], found["S2_conf"][p]) for p in pairs]
        return rows


@dataclass(frozen=True)
class Morris:
    """Screening: by how much the outcome changes on average when an input moves by half of its probability.

    Runs are `trajectories` * (factors + 1). Source: Morris (1991); Campolongo et al. (2007) for the absolute mean.
    """

    trajectories: int = 40
    seed: int = DEFAULT_SEED
    resamples: int = 200
    levels: ClassVar[int] = 4
    name: ClassVar[str] = "morris"
    takes_groups: ClassVar[bool] = True
    takes_events: ClassVar[bool] = True

    def design(self, factors: Sequence[Factor]) -> Columns:
        """See `Method`: the middles of `levels` equal parts, as the ends have no finite quantile."""
        points = self._points(factors) * (self.levels - 1)
        return columns(factors, (points + 0.5) / self.levels)

    def indices(self, factors: Sequence[Factor], design: Columns, outcome: Array) -> list[Index]:
        """See `Method`."""
        from SALib.analyze import morris

        settings = {
            "num_resamples": self.resamples,
            "conf_level": LEVEL,
            "seed": np.random.default_rng(self.seed),
            "num_levels": self.levels,
        }
        found = morris.analyze(problem(factors), self._points(factors), outcome, **settings)
        step = self.levels / (2 * (self.levels - 1))  # SALib gives the change per unit
        order = list(found["names"])
        place = [order.index(_name_in_salib(factor, factors)) for factor in factors]
        return [
            _around((i,), "mu_star", step * found["mu_star"][p], step * found["mu_star_conf"][p])
            for i, p in enumerate(place)
        ]

    def _points(self, factors: Sequence[Factor]) -> Array:
        from SALib.sample import morris

        return morris.sample(
            problem(factors), self.trajectories, num_levels=self.levels, seed=np.random.default_rng(self.seed)
        )


@dataclass(frozen=True)
class RbdFast:
    """First-order shares of the variance from a plain sample. Source: Tarantola et al. (2006), Plischke (2010)."""

    size: int = 8192
    seed: int = DEFAULT_SEED
    resamples: int = 50
    name: ClassVar[str] = "rbd-fast"
    takes_groups: ClassVar[bool] = False
    takes_events: ClassVar[bool] = True

    def design(self, factors: Sequence[Factor]) -> Columns:
        """See `Method`."""
        return latin_hypercube(factors, self.size, 1, self.seed)

    def indices(self, factors: Sequence[Factor], design: Columns, outcome: Array) -> list[Index]:
        """See `Method`."""
        from SALib.analyze import rbd_fast

        settings = {"num_resamples": self.resamples, "conf_level": LEVEL, "seed": np.random.default_rng(self.seed)}
        single = single_places(factors)
        found = rbd_fast.analyze(problem([factors[i] for i in single]), matrix(factors, design), outcome, **settings)
        return [_around((i,), "first", found["S1"][p], found["S1_conf"][p]) for p, i in enumerate(single)]


@dataclass(frozen=True)
class Pawn:
    """How far fixing an input moves the whole distribution of the outcome (median over slices), not its variance alone.

    Runs are `size`, in replicates whose spread is the interval. Source: Pianosi and Wagener (2018).
    """

    size: int = 16384
    seed: int = DEFAULT_SEED
    slices: ClassVar[int] = 10
    name: ClassVar[str] = "pawn"
    takes_groups: ClassVar[bool] = False
    takes_events: ClassVar[bool] = True

    def design(self, factors: Sequence[Factor]) -> Columns:
        """See `Method`."""
        return latin_hypercube(factors, self.size, REPLICATES, self.seed)

    def indices(self, factors: Sequence[Factor], design: Columns, outcome: Array) -> list[Index]:
        """See `Method`."""
        from SALib.analyze import pawn

        about = problem(with_nothing([factors[i] for i in single_places(factors)]))
        parts = replicates(factors, design, outcome)
        found = [pawn.analyze(about, x, y, S=self.slices)["median"] for x, y in parts]
        return _from_replicates("pawn", single_places(factors), found)


@dataclass(frozen=True)
class Delta:
    """How far fixing an input moves the density of the outcome, from 0 to 1. Source: Borgonovo (2007), Plischke (2013).

    Runs are `size`, in replicates whose spread is the interval. It needs an outcome that takes many values.
    """

    size: int = 16384
    seed: int = DEFAULT_SEED
    name: ClassVar[str] = "delta"
    takes_groups: ClassVar[bool] = False
    takes_events: ClassVar[bool] = False

    def design(self, factors: Sequence[Factor]) -> Columns:
        """See `Method`."""
        return latin_hypercube(factors, self.size, REPLICATES, self.seed)

    def indices(self, factors: Sequence[Factor], design: Columns, outcome: Array) -> list[Index]:
        """See `Method`."""
        about = problem(with_nothing([factors[i] for i in single_places(factors)]))
        parts = replicates(factors, design, outcome)
        return _from_replicates("delta", single_places(factors), [self._delta(about, x, y) for x, y in parts])

    def _delta(self, about: dict[str, Any], points: Array, outcome: Array) -> Array:
        from SALib.analyze import delta

        with _as_before(self.seed):
            found = delta.analyze(about, points, outcome, num_resamples=RESAMPLES_OF_DELTA, method="delta")
        return np.asarray(found["delta_raw"])


METHODS: tuple[type[Method], ...] = (Sobol, Morris, Pawn, Delta, RbdFast)


def _around(factors: tuple[int, ...], kind: str, value: float, half: float) -> Index:
    return Index(factors, kind, float(value), float(value - half), float(value + half))


def _from_replicates(kind: str, places: Sequence[int], found: Sequence[Array]) -> list[Index]:
    """Mean and t interval over replicates; the last column is of the number that nothing reads."""
    from scipy import stats

    values = np.stack(found)
    middle = values.mean(axis=0)
    half = stats.t.ppf((1 + LEVEL) / 2, len(values) - 1) * values.std(axis=0, ddof=1) / np.sqrt(len(values))
    floor = float(middle[-1] + half[-1])
    return [
        Index((place,), kind, float(middle[i]), float(middle[i] - half[i]), float(middle[i] + half[i]), floor)
        for i, place in enumerate(places)
    ]


def _name_in_salib(factor: Factor, factors: Sequence[Factor]) -> str:
    grouped = any(len(each.coordinates) > 1 for each in factors)
    return factor.name if grouped else factor.coordinates[0]


@contextlib.contextmanager
def _quiet() -> Iterator[None]:
    """NumPy says nothing of a division by the variance of a resample that does not vary."""
    with np.errstate(divide="ignore", invalid="ignore"):
        yield


@contextlib.contextmanager
def _as_before(seed: int) -> Iterator[None]:
    """NumPy's global numbers from a seed; then they and the warnings are as before. SALib's delta changes both"""
    numbers, form = np.random.get_state(), warnings.formatwarning
    np.random.seed(seed % 2**32)
    try:
        with warnings.catch_warnings(
            record=True
        ):  # it shows all, and remarks on samples that are not even, which ours are
            yield
    finally:
        np.random.set_state(numbers)
        warnings.formatwarning = form
