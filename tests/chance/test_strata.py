"""Stratified numbers: one in each stratum, the same as SciPy's."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import qmc

from qnsim.chance.strata import stratified


@pytest.mark.parametrize("size", [1, 10, 125, 999, 1_000])
def test_stratified_numbers_are_those_of_scipys_latin_hypercube(size: int) -> None:
    for seed in (*range(40), 20221209, 2**63, 2**100):
        for key in ((0, 1, 2, 3, 4), (7, 2**32 - 1, 0, 5, 2**31)):
            source = np.random.SeedSequence(seed, spawn_key=key)
            theirs = qmc.LatinHypercube(d=1, rng=np.random.default_rng(source)).random(size)[:, 0]
            assert np.array_equal(stratified(size, seed, key), theirs), (seed, key)
