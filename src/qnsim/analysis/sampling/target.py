"""The density to sample: from the residuals of a model to points of the posterior."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from qnsim.errors import UsageError
from qnsim.language import say

Array = np.ndarray
Residuals = Callable[[Array], tuple[Array, ...]]
"""From coordinates (dimension, draw), independent standard normal before any evidence, to residuals (figure, draw) in
units of their errors and `log_scale` (draw,), the sum of the logarithms of these errors where they differ by draw; and
perhaps quantities of interest (quantity, draw) as a third. The logarithm of the posterior density is
-r·r/2 - log_scale - z·z/2; where residuals or log_scale are not finite, the density is 0."""


@dataclass(frozen=True)
class Points:
    """States with what the model made of them.

    `z` (dimension, draw), `residuals` (figure, draw; 0 where they failed), `log_density` (draw,; -inf where they
    failed) and `quantities` (quantity, draw).
    """

    z: Array
    residuals: Array
    log_density: Array
    quantities: Array

    @property
    def alive(self) -> Array:
        """Which points have a density (draw,)."""
        return self.log_density > -np.inf

    def __getitem__(self, index: Array) -> Points:
        """The points at some places, in that order."""
        return Points(*(each[..., index] for each in self._parts))

    def replaced(self, where: Array, by: Points) -> Points:
        """The points, but others in the places where a condition holds (draw,)."""
        return Points(*(np.where(where, new, old) for old, new in zip(self._parts, by._parts, strict=True)))

    @property
    def _parts(self) -> tuple[Array, Array, Array, Array]:
        return self.z, self.residuals, self.log_density, self.quantities


@dataclass(frozen=True)
class Target:
    """A posterior density of `dimension` coordinates, found by `residuals` in calls of at most `batch` draws."""

    residuals: Residuals
    dimension: int
    batch: int

    def at(self, z: Array) -> Points:
        """The points at coordinates (dimension, draw). Raises `UsageError` if `residuals` returns other shapes."""
        blocks = [self._block(z[:, first : first + self.batch]) for first in range(0, z.shape[1], self.batch)]
        return Points(*(np.concatenate(parts, axis=-1) for parts in zip(*blocks, strict=True)))

    def _block(self, z: Array) -> tuple[Array, Array, Array, Array]:
        draws = z.shape[1]
        residuals, log_scale, *rest = map(np.asarray, self.residuals(z))
        quantities = rest[0] if rest else np.empty((0, draws))
        shapes = residuals.shape[1:], log_scale.shape, quantities.shape[1:]
        if shapes != ((draws,),) * 3:
            told = [each.shape for each in (residuals, log_scale, quantities)]
            raise UsageError(
                say(
                    "residuals: of {draws} draws it returned arrays of shapes {told}; expected (figures, {draws}), "
                    "({draws},) and, if it has quantities of interest, (quantities, {draws})",
                    draws=draws,
                    told=told,
                )
            )
        alive = np.isfinite(residuals).all(axis=0) & np.isfinite(log_scale)
        residuals, log_scale = np.where(alive, residuals, 0), np.where(alive, log_scale, 0)
        with np.errstate(over="ignore"):  # a density too small for a number is 0
            log_density = -(residuals**2).sum(axis=0) / 2 - log_scale - (z**2).sum(axis=0) / 2
        return z, residuals, np.where(alive, log_density, -np.inf), quantities
