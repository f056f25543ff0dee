"""Exponential, logarithm and power against mpmath: the nearest double or its neighbour, with the same bits anywhere."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

pytest.importorskip("llvmlite", reason="the extra `fast` is not installed")
mpmath = pytest.importorskip("mpmath")

from compiled import compiled  # noqa: E402

from qnsim.engine.elementary import Lanes  # noqa: E402

FEW, MANY = 2_000, 200_000
INF, NAN = float("inf"), float("nan")
EDGES = [0.0, 1.0, 2.0, 0.5, 3.0, 2.5, 5e-324, 1e-310, 2.0**-1022, 1e308, 2.0**52, 2.0**52 + 1, 2.0**53, INF, NAN]
EDGES += [1 + 2.0**-52, 1 - 2.0**-53, 709.78, 709.79, 745.1, 745.2, 708.5, 800.0, 1e300]
EDGES += [-value for value in EDGES]


def steps_apart(ours: np.ndarray, theirs: np.ndarray) -> np.ndarray:
    """How many doubles lie between, those that are no number in both being alike."""
    one, other = (_ordered(np.asarray(values, dtype=float)) for values in (ours, theirs))
    between = np.maximum(one, other).view(np.uint64) - np.minimum(one, other).view(np.uint64)
    return np.where(np.isnan(ours) & np.isnan(theirs), np.uint64(0), between)


def _ordered(values: np.ndarray) -> np.ndarray:
    whole = values.view(np.int64)
    return np.where(whole < 0, -(whole & np.int64(2**63 - 1)), whole)


def test_steps_are_counted_one_by_one_and_across_zero() -> None:
    one = np.array([1.0, 1.0, -INF, 0.0, -5e-324, NAN, NAN])
    other = np.array([1 + 2.0**-52, 1 - 2.0**-52, INF, -0.0, 5e-324, NAN, 1.0])
    assert steps_apart(one, other)[:6].tolist() == [1, 2, 2 * 0x7FF0000000000000, 0, 2, 0]
    assert steps_apart(one, other)[6] > 2**50


def nearest(function: Callable[..., Any], *values: np.ndarray) -> np.ndarray:
    with mpmath.workprec(160):
        return np.array([float(function(*map(mpmath.mpf, map(float, each)))) for each in zip(*values, strict=True)])


def exponents(count: int) -> np.ndarray:
    chance = np.random.default_rng(11)
    near_whole = chance.integers(-1000, 1000, count) * np.log(2) * (1 + chance.normal(0, 1e-9, count))
    return np.concatenate([chance.uniform(-1, 1, count), chance.uniform(-745, 709.7, count), near_whole])


def positive(count: int) -> np.ndarray:
    chance = np.random.default_rng(12)
    near_one = 1 + chance.normal(0, 1, count) * 10.0 ** chance.uniform(-15, -1, count)
    return np.concatenate(
        [chance.uniform(0.5, 2, count), np.exp(chance.uniform(-740, 709, count)), near_one.clip(0.01)]
    )


def bases_and_exponents(count: int) -> tuple[np.ndarray, np.ndarray]:
    chance = np.random.default_rng(13)
    bases = positive(count)
    reach = 740 / np.maximum(np.abs(np.log(bases)), 1e-300)  # so that results fill the whole range of doubles
    return bases, np.clip(chance.uniform(-1, 1, bases.size) * reach, -1e17, 1e17)


@pytest.mark.parametrize("count", [FEW, pytest.param(MANY, marks=pytest.mark.slow)])
def test_exp_is_the_nearest_double_or_its_neighbour(count: int) -> None:
    values = exponents(count)
    assert steps_apart(compiled(Lanes.exp, 1)(values), nearest(mpmath.exp, values)).max() <= 1


@pytest.mark.parametrize("count", [FEW, pytest.param(MANY, marks=pytest.mark.slow)])
def test_log_is_the_nearest_double_or_its_neighbour(count: int) -> None:
    values = positive(count)
    assert steps_apart(compiled(Lanes.log, 1)(values), nearest(mpmath.log, values)).max() <= 1


@pytest.mark.parametrize("count", [FEW, pytest.param(MANY, marks=pytest.mark.slow)])
def test_a_power_is_the_nearest_double_or_its_neighbour(count: int) -> None:
    bases, powers = bases_and_exponents(count)
    assert steps_apart(compiled(Lanes.power, 2)(bases, powers), nearest(mpmath.power, bases, powers)).max() <= 1


def test_whole_powers_of_negative_numbers_have_the_sign_of_odd_ones() -> None:
    chance = np.random.default_rng(14)
    bases, powers = -chance.uniform(0.1, 9, FEW), chance.integers(-40, 40, FEW).astype(float)
    assert steps_apart(compiled(Lanes.power, 2)(bases, powers), nearest(mpmath.power, bases, powers)).max() <= 1


@pytest.mark.parametrize(("write", "known"), [(Lanes.exp, np.exp), (Lanes.log, np.log)], ids=["exp", "log"])
def test_edges_are_those_of_numpy(write: Any, known: Any) -> None:
    values = np.array(EDGES)
    with np.errstate(all="ignore"):
        assert steps_apart(compiled(write, 1)(values), known(values)).max() <= 1


def test_every_pair_of_edges_has_the_power_and_the_sign_that_numpy_gives_it() -> None:
    bases, powers = (grid.ravel() for grid in np.meshgrid(EDGES, EDGES))
    with np.errstate(all="ignore"):
        known = np.power(bases, powers)
    ours = compiled(Lanes.power, 2)(bases, powers)
    apart = steps_apart(ours, known)
    worst = int(apart.argmax())
    assert apart[worst] <= 1, (bases[worst], powers[worst], ours[worst], known[worst])
    told = ~np.isnan(known)
    assert np.array_equal(np.signbit(ours[told]), np.signbit(known[told]))


@pytest.mark.parametrize("width", [2, 4, 8, 16])
@pytest.mark.parametrize("features", [None, "", "+avx2,+fma"], ids=["this processor", "plain", "AVX2"])
def test_the_bits_depend_on_neither_the_lanes_nor_the_instructions(width: int, features: str | None) -> None:
    if features and not _has_avx2():
        pytest.skip("this processor has no AVX2")
    asked = (Lanes.exp, (exponents(500),)), (Lanes.log, (positive(500),)), (Lanes.power, bases_and_exponents(500))
    for write, values in asked:
        usual = compiled(write, len(values))(*values)
        found = compiled(write, len(values), width, features)
        assert found(*values).tobytes() == usual.tobytes()
        assert "fmadd" not in found.assembly
        assert "fmsub" not in found.assembly


def _has_avx2() -> bool:
    import llvmlite.binding as llvm

    return bool(llvm.get_host_cpu_features().get("avx2"))
