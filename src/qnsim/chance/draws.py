"""One block of draws of everything uncertain in a scenario: the only place where chance enters a run.

`Draws` are "name -> array", so samples from priors, from a posterior or from a sensitivity design look the same to the
engine.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

import numpy as np

from qnsim.chance.accounts import solve_accounts
from qnsim.chance.streams import Block, Middle, Streams
from qnsim.engine.simulate import Horizon, Inputs
from qnsim.facts.case import Case, read_case
from qnsim.facts.parameters import Parameter
from qnsim.quantities.distributions import Distribution
from qnsim.scenarios.scenario import Scenario
from qnsim.scenarios.settings import Setting

NORMAL_OF_YEAR = ("fdi_draw", "land_draw", "trade_draw")
HEAVY_TAILED_OF_YEAR = ("national_draw", "local_draw", "discrepancy_draw")
WALKS = (
    "agriculture_walk",
    "mining_walk",
    "electricity_walk",
    "construction_walk",
    "investment_walk",
    "product_tax_walk",
)
DEGREES_OF_FREEDOM = 6  # of the heavy-tailed draws; equations.md, block M
QUARTERS = 4
PANDEMIC_QUARTERS = 4  # equations.md, M6
STORM_PEAK = 2  # storms given for a whole year are placed in its third quarter
BLOCKS_REMEMBERED = 4


@dataclass(frozen=True)
class Draws:
    """Inputs of one block for the engine, and by name the values of everything that is uncertain."""

    inputs: Inputs
    uncertain: Mapping[str, np.ndarray] = field(default_factory=dict)


def draw(scenario: Scenario, case: Case, horizon: Horizon, seed: int, block: Block) -> Draws:
    """A block of draws of a scenario."""
    years = _years(horizon)
    return _Drawing(scenario, case, horizon, _streams(seed, block, case.folder, years)).draws()


def central(scenario: Scenario, case: Case, horizon: Horizon) -> Inputs:
    """Every uncertain value at its median, and no event that is less likely than not."""
    return _Drawing(scenario, case, horizon, Middle()).draws().inputs


@lru_cache(maxsize=BLOCKS_REMEMBERED)
def _streams(seed: int, block: Block, folder: Any, years: tuple[int, ...]) -> Streams:
    """The streams of a block, kept for the next scenario."""
    return Streams(seed, block, read_case(folder).correlations(years))


def _years(horizon: Horizon) -> tuple[int, ...]:
    return tuple(dict.fromkeys(int(horizon.label(position)[:4]) for position in range(horizon.count)))


class _Drawing:
    """The making of one block: streams in, values out."""

    def __init__(self, scenario: Scenario, case: Case, horizon: Horizon, streams: Streams):
        self.settings = scenario.settings
        self.ledger = scenario.judgements
        self.case = case
        self.streams = streams
        self.size = streams.size
        self.count = horizon.count
        self.years = _years(horizon)
        self.labels = [horizon.label(position) for position in range(horizon.count)]
        self.uncertain: dict[str, np.ndarray] = {}

    def draws(self) -> Draws:
        """All inputs of the block."""
        priors = self.case.parameters.items()
        constants = {name: self.constant(p) for name, p in priors if isinstance(p.prior, Distribution)}
        shares = {name: self.shares(p) for name, p in priors if isinstance(p.prior, tuple)}
        solved = solve_accounts(constants, self.case.history, self.streams.normal("services_growth_residual"))
        given = {name for name, setting in self.settings.items() if setting.values[0][0] is None}
        constants.update({name: value for name, value in solved.items() if name not in given})
        self.uncertain["services_tfp_growth"] = constants["services_tfp_growth"]
        paths = {
            **self.timed_parameters(constants),
            **self.quarter_shares(shares),
            **self.yearly_shocks(),
            **self.events(constants, shares["storm_quarter_shares"]),
            **self.given_variables(),
            **self.judgements(),
        }
        used = self.case.model.parameters
        constants = {name: value for name, value in constants.items() if name in used and name not in paths}
        varied = {name: values for name, values in self.uncertain.items() if np.ndim(values) and np.ptp(values) > 0}
        return Draws(Inputs(constants, paths), varied)

    def constant(self, parameter: Parameter) -> Any:
        """The value of a parameter, from the scenario if it sets it once and for all, else from its prior."""
        setting = self.settings.get(parameter.name)
        given = setting.values[0] if setting else None
        distribution = given[1] if given and given[0] is None else parameter.prior
        assert isinstance(distribution, Distribution)
        if distribution.is_fixed:
            return distribution.values[0]
        self.uncertain[parameter.name] = values = self.streams.quantile(distribution, parameter.name)
        return values

    def timed_parameters(self, constants: Mapping[str, Any]) -> dict[str, np.ndarray]:
        """Parameters that a scenario sets over time: a value holds in its period, elsewhere the constant does."""
        paths = {}
        for name, setting in self.settings.items():
            if setting.kind == "parameter" and setting.is_timed:
                path = np.empty((self.count, self.size))
                path[:] = constants[name]
                for where, values in self.over_time(setting, name, same=True):
                    path[where] = values
                paths[name] = path
        return paths

    def given_variables(self) -> dict[str, np.ndarray]:
        """Variables that a scenario sets: the values, and where they replace the equation."""
        paths = {}
        for name, setting in self.settings.items():
            if setting.kind == "variable":
                given, values = np.zeros(self.count), np.zeros((self.count, self.size))
                for where, amount in self.over_time(setting, name):
                    given[where], values[where] = 1, amount
                paths.update({f"{name}_is_given": given, f"{name}_given": values})
        return paths

    def judgements(self) -> dict[str, np.ndarray]:
        """What judgements do to variables: shares that compound, amounts that add up."""
        paths: dict[str, np.ndarray] = {}
        for entry in self.ledger:
            share = paths.setdefault(f"{entry.variable}_judged_share", np.zeros(self.count))
            amount = paths.setdefault(f"{entry.variable}_judged_amount", np.zeros(self.count))
            where = [place for place, label in enumerate(self.labels) if label.startswith(entry.when)]
            if entry.relative:
                share[where] = (1 + share[where]) * (1 + entry.add) - 1
            else:
                amount[where] += entry.add
        return paths

    def over_time(self, setting: Setting, name: str, same: bool = False) -> list[tuple[slice, np.ndarray]]:
        """The quarters of each period of a setting, and its values there; with `same`, from one stream for all."""
        found = []
        for period, distribution in setting.values:
            if period is None:
                continue
            places = [place for place, label in enumerate(self.labels) if label.startswith(period)]
            if places:
                values = self.streams.quantile(distribution, name if same else f"{name}={period}")
                found.append((slice(places[0], places[-1] + 1), values))
        return found

    def shares(self, parameter: Parameter) -> np.ndarray:
        """Shares (part, draw) that add up to one: fixed, or drawn."""
        assert isinstance(parameter.prior, tuple)
        if parameter.is_dirichlet:
            return self.streams.dirichlet(parameter.prior, parameter.name)
        return np.repeat(np.array(parameter.prior)[:, None], self.size, axis=1)

    def quarter_shares(self, shares: Mapping[str, np.ndarray]) -> dict[str, np.ndarray]:
        """How the year divides into quarters."""
        quarter = np.array([int(label[-1]) - 1 for label in self.labels])
        weights = np.array(self.case.parameters["disbursement_quarter_shares"].prior)[:, None]
        usual, paid = weights / weights.sum(), shares["disbursement_quarter_shares"]
        usual = usual * (paid / usual).mean(axis=0)  # so that works of a year add up to its payments
        return {
            "fdi_quarter_share": shares["fdi_quarter_shares"][quarter],
            "payment_share": paid[quarter],
            "payment_share_normal": usual[quarter],
            "grdp_quarter_weight": shares["grdp_quarter_weights"][quarter],
        }

    def yearly_shocks(self) -> dict[str, np.ndarray]:
        """Surprises of each year, and the errors of what is published each quarter."""
        year = np.array([self.years.index(int(label[:4])) for label in self.labels])
        paths = {}
        for name in NORMAL_OF_YEAR + HEAVY_TAILED_OF_YEAR + WALKS:
            by_year = np.stack([self.surprise(name, y) for y in self.years])
            paths[name] = (np.cumsum(by_year, axis=0) if name in WALKS else by_year)[year]
        paths["release_draw"] = np.stack([self.streams.normal(f"release_draw@{label}") for label in self.labels])
        for place, y in enumerate(self.years):
            self.uncertain[f"release_draw@{y}"] = paths["release_draw"][QUARTERS * place + QUARTERS - 1]
        return paths

    def surprise(self, name: str, year: int) -> np.ndarray:
        stream = f"{name}@{year}"
        heavy = name in HEAVY_TAILED_OF_YEAR
        values = self.streams.heavy_tailed(stream, DEGREES_OF_FREEDOM) if heavy else self.streams.normal(stream)
        self.uncertain[stream] = values
        return values

    def events(self, constants: Mapping[str, Any], season: np.ndarray) -> dict[str, np.ndarray]:
        """Storms and pandemics by quarter: drawn, then replaced where the scenario says what happens."""
        paths = {
            "storm": self.storms("storm", constants["storm_frequency"], season),
            "major_storm": self.storms("major_storm", constants["major_storm_frequency"], season),
            "pandemic": self.pandemics(constants["pandemic_probability"]),
        }
        for name, path in paths.items():
            self.replace_given(name, path)
            for place, year in enumerate(self.years):
                self.uncertain[f"{name}@{year}"] = path[QUARTERS * place : QUARTERS * (place + 1)].sum(axis=0)
        return paths

    def replace_given(self, name: str, path: np.ndarray) -> None:
        """What a scenario says of an event takes the place of the draw."""
        setting = self.settings.get(name)
        for where, amount in self.over_time(setting, name) if setting else ():
            if name != "pandemic" and where.stop - where.start > 1:
                path[where] = 0
                where = slice(where.start + STORM_PEAK, where.start + STORM_PEAK + 1)
            path[where] = amount

    def storms(self, name: str, frequency: Any, season: np.ndarray) -> np.ndarray:
        """Number of storms by quarter; those of one year hit in the same quarter."""
        path = np.zeros((self.count, self.size))
        latest = np.cumsum(season[:-1, 0])
        for place, year in enumerate(self.years):
            quarter = np.searchsorted(latest, self.streams.uniform(f"{name}_quarter@{year}"))
            path[QUARTERS * place + quarter, np.arange(self.size)] = self.streams.poisson(frequency, f"{name}@{year}")
        return path

    def pandemics(self, probability: Any) -> np.ndarray:
        """1 in the quarters of a pandemic; it begins in any quarter and lasts a year."""
        path = np.zeros((self.count + PANDEMIC_QUARTERS, self.size))
        setting = self.settings.get("pandemic")
        given = np.zeros(self.count, dtype=bool)
        for where, _ in self.over_time(setting, "pandemic") if setting else ():
            given[where] = True
        for place, year in enumerate(self.years):
            quarter = QUARTERS * place + (QUARTERS * self.streams.uniform(f"pandemic_quarter@{year}")).astype(int)
            drawn = self.streams.uniform(f"pandemic@{year}") > 1 - probability
            struck = np.flatnonzero(drawn & ~given[quarter])  # one that begins where the scenario speaks is not drawn
            for later in range(PANDEMIC_QUARTERS):
                path[quarter[struck] + later, struck] = 1
        return path[: self.count]
