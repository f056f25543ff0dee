"""The coordinates of an experiment: what a design may give, and that giving it is enough."""

from __future__ import annotations

import numpy as np
import pytest

from qnsim.chance.blocks import plan_blocks
from qnsim.chance.coordinates import Coordinate, written_unit
from qnsim.chance.designs import Columns, Sample, Stratified
from qnsim.chance.draws import values_of_coordinates
from qnsim.economy import GROUPS
from qnsim.ensemble import KeepPaths
from qnsim.errors import UsageError
from qnsim.facts.case import read_case
from qnsim.quantities.distributions import Distribution
from qnsim.quantities.units import conversion_factor
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


def test_the_value_of_a_coordinate_is_its_quantile_in_the_run(experiment: Experiment) -> None:
    (block,) = plan_blocks(160)
    values = values_of_coordinates(experiment.scenario, experiment.case, experiment.horizon, experiment.design, block)
    level = experiment.design.coordinate("coal_capacity", block)
    prior = experiment.case.parameters["coal_capacity"].prior
    assert isinstance(prior, Distribution)
    assert np.array_equal(values["coal_capacity"], prior.quantile(level))
    given = Distribution("lognormal", (1000.0, 0.45))
    assert values["fdi_registered=2023"] == pytest.approx(
        given.quantile(experiment.design.coordinate("fdi_registered=2023", block))
    )
    assert set(values) == {each.name for each in coordinates(experiment)}


def test_an_event_has_its_count_and_shares_add_up(experiment: Experiment) -> None:
    (block,) = plan_blocks(160)
    values = values_of_coordinates(experiment.scenario, experiment.case, experiment.horizon, experiment.design, block)
    assert set(np.unique(values["pandemic@2023"])) <= set(range(5))
    assert set(np.unique(values["storm@2023"])) <= set(range(9))
    assert sum(values[f"fdi_quarter_shares[{place}]"] for place in range(4)) == pytest.approx(np.ones(160))


def test_a_value_is_read_in_the_unit_of_its_file(experiment: Experiment, known: list[Coordinate]) -> None:
    unit = {each.name: written_unit(each, experiment.case) for each in known}
    assert unit["national_tfp_growth"] == "% / year"
    assert unit["public_investment_disbursement_rate"] == "%"
    assert unit["electricity_walk@2023"] == "1"
    for each in known:
        assert conversion_factor(each.unit, unit[each.name]) > 0, each.name


@pytest.mark.parametrize("design", [Columns({"coal_capasity": [0.5]}), Sample({"coal_capasity": [0.5]})], ids=str)
def test_a_misspelt_coordinate_is_refused_with_the_nearest(design: Columns | Sample) -> None:
    with pytest.raises(UsageError, match=r"'coal_capasity' is not a coordinate of .* Did you mean 'coal_capacity'"):
        prepare(load_scenario("baseline"), read_case(), design)
    with pytest.raises(UsageError, match=r"'mining_walk@2022' is not a coordinate of .* Did you mean 'mining_walk@202"):
        prepare(load_scenario("baseline"), read_case(), Columns({"mining_walk@2022": [0.5]}))


def test_what_the_scenario_decides_or_what_lies_after_its_end_may_be_given() -> None:
    decided = load_scenario("coal-constraint")
    assert "coal_record_weight" not in {each.name for each in coordinates(prepare(decided, read_case()))}
    prepare(decided, read_case(), Columns({"coal_record_weight": [0.5], "mining_walk@2035": [0.5]}))
