"""Probabilities and their simulation error."""

from __future__ import annotations

import numpy as np
import pytest

from qnsim.analysis.probability import Probability, count, probability
from qnsim.chance.blocks import Block, Replicate
from qnsim.chance.designs import Stratified
from qnsim.chance.streams import Streams

SIZES = np.full(8, 1_000.0)


def of(*shares: float) -> Probability:
    return Probability(np.array(shares), np.full(len(shares), 100.0))


def test_a_probability_is_the_share_of_all_draws() -> None:
    assert Probability(np.array([0.1, 0.4]), np.array([100.0, 200.0])).value == pytest.approx(0.3)


def test_the_error_is_the_spread_of_replicates_over_the_root_of_their_number() -> None:
    assert of(0.1, 0.2, 0.3, 0.4).error == pytest.approx(np.std([0.1, 0.2, 0.3, 0.4], ddof=1) / 2)


@pytest.mark.parametrize("share", [0.0, 1.0])
def test_no_probability_is_exact(share: float) -> None:
    assert of(*[share] * 8).error == pytest.approx(1 / 800)


@pytest.mark.parametrize("chance", [0.05, 0.3, 0.5])
def test_the_error_of_independent_draws_is_the_binomial_one(chance: float) -> None:
    hits = np.random.default_rng(1).binomial(1_000, chance, (400, 8)) / 1_000
    errors = [Probability(shares, SIZES).error for shares in hits]
    assert np.sqrt(np.mean(np.square(errors))) == pytest.approx(np.sqrt(chance * (1 - chance) / 8_000), rel=0.06)


def test_the_error_covers_the_truth_as_often_as_it_should() -> None:
    hits = np.random.default_rng(2).binomial(1_000, 0.3, (400, 8)) / 1_000
    misses = [abs(p.value - 0.3) > 1.96 * p.error for p in (Probability(shares, SIZES) for shares in hits)]
    assert 0.03 < np.mean(misses) < 0.14  # eight replicates: a t distribution with 7 degrees, 0.09


def test_stratified_draws_have_a_smaller_error_than_independent_ones() -> None:
    block = Block(tuple(Replicate(number, 1_000 * number, 1_000) for number in range(8)))
    happened = Streams(Stratified(1), block).uniform("x") < 0.3
    found = probability([count(happened, block)], [1_000] * 8)
    assert found.value == pytest.approx(0.3, abs=1e-3)
    assert found.error < 0.1 * np.sqrt(0.3 * 0.7 / 8_000)


def test_a_difference_with_common_draws_has_the_error_of_the_difference() -> None:
    one, other = of(0.30, 0.40, 0.50), of(0.21, 0.29, 0.40)
    difference, error = one.minus(other)
    assert difference == pytest.approx(0.1)
    assert error == pytest.approx(np.std([0.09, 0.11, 0.10], ddof=1) / np.sqrt(3))
    assert error < 0.2 * one.error


def test_events_are_counted_in_each_replicate_and_blocks_stay_in_order() -> None:
    one = Block((Replicate(0, 0, 2), Replicate(1, 2, 4)))
    other = Block((Replicate(2, 6, 1),))
    parts = [count(np.array([True, False, True, True, True, False]), one), count(np.array([False]), other)]
    assert parts == [[0.5, 0.75], [0.0]]
    assert probability(parts, [2, 4, 1]).value == pytest.approx(4 / 7)
