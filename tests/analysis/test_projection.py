"""Projections from the record of an indicator."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import norm

from qnsim.analysis.projection import predictive, project_figures, project_ranks
from qnsim.facts.projected import Walk

WALK = Walk(0.2, 0.3, 4, "judgement")
SERIES = 1_000


def coverage(years: list[int], changes: np.ndarray, target_year: int) -> float:
    """How often the 90% interval holds the value of the year; `changes` are (series, year) from the first year on."""
    paths = np.cumsum(changes, axis=1)
    inside = 0
    for path in paths:
        law = predictive({year: path[year] for year in years}, WALK, target_year)
        low, high = law.ppf((0.05, 0.95))
        inside += low <= path[target_year] <= high
    return inside / len(paths)


@pytest.mark.parametrize("years", [[3], [0, 5], [0, 1, 4, 7, 8]], ids=str)
def test_nine_in_ten_outcomes_of_the_prior_lie_in_the_interval(years: list[int]) -> None:
    stream = np.random.default_rng(5)
    spread = WALK.yearly / np.sqrt(stream.chisquare(WALK.worth, SERIES) / WALK.worth)
    trend = stream.normal(0, spread * WALK.trend / WALK.yearly)
    changes = stream.normal(trend[:, None], spread[:, None], (SERIES, 12))
    assert coverage(years, changes, years[-1] + 3) == pytest.approx(0.9, abs=0.03)


@pytest.mark.parametrize("spread", [0.2, 0.4, 0.8])
def test_a_long_record_outweighs_the_prior(spread: float) -> None:
    changes = np.random.default_rng(6).normal(0.4, spread, (SERIES, 43))
    assert coverage(list(range(41)), changes, 42) == pytest.approx(0.9, abs=0.03)


def test_a_record_quieter_than_the_prior_has_an_interval_that_is_rather_too_wide() -> None:
    changes = np.random.default_rng(7).normal(0.0, 0.05, (SERIES, 12))
    assert coverage([0, 1, 2, 3, 4, 5, 6, 7, 8], changes, 11) > 0.95


def test_one_figure_has_the_spread_of_the_prior() -> None:
    law = predictive({2020: 1.0}, WALK, 2023)
    # Three changes of a year and three times the mean change: 3 * 0.2**2 + 9 * 0.3**2 = 0.93.
    assert (law.mean(), law.args[0], law.args[2]) == pytest.approx((1.0, 4, np.sqrt(0.93)))


def test_a_second_figure_gives_the_walk_a_trend() -> None:
    law = predictive({2015: 0.0, 2020: 1.0}, WALK, 2023)
    weight = 4 / 9 + 5
    assert law.mean() == pytest.approx(1 + 3 / weight)
    assert law.args[0] == 5


def test_a_share_stays_within_its_bounds_and_a_quantity_above_nothing() -> None:
    share = project_figures({2020: 98.0}, WALK, 2023, ">=", 98.0, share=True)
    assert share.spread is not None
    assert 0 < share.spread[0] < share.spread[1] < share.spread[2] < 100
    assert share.probability == pytest.approx(0.5)
    quantity = project_figures({2020: 0.1}, WALK, 2023, "<", 0.1, share=False)
    assert quantity.spread is not None and quantity.spread[0] > 0
    assert quantity.probability == pytest.approx(0.5)


def test_more_than_all_is_never_reached_and_nothing_always() -> None:
    assert project_figures({2020: 98.0}, WALK, 2023, ">=", 100.0, share=True).probability == 0
    assert project_figures({2020: 98.0}, WALK, 2023, ">", 0.0, share=False).probability == 1


def test_a_projection_names_its_method_and_counts_its_figures() -> None:
    found = project_figures({2015: 93.0, 2020: 98.0}, WALK, 2023, ">=", 98.0, share=True)
    assert found.figures == 2
    assert "random walk with drift on the logit scale from 2 figures (2015–2020)" in found.method
    assert "1 figure (2020)" in project_figures({2020: 98.0}, WALK, 2023, ">=", 98.0, share=False).method


def test_a_known_spread_is_the_normal_of_the_textbook() -> None:
    sure = Walk(0.2, 0.3, 1e9, "judgement")
    law = predictive({2020: 0.0}, sure, 2021)
    assert law.ppf(0.95) == pytest.approx(norm(0, np.sqrt(0.13)).ppf(0.95), rel=1e-3)


def test_ranks_are_beta_binomial_by_hand() -> None:
    record = {"pci": {2018: 3.0, 2019: 1.0, 2020: 12.0}}
    found = project_ranks(record, 10)
    assert found.probability == pytest.approx(2.5 / 4)  # two of three years and half of each by Jeffreys
    assert (found.spread, found.figures) == (None, 3)
    assert "(2 of 3 years)" in found.method


def test_indices_that_must_all_be_in_the_group_multiply() -> None:
    record = {"pci": {2019: 1.0}, "papi": {2019: 53.0, 2020: 1.0}}
    found = project_ranks(record, 10)
    assert found.probability == pytest.approx(1.5 / 2 * 1.5 / 3)
    assert found == project_ranks(record, 10)


def test_the_interval_of_the_chance_is_that_of_the_beta() -> None:
    low, high = 0.23553, 0.93759  # 5% and 95% point of Beta(2.5, 1.5)
    assert f"from {low:.0%} to {high:.0%}" in project_ranks({"pci": {2018: 1.0, 2019: 1.0, 2020: 63.0}}, 10).method
