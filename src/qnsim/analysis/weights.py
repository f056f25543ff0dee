"""Importance weights of draws: what they are worth, and means, quantiles and probabilities under them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from qnsim.analysis.probability import Probability

Array = np.ndarray


def normalised(log_weights: Array) -> Array:
    """Weights (draw,) that add up to 1, from their logarithms; what is not finite weighs nothing."""
    known = np.where(np.isfinite(log_weights), log_weights, -np.inf)
    weights = np.exp(known - known.max())
    return weights / weights.sum()


def effective_size(weights: Array) -> float:
    """How many equally weighted draws these are worth. Source: Kong, Liu and Wong (1994), JASA 89."""
    return float(weights.sum() ** 2 / (weights**2).sum())


def weighted_quantiles(values: Array, weights: Array, levels: Sequence[float]) -> Array:
    """Quantiles (level,) of weighted draws."""
    order = np.argsort(values)
    reached = np.cumsum(weights[order])
    places = np.searchsorted(reached, np.array(levels) * reached[-1])
    return values[order][np.minimum(places, len(order) - 1)]


def weighted_share(happened: Array, weights: Array, sizes: Sequence[int]) -> Probability:
    """The probability of an event under weights, with its error from replicates of these sizes.

    A ratio of two means has the error of its linear part, so each replicate enters with that and not with a ratio of
    its own, which few draws of great weight would throw about.
    """
    value = float(weights @ happened)
    parts = np.split(weights * (happened - value), np.cumsum(sizes)[:-1])
    shares = np.array([value + len(sizes) * part.sum() for part in parts])
    return Probability(shares, np.full(len(sizes), effective_size(weights) / len(sizes)))


def slope(values: Array, by: Array, weights: Array) -> float:
    """The change of `values` for each unit of `by`, by weighted least squares; 0 if `by` does not vary."""
    apart = by - weights @ by
    variance = float(weights @ apart**2)
    return float(weights @ (values * apart)) / variance if variance > 0 else 0.0
