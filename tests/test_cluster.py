"""A Dask cluster: the same bits as one process, also if a worker is killed, and a sentence for whatever is wrong."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from shutil import copytree, ignore_patterns
from types import SimpleNamespace
from typing import Any

import pytest

import qnsim as package
from qnsim import cluster
from qnsim.analysis.assessment import Assessment, assess
from qnsim.chance import blocks
from qnsim.chance.designs import Stratified
from qnsim.cluster import Cluster, beside_files
from qnsim.errors import NotFiniteError, UsageError
from qnsim.facts.case import read_case
from qnsim.installed import differences, surroundings
from qnsim.run import prepare
from qnsim.scheduler import InProcess, Scheduler, Threads
from qnsim.workflow.runs import run_scenarios
from qnsim.workflow.scenarios import load_scenario, resolution_targets
from qnsim.workflow.schedulers import begin, begin_study

distributed = pytest.importorskip("distributed")
pytestmark = [pytest.mark.slow, pytest.mark.filterwarnings("ignore::ResourceWarning")]
CLAIM = pytest.mark.claim(
    "The same scenario, data, seed and version give the same bits",
    how="Runs on a Dask cluster of two workers, one of which is killed on the way, are compared byte by byte",
)
DRAWS = 4_000
NOBODY = "tcp://127.0.0.1:9"


@pytest.fixture
def local() -> Iterator[Any]:
    with distributed.LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=":0") as found:
        yield found


def double(number: int) -> int:
    return 2 * number


def refuse_odd(number: int) -> int:
    if number % 2:
        raise NotFiniteError(number, "2023Q1", number, "odd")
    return number


def end_at_once(number: int) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def all_bits(assessment: Assessment) -> bytes:
    tables = [assessment.summary, assessment.scorecard, assessment.drivers]
    chances = b"".join(name.encode() + chance.shares.tobytes() for name, chance in assessment.chances.items())
    return b"".join(table.to_csv(index=False).encode() for table in tables) + chances + assessment.told.tobytes()


@CLAIM
def test_a_cluster_that_loses_a_worker_gives_the_same_bits(
    local: Any, monkeypatch: pytest.MonkeyPatch, figure: Callable[..., None]
) -> None:
    monkeypatch.setattr(blocks, "REPLICATES_PER_BLOCK", 1)
    names = ("baseline", "fdi-drought", "resolution-2023")
    experiments = [prepare(load_scenario(name), read_case(), Stratified(5, DRAWS)) for name in names]
    killed: list[int] = []
    told: list[tuple[int, int]] = []

    def kill_one(done: int, total: int) -> None:
        told.append((done, total))
        if done == 3:
            killed.append(local.workers[0].process.process.pid)
            os.kill(killed[0], signal.SIGKILL)

    def bits(scheduler: Scheduler, progress: Callable[[int, int], None] | None = None) -> list[bytes]:
        return [all_bits(each) for each in assess(experiments, resolution_targets(), scheduler, progress)]

    alone = bits(InProcess())
    assert len(set(alone)) == len(names)
    assert bits(Cluster(local.scheduler_address), kill_one) == alone
    assert killed
    assert told == [(done, 24) for done in range(1, 25)]
    figure("runs on a cluster that lost a worker, without a changed bit", len(names))


def test_a_run_on_a_cluster_writes_the_same_files_here(local: Any, tmp_path: Path) -> None:
    assert begin(None, ["baseline"], 80, None, local.scheduler_address) == Cluster(local.scheduler_address)
    made = [
        run_scenarios(["baseline"], 80, scheduler=each, out=tmp_path / type(each).__name__).folders[0]
        for each in (InProcess(), begin_study(1, local.scheduler_address))
    ]
    here, there = ({file.name: file.read_bytes() for file in folder.iterdir()} for folder in made)
    assert here.keys() == there.keys()
    assert [name for name in here if here[name] != there[name] and name != "manifest.json"] == []


def test_tasks_of_a_cluster_keep_their_order_their_faults_and_their_end(local: Any) -> None:
    each = Cluster(local.scheduler_address)
    assert each.each(double, range(7)) == [0, 2, 4, 6, 8, 10, 12]
    assert each.each(double, []) == []
    with pytest.raises(NotFiniteError) as caught:
        each.each(refuse_odd, [0, 2, 5, 4, 3, 1, 0, 0, 0])
    assert (caught.value.draw, str(caught.value)) == (5, "2023Q1, draw 5: odd")
    with pytest.raises(UsageError, match="cannot be sent to another process"):
        each.each(lambda number: number, [1])
    with pytest.raises(UsageError, match=r"were lost again and again .*perhaps memory is short"):
        each.each(end_at_once, [1])


def test_a_cluster_without_workers_is_told() -> None:
    with (
        distributed.LocalCluster(n_workers=0, dashboard_address=":0") as empty,
        pytest.raises(UsageError, match=r"this cluster has no workers\. Start some with: dask worker tcp://"),
    ):
        Cluster(empty.scheduler_address).check()


def test_a_worker_with_other_code_is_refused_also_if_it_came_later(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = Path(package.__file__).parent
    copy = copytree(home, tmp_path / "qnsim", ignore=ignore_patterns("__pycache__", "*.po"))
    with (copy / "economy" / "fdi.py").open("a", encoding="utf-8") as file:
        file.write("# another equation\n")
    with distributed.LocalCluster(n_workers=0, dashboard_address=":0") as empty, worker(empty, tmp_path):
        with distributed.Client(empty.scheduler_address) as client:
            client.wait_for_workers(1, timeout=60)
        each = Cluster(empty.scheduler_address)
        said = r"worker tcp://\S+ has not what is installed here \(code \w{12} ≠ \w{12}\)"
        with pytest.raises(UsageError, match=said):
            each.check()
        monkeypatch.setattr(cluster.Cluster, "_check_workers", lambda *_: None)
        with pytest.raises(UsageError, match=said):
            each.each(double, [1])


def test_a_cluster_that_is_lost_ends_in_one_sentence(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "address.json"
    command = [sys.executable, "-m", "distributed.cli.dask_scheduler", "--port", "0", "--dashboard-address", ":0"]
    command += ["--host", "127.0.0.1", "--scheduler-file", str(file)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        while not file.exists() or not file.read_text():
            time.sleep(0.05)
        at = json.loads(file.read_text())["address"]
        with worker(SimpleNamespace(scheduler_address=at), Path(package.__file__).parent.parent):
            with distributed.Client(at, set_as_default=False) as client:
                client.wait_for_workers(1, timeout=60)
            capfd.readouterr()
            with pytest.raises(UsageError, match="the cluster was lost on the way"):
                # far more than a worker does before the kill is noticed
                Cluster(at).each(abs, range(100_000), lambda done, total: process.kill())
    finally:
        process.kill()
        process.wait()
    assert "Traceback" not in capfd.readouterr().err


@contextmanager
def worker(of: Any, path: Path) -> Iterator[None]:
    """A worker of a cluster, with the qnsim that is in a folder."""
    command = [
        sys.executable,
        "-m",
        "distributed.cli.dask_worker",
        of.scheduler_address,
        "--no-nanny",
        "--no-dashboard",
    ]
    process = subprocess.Popen(
        command,
        cwd=path,
        env={**os.environ, "PYTHONPATH": str(path)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        yield
    finally:
        process.kill()
        process.wait()


def test_surroundings_name_what_differs() -> None:
    here = surroundings()
    assert set(here) == {"python", "qnsim", "numpy", "scipy", "pandas", "code", "arithmetic"}
    assert differences(dict(here), here) == []
    assert differences({**here, "numpy": "1.0"}, here) == [f"numpy 1.0 ≠ {here['numpy']}"]
    assert differences({}, {"qnsim": "2"}) == ["qnsim - ≠ 2"]


@pytest.mark.parametrize(
    "address",
    ["", "host", "host:8786", "tcp://host", "tcp://:8786", "tcp://host:port", "tcp://host:99999", "http://host:8786"],
)
def test_what_is_no_address_is_refused(address: str) -> None:
    with pytest.raises(UsageError, match=r"--scheduler .*: expected the address .*, such as tcp://host:8786"):
        Cluster(address)


def test_an_address_where_nobody_answers_is_told_soon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster, "PATIENCE", 1)
    with pytest.raises(UsageError, match=rf"{NOBODY}: no Dask scheduler answers there within 1 seconds"):
        Cluster(NOBODY).check()
    with socket.create_server(("127.0.0.1", 0)) as mute:
        threading.Thread(target=mute.accept, daemon=True).start()
        with pytest.raises(UsageError, match="no Dask scheduler answers there"):
            Cluster(f"tcp://127.0.0.1:{mute.getsockname()[1]}").check()


def test_without_the_extra_the_message_says_how_to_install_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster, "find_spec", lambda name: None)
    with pytest.raises(UsageError, match=r"--scheduler needs distributed; .* install 'qnsim\[dist\]'"):
        Cluster(NOBODY).check()


def test_processes_and_a_cluster_cannot_be_combined() -> None:
    with pytest.raises(UsageError, match="--jobs and --scheduler cannot be combined"):
        begin_study(2, NOBODY)


def test_only_a_cluster_leaves_files_to_this_machine() -> None:
    assert beside_files(Threads(2)) == Threads(2)
    assert not isinstance(beside_files(Cluster(NOBODY)), Cluster)
