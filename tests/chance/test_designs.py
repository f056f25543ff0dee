"""Designs: where uniform numbers come from, and that everything below takes them alike."""

from __future__ import annotations

import numpy as np
import pytest

from qnsim.chance.blocks import plan_blocks
from qnsim.chance.designs import Columns, Design, Middle, Sample, Stratified, asked_for, blocks_of
from qnsim.errors import UsageError


def whole(design: Design, name: str) -> np.ndarray:
    """A coordinate of all draws."""
    return np.concatenate([design.coordinate(name, block) for block in blocks_of(design)])


def test_given_columns_come_back_as_they_are_over_all_blocks() -> None:
    points = np.linspace(0.01, 0.99, 20_000)
    design = Columns({"x": points})
    assert len(blocks_of(design)) == 3
    assert np.array_equal(whole(design, "x"), points)


def test_what_has_no_column_stays_in_the_middle_or_is_drawn_by_the_rest() -> None:
    points = np.linspace(0.1, 0.9, 100)
    assert set(whole(Columns({"x": points}), "y")) == {0.5}
    rest = Stratified(3, 100)
    assert np.array_equal(whole(Columns({"x": points}, rest), "y"), whole(rest, "y"))


@pytest.mark.parametrize(
    ("columns", "fault"),
    [
        ({}, "without columns"),
        ({"x": [0.1, 0.2], "y": [0.3]}, "differ in length"),
        ({"x": [0.5, 1.0]}, "'x' has 1 at 1"),
        ({"x": [float("nan")]}, "'x' has nan at 0"),
        ({"x": [[0.5]]}, "2 dimensions"),
    ],
)
def test_columns_that_are_no_points_of_the_cube_are_refused(columns: dict[str, object], fault: str) -> None:
    with pytest.raises(UsageError, match=fault):
        Columns(columns)  # type: ignore[arg-type]


def test_a_sample_keeps_what_belongs_together_and_takes_states_by_weight() -> None:
    states = np.array([0.2, 0.4, 0.6])
    design = Sample({"x": states, "y": 1 - states}, np.array([1.0, 0.0, 3.0]), Stratified(1, 8_000))
    x, y = whole(design, "x"), whole(design, "y")
    assert np.array_equal(y, 1 - x)
    assert {value: np.mean(x == value) for value in states} == pytest.approx({0.2: 0.25, 0.4: 0, 0.6: 0.75}, abs=1e-3)


def test_samples_and_blocks_do_not_share_their_choices() -> None:
    states = np.linspace(0.01, 0.99, 50)
    first, last = blocks_of(Stratified(1, 16_000))
    one, other = (Sample({"x": states, "y": states}, fresh=Stratified(seed, 16_000)) for seed in (1, 2))
    taken = one.coordinate("x", first)
    assert np.array_equal(one.coordinate("y", first), taken)
    assert not np.array_equal(one.coordinate("x", last), taken)
    assert not np.array_equal(other.coordinate("x", first), taken)


def test_an_equal_sample_takes_every_state_as_often() -> None:
    states = np.linspace(0.01, 0.99, 80)
    taken = np.sort(whole(Sample({"x": states}, fresh=Stratified(1, 800)), "x"))
    counts = [int(np.sum(taken == value)) for value in states]
    assert sum(counts) == 800
    assert min(counts) >= 5


def test_what_a_sample_does_not_hold_is_drawn_fresh() -> None:
    fresh = Stratified(2, 160)
    assert np.array_equal(whole(Sample({"x": np.array([0.5])}, fresh=fresh), "z"), whole(fresh, "z"))


@pytest.mark.parametrize("weights", [[1.0], [1.0, -1.0], [0.0, 0.0], [np.nan, 1.0]])
def test_weights_that_cannot_be_shares_are_refused(weights: list[float]) -> None:
    with pytest.raises(UsageError, match="expected 2 numbers"):
        Sample({"x": np.array([0.4, 0.6])}, np.array(weights))


def test_the_middle_is_one_draw() -> None:
    assert whole(Middle(), "x").tolist() == [0.5]


def test_each_design_says_what_is_needed_to_make_it_again() -> None:
    columns = Columns({"x": np.array([0.2, 0.3])})
    assert columns.about()["digest"] == Columns({"x": np.array([0.2, 0.3])}).about()["digest"]
    assert columns.about()["digest"] != Columns({"x": np.array([0.3, 0.2])}).about()["digest"]
    assert Stratified(7, 90).about() == {"kind": "stratified", "seed": 7, "draws": 90}
    assert Middle().about() == {"kind": "middle"}
    assert Sample({"x": np.array([0.2])}, fresh=Stratified(7, 90)).about()["fresh"]["seed"] == 7


@pytest.mark.parametrize(("given", "fault"), [({"draws": "200"}, "draws is '200'"), ({"seed": 1.5}, "seed is 1.5")])
def test_a_number_of_the_wrong_kind_is_refused(given: dict[str, object], fault: str) -> None:
    with pytest.raises(UsageError, match=fault):
        Stratified(**given)  # type: ignore[arg-type]


def test_the_blocks_of_stratified_draws_are_those_of_their_number() -> None:
    assert blocks_of(Stratified(1, 20_000)) == plan_blocks(20_000)


def test_a_sample_fitted_to_a_scenario_remembers_what_was_asked_for() -> None:
    states = {"x": np.full(10, 0.2), "y": np.full(10, 0.3)}
    asked = Sample(states, fresh=Stratified(1, 100), marginals={"x": "normal(0, 1)", "y": "normal(0, 1)"})
    fitted = asked.fitting({"x": "beta(2, 3)", "y": "normal(0, 1)"})
    assert isinstance(fitted, Sample)
    assert set(fitted.states) == {"y"}
    assert fitted.fitting({"x": "beta(2, 3)", "y": "uniform(0, 1)"}) is asked.fresh
    assert asked_for(fitted) is asked_for(asked) is asked
    assert asked.fitting({"x": "beta(2, 3)", "y": "normal(0, 1)"}) is fitted
    assert asked.fitting({"x": "0.4", "y": "normal(0, 1)"}) is asked
