"""What all tests share: a command line to call, and one small run to look at."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from qnsim.scheduler import Processes
from qnsim.workflow.runs import RunReport, run_scenarios
from qnsim.workflow.schedulers import NEEDED_BY_WORKERS

pytest_plugins = ["claims", "small_models", "small_catalogue"]
Call = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def qnsim(tmp_path: Path) -> Call:
    """Calls the command line in an empty folder: `qnsim("run", "baseline")`."""

    def call(*arguments: str, folder: Path = tmp_path) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-W", "error", "-m", "qnsim", *arguments]
        environment = {**os.environ, "COLUMNS": "140"}
        return subprocess.run(command, cwd=folder, capture_output=True, encoding="utf-8", env=environment, check=False)

    return call


@pytest.fixture(scope="session")
def small_run(tmp_path_factory: pytest.TempPathFactory) -> tuple[RunReport, Path]:
    """Two scenarios with 800 draws, and the folder they were written to."""
    out = tmp_path_factory.mktemp("runs")
    return run_scenarios(["baseline", "resolution-2023"], draws=800, out=out), out


@pytest.fixture(scope="session")
def warm_workers() -> None:
    """Worker processes of this one start with everything loaded, which saves each some seconds."""
    Processes(1).warm(NEEDED_BY_WORKERS)
