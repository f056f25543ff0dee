"""`qnsim score` as a planner calls it."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

pytestmark = pytest.mark.slow

Call = Callable[..., subprocess.CompletedProcess[str]]


def test_the_score_is_printed_and_written(qnsim: Call, tmp_path: Path) -> None:
    done = qnsim("score", "resolution-2023", "--draws", "400", "--joint", "grdp_growth,new_firms")
    assert done.returncode == 0, done.stderr
    assert "The binding target: " in done.stdout or "No target binds by itself" in done.stdout
    assert "Do the targets agree? " in done.stdout
    (folder,) = (tmp_path / "runs").glob("score-resolution-2023-*")
    assert {file.name for file in folder.iterdir()} == {"score.csv", "joint.csv", "consistency.csv", "manifest.json"}
    assert qnsim("rerun", str(folder), "--out", "again").stdout.splitlines()[-1] == "the same numbers as before"
    assert "asked" in set(pd.read_csv(folder / "joint.csv")["quantity"])


def test_a_slip_is_one_message(qnsim: Call) -> None:
    done = qnsim("score", "resolution-2023", "--draws", "80", "--joint", "new_firm")
    assert done.returncode == 1
    assert "Did you mean 'new_firms'?" in done.stderr
    assert "Traceback" not in done.stderr


def test_model_and_record_together_are_scored_and_made_again(qnsim: Call, tmp_path: Path) -> None:
    done = qnsim("score", "resolution-2023", "--draws", "160", "--view", "together")
    assert done.returncode == 0, done.stderr
    assert "of which seven passed (qnsim backtest)" in " ".join(done.stdout.split())
    (folder,) = (tmp_path / "runs").glob("score-resolution-2023-*")
    assert set(pd.read_csv(folder / "score.csv")["view"].dropna()) == {"model", "together"}
    assert qnsim("rerun", str(folder), "--out", "again").stdout.splitlines()[-1] == "the same numbers as before"
