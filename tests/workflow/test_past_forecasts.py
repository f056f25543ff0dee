"""What past forecasts taught, from the back-test to the file and below the table of a run."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from shutil import copytree

import pandas as pd
import pytest
from typer.testing import CliRunner

from qnsim.cli import app
from qnsim.errors import UsageError
from qnsim.facts.case import Case, read_case
from qnsim.facts.past_forecasts import POSTERIORS, PRIORS, PastForecasts, read_past_forecasts
from qnsim.reporting.views_table import past_lines
from qnsim.workflow.backtest_study import questions_in, study_backtest
from qnsim.workflow.past_forecasts import is_stale, look_back, past_file, pooling_of, read_past, taught_by
from qnsim.workflow.run_folders import write_folder
from qnsim.workflow.runs import RunReport, run_scenarios
from qnsim.workflow.scenarios import resolution_targets

TARGETS = {target.id: target for target in resolution_targets()}
SHIPPED = read_case().about.folders[-1].parent


@pytest.fixture(scope="module")
def report() -> RunReport:
    return run_scenarios(["baseline", "resolution-2023"], draws=160, out=None, prior=True)


@pytest.fixture
def moved(tmp_path: Path) -> Case:
    """The shipped cases elsewhere, so that files beside them can be changed."""
    copytree(SHIPPED, tmp_path / "place")
    return read_case(tmp_path / "place" / "2022-12")


def shipped() -> PastForecasts:
    past = read_past(read_case())
    assert past
    return past


def test_the_shipped_file_is_of_the_facts_and_equations_that_are_here() -> None:
    assert not is_stale(shipped(), read_case())


def test_the_shipped_file_tells_of_seven_years_and_of_none_that_the_case_does_not_know() -> None:
    past = shipped()
    assert list(past.together) == [str(year) for year in range(2016, 2023)]
    assert past.passed == 7
    assert list(past.records) == ["2023", "2024", "2025", "2026", "2027"]


def test_model_and_record_are_seen_together_and_a_scenario_moves_both(report: RunReport) -> None:
    views, lines = look_back(report.assessments, report.baseline, report.target)
    baseline, resolution = views["baseline"], views["resolution-2023"]
    assert baseline.model.probability == report.baseline.headline.value
    assert resolution.record == baseline.record
    moved = [one.middle - other.middle for one, other in
             ((resolution.together, baseline.together), (resolution.model, baseline.model))]  # fmt: skip
    assert moved[0] == pytest.approx(moved[1], abs=0.3)
    assert " in seven years of which seven passed " in lines[0]


def test_a_file_of_other_facts_is_not_used_and_the_command_is_named(report: RunReport, moved: Case) -> None:
    assert not is_stale(shipped(), moved)
    history = SHIPPED.joinpath("hindcast", "2016-12", "parameters.yaml")
    changed = moved.about.folders[-1].parent / history.relative_to(SHIPPED)
    changed.write_text(changed.read_text() + "# changed\n")
    assert is_stale(shipped(), moved)
    baseline = replace(report.baseline, experiment=replace(report.baseline.experiment, case=moved))
    views, (line,) = look_back([baseline], baseline, report.target)
    assert not views
    assert line.endswith(
        "past-forecasts.yaml was made with other facts or equations than those here; make it anew with: "
        "qnsim backtest --write"
    )


def test_a_case_without_the_file_says_nothing(report: RunReport, moved: Case) -> None:
    past_file(moved).unlink()
    baseline = replace(report.baseline, experiment=replace(report.baseline.experiment, case=moved))
    assert look_back([baseline], baseline, report.target) == ({}, [])


def test_a_run_that_draws_otherwise_than_past_forecasts_did_says_so() -> None:
    past = replace(shipped(), drawn=PRIORS)
    assert len(past_lines(past, PRIORS)) == 2
    assert "the record may count twice" in past_lines(past, POSTERIORS)[2]
    assert "of another kind" in past_lines(replace(past, drawn=POSTERIORS), PRIORS)[2]


def test_what_a_back_test_taught_is_written_beside_the_case(moved: Case) -> None:
    made = study_backtest(80, out=None, case=moved, prior=True, write=True)
    assert made.learned == past_file(moved)
    past = read_past_forecasts(made.learned)
    taught = taught_by(made.found, questions_in(moved)[0], moved)
    assert past.drawn == PRIORS
    assert past.weights == pytest.approx(taught.weights, abs=1e-5)
    assert [each.location for each in past.errors] == pytest.approx([e.location for e in taught.errors], abs=1e-5)
    assert past.records["2023"]["climatology"].location == pytest.approx(10.071)
    assert not is_stale(past, moved)


def test_the_command_run_prints_three_rows(tmp_path: Path) -> None:
    done = CliRunner().invoke(app, ["run", "baseline", "--draws", "80", "--prior", "--out", str(tmp_path)])
    assert done.exit_code == 0, done.output
    for row in ("the model alone", "the record", "together"):
        assert f"│ {row} " in done.output


def test_the_view_of_the_model_asks_nothing_of_the_past(moved: Case) -> None:
    past_file(moved).unlink()
    assert pooling_of(moved, TARGETS["new_firms"], "model") is None


@pytest.mark.parametrize(
    ("target", "view", "said"),
    [
        ("grdp_growth", "record", "--view record: not a view; expected model or together"),
        ("new_firms", "together", "past forecasts are of grdp_growth, not of new_firms; leave out --view or --target"),
    ],
)
def test_what_has_no_view_of_both_is_refused(target: str, view: str, said: str) -> None:
    with pytest.raises(UsageError, match=said):
        pooling_of(read_case(), TARGETS[target], view)


def test_a_file_that_is_missing_or_of_other_facts_is_named_with_the_command(moved: Case) -> None:
    observations = moved.about.observations[0]
    kept = observations.read_text()
    observations.write_text(kept + "\n")
    with pytest.raises(UsageError, match=r"other facts or equations .*make it with: qnsim backtest --write"):
        pooling_of(moved, TARGETS["grdp_growth"], "together")
    observations.write_text(kept)
    past_file(moved).unlink()
    with pytest.raises(UsageError, match=r"past-forecasts.yaml is missing.*make it with: qnsim backtest --write"):
        pooling_of(moved, TARGETS["grdp_growth"], "together")


def test_a_run_leaves_its_three_views_and_its_chart_names_both_probabilities(tmp_path: Path) -> None:
    made = run_scenarios("resolution-2023", draws=160, out=tmp_path / "a", prior=True)
    views, _ = look_back(made.assessments, made.baseline, made.target)
    rows = pd.read_csv(made.folders[0] / "views.csv").set_index("view")
    assert list(rows.index) == ["model", "record", "together"]
    assert set(rows["scenario"]) == {"resolution-2023"}
    assert rows.loc["model", ["probability", "mc_error"]].tolist() == pytest.approx(
        [made.assessments[0].headline.value, made.assessments[0].headline.error]
    )
    assert rows.loc["together", "probability"] == pytest.approx(views["resolution-2023"].together.probability)
    assert rows.loc["record", ["probability", "low", "high"]].notna().all() and pd.isna(rows.loc["record", "mc_error"])
    said = (made.folders[0] / "fan_grdp_growth.txt").read_text(encoding="utf-8")
    assert re.search(r"in 2023: the model alone \d+%; together with the record \d+%", said)
    score = pd.read_csv(made.folders[0] / "scorecard.csv").set_index("target")
    assert score.loc["grdp_growth", "note"].endswith("P of the model alone")
    bare = write_folder(made.assessments[0], tmp_path / "b")
    assert not (bare / "views.csv").exists()
    assert "together" not in (bare / "fan_grdp_growth.txt").read_text(encoding="utf-8")
