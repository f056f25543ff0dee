"""Plain samples for methods that need no pattern, and the factors as columns of a design."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from qnsim.analysis.sensitivity.factors import Factor
from qnsim.chance.crossed import EDGE
from qnsim.chance.designs import Columns

Array = np.ndarray
NOTHING = "a number that nothing reads"  # how large an index looks that is truly zero
REPLICATES = 8


def single_places(factors: Sequence[Factor]) -> list[int]:
    """Places of the factors that are one coordinate; the others vary too, but have no index."""
    return [place for place, factor in enumerate(factors) if len(factor.coordinates) == 1]


def replicates(factors: Sequence[Factor], design: Columns, outcome: Array) -> Iterator[tuple[Array, Array]]:
    """Points and outcomes of each replicate, with the coordinate that nothing reads last."""
    points = np.column_stack([matrix(factors, design), design.columns[NOTHING]])
    return zip(np.split(points, REPLICATES), np.split(outcome, REPLICATES), strict=True)


def with_nothing(factors: Sequence[Factor]) -> list[Factor]:
    """The factors and one that nothing reads."""
    return [*factors, Factor(NOTHING, NOTHING, "", (NOTHING,))]


def latin_hypercube(factors: Sequence[Factor], size: int, replicates: int, seed: int) -> Columns:
    """A plain sample of all coordinates, each replicate stratified on its own, with one that nothing reads."""
    from scipy.stats import qmc

    names = [name for factor in with_nothing(factors) for name in factor.coordinates]
    source = np.random.default_rng(seed)
    parts = [qmc.LatinHypercube(len(names), rng=source).random(size // replicates) for _ in range(replicates)]
    return Columns(dict(zip(names, np.clip(np.concatenate(parts), EDGE, 1 - EDGE).T, strict=True)))


def columns(factors: Sequence[Factor], points: Array) -> Columns:
    """Points (run, coordinate) as a design."""
    names = [name for factor in factors for name in factor.coordinates]
    return Columns(dict(zip(names, points.T, strict=True)))


def matrix(factors: Sequence[Factor], design: Columns) -> Array:
    """The points of the factors that are one coordinate: (run, factor)."""
    return np.stack([design.columns[factors[place].coordinates[0]] for place in single_places(factors)], axis=1)
