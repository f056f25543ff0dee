"""Growth, productivity and jobs of a resolution are one identity, and the audit reads it off the draws."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from qnsim.analysis.consistency import EMPLOYED, EMPLOYED_NOW, NET, RISE, audit_of
from qnsim.analysis.measures import BY_KEY
from qnsim.analysis.score import Score
from qnsim.analysis.verdicts import Judging, Verdicts
from qnsim.chance.designs import Stratified
from qnsim.facts.case import read_case
from qnsim.run import prepare, run_experiments
from qnsim.workflow.scenarios import load_scenario, resolution_targets
from qnsim.workflow.score_study import score


@pytest.fixture(scope="module")
def found() -> Score:
    return score("resolution-2023", draws=800)


@pytest.fixture(scope="module")
def verdicts() -> Verdicts:
    names = ("grdp_growth_final", ""), ("labour_productivity_growth", "real")
    also = {name: (BY_KEY[name, sector], "2023") for name, sector in names}
    reducer = Judging({}, {**also, NET: (RISE, "2023"), EMPLOYED: (EMPLOYED_NOW, "2023")})
    return run_experiments([prepare(load_scenario("baseline"), read_case(), Stratified(draws=80))], reducer)[0]


def test_growth_is_productivity_growth_compounded_with_employment_growth_in_every_draw(verdicts: Verdicts) -> None:
    values = verdicts.values
    employment = values[EMPLOYED] / (values[EMPLOYED] - values[NET])
    compounded = 100 * ((1 + values["labour_productivity_growth"] / 100) * employment - 1)
    assert np.ptp(compounded) > 1
    np.testing.assert_allclose(compounded, values["grdp_growth_final"], atol=0.05)


def test_three_together_are_never_likelier_than_two_or_one(found: Score) -> None:
    assert found.consistency
    readings = [reading for reading in found.consistency.readings if reading.with_all]
    assert len(readings) == 4
    for reading in readings:
        assert max(chance.value for chance in reading.with_all) <= reading.with_growth.value
        assert reading.with_growth.value <= min(reading.alone.value, found.consistency.alone.value)


def test_a_stricter_reading_is_never_likelier(found: Score) -> None:
    assert found.consistency
    real_about, real, current_about, current, gross, net = (r.alone.value for r in found.consistency.readings)
    assert real <= real_about < current_about
    assert current < current_about
    assert net < gross


def test_the_reading_of_the_resolution_is_that_of_the_table(found: Score) -> None:
    assert found.consistency
    assert found.consistency.readings[3].alone.value == found.chances["labour_productivity_growth"].value
    assert found.consistency.alone.value == found.chances["grdp_growth"].value


def test_what_the_targets_imply_is_more_than_productivity_alone(found: Score) -> None:
    assert found.consistency
    assert found.consistency.implied > 11
    assert found.consistency.table()["reading"].is_unique


def test_a_resolution_without_figures_for_all_three_has_no_audit() -> None:
    targets = resolution_targets()
    assert audit_of(targets)
    assert audit_of([target for target in targets if target.id != "additional_jobs"]) is None
    moved = [replace(target, due="2024") if target.id == "additional_jobs" else target for target in targets]
    assert audit_of(moved) is None
