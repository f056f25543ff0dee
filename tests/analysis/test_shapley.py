"""Shapley values against orders gone through one by one, and against games whose parts are known."""

from __future__ import annotations

from itertools import combinations, permutations

import numpy as np
import pytest

from qnsim.analysis.shapley import AllOrders, Averaging, SomeOrders, Subset


def every_subset(count: int) -> list[Subset]:
    return [frozenset(each) for size in range(count + 1) for each in combinations(range(count), size)]


def any_game(count: int) -> dict[Subset, np.ndarray]:
    """A value of two numbers for each subset, without any structure."""
    generator = np.random.default_rng(1)
    return {subset: generator.normal(size=2) for subset in every_subset(count)}


def test_two_changes_share_what_they_do_together() -> None:
    one, other = frozenset({0}), frozenset({1})
    values = {frozenset(): 1.0, one: 3.0, other: 5.0, one | other: 11.0}
    parts, missing = AllOrders(2).parts({subset: np.array([value]) for subset, value in values.items()})
    assert parts.tolist() == [[(2 + 6) / 2], [(4 + 8) / 2]]
    assert missing.tolist() == [[0], [0]]


def test_all_orders_are_averaged() -> None:
    values, orders = any_game(4), list(permutations(range(4)))
    for change in range(4):
        gains = [values[frozenset(o[: o.index(change) + 1])] - values[frozenset(o[: o.index(change)])] for o in orders]
        assert AllOrders(4).parts(values)[0][change] == pytest.approx(np.mean(gains, axis=0))


@pytest.mark.parametrize("averaging", [AllOrders(1), AllOrders(5), SomeOrders(5, pairs=3), SomeOrders(10, pairs=2)])
def test_parts_add_up_to_the_whole(averaging: AllOrders | SomeOrders) -> None:
    values = any_game(averaging.count)
    parts, _ = averaging.parts(values)
    assert parts.sum(axis=0) == pytest.approx(values[frozenset(range(averaging.count))] - values[frozenset()])


@pytest.mark.parametrize("averaging", [AllOrders(3), SomeOrders(9, pairs=2)])
def test_only_the_subsets_asked_for_are_needed(averaging: Averaging) -> None:
    averaging.parts({subset: np.zeros(1) for subset in averaging.subsets})
    assert len(set(averaging.subsets)) == len(averaging.subsets)


def test_changes_that_act_in_pairs_need_no_more_than_an_order_and_its_reverse() -> None:
    weights = np.random.default_rng(2).normal(size=(9, 9))
    values = {s: np.array([sum(weights[i, j] for i in s for j in s)]) for s in every_subset(9)}
    parts, missing = SomeOrders(9, pairs=4).parts(values)
    assert parts == pytest.approx(AllOrders(9).parts(values)[0])
    assert missing == pytest.approx(0)


def test_the_error_of_some_orders_is_as_large_as_they_are_wrong() -> None:
    values = any_game(6)
    exact = AllOrders(6).parts(values)[0]
    found = [SomeOrders(6, pairs=8, seed=seed).parts(values) for seed in range(200)]
    wrong = np.sqrt(np.mean([(parts - exact) ** 2 for parts, _ in found]))
    told = np.sqrt(np.mean([missing**2 for _, missing in found]))
    assert told == pytest.approx(wrong, rel=0.1)
