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

from qnsim.chance.accounts import PRODUCTIVITY, RESIDUAL, solve_accounts
from qnsim.chance.blocks import Block
from qnsim.chance.designs import Design, Middle, Sample, blocks_of
from qnsim.chance.streams import Group, Streams
from qnsim.chance.surprises import Surprises
from qnsim.engine.simulate import Horizon, Inputs
from qnsim.facts.case import Case
from qnsim.facts.parameters import USED, Parameter
from qnsim.quantities.distributions import Distribution
from qnsim.scenarios.scenario import Scenario
from qnsim.scenarios.settings import Setting

BLOCKS_REMEMBERED = 4
Groups = tuple[tuple[tuple[str, ...], tuple[tuple[float, ...], ...]], ...]


@dataclass(frozen=True)
class Draws:
    """Inputs of one block for the engine, and by name the values of everything that is uncertain."""

    inputs: Inputs
    uncertain: Mapping[str, np.ndarray] = field(default_factory=dict)


def draw(scenario: Scenario, case: Case, horizon: Horizon, design: Design, block: Block) -> Draws:
    """A block of draws of a scenario."""
    return _Drawing(scenario, case, horizon, _streams(design, block, _groups(case, years_of(horizon)))).draws()


def central(scenario: Scenario, case: Case, horizon: Horizon) -> Inputs:
    """Every uncertain value at its median, and no event that is less likely than not."""
    middle = Middle()
    return draw(scenario, case, horizon, middle, blocks_of(middle)[0]).inputs


def uncertain_values(scenario: Scenario, case: Case, horizon: Horizon, design: Design) -> Mapping[str, np.ndarray]:
    """Every uncertain value of a design (draw,) by name, in the unit of the model; those that accounts solve too."""
    blocks = [draw(scenario, case, horizon, design, block).uncertain for block in blocks_of(design)]
    return {name: np.concatenate([block[name] for block in blocks]) for name in blocks[0] if blocks[0][name].ndim == 1}


def marginals(scenario: Scenario, case: Case, horizon: Horizon) -> Mapping[str, str]:
    """Every coordinate that drawing a scenario asks a design for, and what its numbers are turned into."""
    middle = Middle()
    streams = Streams(middle, blocks_of(middle)[0], case.correlations(years_of(horizon)))
    _Drawing(scenario, case, horizon, streams).draws()
    return streams.marginals


def values_of_coordinates(
    scenario: Scenario, case: Case, horizon: Horizon, design: Design, block: Block
) -> Mapping[str, np.ndarray]:
    """What each coordinate became in a block (draw,), in the unit of the coordinate.

    An event has its count of the year, and a value that the growth accounts solve is the solved one. Where a scenario
    gives a parameter anew from a year on, it is the last value within the horizon.
    """
    streams = Streams(design, block, case.correlations(years_of(horizon)))
    drawing = _Drawing(scenario, case, horizon, streams)
    drawing.draws()
    given = {name for name, setting in scenario.settings.items() if setting.is_timed}
    later = {name: each for name, each in drawing.uncertain.items() if name in streams.values and name not in given}
    return {**streams.values, **{name: np.broadcast_to(each, block.size) for name, each in later.items()}}


def _streams(design: Design, block: Block, groups: Groups) -> Streams:
    """The streams of a block; a sample that lacks some coordinates for a scenario shares all others with the whole."""
    if not isinstance(design, Sample) or design.whole is None:
        return _remembered(design, block, groups)
    apart = design.whole.states.keys() - design.states.keys()
    return Streams(design, block, _arrays(groups), _remembered(design.whole, block, groups), apart)


@lru_cache(maxsize=BLOCKS_REMEMBERED)
def _remembered(design: Design, block: Block, groups: Groups) -> Streams:
    """The streams of a block, kept for the next scenario."""
    return Streams(design, block, _arrays(groups))


def _arrays(groups: Groups) -> list[Group]:
    return [(names, np.array(matrix)) for names, matrix in groups]


def _groups(case: Case, years: tuple[int, ...]) -> Groups:
    """The streams that are drawn together, as a value that can be remembered by."""
    return tuple((names, tuple(map(tuple, matrix.tolist()))) for names, matrix in case.correlations(years))


def years_of(horizon: Horizon) -> tuple[int, ...]:
    """The years a run touches."""
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
        self.labels = [horizon.label(position) for position in range(horizon.count)]
        self.uncertain: dict[str, np.ndarray] = {}

    def draws(self) -> Draws:
        """All inputs of the block."""
        priors = [(name, p) for name, p in self.case.parameters.items() if p.role in USED]
        constants = {name: self.constant(p) for name, p in priors if isinstance(p.prior, Distribution)}
        shares = {name: self.shares(p) for name, p in priors if isinstance(p.prior, tuple)}
        solved = solve_accounts(constants, self.case.history, self.streams.normal(RESIDUAL))
        given = {name for name, setting in self.settings.items() if setting.values[0][0] is None}
        constants.update({name: value for name, value in solved.items() if name not in given})
        self.uncertain[PRODUCTIVITY] = constants[PRODUCTIVITY]
        paths = {
            **self.timed_parameters(constants),
            **self.surprises(constants, shares),
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

    def surprises(self, constants: Mapping[str, Any], shares: Mapping[str, np.ndarray]) -> dict[str, np.ndarray]:
        """What chance adds over time, each surprise by its law."""
        usual = {name: np.array(self.case.parameters[name].prior) for name in shares}
        surprises = Surprises(self.streams, self.labels, constants, shares, usual, self.given)
        paths = surprises.paths({name: each.law for name, each in self.case.model.surprises.items()})
        self.uncertain.update(surprises.varying)
        return paths

    def given(self, name: str) -> list[tuple[slice, np.ndarray]]:
        """What the scenario says of an event, in place of the draw."""
        setting = self.settings.get(name)
        return self.over_time(setting, name) if setting else []
