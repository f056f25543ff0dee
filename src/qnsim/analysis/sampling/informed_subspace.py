"""The directions that the figures inform, and a reference distribution that knows them.

A likelihood-informed subspace: eigenvectors of the averaged Gauss-Newton Hessian (Cui, Martin, Marzouk, Solonen and
Spantini 2014, Inverse Problems 30). In all other directions the posterior is nearly the prior. Knowing them matters
because the noise in a covariance of hundreds of coordinates would leave hardly a step accepted.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from qnsim.analysis.sampling.settings import Settings
from qnsim.analysis.sampling.target import Points, Target

Array = np.ndarray
LEAST_VARIANCE = 1e-8  # relative to the prior's: keeps a reference invertible where no chain has moved


@dataclass(frozen=True)
class Reference:
    """A Student distribution in the informed directions, times the prior in all others.

    `informed` (dimension, k) and `others` (dimension, rest) are orthonormal; `centre` (k, 1), or (k, draw) where draws
    have centres of their own, and `factor` (k, k), with its inverse `whitening`, are of the Student distribution.
    """

    informed: Array
    others: Array
    centre: Array
    factor: Array
    whitening: Array
    degrees_of_freedom: float

    def standard(self, z: Array) -> tuple[Array, Array]:
        """Informed part, centred and of unit scale (k, draw), and the other part (rest, draw)."""
        return self.whitening @ (self.informed.T @ z - self.centre), self.others.T @ z

    def coordinates(self, own: Array, rest: Array) -> Array:
        """The way back from both parts: (dimension, draw)."""
        return self.informed @ (self.centre + self.factor @ own) + self.others @ rest

    def log_density(self, own: Array, rest: Array) -> Array:
        """Logarithm of the density of both parts, up to a constant: (draw,)."""
        freedom = self.degrees_of_freedom
        tails = np.log1p((own**2).sum(axis=0) / freedom)
        return -(freedom + len(own)) / 2 * tails - (rest**2).sum(axis=0) / 2


def find_directions(
    target: Target, points: Points, settings: Settings, source: np.random.Generator
) -> tuple[Array, Array]:
    """Informed directions (dimension, k) and all others (dimension, rest), from central differences at some points."""
    chosen = source.choice(points.z.shape[1], settings.jacobians, replace=points.z.shape[1] < settings.jacobians)
    return directions_at(target, points.z[:, chosen], settings)


def directions_at(target: Target, z: Array, settings: Settings) -> tuple[Array, Array]:
    """Informed directions and all others, from central differences at points (dimension, point).

    The target is asked for all shifts of the first point, then of the second, and so on.
    """
    shifts = settings.difference * np.eye(target.dimension)
    centres = z[:, :, None]
    sides = [target.at((centres + side * shifts[:, None, :]).reshape(target.dimension, -1)) for side in (1, -1)]
    # A difference with a run that failed says nothing: as if the figures did not depend on the coordinate there.
    alive = sides[0].alive & sides[1].alive
    slopes = np.where(alive, sides[0].residuals - sides[1].residuals, 0) / (2 * settings.difference)
    jacobians = slopes.reshape(-1, target.dimension)  # the figures of all points one below the other
    information, directions = np.linalg.eigh(jacobians.T @ jacobians / z.shape[1])
    informed = information > settings.least_information
    return directions[:, informed], directions[:, ~informed]


def fit_reference(
    directions: tuple[Array, Array], sample: Array, spread: float, degrees_of_freedom: float
) -> Reference:
    """The reference with the moments of a sample (dimension, draw), its variance times `spread`.

    Covariances are shrunk by k / (k + draws), so that few draws make no needle.
    """
    informed, others = directions
    own = informed.T @ sample
    count, draws = own.shape
    covariance = np.atleast_2d(np.cov(own)) if count else np.empty((0, 0))
    shrunk = np.where(np.eye(count, dtype=bool), covariance, covariance * draws / (count + draws))
    variances, axes = np.linalg.eigh(shrunk)
    scales = np.sqrt(spread * np.maximum(variances, LEAST_VARIANCE))
    return Reference(
        informed, others, own.mean(axis=1, keepdims=True), axes * scales, axes.T / scales[:, None], degrees_of_freedom
    )
