"""The lever that would raise the probability most within its usual band."""

from __future__ import annotations

from dataclasses import replace

import pytest

from qnsim.analysis.best_lever import LeverGain, best_usual_lever, usual_ends
from qnsim.analysis.goal import goal
from qnsim.analysis.outcomes import PROBABILITY, Outcomes, until
from qnsim.chance.designs import Stratified
from qnsim.facts.case import read_case
from qnsim.facts.targets import headline_of
from qnsim.reporting.tables import lever_line
from qnsim.run import prepare, run_experiments
from qnsim.scenarios.moves import with_value
from qnsim.scenarios.scenario import Scenario
from qnsim.workflow.scenarios import load_scenario, resolution_targets

CASE = read_case()
HEADLINE = headline_of(resolution_targets())
DESIGN = Stratified(draws=1_000)


@pytest.mark.parametrize(
    ("lever", "ends"),
    [
        ("public_investment_disbursement_rate", (65, 90)),  # the middle one of three bands
        ("fdi_realisation_speed", (0.95, 1.05)),
    ],
)
def test_the_usual_band_is_that_of_the_value_at_rest(lever: str, ends: tuple[float, float]) -> None:
    assert usual_ends(CASE.levers[lever]) == ends


def test_a_lever_that_rests_in_its_first_band_has_the_lowest_value_as_an_end() -> None:
    lever = CASE.levers["public_investment_disbursement_rate"]
    assert usual_ends(replace(lever, step_from=50)) == (40, 65)


def test_no_lever_at_an_end_of_its_band_gives_more_and_goal_seek_leads_there() -> None:
    scenario = load_scenario("baseline")
    best = best_usual_lever(CASE, scenario, HEADLINE, DESIGN)
    assert best
    start = chance_of(scenario)
    gains = {}
    for lever in CASE.levers.values():
        for value in usual_ends(lever):
            moved = with_value(scenario, CASE.catalogue.entries[lever.name], value * lever.factor)
            gains[lever.name, value] = chance_of(moved) - start
    assert len(gains) == 2 * len(CASE.levers)
    assert max(gains, key=lambda end: gains[end]) == (best.lever.name, best.value)
    assert gains[best.lever.name, best.value] == pytest.approx(best.gain[0])
    answer = goal(scenario, CASE, [HEADLINE], start + best.gain[0], best.lever.name, DESIGN)
    assert answer.value == pytest.approx(best.value, rel=0.02)


def chance_of(scenario: Scenario) -> float:
    experiment = until(prepare(scenario, CASE, DESIGN), HEADLINE.due)
    (found,) = run_experiments([experiment], Outcomes(HEADLINE, ("2023",)))
    return float(found[PROBABILITY, "2023"].mean())


def test_where_no_lever_helps_there_is_none_and_the_line_says_so() -> None:
    unreachable = replace(HEADLINE, threshold=90.0)
    assert best_usual_lever(CASE, load_scenario("baseline"), unreachable, DESIGN) is None
    assert lever_line("my-plan", None) == "No single lever within its usual band would clearly raise P of my-plan."


def test_the_line_names_lever_value_band_and_gain() -> None:
    gain = LeverGain(CASE.levers["public_investment_disbursement_rate"], 90.0, (0.048, 0.006))
    assert lever_line("my-plan", gain) == (
        "The lever that would raise P of my-plan most within its usual band: Disbursement of the public investment "
        "plan at 90% (usual), +5 ± 0.6 points."
    )
