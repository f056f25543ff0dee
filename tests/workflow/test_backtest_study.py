"""The back-test of the shipped case, from the command to the folder and again."""

from __future__ import annotations

import datetime
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from typer.testing import CliRunner

import qnsim
from qnsim.analysis.backtest.backtest import Backtest, back_test
from qnsim.analysis.backtest.members import (
    CLIMATOLOGY,
    CORRECTED,
    CORRECTED_BY_OTHERS,
    MEMBERS,
    MODEL,
    NATIONAL,
    NO_CHANGE,
    POOL,
    TARGET,
    TOGETHER,
)
from qnsim.analysis.backtest.questions import questions_of
from qnsim.analysis.backtest.seen import PUBLISHED, RECONCILED
from qnsim.analysis.hindcast import BRANCHES
from qnsim.cli import app
from qnsim.errors import UsageError
from qnsim.facts.case import read_case
from qnsim.facts.observations import read_observations
from qnsim.reporting import backtest_words, pool_words
from qnsim.reporting.charts.backtest_chart import backtest_alt_text
from qnsim.scheduler import Threads
from qnsim.workflow.backtest_study import questions_in
from qnsim.workflow.hindcast_study import starts_of
from qnsim.workflow.posteriors import figures_of

DRAWS = 160
TOY = Path(__file__).parents[1] / "toy" / "2018-12"


@pytest.fixture(scope="module")
def found() -> Backtest:
    return qnsim.backtest(draws=DRAWS, prior=True)


def test_each_origin_forecasts_up_to_three_years_but_none_after_the_day_of_the_case(found: Backtest) -> None:
    own = found.rows()[lambda rows: rows["member"] == MODEL]
    asked = {(origin, origin + ahead) for origin in range(2015, 2022) for ahead in (1, 2, 3) if origin + ahead <= 2022}
    assert set(zip(own["origin"].astype(int), own["year"].astype(int), strict=True)) == asked
    assert max(found.table["year"]) == "2022"


def test_what_came_are_the_first_releases(found: Backtest) -> None:
    own = found.rows(horizon=1)[lambda rows: rows["member"] == MODEL]
    assert own["came"].tolist() == [10.1, 10.2, 11.1, 12.1, 10.05, 10.28, 10.28]


def test_no_origin_has_seen_a_figure_that_was_not_known_on_its_day(found: Backtest) -> None:
    """Published figures by the day of publication; the reconciled record up to the origin's year and never for GRDP."""
    days = {str(case.about.base_year): case.about.vintage for case in map(read_case, starts_of(read_case()).cases)}
    assert sorted(days) == [str(year) for year in range(2015, 2022)]
    assert all(day <= datetime.date(int(origin), 12, 31) for origin, day in days.items())
    seen = found.seen
    assert len(seen) > 300
    assert set(seen["origin"]) <= set(days)
    known = seen["known_from"].map(datetime.date.fromisoformat)
    assert (known <= seen["origin"].map(days)).all()
    outcomes = seen[seen["member"] != TARGET]
    assert (outcomes["figure_year"] <= outcomes["origin"]).all()
    assert set(seen[seen["quantity"] == "grdp_growth"]["basis"]) == {PUBLISHED}
    assert set(seen[seen["quantity"] == "value_added_growth"]["basis"]) == {RECONCILED}


def test_no_posterior_of_an_earlier_case_has_seen_a_later_figure() -> None:
    for case in map(read_case, starts_of(read_case()).cases):
        if case.about.calibration and case.about.calibration.posterior.exists():
            assert all(figure.known_from <= case.about.vintage for figure in figures_of(case))


def test_every_forecast_but_that_of_the_model_says_what_it_rests_on(found: Backtest) -> None:
    """The model has seen its case; its first correction rests on nothing, and hindsight is none of the time."""
    keys = ["quantity", "sector", "origin", "member"]
    said = found.table[~found.table["member"].isin([MODEL, CORRECTED_BY_OTHERS])][keys].drop_duplicates()
    said = said[(said["member"] != CORRECTED) | (said["origin"] > "2015")]
    assert len(said.merge(found.seen[keys].drop_duplicates())) == len(said)


