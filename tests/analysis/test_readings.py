"""What two readings of the evidence make of the probability."""

from __future__ import annotations

from qnsim.analysis.assessment import assess
from qnsim.analysis.readings import readings_of
from qnsim.chance.designs import Stratified
from qnsim.facts.case import read_case
from qnsim.facts.targets import headline_of
from qnsim.reporting.tables import reading_lines
from qnsim.run import prepare
from qnsim.scenarios.moves import with_value
from qnsim.workflow.scenarios import load_scenario, resolution_targets

CASE = read_case()
TARGETS = resolution_targets()
DESIGN = Stratified(draws=400)


def test_each_reading_is_the_scenario_with_its_end_of_the_range() -> None:
    scenario = load_scenario("baseline")
    found = readings_of(CASE, scenario, headline_of(TARGETS), DESIGN)
    assert [each.parameter.name for each in found] == ["coal_record_weight", "power_record_weight"]
    entry = CASE.catalogue.entries["coal_record_weight"]
    moved = [prepare(with_value(scenario, entry, end), CASE, DESIGN) for end in (0.0, 1.0)]
    low, high = (each.headline.value for each in assess(moved, TARGETS))
    assert (found[0].low.value, found[0].high.value) == (low, high)
    assert low < high


def test_a_reading_that_the_scenario_chose_is_not_told() -> None:
    found = readings_of(CASE, load_scenario("coal-constraint"), headline_of(TARGETS), DESIGN)
    assert [each.parameter.name for each in found] == ["power_record_weight"]


def test_the_lines_say_what_each_end_stands_for() -> None:
    found = readings_of(CASE, load_scenario("baseline"), headline_of(TARGETS), DESIGN)
    first, second = reading_lines(found)
    assert first.startswith("P if licences and shafts bind mining: ")
    assert "; if mining goes on as in its own record: " in first
    assert first.endswith("(coal_record_weight 0 or 1).")
    assert second.startswith("P if the plants of now bound dispatch: ")
