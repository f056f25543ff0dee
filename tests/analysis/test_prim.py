"""Boxes are found where they are, and as another program finds them."""

from __future__ import annotations

import numpy as np
import pytest

from qnsim.analysis.prim import Box, excess, find_box, peel, quasi_p_values, widen

Array = np.ndarray
INF = np.inf


@pytest.fixture(scope="module")
def known() -> tuple[Array, Array]:
    """A thousand points of five inputs; nine in ten of those with the first below 0.45 and the third above 0.3."""
    source = np.random.default_rng(1)
    points = source.random((1000, 5))
    inside = (points[:, 0] < 0.45) & (points[:, 2] > 0.3) & (source.random(1000) < 0.9)
    return points, inside | (source.random(1000) < 0.05)


def test_peeling_goes_the_way_of_ema_workbench(known: tuple[Array, Array]) -> None:
    """Draws and events inside after each step, from `Prim(..., peel_alpha=0.05).find_box()` of ema_workbench 2.5.3."""
    inside = [1000, 950, 902, 856, 813, 772, 733, 696, 661, 627, 595, 565, 536, 509, 483, 458, 435, 413, 392, 372, 353]
    events = [297, 296, 295, 294, 293, 290, 289, 289, 287, 284, 283, 282, 281, 281, 280, 278, 278, 278, 278, 278, 278]
    inside += [335, 318, 302, 286, 271, 257]
    events += [276, 276, 272, 259, 248, 236]
    points, happened = known
    held = [box.holds(points) for box in peel(points, happened, most=5)][: len(inside)]
    assert [each.sum() for each in held] == inside
    assert [happened[each].sum() for each in held] == events


def test_limits_stand_where_ema_workbench_puts_them_up_to_one_draw(known: tuple[Array, Array]) -> None:
    """Its limits lie half-way between two draws: 0.298567 and 0.462489 after 22 steps."""
    points, happened = known
    limits = peel(points, happened, most=5)[22].limits
    assert set(limits) == {0, 2}
    assert limits[0] == (-INF, pytest.approx(0.462489, abs=0.003))
    assert limits[2] == (pytest.approx(0.298567, abs=0.003), INF)


def test_a_known_box_is_found_and_nothing_else(known: tuple[Array, Array]) -> None:
    box, path = find_box(*known, most=4)
    assert set(box.limits) == {0, 2}
    assert box.limits[0] == (-INF, pytest.approx(0.45, abs=0.03))
    assert box.limits[2] == (pytest.approx(0.3, abs=0.03), INF)
    assert path[0] == Box()


def test_no_box_has_more_conditions_than_asked_for(known: tuple[Array, Array]) -> None:
    points, happened = known
    assert {len(box.limits) for box in peel(points, happened, most=1)} == {0, 1}
    assert len(find_box(points, happened, most=1)[0].limits) == 1


def test_a_box_on_both_sides_of_one_input_is_one_condition() -> None:
    points = np.linspace(0, 1, 1001)[:, None]
    box, _ = find_box(points, (points[:, 0] > 0.3) & (points[:, 0] < 0.6), most=4)
    assert box.limits[0] == (pytest.approx(0.3, abs=0.02), pytest.approx(0.6, abs=0.02))


def test_an_input_that_counts_is_cut_between_its_values() -> None:
    counts = np.repeat([0.0, 1.0, 2.0], [900, 80, 20])[:, None]
    box, _ = find_box(counts, counts[:, 0] >= 1, most=4)
    assert box.limits == {0: (1.0, INF)}


def test_where_events_never_vary_there_is_no_cut() -> None:
    assert peel(np.random.default_rng(1).random((200, 3)), np.ones(200, dtype=bool), most=4) == [Box()]


def test_excess_is_events_beyond_what_as_many_draws_would_hold() -> None:
    points, happened = np.arange(10.0)[:, None], np.arange(10) >= 6
    assert excess(Box({0: (5.0, INF)}), points, happened) == pytest.approx((4 - 5 * 0.4) / 10)
    assert excess(Box(), points, happened) == pytest.approx(0)


def test_a_limit_too_tight_is_widened() -> None:
    points = np.linspace(0, 1, 1001)[:, None]
    happened = points[:, 0] > 0.5
    wide = widen(Box({0: (0.8, 0.9)}), points, happened)
    assert wide.limits[0] == (pytest.approx(0.5, abs=0.02), INF)


def test_a_quasi_p_value_is_that_of_a_one_sided_binomial_test() -> None:
    """Of ten draws five are inside and all five happen, against eight of ten without the condition: 0.8 ** 5."""
    points, happened = np.arange(10.0)[:, None], np.arange(10) >= 2
    assert quasi_p_values(Box({0: (5.0, INF)}), points, happened) == {0: pytest.approx(0.8**5)}
