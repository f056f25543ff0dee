"""What a record says of each coordinate: prior beside posterior, and what is handed over to a forecast."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from qnsim.analysis.calibration.misfit import Misfit
from qnsim.chance.accounts import RESIDUAL
from qnsim.chance.coordinates import coordinates_of
from qnsim.chance.draws import values_of_coordinates

Array = np.ndarray
OF_THE_START = ("_base", "_start", "_early")  # endings of what describes the day on which a case starts
MOVED, NARROWED, UNTOUCHED = "moved", "narrowed", "untouched"
MOVE = 0.5  # of a prior standard deviation, that the middle has to go to be called moved
NARROWING = 0.8  # of the prior spread, below which a coordinate is called narrowed
LEVELS = (0.05, 0.5, 0.95)


@dataclass(frozen=True)
class Learned:
    """The posterior states (coordinate, state) of a misfit, each coordinate standard normal in the prior."""

    misfit: Misfit
    z: Array

    def table(self) -> pd.DataFrame:
        """A row per coordinate: quantiles before and after in its unit, shift and spread in prior spreads, verdict."""
        experiment = self.misfit.experiment
        known = {each.name: each for each in coordinates_of(experiment.scenario, experiment.case, experiment.horizon)}
        prior, posterior = self._quantiles(self._prior_points()), self._quantiles(self.z)
        shift, spread = self.z.mean(axis=1), self.z.std(axis=1)
        rows = []
        for place, name in enumerate(self.misfit.names):
            rows.append(
                {
                    "coordinate": name,
                    "label": known[name].label,
                    "unit": known[name].unit,
                    **{f"prior_p{100 * level:02.0f}": value for level, value in zip(LEVELS, prior[name], strict=True)},
                    **{f"p{100 * level:02.0f}": value for level, value in zip(LEVELS, posterior[name], strict=True)},
                    "shift": shift[place],
                    "spread": spread[place],
                    "verdict": verdict(shift[place], spread[place]),
                }
            )
        return pd.DataFrame(rows)

    def _prior_points(self) -> Array:
        return np.random.default_rng(0).standard_normal(self.z.shape)

    def _quantiles(self, z: Array) -> Mapping[str, Array]:
        """The quantiles of each coordinate, in its unit, over points (coordinate, draw)."""
        experiment = self.misfit.experiment
        design, block = self.misfit.design(z)
        values = values_of_coordinates(experiment.scenario, experiment.case, experiment.horizon, design, block)
        return {name: np.quantile(values[name], LEVELS) for name in self.misfit.names}

    def handed_over(self, forecast: Mapping[str, str], own: Sequence[str]) -> dict[str, str]:
        """The coordinates that mean the same in a forecast, with what each is turned into.

        `forecast` has the coordinates of the forecast in the same form. What describes the day of the start, the
        residual of its growth accounts and parameters in `own` stay behind.
        """
        experiment = self.misfit.experiment
        told = {
            each.name: each.marginal
            for each in coordinates_of(experiment.scenario, experiment.case, experiment.horizon)
        }
        return {
            name: told[name]
            for name in self.misfit.names
            if forecast.get(name) == told[name]
            and name not in (*own, RESIDUAL)
            and not name.partition("[")[0].endswith(OF_THE_START)
        }


def verdict(shift: float, spread: float) -> str:
    """Whether a coordinate with this mean and standard deviation, in prior spreads, has learned from the record."""
    if abs(shift) >= MOVE:
        return MOVED
    return NARROWED if spread < NARROWING else UNTOUCHED
