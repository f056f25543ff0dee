"""A year that is going on: growth by quarter, and what published figures make of the draws."""

import numpy as np
import pytest
from linear_year import DIMENSION, figure, linear_year, year_given

from qnsim.analysis.outcomes import until
from qnsim.analysis.weights import effective_size, normalised
from qnsim.analysis.year_so_far import BRANCHES, YearDraws, YearOf
from qnsim.chance.designs import Stratified
from qnsim.ensemble import KeepPaths
from qnsim.facts.case import read_case
from qnsim.facts.shipped import data_folder
from qnsim.facts.targets import headline_of
from qnsim.run import Experiment, prepare, run_experiments
from qnsim.workflow.scenarios import load_scenario, resolution_targets


@pytest.fixture(scope="module")
def experiment() -> Experiment:
    """2022 seen from the end of 2021, with few draws."""
    case = read_case(data_folder().parent / "2021-12")
    return until(prepare(load_scenario("baseline", case), case, Stratified(1, 80)), "2022")


def test_the_year_to_its_end_grows_as_the_model_says(experiment: Experiment) -> None:
    reducer = YearOf(headline_of(resolution_targets(experiment.case)), 2022)
    (found,) = run_experiments([experiment], reducer)
    (paths,) = run_experiments([experiment], KeepPaths(["growth_year_to_date", "growth_first_release"]))
    for quarter in range(1, 5):
        expected = 100 * np.asarray(paths["growth_year_to_date"])[quarter - 1]
        assert found.modelled(figure(0.0, quarter)) == pytest.approx(expected)
    assert found.indicator == pytest.approx(100 * np.asarray(paths["growth_first_release"])[-1])


def test_branches_add_up_to_grdp(experiment: Experiment) -> None:
    (found,) = run_experiments([experiment], YearOf(headline_of(resolution_targets(experiment.case)), 2022))
    parts = [place for place, branch in enumerate(BRANCHES) if branch not in ("", "industry_construction")]
    assert found.now[parts].sum(axis=0) == pytest.approx(found.now[0])


@pytest.mark.parametrize(
    "figures",
    [
        [figure(9.0, 1, error=0.8)],
        [figure(9.0, 1, error=0.8), figure(11.0, 2, error=1.0)],
        [figure(6.0, 2, to_date=False, error=1.5), figure(8.5, 3, error=0.5)],
    ],
)
def test_weighted_draws_of_a_linear_year_have_its_known_posterior(figures: list) -> None:
    draws = linear_year(np.random.default_rng(1).standard_normal((DIMENSION, 40_000)))
    weights = normalised(draws.log_likelihood(figures))
    mean, sd = year_given(figures)
    error = sd / np.sqrt(effective_size(weights))
    assert weights @ draws.indicator == pytest.approx(mean, abs=4 * error)
    assert np.sqrt(weights @ (draws.indicator - mean) ** 2) == pytest.approx(sd, abs=4 * error)


def test_the_error_of_a_figure_is_its_own_or_that_of_the_model() -> None:
    draws = linear_year(np.zeros((DIMENSION, 3)))
    assert draws.error(figure(9.0, 2, error=0.3)) == 0.3
    assert draws.error(figure(9.0, 2)) == pytest.approx(1.0)
    assert draws.error(figure(9.0, 1, to_date=False)) == pytest.approx(1.0)
    # the second quarter is twice the half year less the first: twice one error and once another
    assert draws.error(figure(9.0, 2, to_date=False)) == pytest.approx(np.sqrt(5))


def test_a_density_falls_with_the_square_of_the_distance_and_with_the_error() -> None:
    draws = linear_year(np.zeros((DIMENSION, 1)))
    near, far = (draws.log_likelihood([figure(8.0 + apart, 1, error=2.0)])[0] for apart in (0.0, 4.0))
    assert (near, far) == pytest.approx((-np.log(2), -np.log(2) - 2))


def test_half_of_the_probability_lies_below_a_figure_that_was_expected() -> None:
    draws = linear_year(np.zeros((DIMENSION, 2)))
    assert draws.share_below(figure(8.0, 1), np.full(2, 0.5)) == pytest.approx(0.5)
    assert draws.share_below(figure(9.0, 1), np.full(2, 0.5)) == pytest.approx(0.8413, abs=1e-4)


def test_draws_are_replaced_where_they_moved() -> None:
    still, other = (linear_year(np.full((DIMENSION, 2), value)) for value in (0.0, 1.0))
    found = still.where(np.array([False, True]), other)
    assert isinstance(found, YearDraws)
    assert found.indicator == pytest.approx([still.indicator[0], other.indicator[1]])
    assert found[np.array([1, 1])].growth("", 1, 4) == pytest.approx(np.repeat(other.indicator[0], 2))
