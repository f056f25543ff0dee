"""Futures that test the model to destruction: what each changes, and runs of central values and of draws under it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from qnsim.chance.blocks import plan_blocks
from qnsim.chance.designs import Stratified
from qnsim.chance.draws import central, draw
from qnsim.engine.simulate import Horizon, Inputs, simulate
from qnsim.facts.case import Case
from qnsim.facts.catalogue import Entry
from qnsim.quantities.distributions import fixed
from qnsim.run import model_of
from qnsim.scenarios.scenario import Scenario
from qnsim.scenarios.settings import Place, Setting

YEARS = 10
HORIZON = Horizon(2023.0, 4 * YEARS)
STEP = 0.25
NOBODY = 1e-9
ROUNDING = 1e-12
Paths = dict[str, np.ndarray]
FUTURES = "The model stays sound in futures far outside experience"
FUTURES_HOW = "Ten extreme futures of ten years each, and every end of every range a scenario may use"

# Stocks that measure a deviation or a rate and not an amount of something.
DEVIATIONS = {
    "fdi_log_deviation_last_year",
    "trade_log_deviation_last_year",
    "agriculture_capacity_log",
    "electricity_dispatch_log",
    "manufacturing_local_capacity_log",
    "services_tfp_log",
    "local_shock_last_year",
    "surprise_carried",
    "utilisation_carried",
    "expected_growth",
    "usual_growth",
    "growth_felt",
    "trade_attracted",
}


@dataclass(frozen=True)
class Stress:
    """Constants and paths that replace the usual ones, from the first quarter on."""

    constants: Mapping[str, float] = field(default_factory=dict)
    paths: Mapping[str, float] = field(default_factory=dict)

    def on(self, usual: Inputs) -> Inputs:
        """The inputs with the stress."""
        paths = {name: np.full_like(usual.paths[name], value) for name, value in self.paths.items()}
        return Inputs({**usual.constants, **self.constants}, {**usual.paths, **paths})


NO_FDI = {"fdi_attraction_policy": 0.0, "fdi_backlog_start": 0.0}
NO_INVESTMENT = {
    **NO_FDI,
    "private_investment_policy": 0.0,
    "public_investment_disbursement_rate": 0.0,
    "investment_resource_base": 0.0,
}
AS_FAST_AS_THE_STEP = {
    "fdi_realisation_delay": STEP,
    "fdi_backlog_attrition": 0.3,
    "plant_commissioning_time": STEP,
    "private_works_gestation": STEP,
    "public_works_gestation": STEP,
    "partnership_preparation_time": STEP,
    "partnership_capital": 5.0,
    "coal_adjustment_time": STEP,
    "hiring_time": STEP,
    "expectation_time": STEP,
    "tourism_recovery_time": STEP,
    "storm_repair_time": STEP,
}
STRESSED = {
    "usual": Stress(),
    "no investment": Stress(NO_INVESTMENT),
    "no foreign investors": Stress(NO_FDI),
    "no labour": Stress({"labour_force_natural_growth": -1.9}),
    "nothing disbursed": Stress({"public_investment_disbursement_rate": 0.0}),
    "no public plan": Stress({"public_investment_plan_policy": 0.0}),
    "all delays as short as the step": Stress(AS_FAST_AS_THE_STEP),
    "no tourists": Stress({"tourist_arrivals_potential_start": NOBODY}),
    "a pandemic in every quarter": Stress(paths={"pandemic": 1.0}),
    "a major typhoon in every quarter": Stress(paths={"major_storm": 1.0}),
    "prices doubling every year": Stress({"grdp_deflator_growth": 4 * (2**0.25 - 1)}),
}


def run_central(scenario: Scenario, case: Case, stress: Stress, keep: Sequence[str], **changed: float) -> Paths:
    """Paths (quarter,) of central values under a stress."""
    inputs = stress.on(central(scenario, case, HORIZON))
    inputs = Inputs({**inputs.constants, **changed}, inputs.paths)
    return {name: path[..., 0] for name, path in simulate(case.model, inputs, HORIZON, 1, keep).items()}


def run_draws(scenario: Scenario, case: Case, stress: Stress, keep: Sequence[str], draws: int) -> Paths:
    """Paths (quarter, draw) of everything uncertain under a stress."""
    model, parts = model_of(scenario, case.model), []
    for block in plan_blocks(draws):
        inputs = stress.on(draw(scenario, case, HORIZON, Stratified(1), block).inputs)
        parts.append(simulate(model, inputs, HORIZON, block.size, keep, block.first))
    return {name: np.concatenate([part[name] for part in parts], axis=-1) for name in keep}


def run_settings(scenario: Scenario, case: Case, values: Mapping[str, float]) -> Paths:
    """Paths (quarter,) of all stocks and moving variables with entries of the catalogue set for the whole horizon."""
    entries = case.catalogue.entries
    chosen = replace(scenario, settings={name: _setting(entries[name], value) for name, value in values.items()})
    model = model_of(chosen, case.model)
    keep = [*model.stocks, *(equation.name for equation in model.equations)]
    kept = simulate(model, central(chosen, case, HORIZON), HORIZON, 1, keep)
    return {name: path[..., 0] for name, path in kept.items()}


def _setting(entry: Entry, value: float) -> Setting:
    years = [HORIZON.label(position)[:4] for position in range(0, HORIZON.count, 4)]
    periods: list[Any] = years if entry.kind != "parameter" else [None]
    values = tuple((period, fixed(value)) for period in periods)
    return Setting(entry.name, entry.section, entry.kind, entry.unit, values, "a test", f"{value:g}", Place("", 1, 1))


def negative_stocks(paths: Paths, stocks: Sequence[str]) -> list[str]:
    """Stocks that are amounts and fall below zero by more than the rounding of a stage emptied in one step."""
    return [name for name in sorted(set(stocks) - DEVIATIONS) if paths[name].min() < -ROUNDING * paths[name].max()]
