"""Importance weights, judged by Gaussian draws whose posterior is known."""

import numpy as np
import pytest
from scipy.stats import norm

from qnsim.analysis.weights import effective_size, normalised, slope, weighted_quantiles, weighted_share

DRAWS, SIZES = 40_000, [1_000] * 40
PRIOR, ERROR, SEEN = (2.0, 3.0), 1.5, 5.0  # a mean and a standard deviation; of one figure the error and the value


@pytest.fixture(scope="module")
def draws() -> np.ndarray:
    """Draws of the prior."""
    return np.random.default_rng(1).normal(*PRIOR, DRAWS)


@pytest.fixture(scope="module")
def weights(draws: np.ndarray) -> np.ndarray:
    """Their weights after the figure."""
    return normalised(-(((SEEN - draws) / ERROR) ** 2) / 2)


def posterior() -> tuple[float, float]:
    precision = 1 / PRIOR[1] ** 2 + 1 / ERROR**2
    return (PRIOR[0] / PRIOR[1] ** 2 + SEEN / ERROR**2) / precision, precision**-0.5


def test_weighted_draws_have_the_moments_of_the_posterior(draws: np.ndarray, weights: np.ndarray) -> None:
    mean, sd = posterior()
    error = sd / np.sqrt(effective_size(weights))
    assert weights @ draws == pytest.approx(mean, abs=4 * error)
    assert np.sqrt(weights @ (draws - mean) ** 2) == pytest.approx(sd, abs=4 * error)


def test_weighted_draws_have_the_quantiles_of_the_posterior(draws: np.ndarray, weights: np.ndarray) -> None:
    mean, sd = posterior()
    levels = (0.05, 0.5, 0.95)
    assert weighted_quantiles(draws, weights, levels) == pytest.approx(norm(mean, sd).ppf(levels), abs=0.06)


def test_the_probability_of_an_event_is_that_of_the_posterior_within_its_error(
    draws: np.ndarray, weights: np.ndarray
) -> None:
    mean, sd = posterior()
    found = weighted_share((draws > 5).astype(float), weights, SIZES)
    assert found.value == pytest.approx(norm.sf(5, mean, sd), abs=4 * found.error)
    assert found.error == pytest.approx(np.sqrt(found.value * (1 - found.value) / effective_size(weights)), rel=0.4)


def test_the_error_told_is_that_between_samples() -> None:
    source, found = np.random.default_rng(2), []
    for _ in range(200):
        draws = source.normal(*PRIOR, 2_000)
        weights = normalised(-(((SEEN - draws) / ERROR) ** 2) / 2)
        found.append(weighted_share((draws > 5).astype(float), weights, [100] * 20))
    told = np.mean([each.error for each in found])
    assert np.std([each.value for each in found]) == pytest.approx(told, rel=0.15)


def test_equal_weights_are_worth_all_draws_and_one_weight_is_worth_one() -> None:
    assert effective_size(np.full(50, 0.02)) == pytest.approx(50)
    assert effective_size(np.eye(50)[0]) == pytest.approx(1)


def test_a_draw_without_a_finite_density_weighs_nothing() -> None:
    assert normalised(np.array([0.0, np.nan, 0.0, -np.inf])) == pytest.approx([0.5, 0, 0.5, 0])


def test_the_slope_is_that_of_a_line_and_nought_where_nothing_varies() -> None:
    by, weights = np.arange(4.0), np.array([0.1, 0.2, 0.3, 0.4])
    assert slope(3 * by + 1, by, weights) == pytest.approx(3)
    assert slope(by, np.ones(4), weights) == 0
