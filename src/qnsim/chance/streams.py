"""Uniform random numbers: one stream per name, stratified within each replicate.

The numbers of a stream depend on the seed, the replicate and the stream's name alone. So adding a parameter leaves all
other draws unchanged, two scenarios share their draws name by name, and more draws only add replicates.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np

from qnsim.quantities.distributions import Distribution

REPLICATE_SIZE = 1_000
FEWEST_REPLICATES = 8
REPLICATES_PER_BLOCK = 8


@dataclass(frozen=True)
class Replicate:
    """A run of consecutive draws that is stratified on its own."""

    number: int
    first: int
    size: int


@dataclass(frozen=True)
class Block:
    """Consecutive replicates simulated together; which draws it holds depends on their index alone."""

    replicates: tuple[Replicate, ...]

    @property
    def first(self) -> int:
        """Index of the first draw."""
        return self.replicates[0].first

    @property
    def size(self) -> int:
        """Number of draws."""
        return sum(replicate.size for replicate in self.replicates)

    def split(self, values: np.ndarray) -> list[np.ndarray]:
        """`values` (..., draw) cut into the replicates."""
        return np.split(values, np.cumsum([replicate.size for replicate in self.replicates])[:-1], axis=-1)


def plan_blocks(draws: int) -> list[Block]:
    """All draws in replicates of at most 1 000 (at least 8 of them), and these in blocks of 8."""
    count = max(FEWEST_REPLICATES, -(-draws // REPLICATE_SIZE))
    bounds = [round(draws * place / count) for place in range(count + 1)]
    replicates = [Replicate(number, a, b - a) for number, (a, b) in enumerate(pairwise(bounds))]
    return [
        Block(tuple(replicates[start : start + REPLICATES_PER_BLOCK]))
        for start in range(0, count, REPLICATES_PER_BLOCK)
    ]


class Streams:
    """The random numbers of one block, by name; each is made once and shared between scenarios. Do not write to them.

    A stream is Latin-hypercube stratified within each replicate. `groups` are names joined by a Gaussian copula with a
    correlation matrix; the first name of a group keeps its own stream.
    """

    def __init__(self, seed: int, block: Block, groups: Sequence[tuple[tuple[str, ...], np.ndarray]] = ()):
        self.seed = seed
        self.block = block
        self.size = block.size
        self._group = {name: group for group in groups for name in group[0]}
        self._made: dict[Hashable, np.ndarray] = {}

    def uniform(self, name: str) -> np.ndarray:
        """Numbers between 0 and 1, one per draw."""
        if name in self._group:
            names, matrix = self._group[name]
            return self._once(("joined", name), lambda: self._joined(name, names, matrix))
        return self.own(name)

    def own(self, name: str) -> np.ndarray:
        """Numbers between 0 and 1 before any correlation."""
        return self._once(("own", name), lambda: self._stratified(name))

    def normal(self, name: str) -> np.ndarray:
        """Standard normal numbers."""
        return self._once(("normal", name), lambda: special().ndtri(self.uniform(name)))

    def heavy_tailed(self, name: str, degrees: int) -> np.ndarray:
        """Student-t numbers with the given degrees of freedom, scaled to standard deviation 1."""
        spread = np.sqrt(degrees / (degrees - 2))
        return self._once(("t", degrees, name), lambda: special().stdtrit(degrees, self.uniform(name)) / spread)

    def quantile(self, distribution: Distribution, name: str) -> np.ndarray:
        """Draws of a distribution."""
        return self._once((distribution, name), lambda: distribution.quantile(self.uniform(name)))

    def dirichlet(self, weights: Sequence[float], name: str) -> np.ndarray:
        """Shares (part, draw) that add up to one."""
        return self._once(("dirichlet", tuple(weights), name), lambda: self._dirichlet(weights, name))

    def poisson(self, frequency: np.ndarray | float, name: str) -> np.ndarray:
        """Counts of events that come at `frequency` per period."""
        level, count = self.uniform(name), np.zeros(self.size)
        while np.any(more := level > special().pdtr(count, frequency)):
            count += more
        return count

    def _once(self, key: Hashable, make: Callable[[], np.ndarray]) -> np.ndarray:
        if key not in self._made:
            self._made[key] = make()
        return self._made[key]

    def _stratified(self, name: str) -> np.ndarray:
        from scipy.stats import qmc

        words = np.frombuffer(hashlib.blake2b(name.encode(), digest_size=16).digest(), dtype="<u4")
        parts = []
        for replicate in self.block.replicates:
            source = np.random.SeedSequence(self.seed, spawn_key=(replicate.number, *map(int, words)))
            sampler = qmc.LatinHypercube(d=1, rng=np.random.default_rng(source))
            parts.append(sampler.random(replicate.size)[:, 0])
        return np.concatenate(parts)

    def _joined(self, name: str, names: tuple[str, ...], matrix: np.ndarray) -> np.ndarray:
        weights = np.linalg.cholesky(matrix)[names.index(name)]
        own = [special().ndtri(self.own(other)) for other in names]
        return special().ndtr(sum(weight * values for weight, values in zip(weights, own, strict=True)))

    def _dirichlet(self, weights: Sequence[float], name: str) -> np.ndarray:
        parts = [special().gammaincinv(weight, self.own(f"{name}[{place}]")) for place, weight in enumerate(weights)]
        return np.stack(parts) / np.sum(parts, axis=0)


class Middle(Streams):
    """The one draw of a central run: every number at its median."""

    def __init__(self) -> None:
        super().__init__(0, Block((Replicate(0, 0, 1),)))

    def _stratified(self, name: str) -> np.ndarray:
        return np.array([0.5])


def special() -> Any:
    """scipy.special, imported on first use."""
    from scipy import special

    return special
