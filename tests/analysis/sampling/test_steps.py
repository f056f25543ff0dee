"""Each step of the method alone: smoother, directions, reference, kernel."""

from __future__ import annotations

import numpy as np
import pytest
from posteriors import half_failing, line
from scipy.stats import kstest, t

from qnsim.analysis.sampling.ensemble_smoother import smooth
from qnsim.analysis.sampling.informed_subspace import Reference, find_directions, fit_reference
from qnsim.analysis.sampling.kernel import draw_lengths, step
from qnsim.analysis.sampling.settings import Settings
from qnsim.analysis.sampling.target import Points, Target

Array = np.ndarray
SETTINGS = Settings(members=20_000, jacobians=4)


def test_the_smoother_is_exact_where_residuals_are_linear() -> None:
    problem = line(dimension=6, figures=4)
    members = smooth(Target(problem, 6, 5_000), SETTINGS, np.random.default_rng(1)).z
    assert members.mean(axis=1) == pytest.approx(problem.mean, abs=0.04)
    assert np.cov(members) == pytest.approx(problem.covariance, abs=0.05)


def test_inflations_of_the_smoother_are_relative() -> None:
    problem = Target(line(dimension=6, figures=4), 6, 20_000)
    settings = Settings(members=100, inflations=(4, 4)), Settings(members=100, inflations=(2, 2))
    first, second = (smooth(problem, each, np.random.default_rng(1)).z for each in settings)
    assert np.array_equal(first, second)


def test_the_smoother_returns_living_members_only() -> None:
    members = smooth(Target(half_failing, 2, 20_000), SETTINGS, np.random.default_rng(1))
    assert members.alive.all()
    assert members.z.shape == (2, 20_000)
    assert members.z[0].min() >= 0


def test_informed_directions_are_those_the_figures_depend_on() -> None:
    problem = line(dimension=30, figures=7)
    target = Target(problem, 30, 500)
    points = target.at(np.random.default_rng(1).standard_normal((30, 50)))
    informed, others = find_directions(target, points, SETTINGS, np.random.default_rng(2))
    assert informed.shape == (30, 7)
    assert np.abs(problem.slopes @ others).max() < 1e-9
    whole = np.hstack([informed, others])
    assert whole.T @ whole == pytest.approx(np.eye(30), abs=1e-12)


def test_information_is_averaged_over_points() -> None:
    """A square has slope 0 in the middle and more to the sides: both count."""
    target = Target(lambda z: (z[:1] ** 2 / 10, np.zeros(z.shape[1])), 2, 500)
    settings = Settings(jacobians=2, least_information=0.05)
    for place, count in ((0.0, 0), (2.0, 1)):
        points = target.at(np.array([[0.0, place], [0.0, 0.0]]))
        assert find_directions(target, points, settings, np.random.default_rng(1))[0].shape == (2, count)


@pytest.mark.parametrize(("slope", "count"), [(0.2, 0), (0.25, 1)])
def test_a_direction_is_informed_from_a_twentieth_of_the_information_of_the_prior(slope: float, count: int) -> None:
    target = Target(lambda z: (slope * z[:1], np.zeros(z.shape[1])), 2, 500)
    points = target.at(np.zeros((2, 9)))
    assert find_directions(target, points, SETTINGS, np.random.default_rng(1))[0].shape == (2, count)


def test_a_difference_that_fails_is_no_slope() -> None:
    target = Target(half_failing, 2, 500)
    points = target.at(np.zeros((2, 3)))
    informed, others = find_directions(target, points, SETTINGS, np.random.default_rng(1))
    assert informed.shape == (2, 0)
    assert others.shape == (2, 2)


@pytest.fixture
def reference() -> Reference:
    """Of five coordinates, three of them informed."""
    source = np.random.default_rng(3)
    axes = np.linalg.qr(source.standard_normal((5, 5)))[0]
    sample = np.linalg.cholesky(np.eye(5) + 0.5) @ source.standard_normal((5, 40_000)) + 2
    return fit_reference((axes[:, :3], axes[:, 3:]), sample, 1.5, 20)


