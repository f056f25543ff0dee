"""A run that is killed or stopped, at many moments: what it leaves is whole, and it can be repeated over that."""

from __future__ import annotations

import json
import os
import random
import shlex
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from qnsim.kept_blocks import UNFINISHED
from qnsim.press.files import ABANDONED_AFTER, PART, replace_file, sweep_parts
from qnsim.workflow.runs import run_scenarios

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not hasattr(os, "fork"), reason="processes are forked so that many runs start quickly"),
]
CLAIM = pytest.mark.claim(
    "A killed run leaves only complete files",
    how="The run is killed at random moments and in the midst of writing each file; every file left behind is compared "
    "with that of an undisturbed run",
)
FILES = [
    *("summary.csv", "scorecard.csv", "drivers.csv", "years.csv", "views.csv", "draws.nc"),
    *(f"fan_grdp_growth.{ending}" for ending in ("svg", "png", "csv", "txt")),
    "manifest.json",
]
needs_proc = pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="processes are found in /proc")
EARLY_KILLS, LATER_KILLS = 5, 6
FOR_HOURS = 20_000_000  # draws, so that a run that ends was stopped
PATIENCE = 240  # seconds, after which a test gives up; on a busy machine much is slow
NURSERY = """
import os, shlex, signal, sys, time
from pathlib import Path
from qnsim import cli
from qnsim.workflow import runs

def write_slowly(path, data):
    with open(path, "wb") as file:
        for start in range(0, len(data), len(data) // 10 + 1):
            file.write(data[start : start + len(data) // 10 + 1])
            file.flush()
            time.sleep(0.01)

runs.run_scenarios(["baseline"], draws=80, out=Path(sys.argv[1]), keep_draws=True)
print("ready", flush=True)
for line in sys.stdin:
    slow, stderr, *arguments = shlex.split(line)
    child = os.fork()
    if not child:
        signal.signal(signal.SIGINT, signal.default_int_handler)
        for stream, name in ((1, os.devnull), (2, stderr)):
            os.dup2(os.open(name, os.O_WRONLY | os.O_CREAT), stream)
        if slow == "slow":
            Path.write_bytes = write_slowly
        sys.argv = ["qnsim", *arguments]
        code = 0
        try:
            cli.main()
        except SystemExit as end:
            code = end.code or 0
        os._exit(code)
    print(child, flush=True)
    sys.stdin.readline()
    print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)
"""


@dataclass(frozen=True)
class Nursery:
    """A process that has read everything and forks a command line when told to."""

    process: subprocess.Popen[str]

    def run(
        self,
        out: Path,
        disturb: Callable[[int], None] = lambda pid: None,
        slow: bool = False,
        draws: int = 80,
        jobs: int = 1,
    ) -> int:
        """Exit code of a run into a folder; negative if a signal ended it. `disturb` gets its process number."""
        command = ["run", "baseline", "--draws", str(draws), "--jobs", str(jobs), "--keep-draws", "--out", str(out)]
        line = shlex.join(["slow" if slow else "fast", f"{out}.stderr", *command])
        pid = self._ask(line)
        try:
            disturb(pid)
        finally:  # until it is asked for, the exit code and with it the process number are kept
            code = self._ask("exit code?")
        return code

    def _ask(self, line: str) -> int:
        assert self.process.stdin
        assert self.process.stdout
        self.process.stdin.write(f"{line}\n")
        self.process.stdin.flush()
        return int(self.process.stdout.readline())


@pytest.fixture(scope="module")
def nursery(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Nursery]:
    folder = tmp_path_factory.mktemp("nursery")
    command = [sys.executable, "-c", NURSERY, str(folder)]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8")
    assert process.stdout
    assert process.stdout.readline() == "ready\n"
    yield Nursery(process)
    process.communicate()


