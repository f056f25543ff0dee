"""The public names as someone in a notebook uses them, with the slips that are made there."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import qnsim
from qnsim.analysis.assessment import Assessment
from qnsim.run import Experiment

DESIGN = qnsim.Stratified(draws=80)
CASE = qnsim.read_case()
TARGETS = qnsim.resolution_targets()
KEEP = qnsim.KeepPaths(["grdp"])
SPREAD = np.linspace(0.1, 0.9, 500)
MOST_CHARACTERS = 300


@pytest.fixture(scope="module")
def baseline() -> Experiment:
    return qnsim.prepare(qnsim.load_scenario("baseline"), CASE, DESIGN)


@pytest.fixture(scope="module")
def result(baseline: Experiment) -> Assessment:
    return qnsim.assess([baseline], TARGETS)[0]


@pytest.mark.parametrize(
    ("slip", "advice"),
    [
        (lambda e: qnsim.assess([e], ()), "targets is empty; .* use qnsim.resolution_targets()"),
        (lambda e: qnsim.assess([e], TARGETS[0]), "targets is a Target; expected a list of .* put it in brackets"),
        (lambda e: qnsim.assess(e, TARGETS), "experiments is an Experiment; expected a list .* put it in brackets"),
        (
            lambda e: qnsim.assess("baseline", TARGETS),
            "experiments is 'baseline'; expected a list of what qnsim.prepare",
        ),
        (lambda e: qnsim.assess([e.scenario], TARGETS), r"experiments\[0\] is a Scenario; expected what qnsim.prepare"),
        (lambda e: qnsim.assess([e], TARGETS, 2), r"scheduler is 2; expected .* such as .* qnsim.Processes\(2\)"),
        (lambda e: qnsim.compare(e, TARGETS[0]), "experiments is an Experiment; expected a list .* put it in brackets"),
        (lambda e: qnsim.compare([e, e], TARGETS), "target is a tuple; .* use one of qnsim.resolution_targets()"),
        (lambda e: qnsim.compare([e, e], TARGETS[0], "2025"), "through is '2025'; expected a year such as"),
        (lambda e: qnsim.discover(e.scenario, TARGETS[0]), "experiment is a Scenario; expected what qnsim.prepare"),
        (lambda e: qnsim.discover(e, TARGETS), "target is a tuple; .* use one of qnsim.resolution_targets()"),
        (lambda e: qnsim.discover(e, TARGETS[0], "lost"), "'lost' is not an outcome; expected missed or reached"),
        (lambda e: qnsim.run_experiments(e, KEEP), "experiments is an Experiment; .* put it in brackets"),
        (lambda e: qnsim.run_experiments([e], ["grdp"]), "reducer is a list; expected .* such as qnsim.KeepPaths"),
        (lambda e: qnsim.run_experiments([e], qnsim.KeepPaths(["grdpp"])), "'grdpp' cannot .* Did you mean 'grdp'"),
        (lambda e: qnsim.KeepPaths("grdp"), "keep is 'grdp'; expected a list of names .* put it in brackets"),
        (lambda e: qnsim.KeepPaths(["grdp", 7]), r"keep\[1\] is 7; expected names of variables"),
        (
            lambda e: qnsim.prepare("baseline", CASE),
            r"scenario is 'baseline'; .* use qnsim.load_scenario\('baseline'\)",
        ),
        (lambda e: qnsim.prepare(CASE, e.scenario), "scenario is a Case; expected a Scenario"),
        (lambda e: qnsim.prepare(e.scenario, DESIGN), r"case is a Stratified; .* use qnsim.read_case\(\)"),
        (lambda e: qnsim.prepare(e.scenario, CASE, 200), r"design is 200; .* such as qnsim.Stratified\("),
        (lambda e: qnsim.Stratified(draws="200"), "draws is '200'; expected a whole number"),
        (lambda e: qnsim.Columns(SPREAD), "columns is a ndarray; expected numbers by the name of their coordinate"),
        (lambda e: qnsim.Sample(SPREAD), "states is a ndarray; expected numbers by the name of their coordinate"),
        (lambda e: qnsim.coordinates(e.scenario), "experiment is a Scenario; expected what qnsim.prepare"),
        (lambda e: qnsim.load_scenario(e.scenario), "is a Scenario; expected files, folders or names"),
        (lambda e: qnsim.load_scenario("baselin"), "'baselin' is neither .* Did you mean 'baseline'"),
        (
            lambda e: qnsim.run_scenarios([e.scenario], out=None),
            "is a Scenario; .* run by qnsim.prepare and qnsim.assess",
        ),
        (lambda e: qnsim.run_scenarios(7, out=None), "scenarios is 7; expected files, folders or names"),
        (lambda e: qnsim.Processes(-1), r"Processes\(-1\): expected at least 1; use 1 or more"),
        (lambda e: qnsim.Threads(0), r"Threads\(0\): expected at least 1; use 1 or more"),
        (lambda e: qnsim.Threads("2"), r"Threads\('2'\): expected a whole number; use 1 or more"),
    ],
)
def test_a_slip_is_answered_with_the_argument_and_what_to_write(
    baseline: Experiment, slip: Callable[[Experiment], Any], advice: str
) -> None:
    with pytest.raises(qnsim.QnsimError, match=advice):
        slip(baseline)


def test_a_folder_is_not_one_scenario(tmp_path: Path) -> None:
    for name in ("a1", "a2"):
        text = f"name: {name}\ntitle: {{vi: t, en: t}}\nextends: baseline.yaml\nwhy: t\n"
        (tmp_path / f"{name}.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(qnsim.QnsimError, match="a folder of 2 scenarios; expected one; use load_scenarios"):
        qnsim.load_scenario(tmp_path)


def test_a_text_is_one_scenario_and_may_name_the_folder_to_write_to(tmp_path: Path) -> None:
    report = qnsim.run_scenarios("resolution-2023", draws=80, out=str(tmp_path / "runs"))
    assert [each.experiment.scenario.name for each in report.assessments] == ["resolution-2023"]
    assert report.folders[0].parent == tmp_path / "runs"
    assert (report.folders[0] / "manifest.json").is_file()


@pytest.mark.parametrize("given", ["fdi-drought", ["fdi-drought"], CASE.about.scenarios / "fdi-drought.yaml"])
def test_a_text_a_list_and_a_path_name_scenarios_alike(given: Any) -> None:
    assert [scenario.name for scenario in qnsim.load_scenarios(given)] == ["fdi-drought"]


def test_a_case_may_be_named_by_a_text() -> None:
    assert qnsim.read_case(str(CASE.about.folders[-1])).digest == CASE.digest


def test_a_number_of_the_summary_is_found_by_the_words_people_use(result: Assessment) -> None:
    assert result.statistic("grdp", 2023, "median") == result.statistic("grdp", "2023", "p50")
    assert result.statistic("grdp", np.int64(2024), "p5") == result.statistic("grdp", "2024", "p05")
    assert result.statistic("value_added_growth", 2023, "mean", "mining") != 0


@pytest.mark.parametrize(
    ("asked", "answer"),
    [
        (("grdpp", 2023, "p50"), "has no variable 'grdpp'; expected one of grdp, .* Did you mean 'grdp'?"),
        (("grdp", 2099, "p50"), "grdp has no period '2099'; expected 2023 to 2030 or 2023Q1 to 2030Q4."),
        (("grdp", "2023q1", "p50"), "grdp has no period '2023q1'; .* Did you mean '2023Q1'?"),
        (("grdp_growth_final", "2023Q1", "p50"), "grdp_growth_final has no period '2023Q1'; expected 2023 to 2030."),
        (("grdp", 2023, "p51"), "grdp has no statistic 'p51'; expected one of mean, sd, .* Did you mean 'p"),
        (("grdp", 2023, "p50", "mining"), "grdp has no sector 'mining'; leave it out"),
        (("value_added_growth", 2023, "p50", "minning"), "no sector 'minning'; .* Did you mean 'mining'?"),
        (("value_added_growth", 2023, "p50"), "has no sector ''; expected one of agriculture, mining"),
    ],
)
def test_what_the_summary_has_not_is_answered_with_what_it_has(
    result: Assessment, asked: tuple[Any, ...], answer: str
) -> None:
    with pytest.raises(qnsim.QnsimError, match=answer):
        result.statistic(*asked)


def test_results_are_equal_if_they_are_of_one_run_and_say_the_same(result: Assessment, baseline: Experiment) -> None:
    (again,) = qnsim.assess([baseline], TARGETS)
    assert result == again
    assert len({result, again}) == 1
    (other,) = qnsim.assess([qnsim.prepare(baseline.scenario, CASE, qnsim.Stratified(1, 80))], TARGETS)
    assert result != other
    assert result != replace(again, summary=again.summary.assign(value=0.0))
    assert result != "baseline"


def test_everything_a_notebook_shows_is_short_and_says_what_it_is(result: Assessment, baseline: Experiment) -> None:
    columns = qnsim.Columns({f"c{number}": SPREAD for number in range(5)})
    shown = {
        "Assessment": (result, "baseline", "draws 80", "P(grdp_growth) = 0."),
        "Experiment": (baseline, "baseline", "2023Q1 to 2030Q4", "draws 80", "seed 20221209"),
        "Case": (CASE, "Quảng Ninh", "2022-12-09", CASE.digest),
        "Scenario": (qnsim.load_scenario("resolution-2023"), "resolution-2023", "2023 to 2030Q4"),
        "Columns": (columns, "c0, c1, c2, 2 more", "draws 500", "the middle"),
        "Sample": (qnsim.Sample({"c": SPREAD}, fresh=DESIGN), "500 states of c", "draws 80"),
    }
    for kind, (value, *words) in shown.items():
        text = repr(value)
        assert text.startswith(f"{kind}(")
        assert len(text) < MOST_CHARACTERS
        assert [word for word in words if word not in text] == []


def test_the_version_is_a_public_name() -> None:
    assert qnsim.__version__ == version("qnsim")
    assert re.fullmatch(r"\d+\.\d+.*", qnsim.__version__)


@pytest.mark.parametrize("name", qnsim.__all__)
def test_every_public_name_can_be_had(name: str) -> None:
    assert getattr(qnsim, name).__doc__
