"""The parameters of the model: each with value or distribution, unit, range, meaning and source."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from qnsim.errors import DataError
from qnsim.facts.shipped import load_yaml
from qnsim.quantities.distributions import FAMILIES, Distribution
from qnsim.quantities.units import conversion_factor

ROLES = ("model", "check", "start of accounts")
CONFIDENCE = ("high", "medium", "low")


@dataclass(frozen=True)
class Parameter:
    """One fact. Numbers are in `unit`, the model's own unit, where percent have become fractions.

    `prior` is a distribution, a tuple of Dirichlet concentrations (`is_dirichlet`) or shares, or None if the value is
    solved from the growth accounts.
    """

    name: str
    label: Mapping[str, str]
    meaning: str
    written_unit: str
    unit: str
    prior: Distribution | tuple[float, ...] | None
    is_dirichlet: bool
    low: float
    high: float
    role: str
    confidence: str
    source: str

    @property
    def factor(self) -> float:
        """What turns a number in the written unit into the model's unit."""
        return conversion_factor(self.written_unit, model_unit(self.written_unit))


def model_unit(written: str) -> str:
    """The unit inside the model: '% / year' is '1 / year' there."""
    return written.replace("%", "1").replace("pp", "1")


@cache
def read_parameters(file: Path) -> Mapping[str, Parameter]:
    """All parameters of `data/parameters.yaml`, by name. Raises `DataError` naming the parameter and what is wrong."""
    case = load_yaml(file)
    return {name: _parameter(file, name, fact) for name, fact in case.items()}


def _parameter(file: Path, name: str, fact: Mapping[str, Any]) -> Parameter:
    try:
        unit = model_unit(fact["unit"])
        factor = conversion_factor(fact["unit"], unit)
        prior, is_dirichlet = _prior(fact["prior"], factor)
        low, high = (factor * float(bound) for bound in fact["range"])
        parameter = Parameter(
            name=name,
            label=dict(fact["label"]),
            meaning=fact["meaning"],
            written_unit=fact["unit"],
            unit=unit,
            prior=prior,
            is_dirichlet=is_dirichlet,
            low=low,
            high=high,
            role=fact["role"],
            confidence=fact["confidence"],
            source=fact["source"],
        )
    except KeyError as missing:
        raise DataError(f"{file}: {name} has no {missing}; every parameter needs it") from None
    except (ValueError, TypeError) as fault:
        raise DataError(f"{file}: {name}: {fault}") from None
    _check(file, parameter)
    return parameter


def _prior(written: Any, factor: float) -> tuple[Distribution | tuple[float, ...] | None, bool]:
    if written == "solved":
        return None, False
    (family, values), *rest = written.items()
    if rest:
        raise ValueError("a prior is one distribution")
    numbers = tuple(float(value) for value in values)
    if family in ("dirichlet", "shares"):
        return numbers, family == "dirichlet"
    if family not in FAMILIES:
        raise ValueError(f"'{family}' is not a distribution; known are {', '.join((*FAMILIES, 'dirichlet', 'shares'))}")
    return Distribution(family, numbers).scaled(factor), False


def _check(file: Path, parameter: Parameter) -> None:
    where = f"{file}: {parameter.name}"
    if parameter.role not in ROLES:
        raise DataError(f"{where}: role '{parameter.role}' is not one of {', '.join(ROLES)}")
    if parameter.confidence not in CONFIDENCE:
        raise DataError(f"{where}: confidence '{parameter.confidence}' is not one of {', '.join(CONFIDENCE)}")
    if not parameter.source.strip() or not all(parameter.label.get(language) for language in ("vi", "en")):
        raise DataError(f"{where}: a source and a label in vi and en are required")
    if isinstance(parameter.prior, Distribution) and not parameter.low <= parameter.prior.median <= parameter.high:
        raise DataError(f"{where}: the median {parameter.prior.median:g} lies outside its range")
