"""Draws have the distribution of posteriors that are known, and of what another sampler finds."""

from __future__ import annotations

from dataclasses import replace

import emcee
import numpy as np
import pytest
from arviz_stats.base import array_stats
from posteriors import UnknownError, bananas, half_failing, line, simulated
from scipy.stats import kstest

from qnsim.analysis.sampling.diagnostics import diagnose, disagreements
from qnsim.analysis.sampling.population import Posterior, sample_posterior
from qnsim.analysis.sampling.settings import Settings
from qnsim.errors import SimulationError, UsageError

Array = np.ndarray
FEW = Settings(members=500, super_chains=16, chains_each=16, stages=(20, 40, 60), steps=200)
RARE = 4.5  # standard errors: one false alarm in 150 000 numbers


def off(posterior: Posterior, value: Array, mean: float) -> float:
    """How many standard errors the mean of some values (draw,) is off."""
    chains = value.reshape(posterior.settings.chains, -1)
    return abs(value.mean() - mean) / array_stats.mcse(chains, method="mean")


def test_a_linear_model_gives_the_mean_and_covariance_of_its_gaussian_posterior() -> None:
    problem = line(dimension=20, figures=15)
    posterior = sample_posterior(problem, 20, FEW, seed=1)
    z, mean, covariance = posterior.states, problem.mean, problem.covariance
    for k in range(20):
        assert off(posterior, z[k], mean[k]) < RARE
        for other in range(k + 1):
            product = (z[k] - mean[k]) * (z[other] - mean[other])
            assert off(posterior, product, covariance[k, other]) < RARE
    assert posterior.informed == (15, 15, 15, 15)
    assert diagnose(posterior).usable


def test_without_any_evidence_the_posterior_is_the_prior() -> None:
    posterior = sample_posterior(lambda z: (np.zeros((1, z.shape[1])), np.zeros(z.shape[1])), 3, FEW)
    for coordinate in posterior.states:
        assert off(posterior, coordinate, 0) < RARE
        assert off(posterior, coordinate**2, 1) < RARE
    assert posterior.informed == (0, 0, 0, 0)


@pytest.mark.slow
def test_bent_ridges_in_fifty_dimensions_have_their_moments() -> None:
    problem = bananas(dimension=50, pairs=4)
    settings = replace(FEW, members=1000, chains_each=64, stages=(60, 100, 200), steps=600)
    posterior = sample_posterior(problem, 50, settings, seed=2)
    own, moments = problem.straight(posterior.states), problem.moments
    for u, v in own[:8].reshape(4, 2, -1):
        assert off(posterior, u, moments["u"]) < RARE
        assert off(posterior, v, moments["v"]) < RARE
        assert off(posterior, (u - moments["u"]) ** 2, moments["u variance"]) < RARE
        assert off(posterior, (v - moments["v"]) ** 2, moments["v variance"]) < RARE
        assert off(posterior, u * v, moments["product"]) < RARE
    for other in own[8:]:
        assert off(posterior, other, 0) < RARE
        assert off(posterior, other**2, 1) < RARE
    assert diagnose(posterior).usable
    assert not disagreements(posterior, sample_posterior(problem, 50, settings, seed=3))


@pytest.mark.slow
def test_ridges_too_bent_for_a_short_burn_in_are_off_and_refused() -> None:
    """The danger in practice: chains that move well, 1 in 4 steps, and yet have not been everywhere."""
    problem = replace(bananas(dimension=50, pairs=8), error=0.3)
    settings = replace(FEW, members=1000, chains_each=64, stages=(60, 100), steps=200)
    posterior = sample_posterior(problem, 50, settings, seed=1)
    mean = problem.moments["u"]
    assert max(off(posterior, u, mean) for u in problem.straight(posterior.states)[:16:2]) > RARE
    assert posterior.acceptance.mean() == pytest.approx(0.25, abs=0.07)
    assert any("nested R-hat" in each for each in diagnose(posterior).problems)


@pytest.mark.slow
def test_an_unknown_error_is_found_as_emcee_finds_it() -> None:
    problem = UnknownError(np.array([0.4, 1.1, 1.6, 2.9]))

    def log_density(z: Array) -> Array:
        residuals, log_scale = problem(z.T)
        return -(residuals**2).sum(axis=0) / 2 - log_scale - (z.T**2).sum(axis=0) / 2

    walkers = emcee.EnsembleSampler(60, 3, log_density, vectorize=True)
    walkers.random_state = np.random.RandomState(1).get_state()
    walkers.run_mcmc(np.random.default_rng(1).standard_normal((60, 3)), 6_000)
    theirs = walkers.get_chain(discard=1_000).transpose(2, 1, 0)  # (coordinate, walker, step)
    posterior = sample_posterior(problem, 3, FEW, seed=1)
    for power in (1, 2):
        for mine, other in zip(posterior.history, theirs, strict=True):
            # The walkers of emcee lean on each other, so their error is that of the mean of all at each step.
            error = array_stats.mcse((other**power).mean(axis=0)[None], method="mean")
            error = np.hypot(error, array_stats.mcse(mine**power, method="mean"))
            assert abs((mine**power).mean() - (other**power).mean()) < RARE * error


