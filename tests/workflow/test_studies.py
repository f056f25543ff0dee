"""Studies from the command to the folder, and again from its manifest."""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd
import pytest
from typer.testing import CliRunner

from qnsim.cli import app, main
from qnsim.errors import UsageError
from qnsim.facts.case import read_case
from qnsim.workflow.asking import lever_of, share
from qnsim.workflow.discovery_study import study_discovery
from qnsim.workflow.goal_study import study_goal
from qnsim.workflow.sensitivity_study import study_sensitivity

pytestmark = pytest.mark.slow
SMALL = ["--jobs", "1", "--size", "64", "--by", "groups"]


def run(*arguments: str) -> str:
    done = CliRunner().invoke(app, list(arguments))
    assert done.exit_code == 0, done.output
    return done.output


def test_sensitivity_prints_what_decides_and_leaves_tables_chart_and_manifest(tmp_path: Path) -> None:
    said = run("sensitivity", "baseline", *SMALL, "--out", str(tmp_path))
    (folder,) = tmp_path.iterdir()
    assert "Coal and power" in said
    assert said.splitlines()[-1] == str(folder)
    names = {file.name for file in folder.iterdir()}
    assert names == {"groups.csv", "manifest.json", *(f"chart_groups.{e}" for e in ("csv", "png", "svg", "txt"))}
    assert {"mean", "probability"} == set(pd.read_csv(folder / "groups.csv")["of"])


def test_a_study_is_made_again_from_its_folder(tmp_path: Path) -> None:
    run("sensitivity", "baseline", *SMALL, "--out", str(tmp_path / "a"))
    (folder,) = (tmp_path / "a").iterdir()
    said = run("rerun", str(folder), "--out", str(tmp_path / "b"))
    assert said.splitlines()[-1] == "the same numbers as before"
    assert (tmp_path / "b" / folder.name / "groups.csv").read_bytes() == (folder / "groups.csv").read_bytes()


def test_model_and_record_together_are_said_in_title_table_and_manifest_and_made_again(tmp_path: Path) -> None:
    said = run("sensitivity", "baseline", *SMALL, "--view", "together", "--out", str(tmp_path / "a"))
    (folder,) = (tmp_path / "a").iterdir()
    assert "under baseline, together: groups" in said
    assert "of which seven passed (qnsim backtest)" in said
    assert {"mean", "together"} == set(pd.read_csv(folder / "groups.csv")["of"])
    assert json.loads((folder / "manifest.json").read_text(encoding="utf-8"))["options"]["view"] == "together"
    assert run("rerun", str(folder), "--out", str(tmp_path / "b")).splitlines()[-1] == "the same numbers as before"


def test_a_study_whose_manifest_was_changed_is_not_called_the_same(tmp_path: Path) -> None:
    run("sensitivity", "baseline", *SMALL, "--out", str(tmp_path / "a"))
    (folder,) = (tmp_path / "a").iterdir()
    about = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    about["options"]["seed"] = 7
    (folder / "manifest.json").write_text(json.dumps(about), encoding="utf-8")
    done = CliRunner().invoke(app, ["rerun", str(folder), "--out", str(tmp_path / "b")])
    assert isinstance(done.exception, UsageError)
    assert "the manifest was changed" in str(done.exception)


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"target": "grdp_growht"}, r"--target grdp_growht: not the id of a target\. Did you mean 'grdp_growth'"),
        ({"method": "sobel"}, r"--method sobel: not a method; .* Did you mean 'sobol'"),
        ({"method": "pawn", "settings": {"pairs": True}}, "--pairs is not a setting of method pawn"),
        ({"method": "pawn", "by": "groups"}, "pawn has no index for inputs that vary together"),
    ],
)
def test_a_mistake_is_answered_with_what_there_is(options: dict[str, object], said: str) -> None:
    with pytest.raises(UsageError, match=said):
        study_sensitivity("baseline", out=None, **options)  # type: ignore[arg-type]


