"""Growth accounts of the recorded years: the capital that investment built, and the productivity that is left over.

Productivity of services is a residual: what capital, labour, infrastructure and tourism do not explain of the growth
that was recorded. So it must not be drawn on its own, but solved for each draw of everything else, and so must the
capital at the start. Source: PRIORS.md section 3, rules 2 and 3.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from qnsim.facts.history import History

Draw = Mapping[str, Any]
PRODUCTIVITY = "services_tfp_growth"  # what the accounts leave over, in place of its prior
RESIDUAL = "services_growth_residual"  # coordinate of the error in the recorded growth of services


@dataclass(frozen=True)
class Capital:
    """One kind of capital: at the end of the first and of the last year, works in progress then, and finished in it."""

    first: Any
    last: Any
    in_progress: Any
    finished: Any


def solve_accounts(draw: Draw, history: History, residual: Any) -> dict[str, Any]:
    """What the accounts add to a draw: capital and works at the start, and productivity growth of services.

    `residual` is a standardised draw for the error of the recorded growth of services.
    """
    capital = _roll_capital(draw, history)
    recorded = history.facts["services_growth_mean"] / 100
    error = draw["mean_revision"] + history.facts["services_growth_mean_error"] / 100 * residual
    explained = _explained_growth(draw, history, capital)
    return {
        "capital_domestic_start": capital["domestic"].last,
        "capital_public_start": capital["public"].last,
        "capital_modern_start": capital["modern"].last,
        "private_works_in_progress_start": capital["domestic"].in_progress,
        "public_works_in_progress_start": capital["public"].in_progress / draw["public_investment_efficiency"],
        "plant_under_construction_start": capital["modern"].in_progress,
        "private_works_completed_base": capital["domestic"].finished,
        "public_works_in_service_base": capital["public"].finished,
        "plant_completed_base": capital["modern"].finished,
        PRODUCTIVITY: np.log1p(recorded + error) - explained,
    }


def _roll_capital(draw: Draw, history: History) -> dict[str, Capital]:
    """Capital by kind: perpetual inventory of spending, in use after the mean delay. Domestic is the rest at first."""
    total = draw["capital_output_ratio_early"] * history.facts["grdp_early"]
    modern, public = draw["capital_share_modern_early"], draw["capital_share_public"]
    domestic = domestic_capital_first(draw, history)
    spent = _spending(draw, history)
    return {
        "modern": _roll(total * modern, spent["modern"], draw["retirement_modern"], draw["plant_commissioning_time"]),
        "public": _roll(total * public, spent["public"], draw["depreciation_public"], draw["public_works_gestation"]),
        "domestic": _roll(domestic, spent["domestic"], draw["depreciation_domestic"], draw["private_works_gestation"]),
    }


def domestic_capital_first(draw: Draw, history: History) -> Any:
    """Domestic capital at the end of the first year: the rest of the total, at least its minimum share."""
    total = draw["capital_output_ratio_early"] * history.facts["grdp_early"]
    others = draw["capital_share_modern_early"] + draw["capital_share_public"] + draw["capital_share_resource_early"]
    return total * np.maximum(1 - others, history.facts["capital_domestic_share_minimum"])


def _roll(first: Any, spending: list[Any], wear: Any, delay: Any) -> Capital:
    """Capital after the years of `spending`, whose first entry is the year before and sets the works in progress.

    Works finish at the rate in_progress / delay while the year's amount comes in evenly: exact within each year.
    """
    capital, in_progress, finished = first, spending[0] * delay, spending[0]
    left = np.exp(-1 / delay)
    for amount in spending[1:]:
        finished = in_progress * (1 - left) + amount * (1 - delay * (1 - left))
        in_progress = in_progress + amount - finished
        capital = capital * (1 - wear) + finished * (1 - wear / 2)
    return Capital(first, capital, in_progress, finished)


def _spending(draw: Draw, history: History) -> dict[str, list[Any]]:
    """Spending by kind of capital, a year after the other."""
    private, foreign, public = (history.series[name] for name in ("private", "fdi", "public_work"))
    manufacturing = _between(
        draw["fdi_manufacturing_share_early"], draw["fdi_manufacturing_share"], history, "fdi_manufacturing_share"
    )
    early_private = history.facts["private_to_modern_early_factor"] * draw["private_share_to_modern"]
    to_modern = _between(early_private, draw["private_share_to_modern"], history, "private_to_modern")
    years = range(history.years + 1)
    return {
        "modern": [manufacturing[i] * foreign[i] + to_modern[i] * private[i] for i in years],
        "domestic": [(1 - manufacturing[i]) * foreign[i] + (1 - to_modern[i]) * private[i] for i in years],
        "public": [draw["public_investment_efficiency"] * public[i] for i in years],
    }


def _between(early: Any, late: Any, history: History, share: str) -> list[Any]:
    """A share that moves in a straight line from `early` to `late` in the years that the record gives.

    Source: equations.md 4.2.
    """
    last_early, first_late = (history.facts[f"{share}_{end}"] for end in ("early_until", "late_from"))
    passed = np.clip(
        (np.arange(history.first_year, history.last_year + 1) - last_early) / (first_late - last_early), 0, 1
    )
    return [early + (late - early) * part for part in passed]


def _explained_growth(draw: Draw, history: History, capital: Mapping[str, Capital]) -> Any:
    """Log growth of services per year that measured inputs explain.

    Employment is taken from its elasticity: its definition changed within the record, so its levels must not be
    compared.
    """
    labour = draw["employment_growth_elasticity"] * history.facts["grdp_growth_mean"] / 100
    skills = _log_growth(
        history,
        1 + draw["skill_premium"] * draw["certified_share_early"],
        1 + draw["skill_premium"] * draw["certified_share_start"],
    )
    arrivals = _log_growth(history, draw["tourist_arrivals_early"], history.series["tourist_arrivals"][-1])
    share_first = capital["modern"].first / sum(kind.first for kind in capital.values())
    share_last = capital["modern"].last / sum(kind.last for kind in capital.values())
    return (
        draw["services_capital_elasticity"] * _log_growth(history, capital["domestic"].first, capital["domestic"].last)
        + draw["public_capital_elasticity"] * _log_growth(history, capital["public"].first, capital["public"].last)
        + (1 - draw["services_capital_elasticity"]) * (labour + skills)
        + draw["services_tourism_elasticity"] * arrivals
        + draw["fdi_spillover"] * (share_last - share_first) / history.years
    )


def _log_growth(history: History, first: Any, last: Any) -> Any:
    return np.log(last / first) / history.years
