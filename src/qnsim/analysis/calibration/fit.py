"""How well a calibrated past tells the record: each figure beside its prediction, and each series as a whole."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from qnsim.analysis.calibration.misfit import Misfit
from qnsim.chance.blocks import Block
from qnsim.chance.designs import Design
from qnsim.facts.likelihood import Figure

Array = np.ndarray
LEVELS = {"p05": 0.05, "median": 0.5, "p95": 0.95}
FEWEST = 3  # figures of a series that statistics of fit are told of


@dataclass(frozen=True)
class Predicted:
    """Every figure with draws of what would have been published: the model's past, and the error of the figure.

    `modelled` (figure, draw) is without that error, `published` (figure, draw) with it.
    """

    figures: tuple[Figure, ...]
    modelled: Array
    published: Array

    def table(self) -> pd.DataFrame:
        """A row per figure: value, prediction and its 90% interval, and the share of draws below the value."""
        rows = []
        for figure, drawn in zip(self.figures, self.published, strict=True):
            levels = np.quantile(drawn, list(LEVELS.values()))
            below = float((drawn < figure.value).mean())
            rows.append(
                {
                    "measure": figure.measure,
                    "sector": figure.sector,
                    "period": figure.period if figure.period == figure.last else f"{figure.period}-{figure.last}",
                    "kind": figure.kind,
                    "unit": figure.unit,
                    "value": figure.value,
                    **dict(zip(LEVELS, map(float, levels), strict=True)),
                    "share_below": below,
                    "told": bool(levels[0] <= figure.value <= levels[-1]),
                }
            )
        return pd.DataFrame(rows)

    def series(self) -> pd.DataFrame:
        """A row per series of at least three figures: statistics of fit of the mean of the modelled draws."""
        means = self.modelled.mean(axis=1)
        groups: dict[tuple[str, str, str], list[int]] = {}
        for place, figure in enumerate(self.figures):
            groups.setdefault((figure.measure, figure.sector, figure.kind), []).append(place)
        rows = []
        for (measure, sector, kind), places in groups.items():
            if len(places) >= FEWEST:
                known = np.array([self.figures[place].value for place in places])
                fit = statistics_of_fit(known, means[places])
                rows.append({"measure": measure, "sector": sector, "kind": kind, "figures": len(places), **fit})
        return pd.DataFrame(rows)


def statistics_of_fit(known: Array, fitted: Array) -> dict[str, float]:
    """RMSE, MAPE in %, R², Theil's inequality shares (bias, variance, covariance) and Durbin-Watson of the residuals.

    Theil's U is that of 1966: RMSE over the root mean square of what is known. Source: Sterman 1984, Dynamica 10, on
    the shares; where the error is 0 the shares are not defined.
    """
    error = fitted - known
    square = float(np.mean(error**2))
    unequal = (fitted.mean() - known.mean()) ** 2, (fitted.std() - known.std()) ** 2
    shares = [part / square if square else float("nan") for part in unequal]
    total = float(np.sum((known - known.mean()) ** 2))
    return {
        "rmse": square**0.5,
        "mape": float(np.mean(np.abs(error / known))) * 100,
        "r2": 1 - float(np.sum(error**2)) / total if total else float("nan"),
        "theil_u": float(np.sqrt(square / np.mean(known**2))),
        "theil_bias": float(shares[0]),
        "theil_variance": float(shares[1]),
        "theil_covariance": 1 - float(sum(shares)),
        "durbin_watson": float(np.sum(np.diff(error) ** 2) / np.sum(error**2)) if square else float("nan"),
    }


def predict(misfit: Misfit, design: Design, block: Block, seed: int) -> Predicted:
    """What a design of coordinates makes of every figure."""
    past = misfit.simulated(design, block)
    return Predicted(misfit.figures, past.figures, misfit.published(past, np.random.default_rng(seed)))
