"""Goal seek: running at the answer gives what was asked."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from qnsim.analysis.assessment import assess
from qnsim.analysis.goal import goal, iso_probability
from qnsim.chance.designs import Stratified
from qnsim.errors import UsageError
from qnsim.facts.case import read_case
from qnsim.facts.targets import headline_of
from qnsim.language import ENGLISH
from qnsim.reporting.charts.goal_chart import GoalWords, goal_chart
from qnsim.reporting.goal_words import goal_lines, iso_lines
from qnsim.run import prepare
from qnsim.scenarios.moves import with_value
from qnsim.scheduler import Threads
from qnsim.workflow.past_forecasts import pooling_of, read_past, views_of
from qnsim.workflow.scenarios import load_scenario, resolution_targets

pytestmark = pytest.mark.slow
CASE, BASELINE = read_case(), load_scenario("baseline")
TARGETS = {target.id: target for target in resolution_targets()}
HEADLINE = headline_of(resolution_targets())
DESIGN, LEVER = Stratified(3, 2000), "private_investment_policy"


def test_a_run_at_the_answer_gives_the_probability_that_was_asked() -> None:
    answer = goal(BASELINE, CASE, [HEADLINE], 0.25, LEVER, DESIGN)
    assert answer.value is not None
    moved = with_value(BASELINE, CASE.catalogue.entries[LEVER], answer.value)
    (there,) = assess([prepare(moved, CASE, DESIGN)], resolution_targets())
    assert there.headline.value == pytest.approx(0.25, abs=2 * there.headline.error)
    (fresh,) = assess([prepare(moved, CASE, Stratified(99, 8000))], resolution_targets())
    assert fresh.headline.value == pytest.approx(0.25, abs=4 * (there.headline.error + fresh.headline.error))


def test_the_interval_of_the_value_holds_what_other_seeds_find() -> None:
    answer = goal(BASELINE, CASE, [HEADLINE], 0.25, LEVER, DESIGN)
    other = goal(BASELINE, CASE, [HEADLINE], 0.25, LEVER, Stratified(77, 2000))
    assert answer.interval and other.interval and answer.value
    assert answer.interval[0] < answer.value < answer.interval[1]
    assert answer.interval[0] < other.interval[1] and other.interval[0] < answer.interval[1]


def test_what_no_value_reaches_is_refused_with_the_best() -> None:
    answer = goal(BASELINE, CASE, [HEADLINE], 0.9, LEVER, DESIGN)
    assert (answer.value, answer.interval, answer.reached) == (None, None, None)
    assert answer.best[0] == 1.2
    (line,) = [line for line in goal_lines(answer, "baseline") if "not within the range" in line]
    assert "P of 90% is not within the range" in line
    assert line.endswith("at 1.2.")


def test_what_every_value_passes_is_said_with_the_lowest() -> None:
    answer = goal(BASELINE, CASE, [HEADLINE], 0.01, LEVER, DESIGN)
    assert "P is above 1% wherever" in goal_lines(answer, "baseline")[1]


def test_a_lever_whose_target_the_scenario_sets_itself_is_told_to_do_nothing() -> None:
    answer = goal(load_scenario("resolution-2023"), CASE, [HEADLINE], 0.5, "fdi_attraction_policy", DESIGN)
    assert any(line.startswith("The lever does nothing here") for line in goal_lines(answer, "resolution-2023"))


def test_a_curve_that_goes_up_and_down_is_not_called_monotone() -> None:
    band = replace(HEADLINE, comparator="<", threshold=7.0)
    rising = goal(BASELINE, CASE, [HEADLINE], 0.25, LEVER, DESIGN)
    both = goal(BASELINE, CASE, [replace(HEADLINE, threshold=8.0), replace(band, threshold=10.0)], 0.5, LEVER, DESIGN)
    assert rising.monotone
    assert not both.monotone
    assert any("does not move in one direction" in line for line in goal_lines(both, "baseline"))


def test_targets_together_are_less_likely_than_each_alone() -> None:
    together = goal(BASELINE, CASE, [HEADLINE, TARGETS["revenue_total"]], 0.2, LEVER, DESIGN)
    alone = [goal(BASELINE, CASE, [each], 0.2, LEVER, DESIGN) for each in together.targets]
    assert together.start.value <= min(each.start.value for each in alone)


def test_two_levers_give_the_line_along_which_the_probability_is_the_same() -> None:
    table = iso_probability(BASELINE, CASE, [HEADLINE], 0.25, (LEVER, "tourism_growth_policy"), DESIGN)
    needed = table[LEVER].dropna().to_numpy()
    assert np.all(np.diff(needed) < 0), "more tourists, less investment needed"
    lines = iso_lines(table, CASE.levers[LEVER], CASE.levers["tourism_growth_policy"], 0.25)
    assert len(lines) == 1 + len(table)


def test_any_scheduler_gives_the_same_answer() -> None:
    assert goal(BASELINE, CASE, [HEADLINE], 0.25, LEVER, DESIGN).curve.equals(
        goal(BASELINE, CASE, [HEADLINE], 0.25, LEVER, DESIGN, Threads(2)).curve
    )


def test_the_chart_keeps_its_words_on_the_page() -> None:
    answer = goal(BASELINE, CASE, [HEADLINE], 0.25, "public_investment_disbursement_rate", Stratified(3, 400))
    figure = goal_chart(answer, GoalWords("A title", "An answer.", "A note."), ENGLISH)
    figure.canvas.draw()
    for text in (text for axes in figure.axes for text in axes.texts):
        box = text.get_window_extent()
        assert figure.bbox.x0 <= box.x0 and box.x1 <= figure.bbox.x1, text.get_text()


@pytest.mark.parametrize("asked", [0, 1, 1.5])
def test_a_probability_that_cannot_be_asked_is_refused(asked: float) -> None:
    with pytest.raises(UsageError, match="expected a number between 0 and 1"):
        goal(BASELINE, CASE, [HEADLINE], asked, LEVER, DESIGN)


def test_a_target_outside_the_model_is_refused() -> None:
    tracked = next(target for target in resolution_targets() if target.treatment == "tracked")
    with pytest.raises(UsageError, match="so no lever of the model decides it"):
        goal(BASELINE, CASE, [tracked], 0.5, LEVER, DESIGN)


def test_a_run_at_the_answer_gives_the_probability_together_that_was_asked() -> None:
    pooling, past = pooling_of(CASE, HEADLINE, "together"), read_past(CASE)
    assert pooling and past
    answer = goal(BASELINE, CASE, [HEADLINE], 0.5, LEVER, DESIGN, pooling=pooling)
    assert answer.value is not None and answer.reached is not None and answer.view == "together"
    moved = with_value(BASELINE, CASE.catalogue.entries[LEVER], answer.value)
    base, there = assess([prepare(each, CASE, DESIGN) for each in (BASELINE, moved)], resolution_targets())
    found = views_of(past, [there], base, HEADLINE)["baseline"].together
    assert found.probability == pytest.approx(0.5, abs=0.002)
    assert found.chance and found.chance.error == pytest.approx(answer.reached.error)
    assert set(answer.curve["view"]) == {"together"}
    assert "P (together) is" in goal_lines(answer, "baseline")[0]


def test_along_a_line_of_equal_probability_together_the_view_is_said() -> None:
    pooling = pooling_of(CASE, HEADLINE, "together")
    levers = (LEVER, "public_investment_disbursement_rate")
    pairs = iso_probability(BASELINE, CASE, [HEADLINE], 0.5, levers, Stratified(3, 160), pooling=pooling)
    first, second = (CASE.levers[name] for name in levers)
    assert set(pairs["view"]) == {"together"}
    assert iso_lines(pairs, first, second, 0.5)[0].startswith("P of 50% (together): ")


def test_targets_at_once_have_no_probability_together_with_the_record() -> None:
    pooling = pooling_of(CASE, HEADLINE, "together")
    with pytest.raises(UsageError, match="past forecasts are of one target, not of 2 at once"):
        goal(BASELINE, CASE, [HEADLINE, TARGETS["new_firms"]], 0.5, LEVER, DESIGN, pooling=pooling)
