"""Targets together: the event of each in every draw, and the probabilities that follow from them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations

import numpy as np
import pandas as pd

from qnsim.analysis.probability import Probability, share_of_draws

Array = np.ndarray
COLUMNS = ("quantity", "targets", "given", "probability", "mc_error")
AND = " + "


@dataclass(frozen=True)
class Joint:
    """Whether each target is reached in each draw: (draw,) by target, in replicates of these sizes."""

    reached: Mapping[str, Array]
    sizes: Sequence[int]

    def probability(self, targets: Sequence[str]) -> Probability:
        """The probability that all of some targets are reached in the same draw."""
        return share_of_draws(self._all(targets), self.sizes)

    def conditional(self, target: str, given: str) -> Probability | None:
        """The probability of a target in the draws that reach another, or None if no draw does.

        Each replicate tells by how much its own share departs from the ratio of the whole, so that the error is that
        of a ratio; the value times that of the other is the joint probability.
        """
        other = self.probability([given])
        if not other.value:
            return None
        both = self.probability([target, given])
        ratio = both.value / other.value
        return Probability(ratio + (both.shares - ratio * other.shares) / other.value, other.sizes * other.value)

    @cached_property
    def binding_order(self) -> tuple[tuple[str, Probability], ...]:
        """The targets in the order in which to drop them, with the probability that all others are then reached.

        Each is the one whose removal raises the probability of those left most. It ends where no single removal raises
        it: either one target is left, or two bar the way and dropping one of them helps nothing.
        """
        left, found = list(self.reached), []
        while len(left) > 1:
            name, chance = self._binding(left)
            if chance.value <= self.probability(left).value:
                break
            found.append((name, chance))
            left.remove(name)
        return tuple(found)

    def without(self, target: str) -> Probability:
        """The probability that all targets but one are reached."""
        return self.probability([name for name in self.reached if name != target])

    def table(self) -> pd.DataFrame:
        """Each alone, all together, all but one, every pair, and each in the draws that reach another; `COLUMNS`."""
        names = list(self.reached)
        rows = [row("all modelled", names, "", self.probability(names))]
        rows += [row("alone", [name], "", self.probability([name])) for name in names]
        if len(names) > 1:
            others = {name: [other for other in names if other != name] for name in names}
            rows += [row(f"all but {name}", others[name], "", self.without(name)) for name in names]
        rows += [row("pair", pair, "", self.probability(pair)) for pair in combinations(names, 2)]
        rows += [
            row("conditional", [name], given, self.conditional(name, given))
            for given in names
            for name in names
            if name != given
        ]
        return pd.DataFrame(rows, columns=list(COLUMNS))

    def _binding(self, names: Sequence[str]) -> tuple[str, Probability]:
        chances = {name: self.probability([other for other in names if other != name]) for name in names}
        return max(chances.items(), key=lambda each: each[1].value)

    def _all(self, targets: Sequence[str]) -> Array:
        return np.logical_and.reduce([self.reached[name] for name in targets])


def row(quantity: str, targets: Sequence[str], given: str, chance: Probability | None) -> tuple[object, ...]:
    """A row of the table of joint probabilities; without a number if no draw reaches what is given."""
    value, error = (chance.value, chance.error) if chance else (None, None)
    return quantity, AND.join(targets), given, value, error
