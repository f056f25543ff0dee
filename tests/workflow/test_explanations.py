"""Where values come from can be asked of every name."""

from __future__ import annotations

import pytest

from qnsim.facts.case import read_case
from qnsim.workflow.explanations import explain

CASE = read_case()


@pytest.mark.slow
def test_every_name_that_a_scenario_may_set_or_a_surprise_has_can_be_explained() -> None:
    names = dict.fromkeys([*CASE.catalogue.entries, *CASE.parameters, *CASE.model.surprises])
    assert [name for name in names if not explain("baseline", name, CASE)] == []


def test_a_value_in_money_of_the_base_year_is_told_with_that_year() -> None:
    (in_force,) = [line for line in explain("baseline", "plan_transfers", CASE) if line.startswith("in force")]
    assert f"VND_{CASE.about.base_year} / year" in in_force
