"""Weights by hand, and that an origin learns from nothing that came after its day."""

from __future__ import annotations

import datetime
from dataclasses import replace

import numpy as np
import pytest

from qnsim.analysis.backtest.members import (
    CLIMATOLOGY,
    CORRECTED,
    CORRECTED_BY_OTHERS,
    MODEL,
    NATIONAL,
    NO_CHANGE,
    TOGETHER,
    Said,
    StudentT,
)
from qnsim.analysis.backtest.pool import POOLED, Standing, Weights, learn_from, linear_pool, stack, teach
from qnsim.analysis.backtest.seen import Figure, year_end

CAME = dict.fromkeys(range(2015, 2020), 10.0)


def standings(came: dict[int, float] = CAME) -> list[Standing]:
    """A model that is two points too low, and a record that is right."""
    draws = np.random.default_rng(1).normal(8, 1, 2_000)
    said = (
        Said(MODEL, draws=draws),
        Said(CLIMATOLOGY, law=StudentT(5, 10, 1)),
        Said(NO_CHANGE, law=StudentT(5, 10, 2)),
    )
    return [
        Standing(
            origin,
            year,
            said,
            came[year],
            tuple(Figure(each, came[each], year_end(each)) for each in range(2015, origin + 1)),
        )
        for origin in range(2015, 2019)
        for year in range(origin + 1, min(origin + 4, 2020))
    ]


def test_before_any_year_all_weights_are_equal() -> None:
    weights = stack([])
    assert weights.mean == pytest.approx([1 / 3] * 3, abs=0.005)
    assert np.diag(weights.covariance) == pytest.approx([2 / 63] * 3, rel=0.05)  # of a Dirichlet law with 2, 2, 2


def test_one_year_moves_the_weights_as_bayes_says() -> None:
    """A member that alone gave density counts once more: Dirichlet 3, 2, 2."""
    weights = stack([(2020, (0.0, -np.inf, -np.inf))])
    assert weights.mean == pytest.approx([3 / 7, 2 / 7, 2 / 7], abs=0.005)
    assert stack([(2020, (0.0, -np.inf, -np.inf))] * 3).mean == pytest.approx(weights.mean)  # of one year: once


def test_members_that_never_differ_keep_equal_weights() -> None:
    assert stack([(year, (-2.0,) * 3) for year in range(2010, 2020)]).mean == pytest.approx([1 / 3] * 3, abs=0.005)


def test_a_pool_has_the_weighted_mean_probability_and_density_of_its_members() -> None:
    low, high = Said(CLIMATOLOGY, law=StudentT(5, 8, 1)), Said(NO_CHANGE, law=StudentT(5, 12, 1))
    pool = linear_pool([low, high], Weights((CLIMATOLOGY, NO_CHANGE), (0.75, 0.25), np.eye(2)))
    assert pool
    assert pool.mean == 9
    assert pool.above(10) == pytest.approx(0.75 * low.above(10) + 0.25 * high.above(10))
    assert np.mean(pool.points > 10) == pytest.approx(pool.above(10), abs=2e-3)
    assert pool.points.mean() == pytest.approx(9, abs=0.01)


def test_a_member_that_is_silent_leaves_its_weight_to_the_others() -> None:
    weights = Weights(POOLED, (0.5, 0.25, 0.25), np.eye(3))
    pool = linear_pool([Said(name, law=StudentT(5, 8, 1)) for name in (CLIMATOLOGY, NO_CHANGE, NATIONAL)], weights)
    assert pool
    assert [each.member for each in pool.parts] == [CLIMATOLOGY, NO_CHANGE]
    assert pool.weights == (0.5, 0.5)
    assert linear_pool([Said(CLIMATOLOGY, law=StudentT(5, 8, 1))], weights) is None


def test_the_first_origin_corrects_nothing_and_later_ones_more() -> None:
    means = {}
    for each in teach(standings()):
        own = each.of(CORRECTED)
        assert own
        means[each.origin, each.year] = own.mean
    assert means[2015, 2016] == pytest.approx(8, abs=0.1)
    assert means[2015, 2016] < means[2016, 2017] < means[2017, 2018] < means[2018, 2019] < 10


def test_what_comes_later_changes_nothing_that_was_said_before() -> None:
    """What came in 2018 is known at the end of 2018, and moves only what is said from then on, but for hindsight."""
    before = teach(standings())
    after = teach(standings({**CAME, 2018: 15.0}))
    for one, other in zip(before, after, strict=True):
        for member in (CORRECTED, TOGETHER):
            own, then = one.of(member), other.of(member)
            assert own and then
            assert (own.mean == then.mean) == (one.origin < 2018)
    first = [each.of(CORRECTED_BY_OTHERS) for each in (before[0], after[0])]
    assert first[0] and first[1] and first[0].mean != first[1].mean


def test_the_correction_says_which_figures_it_rests_on() -> None:
    taught = teach(standings())
    for each in taught:
        own = each.of(CORRECTED)
        assert own
        assert [figure.year for figure in own.seen] == list(range(2016, each.origin + 1))
        assert all(figure.known_from <= datetime.date(each.origin, 12, 31) for figure in own.seen)


def test_hindsight_leaves_out_its_own_origin_and_year() -> None:
    alone = [each for each in standings() if each.year == 2019 or each.origin == 2018]
    (last,) = [each for each in teach(alone) if each.origin == 2018]
    own = last.of(CORRECTED_BY_OTHERS)
    assert own and own.mean == pytest.approx(8, abs=0.1)


def test_a_member_that_gave_more_to_what_came_weighs_more() -> None:
    weights = learn_from(teach(standings())).weights
    share = dict(zip(weights.members, weights.mean, strict=True))
    assert share[CLIMATOLOGY] > share[NO_CHANGE]
    silent = [replace(each, said=each.said[:2]) for each in standings()]
    assert learn_from(silent).weights.mean == pytest.approx([1 / 3] * 3, abs=0.005)
