"""Simulation-based calibration finds nothing wrong where nothing is, and what is wrong where something is."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pytest
from posteriors import UnknownErrors

from qnsim.analysis.sampling.settings import Settings
from qnsim.analysis.sampling.truths import Places, Problem, place_truths, together
from qnsim.errors import SimulationError

Array = np.ndarray
FEW = Settings(jacobians=8, super_chains=80, chains_each=16, stages=(20, 40, 60), steps=200)
NAMES = ("level", "log_error", "rest", "told")


@dataclass(frozen=True)
class Level:
    """Four figures of a sum of two coordinates with a known error, of which the likelihood may take another."""

    taken: float = 0.6
    error: float = 0.6
    dimension: int = 3

    def drawn(self, z: Array, source: np.random.Generator) -> Array:
        return 2 * z[0] + z[2] + self.error * source.standard_normal((4, z.shape[1]))

    def against(self, z: Array, figures: Array) -> tuple[Array, ...]:
        level = 2 * z[0] + z[2]
        return (figures - level) / self.taken, np.zeros(z.shape[1]), level[None]


@dataclass(frozen=True)
class Shifted(UnknownErrors):
    """The same figures, but the likelihood takes them for one point more."""

    def against(self, z: Array, figures: Array) -> tuple[Array, ...]:
        return super().against(z, figures + 1)


@pytest.mark.slow
@pytest.mark.parametrize("problem", [UnknownErrors(), Level()], ids=lambda problem: type(problem).__name__)
def test_nothing_is_wrong_with_a_right_likelihood(problem: Problem) -> None:
    found = place_truths(problem, NAMES, FEW, seed=1)
    assert found.problems == []
    assert (found.table()["covered_high"] > 0.9).all()
    level, _, rest, told = found.spread
    assert told < 0.3 < level < 0.7 < rest < 1  # the level is well told, its parts are not


@pytest.mark.slow
def test_half_an_error_is_caught_as_a_posterior_too_narrow() -> None:
    found = place_truths(Level(taken=0.3), NAMES, FEW, seed=1)
    assert any("told: posteriors have a wrong width" in each for each in found.problems)
    assert found.table().set_index("name")["covered_high"]["told"] < 0.9


@pytest.mark.slow
def test_an_error_twice_as_large_is_caught_as_a_posterior_too_wide() -> None:
    found = place_truths(Level(taken=1.2), NAMES, FEW, seed=1)
    assert any("told: posteriors have a wrong width" in each for each in found.problems)
    assert found.table().set_index("name")["covered_low"]["told"] > 0.9


@pytest.mark.slow
def test_figures_taken_for_others_are_caught_as_truths_to_one_side() -> None:
    found = place_truths(Shifted(), NAMES, FEW, seed=1)
    assert any("truths lie to one side" in each for each in found.problems)


@pytest.mark.slow
def test_the_same_seed_gives_the_same_places_and_another_seed_others() -> None:
    small = Settings(jacobians=4, super_chains=6, chains_each=4, stages=(10,), steps=10)
    one, same, other = (place_truths(UnknownErrors(), NAMES, small, seed).below for seed in (1, 1, 2))
    assert np.array_equal(one, same)
    assert not np.array_equal(one, other)


def test_intervals_that_cover_are_counted_with_what_chance_allows() -> None:
    below = np.concatenate([np.full(18, 0.5), [0.01, 0.97]])[None]
    (row,) = Places(("a",), below, np.ones(1)).table().to_dict("records")
    assert row["covered"] == pytest.approx(0.9)
    assert row["covered_low"] == pytest.approx(0.683, abs=1e-3)  # Clopper and Pearson 1934, 18 of 20
    assert row["covered_high"] == pytest.approx(0.988, abs=1e-3)


def test_shares_spread_evenly_are_fine_and_shares_at_the_ends_are_not() -> None:
    even = np.linspace(0.005, 0.995, 100)[None]
    assert Places(("a",), even, np.ones(1)).problems == []
    ends = np.where(even < 0.5, even / 4, 1 - (1 - even) / 4)
    assert any("a: posteriors have a wrong width" in each for each in Places(("a",), ends, np.ones(1)).problems)


def test_several_runs_are_put_together_set_by_set() -> None:
    parts = [Places(("a",), np.full((1, 3), at), np.array([at])) for at in (0.2, 0.6)]
    assert together(parts).below.tolist() == [[0.2] * 3 + [0.6] * 3]
    assert together(parts).spread == pytest.approx([0.4])


def test_a_model_that_mostly_fails_is_refused() -> None:
    class Failing(UnknownErrors):
        def drawn(self, z: Array, source: np.random.Generator) -> Array:
            return np.where(z[0] < 1, np.nan, super().drawn(z, source))

    with pytest.raises(SimulationError, match="fails with more than half of 160 draws from the priors"):
        place_truths(Failing(), NAMES, FEW, seed=1)
