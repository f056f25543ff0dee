"""The choice of an engine: its name in the manifest, the same run again, and a sentence for whatever is wrong."""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd
import pytest
from typer.testing import CliRunner

from qnsim import run
from qnsim.cli import app
from qnsim.errors import UsageError

pytest.importorskip("llvmlite", reason="the extra `fast` is not installed")
pytestmark = pytest.mark.slow


def printed(*arguments: object) -> str:
    done = CliRunner().invoke(app, [*map(str, arguments)], catch_exceptions=False)
    assert done.exit_code == 0, done.output
    return done.stdout


def folder_of(out: Path) -> Path:
    (folder,) = (each for each in out.iterdir() if each.is_dir())
    return folder


def test_a_run_names_its_engine_and_can_be_made_again(tmp_path: Path) -> None:
    for engine in ("numpy", "kernel"):
        printed("run", "baseline", "--draws", 80, "--engine", engine, "--out", tmp_path / engine)
    numpy, kernel = (folder_of(tmp_path / engine) for engine in ("numpy", "kernel"))
    about = json.loads((kernel / "manifest.json").read_text(encoding="utf-8"))
    assert about["engine"] == "kernel" and "llvmlite" in about["versions"]
    assert json.loads((numpy / "manifest.json").read_text(encoding="utf-8"))["engine"] == "numpy"
    assert numpy.name != kernel.name
    one, other = (pd.read_csv(folder / "summary.csv") for folder in (numpy, kernel))
    pd.testing.assert_frame_equal(one, other, rtol=1e-9, atol=1e-9)
    assert "the same numbers as before" in printed("rerun", kernel, "--out", tmp_path / "again")


def test_a_manifest_whose_engine_was_changed_is_refused(tmp_path: Path) -> None:
    printed("run", "baseline", "--draws", 80, "--out", tmp_path)
    file = folder_of(tmp_path) / "manifest.json"
    file.write_text(file.read_text(encoding="utf-8").replace('"engine": "numpy"', '"engine": "kernel"'), "utf-8")
    with pytest.raises(UsageError, match="this manifest was changed after the run"):
        printed("rerun", file, "--out", tmp_path / "again")


def test_a_sensitivity_study_can_be_compiled(tmp_path: Path) -> None:
    asked = ("sensitivity", "baseline", "--by", "groups", "--size", 64)
    for engine in ("numpy", "kernel"):
        printed(*asked, "--engine", engine, "--out", tmp_path / engine)
    one, other = (pd.read_csv(folder_of(tmp_path / engine) / "groups.csv") for engine in ("numpy", "kernel"))
    pd.testing.assert_frame_equal(one, other, rtol=1e-7, atol=1e-9)
    assert "the same numbers as before" in printed("rerun", folder_of(tmp_path / "kernel"), "--out", tmp_path / "again")


def test_the_environment_may_name_the_engine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QNSIM_ENGINE", "kernel")
    printed("run", "baseline", "--draws", 80, "--out", tmp_path)
    assert json.loads((folder_of(tmp_path) / "manifest.json").read_text(encoding="utf-8"))["engine"] == "kernel"


def test_what_is_no_engine_or_not_installed_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(UsageError, match=r"'kernl' is not an engine; expected one of numpy, kernel\. Did you mean"):
        printed("run", "baseline", "--engine", "kernl")
    monkeypatch.setattr(run, "find_spec", lambda name: None)
    with pytest.raises(UsageError, match=r"--engine kernel needs llvmlite; .* install 'qnsim\[fast\]'"):
        printed("run", "baseline", "--engine", "kernel")
