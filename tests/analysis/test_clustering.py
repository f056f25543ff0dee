"""A cluster is as unusual as independent figures of a smooth law would make it."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import binom, t

from qnsim.analysis.backtest.members import StudentT
from qnsim.analysis.clustering import cluster_above, spread_of

LAW = StudentT(5, 0.0, 1.0)


def test_figures_on_the_line_are_not_above_it_and_those_at_the_width_are_inside() -> None:
    assert cluster_above([1.0, 1.1, 1.5, 1.6], 1.0, 0.5, LAW).inside == 2


def test_the_chance_is_that_of_as_many_or_more() -> None:
    found = cluster_above([0.1, 0.2, 5.0], 0.0, 0.5, LAW)
    share = t.cdf(0.5, 5) - 0.5
    assert found.share == pytest.approx(share)
    assert found.chance == pytest.approx(binom.sf(1, 3, share))


def test_a_cluster_anywhere_is_more_likely_than_one_just_there() -> None:
    found = cluster_above([0.1, 0.2, 5.0], 0.0, 0.5, LAW)
    assert found.chance < found.anywhere < 1


def test_two_figures_lie_within_a_width_as_often_as_their_difference_is_small() -> None:
    near_normal = StudentT(1e6, 3.0, 1.0)
    found = cluster_above([0.1, 0.2], 0.0, 0.5, near_normal)
    assert found.anywhere == pytest.approx(2 * t.cdf(0.5 / np.sqrt(2), 1e6) - 1, abs=0.005)


def test_no_figure_above_the_line_is_no_cluster() -> None:
    found = cluster_above([-1.0, -2.0], 0.0, 0.5, LAW)
    assert (found.inside, found.chance, found.anywhere) == (0, 1.0, 1.0)


def test_the_spread_of_figures_is_that_of_another_one() -> None:
    law = spread_of([1.0, 2.0, 3.0])
    assert (law.freedom, law.location) == (2, 2.0)
    assert law.scale == pytest.approx(np.sqrt(1 + 1 / 3))
