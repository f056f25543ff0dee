"""Means, spreads and quantiles of the measures, reduced block by block so that memory does not grow with the draws."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from qnsim.analysis.measures.measure import Key, Series
from qnsim.analysis.ordering import rows_in_order
from qnsim.errors import UsageError, nearest
from qnsim.language import join, say
from qnsim.quantities.periods import PERIOD
from qnsim.quantities.units import at_prices_of

LEVELS = (0.01, 0.05, 0.10, 0.25, 0.50, 0.75, 0.90, 0.95, 0.99)
STATISTICS = ("mean", "sd", *(f"p{round(100 * level):02d}" for level in LEVELS))
SPOKEN = {"median": "p50", "p1": "p01", "p5": "p05"}
COLUMNS = ("scenario", "variable", "sector", "period", "statistic", "value", "unit")


@dataclass(frozen=True)
class Moments:
    """Size, mean, sum of squared deviations and quantiles (level, period) of one measure in some draws."""

    size: int
    mean: np.ndarray
    squares: np.ndarray
    quantiles: np.ndarray


def summarise(series: Series) -> Moments:
    """The moments of one block: each period sorted once along the draws, then read off while it is at hand."""
    periods, size = series.values.shape
    below, above, part = _places(size, LEVELS)
    mean, squares, read = np.empty(periods), np.empty(periods), np.empty((2, len(LEVELS), periods))
    for period, ordered in enumerate(rows_in_order(series.values)):
        mean[period] = ordered.sum() / size
        read[0, :, period], read[1, :, period] = ordered[below], ordered[above]
        ordered -= mean[period]
        ordered *= ordered
        squares[period] = ordered.sum()
    return Moments(size, mean, squares, _between(read[0], read[1], part[:, None]))


def sorted_quantiles(ordered: np.ndarray, levels: Sequence[float] = LEVELS) -> np.ndarray:
    """Quantiles (level, ...) of values sorted along their last axis, interpolated linearly."""
    below, above, part = _places(ordered.shape[-1], levels)
    return np.moveaxis(_between(ordered[..., below], ordered[..., above], part), -1, 0)


def _places(size: int, levels: Sequence[float]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Between which two of so many values in order each level lies, and how far from the lower one."""
    place = (size - 1) * np.asarray(levels)
    below = np.floor(place).astype(int)
    return below, np.minimum(below + 1, size - 1), place - below


def _between(low: np.ndarray, high: np.ndarray, part: np.ndarray) -> np.ndarray:
    found: np.ndarray = low * (1 - part) + high * part
    return found


def combine(parts: Sequence[Moments]) -> Moments:
    """The moments of all blocks. Mean and spread are exact; a quantile is the average of the blocks' quantiles."""
    sizes = np.array([part.size for part in parts], dtype=float)
    share = sizes / sizes.sum()
    mean = sum(w * part.mean for w, part in zip(share, parts, strict=True))
    squares = sum(part.squares + part.size * (part.mean - mean) ** 2 for part in parts)
    quantiles = sum(w * part.quantiles for w, part in zip(share, parts, strict=True))
    return Moments(int(sizes.sum()), np.asarray(mean), np.asarray(squares), np.asarray(quantiles))


def summary_table(
    scenario: str, outline: Sequence[Series], moments: Mapping[Key, Moments], base_year: int
) -> pd.DataFrame:
    """The tidy summary: one row per measure, period and statistic, with `COLUMNS`."""
    rows = []
    for series in outline:
        measure = series.measure
        unit = at_prices_of(measure.unit, base_year)
        found = moments[measure.key]
        sd = np.sqrt(found.squares / max(found.size - 1, 1))
        table = np.vstack([found.mean, sd, found.quantiles])
        for place, period in enumerate(series.periods):
            head = (scenario, *measure.key, period)
            rows += [(*head, s, v, unit) for s, v in zip(STATISTICS, table[:, place], strict=True)]
    return pd.DataFrame(rows, columns=list(COLUMNS))


def statistic_of(table: pd.DataFrame, variable: str, period: int | str, statistic: str, sector: str = "") -> float:
    """One number of a summary. Raises `UsageError` that names what there is for what there is not."""
    asked = {"variable": variable, "sector": sector, "period": period, "statistic": SPOKEN.get(statistic, statistic)}
    for column, value in asked.items():
        rows = table[table[column] == str(value)]
        if rows.empty:
            where = say("the summary") if column == "variable" else variable
            raise UsageError(
                say(
                    "{where} has no {column} {value}",
                    where=where,
                    column=column,
                    value=_unlike(column, str(value), list(table[column].unique())),
                )
            )
        table = rows
    return float(table["value"].iloc[0])


def _unlike(column: str, value: str, known: Sequence[str]) -> str:
    """A value that a column has not, and what it has."""
    if known == [""]:
        return say("'{value}'; leave it out", value=value)
    hint = "" if re.fullmatch(PERIOD, value) else nearest(value, known)
    offered: str = say("one of {known}", known=", ".join(known))
    if column == "period":
        years = [period for period in known if "Q" not in period]
        quarters = [period for period in known if "Q" in period]
        spans = [say("{first} to {last}", first=each[0], last=each[-1]) for each in (years, quarters) if each]
        offered = join(say(" or "), spans)
    return say("'{value}'; expected {offered}.{hint}", value=value, offered=offered, hint=hint)
