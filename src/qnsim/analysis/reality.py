"""Running reality checks: each compares two central runs, without and with what it changes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from qnsim.analysis.measures import MEASURES
from qnsim.analysis.measures.measure import Measured, measure, names_to_keep
from qnsim.analysis.measures.paths import QUARTERS, Paths
from qnsim.facts.case import Case
from qnsim.run import prepare, run_central
from qnsim.scenarios.reality_checks import Expectation, Measurable, RealityCheck
from qnsim.scenarios.scenario import Scenario

ROUNDING = 1e-9  # of a value: what two runs of the same economy may differ by


@dataclass(frozen=True)
class Verdict:
    """What one expectation of a check found: the outcome without the change, and with it."""

    check: RealityCheck
    expectation: Expectation
    before: float
    got: float
    unit: str

    @property
    def slack(self) -> float:
        """How much of a difference is called none."""
        wanted = self.expectation.tolerance * (abs(self.before) if self.expectation.relative else 1)
        return wanted + ROUNDING * abs(self.before)

    @property
    def holds(self) -> bool:
        """Whether the outcome does what it must."""
        rise, wanted = self.got - self.before, self.expectation
        if wanted.between:
            return wanted.between[0] - self.slack <= self.got <= wanted.between[1] + self.slack
        return {
            "rise": rise > self.slack,
            "fall": rise < -self.slack,
            "not rise": rise <= self.slack,
            "not fall": rise >= -self.slack,
            "not change": abs(rise) <= self.slack,
        }[wanted.must]


def measurable(case: Case) -> dict[tuple[str, str], Measurable]:
    """What a check may look at: the variables of the model, and the measures a run reports, which go first."""
    model = case.model
    moving = {**{name: stock.unit for name, stock in model.stocks.items()}, **{e.name: e.unit for e in model.equations}}
    found = {(name, ""): Measurable(unit, True) for name, unit in moving.items()}
    for reported in MEASURES:
        found.pop((reported.variable, ""), None)
    for reported in MEASURES:
        found[reported.key] = Measurable(reported.unit, reported.quarter is not None)
    return found


def run_checks(checks: Sequence[RealityCheck], case: Case) -> list[Verdict]:
    """The verdicts on all expectations; runs that several checks share are made once."""
    known = measurable(case)
    central: dict[str, _Central] = {}
    verdicts = []
    for check in checks:
        before, got = (
            central.get(scenario.digest) or central.setdefault(scenario.digest, _Central.of(scenario, case))
            for scenario in (check.base, check.changed)
        )
        for wanted in check.expectations:
            unit = known[wanted.variable, wanted.sector].unit
            verdicts.append(Verdict(check, wanted, before.value(wanted), got.value(wanted), unit))
    return verdicts


@dataclass(frozen=True)
class _Central:
    """A central run: its measures, and the paths of all variables."""

    first_year: int
    series: Measured
    paths: dict[str, np.ndarray]

    @staticmethod
    def of(scenario: Scenario, case: Case) -> _Central:
        experiment = prepare(scenario, case)
        model = experiment.model
        moving = [*model.stocks, *(equation.name for equation in model.equations)]
        paths = run_central(experiment, list(dict.fromkeys([*names_to_keep(MEASURES), *moving])))
        columns = {name: values[..., None] for name, values in paths.items()}
        first_year = int(experiment.horizon.start)
        return _Central(first_year, measure(Paths(columns, first_year), MEASURES), paths)

    def value(self, wanted: Expectation) -> float:
        """The outcome a check looks at; a year of a variable is the average of its quarters."""
        found = self.series.get((wanted.variable, wanted.sector))
        if found:
            return float(found.at(wanted.period)[0])
        quarters = self.paths[wanted.variable].reshape(-1, QUARTERS)[int(wanted.period[:4]) - self.first_year]
        return float(quarters[int(wanted.period[5]) - 1] if "Q" in wanted.period else quarters.mean())