@pytest.fixture(scope="module")
def undisturbed(nursery: Nursery, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("undisturbed") / "runs"
    assert nursery.run(out) == 0
    (folder,) = out.iterdir()
    assert {file.name for file in folder.iterdir()} == set(FILES)
    return folder


def content(file: Path) -> Any:
    """What a file holds, apart from when it was written. Raises if it is not whole."""
    if file.name == "manifest.json":
        return json.loads(file.read_text(encoding="utf-8")) | {"written": ""}
    if file.name == "draws.nc":
        xarray = pytest.importorskip("xarray")
        found = xarray.load_dataset(file, engine="h5netcdf")
        manifest = json.loads(found.attrs["manifest"]) | {"written": ""}
        return manifest, {name: found[name].to_numpy().tobytes() for name in sorted(map(str, found.variables))}
    return file.read_bytes()


def after(seconds: float, number: signal.Signals) -> Callable[[int], None]:
    def disturb(pid: int) -> None:
        time.sleep(seconds)
        os.kill(pid, number)

    return disturb


def when_written(name: str, out: Path, number: signal.Signals, delay: float = 0) -> Callable[[int], None]:
    """Sends a signal as soon as a part of the named file is seen, or a little later."""

    def disturb(pid: int) -> None:
        deadline = time.monotonic() + PATIENCE
        while not any(out.glob(f"*/.{name}.*{PART}")):
            assert time.monotonic() < deadline, f"{name} was never written"
            time.sleep(0.0005)
        time.sleep(delay)
        os.kill(pid, number)

    return disturb


@CLAIM
def test_every_file_a_killed_run_leaves_is_whole(
    nursery: Nursery, undisturbed: Path, tmp_path: Path, figure: Callable[..., None]
) -> None:
    expected = {name: content(undisturbed / name) for name in FILES}
    chance = random.Random(20221209)
    folders = [tmp_path / f"kill-{number}" for number in range(EARLY_KILLS + LATER_KILLS + len(FILES))]
    moments = [after(0.15 * chance.random(), signal.SIGKILL) for _ in range(EARLY_KILLS)]
    names = [*(chance.choice(FILES[:-1]) for _ in range(LATER_KILLS)), *FILES]
    delays = [*(0.1 * chance.random() for _ in range(LATER_KILLS)), *(0 for _ in FILES)]
    for name, delay, out in zip(names, delays, folders[EARLY_KILLS:], strict=True):
        moments.append(when_written(name, out, signal.SIGKILL, delay))
    killed = 0
    for number, (out, disturb) in enumerate(zip(folders, moments, strict=True)):
        killed += nursery.run(out, disturb, slow=True) == -signal.SIGKILL
        for file in out.glob("*/*"):
            if not (file.name.startswith(".") and file.suffix == PART):
                assert content(file) == expected[file.name], (number, file)
    assert killed == len(folders) == 22
    parts = [file for out in folders for file in out.glob(f"*/.*{PART}")]
    assert {file.name.rsplit(".", 2)[0] for file in parts} == {f".{name}" for name in FILES}
    figure("runs killed", killed)
    figure("of them in the midst of writing a file", len(parts))

    last = parts[-1].parent
    for file in last.glob(f".*{PART}"):
        os.utime(file, (0, 0))
    assert nursery.run(last.parent) == 0
    assert {file.name: content(file) for file in last.iterdir()} == expected


@CLAIM
@pytest.mark.parametrize("name", ["summary.csv", "manifest.json", "fan_grdp_growth.svg"])
def test_control_c_ends_with_one_line_and_whole_files(
    nursery: Nursery, undisturbed: Path, tmp_path: Path, name: str
) -> None:
    out = tmp_path / "runs"
    assert nursery.run(out, when_written(name, out, signal.SIGINT), slow=True) == 130
    assert Path(f"{out}.stderr").read_text(encoding="utf-8").splitlines()[-1].startswith("Stopped. Every file")
    assert "Traceback" not in Path(f"{out}.stderr").read_text(encoding="utf-8")
    files = list(out.glob("*/*"))
    assert all(content(file) == content(undisturbed / file.name) for file in files)
    assert {file.name for file in files} == set(FILES[: FILES.index(name)])


@CLAIM
def test_control_c_does_not_wait_for_draws_that_have_not_begun(nursery: Nursery, tmp_path: Path) -> None:
    assert nursery.run(tmp_path / "runs", after(1.0, signal.SIGINT), draws=FOR_HOURS) == 130
    assert {file.name for file in tmp_path.glob("runs/*")} <= {UNFINISHED}


@CLAIM
@pytest.mark.parametrize("seconds", [0.0, 2.0, 4.0])
@needs_proc
def test_control_c_in_a_terminal_ends_all_processes_of_a_run(tmp_path: Path, seconds: float) -> None:
    run = in_processes(tmp_path, draws=FOR_HOURS)
    assert eventually(lambda: len(members(run.pid)) > 1)  # earlier, Python itself is still starting
    time.sleep(seconds)
    os.killpg(run.pid, signal.SIGINT)  # a terminal sends it to every process of the command
    assert ended(run) == (130, "Stopped. Every file written so far is whole; the same command makes the others.")
    assert eventually(lambda: not members(run.pid))
    assert {file.name for file in tmp_path.glob("runs/*")} <= {UNFINISHED}


@CLAIM
@needs_proc
def test_no_process_of_a_killed_run_goes_on(tmp_path: Path) -> None:
    run = in_processes(tmp_path, draws=FOR_HOURS)
    assert eventually(lambda: len(workers(run.pid)) == 2)
    os.kill(run.pid, signal.SIGKILL)
    run.communicate()
    assert eventually(lambda: not members(run.pid))


@CLAIM
@needs_proc
def test_a_run_does_again_what_killed_processes_left(tmp_path: Path, figure: Callable[..., None]) -> None:
    whole = run_scenarios(["baseline"], 24_000, out=tmp_path / "whole").folders[0]
    run = in_processes(tmp_path, draws=24_000)
    assert eventually(lambda: len(workers(run.pid)) == 2)
    os.kill(workers(run.pid)[0], signal.SIGKILL)
    assert ended(run) == (0, "")
    (folder,) = (tmp_path / "runs").iterdir()
    found = {file.name: content(file) for file in folder.iterdir()}
    assert found == {file.name: content(file) for file in whole.iterdir()}
    figure("processes of a run killed without a changed bit", 1)


def in_processes(folder: Path, draws: int) -> subprocess.Popen[str]:
    """A run in two processes, as the first of a group of its own."""
    command = [sys.executable, "-m", "qnsim", "run", "baseline", "--draws", str(draws), "--jobs", "2"]
    return subprocess.Popen(
        command,
        cwd=folder,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        start_new_session=True,
    )


def ended(run: subprocess.Popen[str]) -> tuple[int, str]:
    """Exit code of a run that ends, and what it said; one that does not is killed with all its processes."""
    try:
        _, said = run.communicate(timeout=PATIENCE)
    except subprocess.TimeoutExpired:
        os.killpg(run.pid, signal.SIGKILL)
        run.communicate()
        pytest.fail("the run did not end")
    return run.returncode, said.strip()


def members(group: int) -> dict[int, int]:
    """Living processes of a group with their parents."""
    found = {}
    for file in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            state, parent, its_group = file.read_text().rpartition(")")[2].split()[:3]
            if int(its_group) == group and state != "Z":
                found[int(file.parent.name)] = int(parent)
    return found


def workers(group: int) -> list[int]:
    """The workers of a run: children of the server that forks them."""
    found = members(group)
    return [process for process, parent in found.items() if parent in found and parent != group]


def eventually(holds: Callable[[], bool]) -> bool:
    """Whether something comes true before patience ends."""
    deadline = time.monotonic() + PATIENCE
    while not holds():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.01)
    return True


