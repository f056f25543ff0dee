"""Where targets and measures meet: which measure decides a target, and whether a draw reaches it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from qnsim.analysis.measures import BY_KEY, MEASURES
from qnsim.analysis.measures.measure import Measure, Measured
from qnsim.analysis.measures.paths import Paths
from qnsim.engine.simulate import Horizon
from qnsim.errors import DataError, nearest
from qnsim.facts.targets import COMPARED, Target
from qnsim.quantities.units import conversion_factor

ROUNDING = 1e-9
PER_YEAR = " / year"  # a constant of the model is a yearly rate, a measure of a year the amount
BEATS: Mapping[str, Callable[[np.ndarray, np.ndarray], np.ndarray]] = {
    ">": lambda values, mark: values > mark + ROUNDING * abs(mark),
    ">=": lambda values, mark: values >= mark - ROUNDING * abs(mark),
    "about": lambda values, mark: values >= mark - ROUNDING * abs(mark),
    "<": lambda values, mark: values < mark - ROUNDING * abs(mark),
    "<=": lambda values, mark: values <= mark + ROUNDING * abs(mark),
}


def measure_of(target: Target) -> Measure:
    """The measure that decides a modelled target. Raises `DataError` with its place if there is none."""
    if target.measure is None:
        raise DataError(f"{target.place('')}: target '{target.id}' names no measure; add one")
    if target.measure in BY_KEY:
        return BY_KEY[target.measure]
    variable, sector = target.measure
    names = list(dict.fromkeys(measure.variable for measure in MEASURES))
    if variable not in names:
        fault = f"'{variable}' is not a measure; expected a variable of summary.csv.{nearest(variable, names)}"
        raise DataError(f"{target.place('variable')}: {fault}")
    sectors = [measure.sector for measure in MEASURES if measure.variable == variable and measure.sector]
    if not sectors:
        raise DataError(f"{target.place('sector')}: {variable} has no sector '{sector}'; remove sector")
    fault = f"{variable} is measured by sector; expected one of {', '.join(sectors)}.{nearest(sector, sectors)}"
    raise DataError(f"{target.place('sector' if sector else 'variable')}: {fault}")


def check_measured(targets: Sequence[Target], constants: Mapping[str, str]) -> None:
    """Raise one `DataError` with every modelled target that cannot be judged; `constants` have the model's units."""
    faults = [fault for target in targets if target.treatment == "modelled" for fault in _faults(target, constants)]
    if faults:
        raise DataError("\n".join(faults))


def check_due(targets: Sequence[Target], horizon: Horizon) -> None:
    """Raise one `DataError` with every modelled target that is due outside the quarters of a run."""
    labels = [horizon.label(position) for position in range(horizon.count)]
    faults = [
        f"{target.place('due')}: {target.due} is not a period of this run, which ends in {labels[-1]}"
        for target in targets
        if target.treatment == "modelled" and target.due not in labels and f"{target.due}Q1" not in labels
    ]
    if faults:
        raise DataError("\n".join(faults))


def _faults(target: Target, constants: Mapping[str, str]) -> list[str]:
    try:
        measure = measure_of(target)
    except DataError as error:
        return [str(error)]
    found = []
    if not _convertible(measure.unit, target.model_unit):
        fault = f"'{target.model_unit}' does not fit {measure.variable}, which is in {measure.unit}; change one of them"
        found.append(f"{target.place('model_unit')}: {fault}")
    if "-" in target.due or ("Q" in target.due and not measure.quarter):
        found.append(f"{target.place('due')}: {measure.variable} is not known for {target.due}; write a year")
    if target.against and target.against not in constants:
        fault = f"'{target.against}' is not a constant of the model.{nearest(target.against, list(constants))}"
        found.append(f"{target.place('against')}: {fault}")
    elif target.against and not _convertible(constants[target.against].removesuffix(PER_YEAR), target.model_unit):
        fault = f"{target.against} is in {constants[target.against]}, the target in {target.model_unit}; name another"
        found.append(f"{target.place('against')}: {fault}")
    return found


def _convertible(unit: str, other: str) -> bool:
    try:
        return conversion_factor(unit, other) > 0
    except ValueError:
        return False


def values_of(target: Target, measured: Measured) -> np.ndarray:
    """The draws of a target's indicator, in the target's unit. Raises `DataError` if it is due outside the run."""
    series = measured[measure_of(target).key]
    if target.due not in series.periods:
        last = series.periods[-1]
        raise DataError(f"{target.place('due')}: {target.due} is not a period of this run, which ends in {last}")
    return series.at(target.due) * conversion_factor(series.measure.unit, target.model_unit)


def mark_of(target: Target, paths: Paths) -> np.ndarray:
    """What a target's indicator is compared with: one number, or one for each draw."""
    return paths.fixed(target.against) if target.against else np.asarray(target.threshold)


@dataclass(frozen=True)
class Event:
    """The test whether a draw reaches a target."""

    target: Target

    def __call__(self, measured: Measured, paths: Paths) -> np.ndarray:
        """Whether each draw reaches the target."""
        return BEATS[self.target.comparator](values_of(self.target, measured), mark_of(self.target, paths))


def event_of(target: Target) -> Event | None:
    """The test of a target, or None if the model cannot decide it."""
    decided = target.treatment == "modelled" and target.comparator in COMPARED
    return Event(target) if decided else None
