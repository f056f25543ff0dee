"""The record is anchored to the baseline, draw by draw."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from qnsim.analysis.assessment import assess
from qnsim.analysis.outcomes import POOLED, Outcomes, chance
from qnsim.analysis.pooling import Anchored, Pooling
from qnsim.chance.designs import Columns, Stratified, blocks_of
from qnsim.errors import DataError
from qnsim.facts.case import read_case
from qnsim.facts.targets import headline_of
from qnsim.run import prepare, run_experiments
from qnsim.workflow.past_forecasts import pooling_of, read_past, views_of
from qnsim.workflow.posteriors import usual_design
from qnsim.workflow.scenarios import load_scenario, resolution_targets

CASE, TARGETS = read_case(), resolution_targets()
HEADLINE = headline_of(TARGETS)


@pytest.fixture(scope="module")
def pooling() -> Pooling:
    found = pooling_of(CASE, HEADLINE, "together")
    assert found
    return found


def test_each_block_is_put_beside_its_own_draws_of_the_baseline(pooling: Pooling) -> None:
    growth = np.linspace(5, 15, 16_000)
    first, second = blocks_of(Stratified(1, 16_000))
    anchored = Anchored(pooling.together, {"2023": growth})
    whole = pooling.together.chances("2023", growth + 1, growth)
    told = [anchored("2023", growth[b.first : b.first + b.size] + 1, b) for b in (first, second)]
    assert np.array_equal(np.concatenate(told), whole)


@pytest.mark.parametrize("prior", [True, False])
def test_the_pooled_chance_of_a_study_is_that_of_a_run(pooling: Pooling, prior: bool) -> None:
    design = usual_design(CASE, 5, 160, prior)
    experiments = [prepare(load_scenario(name), CASE, design) for name in ("baseline", "resolution-2023")]
    assessed = assess(experiments, TARGETS)
    past = read_past(CASE)
    assert past
    run = views_of(past, assessed, assessed[0], HEADLINE)["resolution-2023"].together
    anchored = pooling.anchored(pooling.beside(experiments[1]), HEADLINE, ["2023"])
    (found,) = run_experiments([experiments[1]], Outcomes(HEADLINE, ("2023",), anchored))
    told = chance(experiments[1], found[POOLED, "2023"])
    assert run.chance
    assert (told.value, told.error) == pytest.approx((run.chance.value, run.chance.error))


def test_the_baseline_is_drawn_as_the_scenario_also_from_columns(pooling: Pooling) -> None:
    design = Columns({"fdi_backlog_start": np.linspace(0.1, 0.9, 9)})
    own = replace(prepare(load_scenario("resolution-2023"), CASE), design=design)
    beside = pooling.beside(own)
    assert beside.scenario.name == "baseline"
    assert beside.design is design
    assert beside.horizon == own.horizon


def test_a_year_of_which_nothing_is_told_is_refused_before_the_work(pooling: Pooling) -> None:
    baseline = prepare(load_scenario("baseline"), CASE, Stratified(1, 10**9))
    with pytest.raises(DataError, match="say nothing of 2030"):
        pooling.anchored(baseline, HEADLINE, ["2030"])
