"""A run that was stopped goes on where it was, to the same bits; damaged blocks are told, those of others refused."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from qnsim.chance import blocks
from qnsim.errors import UsageError
from qnsim.kept_blocks import ABOUT, UNFINISHED
from qnsim.workflow import keeping, runs
from qnsim.workflow.runs import run_scenarios

pytestmark = pytest.mark.slow
CLAIM = pytest.mark.claim(
    "The same scenario, data, seed and version give the same bits",
    how="A run killed with half its blocks done is resumed; every file is compared with that of an undisturbed run",
)
DRAWS = 800


class StoppedError(Exception):
    """Stands for whatever ends a run."""


@pytest.fixture(autouse=True)
def eight_blocks(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(blocks, "REPLICATES_PER_BLOCK", 1)
    return


def stop_after(count: int, out: Path, seed: int = 1, resume: bool = True) -> list[Path]:
    """The blocks that a run of the baseline leaves behind, stopped when so many are done."""

    def stop(stage: str, done: int, total: int) -> None:
        assert total in (8, 1)
        if done == count:
            raise StoppedError

    with pytest.raises(StoppedError):
        run_scenarios(["baseline"], DRAWS, seed, out=out, progress=stop, resume=resume)
    return sorted(out.glob(f"{UNFINISHED}/*/*.block"))


def resumed(out: Path, seed: int = 1) -> tuple[dict[str, bytes], tuple[str, ...], list[tuple[int, int]]]:
    """The tables of a resumed run, what it says, and its progress."""
    told: list[tuple[int, int]] = []

    def note(stage: str, done: int, total: int) -> None:
        if total == 8:
            told.append((done, total))

    made = run_scenarios(["baseline"], DRAWS, seed, out=out, progress=note, resume=True)
    return contents(made.folders[0]), made.said_of_kept, told


def contents(folder: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in folder.iterdir() if file.name != "manifest.json"}


@pytest.fixture
def undisturbed(tmp_path: Path) -> dict[str, bytes]:
    return contents(run_scenarios(["baseline"], DRAWS, 1, out=tmp_path / "undisturbed").folders[0])


@CLAIM
def test_a_stopped_run_goes_on_where_it_was(tmp_path: Path, undisturbed: dict[str, bytes]) -> None:
    out = tmp_path / "runs"
    assert len(stop_after(3, out)) == 3
    assert len(stop_after(5, out)) == 5
    found, said, told = resumed(out)
    assert found == undisturbed
    assert said == ("Resumed: 5 of 8 blocks were kept by the run before.",)
    assert told == [(5, 8), (6, 8), (7, 8), (8, 8)]
    assert not (out / UNFINISHED).exists()
    assert resumed(out)[1] == ("Resumed: 0 of 8 blocks were kept by the run before.",)


@CLAIM
def test_a_damaged_block_is_told_and_computed_again(tmp_path: Path, undisturbed: dict[str, bytes]) -> None:
    cut, flipped, swapped, _ = stop_after(4, tmp_path)
    other = swapped.read_bytes()
    cut.write_bytes(cut.read_bytes()[:1000])
    flipped.write_bytes(flipped.read_bytes()[:-1] + b"x")
    swapped.with_name(cut.name).write_bytes(other)
    found, said, _ = resumed(tmp_path)
    assert found == undisturbed
    assert said[0] == "Resumed: 2 of 8 blocks were kept by the run before."
    assert said[1:] == tuple(f"{file} was damaged; its block was computed again." for file in (cut, flipped))


def test_another_run_is_refused_and_nothing_is_lost(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = stop_after(2, tmp_path)
    with pytest.raises(UsageError, match=r"blocks of another run of scenario baseline .*seed 1 ≠ 2\)"):
        resumed(tmp_path, seed=2)
    with pytest.raises(UsageError, match=r"draws 800 ≠ 1600"):
        run_scenarios(["baseline"], 2 * DRAWS, 1, out=tmp_path, resume=True)
    with pytest.raises(UsageError, match=r"keep_draws False ≠ True"):
        run_scenarios(["baseline"], DRAWS, 1, out=tmp_path, resume=True, keep_draws=True)
    with monkeypatch.context() as patch:
        patch.setattr(keeping, "surroundings", lambda: {"numpy": "1.0"})
        with pytest.raises(UsageError, match=r"numpy \S+ ≠ 1\.0"):
            resumed(tmp_path)
    assert sorted(tmp_path.glob(f"{UNFINISHED}/*/*.block")) == before
    assert resumed(tmp_path)[1] == ("Resumed: 2 of 8 blocks were kept by the run before.",)


def test_a_folder_that_does_not_say_what_its_blocks_are_of_is_not_trusted(tmp_path: Path) -> None:
    (tmp_path / UNFINISHED).mkdir()
    folder = stop_after(2, tmp_path)[0].parent
    (folder / ABOUT).write_text("{", encoding="utf-8")
    assert resumed(tmp_path)[1] == ("Resumed: 0 of 8 blocks were kept by the run before.",)


def test_a_long_run_keeps_its_blocks_unasked_and_starts_anew_unasked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert stop_after(2, tmp_path, resume=False) == []
    monkeypatch.setattr(runs, "KEPT_FROM", DRAWS)
    assert len(stop_after(3, tmp_path, resume=False)) == 3
    assert len(stop_after(1, tmp_path, resume=False)) == 1
    made = run_scenarios(["baseline"], DRAWS, 1, out=tmp_path)
    assert made.said_of_kept == ()
    assert list(tmp_path.iterdir()) == list(made.folders)


@CLAIM
@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="nothing is killed like this here")
def test_a_killed_command_is_resumed_by_the_next(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "qnsim", "run", "baseline", "--draws", "40000", "--jobs", "2", "--lang", "en"]
    run = subprocess.Popen([*command, "--resume"], cwd=tmp_path, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    deadline = time.monotonic() + 100
    while not list(tmp_path.glob(f"runs/{UNFINISHED}/*/*.block")):
        assert time.monotonic() < deadline
        time.sleep(0.01)
    os.kill(run.pid, signal.SIGKILL)
    assert run.wait() == -signal.SIGKILL
    done = subprocess.run([*command, "--resume"], cwd=tmp_path, capture_output=True, encoding="utf-8", check=True)
    kept = int(done.stdout.split("Resumed: ")[1].split()[0])
    assert 1 <= kept <= 5
    (folder,) = (tmp_path / "runs").iterdir()
    whole = subprocess.run([*command, "--out", "whole"], cwd=tmp_path, capture_output=True, check=True)
    assert whole.returncode == 0
    assert contents(folder) == contents(tmp_path / "whole" / folder.name)