@pytest.mark.slow
def test_truths_lie_anywhere_in_their_posteriors_alike() -> None:
    """Simulation-based calibration: Talts, Betancourt, Simpson, Vehtari and Gelman 2018, arXiv 1804.06788."""
    source = np.random.default_rng(1)
    settings, places = replace(FEW, members=200, chains_each=4, jacobians=4), []
    for seed in range(150):
        truth = source.standard_normal(3)
        states = sample_posterior(simulated(truth, source), 3, settings, seed=seed).states
        places.append((states < truth[:, None]).mean(axis=1))
    for coordinate in np.transpose(places):
        assert kstest(coordinate, "uniform").pvalue > 0.005


def test_a_draw_that_fails_has_no_density() -> None:
    posterior = sample_posterior(half_failing, 2, FEW, seed=1)
    half, whole = posterior.states
    assert half.min() >= 0
    assert off(posterior, half, np.sqrt(2 / np.pi)) < RARE
    assert off(posterior, whole, 0) < RARE


@pytest.mark.parametrize("broken", [np.nan, np.inf, -np.inf])
def test_a_log_scale_that_is_not_finite_is_a_failure_too(broken: float) -> None:
    def residuals(z: Array) -> tuple[Array, Array]:
        return np.zeros((1, z.shape[1])), np.where(z[0] < 0, broken, 0.0)

    assert sample_posterior(residuals, 1, FEW).states.min() >= 0


def test_a_model_that_nearly_always_fails_is_refused_with_advice() -> None:
    def residuals(z: Array) -> tuple[Array, Array]:
        return np.where(z[:1] < 2, np.nan, 0), np.zeros(z.shape[1])

    with pytest.raises(SimulationError, match=r"only \d+ of 500 draws have finite residuals; .* priors"):
        sample_posterior(residuals, 1, FEW)


def test_the_same_seed_gives_the_same_bits_and_another_seed_others() -> None:
    problem = bananas(dimension=6, pairs=2)
    first, second, other = (sample_posterior(problem, 6, FEW, seed=seed) for seed in (1, 1, 2))
    assert first.history.tobytes() == second.history.tobytes()
    assert first.quantity_history.tobytes() == second.quantity_history.tobytes()
    assert first.lengths == second.lengths
    assert not np.array_equal(first.history, other.history)


def test_the_model_is_called_with_no_more_draws_than_allowed_and_as_many_runs_as_told() -> None:
    sizes: list[int] = []

    def residuals(z: Array) -> tuple[Array, Array]:
        sizes.append(z.shape[1])
        return z[:2], np.zeros(z.shape[1])

    posterior = sample_posterior(residuals, 4, replace(FEW, batch=100))
    assert max(sizes) == 100
    assert sum(sizes) == posterior.runs == FEW.runs(4)


def test_the_size_of_calls_changes_no_draw() -> None:
    """Of a model that treats each draw alone."""

    def residuals(z: Array) -> tuple[Array, Array]:
        return z[:1] ** 3 - z[1:2], np.zeros(z.shape[1])

    whole, parts = (sample_posterior(residuals, 3, replace(FEW, batch=size)) for size in (2_048, 77))
    assert np.array_equal(whole.history, parts.history)


def test_quantities_of_interest_stay_with_their_draws() -> None:
    problem = bananas(dimension=6, pairs=2)
    posterior = sample_posterior(problem, 6, FEW)
    own = problem.straight(posterior.states)
    assert posterior.quantities == pytest.approx(own[:1] * own[1:2], abs=1e-12)
    assert posterior.quantity_history.shape == (1, FEW.chains, FEW.kept)


def test_movement_is_what_the_states_show() -> None:
    settings = replace(FEW, kept_every=1)
    posterior = sample_posterior(bananas(dimension=6, pairs=2), 6, settings)
    moved = np.any(np.diff(posterior.history, axis=2) != 0, axis=0)  # all steps but the first
    assert np.all(np.abs(posterior.acceptance * settings.steps - moved.sum(axis=1) - 0.5) <= 0.5 + 1e-9)
    for chain, standing in zip(moved, posterior.standing, strict=True):
        ends = np.flatnonzero(np.concatenate([[True], chain, [True]]))
        longest = np.diff(ends).max() - 1
        assert standing in (longest, ends[1])  # the second if the first step did not move either
    assert posterior.standing.max() > 5


def test_progress_counts_every_step_to_the_last() -> None:
    seen: list[tuple[int, int]] = []
    sample_posterior(half_failing, 2, FEW, progress=lambda done, total: seen.append((done, total)))
    assert seen == [(k, 320) for k in range(1, 321)]


def test_residuals_of_another_shape_are_refused() -> None:
    with pytest.raises(UsageError, match=r"residuals: of 500 draws it returned arrays of shapes .*\(figures, 500\)"):
        sample_posterior(lambda z: (z.T, np.zeros(z.shape[1])), 2, FEW)


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"super_chains": 1}, "super_chains is 1; expected at least 2"),
        ({"difference": 0.0}, "difference is 0.0; expected more than 0"),
        ({"inflations": ()}, "inflations are"),
        ({"stages": (60, 9)}, "stages are .* at least 10 steps"),
        ({"first_length": 1.5}, "first_length or shortest_share is above 1"),
        ({"members": 12}, "16 super_chains start at 12 members"),
        ({"steps": 4}, "steps is 4; expected at least 5"),
    ],
)
def test_settings_that_cannot_work_are_refused(wrong: dict[str, object], told: str) -> None:
    with pytest.raises(UsageError, match=told):
        replace(FEW, **wrong)
