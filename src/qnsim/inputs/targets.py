"""The targets of a resolution, as it states them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from qnsim.errors import DataError
from qnsim.inputs.shipped import load_yaml

TREATMENTS = ("modelled", "projected", "tracked")


@dataclass(frozen=True)
class Target:
    """One target; `threshold` is in `unit`, and `model_unit` is the same unit for conversion (modelled targets)."""

    id: str
    clause: str
    indicator: Mapping[str, str]
    comparator: str
    threshold: float | None
    unit: str
    model_unit: str
    due: str
    treatment: str
    verbatim: str


@cache
def read_targets(file: Path) -> tuple[Target, ...]:
    """The targets of a file, in its order. Raises `DataError` naming the target and what is wrong."""
    entries = load_yaml(file)["targets"]
    return tuple(_target(file, entry) for entry in entries)


def _target(file: Path, entry: Mapping[str, Any]) -> Target:
    try:
        threshold = entry.get("threshold")
        target = Target(
            id=entry["id"],
            clause=entry["clause"],
            indicator=dict(entry["indicator"]),
            comparator=str(entry["comparator"]),
            threshold=None if threshold is None else float(threshold),
            unit=entry.get("unit") or "",
            model_unit=entry.get("model_unit") or "",
            due=str(entry["due"]),
            treatment=entry["treatment"],
            verbatim=entry["verbatim"],
        )
    except KeyError as missing:
        raise DataError(f"{file}: target '{entry.get('id', '?')}' has no {missing}") from None
    if target.treatment not in TREATMENTS:
        raise DataError(f"{file}: target '{target.id}': '{target.treatment}' is not one of {', '.join(TREATMENTS)}")
    return target
