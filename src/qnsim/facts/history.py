"""The record: yearly series and single facts that the growth accounts and the model start from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

from qnsim.errors import DataError
from qnsim.facts.shipped import load_yaml

FIRST_YEAR, LAST_YEAR = 2015, 2022
YEARS = LAST_YEAR - FIRST_YEAR


@dataclass(frozen=True)
class History:
    """The record: yearly series 2015-2022 by name, and single facts by name."""

    series: Mapping[str, np.ndarray]
    facts: Mapping[str, float]


@cache
def read_history(file: Path) -> History:
    """The record in `data/history.yaml`. Raises `DataError` if a year is missing."""
    content = load_yaml(file)
    years = range(FIRST_YEAR, LAST_YEAR + 1)
    series = {}
    for name, entry in content["series"].items():
        missing = [year for year in years if year not in entry["values"]]
        if missing:
            raise DataError(f"{file}: {name} has no value for {missing[0]}")
        series[name] = np.array([float(entry["values"][year]["value"]) for year in years])
    facts = {name: float(entry["value"]) for name, entry in content["facts"].items()}
    return History(series, facts)
