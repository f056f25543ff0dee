"""The score has a row per target of the resolution, with the numbers of a run."""

from __future__ import annotations

import io

import pandas as pd
import pytest
from rich.console import Console

import qnsim
from qnsim.analysis.assessment import assess
from qnsim.analysis.score import ALL_YEARS, ANY_YEAR, NO_FIGURE, PROJECTED, Score, with_projections
from qnsim.chance.designs import DEFAULT_SEED, Stratified
from qnsim.errors import UsageError
from qnsim.facts.case import read_case
from qnsim.reporting.score_table import joint_lines, note_lines, score_notes, score_table, view_lines
from qnsim.run import prepare
from qnsim.scenarios.moves import with_value
from qnsim.workflow.past_forecasts import read_past, views_of
from qnsim.workflow.posteriors import usual_design
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
    design = usual_design(read_case(), DEFAULT_SEED, DRAWS)
    experiment = prepare(load_scenario("resolution-2023"), read_case(), design)
    (assessment,) = assess([experiment], resolution_targets())
    ours, theirs = found.table.drop(columns=["indicator_vi", "gap", "view", *PROJECTED]), assessment.scorecard
    own = ["status", "note"]  # of targets outside the model: a run does not project them
    pd.testing.assert_frame_equal(ours.drop(columns=own), theirs.drop(columns=own))
    modelled = theirs["status"] == "modelled"
    pd.testing.assert_frame_equal(ours.loc[modelled, own], theirs.loc[modelled, own])
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


def test_a_projected_target_has_columns_of_its_own_and_names_its_method(found: Score) -> None:
    rows = found.table.set_index("target")
    projected = rows[rows["status"] == "projected"]
    assert set(projected.index) == set(found.projections)
    assert projected[["projected_probability", "figures", "method"]].notna().all(axis=None)
    assert rows.loc[rows["status"] != "projected", list(PROJECTED)].isna().all(axis=None)
    water = rows.loc["urban_clean_water_share"]
    assert water["projected_p05"] < water["projected_median"] < water["projected_p95"]
    assert "2 figures (2015–2020)" in water["method"]


def test_a_target_without_a_known_figure_is_tracked_and_says_why(found: Score) -> None:
    rows = found.table.set_index("target")
    unprojected = with_projections(found.table.drop(columns=list(PROJECTED)), resolution_targets(), {})
    doctors = unprojected.set_index("target").loc["doctors"]
    assert doctors["note"] == NO_FIGURE
    assert "no figure of it was printed" in rows.loc["urbanisation_rate", "note"]
    for name in (
        "urbanisation_rate",
        "social_insurance_share",
        "pharmacists",
        "nurses",
        "waste_collection_share",
        "quality_schools",
    ):
        assert rows.loc[name, "status"] == "tracked"


def test_a_projection_enters_no_probability_of_the_model(found: Score) -> None:
    assert not set(found.projections) & set(found.chances)
    assert set(found.joint.reached) == set(found.chances)


def test_domestic_revenue_stands_beside_what_was_announced_for_the_year_before(found: Score) -> None:
    note = found.table.set_index("target").loc["revenue_domestic", "note"]
    assert note == "the resolution gives no figure; 2022: 42,000 billion VND (as announced in January 2023)"


@pytest.mark.parametrize("width", [80, 140])
def test_no_cell_of_the_printed_table_is_cut(found: Score, width: int) -> None:
    text = printed(found, width)
    assert "\N{HORIZONTAL ELLIPSIS}" not in text
    assert max(map(len, text.splitlines())) <= width
    assert text.count("* │") == len(found.projections)
    assert "ten_thousand" not in text
    assert "per 10 000" in text
    assert all(word in text for target in found.targets for word in [target.indicator["en"].split()[-1]])
    assert "(2020), stated" in text


def test_where_there_is_no_room_the_notes_follow_the_table(found: Score) -> None:
    lines = note_lines(found, 80)
    assert "Doctors per 10 000 inhabitants: random walk with drift on the log scale" in " ".join(lines)
    assert max(map(len, lines)) <= 80
    assert note_lines(found, 140) == []
    assert any(note.startswith("* projected: ") for note in score_notes())


def printed(found: Score, width: int) -> str:
    console = Console(width=width, file=io.StringIO(), color_system=None)
    console.print(score_table(found, width))
    return "\n".join([console.file.getvalue().rstrip(), *note_lines(found, width)])  # type: ignore[attr-defined]


def test_payments_by_the_third_quarter_are_brought_to_the_target_by_rate_and_pace_alone(found: Score) -> None:
    case, scenario = read_case(), load_scenario("resolution-2023")
    pushed = scenario
    for name, value in (("disbursement_pace", 1.0), ("public_investment_disbursement_rate", 1.05)):
        pushed = with_value(pushed, case.catalogue.entries[name], value)
    experiment = prepare(pushed, case, Stratified(draws=400))
    reached = assess([experiment], resolution_targets())[0].chances["disbursement_q3"].value
    assert found.table.set_index("target").loc["disbursement_q3", "probability"] < 0.1
    assert reached > 0.5


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


def test_together_only_the_row_of_growth_is_another_one(found: Score) -> None:
    both, past = score("resolution-2023", "grdp_growth, revenue_total", DRAWS, view="together"), read_past(read_case())
    design = usual_design(read_case(), DEFAULT_SEED, DRAWS)
    names = ("baseline", "resolution-2023")
    assessed = assess([prepare(load_scenario(name), read_case(), design) for name in names], resolution_targets())
    assert past
    together = views_of(past, assessed, assessed[0], assessed[0].target)["resolution-2023"].together
    rows, before = both.table.set_index("target"), found.table.set_index("target")
    growth = rows.loc["grdp_growth"]
    told = (growth["probability"], growth["median"], growth["p05"], growth["gap"])
    assert told == pytest.approx((together.probability, together.middle, together.p05, together.middle - 10))
    assert (before.loc["grdp_growth", "view"], growth["view"]) == ("model", "together")
    pd.testing.assert_frame_equal(rows.drop("grdp_growth"), before.drop("grdp_growth"))
    pd.testing.assert_frame_equal(both.joint_table(), found.joint_table())
    assert both.chances["grdp_growth"].value == found.chances["grdp_growth"].value
    (line,) = view_lines(both)
    assert "All other targets, the targets together and the years together are the model alone" in line
    assert view_lines(found) == []
    assert "growth together with the record" in str(score_table(both, 160).title)
    assert str(score_table(found, 160).title).endswith(", the model alone")
