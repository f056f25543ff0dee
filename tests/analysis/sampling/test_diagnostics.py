"""Draws that cannot be used are refused, in words that say why."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from posteriors import line, two_modes
from scipy.signal import lfilter

from qnsim.analysis.sampling.diagnostics import Limits, diagnose, disagreements
from qnsim.analysis.sampling.population import Posterior, sample_posterior
from qnsim.analysis.sampling.settings import Settings
from qnsim.errors import UsageError

Array = np.ndarray
FEW = Settings(members=500, super_chains=16, chains_each=16, stages=(20, 40, 60), steps=200)


def posterior(history: Array, **changed: object) -> Posterior:
    """Of a history (number, chain, state), as if sampled without a flaw; 16 groups."""
    chains, states = history.shape[1:]
    settings = replace(FEW, chains_each=chains // 16, steps=5 * states)
    still = np.zeros(chains, dtype=int)
    none = np.empty((0, chains, states))
    good = Posterior(history, none, np.full(chains, 0.25), still, (0.5,), (0.25,), (1,), 1, settings)
    return replace(good, **changed)


def walk(persistence: float, chains: int = 256, states: int = 400, seed: int = 1) -> Array:
    """A stationary AR(1) of unit variance in every chain: (1, chain, state)."""
    noise = np.random.default_rng(seed).standard_normal((1, chains, states)) * np.sqrt(1 - persistence**2)
    noise[..., 0] /= np.sqrt(1 - persistence**2)
    return lfilter([1], [1, -persistence], noise)


@pytest.mark.parametrize("persistence", [0.0, 0.5, 0.9])
def test_the_effective_sample_size_of_an_autoregression_is_that_of_its_formula(persistence: float) -> None:
    found = diagnose(posterior(walk(persistence, chains=64, states=3_000)))
    assert found.bulk[0] == pytest.approx(64 * 3_000 * (1 - persistence) / (1 + persistence), rel=0.1)
    assert found.usable


def test_nested_r_hat_is_what_its_formula_gives_by_hand() -> None:
    """Ranks are normalised before, so it is compared where that changes little: far fewer groups than states.

    Margossian et al. 2024: the variance between the means of groups, over that within groups (of chains, and in them).
    """
    history = walk(0.5) + np.repeat(np.arange(16), 16)[:, None] / 20
    chains = history[0].reshape(16, 16, 400)
    halves = np.concatenate([chains[..., :200], chains[..., 200:]], axis=1)
    means = halves.mean(axis=2)
    within = (means.var(axis=1, ddof=1) + halves.var(axis=2, ddof=1).mean(axis=1)).mean()
    by_hand = np.sqrt(1 + means.mean(axis=1).var(ddof=1) / within)
    assert by_hand > 1.02
    assert diagnose(posterior(history)).nested_r_hat[0] == pytest.approx(by_hand, abs=0.002)


def test_groups_that_disagree_are_refused_by_name() -> None:
    history = np.concatenate([walk(0.5), walk(0.5, seed=2) + np.repeat(np.arange(16), 16)[:, None] / 5])
    found = diagnose(posterior(history), ["agreed", "disputed"])
    assert not found.usable
    assert found.problems[0].startswith("nested R-hat of 1 of 2 numbers is off; expected at most 1.01: disputed 1.")
    assert "agreed" not in found.verdict


def test_a_quantity_of_interest_is_judged_like_a_coordinate() -> None:
    bad = walk(0.5, seed=2) + np.repeat(np.arange(16), 16)[:, None] / 5
    found = diagnose(posterior(walk(0.5), quantity_history=bad), ["a coordinate", "growth of 2023"])
    assert found.nested_r_hat[1] > 1.1
    assert "expected at most 1.01: growth of 2023" in found.problems[0]


@pytest.mark.parametrize("number", [0.0, np.nan, np.inf])
def test_a_quantity_without_any_variation_or_value_is_refused(number: float) -> None:
    found = diagnose(posterior(walk(0.5), quantity_history=np.full((1, 256, 400), number)))
    assert not found.usable
    assert "quantity 0 nan" in found.verdict


def test_few_states_that_lean_on_each_other_are_too_few() -> None:
    found = diagnose(posterior(walk(0.99, states=100)))
    assert any("effective sample size of the middle of 1 of 1" in each for each in found.problems)
    assert any("effective sample size of the tails" in each for each in found.problems)


@pytest.mark.parametrize("told", ["mean", "spread"])
def test_what_all_chains_still_leave_behind_is_drift(told: str) -> None:
    fading = 0.15 * np.exp(-np.arange(400) / 200)
    history = walk(0.5) + fading if told == "mean" else walk(0.5) * (1 + fading)
    found = diagnose(posterior(history))
    assert found.nested_r_hat[0] < 1.01  # it cannot see what all groups share
    assert [each for each in found.problems if f"drift in {told}" in each]


def test_acceptance_out_of_bounds_is_told_unless_steps_are_as_long_as_can_be() -> None:
    few, many = (posterior(walk(0.5), acceptance=np.full(256, share)) for share in (0.1, 0.6))
    assert diagnose(few).problems == (
        "10% of the steps were accepted; expected at least 15%: lengthen the stages of burn-in",
    )
    assert "60% of the steps were accepted; expected at most 40%" in diagnose(many).verdict
    assert diagnose(replace(many, lengths=(1.0,))).usable


def test_one_chain_that_stands_still_is_enough_to_refuse_all() -> None:
    standing = np.where(np.arange(256) == 7, 100, 20)
    assert (
        "1 of 256 chains stood still for up to 100 steps in a row"
        in diagnose(posterior(walk(0.5), standing=standing)).verdict
    )
    assert diagnose(posterior(walk(0.5), standing=standing - 1)).usable


def test_a_sampler_that_cannot_cross_between_modes_is_refused() -> None:
    found = diagnose(sample_posterior(two_modes, 6, FEW))
    assert found.nested_r_hat.max() > 1.1
    assert any("nested R-hat" in each for each in found.problems)


def test_a_sampler_that_walked_too_little_is_refused() -> None:
    hurried = replace(FEW, chains_each=4, stages=(10,), steps=20)
    found = diagnose(sample_posterior(line(dimension=60, figures=40), 60, hurried))
    assert "nested R-hat" in found.verdict
    assert "effective sample size" in found.verdict


def test_draws_without_a_flaw_are_usable_in_words() -> None:
    found = diagnose(sample_posterior(line(dimension=5, figures=3), 5, FEW), list("abcde"))
    assert found.problems == ()
    assert found.verdict.startswith("The draws of the posterior can be used: nested R-hat of 5 numbers is at most 1.0")


def test_two_seeds_agree_and_two_problems_do_not() -> None:
    first, second = (sample_posterior(line(dimension=5, figures=3), 5, FEW, seed=seed) for seed in (1, 2))
    other = sample_posterior(line(dimension=5, figures=3, seed=9), 5, FEW)
    assert not disagreements(first, second)
    assert "difference of two seeds in mean, in standard errors, of 5 of 5 numbers" in disagreements(first, other)[0]


def test_two_seeds_may_differ_in_spread_alone() -> None:
    first, wider = posterior(walk(0.5)), posterior(1.1 * walk(0.5, seed=2))
    (told,) = disagreements(first, wider)
    assert told.startswith("difference of two seeds in sd")


def test_the_limit_widens_with_the_count_of_comparisons() -> None:
    assert Limits().widened(1) == pytest.approx(3.2, abs=0.01)
    assert Limits().widened(200) == pytest.approx(4.5, abs=0.01)


def test_false_alarms_about_drift_are_rare() -> None:
    histories = np.concatenate([walk(0.5, states=60, seed=seed) for seed in range(60)])
    assert not [each for each in diagnose(posterior(histories)).problems if "drift" in each]


def test_too_few_names_are_refused() -> None:
    with pytest.raises(UsageError, match="names: 1 names for 2 coordinates and 0 quantities"):
        diagnose(posterior(np.concatenate([walk(0.5)] * 2)), ["one"])


def test_a_missing_library_is_named_with_the_way_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    from qnsim.analysis.sampling import extra

    monkeypatch.setattr(extra, "find_spec", lambda name: None)
    with pytest.raises(UsageError, match=r"a calibration needs arviz_stats; .*'qnsim\[calibrate\]'"):
        diagnose(posterior(walk(0.5)))
