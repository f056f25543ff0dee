"""Joint probabilities are shares of draws that reach all, and what binds is found by taking targets away."""

from __future__ import annotations

import numpy as np
import pytest

from qnsim.analysis.joint import Joint
from qnsim.analysis.outcomes import until
from qnsim.analysis.verdicts import Judging, Verdicts
from qnsim.chance.designs import Stratified, replicate_sizes
from qnsim.facts.case import read_case
from qnsim.run import prepare, run_experiments
from qnsim.workflow.scenarios import load_scenario, resolution_targets

DESIGN = Stratified(draws=400)


def bits(text: str) -> np.ndarray:
    return np.array([mark == "1" for mark in text])


MADE_UP = Joint(
    {"often": bits("11111110"), "seldom": bits("10000010"), "half": bits("01010110"), "never_alone": bits("11110111")},
    [4, 4],
)


@pytest.fixture(scope="module")
def verdicts() -> Verdicts:
    experiment = until(prepare(load_scenario("resolution-2023"), read_case(), DESIGN), "2023")
    targets = {target.id: target for target in resolution_targets() if target.treatment == "modelled"}
    return run_experiments([experiment], Judging(targets))[0]


@pytest.fixture(scope="module")
def joint(verdicts: Verdicts) -> Joint:
    return Joint(verdicts.reached, replicate_sizes(DESIGN))


def test_a_joint_probability_is_the_share_of_draws_that_reach_all(verdicts: Verdicts, joint: Joint) -> None:
    names = ["grdp_growth", "revenue_total", "new_firms"]
    targets = {target.id: target for target in resolution_targets()}
    hits = 0
    for draw in range(DESIGN.draws):
        growth, revenue, firms = (verdicts.values[name][draw] for name in names)
        hits += growth > targets["grdp_growth"].threshold and revenue > 54_000 and firms >= 2_000
    assert joint.probability(names).value == pytest.approx(hits / DESIGN.draws)
    assert hits > 0


def test_a_target_compared_with_nothing_has_values_and_no_event(verdicts: Verdicts) -> None:
    assert "revenue_domestic" in verdicts.values
    assert set(verdicts.values) - set(verdicts.reached) == {"revenue_domestic"}
    assert set(verdicts.marks) == set(verdicts.reached)


def test_two_together_are_never_likelier_than_one_of_them(joint: Joint) -> None:
    names = list(joint.reached)
    for name in names:
        for other in names:
            together = joint.probability([name, other]).value
            assert together <= min(joint.probability([name]).value, joint.probability([other]).value)


def test_conditional_times_marginal_is_joint(joint: Joint) -> None:
    tried = 0
    for given in joint.reached:
        for name in joint.reached:
            conditional = joint.conditional(name, given)
            if conditional is None:
                assert not joint.reached[given].any()
                continue
            tried += 1
            product = conditional.value * joint.probability([given]).value
            assert product == pytest.approx(joint.probability([name, given]).value, abs=1e-12)
    assert tried > len(joint.reached)


def test_nothing_is_said_of_draws_that_do_not_exist() -> None:
    assert Joint({"a": bits("1010"), "b": bits("0000")}, [2, 2]).conditional("a", "b") is None


def test_the_error_of_a_conditional_is_that_of_as_many_draws_as_reach_what_is_given() -> None:
    chance = np.random.default_rng(1)
    given = chance.random(100_000) < 0.1
    found = Joint({"a": chance.random(100_000) < 0.3, "b": given}, [1000] * 100).conditional("a", "b")
    assert found is not None
    assert found.value == pytest.approx(0.3, abs=0.02)
    assert found.error == pytest.approx(np.sqrt(0.3 * 0.7 / given.sum()), rel=0.3)


def test_the_binding_target_is_the_one_whose_removal_raises_the_joint_probability_most() -> None:
    assert MADE_UP.probability(list(MADE_UP.reached)).value == pytest.approx(1 / 8)
    assert {name: MADE_UP.without(name).value for name in MADE_UP.reached} == {
        "often": 1 / 8,
        "seldom": 4 / 8,
        "half": 2 / 8,
        "never_alone": 1 / 8,
    }
    assert [name for name, _ in MADE_UP.binding_order][:2] == ["seldom", "half"]
    assert [chance.value for _, chance in MADE_UP.binding_order][:2] == [4 / 8, 6 / 8]


def test_nothing_binds_alone_where_two_bar_the_way() -> None:
    assert Joint({"a": bits("0000"), "b": bits("0000"), "c": bits("1111")}, [2, 2]).binding_order == ()


def test_the_table_has_every_pair_once_and_every_conditional_both_ways() -> None:
    count = MADE_UP.table()["quantity"].value_counts()
    assert (count["alone"], count["pair"], count["conditional"], count["all modelled"]) == (4, 6, 12, 1)
