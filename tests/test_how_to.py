"""The commands of the how-to pages, typed one after the other in an empty folder, as a reader would."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import site_pages
from distributed import LocalCluster
from typer.testing import CliRunner

from qnsim.cli import app

SOMEWHERE = "tcp://host:8786"
FEWER = {
    "run": "400",
    "compare": "400",
    "goal": "400",
    "score": "400",
    "discover": "2000",
    "hindcast": "100",
    "report": "400",
}


def commands(page: str) -> list[list[str]]:
    text = (site_pages.DOCS / f"{page}.md").read_text(encoding="utf-8")
    return [shlex.split(line)[1:] for line in re.findall(r"^\$ (qnsim .*)$", text, re.MULTILINE)]


@pytest.mark.slow
@pytest.mark.parametrize("page", ["planner", "planner.vi", "economist", "report-writer", "report-writer.vi", "model"])
def test_every_command_of_a_page_does_its_work(page: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert len(commands(page)) > 1
    for given in commands(page):
        fewer = ["--draws", FEWER[given[0]]] if given[0] in FEWER else []
        with cluster_for(given) as arguments:
            done = CliRunner().invoke(app, [*arguments, *fewer])
        assert done.exit_code == 0, (given, done.output)


@contextmanager
def cluster_for(given: list[str]) -> Iterator[list[str]]:
    """What is typed, with the address of a cluster here in place of the one on the page."""
    if SOMEWHERE not in given:
        yield given
        return
    with LocalCluster(n_workers=1, threads_per_worker=1, dashboard_address=":0") as cluster:
        yield [cluster.scheduler_address if each == SOMEWHERE else each for each in given]
