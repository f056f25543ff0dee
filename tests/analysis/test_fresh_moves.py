"""Draws moved to figures that weights cannot reach, judged by a linear year whose posterior is known."""

from dataclasses import replace

import numpy as np
import pytest
from linear_year import DIMENSION, figure, linear_year, year_given

from qnsim.analysis.fresh_moves import USUAL, Moves, _Walk, move_draws, numbers_of
from qnsim.analysis.outcomes import until
from qnsim.analysis.weights import effective_size, normalised
from qnsim.analysis.year_so_far import YearOf
from qnsim.chance.designs import CHOICE, Sample, Stratified
from qnsim.errors import SimulationError
from qnsim.facts.case import read_case
from qnsim.facts.shipped import data_folder
from qnsim.facts.targets import headline_of
from qnsim.run import Experiment, prepare
from qnsim.workflow.scenarios import load_scenario, resolution_targets

SIZES = [500] * 8
FAR = [figure(14.0, 1, error=0.3), figure(13.0, 2, error=0.2), figure(12.0, 3, error=0.2)]


def walk(figures: list, moves: Moves = USUAL, seed: int = 1) -> _Walk:
    return _Walk(linear_year, figures, DIMENSION, SIZES, moves, np.random.default_rng(seed))


@pytest.fixture(scope="module")
def experiment() -> Experiment:
    """2022 seen from the end of 2021."""
    case = read_case(data_folder().parent / "2021-12")
    return until(prepare(load_scenario("baseline", case), case, Stratified(1, 80)), "2022")


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_moved_draws_have_the_known_posterior_where_weights_collapse(seed: int) -> None:
    found = walk(FAR, seed=seed).through()
    prior = linear_year(np.random.default_rng(seed).standard_normal((DIMENSION, 10_000)))
    assert effective_size(normalised(prior.log_likelihood(FAR))) < 20
    mean, sd = year_given(FAR)
    error = 2 * sd / np.sqrt(sum(SIZES))  # moved draws still resemble each other a little
    assert found.draws.indicator.mean() == pytest.approx(mean, abs=4 * error)
    assert found.draws.indicator.std() == pytest.approx(sd, abs=4 * error)


def test_replicates_stay_apart_so_that_their_spread_is_an_error() -> None:
    found = [walk(FAR, seed=seed).through().draws.indicator for seed in range(12)]
    told = [np.std([part.mean() for part in np.split(each, 8)], ddof=1) / np.sqrt(8) for each in found]
    between = np.std([each.mean() for each in found], ddof=1)
    assert between == pytest.approx(np.mean(told), rel=0.6)


def test_draws_that_do_not_forget_give_no_answer() -> None:
    with pytest.raises(SimulationError, match="after 1 steps the moved draws still remember"):
        walk(FAR, Moves(most_steps=1)).through()


def test_the_choice_of_a_state_is_one_of_the_numbers(experiment: Experiment) -> None:
    names, states = numbers_of(experiment)
    assert states is None
    sample = Sample({names[0]: np.array([0.2, 0.7]), names[1]: np.array([0.3, 0.4])}, fresh=Stratified(1, 80))
    chosen, states = numbers_of(replace(experiment, design=sample))
    assert states is sample
    assert chosen == [CHOICE, *names[2:]]


@pytest.mark.slow
def test_states_of_a_sample_are_moved_to_whole(experiment: Experiment) -> None:
    reducer = YearOf(headline_of(resolution_targets(experiment.case)), 2022)
    sample = Sample({"ytd_revision_sd": np.array([0.2, 0.7])}, fresh=Stratified(1, 80))
    given = replace(experiment, design=sample)
    found = move_draws(given, reducer, [figure(8.0, 1)], 1, Moves(draws=160))
    again = move_draws(given, reducer, [figure(8.0, 1)], 1, Moves(draws=160))
    assert len(np.unique(found.draws.revision)) == 2
    assert np.array_equal(found.draws.indicator, again.draws.indicator)