def test_the_command_line_says_a_mistake_in_one_line(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.argv", ["qnsim", "sensitivity", "baseline", "--target", "growth", "--jobs", "1"])
    with pytest.raises(SystemExit):
        main()
    assert len(capsys.readouterr().err.strip().splitlines()) == 1


def test_goal_says_the_value_draws_the_curve_and_can_be_made_again(tmp_path: Path) -> None:
    asked = ("goal", "baseline", "--probability", "20%", "--lever", "private_investment_policy", "--draws", "400")
    said = run(*asked, "--jobs", "1", "--out", str(tmp_path / "a"))
    (folder,) = (tmp_path / "a").iterdir()
    assert "P of 20% needs" in said
    assert {file.name for file in folder.iterdir()} >= {"goal.csv", "manifest.json", "chart_goal.png"}
    assert run("rerun", str(folder), "--out", str(tmp_path / "b")).splitlines()[-1] == "the same numbers as before"


def test_goal_of_model_and_record_together_says_so_and_can_be_made_again(tmp_path: Path) -> None:
    asked = ("goal", "baseline", "--probability", "50%", "--lever", "private_investment_policy", "--draws", "400")
    said = run(*asked, "--view", "together", "--jobs", "1", "--out", str(tmp_path / "a"))
    (folder,) = (tmp_path / "a").iterdir()
    assert "as baseline stands, P (together) is" in said
    assert "of which seven passed (qnsim backtest)" in said
    assert "led by public investment, together. " in (folder / "chart_goal.txt").read_text(encoding="utf-8")
    assert set(pd.read_csv(folder / "goal.csv")["view"]) == {"together"}
    assert run("rerun", str(folder), "--out", str(tmp_path / "b")).splitlines()[-1] == "the same numbers as before"


def test_targets_at_once_are_not_asked_of_model_and_record() -> None:
    with pytest.raises(UsageError, match="targets together have no past forecasts; leave out --view or --joint"):
        study_goal("baseline", ["private_investment_policy"], 0.5, ["grdp_growth", "new_firms"], view="together")


@pytest.mark.parametrize("written", ["60", "0", "100%", "most", "-5%"])
def test_a_probability_that_is_none_is_answered_with_an_example(written: str) -> None:
    with pytest.raises(UsageError, match=r"such as 60% or 0\.6"):
        share(written)


def test_a_lever_is_named_by_name_or_label_and_a_wrong_one_gets_the_nearest() -> None:
    case = read_case()
    assert lever_of(case, "Speed of FDI realisation") == lever_of(case, "fdi_realisation_speed")
    with pytest.raises(UsageError, match="Did you mean 'fdi_realisation_speed'"):
        lever_of(case, "fdi_realization_speed")


def test_a_study_too_small_to_tell_anything_says_so_and_draws_no_chart(tmp_path: Path) -> None:
    small = ("--method", "delta", "--size", "1024", "--by", "storms and epidemics")
    said = run("sensitivity", "baseline", *small, "--jobs", "1", "--out", str(tmp_path))
    (folder,) = tmp_path.iterdir()
    assert "cannot be told from zero and are not listed; a larger --size may tell them." in said
    assert {file.name for file in folder.iterdir()} == {"storms_and_epidemics.csv", "manifest.json"}


def test_a_table_that_a_study_does_not_write_is_named(tmp_path: Path) -> None:
    run("sensitivity", "baseline", *SMALL, "--out", str(tmp_path / "a"))
    (folder,) = (tmp_path / "a").iterdir()
    about = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    about["tables"]["gone.csv"] = "0" * 12
    (folder / "manifest.json").write_text(json.dumps(about), encoding="utf-8")
    done = CliRunner().invoke(app, ["rerun", str(folder), "--out", str(tmp_path / "b")])
    assert done.exit_code == 1
    assert "differs: gone.csv" in done.output


def test_discover_says_the_conditions_draws_the_search_and_can_be_made_again(tmp_path: Path) -> None:
    asked = ("discover", "resolution-2023", "--draws", "2000", "--jobs", "1")
    said = run(*asked, "--out", str(tmp_path / "a"))
    (folder,) = (tmp_path / "a").iterdir()
    assert "is reached most often when: " in said
    assert "Draws that meet it" in said
    assert said.splitlines()[-1] == str(folder)
    tables = {"conditions.csv", "trajectory.csv", "fit.csv", "manifest.json"}
    charts = {f"chart_discovery.{ending}" for ending in ("csv", "png", "svg", "txt")}
    assert {file.name for file in folder.iterdir()} == tables | charts
    assert pd.read_csv(folder / "fit.csv")["half"].tolist() == ["found on", "held back"]
    assert run("rerun", str(folder), "--out", str(tmp_path / "b")).splitlines()[-1] == "the same numbers as before"


def test_discover_draws_no_chart_of_conditions_that_may_be_chance(tmp_path: Path) -> None:
    said = run("discover", "baseline", "--draws", "400", "--jobs", "1", "--out", str(tmp_path))
    (folder,) = tmp_path.iterdir()
    assert "no few conditions tell in which" in said
    assert "Draws that meet it" not in said
    assert {file.name for file in folder.iterdir()} == {"conditions.csv", "trajectory.csv", "fit.csv", "manifest.json"}


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"target": "grdp_growht"}, r"--target grdp_growht: not the id of a target\. Did you mean 'grdp_growth'"),
        ({"target": "revenue_domestic"}, "asks for the highest, which no draw alone reaches or misses"),
        ({"when": "lost"}, "'lost' is not an outcome; expected missed or reached"),
        ({"draws": 80}, "of 80 draws .* give more draws"),
    ],
)
def test_discover_answers_a_mistake_with_what_to_do(options: dict[str, object], said: str) -> None:
    with pytest.raises(UsageError, match=said):
        study_discovery("resolution-2023", out=None, **options)  # type: ignore[arg-type]
