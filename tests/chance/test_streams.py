"""Random numbers by name: stratified, repeatable, independent of what else is drawn."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from qnsim.chance.blocks import REPLICATE_SIZE, REPLICATES_PER_BLOCK, Block, Replicate, plan_blocks
from qnsim.chance.designs import Middle, Stratified, blocks_of
from qnsim.chance.streams import Streams, special
from qnsim.quantities.distributions import Distribution

BLOCK = Block(tuple(Replicate(number, 1_000 * number, 1_000) for number in range(4)))
PAIR = (("first", "second"), np.array([[1.0, 0.6], [0.6, 1.0]]))
TRIO = (("a", "b", "c"), np.array([[1.0, -0.3, 0.4], [-0.3, 1.0, 0.0], [0.4, 0.0, 1.0]]))


@pytest.fixture(scope="module")
def streams() -> Streams:
    return Streams(Stratified(1), BLOCK, [PAIR, TRIO])


@pytest.mark.parametrize("draws", [80, 81, 999, 4_000, 8_000, 8_001, 10_000, 100_000])
def test_every_draw_is_in_one_replicate_and_every_replicate_in_one_block(draws: int) -> None:
    replicates = [replicate for block in plan_blocks(draws) for replicate in block.replicates]
    assert len(replicates) >= 8
    assert [replicate.number for replicate in replicates] == list(range(len(replicates)))
    assert replicates[0].first == 0
    assert all(one.first + one.size == two.first for one, two in pairwise(replicates))
    assert replicates[-1].first + replicates[-1].size == draws
    assert max(replicate.size for replicate in replicates) <= 1_000
    assert max(replicate.size for replicate in replicates) - min(replicate.size for replicate in replicates) <= 1


def test_a_block_knows_its_first_draw_its_size_and_its_replicates() -> None:
    assert (BLOCK.first, BLOCK.size) == (0, 4_000)
    parts = BLOCK.split(np.arange(8_000).reshape(2, 4_000))
    assert [part.shape for part in parts] == [(2, 1_000)] * 4
    assert parts[1][0, 0] == 1_000


def test_the_boundaries_of_blocks_depend_on_the_index_of_the_draw_alone() -> None:
    size = REPLICATES_PER_BLOCK * REPLICATE_SIZE
    assert [block.first for block in plan_blocks(5 * size)] == [0, size, 2 * size, 3 * size, 4 * size]
    assert plan_blocks(5 * size)[:3] == plan_blocks(3 * size)


@pytest.mark.parametrize(("few", "many"), [(8_000, 10_000), (9_000, 16_000), (8_000, 100_000)])
def test_more_draws_in_whole_thousands_keep_the_first_replicates(few: int, many: int) -> None:
    first = [replicate for block in plan_blocks(few) for replicate in block.replicates]
    more = [replicate for block in plan_blocks(many) for replicate in block.replicates]
    assert more[: len(first)] == first


def test_the_numbers_of_a_replicate_do_not_depend_on_its_block() -> None:
    alone = Streams(Stratified(1), Block(BLOCK.replicates[3:])).uniform("x")
    assert np.array_equal(Streams(Stratified(1), BLOCK).uniform("x")[3_000:], alone)


def test_more_draws_keep_the_first_numbers() -> None:
    few, many = (
        np.concatenate([Streams(Stratified(1), b).normal("x") for b in plan_blocks(n)]) for n in (8_000, 10_000)
    )
    assert np.array_equal(many[:8_000], few)


@pytest.mark.parametrize("draws", [80, 1_003, 8_000])
def test_a_stream_visits_every_stratum_of_a_replicate_once(draws: int) -> None:
    for block in plan_blocks(draws):
        for part in block.split(Streams(Stratified(1), block).uniform("x")):
            assert np.array_equal(np.sort(np.floor(part * part.size)), np.arange(part.size))


def test_the_same_seed_gives_the_same_numbers() -> None:
    assert np.array_equal(Streams(Stratified(1), BLOCK).uniform("x"), Streams(Stratified(1), BLOCK).uniform("x"))


def test_another_name_seed_or_replicate_gives_other_numbers() -> None:
    streams, there = (
        Streams(Stratified(1), BLOCK),
        Streams(Stratified(1), Block(tuple(Replicate(n, 1_000 * n, 1_000) for n in range(4, 8)))),
    )
    base = streams.uniform("x")
    for other in (streams.uniform("y"), Streams(Stratified(2), BLOCK).uniform("x"), there.uniform("x")):
        assert not np.any(base == other)
        assert abs(np.corrcoef(base, other)[0, 1]) < 0.06
    assert abs(np.corrcoef(*BLOCK.split(base)[:2])[0, 1]) < 0.12


def test_the_order_of_asking_does_not_matter() -> None:
    one, other = Streams(Stratified(1), BLOCK, [PAIR]), Streams(Stratified(1), BLOCK, [PAIR])
    found = {name: one.uniform(name) for name in ("first", "second", "x")}
    again = {name: other.uniform(name) for name in ("x", "second", "first")}
    assert all(np.array_equal(found[name], again[name]) for name in found)


def test_joined_streams_have_the_correlations_asked_for(streams: Streams) -> None:
    for names, matrix in (PAIR, TRIO):
        found = np.corrcoef([streams.normal(name) for name in names])
        assert found == pytest.approx(matrix, abs=0.04)


def test_joined_streams_stay_uniform(streams: Streams) -> None:
    for name in (*PAIR[0], *TRIO[0]):
        shares = [np.mean(streams.uniform(name) < level) for level in (0.05, 0.5, 0.95)]
        assert shares == pytest.approx([0.05, 0.5, 0.95], abs=0.02)


def test_the_first_name_of_a_group_keeps_its_own_stream(streams: Streams) -> None:
    assert streams.uniform("a") == pytest.approx(Streams(Stratified(1), BLOCK).uniform("a"), abs=1e-12)


def test_normal_numbers_are_standard(streams: Streams) -> None:
    values = streams.normal("x")
    assert (values.mean(), values.std()) == pytest.approx((0, 1), abs=0.005)


def test_heavy_tailed_numbers_have_standard_deviation_one_and_heavy_tails(streams: Streams) -> None:
    values = streams.heavy_tailed("x", 6)
    assert (values.mean(), values.std()) == pytest.approx((0, 1), abs=0.02)
    assert np.mean(np.abs(values) > 3) > 2 * np.mean(np.abs(streams.normal("x")) > 3)


def test_shares_add_up_to_one_and_have_the_weights_as_their_mean(streams: Streams) -> None:
    weights = np.array([10.0, 20.0, 30.0, 40.0])
    shares = streams.dirichlet(weights, "x")
    assert shares.sum(axis=0) == pytest.approx(np.ones(BLOCK.size))
    assert shares.mean(axis=1) == pytest.approx(weights / 100, abs=0.002)
    assert shares.var(axis=1) == pytest.approx(weights * (100 - weights) / 100**2 / 101, rel=0.06)


@pytest.mark.parametrize("frequency", [0.03, 0.5, 2.5])
def test_counts_come_at_their_frequency(streams: Streams, frequency: float) -> None:
    counts = streams.poisson(frequency, "x")
    assert np.array_equal(counts, np.floor(counts))
    assert counts.mean() == pytest.approx(frequency, abs=0.01)
    assert counts.var() == pytest.approx(frequency, rel=0.05)
    assert np.mean(counts == 0) == pytest.approx(np.exp(-frequency), abs=0.001)


def test_counts_are_made_once_for_each_frequency() -> None:
    frequency = np.full(BLOCK.size, 0.5)
    streams = Streams(Stratified(1), BLOCK)
    first = streams.poisson(frequency, "x")
    assert streams.poisson(frequency.copy(), "x") is first
    for other in (frequency + 1, 2.5, frequency):
        fresh = Streams(Stratified(1), BLOCK).poisson(other, "x")
        assert np.array_equal(streams.poisson(other, "x"), fresh)
        assert streams.values["x"].mean() == fresh.mean()


def test_counts_follow_a_frequency_of_each_draw(streams: Streams) -> None:
    frequency = np.where(np.arange(BLOCK.size) % 2, 0.0, 4.0)
    counts = streams.poisson(frequency, "x")
    assert counts[1::2].max() == 0
    assert counts[::2].mean() == pytest.approx(4, rel=0.05)


def test_a_distribution_is_drawn_by_its_quantiles(streams: Streams) -> None:
    law = Distribution("lognormal", (2.0, 0.5))
    values = streams.quantile(law, "x")
    assert np.array_equal(values, law.quantile(streams.uniform("x")))
    assert streams.quantile(law, "x") is values


def test_the_middle_draw_is_at_every_median() -> None:
    middle = Streams(Middle(), blocks_of(Middle())[0])
    assert middle.size == 1
    assert middle.normal("x").tolist() == [0]
    assert middle.heavy_tailed("x", 6) == pytest.approx([0])
    assert middle.quantile(Distribution("uniform", (2.0, 4.0)), "x").tolist() == [3]
    assert middle.poisson(0.5, "x").tolist() == [0]


def test_scipy_special_is_imported_on_first_use() -> None:
    assert special().ndtr(0.0) == 0.5