def test_a_reference_has_the_moments_of_its_sample(reference: Reference) -> None:
    axes = reference.informed
    assert reference.centre[:, 0] == pytest.approx(axes.T @ np.full(5, 2), abs=0.03)
    assert reference.factor @ reference.factor.T == pytest.approx(1.5 * axes.T @ (np.eye(5) + 0.5) @ axes, abs=0.1)


def test_standard_parts_are_the_coordinates_in_another_form(reference: Reference) -> None:
    z = np.random.default_rng(4).standard_normal((5, 6))
    assert reference.coordinates(*reference.standard(z)) == pytest.approx(z, abs=1e-12)


def test_covariances_of_few_draws_are_shrunk() -> None:
    sample = np.array([[-1.0, 1.0], [-1.0, 1.0]])  # two draws: correlation 1
    found = fit_reference((np.eye(2), np.empty((2, 0))), sample, 1, 20)
    assert found.factor @ found.factor.T == pytest.approx(np.array([[2.0, 1.0], [1.0, 2.0]]))


def test_draws_that_all_agree_give_a_reference_all_the_same() -> None:
    found = fit_reference((np.eye(2), np.empty((2, 0))), np.zeros((2, 10)), 1, 20)
    assert np.isfinite(found.whitening).all()


def chains_of(reference: Reference, target: Target, count: int) -> Points:
    """States drawn from a reference."""
    source = np.random.default_rng(5)
    own = t.rvs(3, size=(1, count), random_state=source)
    return target.at(reference.coordinates(own, source.standard_normal((1, count))))


@pytest.mark.parametrize("length", [0.05, 0.5, 1.0])
def test_a_target_equal_to_the_reference_accepts_every_step_and_keeps_its_distribution(length: float) -> None:
    axes = np.eye(2)
    reference = Reference(axes[:, :1], axes[:, 1:], np.ones(1), np.full((1, 1), 0.5), np.full((1, 1), 2.0), 3)

    def residuals(z: Array) -> tuple[Array, Array]:
        """Residuals that leave of the posterior the Student distribution of the reference."""
        own, rest = reference.standard(z)
        return np.zeros((1, z.shape[1])), -(z**2).sum(axis=0) / 2 - reference.log_density(own, rest)

    target = Target(residuals, 2, 20_000)
    chains = chains_of(reference, target, 20_000)
    source = np.random.default_rng(6)
    for _ in range(3):
        chains, moved = step(chains, target, reference, np.full(20_000, length), source)
        assert moved.all()
    assert kstest((chains.z[0] - 1) * 2, t(3).cdf).pvalue > 0.001
    assert kstest(chains.z[1], "norm").pvalue > 0.001


def test_a_proposal_without_density_leaves_the_chain_where_it_was() -> None:
    target = Target(lambda z: (np.full((1, z.shape[1]), np.nan), np.zeros(z.shape[1])), 2, 100)
    reference = fit_reference((np.eye(2), np.empty((2, 0))), np.random.default_rng(1).standard_normal((2, 99)), 1, 20)
    here = Points(np.ones((2, 10)), np.zeros((1, 10)), np.zeros(10), np.empty((0, 10)))
    after, moved = step(here, target, reference, np.full(10, 0.5), np.random.default_rng(1))
    assert not moved.any()
    assert np.array_equal(after.z, here.z)


def test_half_of_the_lengths_are_the_longest_and_the_others_go_down_to_a_share_of_it() -> None:
    lengths = draw_lengths(0.5, 0.02, 100_000, np.random.default_rng(1))
    assert np.mean(lengths == 0.5) == pytest.approx(0.5, abs=0.01)
    others = np.log(lengths[lengths < 0.5] / 0.5) / np.log(0.02)
    assert kstest(others, "uniform").pvalue > 0.001
