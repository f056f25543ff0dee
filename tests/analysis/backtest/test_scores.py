"""Scores by hand, and that they tell a good forecast from a bad one."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest

from qnsim.analysis.backtest import scores
from qnsim.analysis.backtest.members import CLIMATOLOGY, MODEL, Said, StudentT, pooled
from qnsim.errors import UsageError

POINT = Said("point", draws=np.array([10.0]))
LAW = Said("law", law=StudentT(5, 10, 1))
DRAWS = Said("draws", draws=LAW.points)


def test_the_score_of_a_single_number_is_its_distance() -> None:
    assert scores.crps(POINT, 12.5) == 2.5


def test_draws_of_a_law_score_as_the_law_does() -> None:
    assert scores.crps(DRAWS, 11) == pytest.approx(scores.crps(LAW, 11), abs=2e-3)
    assert scores.log_score(DRAWS, 11) == pytest.approx(scores.log_score(LAW, 11), abs=0.05)


def test_a_forecast_farther_off_scores_worse() -> None:
    for score in (scores.crps, scores.log_score):
        assert score(LAW, 10) < score(LAW, 11) < score(LAW, 14)
        assert score(DRAWS, 10) < score(DRAWS, 11) < score(DRAWS, 14)


def test_the_log_score_of_a_pool_is_that_of_the_mean_density() -> None:
    far = Said("far", law=StudentT(5, 30, 1))
    pool = pooled([LAW, far])
    assert pool and scores.log_score(pool, 10) == pytest.approx(scores.log_score(LAW, 10) + math.log(2), abs=1e-4)


def test_what_no_draw_is_near_has_an_infinite_log_score() -> None:
    assert scores.log_score(DRAWS, 1e4) == math.inf
    pool = pooled([DRAWS, LAW])
    assert pool and math.isfinite(scores.log_score(pool, 1e4))


def test_draws_that_are_all_the_same_are_a_single_number() -> None:
    row = scores.judged(Said("same", draws=np.full(4, 10.0)), 12, (10.0,))
    assert row["crps"] == 2
    assert math.isnan(row["log_score"])


def test_a_forecast_is_judged_by_what_came() -> None:
    row = scores.judged(Said("a", draws=np.array([8.0, 9.0, 11.0, 12.0])), 9.5, (10.0, 8.5))
    assert (row["mean"], row["error"], row["pit"]) == (10, 0.5, 0.5)
    assert (row["above_10"], row["brier_10"], row["brier_8.5"]) == (0.5, 0.25, 0.0625)
    assert (row["within_50"], row["within_90"]) == (1, 1)
    outside = scores.judged(Said("a", draws=np.array([8.0, 9.0, 11.0, 12.0])), 13, (10.0,))
    assert (outside["pit"], outside["within_90"]) == (1, 0)


def test_a_single_number_has_no_density_and_no_interval() -> None:
    row = scores.judged(POINT, 10, (10.0,))
    assert all(math.isnan(row[name]) for name in ("log_score", "pit", *scores.INTERVALS))
    assert (row["above_10"], row["brier_10"]) == (0, 0)


def test_skill_is_what_the_mean_score_is_less() -> None:
    own, other = np.array([1.0, 1.0, 1.0, 1.0]), np.array([2.0, 2.0, 2.0, 2.0])
    assert scores.skill(own, other) == (0.5, 0.5, 0.5)
    assert scores.skill(other, own) == (-1, -1, -1)


def test_years_are_drawn_in_pairs() -> None:
    """Where one is always half the other, so is every resample, however much years differ."""
    other = np.array([0.1, 1.0, 5.0, 20.0])
    assert scores.skill(other / 2, other) == pytest.approx((0.5, 0.5, 0.5))
    _, low, high = scores.skill(other[::-1] / 2, other)
    assert low < 0 < high


def test_two_years_give_no_interval_and_a_perfect_rival_no_skill() -> None:
    assert np.isnan(scores.skill(np.ones(2), np.ones(2))[1:]).all()
    assert np.isnan(scores.skill(np.ones(3), np.zeros(3))[0])


def test_skill_is_of_the_years_that_both_forecast() -> None:
    rows = [("2020", MODEL, 9.0), ("2021", MODEL, 1.0), ("2021", CLIMATOLOGY, 2.0)]
    table = pd.DataFrame(rows, columns=["year", "member", "crps"]).assign(quantity="growth", sector="", horizon=1)
    (row,) = scores.skills(table).to_dict("records")
    assert (row["of"], row["against"], row["years"], row["skill"]) == (MODEL, CLIMATOLOGY, 1, 0.5)


def test_scores_are_means_over_years_by_figure_horizon_and_member() -> None:
    said = [Said(MODEL, draws=np.array([8.0, 12.0])), Said(MODEL, draws=np.array([9.0, 13.0]))]
    rows = [{**scores.judged(each, 10, (10.0,)), "year": str(2020 + n)} for n, each in enumerate(said)]
    table = pd.DataFrame(rows).assign(quantity="growth", sector="", horizon=1, member=MODEL)
    (row,) = scores.mean_scores(table).to_dict("records")
    assert (row["years"], row["mean_error"], row["brier_10"]) == (2, 0.5, 0.25)
    assert row["within_90"] == 1


def test_who_has_no_library_of_scores_is_told_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scores, "find_spec", lambda name: None)
    with pytest.raises(UsageError, match=r"needs scoringrules; .*qnsim\[backtest\]"):
        scores.rules()
