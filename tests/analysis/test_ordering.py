"""Both ways to put values in order give the same bits."""

from __future__ import annotations

import numpy as np
import pytest

from qnsim.analysis.ordering import rows_in_order, sort_by_keys_into, sort_into

RNG = np.random.default_rng(5)
SHAPES = {
    "normal": RNG.normal(size=(3, 4_000)),
    "heavy tails": RNG.standard_cauchy(size=(3, 4_000)),
    "one far away": np.append(RNG.normal(size=4_000), 1e12)[None],
    "counts": RNG.poisson(0.3, size=(3, 4_000)).astype(float),
    "one value": np.full((2, 100), 7.0),
    "one draw": np.array([[3.0], [2.0]]),
    "tiny": RNG.normal(size=(1, 500)) * 1e-310,
    "huge": RNG.normal(size=(1, 500)) * 1e307,
    "beyond half the range": np.array([[-1.7e308, 1.7e308, 0.0]]),
    "infinite": np.array([[1.0, -np.inf, np.inf, 0.0]]),
    "not a number": np.array([[1.0, np.nan, 0.0, -1.0]]),
    "already in order": np.arange(5_000.0)[None],
    "backwards": np.arange(5_000.0)[None, ::-1],
}


@pytest.mark.parametrize("name", SHAPES)
def test_both_ways_give_the_same_bits_and_leave_the_values_alone(name: str) -> None:
    values = SHAPES[name]
    before = values.copy()
    found = [np.empty_like(values), np.empty_like(values), np.stack([row.copy() for row in rows_in_order(values)])]
    for way, sorted_rows in zip((sort_into, sort_by_keys_into), found, strict=False):
        for row, into in zip(values, sorted_rows, strict=True):
            way(row, into)
    assert all(each.tobytes() == np.sort(values).tobytes() for each in found)
    assert values.tobytes() == before.tobytes()
