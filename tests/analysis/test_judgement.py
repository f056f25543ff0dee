"""The weight of judgement is the difference of two runs, and all inputs together carry all of a probability."""

from __future__ import annotations

import numpy as np
import pytest

from qnsim.analysis.assessment import assess
from qnsim.analysis.judgement import (
    WEAK,
    Judgement,
    spread_of_chance,
    tail_difference,
    weakly_evidenced,
    weight_of_judgement,
)
from qnsim.chance.accounts import PRODUCTIVITY
from qnsim.chance.designs import Stratified
from qnsim.facts.case import read_case
from qnsim.facts.targets import headline_of
from qnsim.run import coordinates, prepare
from qnsim.scenarios.moves import with_value
from qnsim.workflow.scenarios import load_scenario, resolution_targets

CASE, BASELINE = read_case(), load_scenario("baseline")
TARGET, DESIGN = headline_of(resolution_targets()), Stratified(draws=800)
CHOSEN = ("electricity_growth_trend", "fdi_park_share")


@pytest.fixture(scope="module")
def found() -> Judgement:
    return weight_of_judgement(CASE, BASELINE, TARGET, DESIGN, [CASE.parameters[name] for name in CHOSEN])


def test_weakly_evidenced_are_the_drawn_parameters_of_the_weakest_grade() -> None:
    weak = weakly_evidenced(CASE, BASELINE)
    drawn = {each.name for each in coordinates(prepare(BASELINE, CASE))}
    assert {each.confidence for each in weak} == {WEAK}
    names = {each.name for each in weak}
    graded = {name for name, each in CASE.parameters.items() if each.confidence == WEAK and name in drawn}
    assert names == graded - {PRODUCTIVITY}


def test_what_a_scenario_sets_is_no_judgement_of_the_case() -> None:
    set_here = with_value(BASELINE, CASE.catalogue.entries["fdi_park_share"], 0.5)
    missing = {p.name for p in weakly_evidenced(CASE, BASELINE)} - {p.name for p in weakly_evidenced(CASE, set_here)}
    assert missing == {"fdi_park_share"}


def test_a_weight_is_the_difference_of_two_runs_at_the_ends_of_the_range(found: Judgement) -> None:
    weight = next(each for each in found.weights if each.parameter.name == "fdi_park_share")
    prior = weight.parameter.prior
    assert [weight.low, weight.high] == pytest.approx(
        [float(prior.quantile(level)) for level in (0.05, 0.95)], rel=0.02
    )  # type: ignore[union-attr]
    entry = CASE.catalogue.entries["fdi_park_share"]
    moved = [with_value(BASELINE, entry, value) for value in (weight.low, weight.high)]
    low, high = assess([prepare(each, CASE, DESIGN) for each in moved], resolution_targets())
    assert weight.difference == pytest.approx(high.headline.minus(low.headline))
    assert weight.difference[0] > 2 * weight.difference[1]


def test_the_largest_weight_comes_first(found: Judgement) -> None:
    sizes = [abs(each.difference[0]) for each in found.weights]
    assert sizes == sorted(sizes, reverse=True)
    assert {each.parameter.name for each in found.weights} == set(CHOSEN)


def test_the_usual_probability_is_that_of_a_run(found: Judgement) -> None:
    (usual,) = assess([prepare(BASELINE, CASE, DESIGN)], resolution_targets())
    assert found.probability.value == pytest.approx(usual.headline.value)


def test_the_tails_of_what_decides_an_event_differ_wholly() -> None:
    values = np.arange(100.0)
    difference, error = tail_difference((values >= 50).astype(float), values)
    assert (difference, error) == (1.0, 0.0)


def test_the_tails_of_what_has_nothing_to_do_with_an_event_do_not_differ() -> None:
    values = np.random.default_rng(1).permutation(10_000).astype(float)
    difference, error = tail_difference((np.arange(10_000) % 2).astype(float), values)
    assert abs(difference) < 3 * error
    assert error == pytest.approx(np.sqrt(2 * 0.25 / 1000), rel=0.02)


def test_all_inputs_together_carry_all_of_a_probability() -> None:
    every = {each.input for each in coordinates(prepare(BASELINE, CASE))}
    spread, error = spread_of_chance(CASE, BASELINE, TARGET, every, 800, 3)
    (usual,) = assess([prepare(BASELINE, CASE, Stratified(3, 800))], resolution_targets())
    chance = usual.headline.value
    assert spread == pytest.approx(np.sqrt(chance * (1 - chance)))
    assert error < 0.05


def test_an_input_that_hardly_acts_carries_less_than_its_error_and_the_weak_ones_together_more() -> None:
    weak = {each.name for each in weakly_evidenced(CASE, BASELINE)}
    small, error = spread_of_chance(CASE, BASELINE, TARGET, {"services_capital_elasticity"}, 8_000, 3)
    every, error_of_all = spread_of_chance(CASE, BASELINE, TARGET, weak, 8_000, 3)
    assert small < 3 * error
    assert every > 10 * error_of_all
