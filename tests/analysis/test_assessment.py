"""What a run reports follows from the measures and targets it is asked for."""

from __future__ import annotations

import pickle
from pathlib import Path

import numpy as np
import pytest

from qnsim.analysis.assessment import Assessing
from qnsim.analysis.measures import BY_KEY, MEASURES
from qnsim.analysis.measures.measure import Measure, Words
from qnsim.analysis.measures.paths import Paths
from qnsim.chance.blocks import plan_blocks
from qnsim.chance.designs import Stratified
from qnsim.errors import DataError
from qnsim.facts.case import read_case
from qnsim.facts.shipped import data_folder
from qnsim.facts.targets import Target, read_targets
from qnsim.run import Experiment, prepare, run_block, run_experiments
from qnsim.workflow import scenarios
from qnsim.workflow.checks import check_everything

VISITORS = """
  - id: calm_beaches
    clause: I.3
    indicator: {vi: Lượt khách, en: Visits}
    comparator: "<="
    threshold: 14
    unit: "million arrival"
    model_unit: "million arrival"
    due: 2024
    treatment: modelled
    measure: {variable: tourist_arrivals}
    note: a test
    verbatim: không quá 14 triệu
"""
SHIPPED = data_folder() / "targets" / "resolution-2023.yaml"


def coal(paths: Paths) -> np.ndarray:
    return paths.total("coal_output")


COAL = Measure("coal_output", "", "Mt", Words("Than", "Coal"), Words("Than.", "Coal."), coal)


@pytest.fixture
def experiment() -> Experiment:
    return prepare(scenarios.load_scenario("baseline"), read_case(), Stratified(draws=80))


def with_one_more(folder: Path, text: str = VISITORS) -> Path:
    file = folder / "targets" / "resolution-2023.yaml"
    file.parent.mkdir()
    file.write_text(SHIPPED.read_text(encoding="utf-8") + text, encoding="utf-8")
    return file


def headline_only() -> tuple[Target, ...]:
    return tuple(target for target in read_targets(SHIPPED) if target.headline)


def test_a_target_is_added_in_the_target_file_alone(tmp_path: Path, experiment: Experiment) -> None:
    (found,) = run_experiments([experiment], Assessing(read_targets(with_one_more(tmp_path)), keep_draws=True))
    row = found.scorecard.set_index("target").loc["calm_beaches"]
    assert row["probability"] == (found.draws["tourist_arrivals"].sel(year=2024) <= 14).mean()
    assert (row["status"], row["note"]) == ("modelled", "a test")


def test_a_measure_is_added_by_declaring_it(experiment: Experiment) -> None:
    reducer = Assessing(headline_only(), measures=(COAL,))
    (found,) = run_experiments([experiment], reducer)
    assert found.statistic("coal_output", "2023", "p50") > 10
    assert "coal_output" in reducer.keep


def test_a_run_keeps_only_what_the_measures_asked_for_need() -> None:
    reducer = Assessing(headline_only(), measures=(BY_KEY["new_firms", ""],))
    growth = ("growth_first_release", "growth_year_on_year", "growth_year_to_date")
    assert set(reducer.keep) == {"new_firms", *growth}
    assert len(Assessing(read_targets(SHIPPED)).keep) > 30


def test_parts_that_come_from_another_process_make_the_same_report(experiment: Experiment) -> None:
    reducer = Assessing(read_targets(SHIPPED), keep_draws=True)
    sent = pickle.loads(pickle.dumps(reducer))
    assert [each.key for each in sent.asked] == [each.key for each in MEASURES]
    blocks = plan_blocks(experiment.draws)
    here = reducer.merge(experiment, [run_block(experiment, block, reducer) for block in blocks])
    parts = [pickle.loads(pickle.dumps(run_block(experiment, block, sent))) for block in blocks]
    there = reducer.merge(experiment, parts)
    for table in ("summary", "scorecard", "drivers"):
        assert getattr(here, table).to_csv() == getattr(there, table).to_csv()
    assert here.draws.equals(there.draws)


def test_an_unknown_measure_is_refused_before_anything_runs_and_by_check(tmp_path: Path) -> None:
    file = with_one_more(tmp_path, VISITORS.replace("tourist_arrivals", "tourist_arrival"))
    line = 1 + file.read_text(encoding="utf-8").splitlines().index("    measure: {variable: tourist_arrival}")
    text = f"extends: {data_folder()}\ntargets: targets/resolution-2023.yaml\n"
    (tmp_path / "case.yaml").write_text(text, encoding="utf-8")
    case = read_case(tmp_path)
    fault = rf"resolution-2023\.yaml:{line}:25: 'tourist_arrival' is not a measure; .*Did you mean 'tourist_arrivals'"
    with pytest.raises(DataError, match=fault):
        scenarios.resolution_targets(case)
    with pytest.raises(DataError, match=fault):
        check_everything(["baseline"], case=case)
