"""The same bits: for any scheduler, any order and company of scenarios, and in any process."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest

from qnsim.analysis.assessment import Assessment, assess
from qnsim.chance import blocks
from qnsim.chance import draws as drawing
from qnsim.chance.blocks import plan_blocks
from qnsim.chance.designs import Stratified
from qnsim.facts.case import read_case
from qnsim.run import prepare
from qnsim.scheduler import InProcess, Processes, Scheduler, Threads
from qnsim.workflow.runs import run_scenarios
from qnsim.workflow.scenarios import load_scenario, resolution_targets

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("warm_workers")]

DRAWS = 320
MAY_DIFFER = {"written"}  # of the manifest: the moment the run was written
BUSY = """
levers: {public_investment_disbursement_rate: {2024: {uniform: [70, 90], unit: '%'}}}
conditions: {new_firms: {2024: 2000 firm / year}}
shocks: {storm: {2025: 2}}
judgements: [{variable: new_firms, when: 2025, add: 10 %, reason: a guess, author: a}]
"""
SCENARIOS = ("baseline", "busy", "fdi-drought")
ELSEWHERE = {
    "plain": {"LC_ALL": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0", "PYTHONHASHSEED": "1", "TZ": "UTC"},
    "Vietnamese": {
        "LC_ALL": "vi_VN.UTF-8",
        "LANG": "vi_VN.UTF-8",
        "TZ": "Asia/Ho_Chi_Minh",
        "OPENBLAS_NUM_THREADS": "1",
        "PYTHONHASHSEED": "2",
    },
}
CLAIM = pytest.mark.claim(
    "The same scenario, data, seed and version give the same bits",
    how="Runs in one process, in 1 to 4 threads and in 1 to 3 processes, scenarios alone and together in every "
    "order, and fresh processes with another folder, locale, time zone, hash seed and chart settings are compared "
    "byte by byte",
)


def write(folder: Path) -> None:
    """Writes the scenario called busy."""
    folder.mkdir(exist_ok=True)
    head = "name: busy\ntitle: {vi: Bận rộn, en: Busy}\nwhy: a test\n"
    (folder / "busy.yaml").write_text(head + BUSY, encoding="utf-8")


@pytest.fixture(scope="module")
def bits(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., dict[str, bytes]]:
    """Every number of the assessments of some scenarios, to the last bit."""
    folder = tmp_path_factory.mktemp("bits")
    write(folder)

    def run(names: Sequence[str], scheduler: Scheduler = InProcess()) -> dict[str, bytes]:
        scenarios = [load_scenario(folder / "busy.yaml" if name == "busy" else name) for name in names]
        experiments = [prepare(scenario, read_case(), Stratified(5, DRAWS)) for scenario in scenarios]
        drawing._remembered.cache_clear()  # so that nothing is left of another company
        found = assess(experiments, resolution_targets(), scheduler, keep_draws=True)
        return dict(zip(names, map(all_bits, found), strict=True))

    return run


def all_bits(assessment: Assessment) -> bytes:
    tables = [assessment.summary, assessment.scorecard, assessment.drivers]
    chances = b"".join(name.encode() + chance.shares.tobytes() for name, chance in assessment.chances.items())
    draws = b"".join(assessment.draws[name].to_numpy().tobytes() for name in assessment.draws.variables)
    return b"".join(table.to_csv(index=False).encode() for table in tables) + chances + draws


@pytest.fixture
def four_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Cut even a small run into four blocks."""
    monkeypatch.setattr(blocks, "REPLICATES_PER_BLOCK", 2)
    assert len(plan_blocks(DRAWS)) == 4


@CLAIM
@pytest.mark.usefixtures("four_blocks")
def test_any_scheduler_gives_the_same_bits(bits: Callable[..., Any], figure: Callable[..., None]) -> None:
    schedulers = (Threads(1), Threads(2), Threads(4), Processes(1), Processes(2), Processes(3))
    alone = bits(SCENARIOS, InProcess())
    assert [scheduler for scheduler in schedulers if bits(SCENARIOS, scheduler) != alone] == []
    figure("pools of threads and processes compared with none", len(schedulers))


