"""Comparing from the command line."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from qnsim.analysis import comparison
from qnsim.cli import studies

pytestmark = pytest.mark.slow

Call = Callable[..., subprocess.CompletedProcess[str]]


def test_a_comparison_prints_tables_and_leaves_them_with_charts(qnsim: Call, tmp_path: Path) -> None:
    done = qnsim("compare", "tourism-boom", "baseline", "--draws", "160", "--through", "2024")
    assert done.returncode == 0, done.stderr
    for words in ("Against tourism-boom", "What explains baseline against tourism-boom", "all together"):
        assert words in done.stdout
    (folder,) = (tmp_path / "runs").glob("compare-tourism-boom-baseline-*")
    charts = [f"waterfall_baseline_{year}.{kind}" for year in (2023, 2024) for kind in ("svg", "png", "csv", "txt")]
    tables = ["levels.csv", "differences.csv", "parts.csv", "manifest.json"]
    assert sorted(file.name for file in folder.iterdir()) == sorted([*tables, *charts])
    assert set(pd.read_csv(folder / "differences.csv")["year"]) == {2023, 2024}
    again = qnsim("rerun", str(folder), "--out", "again")
    assert again.stdout.splitlines()[-1] == "the same numbers as before"


def test_model_and_record_together_stand_beside_the_model_and_are_made_again(qnsim: Call, tmp_path: Path) -> None:
    done = qnsim("compare", "baseline", "tourism-boom", "--draws", "160", "--through", "2023", "--view", "together")
    assert done.returncode == 0, done.stderr
    assert "of which seven passed (qnsim backtest)" in " ".join(done.stdout.split())
    (folder,) = (tmp_path / "runs").glob("compare-*")
    assert "points, together. " in (folder / "waterfall_tourism-boom_2023.txt").read_text(encoding="utf-8")
    for table in ("levels", "differences", "parts"):
        assert {"probability", "together"} <= set(pd.read_csv(folder / f"{table}.csv")["of"])
    assert qnsim("rerun", str(folder), "--out", "again").stdout.splitlines()[-1] == "the same numbers as before"


def test_an_unknown_scenario_is_refused_with_the_nearest_name(qnsim: Call, tmp_path: Path) -> None:
    done = qnsim("compare", "baseline", "tourism-bom")
    assert (done.returncode, done.stdout) == (1, "")
    assert "Did you mean 'tourism-boom'?" in done.stderr
    assert not (tmp_path / "runs").exists()


def test_one_scenario_is_refused(qnsim: Call, tmp_path: Path) -> None:
    done = qnsim("compare", "baseline")
    assert done.returncode == 1
    assert "expected two scenarios or more, the reference first" in done.stderr
    assert not (tmp_path / "runs").exists()


def test_the_draws_of_the_command_are_those_of_the_analysis() -> None:
    assert studies.COMPARED_DRAWS == comparison.DRAWS
