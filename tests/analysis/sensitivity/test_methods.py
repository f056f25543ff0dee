"""Methods of sensitivity analysis against functions whose indices are known."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import pytest

from qnsim.analysis.sensitivity.factors import Factor, problem
from qnsim.analysis.sensitivity.methods import Delta, Index, Method, Morris, Pawn, RbdFast, Sobol
from qnsim.chance.crossed import Crossed
from qnsim.chance.designs import Design, blocks_of
from qnsim.errors import UsageError

Array = np.ndarray


def single(names: Sequence[str]) -> list[Factor]:
    return [Factor(name, name, "", (name,)) for name in names]


ISHIGAMI = single(["x1", "x2", "x3", "idle"])


def ishigami(points: Array) -> Array:
    """With a = 7 and b = 0.1, as Ishigami and Homma (1990) have it; the fourth number does nothing."""
    x1, x2, x3, _ = 2 * np.pi * points - np.pi
    return np.sin(x1) + 7 * np.sin(x2) ** 2 + 0.1 * x3**4 * np.sin(x1)


def ishigami_indices() -> tuple[Array, Array]:
    """First and total indices by the closed form."""
    a, b = 7.0, 0.1
    one, two, both = 0.5 * (1 + b * np.pi**4 / 5) ** 2, a**2 / 8, b**2 * np.pi**8 * (1 / 18 - 1 / 50)
    variance = one + two + both
    return np.array([one, two, 0, 0]) / variance, np.array([one + both, two, both, 0]) / variance


def points_of(design: Design, factors: Sequence[Factor]) -> Array:
    """The runs a design asks for: (coordinate, run)."""
    names = [name for factor in factors for name in factor.coordinates]
    return np.stack([np.concatenate([design.coordinate(n, b) for b in blocks_of(design)]) for n in names])


def found_by(method: Method, factors: Sequence[Factor], function: Callable[[Array], Array]) -> list[Index]:
    design = method.design(factors)
    return method.indices(factors, design, function(points_of(design, factors)))


def of_kind(indices: Sequence[Index], kind: str) -> Array:
    return np.array([index.value for index in indices if index.kind == kind])


def test_sobol_finds_the_known_indices_of_the_ishigami_function() -> None:
    first, total = ishigami_indices()
    found = found_by(Sobol(4096), ISHIGAMI, ishigami)
    assert of_kind(found, "first") == pytest.approx(first, abs=0.02)
    assert of_kind(found, "total") == pytest.approx(total, abs=0.02)
    truth = {**{("first", i): v for i, v in enumerate(first)}, **{("total", i): v for i, v in enumerate(total)}}
    assert all(index.low - 0.005 <= truth[index.kind, index.factors[0]] <= index.high + 0.005 for index in found)


def test_an_input_that_does_nothing_has_a_total_index_of_exactly_zero() -> None:
    (idle,) = [i for i in found_by(Sobol(256), ISHIGAMI, ishigami) if i.kind == "total" and i.factors == (3,)]
    assert (idle.value, idle.low, idle.high) == (0, 0, 0)


def test_the_pair_that_interacts_is_found() -> None:
    found = [i for i in found_by(Sobol(2048, pairs=True), ISHIGAMI, ishigami) if i.kind == "second"]
    first, total = ishigami_indices()
    pair = next(index for index in found if index.factors == (0, 2))
    assert pair.value == pytest.approx(total[0] - first[0], abs=0.03)
    assert max(abs(index.value) for index in found if index is not pair) < 0.03


def g_function(weights: Array) -> Callable[[Array], Array]:
    """Sobol's g-function: a product whose indices are known for any weights."""
    return lambda points: np.prod((np.abs(4 * points - 2) + weights[:, None]) / (1 + weights[:, None]), axis=0)


