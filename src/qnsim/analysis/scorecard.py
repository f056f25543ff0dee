"""The targets of the resolution against the draws: which are reached, and how likely."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import numpy as np
import pandas as pd

from qnsim.analysis.outcomes import Paths, Series
from qnsim.analysis.probability import Probability
from qnsim.errors import DataError
from qnsim.facts.targets import Target
from qnsim.quantities.units import conversion_factor

COLUMNS = (
    "scenario",
    "target",
    "indicator",
    "comparator",
    "threshold",
    "unit",
    "due",
    "probability",
    "mc_error",
    "median",
    "p05",
    "p95",
    "status",
    "note",
)
MEASURED_BY = {
    "grdp_growth": ("grdp_growth", ""),
    "revenue_total": ("revenue_total", ""),
    "revenue_import_export": ("revenue_import_export", ""),
    "revenue_domestic": ("revenue_domestic", ""),
    "investment_growth": ("investment_growth", ""),
    "fdi_registered": ("fdi_registered", ""),
    "new_firms": ("new_firms", ""),
    "firm_exits": ("firm_exits", ""),
    "labour_productivity_growth": ("labour_productivity_growth", "current"),
    "additional_jobs": ("additional_jobs", ""),
    "disbursement_q3": ("public_investment_disbursement_rate", ""),
    "disbursement_year": ("public_investment_disbursement_rate", ""),
}
NOTES = {
    "grdp_growth": "growth as first published",
    "labour_productivity_growth": "read as at least the figure, at current prices",
    "fdi_registered": "registrations without single power plants",
    "additional_jobs": "the labour department's count, gross of separations",
    "firm_exits": "against exits at the start; suspensions are not modelled",
    "revenue_domestic": "the resolution gives no figure",
}
NOT_PROJECTED = "not modelled; a projection from its own record is not built yet"
ROUNDING = 1e-9
Measured = Mapping[tuple[str, str], Series]
Event = Callable[[Measured, Paths], np.ndarray]


def outcome_of(target: Target) -> tuple[str, str]:
    """The outcome that measures a modelled target. Raises `DataError` if there is none."""
    if target.id not in MEASURED_BY:
        raise DataError(f"target '{target.id}' is said to be modelled, but no outcome measures it")
    return MEASURED_BY[target.id]


def values_of(target: Target, measured: Measured) -> np.ndarray:
    """The draws of a target's indicator, in the target's unit."""
    series = measured[outcome_of(target)]
    unit = series.outcome.unit.removesuffix(" of plan")
    return series.at(target.due) * conversion_factor(unit, target.model_unit)


def event_of(target: Target) -> Event | None:
    """The test whether a draw reaches a target, or None if the target cannot be decided by the model."""
    if target.treatment != "modelled":
        return None
    if target.id == "firm_exits":
        return lambda measured, paths: values_of(target, measured) < paths["firm_exits_start"]
    if target.threshold is None:
        return None
    threshold = target.threshold
    if target.comparator == ">":
        return lambda measured, paths: values_of(target, measured) > threshold + ROUNDING * abs(threshold)
    if target.comparator in (">=", "about"):
        return lambda measured, paths: values_of(target, measured) >= threshold - ROUNDING * abs(threshold)
    raise DataError(f"target '{target.id}': the comparator '{target.comparator}' cannot be tested")


def scorecard(
    scenario: str,
    targets: Sequence[Target],
    chances: Mapping[str, Probability],
    ranges: Mapping[str, tuple[float, float, float]],
) -> pd.DataFrame:
    """One row per target with `COLUMNS`; `ranges` holds median, 5% and 95% point of each modelled indicator."""
    rows = [_row(scenario, target, chances.get(target.id), ranges.get(target.id)) for target in targets]
    return pd.DataFrame(rows, columns=list(COLUMNS))


def _row(
    scenario: str, target: Target, chance: Probability | None, spread: tuple[float, float, float] | None
) -> tuple[object, ...]:
    head = (scenario, target.id, target.indicator["en"], target.comparator, target.threshold, target.unit, target.due)
    modelled = target.treatment == "modelled"
    middle, low, high = spread or (None, None, None)
    status, note = ("modelled", NOTES.get(target.id, "")) if modelled else ("tracked", NOT_PROJECTED)
    value, error = (chance.value, chance.error) if chance else (None, None)
    return (*head, value, error, middle, low, high, status, note)
