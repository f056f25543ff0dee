"""What decides whether a target is missed, as a few conditions: found on half of the draws, checked on the other."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from qnsim.analysis.discovery import CONDITIONS, MISSED, REACHED, STANDARD, TRAJECTORY, Discovery, Fit, discover
from qnsim.chance.designs import Columns, Stratified
from qnsim.errors import UsageError
from qnsim.facts.case import read_case
from qnsim.facts.targets import Target, headline_of
from qnsim.run import Experiment, prepare
from qnsim.scheduler import Threads
from qnsim.workflow.scenarios import load_scenario, resolution_targets

CASE = read_case()
TARGET = headline_of(resolution_targets(CASE))
pytestmark = pytest.mark.slow


def experiment(draws: int = 4000) -> Experiment:
    return prepare(load_scenario("resolution-2023"), CASE, Stratified(draws=draws))


@pytest.fixture(scope="module")
def found() -> Discovery:
    return discover(experiment(), TARGET)


def test_the_rarer_outcome_is_described_and_the_frequent_one_on_request(found: Discovery) -> None:
    assert found.when == REACHED
    assert found.base < 0.5
    other = discover(experiment(), TARGET, MISSED)
    assert other.base == pytest.approx(1 - found.base)
    low = replace(TARGET, threshold=5.0)
    assert discover(experiment(), low).when == MISSED


def test_conditions_are_few_and_in_words_with_limits(found: Discovery) -> None:
    table = found.conditions
    assert tuple(table.columns) == CONDITIONS
    assert 1 <= len(table) <= 4
    assert table[["low", "high"]].notna().any(axis=1).all()
    assert (table["share"] < 1).all()
    assert (table["quasi_p"] <= 0.05).all()
    shocks = table[table["input"].str.contains("@2023")]
    assert set(shocks["unit"]) == {STANDARD}
    assert "Shock to power dispatch in 2023" in set(table["label"])


def test_draws_inside_have_the_event_more_often_also_where_held_back(found: Discovery) -> None:
    assert found.tells
    assert found.held_back.density > found.held_back.base
    assert found.found.draws == found.held_back.draws == 2000


def test_the_trajectory_begins_with_all_draws_and_trades_coverage_for_density(found: Discovery) -> None:
    table = found.trajectory
    assert tuple(table.columns) == TRAJECTORY
    assert table.loc[0, ["conditions", "share", "coverage", "held_back_coverage"]].tolist() == [0, 1, 1, 1]
    assert table.loc[0, "density"] == pytest.approx(found.found.base)
    assert (table["coverage"].diff().dropna() <= 0).all()
    assert (table["density"].diff().dropna() > 0).all()


def test_a_limit_is_in_the_unit_of_the_file_and_holds_for_its_share_of_draws() -> None:
    """A lever alone varies: growth falls short where the plan is disbursed least."""
    levels = np.random.default_rng(3).uniform(0.001, 0.999, 800)
    name = "public_investment_disbursement_rate"
    alone = prepare(load_scenario("resolution-2023"), CASE, Columns({name: levels}))
    middle = discover(alone, replace(TARGET, threshold=_median(alone)), MISSED)
    ((_, row),) = middle.conditions.iterrows()
    assert (row["input"], row["unit"]) == (name, "%")
    assert 85 < row["high"] < 100
    assert np.isnan(row["low"])
    assert (row["below"], row["share"]) == (0, pytest.approx(0.5, abs=0.05))
    assert middle.held_back.coverage > 0.95
    assert middle.held_back.density > 0.95


def _median(alone: Experiment) -> float:
    from qnsim.analysis.outcomes import MEAN, Outcomes, until
    from qnsim.run import run_experiments

    (found,) = run_experiments([until(alone, TARGET.due)], Outcomes(TARGET, (TARGET.due,)))
    return float(np.median(found[MEAN, TARGET.due]))


def test_threads_change_no_number(found: Discovery) -> None:
    again = discover(experiment(), TARGET, scheduler=Threads(2))
    assert again.conditions.equals(found.conditions)
    assert again.trajectory.equals(found.trajectory)


@pytest.mark.parametrize(
    ("changed", "options", "said"),
    [
        ({"threshold": 90.0}, {}, "is missed in all 400 draws of resolution-2023, so no condition"),
        ({"threshold": -90.0}, {}, "is reached in all 400 draws of resolution-2023, so no condition"),
        ({"threshold": 13.5}, {}, r"is reached in \d+ of 400 draws .*; expected at least 20 in each half"),
        ({"treatment": "tracked"}, {}, "is tracked, so no condition in the model decides it"),
        ({}, {"when": "lost"}, "'lost' is not an outcome; expected missed or reached"),
        ({}, {"most": 0}, "most is 0; expected at least 1 condition"),
    ],
)
def test_what_cannot_be_told_is_refused_with_the_reason(
    changed: Mapping[str, Any], options: dict[str, Any], said: str
) -> None:
    target: Target = replace(TARGET, **changed)
    with pytest.raises(UsageError, match=said):
        discover(experiment(400), target, **options)


def test_a_fit_is_counted_by_hand() -> None:
    fit = Fit(draws=100, events=20, inside=25, both=15)
    assert (fit.base, fit.share, fit.coverage, fit.density) == (0.2, 0.25, 0.75, 0.6)
    low, high = fit.density_interval
    assert (low, high) == (pytest.approx(0.4074, abs=1e-4), pytest.approx(0.7660, abs=1e-4))
    assert np.isnan(Fit(100, 20, 0, 0).density)
