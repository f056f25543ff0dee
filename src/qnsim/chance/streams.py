"""The numbers of one block, by name: coordinates of a design, joined where they must be, by the law asked for."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from typing import Any

import numpy as np

from qnsim.chance.blocks import Block
from qnsim.chance.designs import Design
from qnsim.quantities.distributions import Distribution
from qnsim.quantities.quantile_functions import gamma, student

Group = tuple[tuple[str, ...], np.ndarray]


class Streams:
    """The random numbers of one block, by name; each is made once and shared between scenarios. Do not write to them.

    `groups` are names joined by a Gaussian copula with a correlation matrix; the first name of a group keeps its own
    coordinate. `marginals` says what each coordinate that was asked for is turned into, `values` has what it became.
    All but the coordinates `apart` are those of streams `beside` these, which have made them already, or will.
    """

    def __init__(
        self,
        design: Design,
        block: Block,
        groups: Sequence[Group] = (),
        beside: Streams | None = None,
        apart: Iterable[str] = (),
    ):
        self.design = design
        self.block = block
        self.marginals: dict[str, str] = {}
        self.values: dict[str, np.ndarray] = {}
        self.size = block.size
        self._group = {name: group for group in groups for name in group[0]}
        self._made: dict[Hashable, np.ndarray] = {}
        self._beside = beside
        self._apart = {name for each in apart for name in self._hanging_on(each)}

    def uniform(self, name: str, marginal: str = "uniform(0, 1)") -> np.ndarray:
        """Numbers between 0 and 1, one per draw."""
        self.marginals[name] = marginal
        if name in self._group:
            names, matrix = self._group[name]
            return self._noted(name, self._once(name, "joined", lambda: self._joined(name, names, matrix)))
        return self._noted(name, self.own(name))

    def own(self, name: str) -> np.ndarray:
        """The coordinate itself: numbers between 0 and 1 before any correlation."""
        return self._once(name, "own", lambda: self.design.coordinate(name, self.block))

    def normal(self, name: str) -> np.ndarray:
        """Standard normal numbers."""
        level = self.uniform(name, "normal(0, 1)")
        return self._noted(name, self._once(name, "normal", lambda: special().ndtri(level)))

    def heavy_tailed(self, name: str, degrees: int) -> np.ndarray:
        """Student-t numbers with the given degrees of freedom, scaled to standard deviation 1."""
        spread = np.sqrt(degrees / (degrees - 2))
        law = f"Student t({degrees}) with standard deviation 1"
        level = self.uniform(name, law)
        return self._noted(name, self._once(name, ("t", degrees), lambda: student(level, degrees) / spread))

    def quantile(self, distribution: Distribution, name: str) -> np.ndarray:
        """Draws of a distribution."""
        level = self.uniform(name, str(distribution))
        return self._noted(name, self._once(name, distribution, lambda: distribution.quantile(level)))

    def dirichlet(self, weights: Sequence[float], name: str) -> np.ndarray:
        """Shares (part, draw) that add up to one."""
        return self._once(name, ("dirichlet", tuple(weights)), lambda: self._dirichlet(weights, name))

    def poisson(self, frequency: np.ndarray | float, name: str) -> np.ndarray:
        """Counts of events that come at `frequency` per period."""
        level = self.uniform(name, "Poisson")
        key = ("poisson", np.asarray(frequency, dtype=float).tobytes())
        return self._noted(name, self._once(name, key, lambda: _counts(level, frequency)))

    def _noted(self, name: str, values: np.ndarray) -> np.ndarray:
        self.values[name] = values
        return values

    def _once(self, name: str, key: Hashable, make: Callable[[], np.ndarray]) -> np.ndarray:
        """What a name was turned into in the way a key says."""
        if self._beside and name not in self._apart:
            return self._beside._once(name, key, make)
        if (key, name) not in self._made:
            self._made[key, name] = make()
        return self._made[key, name]

    def _hanging_on(self, coordinate: str) -> set[str]:
        """The names whose numbers are made from a coordinate."""
        names, _ = self._group.get(coordinate, ((), None))
        return {coordinate, coordinate.partition("[")[0], *names}

    def _joined(self, name: str, names: tuple[str, ...], matrix: np.ndarray) -> np.ndarray:
        weights = np.linalg.cholesky(matrix)[names.index(name)]
        own = [special().ndtri(self.own(other)) for other in names]
        return special().ndtr(sum(weight * values for weight, values in zip(weights, own, strict=True)))

    def _dirichlet(self, weights: Sequence[float], name: str) -> np.ndarray:
        coordinates = {f"{name}[{place}]": weight for place, weight in enumerate(weights)}
        self.marginals.update({each: f"gamma({weight:g}), then a share" for each, weight in coordinates.items()})
        parts = [gamma(self.own(each), weight, 1.0) for each, weight in coordinates.items()]
        shares = np.stack(parts) / np.sum(parts, axis=0)
        self.values.update(zip(coordinates, shares, strict=True))
        return shares


def _counts(level: np.ndarray, frequency: np.ndarray | float) -> np.ndarray:
    """The quantiles of Poisson laws."""
    count = np.zeros(level.size)
    while np.any(more := level > special().pdtr(count, frequency)):
        count += more
    return count


def special() -> Any:
    """scipy.special, imported on first use."""
    from scipy import special

    return special