def test_sobol_finds_the_known_indices_of_groups_in_the_g_function() -> None:
    weights = np.array([0.0, 1.0, 4.5, 9.0])
    parts = 1 / (3 * (1 + weights) ** 2)
    variance = np.prod(1 + parts) - 1
    first = [np.prod(1 + parts[[0, 3]]) - 1, np.prod(1 + parts[[1, 2]]) - 1]
    factors = [Factor("a", "a", "", ("x0", "x3")), Factor("b", "b", "", ("x1", "x2"))]
    order = [0, 3, 1, 2]  # the coordinates stand factor by factor
    found = found_by(Sobol(4096), factors, lambda points: g_function(weights)(points[np.argsort(order)]))
    assert of_kind(found, "first") == pytest.approx(np.array(first) / variance, abs=0.02)
    assert of_kind(found, "total") == pytest.approx(1 - np.array(first[::-1]) / variance, abs=0.02)


def test_a_permutation_of_the_inputs_moves_indices_no_further_than_their_intervals() -> None:
    there = found_by(Sobol(2048), ISHIGAMI, ishigami)
    back = found_by(Sobol(2048), ISHIGAMI[::-1], lambda points: ishigami(points[::-1]))
    other = {(index.kind, 3 - index.factors[0]): index for index in back}
    for index in there:
        twin = other[index.kind, index.factors[0]]
        assert index.low - 0.01 <= twin.value <= index.high + 0.01


@pytest.mark.parametrize("both", [False, True])
def test_the_crossed_design_is_the_one_that_salib_samples(both: bool) -> None:
    from SALib.sample import sobol

    factors = [Factor("a", "a", "", ("x0", "x1")), Factor("b", "b", "", ("x2",)), Factor("c", "c", "", ("x3",))]
    design = Crossed([factor.coordinates for factor in factors], 64, 5, both)
    theirs = sobol.sample(problem(factors), 64, calc_second_order=both, seed=np.random.default_rng(5))
    assert pytest.approx(theirs, abs=1e-9) == points_of(design, factors).T


def test_morris_tells_the_change_of_a_straight_line_over_half_of_the_probability() -> None:
    slopes = np.array([3.0, -1.0, 0.0])
    found = found_by(Morris(10), single(["a", "b", "c"]), lambda points: slopes @ points)
    assert of_kind(found, "mu_star") == pytest.approx(np.abs(slopes) / 2)


def test_morris_takes_groups() -> None:
    factors = [Factor("pair", "pair", "", ("a", "b")), *single(["c"])]
    found = found_by(Morris(20), factors, lambda points: np.array([0, 0, 2.0]) @ points)
    assert of_kind(found, "mu_star") == pytest.approx([0, 1])


def test_rbd_fast_finds_the_first_indices_of_the_ishigami_function() -> None:
    first, _ = ishigami_indices()
    assert of_kind(found_by(RbdFast(4096), ISHIGAMI, ishigami), "first") == pytest.approx(first, abs=0.03)


@pytest.mark.slow
@pytest.mark.parametrize("method", [Pawn(4096), Delta(2048)], ids=["pawn", "delta"])
def test_methods_of_distributions_tell_what_does_nothing_from_what_does(method: Method) -> None:
    found = found_by(method, ISHIGAMI, ishigami)
    assert all(index.low > index.floor for index in found[:2])
    assert not found[3].low > found[3].floor


@pytest.mark.slow
def test_salib_leaves_random_numbers_and_warnings_as_they_were() -> None:
    import warnings

    np.random.seed(4)
    expected, filters = np.random.random(), list(warnings.filters)
    np.random.seed(4)
    found_by(Delta(1024), ISHIGAMI, ishigami)
    assert np.random.random() == expected
    assert warnings.filters == filters


def test_the_same_seed_gives_the_same_bits() -> None:
    assert found_by(Sobol(256), ISHIGAMI, ishigami) == found_by(Sobol(256), ISHIGAMI, ishigami)
    assert found_by(Sobol(256), ISHIGAMI, ishigami) != found_by(Sobol(256, seed=0), ISHIGAMI, ishigami)


def test_a_size_that_is_no_power_of_two_is_refused() -> None:
    with pytest.raises(UsageError, match="size 1000 is not a power of two"):
        Sobol(1000)
