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
from qnsim.language import join, say
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
        raise DataError(say("{place}: target '{id}' names no measure; add one", place=target.place(""), id=target.id))
    if target.measure in BY_KEY:
        return BY_KEY[target.measure]
    variable, sector = target.measure
    names = list(dict.fromkeys(measure.variable for measure in MEASURES))
    if variable not in names:
        fault = say(
            "'{variable}' is not a measure; expected a variable of summary.csv.{close}",
            variable=variable,
            close=nearest(variable, names),
        )
        raise DataError(say("{place}: {fault}", place=target.place("variable"), fault=fault))
    sectors = [measure.sector for measure in MEASURES if measure.variable == variable and measure.sector]
    if not sectors:
        raise DataError(
            say(
                "{place}: {variable} has no sector '{sector}'; remove sector",
                place=target.place("sector"),
                variable=variable,
                sector=sector,
            )
        )
    fault = say(
        "{variable} is measured by sector; expected one of {sectors}.{close}",
        variable=variable,
        sectors=", ".join(sectors),
        close=nearest(sector, sectors),
    )
    raise DataError(say("{place}: {fault}", place=target.place("sector" if sector else "variable"), fault=fault))


def check_measured(targets: Sequence[Target], constants: Mapping[str, str]) -> None:
    """Raise one `DataError` with every modelled target that cannot be judged; `constants` have the model's units."""
    faults = [fault for target in targets if target.treatment == "modelled" for fault in _faults(target, constants)]
    if faults:
        raise DataError(join("\n", faults))


def check_due(targets: Sequence[Target], horizon: Horizon) -> None:
    """Raise one `DataError` with every modelled target that is due outside the quarters of a run."""
    labels = [horizon.label(position) for position in range(horizon.count)]
    faults = [
        say(
            "{place}: {due} is not a period of this run, which ends in {last}",
            place=target.place("due"),
            due=target.due,
            last=labels[-1],
        )
        for target in targets
        if target.treatment == "modelled" and target.due not in labels and f"{target.due}Q1" not in labels
    ]
    if faults:
        raise DataError(join("\n", faults))


def _faults(target: Target, constants: Mapping[str, str]) -> list[str]:
    try:
        measure = measure_of(target)
    except DataError as error:
        return [str(error)]
    found: list[str] = []
    if not _convertible(measure.unit, target.model_unit):
        fault = say(
            "'{own}' does not fit {variable}, which is in {unit}; change one of them",
            own=target.model_unit,
            variable=measure.variable,
            unit=measure.unit,
        )
        found.append(say("{place}: {fault}", place=target.place("model_unit"), fault=fault))
    if "-" in target.due or ("Q" in target.due and not measure.quarter):
        found.append(
            say(
                "{place}: {variable} is not known for {due}; write a year",
                place=target.place("due"),
                variable=measure.variable,
                due=target.due,
            )
        )
    if target.against and target.against not in constants:
        fault = say(
            "'{against}' is not a constant of the model.{close}",
            against=target.against,
            close=nearest(target.against, list(constants)),
        )
        found.append(say("{place}: {fault}", place=target.place("against"), fault=fault))
    elif target.against and not _convertible(constants[target.against].removesuffix(PER_YEAR), target.model_unit):
        fault = say(
            "{against} is in {unit}, the target in {own}; name another",
            against=target.against,
            unit=constants[target.against],
            own=target.model_unit,
        )
        found.append(say("{place}: {fault}", place=target.place("against"), fault=fault))
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
        raise DataError(
            say(
                "{place}: {due} is not a period of this run, which ends in {last}",
                place=target.place("due"),
                due=target.due,
                last=last,
            )
        )
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
