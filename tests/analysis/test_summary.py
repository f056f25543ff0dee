"""Means, spreads and quantiles, block by block."""

from __future__ import annotations

import numpy as np
import pytest

from qnsim.analysis.measures import BY_KEY
from qnsim.analysis.measures.measure import Series
from qnsim.analysis.summary import (
    COLUMNS,
    LEVELS,
    STATISTICS,
    Moments,
    combine,
    sorted_quantiles,
    summarise,
    summary_table,
)

MEASURE = BY_KEY["grdp_growth", ""]
SIZES = (4_000, 4_000, 2_000)


def series(values: np.ndarray) -> Series:
    return Series(MEASURE, ("2023", "2024"), values)


@pytest.fixture(scope="module")
def values() -> np.ndarray:
    """Ten thousand draws of two years, the second with a heavy tail."""
    rng = np.random.default_rng(1)
    return np.stack([rng.normal(10, 2, sum(SIZES)), rng.standard_t(4, sum(SIZES))])


@pytest.fixture(scope="module")
def combined(values: np.ndarray) -> Moments:
    blocks = np.split(values, np.cumsum(SIZES)[:-1], axis=1)
    return combine([summarise(series(block)) for block in blocks])


def test_the_mean_of_all_blocks_is_the_mean_of_all_draws(values: np.ndarray, combined: Moments) -> None:
    assert combined.size == values.shape[1]
    assert combined.mean == pytest.approx(values.mean(axis=1), rel=1e-12)


def test_the_spread_of_all_blocks_is_the_spread_of_all_draws(values: np.ndarray, combined: Moments) -> None:
    assert np.sqrt(combined.squares / (combined.size - 1)) == pytest.approx(values.std(axis=1, ddof=1), rel=1e-12)


def test_the_quantiles_of_all_blocks_are_close_to_those_of_all_draws(values: np.ndarray, combined: Moments) -> None:
    exact = np.quantile(values, LEVELS, axis=1)
    assert np.abs(combined.quantiles - exact).max() < 0.03 * values.std()


def test_the_quantiles_of_one_block_are_exact(values: np.ndarray) -> None:
    one = combine([summarise(series(values))])
    assert one.quantiles == pytest.approx(np.quantile(values, LEVELS, axis=1), rel=1e-12)


@pytest.mark.parametrize("size", [1, 2, 7, 101])
def test_quantiles_are_interpolated_as_numpy_does(size: int) -> None:
    ordered = np.sort(np.random.default_rng(size).normal(size=(3, size)), axis=-1)
    assert sorted_quantiles(ordered) == pytest.approx(np.quantile(ordered, LEVELS, axis=-1))


def test_the_order_of_draws_within_a_block_does_not_matter(values: np.ndarray) -> None:
    one, other = summarise(series(values)), summarise(series(values[:, ::-1]))
    assert np.array_equal(one.quantiles, other.quantiles)
    assert np.array_equal(one.mean, other.mean)


def test_the_table_has_the_columns_and_statistics_other_programs_read() -> None:
    moments = summarise(series(np.arange(202.0).reshape(2, 101)))
    table = summary_table("baseline", [series(np.empty((2, 0)))], {("grdp_growth", ""): moments}, 2022)
    assert tuple(table.columns) == COLUMNS
    assert ",".join(COLUMNS) == "scenario,variable,sector,period,statistic,value,unit"
    assert ", ".join(STATISTICS) == "mean, sd, p01, p05, p10, p25, p50, p75, p90, p95, p99"
    assert len(table) == 2 * len(STATISTICS)
    first = table[table["period"] == "2023"].set_index("statistic")["value"]
    assert first[["mean", "p01", "p05", "p50", "p99"]].tolist() == [50, 1, 5, 50, 99]
    assert first["sd"] == pytest.approx(np.arange(101).std(ddof=1))
