"""Distributions as quantile functions."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from scipy import stats

from qnsim.quantities.distributions import FAMILIES, Distribution, fixed

EXAMPLES = {
    "fixed": ((3.0,), 3.0),
    "normal": ((3.0, 2.0), 3.0),
    "truncated normal": ((3.0, 2.0, 1.0, 5.0), 3.0),
    "lognormal": ((3.0, 0.5), 3.0),
    "beta": ((2.0, 2.0), 0.5),
    "gamma": ((1.0, 3.0), 3.0 * np.log(2)),
    "uniform": ((1.0, 5.0), 3.0),
    "triangular": ((1.0, 3.0, 5.0), 3.0),
}


def test_every_family_has_an_example() -> None:
    assert EXAMPLES.keys() == FAMILIES.keys()


@pytest.mark.parametrize("family", FAMILIES)
def test_the_median_is_known(family: str) -> None:
    values, median = EXAMPLES[family]
    assert Distribution(family, values).median == pytest.approx(median)


@pytest.mark.parametrize("family", FAMILIES)
def test_quantiles_rise_within_the_bounds(family: str) -> None:
    law = Distribution(family, EXAMPLES[family][0])
    low, high = law.bounds()
    found = law.quantile(np.array([0.001, 0.05, 0.5, 0.95, 0.999]))
    assert np.all(np.diff(found) >= 0)
    assert low <= found[0]
    assert found[-1] <= high


@pytest.mark.parametrize("family", [family for family in FAMILIES if family != "beta"])
def test_another_unit_scales_every_quantile(family: str) -> None:
    law = Distribution(family, EXAMPLES[family][0])
    levels = np.array([0.05, 0.5, 0.95])
    assert law.scaled(0.01).quantile(levels) == pytest.approx(law.quantile(levels) / 100)


def test_a_beta_distribution_has_no_unit() -> None:
    with pytest.raises(ValueError, match="a beta distribution has no unit to convert"):
        Distribution("beta", (2.0, 2.0)).scaled(0.01)


def test_the_same_unit_changes_nothing() -> None:
    law = Distribution("beta", (2.0, 2.0))
    assert law.scaled(1) is law


@pytest.mark.parametrize(
    ("family", "values", "fault"),
    [
        ("cauchy", (0.0, 1.0), "'cauchy' is not a distribution; known are fixed, normal"),
        ("normal", (1.0,), r"normal takes 2 values \(mean, standard deviation\), got 1"),
        ("normal", (1.0, 0.0), "standard deviation above 0, got 0"),
        ("normal", (float("nan"), 1.0), "normal takes finite numbers"),
        ("truncated normal", (0.0, 1.0, 2.0, 2.0), "lower bound below its upper bound, got 2 and 2"),
        ("lognormal", (-1.0, 0.5), "lognormal needs values above 0"),
        ("beta", (0.0, 1.0), "beta needs values above 0"),
        ("gamma", (1.0, -1.0), "gamma needs values above 0"),
        ("uniform", (2.0, 1.0), "uniform needs its lower bound below its upper bound, got 2 and 1"),
        ("triangular", (1.0, 5.0, 3.0), "triangular needs lower <= mode <= upper and some width"),
        ("triangular", (1.0, 1.0, 1.0), "some width"),
    ],
)
def test_impossible_values_are_refused(family: str, values: tuple[float, ...], fault: str) -> None:
    with pytest.raises(ValueError, match=fault):
        Distribution(family, values)


def test_a_number_is_a_distribution_without_uncertainty() -> None:
    law = fixed(2)
    assert law.is_fixed
    assert law.quantile(np.array([0.1, 0.9])).tolist() == [2, 2]
    assert (law.bounds(), str(law)) == ((2.0, 2.0), "2")


def test_a_distribution_reads_as_it_is_written() -> None:
    assert str(Distribution("uniform", (0.5, 2.0))) == "uniform(0.5, 2)"


@pytest.mark.parametrize(
    ("law", "peer"),
    [
        (Distribution("normal", (3.0, 2.0)), stats.norm(3, 2)),
        (Distribution("truncated normal", (3.0, 2.0, 1.0, 4.0)), stats.truncnorm(-1, 0.5, 3, 2)),
        (Distribution("truncated normal", (0.0, 1.0, 2.0, 9.0)), stats.truncnorm(2, 9, 0, 1)),
        (Distribution("truncated normal", (0.0, 1.0, -9.0, -2.0)), stats.truncnorm(-9, -2, 0, 1)),
        (Distribution("truncated normal", (0.0, 1.0, -9.0, 9.0)), stats.truncnorm(-9, 9, 0, 1)),
        (Distribution("lognormal", (3.0, 0.4)), stats.lognorm(0.4, scale=3)),
        (Distribution("beta", (2.0, 5.0)), stats.beta(2, 5)),
        (Distribution("gamma", (2.0, 5.0)), stats.gamma(2, scale=5)),
        (Distribution("uniform", (-1.0, 5.0)), stats.uniform(-1, 6)),
        (Distribution("triangular", (-1.0, 0.5, 5.0)), stats.triang(0.25, -1, 6)),
        (Distribution("triangular", (-1.0, 5.0, 5.0)), stats.triang(1, -1, 6)),
    ],
)
def test_quantiles_and_bounds_are_those_of_scipy(law: Distribution, peer: Any) -> None:
    levels = np.concatenate([10.0 ** np.arange(-12, 0), np.linspace(0.01, 0.99, 99), 1 - 10.0 ** np.arange(-9, 0)])
    assert law.quantile(levels) == pytest.approx(peer.ppf(levels), rel=1e-9, abs=1e-9)
    assert law.bounds() == pytest.approx(peer.support())
    assert np.ndim(law.quantile(0.3)) == 0
