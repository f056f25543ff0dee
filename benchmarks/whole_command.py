"""The parts of `qnsim run scenarios/`, in processor seconds, and what it takes on one process and on two."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Any

REST = "the rest"
PARTS = ("imports", "facts and scenarios", "draws", "simulation", "reduction", "merging", "tables", "charts", REST)


def parts(draws: int = 10_000) -> dict[str, float]:
    """Processor seconds of each part of one run of all scenarios in this process, which must not have loaded it yet."""
    whole = time.thread_time()
    spent = dict.fromkeys(PARTS, 0.0)
    import qnsim.run as run
    import qnsim.workflow.run_folders as folders
    import qnsim.workflow.runs as runs
    from qnsim.analysis.assessment import Assessing
    from qnsim.scheduler import InProcess

    spent["imports"] = time.thread_time() - whole

    def counting(part: str, work: Callable[..., Any]) -> Callable[..., Any]:
        def counted(*given: Any, **named: Any) -> Any:
            start = time.thread_time()
            try:
                return work(*given, **named)
            finally:
                spent[part] += time.thread_time() - start

        return counted

    wrapped: list[tuple[str, Any, str]] = [
        ("facts and scenarios", runs, "read_case"),
        ("facts and scenarios", runs, "load_scenarios"),
        ("facts and scenarios", runs, "plan_runs"),
        ("draws", run, "draw"),
        ("simulation", run, "simulate"),
        ("reduction", Assessing, "reduce"),
        ("merging", Assessing, "merge"),
        ("tables", folders, "write_tables"),
        ("charts", folders, "save_growth_fan"),
    ]
    before = [(owner, name, getattr(owner, name)) for _, owner, name in wrapped]
    for part, owner, name in wrapped:
        setattr(owner, name, counting(part, getattr(owner, name)))
    try:
        with tempfile.TemporaryDirectory() as out:
            runs.run_scenarios([], draws, scheduler=InProcess(), out=Path(out))
    finally:
        for owner, name, work in before:
            setattr(owner, name, work)
    spent[REST] = time.thread_time() - whole - sum(spent.values())
    return spent


def wall(jobs: int, repeats: int = 3, draws: int = 10_000) -> float:
    """Median seconds by the clock of the command with so many processes."""
    taken = []
    for _ in range(repeats):
        with tempfile.TemporaryDirectory() as out:
            command = [sys.executable, "-m", "qnsim", "run", "--jobs", str(jobs), "--draws", str(draws), "--out", out]
            start = time.perf_counter()
            subprocess.run(command, check=True, stdout=subprocess.DEVNULL, timeout=300)
            taken.append(time.perf_counter() - start)
    return median(taken)
