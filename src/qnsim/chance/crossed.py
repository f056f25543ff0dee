"""Two samples crossed: the design of variance-based sensitivity indices, without its whole matrix in memory.

Source: Saltelli (2002), Computer Physics Communications 145; the order of rows is that of SALib.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np

from qnsim.chance.blocks import Block
from qnsim.chance.designs import Middle, digest_of

Array = np.ndarray
EDGE = 2.0**-40  # a quantile may be infinite at 0 and at 1


@dataclass(frozen=True, eq=False)
class Crossed:
    """For each of `size` points: all of A, A with one factor from B at a time, B with one from A (if `both`), all of B.

    A and B are the halves of a scrambled Sobol' sequence. `factors` are the names of the coordinates that move
    together; all others stand in the middle. `size` is a power of two.
    """

    factors: Sequence[Sequence[str]]
    size: int
    seed: int
    both: bool = False
    draws: int = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "draws", self.size * self.rows)

    @property
    def rows(self) -> int:
        """Runs that each point of the samples takes."""
        return (2 if self.both else 1) * len(self.factors) + 2

    @cached_property
    def place(self) -> Mapping[str, tuple[int, int]]:
        """For each coordinate its column in a sample and the place of its factor."""
        names = [(name, place) for place, factor in enumerate(self.factors) for name in factor]
        return {name: (column, place) for column, (name, place) in enumerate(names)}

    @cached_property
    def samples(self) -> tuple[Array, Array]:
        """A and B: (coordinate, point) each."""
        from scipy.stats import qmc

        count = len(self.place)
        points = qmc.Sobol(d=2 * count, rng=np.random.default_rng(self.seed)).random(self.size).T
        points = np.clip(points, EDGE, 1 - EDGE)
        return np.ascontiguousarray(points[:count]), np.ascontiguousarray(points[count:])

    def coordinate(self, name: str, block: Block) -> Array:
        """See `Design`."""
        if name not in self.place:
            return Middle().coordinate(name, block)
        column, factor = self.place[name]
        first, second = (sample[column] for sample in self.samples)
        point, row = np.divmod(np.arange(block.first, block.first + block.size), self.rows)
        from_second = (row == 1 + factor) | (row > len(self.factors))
        if self.both:
            from_second &= row != 1 + len(self.factors) + factor
        return np.where(from_second, second[point], first[point])

    @property
    def label(self) -> str:
        """See `Design`."""
        return f"Sobol' points, seed {self.seed}"

    def about(self) -> dict[str, Any]:
        """See `Design`."""
        names = digest_of({f"{place} {'|'.join(factor)}": np.zeros(0) for place, factor in enumerate(self.factors)})
        return {"kind": "crossed", "factors": names, "size": self.size, "seed": self.seed, "both": self.both}
