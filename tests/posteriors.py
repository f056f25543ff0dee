"""Posteriors that are known, as residuals for the sampler."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from scipy.integrate import quad
from scipy.stats import norm

Array = np.ndarray


@dataclass(frozen=True)
class Line:
    """Figures that are linear in the coordinates, observed with unit errors: the posterior is Gaussian."""

    slopes: Array
    observed: Array

    def __call__(self, z: Array) -> tuple[Array, Array]:
        return self.slopes @ z - self.observed[:, None], np.zeros(z.shape[1])

    @property
    def covariance(self) -> Array:
        return np.linalg.inv(np.eye(self.slopes.shape[1]) + self.slopes.T @ self.slopes)

    @property
    def mean(self) -> Array:
        return self.covariance @ self.slopes.T @ self.observed


def line(dimension: int, figures: int, seed: int = 1) -> Line:
    source = np.random.default_rng(seed)
    return Line(source.standard_normal((figures, dimension)), 3 * source.standard_normal(figures))


@dataclass(frozen=True)
class Bananas:
    """Pairs of coordinates on a bent ridge, hidden by a rotation among others that no figure depends on.

    Of each pair (u, v) the sum v + bend (u + 1)² was observed to be 1 with an error. So v given u is Gaussian, and the
    moments are integrals over u alone.
    """

    rotation: Array
    pairs: int
    bend: float = 1.0
    error: float = 0.5

    def straight(self, z: Array) -> Array:
        """The pairs, one after the other, then the others."""
        return self.rotation.T @ z

    def __call__(self, z: Array) -> tuple[Array, Array, Array]:
        own = self.straight(z)[: 2 * self.pairs]
        bent = own[1::2] + self.bend * (own[::2] + 1) ** 2
        return (bent - 1) / self.error, np.zeros(z.shape[1]), own[:1] * own[1:2]

    @property
    def moments(self) -> dict[str, float]:
        """Means and variances of u and v, and the mean of their product."""
        precision = 1 + self.error**-2

        def v(u: float) -> float:
            return (1 - self.bend * (u + 1) ** 2) / self.error**2 / precision

        def mean(value: Callable[[float], float]) -> float:
            def weight(u: float) -> float:
                return norm.pdf(u) * norm.pdf(self.bend * (u + 1) ** 2, 1, np.sqrt(1 + self.error**2))

            return quad(lambda u: value(u) * weight(u), -8, 8, limit=200)[0] / quad(weight, -8, 8, limit=200)[0]

        u_mean, v_mean = mean(lambda u: u), mean(v)
        return {
            "u": u_mean,
            "v": v_mean,
            "u variance": mean(lambda u: (u - u_mean) ** 2),
            "v variance": mean(lambda u: (v(u) - v_mean) ** 2) + 1 / precision,
            "product": mean(lambda u: u * v(u)),
        }


def bananas(dimension: int, pairs: int, seed: int = 1) -> Bananas:
    source = np.random.default_rng(seed)
    return Bananas(np.linalg.qr(source.standard_normal((dimension, dimension)))[0], pairs)


@dataclass(frozen=True)
class UnknownError:
    """Figures of one level, a sum of two coordinates, whose error is unknown too: a funnel that needs `log_scale`."""

    observed: Array

    def __call__(self, z: Array) -> tuple[Array, Array]:
        level, log_error = _level_and_log_error(z)
        return (self.observed[:, None] - level) / np.exp(log_error), len(self.observed) * log_error


def simulated(truth: Array, source: np.random.Generator) -> UnknownError:
    """The problem with four figures that the coordinates (3,) could have led to."""
    level, log_error = _level_and_log_error(truth)
    return UnknownError(level + np.exp(log_error) * source.standard_normal(4))


@dataclass(frozen=True)
class UnknownErrors:
    """The same problem as one whose figures can be drawn; its level is a quantity of interest."""

    dimension: int = 3

    def drawn(self, z: Array, source: np.random.Generator) -> Array:
        level, log_error = _level_and_log_error(z)
        return level + np.exp(log_error) * source.standard_normal((4, z.shape[1]))

    def against(self, z: Array, figures: Array) -> tuple[Array, ...]:
        level, log_error = _level_and_log_error(z)
        return (figures - level) / np.exp(log_error), 4 * log_error, level[None]


def _level_and_log_error(z: Array) -> tuple[Array, Array]:
    return 2 * z[0] + z[2], 0.7 * z[1] - 0.5


def two_modes(z: Array) -> tuple[Array, Array]:
    """The square of each coordinate was observed to be 4, with a small error: modes no chain gets across."""
    return (z**2 - 4) / 0.1, np.zeros(z.shape[1])


def half_failing(z: Array) -> tuple[Array, Array]:
    """One figure of two fails where the first coordinate is negative; what is left is half a Gaussian."""
    figures = np.zeros((2, z.shape[1]))
    figures[1, z[0] < 0] = np.nan
    return figures, np.zeros(z.shape[1])
