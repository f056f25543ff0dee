"""A probability with its simulation error, estimated from the spread over replicates."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from qnsim.chance.blocks import Block


@dataclass(frozen=True)
class Probability:
    """The share of draws in which an event happens, in each replicate; every replicate is stratified on its own."""

    shares: np.ndarray
    sizes: np.ndarray

    @property
    def value(self) -> float:
        """The probability."""
        return float(np.average(self.shares, weights=self.sizes))

    @property
    def error(self) -> float:
        """Standard error from the replicates; not below that of a single draw, so that 0 and 1 are never exact."""
        spread = float(np.std(self.shares, ddof=1) / np.sqrt(len(self.shares)))
        return max(spread, 1 / float(self.sizes.sum()))

    def __repr__(self) -> str:
        return f"Probability({self.value:.4g} ± {self.error:.1g})"

    def minus(self, other: Probability) -> tuple[float, float]:
        """Difference from another probability simulated with the same draws, and the error of the difference."""
        difference = self.shares - other.shares
        error = float(np.std(difference, ddof=1) / np.sqrt(len(difference)))
        return float(np.average(difference, weights=self.sizes)), error


def share_of_draws(happened: np.ndarray, sizes: Sequence[int]) -> Probability:
    """The probability of an event from whether it happened in each draw (draw,) of replicates of these sizes."""
    parts = np.split(happened, np.cumsum(sizes)[:-1])
    return Probability(np.array([part.mean() for part in parts]), np.array(sizes, dtype=float))


def count(happened: np.ndarray, block: Block) -> list[float]:
    """The share of draws with an event in each replicate of a block."""
    return [float(part.mean()) for part in block.split(happened)]


def probability(parts: Sequence[Sequence[float]], sizes: Sequence[int]) -> Probability:
    """The probability from the shares of all blocks, in order."""
    return Probability(np.array([share for part in parts for share in part]), np.array(sizes, dtype=float))