def test_a_target_is_a_forecast_only_once_it_was_told(found: Backtest) -> None:
    """The target of 2022 was raised in that year; at the end of 2021 it was above 10%."""
    rows = found.rows(horizon=1)[lambda rows: rows["member"] == TARGET].set_index("year")["mean"]
    assert (rows["2021"], rows["2022"]) == (10, 10)
    assert rows["2018"] == 10.0  # that of 2017: the 11% of 2018 is known from a page of July 2018


def test_growth_branches_money_and_visitors_are_forecast(found: Backtest) -> None:
    own = found.table[found.table["member"] == MODEL]
    asked = set(zip(own["quantity"], own["sector"], strict=True))
    levels = ("investment_total", "revenue_total", "fdi_realised", "tourist_arrivals", "grdp_growth")
    assert asked == {*(("value_added_growth", branch) for branch in BRANCHES), *((name, "") for name in levels)}
    assert set(found.table["member"]) == set(MEMBERS)


def test_the_nation_is_a_forecast_only_where_both_are_on_record(found: Backtest) -> None:
    rows = found.table[found.table["member"] == NATIONAL]
    assert set(rows["quantity"]) == {"grdp_growth"}
    assert min(rows["origin"]) == "2018"


def test_the_model_is_near_what_came_in_level(found: Backtest) -> None:
    """A slip of units would be an error of some hundred percent."""
    own = found.scores[(found.scores["member"] == MODEL) & (found.scores["horizon"] == 1)].set_index("quantity")
    assert own.loc[["investment_total", "revenue_total", "fdi_realised"], "mean_error"].abs().lt(40).all()


def test_coverage_is_that_of_the_intervals_in_the_table(found: Backtest) -> None:
    rows = found.rows(horizon=1)[lambda rows: rows["member"] == MODEL]
    inside = rows["came"].between(rows["p25"], rows["p75"]).mean()
    (score,) = found.scores[
        (found.scores["quantity"] == "grdp_growth") & (found.scores["horizon"] == 1) & (found.scores["member"] == MODEL)
    ].to_dict("records")
    assert score["within_50"] == pytest.approx(inside)
    assert score["brier_10"] == pytest.approx(((1 - rows["above_10"]) ** 2).mean())


@pytest.mark.slow
def test_the_scheduler_changes_no_number(found: Backtest) -> None:
    again = qnsim.backtest(draws=DRAWS, scheduler=Threads(2), prior=True)
    pd.testing.assert_frame_equal(again.table, found.table)


def test_a_loss_is_called_a_loss_and_a_win_a_win() -> None:
    row = {"against": CLIMATOLOGY, "skill": -0.4, "low": -0.6, "high": -0.1, "years": 7}
    assert backtest_words.verdict(row).startswith("loses to the record so far (skill \N{MINUS SIGN}0.40, ")
    assert backtest_words.verdict({**row, "skill": 0.4, "low": 0.1, "high": 0.6}).startswith("beats ")
    unsure = backtest_words.verdict({**row, "high": 0.1})
    assert unsure.startswith("is worse than the record so far, but cannot be told from it")
    assert "cannot be told" in backtest_words.verdict({**row, "low": np.nan, "high": np.nan})


def test_the_words_say_that_few_years_are_few(found: Backtest) -> None:
    lines = " ".join(backtest_words.backtest_lines(found))
    assert "Seven years are seven years:" in lines
    assert "parameters are drawn from their priors" in lines
    crps = found.scores[(found.scores["quantity"] == "grdp_growth") & (found.scores["horizon"] == 1)]
    crps = crps.set_index("member")["crps"]
    word = "loses" if crps[MODEL] > min(crps[CLIMATOLOGY], crps[NO_CHANGE], crps[TARGET]) else "wins"
    assert backtest_words.headline(found).startswith(f"One year ahead the model {word}: ")
    assert POOL in crps
    side = "worse" if crps[TOGETHER] > min(crps[CLIMATOLOGY], crps[NO_CHANGE], crps[TARGET]) else "not worse"
    assert f"One year ahead model and record together have a CRPS of {crps[TOGETHER]:.2f}, {side} than" in lines


