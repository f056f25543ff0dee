"""Scenarios whose sample lacks a coordinate share the others with the whole sample, and draw what they draw alone."""

from __future__ import annotations

import numpy as np
import pytest

from qnsim.chance import draws
from qnsim.chance.designs import Sample, blocks_of
from qnsim.chance.streams import Streams
from qnsim.facts.case import read_case
from qnsim.workflow.runs import plan_runs
from qnsim.workflow.scenarios import load_scenarios

CASE = read_case()
EXPERIMENTS = plan_runs(load_scenarios([], CASE), CASE, draws=80)
LACKING = [each for each in EXPERIMENTS if isinstance(each.design, Sample) and each.design.whole and each.design.states]


def test_some_shipped_scenarios_lack_coordinates_and_share_a_sample() -> None:
    assert len(LACKING) > 1
    assert len({id(each.design.whole) for each in LACKING if isinstance(each.design, Sample)}) == 1


@pytest.mark.parametrize("experiment", LACKING, ids=lambda each: each.scenario.name)
def test_shared_numbers_are_those_of_a_scenario_alone(experiment, monkeypatch: pytest.MonkeyPatch) -> None:
    block = blocks_of(experiment.design)[0]
    asked = (experiment.scenario, experiment.case, experiment.horizon, experiment.design, block)
    shared = draws.draw(*asked)
    groups = draws._groups(experiment.case, draws.years_of(experiment.horizon))
    with monkeypatch.context() as patch:
        patch.setattr(draws, "_streams", lambda *_: Streams(experiment.design, block, draws._arrays(groups)))
        alone = draws.draw(*asked)
    for together, own in (
        (shared.uncertain, alone.uncertain),
        (shared.inputs.constants, alone.inputs.constants),
        (shared.inputs.paths, alone.inputs.paths),
    ):
        assert together.keys() == own.keys()
        assert all(np.array_equal(together[name], own[name]) for name in own)


def test_what_hangs_on_a_coordinate_apart_is_made_anew() -> None:
    sample = Sample({"a": np.linspace(0.1, 0.9, 9), "b": np.linspace(0.2, 0.8, 9), "share[0]": np.full(9, 0.5)})
    block = blocks_of(sample)[0]
    groups = [(("a", "c"), np.array([[1.0, 0.5], [0.5, 1.0]]))]
    whole = Streams(sample, block, groups)
    lacking = Streams(Sample({"b": sample.states["b"]}), block, groups, whole, ["a", "share[0]"])
    for name in ("a", "c"):
        assert not np.array_equal(lacking.uniform(name), whole.uniform(name))
    assert lacking.uniform("b") is whole.uniform("b")
    assert not np.array_equal(lacking.dirichlet([1, 2], "share"), whole.dirichlet([1, 2], "share"))
    assert lacking.normal("other") is whole.normal("other")
