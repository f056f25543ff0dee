"""`qnsim equations`: the model on paper, or one name of it."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from qnsim.errors import UsageError
from qnsim.workflow import model_pages

pytestmark = pytest.mark.slow

Call = Callable[..., subprocess.CompletedProcess[str]]


def test_both_pages_are_written_and_named(qnsim: Call, tmp_path: Path) -> None:
    done = qnsim("equations", "--out", "paper")
    assert done.returncode == 0, done.stderr
    assert [Path(line).name for line in done.stdout.splitlines()] == ["equations.md", "equations.html"]
    assert all((tmp_path / line).stat().st_size > 100_000 for line in done.stdout.splitlines())


def test_one_name_is_told_with_formula_readers_and_source(qnsim: Call, tmp_path: Path) -> None:
    lines = qnsim("equations", "fdi_stage_outflow_3").stdout.splitlines()
    assert lines[0] == "fdi_stage_outflow_3: flow, million USD / year"
    assert "fdi_stage_outflow_3 = fdi_stage_rate * fdi_backlog_3" in lines
    assert "Leaves: fdi_backlog_3" in lines
    assert "Source: D8" in lines
    assert any(line.startswith("Read by: ") and "fdi_realised" in line for line in lines)
    assert not list(tmp_path.iterdir())


def test_a_stock_is_told_with_its_next_level(qnsim: Call) -> None:
    told = qnsim("equations", "damage_public").stdout
    wanted = "damage_public + step * (storm_damage_public - repair_public)"
    assert f"damage_public (next step) = {wanted}" in told
    assert "Starts at: 0" in told


def test_an_unknown_name_is_told_the_nearest(qnsim: Call) -> None:
    done = qnsim("equations", "fdi_realized")
    assert done.returncode == 1
    assert "'fdi_realized' is not a name of the model. Did you mean 'fdi_realised'?" in done.stderr


def test_a_missing_library_is_told_before_anything_is_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(model_pages, "find_spec", lambda name: None)
    with pytest.raises(UsageError, match=r"python -m pip install 'qnsim\[paper\]'"):
        model_pages.write_equations(tmp_path / "paper")
    assert not list(tmp_path.iterdir())
