"""The coordinates of an experiment: what a design may give, and that giving it is enough."""

from __future__ import annotations

import numpy as np
import pytest

from qnsim.chance.blocks import plan_blocks
from qnsim.chance.coordinates import Coordinate
from qnsim.chance.designs import Columns, Stratified
from qnsim.economy import GROUPS
from qnsim.ensemble import KeepPaths
from qnsim.facts.case import read_case
from qnsim.run import Experiment, coordinates, prepare, run_experiments
from qnsim.workflow.scenarios import load_scenario

GROWTH = "growth_first_release"


@pytest.fixture(scope="module")
def experiment() -> Experiment:
    return prepare(load_scenario("resolution-2023"), read_case(), Stratified(3, 160))


@pytest.fixture(scope="module")
def known(experiment: Experiment) -> list[Coordinate]:
    return coordinates(experiment)


def test_every_coordinate_has_meaning_unit_group_and_marginal(known: list[Coordinate]) -> None:
    assert len({each.name for each in known}) == len(known) > 300
    for each in known:
        assert each.meaning, each.name
        assert each.unit, each.name
        assert each.marginal, each.name
        assert each.group in GROUPS, each.name


def test_each_group_has_a_coordinate(known: list[Coordinate]) -> None:
    assert {each.group for each in known} == set(GROUPS)


def test_a_run_takes_from_its_design_the_listed_coordinates_and_no_others(
    experiment: Experiment, known: list[Coordinate]
) -> None:
    """Columns filled with the stratified numbers, and nothing that varies beside them, give the same run."""
    (block,) = plan_blocks(160)
    columns = {each.name: experiment.design.coordinate(each.name, block) for each in known}
    again = prepare(experiment.scenario, experiment.case, Columns(columns))
    drawn, given = run_experiments([experiment, again], KeepPaths([GROWTH]))
    assert np.array_equal(drawn[GROWTH], given[GROWTH])


def test_a_column_moves_only_what_it_is_the_coordinate_of(experiment: Experiment) -> None:
    points = np.linspace(0.05, 0.95, 80)
    moved = prepare(experiment.scenario, experiment.case, Columns({"electricity_walk@2023": points}))
    (paths,) = run_experiments([moved], KeepPaths([GROWTH, "tourist_arrivals"]))
    growth = paths[GROWTH].sel(quarter="2023Q4").to_numpy()
    assert np.all(np.diff(growth) > 0)
    assert np.ptp(paths["tourist_arrivals"].sel(quarter="2023Q1").to_numpy()) == 0
