"""The effects of levers are those of this model."""

from __future__ import annotations

import pytest

from qnsim.analysis.assessment import assess
from qnsim.analysis.lever_effects import LeverEffects, lever_effects
from qnsim.chance.designs import Stratified
from qnsim.facts.case import read_case
from qnsim.facts.targets import headline_of
from qnsim.run import prepare
from qnsim.scenarios.moves import with_value
from qnsim.workflow.scenarios import load_scenario, resolution_targets

DESIGN = Stratified(draws=400)


@pytest.fixture(scope="module")
def found() -> LeverEffects:
    return lever_effects(read_case(), load_scenario("baseline"), headline_of(resolution_targets()), DESIGN)


def test_every_lever_has_an_effect_in_three_years(found: LeverEffects) -> None:
    assert [each.lever.name for each in found.effects] == list(read_case().levers)
    assert found.years == ("2023", "2024", "2025")
    assert all(set(each.mean) == set(each.probability) == set(found.years) for each in found.effects)


def test_an_effect_is_the_difference_of_two_runs(found: LeverEffects) -> None:
    case, name = read_case(), "tourism_growth_policy"
    moved = with_value(load_scenario("baseline"), case.catalogue.entries[name], 0.10)
    experiments = [prepare(each, case, DESIGN) for each in (load_scenario("baseline"), moved)]
    before, after = assess(experiments, resolution_targets())
    effect = next(each for each in found.effects if each.lever.name == name)
    growth = [a.statistic("grdp_growth", "2024", "mean") for a in (before, after)]
    assert effect.mean["2024"][0] == pytest.approx(growth[1] - growth[0])
    assert effect.probability["2023"] == pytest.approx(after.headline.minus(before.headline))


def test_registrations_act_most_after_the_year_in_which_they_come(found: LeverEffects) -> None:
    """They wait in the backlog: case of a plan that looks useless if only the first year is read."""
    effect = next(each for each in found.effects if each.lever.name == "fdi_attraction_policy")
    first, second, _ = (effect.mean[year][0] for year in found.years)
    assert second > 1.5 * first > 0
