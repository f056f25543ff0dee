"""Where the chains start: an ensemble smoother with multiple data assimilation, ES-MDA.

Source: Emerick and Reynolds (2013), Computers & Geosciences 55. It is exact for linear residuals and close for others:
on the economy means are off by 0.1 standard deviations, so that its members are a good start and no posterior.
"""

from __future__ import annotations

import numpy as np
from scipy.linalg import solve

from qnsim.analysis.sampling.settings import Settings
from qnsim.analysis.sampling.target import Points, Target
from qnsim.errors import SimulationError

Array = np.ndarray
FEWEST_ALIVE = 0.1  # share of the members; covariances of fewer say little


def smooth(target: Target, settings: Settings, source: np.random.Generator) -> Points:
    """Members near the posterior, all of them alive.

    Errors that differ by draw count in the residuals only: the smoother has no use for `log_scale`. Members whose run
    fails are replaced by others, taken by chance. Raises `SimulationError` if most fail.
    """
    inflations = np.array(settings.inflations) * np.sum(1 / np.array(settings.inflations))
    members = target.at(source.standard_normal((target.dimension, settings.members)))
    for inflation in inflations:
        members = target.at(_updated(_revived(members, source), inflation, source))
    return _revived(members, source)


def _updated(members: Points, inflation: float, source: np.random.Generator) -> Array:
    """Coordinates after an update that takes the errors of all figures for larger: variance times `inflation`."""
    z, residuals = members.z, members.residuals
    deviations = residuals - residuals.mean(axis=1, keepdims=True)
    among = deviations @ deviations.T / (z.shape[1] - 1)
    across = (z - z.mean(axis=1, keepdims=True)) @ deviations.T / (z.shape[1] - 1)
    gain = solve(among + inflation * np.eye(len(among)), across.T, assume_a="pos").T
    return z - gain @ (residuals + np.sqrt(inflation) * source.standard_normal(residuals.shape))


def _revived(members: Points, source: np.random.Generator) -> Points:
    alive = np.flatnonzero(members.alive)
    count = len(members.alive)
    if len(alive) < FEWEST_ALIVE * count:
        raise SimulationError(
            f"only {len(alive)} of {count} draws have finite residuals; expected at least {FEWEST_ALIVE:.0%}. "
            "Look at priors that make the model fail, and draw what is always possible instead"
        )
    index = np.arange(count)
    index[~members.alive] = source.choice(alive, count - len(alive))
    return members[index]
