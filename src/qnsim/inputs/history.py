"""Growth accounts of 2016-22: the capital that investment built, and the productivity that is left over.

Productivity of services is a residual: what capital, labour, infrastructure and tourism do not explain of the growth
that was recorded. So it must not be drawn on its own, but solved for each draw of everything else, and so must the
capital at the start. Source: PRIORS.md section 3, rules 2 and 3.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from qnsim.errors import DataError

Draw = Mapping[str, Any]
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
    from ruamel.yaml import YAML

    content = YAML(typ="safe").load(file.read_text(encoding="utf-8"))
    years = range(FIRST_YEAR, LAST_YEAR + 1)
    series = {}
    for name, entry in content["series"].items():
        missing = [year for year in years if year not in entry["values"]]
        if missing:
            raise DataError(f"{file}: {name} has no value for {missing[0]}")
        series[name] = np.array([float(entry["values"][year]["value"]) for year in years])
    facts = {name: float(entry["value"]) for name, entry in content["facts"].items()}
    return History(series, facts)


def solve_accounts(draw: Draw, history: History, residual: Any) -> dict[str, Any]:
    """What the accounts add to a draw: capital at the start and productivity growth of services.

    `residual` is a standardised draw for the error of the recorded growth of services.
    """
    capital = _roll_capital(draw, history)
    recorded = history.facts["services_growth_mean_2016_2022"] / 100
    error = draw["mean_revision"] + history.facts["services_growth_mean_error"] / 100 * residual
    explained = _explained_growth(draw, history, capital)
    return {
        "capital_domestic_start": capital["domestic"][1],
        "capital_public_start": capital["public"][1],
        "capital_modern_start": capital["modern"][1],
        "services_tfp_growth": np.log1p(recorded + error) - explained,
    }


def _roll_capital(draw: Draw, history: History) -> dict[str, tuple[Any, Any]]:
    """Capital of each kind at the end of 2015 and of 2022: perpetual inventory, works in progress taken off."""
    total = draw["capital_output_ratio_start_2015"] * history.facts["grdp_2015"]
    modern_share, public_share = draw["capital_share_modern_2015"], draw["capital_share_public"]
    rest = 1 - modern_share - public_share - draw["capital_share_resource_2015"]
    first = {
        "modern": total * modern_share,
        "public": total * public_share,
        "domestic": total * np.maximum(rest, history.facts["capital_domestic_share_minimum"]),
    }
    wear = {
        "modern": draw["retirement_modern"],
        "public": draw["depreciation_public"],
        "domestic": draw["depreciation_domestic"],
    }
    delay = {
        "modern": draw["plant_commissioning_time"],
        "public": draw["public_works_gestation"],
        "domestic": draw["private_works_gestation"],
    }
    spent = _spending(draw, history)
    return {kind: (first[kind], _roll(first[kind], spent[kind], wear[kind], delay[kind])) for kind in first}


def _roll(capital: Any, spending: list[Any], wear: Any, delay: Any) -> Any:
    """Capital after the years of `spending` (first entry: the year before), each in use after the mean delay."""
    in_progress = spending[0] * delay
    for amount in spending[1:]:
        finished = (in_progress + amount / 2) * (1 - np.exp(-1 / delay))
        finished = np.minimum(finished, in_progress + amount)
        in_progress = in_progress + amount - finished
        capital = capital * (1 - wear) + finished * (1 - wear / 2)
    return capital


def _spending(draw: Draw, history: History) -> dict[str, list[Any]]:
    """Spending by kind of capital, 2015 to 2022."""
    private, foreign, public = (history.series[name] for name in ("private", "fdi", "public_work"))
    manufacturing = _between(draw["fdi_manufacturing_share_2015"], draw["fdi_manufacturing_share"], 2017, 2021)
    early_private = history.facts["private_to_modern_2015_factor"] * draw["private_share_to_modern"]
    to_modern = _between(early_private, draw["private_share_to_modern"], 2015, 2019)
    years = range(YEARS + 1)
    return {
        "modern": [manufacturing[i] * foreign[i] + to_modern[i] * private[i] for i in years],
        "domestic": [(1 - manufacturing[i]) * foreign[i] + (1 - to_modern[i]) * private[i] for i in years],
        "public": [draw["public_investment_efficiency"] * public[i] for i in years],
    }


def _between(early: Any, late: Any, last_early: int, first_late: int) -> list[Any]:
    """A share that moves in a straight line from `early` to `late`. Source: equations.md 4.2."""
    passed = np.clip((np.arange(FIRST_YEAR, LAST_YEAR + 1) - last_early) / (first_late - last_early), 0, 1)
    return [early + (late - early) * part for part in passed]


def _explained_growth(draw: Draw, history: History, capital: Mapping[str, tuple[Any, Any]]) -> Any:
    """Log growth of services per year that measured inputs explain, 2016-22.

    Employment is taken from its elasticity: its definition changed in 2021, so its levels must not be compared.
    """
    labour = draw["employment_growth_elasticity"] * history.facts["grdp_growth_mean_2016_2022"] / 100
    skills = _log_growth(
        1 + draw["skill_premium"] * draw["certified_share_start_2015"],
        1 + draw["skill_premium"] * draw["certified_share_start"],
    )
    arrivals = history.series["tourist_arrivals"]
    modern_share = [_modern_share(capital, position) for position in (0, 1)]
    return (
        draw["services_capital_elasticity"] * _log_growth(*capital["domestic"])
        + draw["public_capital_elasticity"] * _log_growth(*capital["public"])
        + (1 - draw["services_capital_elasticity"]) * (labour + skills)
        + draw["services_tourism_elasticity"] * _log_growth(draw["tourist_arrivals_start_2015"], arrivals[-1])
        + draw["fdi_spillover"] * (modern_share[1] - modern_share[0]) / YEARS
    )


def _modern_share(capital: Mapping[str, tuple[Any, Any]], position: int) -> Any:
    return capital["modern"][position] / sum(pair[position] for pair in capital.values())


def _log_growth(first: Any, last: Any) -> Any:
    return np.log(last / first) / YEARS
