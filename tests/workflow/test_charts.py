"""What a notebook shows of a result: a table, and a chart as a picture with words for those who cannot see it."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any
from xml.etree import ElementTree

import pandas as pd
import pytest

import qnsim
from qnsim.analysis.assessment import Assessment
from qnsim.analysis.comparison import ScenarioComparison
from qnsim.analysis.goal import GoalAnswer
from qnsim.run import Experiment

CASE = qnsim.read_case()
TARGETS = qnsim.resolution_targets()
HEADLINE = TARGETS[0]
BASELINE = qnsim.load_scenario("baseline")
DESIGN = qnsim.Stratified(draws=200)
LEVER = "public_investment_disbursement_rate"


def prepared(name: str) -> Experiment:
    return qnsim.prepare(qnsim.load_scenario(name), CASE, DESIGN)


def asked(probability: float) -> GoalAnswer:
    return qnsim.goal(BASELINE, CASE, [HEADLINE], probability, LEVER, DESIGN)


@pytest.fixture(scope="module")
def result() -> Assessment:
    return qnsim.assess([prepared("baseline")], TARGETS)[0]


@pytest.fixture(scope="module")
def comparison() -> ScenarioComparison:
    return qnsim.compare([prepared("baseline"), prepared("slow-disbursement"), prepared("super-typhoon")], HEADLINE)


@pytest.fixture(scope="module")
def sensitivity() -> pd.DataFrame:
    return qnsim.sensitivity(prepared("baseline"), HEADLINE, qnsim.Morris(trajectories=10))


def words_of(chart: qnsim.Chart) -> str:
    """A notebook shows the picture, and `alt` where there is none; the picture must be whole."""
    assert ElementTree.fromstring(chart._repr_svg_()).tag.endswith("svg")
    assert repr(chart) == chart.alt
    return chart.alt


def test_the_fan_of_a_run_says_its_probability(result: Assessment) -> None:
    alt = words_of(qnsim.draw_fan(result))
    assert "Chance that GRDP grows by more than 10% in 2023" in alt


def test_the_dots_of_a_sensitivity_study_are_of_the_year_asked_for(sensitivity: pd.DataFrame) -> None:
    experiment = prepared("baseline")
    assert "What decides GRDP growth in 2023" in words_of(qnsim.draw_sensitivity(sensitivity, experiment, HEADLINE))
    with pytest.raises(qnsim.QnsimError, match="no index of 2029 can be told from zero"):
        qnsim.draw_sensitivity(sensitivity, experiment, HEADLINE, "2029")


@pytest.mark.parametrize(("probability", "said"), [(0.15, "P of 15%"), (0.97, "is not within the range")])
def test_the_curve_of_a_goal_holds_the_answer_in_sentences(probability: float, said: str) -> None:
    assert said in words_of(qnsim.draw_goal(asked(probability), BASELINE))


def test_the_waterfall_is_of_the_first_scenario_and_year_unless_told(comparison: ScenarioComparison) -> None:
    assert "slow-disbursement against baseline, 2023" in words_of(qnsim.draw_waterfall(comparison))
    assert "super-typhoon against baseline, 2024" in words_of(qnsim.draw_waterfall(comparison, "super-typhoon", "2024"))


@pytest.mark.parametrize(
    ("slip", "advice"),
    [
        (
            lambda found: qnsim.draw_waterfall(found, "super-tyfoon"),
            "was not compared; .* Did you mean 'super-typhoon'",
        ),
        (lambda found: qnsim.draw_waterfall(found, year="2029"), "'2029' was not compared; expected one of 2023, 2024"),
        (lambda found: qnsim.draw_waterfall([found]), "found is a list; expected what qnsim.compare"),
        (lambda found: qnsim.draw_fan([found]), "assessment is a list; expected one of what qnsim.assess"),
        (lambda found: qnsim.draw_goal(found, BASELINE), "answer is a ScenarioComparison; expected what qnsim.goal"),
        (lambda found: qnsim.draw_sensitivity(found, found, found), "table is a .*; expected what qnsim.sensitivity"),
    ],
)
def test_a_slip_is_answered_with_what_to_hand_over(
    comparison: ScenarioComparison, slip: Callable[[Any], Any], advice: str
) -> None:
    with pytest.raises(qnsim.QnsimError, match=advice):
        slip(comparison)


def test_scenarios_that_are_the_same_have_no_waterfall() -> None:
    found = qnsim.compare([prepared("baseline"), prepared("baseline")], HEADLINE)
    with pytest.raises(qnsim.QnsimError, match="no setting of baseline differs from baseline"):
        qnsim.draw_waterfall(found)


def shown(value: Any) -> pd.DataFrame:
    """The first table that a notebook shows of a value, read back."""
    html = value._repr_html_()
    assert html.startswith("<p>")
    return pd.read_html(io.StringIO(html))[0]


def test_a_run_is_shown_as_its_table_of_years(result: Assessment) -> None:
    told = shown(result)
    assert list(told["event"].unique()) == ["first", "final"]
    assert told["probability"].iloc[0] == pytest.approx(result.headline.value, abs=1e-4)


def test_a_comparison_is_shown_as_its_differences(comparison: ScenarioComparison) -> None:
    assert shown(comparison)["difference"].to_list() == pytest.approx(
        comparison.differences["difference"].to_list(), rel=1e-3
    )


def test_a_score_is_shown_as_a_row_per_target() -> None:
    assert len(shown(qnsim.score("baseline", draws=200))) == len(TARGETS)


def test_a_goal_is_shown_with_its_value_or_the_best_instead() -> None:
    reached, refused = asked(0.15), asked(0.97)
    assert shown(reached)["value"].iloc[0] == pytest.approx(reached.value, rel=1e-3)
    assert "not in its range" in repr(refused)
    assert shown(refused)["value"].iloc[0] == "\N{EN DASH}"
    assert shown(refused)["best"].iloc[0] == pytest.approx(refused.best[1].value, rel=1e-3)


def test_a_probability_is_shown_with_its_error(result: Assessment) -> None:
    chance = result.headline
    assert repr(chance) == f"Probability({chance.value:.4g} ± {chance.error:.1g})"
