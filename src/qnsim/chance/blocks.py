"""Blocks: which draws are simulated together, and the replicates in them that are stratified on their own."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

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
