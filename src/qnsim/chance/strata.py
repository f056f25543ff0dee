"""Strata: random numbers that are spread more evenly than chance alone would."""

from __future__ import annotations

import numpy as np


def stratified(size: int, seed: int, key: tuple[int, ...]) -> np.ndarray:
    """One number in each of `size` equal parts of 0 to 1, in random order.

    The numbers are those of `scipy.stats.qmc.LatinHypercube`, whose set-up takes longer than a thousand of them.
    """
    source = np.random.SeedSequence(seed, spawn_key=(*key, 0))  # the first that the sampler would spawn for its own use
    rng = np.random.Generator(np.random.PCG64(source))
    within, parts = rng.random(size), np.arange(1, size + 1)
    rng.shuffle(parts)
    return (parts - within) / size
