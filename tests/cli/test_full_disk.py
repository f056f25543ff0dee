"""Places that take no more: a full disk, and standard output that leads to one or to a reader who has left."""

from __future__ import annotations

import errno
import os
import shutil
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from qnsim import cli
from qnsim.press.files import replace_file

pytestmark = pytest.mark.slow

FULL = Path("/dev/full")
needs_full = pytest.mark.skipif(not FULL.exists(), reason="this system has no device that is always full")
NO_SPACE = OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def call(*arguments: str, output: Path, unbuffered: str = "") -> subprocess.CompletedProcess[str]:
    """The command line with its standard output sent to a file."""
    environment = {**os.environ, "PYTHONUNBUFFERED": unbuffered}
    command = [sys.executable, "-m", "qnsim", *arguments]
    with output.open("w") as stream:
        return subprocess.run(
            command, stdout=stream, stderr=subprocess.PIPE, encoding="utf-8", env=environment, check=False
        )


@needs_full
@pytest.mark.parametrize("unbuffered", ["", "1"])
@pytest.mark.parametrize("command", [("levers",), ("--version",), ("--help",), ("schema",)])
def test_full_standard_output_is_told_once(command: tuple[str, ...], unbuffered: str) -> None:
    done = call(*command, output=FULL, unbuffered=unbuffered)
    told = "standard output: No space left on device. Choose another file or folder, or free it\n"
    assert (done.returncode, done.stderr) == (1, told)


@needs_full
def test_full_standard_output_hides_no_mistake() -> None:
    done = call("check", "no-such", output=FULL)
    assert done.returncode == 1
    assert done.stderr.startswith("'no-such' is neither a file, a folder nor a shipped scenario")


def test_a_reader_who_has_left_is_told_nothing() -> None:
    reader, writer = os.pipe()
    os.close(reader)
    with open(writer, "w") as stream:
        command = [sys.executable, "-m", "qnsim", "--version"]
        done = subprocess.run(command, stdout=stream, stderr=subprocess.PIPE, encoding="utf-8", check=False)
    assert (done.returncode, done.stderr) == (1, "")


def test_a_closed_standard_output_is_none_at_all() -> None:
    command = "import os, sys; os.close(1); os.execv(sys.executable, [sys.executable, '-m', 'qnsim', '--version'])"
    done = subprocess.run([sys.executable, "-c", command], capture_output=True, encoding="utf-8", check=False)
    assert (done.returncode, done.stderr) == (0, "")


@pytest.fixture
def full_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    """A disk with 50 kB of room, on which no file can be written; the system tells no name."""

    def write(path: Path, data: bytes) -> int:
        raise NO_SPACE

    monkeypatch.setattr(Path, "write_bytes", write)
    monkeypatch.setattr(shutil, "disk_usage", lambda path: SimpleNamespace(free=50_000))


def told_by(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    """What the command line says on standard error when it fails."""
    monkeypatch.setattr(sys, "argv", ["qnsim", *arguments])
    monkeypatch.setattr(sys, "stdout", sys.stdout)  # put back what the command line replaces
    with pytest.raises(SystemExit) as end:
        cli.main()
    assert end.value.code == 1
    return capsys.readouterr().err


@pytest.mark.usefixtures("full_disk")
def test_a_full_disk_is_told_with_the_file_and_the_room_it_needs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    told = told_by(monkeypatch, capsys, "run", "baseline", "--draws", "80", "--keep-draws", "--out", str(tmp_path))
    (folder,) = tmp_path.iterdir()
    assert f"{folder / 'summary.csv'}: No space left on device: " in told
    assert told.endswith(" kB needed, 50 kB free. Choose another file or folder, or free it\n")
    assert not list(folder.iterdir())


@pytest.mark.usefixtures("full_disk")
@pytest.mark.parametrize(("size", "room"), [(50_001, ": 51 kB needed, 50 kB free"), (50_000, "")])
def test_the_room_is_told_only_where_it_is_short(tmp_path: Path, size: int, room: str) -> None:
    with pytest.raises(OSError, match="No space left") as found:
        replace_file(tmp_path / "table.csv", b"x" * size)
    assert found.value.strerror == f"No space left on device{room}"


def test_a_fault_without_a_name_is_not_ascribed_to_standard_output(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(standalone_mode: bool) -> None:
        raise NO_SPACE

    monkeypatch.setattr(cli, "command_in", lambda language: fail)
    told = told_by(monkeypatch, capsys)
    assert told.startswith("a place the system does not name: No space left on device.")
