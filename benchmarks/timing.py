"""Jobs timed in turn, so that what else the machine does falls on all of them alike."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from statistics import median

Job = Callable[[], object]


def in_turn(jobs: Mapping[str, Job], repeats: int, clock: Callable[[], float] = time.thread_time) -> dict[str, float]:
    """The median seconds of each job, each done once beforehand: processor time of this thread, or by another clock."""
    taken: dict[str, list[float]] = {name: [] for name in jobs}
    for job in jobs.values():
        job()
    for _ in range(repeats):
        for name, job in jobs.items():
            start = clock()
            job()
            taken[name].append(clock() - start)
    return {name: median(seconds) for name, seconds in taken.items()}
