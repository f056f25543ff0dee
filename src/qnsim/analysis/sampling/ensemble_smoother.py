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
from qnsim.language import say

Array = np.ndarray
FEWEST_ALIVE = 0.1  # share of the members; covariances of fewer say little


def smooth(target: Target, settings: Settings, source: np.random.Generator) -> Points:
    """Members near the posterior, all of them alive.

    Errors that differ by draw count in the residuals only: the smoother has no use for `log_scale`. Members whose run
    fails are replaced by others, taken by chance. Raises `SimulationError` if most fail.
    """
    members = target.at(source.standard_normal((target.dimension, settings.members)))
    for inflation in inflations_of(settings):
        members = target.at(updated(_revived(members, source), inflation, source))
    return _revived(members, source)


def inflations_of(settings: Settings) -> Array:
    """Inflation of the variance of all errors in each update; the inverses add up to 1."""
    return np.array(settings.inflations) * np.sum(1 / np.array(settings.inflations))


def updated(members: Points, inflation: float, source: np.random.Generator, groups: int = 1) -> Array:
    """Coordinates after an update that takes the errors of all figures for larger: variance times `inflation`.

    Members of one group, neighbours, are after the same figures; covariances are those within groups.
    """
    z, residuals = members.z, members.residuals
    deviations, freedom = within(residuals, groups), z.shape[1] - groups
    among = deviations @ deviations.T / freedom
    across = within(z, groups) @ deviations.T / freedom
    gain = solve(among + inflation * np.eye(len(among)), across.T, assume_a="pos").T
    return z - gain @ (residuals + np.sqrt(inflation) * source.standard_normal(residuals.shape))


def within(values: Array, groups: int) -> Array:
    """Values (number, draw) less the means of their groups of neighbours."""
    each = values.reshape(len(values), groups, -1)
    return (each - each.mean(axis=2, keepdims=True)).reshape(values.shape)


def _revived(members: Points, source: np.random.Generator) -> Points:
    alive = np.flatnonzero(members.alive)
    count = len(members.alive)
    if len(alive) < FEWEST_ALIVE * count:
        raise SimulationError(
            say(
                "only {alive} of {count} draws have finite residuals; expected at least {fewest:.0%}. Look at priors "
                "that make the model fail, and draw what is always possible instead",
                alive=len(alive),
                count=count,
                fewest=FEWEST_ALIVE,
            )
        )
    index = np.arange(count)
    index[~members.alive] = source.choice(alive, count - len(alive))
    return members[index]
