"""Tasks on their way through workers: how many at a time, which fault is told, and that Ctrl-C is heard."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from itertools import islice
from typing import Any

from qnsim.interruption import noting_control_c

Progress = Callable[[int, int], None] | None
Note = Callable[[int, Any], None] | None  # is told the number of a task and what was made of it
LOOK = 0.2  # seconds between two looks at whether Ctrl-C was pressed


@dataclass
class Flow:
    """Tasks that `submit` hands to workers, `count` at a time; `found` grows by what they make."""

    submit: Callable[[Any], Future[Any]]
    count: int
    tasks: Sequence[Any]
    found: dict[int, Any]
    progress: Progress
    note: Note = None

    def run(self) -> None:
        """Do all tasks not yet found. After a fault none is begun, and those under way are waited for."""
        waiting = iter([number for number in range(len(self.tasks)) if number not in self.found])
        going: dict[Future[Any], int] = {}
        faults: dict[int, BaseException] = {}
        with noting_control_c(at_once=False) as look:
            while True:
                for number in islice(waiting, 0 if faults else self.count - len(going)):
                    going[self.submit(self.tasks[number])] = number
                if not going:
                    break
                finished, _ = wait(going, LOOK, FIRST_COMPLETED)
                look()
                for future in finished:
                    self._take(going.pop(future), future, faults)
        if faults:
            raise faults[min(faults)]

    def _take(self, number: int, future: Future[Any], faults: dict[int, BaseException]) -> None:
        fault = future.exception()
        if isinstance(fault, BrokenProcessPool):
            raise fault
        if fault:
            faults[number] = fault
            return
        self.found[number] = future.result()
        if self.note:
            self.note(number, self.found[number])
        if self.progress:
            self.progress(len(self.found), len(self.tasks))
