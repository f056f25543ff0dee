"""Who does the tasks of a run: this process, its threads, or processes of their own.

A scheduler has one method, so a cluster is one more class (`qnsim.cluster`). The same tasks give the same bits under
each of them.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar, runtime_checkable

from qnsim.errors import UsageError
from qnsim.interruption import noting_control_c
from qnsim.language import say
from qnsim.task_flow import Flow, Note, Progress
from qnsim.workers import packed, start_server, worker_pool

Task = TypeVar("Task")
Found = TypeVar("Found")
LEFT_AT_ONCE = say(
    "the worker processes end before they have done anything. In a script, call qnsim beneath if __name__ == "
    "'__main__': ; elsewhere use InProcess(), or --jobs 1"
)
LEFT_TWICE = say(
    "a worker process was ended from outside, and so was the one that repeated its work; perhaps memory is short. "
    "Close other programs, or use fewer processes (--jobs)"
)


@runtime_checkable
class Scheduler(Protocol):
    """Where tasks are done."""

    def each(
        self,
        work: Callable[[Task], Found],
        tasks: Sequence[Task],
        progress: Progress = None,
        note: Note = None,
    ) -> list[Found]:
        """What `work` makes of each task, in order; `progress(done, total)` is called after every one.

        As soon as one is done, `note(number, found)` is called in this process.
        Of several faults the one of the first task is raised, as if they were done one after the other.
        """


@dataclass(frozen=True)
class InProcess:
    """One task after the other, right here."""

    def each(
        self,
        work: Callable[[Task], Found],
        tasks: Sequence[Task],
        progress: Progress = None,
        note: Note = None,
    ) -> list[Found]:
        """See `Scheduler`."""
        found: list[Found] = []
        with noting_control_c() as look:
            for task in tasks:
                look()
                found.append(work(task))
                if note:
                    note(len(found) - 1, found[-1])
                if progress:
                    progress(len(found), len(tasks))
        return found


@dataclass(frozen=True)
class Threads:
    """Threads of this process: they share its memory, and wait for each other much of the time."""

    count: int

    def __post_init__(self) -> None:
        _check_count("Threads", self.count)

    def each(
        self,
        work: Callable[[Task], Found],
        tasks: Sequence[Task],
        progress: Progress = None,
        note: Note = None,
    ) -> list[Found]:
        """See `Scheduler`."""
        found: dict[int, Found] = {}
        pool = ThreadPoolExecutor(self.count)
        try:
            Flow(lambda task: pool.submit(work, task), self.count, tasks, found, progress, note).run()
        finally:
            pool.shutdown(cancel_futures=True)
        return [found[number] for number in range(len(tasks))]


@dataclass(frozen=True)
class Processes:
    """Processes of their own, which end with this call, with Ctrl-C, and with this process.

    Each gets `work` once, and then tasks; all must pickle. What a process had not finished when it was killed is done
    again by others, once.
    """

    count: int

    def __post_init__(self) -> None:
        _check_count("Processes", self.count)

    def warm(self, modules: Sequence[str]) -> None:
        """Begin to load modules for the processes to come, while this one goes on; no need, but sooner done."""
        start_server(modules)

    def each(
        self,
        work: Callable[[Task], Found],
        tasks: Sequence[Task],
        progress: Progress = None,
        note: Note = None,
    ) -> list[Found]:
        """See `Scheduler`. Raises `UsageError` for work that cannot travel, or if processes are killed again."""
        content = packed(work)
        found: dict[int, Found] = {}
        if not tasks:
            return []
        try:
            self._attempt(content, tasks, found, progress, note)
        except BrokenProcessPool:
            try:
                self._attempt(content, tasks, found, progress, note)
            except BrokenProcessPool:
                raise UsageError(LEFT_TWICE if found else LEFT_AT_ONCE) from None
        return [found[number] for number in range(len(tasks))]

    def _attempt(
        self, content: bytes, tasks: Sequence[Any], found: dict[int, Any], progress: Progress, note: Note
    ) -> None:
        count = min(self.count, len(tasks) - len(found))
        with worker_pool(content, count) as (pool, perform):
            travelling = [packed(task) for task in tasks]
            Flow(lambda task: pool.submit(perform, task), count, travelling, found, progress, note).run()


def usable_processors() -> int:
    """How many processors this process may use."""
    if hasattr(os, "process_cpu_count"):
        return os.process_cpu_count() or 1
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _check_count(name: str, count: int) -> None:
    if isinstance(count, bool) or not isinstance(count, int):
        raise UsageError(
            say("{name}({count!r}): expected a whole number; use 1 or more, or InProcess()", name=name, count=count)
        )
    if count < 1:
        raise UsageError(
            say("{name}({count}): expected at least 1; use 1 or more, or InProcess()", name=name, count=count)
        )
