"""Shapley values: what each of several changes adds to a whole, averaged over the orders in which they can be made.

Changes are numbered from 0; a subset is what has been made so far. The parts add up to the whole in either way of
averaging: every order has the same first and last subset.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations
from math import factorial, sqrt
from typing import Protocol

import numpy as np

Array = np.ndarray
Subset = frozenset[int]
Order = tuple[int, ...]


class Averaging(Protocol):
    """A way to average over orders."""

    @property
    def subsets(self) -> tuple[Subset, ...]:
        """The subsets whose value it needs."""

    def parts(self, values: Mapping[Subset, Array]) -> tuple[Array, Array]:
        """The part of each change (change, ...), and the error from orders left out."""


@dataclass(frozen=True)
class AllOrders:
    """Every order, from all subsets: 2 to the power of `count`."""

    count: int

    @property
    def subsets(self) -> tuple[Subset, ...]:
        """All of them, small ones first."""
        sizes = range(self.count + 1)
        return tuple(frozenset(chosen) for size in sizes for chosen in combinations(range(self.count), size))

    def parts(self, values: Mapping[Subset, Array]) -> tuple[Array, Array]:
        """The parts, exactly; no order is left out."""
        parts = np.array([sum(self._gains(change, values)) for change in range(self.count)])
        return parts, np.zeros_like(parts)

    def _gains(self, change: int, values: Mapping[Subset, Array]) -> Iterator[Array]:
        for subset in self.subsets:
            if change not in subset:
                yield self._weight(len(subset)) * (values[subset | {change}] - values[subset])

    def _weight(self, before: int) -> float:
        """The share of orders in which a change comes right after given `before` others."""
        return factorial(before) * factorial(self.count - before - 1) / factorial(self.count)


@dataclass(frozen=True)
class SomeOrders:
    """Orders chosen at random, each with its reverse, which makes the parts of changes that act in pairs exact."""

    count: int
    pairs: int
    seed: int = 0

    @cached_property
    def orders(self) -> tuple[tuple[Order, Order], ...]:
        """The orders in pairs."""
        generator = np.random.default_rng(self.seed)
        chosen = [tuple(map(int, generator.permutation(self.count))) for _ in range(self.pairs)]
        return tuple((order, order[::-1]) for order in chosen)

    @property
    def subsets(self) -> tuple[Subset, ...]:
        """What has been made after each step of each order."""
        orders = [order for pair in self.orders for order in pair]
        return tuple(dict.fromkeys(frozenset(order[:steps]) for order in orders for steps in range(self.count + 1)))

    def parts(self, values: Mapping[Subset, Array]) -> tuple[Array, Array]:
        """The mean over pairs, and its standard error from how much pairs differ."""
        by_pair = np.array([(_gains(one, values) + _gains(other, values)) / 2 for one, other in self.orders])
        return by_pair.mean(axis=0), by_pair.std(axis=0, ddof=1) / sqrt(self.pairs)


def _gains(order: Sequence[int], values: Mapping[Subset, Array]) -> Array:
    """What each change adds (change, ...) where they are made in one order."""
    steps = [values[frozenset(order[:made])] for made in range(len(order) + 1)]
    return np.diff(np.array(steps), axis=0)[np.argsort(order)]