def test_a_model_that_was_too_low_is_moved_up_by_less_than_its_mean_error(found: Backtest) -> None:
    own = found.scores[(found.scores["quantity"] == "grdp_growth") & (found.scores["member"] == MODEL)]
    for law, error in zip(found.learned.errors.laws, own["mean_error"], strict=True):
        assert 0 < law.location < -error
    assert found.learned.errors.years == 7
    assert sum(found.learned.weights.mean) == pytest.approx(1)


def test_what_was_learned_is_told_with_its_prior(found: Backtest) -> None:
    errors, weights = pool_words.learned_lines(found)
    assert errors.startswith("What the model leaves out, learned from seven years and shrunk towards zero: +")
    assert weights.startswith(
        "Weights of the pool after seven years, mean and standard deviation: the model, corrected "
    )


def test_origins_that_draw_from_a_posterior_are_named(found: Backtest) -> None:
    designs = found.designs.assign(design=["seed 1"] * 6 + ["sample 0123456789ab, seed 1"])
    notes = " ".join(backtest_words.reading_notes(replace(found, designs=designs)))
    assert "drawn from the posterior of the day at the ends of 2021, at the other ends from priors." in notes


def test_the_chart_is_told_in_words(found: Backtest) -> None:
    assert "2016, one year ahead: the model's 90% between " in backtest_alt_text(found)


@pytest.mark.slow
def test_the_command_prints_its_tables_and_leaves_what_can_be_made_again(tmp_path: Path) -> None:
    done = CliRunner().invoke(app, ["backtest", "--draws", "80", "--out", str(tmp_path / "a")])
    assert done.exit_code == 0, done.output
    (folder,) = (tmp_path / "a").iterdir()
    assert done.output.splitlines()[-1] == str(folder)
    charts = {f"chart_backtest.{ending}" for ending in ("csv", "png", "svg", "txt")}
    tables = {f"{name}.csv" for name in ("forecasts", "scores", "skills", "seen", "designs")}
    assert {file.name for file in folder.iterdir()} == charts | tables | {"manifest.json"}
    again = CliRunner().invoke(app, ["rerun", str(folder), "--out", str(tmp_path / "b")])
    assert again.output.splitlines()[-1] == "the same numbers as before"


def test_a_case_that_names_no_earlier_cases_is_told_so() -> None:
    with pytest.raises(UsageError, match=r"case\.yaml names no cases of earlier years; expected hindcast: "):
        qnsim.backtest(case=read_case(TOY))


def test_growth_that_never_came_cannot_be_scored() -> None:
    case = read_case()
    (start, *_) = map(read_case, starts_of(case).cases)
    experiment = qnsim.prepare(qnsim.load_scenario("baseline", start), start, qnsim.Stratified(draws=80))
    with pytest.raises(UsageError, match="growth of no year after the start of a case is known on 2016-01-01"):
        back_test([experiment], questions_in(case)[:1], 10, datetime.date(2016, 1, 1))


def test_errors_and_scores_are_told_by_horizon(found: Backtest) -> None:
    rows = backtest_words.farther_rows(found)
    assert len(rows) == 12
    assert all(len(row) == len(backtest_words.FARTHER) for row in rows)
    own = found.scores[(found.scores["quantity"] == "grdp_growth") & (found.scores["member"] == MODEL)]
    assert rows[0][4:] == tuple(f"{value:.2f}" for value in own["crps"])


def test_a_record_without_growth_is_named() -> None:
    case = read_case()
    about = replace(case.about, record=replace(case.about.record, observations=case.about.observations[1]))
    with pytest.raises(
        UsageError, match=r"national\.csv: no growth of any year is on record; expected rows of grdp_growth"
    ):
        questions_in(replace(case, about=about))


def test_a_province_without_figures_of_the_nation_has_questions_all_the_same() -> None:
    case = read_case()
    questions = questions_in(case)
    assert questions[0].national
    province = read_observations(case.about.record.observations, case.about.record.last_year)
    (total, *_) = questions_of(province, province, {})
    assert not total.national
    assert [each.member for each in total.naive(case.about.vintage, 2023)] == [CLIMATOLOGY, NO_CHANGE, TARGET]