@CLAIM
def test_processes_write_the_same_files(tmp_path: Path, figure: Callable[..., None]) -> None:
    write(tmp_path / "here")
    arguments = [str(tmp_path / "here" / "busy.yaml"), "fdi-drought"]
    here, there = (
        run_scenarios(arguments, DRAWS, 5, scheduler, tmp_path / str(scheduler), keep_draws=True)
        for scheduler in (InProcess(), Processes(2))
    )
    for one, other in zip(here.folders, there.folders, strict=True):
        assert contents(one) == contents(other)
    figure("files of a run compared in other processes", sum(len(contents(folder)) for folder in here.folders))


@CLAIM
@pytest.mark.usefixtures("four_blocks")
def test_any_order_and_company_of_scenarios_gives_the_same_bits(
    bits: Callable[..., Any], figure: Callable[..., None]
) -> None:
    alone = {name: bits([name])[name] for name in SCENARIOS}
    assert len(set(alone.values())) == len(SCENARIOS)
    companies = list(permutations(SCENARIOS))
    for order in companies:
        assert bits(order) == {name: alone[name] for name in order}, order
    figure("orders of scenarios compared with each alone", len(companies))


@CLAIM
def test_repeated_calls_give_the_same_bits(bits: Callable[..., Any]) -> None:
    assert bits(["busy"]) == bits(["busy"])


@CLAIM
def test_a_fresh_process_in_any_surroundings_writes_the_same_files(tmp_path: Path, figure: Callable[..., None]) -> None:
    write(tmp_path / "here")
    report = run_scenarios(
        [str(tmp_path / "here" / "busy.yaml")], DRAWS, 5, InProcess(), tmp_path / "here", keep_draws=True
    )
    expected = contents(report.folders[0])
    runs = {name: start(tmp_path / name, surroundings) for name, surroundings in ELSEWHERE.items()}
    printed = set()
    for name, process in runs.items():
        out, err = process.communicate()
        assert process.returncode == 0, err.decode()
        printed.add(out)
        (folder,) = (tmp_path / name / "runs").iterdir()
        assert folder.name == report.folders[0].name
        found = contents(folder)
        assert found.keys() == expected.keys()
        for file, content in expected.items():
            assert found[file] == content, (name, file)
    assert len(printed) == 1
    figure("files of a run compared in other surroundings", len(expected) * len(runs))


def start(folder: Path, surroundings: dict[str, str]) -> subprocess.Popen[bytes]:
    """A command line in its own folder, where a file asks for other charts."""
    write(folder)
    (folder / "matplotlibrc").write_text("font.size: 20\nsavefig.dpi: 50\naxes.facecolor: red\n", encoding="utf-8")
    command = [
        sys.executable,
        "-m",
        "qnsim",
        "run",
        "busy.yaml",
        "--draws",
        str(DRAWS),
        "--seed",
        "5",
        "--keep-draws",
        "--lang",
        "en",
    ]
    environment = {**os.environ, **surroundings}
    return subprocess.Popen(command, cwd=folder, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE)


def contents(folder: Path) -> dict[str, Any]:
    """What the files of a run hold: bytes, or values where a file also holds what may differ."""
    xarray = pytest.importorskip("xarray")
    found: dict[str, Any] = {file.name: file.read_bytes() for file in folder.iterdir()}
    found["manifest.json"] = without_what_may_differ(found["manifest.json"])
    draws = xarray.load_dataset(folder / "draws.nc", engine="h5netcdf")
    values = {name: draws[name].to_numpy().tobytes() for name in draws.variables}
    found["draws.nc"] = without_what_may_differ(draws.attrs["manifest"]), values
    return found


def without_what_may_differ(manifest: str | bytes) -> dict[str, Any]:
    about = json.loads(manifest)
    assert set(about) >= MAY_DIFFER
    return {key: value for key, value in about.items() if key not in MAY_DIFFER}
