"""What decides an event: its probability in the top quarter of an input, less that in the bottom quarter."""

from __future__ import annotations

import weakref
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import pandas as pd

from qnsim.chance.blocks import Block

FEWEST_DRAWS = 40
INPUTS_REMEMBERED = 512  # those of two blocks


def contrasts(happened: np.ndarray, uncertain: Mapping[str, np.ndarray], block: Block) -> dict[str, list[float]]:
    """For each input, the contrast in each replicate of a block that is large enough for quarters."""
    events = happened.astype(float)
    return {name: _contrasts(_quarters(_Input(values), block), events) for name, values in uncertain.items()}


@dataclass(frozen=True)
class _Quarters:
    """Which draws are in the top and in the bottom quarter of an input, replicate after replicate, and how many."""

    top: np.ndarray
    bottom: np.ndarray
    sizes: np.ndarray


def _contrasts(quarters: _Quarters, events: np.ndarray) -> list[float]:
    if not len(quarters.sizes):
        return []
    begins = np.cumsum(quarters.sizes) - quarters.sizes
    top, bottom = (np.add.reduceat(events[each], begins) for each in (quarters.top, quarters.bottom))
    found: list[float] = (top / quarters.sizes - bottom / quarters.sizes).tolist()
    return found


class _Input:
    """An array of draws as a key: itself and no other. It does not keep the array alive."""

    def __init__(self, values: np.ndarray):
        self.values = weakref.ref(values)
        self.hash = id(values)

    def __hash__(self) -> int:
        return self.hash

    def __eq__(self, other: object) -> bool:
        own = self.values()
        return isinstance(other, _Input) and own is not None and own is other.values()


@lru_cache(maxsize=INPUTS_REMEMBERED)
def _quarters(given: _Input, block: Block) -> _Quarters:
    """The quarters of an input, found once for all scenarios that share its array."""
    values = given.values()
    assert values is not None  # whoever asks holds it
    top, bottom = [np.empty(0, dtype=int)], [np.empty(0, dtype=int)]
    first, sizes = 0, []
    for part in block.split(values):
        quarter = len(part) // 4
        if len(part) >= FEWEST_DRAWS:
            order = first + np.argpartition(part, [quarter, len(part) - quarter])
            top.append(order[-quarter:])
            bottom.append(order[:quarter])
            sizes.append(quarter)
        first += len(part)
    return _Quarters(np.concatenate(top), np.concatenate(bottom), np.array(sizes, dtype=int))


def driver_table(parts: Sequence[Mapping[str, list[float]]]) -> pd.DataFrame:
    """Inputs by the size of their contrast: columns `input`, `effect`, `error` (fractions of probability)."""
    rows = []
    for name in dict.fromkeys(name for part in parts for name in part):
        values = np.array([value for part in parts for value in part.get(name, [])])
        if len(values) > 1:
            rows.append((name, values.mean(), values.std(ddof=1) / np.sqrt(len(values))))
    table = pd.DataFrame(rows, columns=["input", "effect", "error"])
    return table.sort_values("effect", key=abs, ascending=False, kind="stable", ignore_index=True)
