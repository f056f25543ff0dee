"""The command `diagram` as a user meets it: in an empty folder, with slips."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from qnsim.economy import BLOCKS

pytestmark = pytest.mark.slow

Call = Callable[..., subprocess.CompletedProcess[str]]
needs_dot = pytest.mark.skipif(not shutil.which("dot"), reason="needs the program dot of Graphviz; install graphviz")


@needs_dot
def test_one_block_is_drawn_into_the_folder_asked_for(qnsim: Call, tmp_path: Path) -> None:
    done = qnsim("diagram", "mining", "--out", "pictures")
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == str(Path("pictures", "mining.svg"))
    assert [file.name for file in (tmp_path / "pictures").iterdir()] == ["mining.svg"]


@needs_dot
def test_all_blocks_and_the_overview_are_drawn_if_none_is_named(qnsim: Call, tmp_path: Path) -> None:
    done = qnsim("diagram")
    assert done.returncode == 0, done.stderr
    files = set(done.stdout.splitlines())
    assert len(files) == len(BLOCKS) + 1
    assert {str(Path("diagrams", "overview.svg")), str(Path("diagrams", "labour.svg"))} <= files
    assert {file.name for file in (tmp_path / "diagrams").iterdir()} == {Path(file).name for file in files}


def test_a_misspelt_block_is_one_message_without_traceback(qnsim: Call, tmp_path: Path) -> None:
    done = qnsim("diagram", "foreign_invesment")
    assert done.returncode == 1
    assert "'foreign_invesment' is not a block. Did you mean 'foreign_investment'?" in done.stderr
    assert "Traceback" not in done.stderr
    assert list(tmp_path.iterdir()) == []