def test_a_part_is_swept_away_only_when_it_is_abandoned(tmp_path: Path) -> None:
    parts = [tmp_path / f".summary.csv.{name}{PART}" for name in ("old", "new")]
    others = [tmp_path / "notes.part", tmp_path / ".hidden"]
    for file in (*parts, *others):
        file.write_text("half", encoding="utf-8")
    for file in (parts[0], *others):
        long_ago = time.time() - ABANDONED_AFTER - 1
        os.utime(file, (long_ago, long_ago))
    sweep_parts(tmp_path)
    assert set(tmp_path.iterdir()) == {parts[1], *others}


def test_a_file_that_cannot_be_written_leaves_the_old_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = replace_file(tmp_path / "table.csv", "old")

    def fill_the_disk(*_: Any) -> None:
        raise OSError(28, "No space left on device", "table.csv")

    monkeypatch.setattr(Path, "write_bytes", fill_the_disk)
    with pytest.raises(OSError, match="No space left"):
        replace_file(file, "new")
    assert file.read_text(encoding="utf-8") == "old"
    assert list(tmp_path.iterdir()) == [file]


def test_a_full_disk_is_told_with_the_name_of_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fill_the_disk(*_: Any) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", fill_the_disk)
    with pytest.raises(OSError, match="No space left") as found:
        replace_file(tmp_path / "table.csv", "new")
    assert found.value.filename == str(tmp_path / "table.csv")


def test_a_folder_whose_chart_could_not_be_written_has_no_manifest(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = Path.write_bytes

    def fill_the_disk(part: Path, data: bytes) -> int:
        if ".png" in part.name:
            raise OSError(28, "No space left on device")
        return whole(part, data)

    (first,) = run_scenarios(["baseline"], draws=80, out=tmp_path).folders
    assert (first / "manifest.json").exists()
    monkeypatch.setattr(Path, "write_bytes", fill_the_disk)
    with pytest.raises(OSError, match="png"):
        run_scenarios(["baseline"], draws=80, out=tmp_path)
    assert (first / "summary.csv").exists()
    assert not (first / "manifest.json").exists()
