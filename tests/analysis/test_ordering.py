"""Both ways to put values in order give the same bits."""

from __future__ import annotations

import numpy as np
import pytest

from qnsim.analysis.ordering import in_order, sort, sort_by_keys

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
    "three axes": RNG.normal(size=(2, 3, 50)),
}


@pytest.mark.parametrize("name", SHAPES)
def test_both_ways_give_the_same_bits_and_leave_the_values_alone(name: str) -> None:
    values = SHAPES[name]
    before = values.copy()
    found = [way(values) for way in (sort, sort_by_keys, in_order)]
    assert all(each.tobytes() == found[0].tobytes() for each in found)
    assert all(each.shape == values.shape for each in found)
    assert values.tobytes() == before.tobytes()
