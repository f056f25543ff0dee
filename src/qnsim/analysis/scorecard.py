"""The targets of the resolution against the draws: which are reached, and how likely."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from qnsim.analysis.probability import Probability
from qnsim.facts.targets import Target
from qnsim.language import join, say

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
NOT_PROJECTED = say("outside the model")
ALONE = say("P of the model alone")  # it may be seen together with the record as well


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
    status, note = ("modelled", _note(target)) if modelled else ("tracked", target.note or NOT_PROJECTED)
    value, error = (chance.value, chance.error) if chance else (None, None)
    return (*head, value, error, middle, low, high, status, note)


def _note(target: Target) -> str:
    """The note of a modelled target; one to be the highest has its last known value in it, the headline its view."""
    known = target.baseline if target.comparator == "highest" else ""
    return join("; ", filter(None, (target.note, known, ALONE if target.headline else "")))
