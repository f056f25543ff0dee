"""What decides an event: its probability in the top quarter of an input, less that in the bottom quarter."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from qnsim.chance.blocks import Block

FEWEST_DRAWS = 40


def contrasts(happened: np.ndarray, uncertain: Mapping[str, np.ndarray], block: Block) -> dict[str, list[float]]:
    """For each input, the contrast in each replicate of a block that is large enough for quarters."""
    events = block.split(happened.astype(float))
    found = {}
    for name, values in uncertain.items():
        pairs = zip(block.split(values), events, strict=True)
        found[name] = [_contrast(part, event) for part, event in pairs if len(part) >= FEWEST_DRAWS]
    return found


def _contrast(values: np.ndarray, happened: np.ndarray) -> float:
    quarter = len(values) // 4
    order = np.argpartition(values, [quarter, len(values) - quarter])
    return float(happened[order[-quarter:]].mean() - happened[order[:quarter]].mean())


def driver_table(parts: Sequence[Mapping[str, list[float]]]) -> pd.DataFrame:
    """Inputs by the size of their contrast: columns `input`, `effect`, `error` (fractions of probability)."""
    rows = []
    for name in dict.fromkeys(name for part in parts for name in part):
        values = np.array([value for part in parts for value in part.get(name, [])])
        if len(values) > 1:
            rows.append((name, values.mean(), values.std(ddof=1) / np.sqrt(len(values))))
    table = pd.DataFrame(rows, columns=["input", "effect", "error"])
    return table.sort_values("effect", key=abs, ascending=False, kind="stable", ignore_index=True)
