"""The score has a row per target of the resolution, with the numbers of a run."""

from __future__ import annotations

import pandas as pd
import pytest

import qnsim
from qnsim.analysis.assessment import assess
from qnsim.analysis.score import ALL_YEARS, ANY_YEAR, Score
from qnsim.chance.designs import Stratified
from qnsim.errors import UsageError
from qnsim.facts.case import read_case
from qnsim.reporting.score_table import joint_lines
from qnsim.run import prepare
from qnsim.workflow.scenarios import load_scenario, resolution_targets
from qnsim.workflow.score_study import score

DRAWS = 800


@pytest.fixture(scope="module")
def found() -> Score:
    return score("resolution-2023", "grdp_growth, revenue_total", DRAWS)


def test_every_target_of_the_resolution_has_a_row_in_its_order(found: Score) -> None:
    assert list(found.table["target"]) == [target.id for target in resolution_targets()]
    assert list(found.table["indicator_vi"]) == [target.indicator["vi"] for target in resolution_targets()]


def test_the_numbers_are_those_of_a_run(found: Score) -> None:
    experiment = prepare(load_scenario("resolution-2023"), read_case(), Stratified(draws=DRAWS))
    (assessment,) = assess([experiment], resolution_targets())
    pd.testing.assert_frame_equal(found.table.drop(columns=["indicator_vi", "gap"]), assessment.scorecard)
    assert found.chances["grdp_growth"].error == assessment.headline.error


def test_the_gap_is_that_of_the_median(found: Score) -> None:
    rows = found.table.set_index("target")
    growth, exits = rows.loc["grdp_growth"], rows.loc["firm_exits"]
    assert growth["gap"] == pytest.approx(growth["median"] - 10)
    assert exits["gap"] < 0
    assert rows.loc[["revenue_domestic", "hospital_beds"], "gap"].isna().all()


def test_a_target_without_a_model_has_no_probability(found: Score) -> None:
    others = found.table[found.table["status"] != "modelled"]
    assert len(others) > 0
    assert others[["probability", "median", "gap"]].isna().all(axis=None)


def test_a_target_that_no_lever_reaches_says_so(found: Score) -> None:
    row = found.table.set_index("target").loc["disbursement_q3"]
    assert row["probability"] < 0.01
    assert "no lever reaches it" in row["note"]


def test_the_headline_is_seldom_reached_in_every_year_and_oftener_in_one(found: Score) -> None:
    assert found.years == ("2023", "2024", "2025")
    assert found.path[ALL_YEARS].value < found.chances["grdp_growth"].value < found.path[ANY_YEAR].value


def test_what_is_asked_for_together_stands_in_the_table_and_in_a_sentence(found: Score) -> None:
    table = found.joint_table().set_index("quantity")
    assert table.loc["asked", "targets"] == "grdp_growth + revenue_total"
    assert table.loc["asked", "probability"] == found.joint.probability(["grdp_growth", "revenue_total"]).value
    assert any("grdp_growth and revenue_total together" in line for line in joint_lines(found))


@pytest.mark.parametrize(
    ("asked", "told"),
    [("grdp_grwth", "Did you mean 'grdp_growth'"), ("revenue_domestic", "not a target with a probability")],
)
def test_a_target_that_cannot_be_asked_for_is_refused(asked: str, told: str) -> None:
    with pytest.raises(UsageError, match=told):
        qnsim.score("baseline", asked, draws=80)
