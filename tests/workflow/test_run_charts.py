"""A run draws more charts when asked, in the reader's language, and no others."""

from pathlib import Path

import pytest

from qnsim.language import VIETNAMESE
from qnsim.workflow.runs import run_scenarios

KINDS = (".csv", ".png", ".svg", ".txt")


def stems(folder: Path) -> set[str]:
    return {file.stem for file in folder.iterdir() if file.suffix == ".svg"}


@pytest.mark.slow
def test_charts_stand_in_each_folder_and_scenarios_side_by_side(tmp_path: Path) -> None:
    made = run_scenarios(["baseline", "stretch"], 400, out=tmp_path, language=VIETNAMESE, charts=True)
    for folder in made.folders:
        more = {"dots_grdp_growth", "chart_branches", "chart_drivers", "chart_targets"}
        assert stems(folder) == {"fan_grdp_growth", *more}
        assert all((folder / f"{name}{kind}").stat().st_size for name in more for kind in KINDS)
    assert stems(tmp_path) == {"scenarios"}
    assert "kịch bản" in (tmp_path / "scenarios.txt").read_text(encoding="utf-8")


@pytest.mark.slow
def test_where_no_cause_stands_out_no_chart_of_causes_is_drawn(tmp_path: Path) -> None:
    made = run_scenarios("baseline", 100, out=tmp_path, charts=True)
    assert stems(made.folders[0]) == {"fan_grdp_growth", "dots_grdp_growth", "chart_branches", "chart_targets"}


@pytest.mark.slow
def test_without_asking_there_is_the_fan_alone(tmp_path: Path) -> None:
    made = run_scenarios("baseline", 400, out=tmp_path)
    assert stems(made.folders[0]) == {"fan_grdp_growth"} and stems(tmp_path) == set()
