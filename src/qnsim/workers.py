"""Worker processes: how they start, what they are given, and that none outlives its parent.

They are never forked from a process with threads: a server forks them where there is one, else they are spawned.
"""

from __future__ import annotations

import multiprocessing
import os
import pickle
import signal
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from functools import cache
from typing import Any

from qnsim.errors import UsageError
from qnsim.interruption import holding_control_c
from qnsim.language import say

METHOD = "forkserver" if "forkserver" in multiprocessing.get_all_start_methods() else "spawn"
ADVICE = say("Write functions and classes at the top of a module that can be imported, or use InProcess()")
_given: list[bytes] = []  # in a worker process: the work it was given when it began


def packed(value: Any) -> bytes:
    """A value as it travels. Raises `UsageError` if it cannot: functions travel by name, and some have none."""
    try:
        return pickle.dumps(value, pickle.HIGHEST_PROTOCOL)
    except (pickle.PicklingError, AttributeError, TypeError) as fault:
        raise UsageError(
            say("this cannot be sent to another process: {fault}. {advice}", fault=str(fault), advice=ADVICE)
        ) from fault


def start_server(modules: Sequence[str] = ()) -> None:
    """Start the server that forks workers, with `modules` loaded, unless it runs already or there is none here."""
    if METHOD != "forkserver":
        return
    from multiprocessing import forkserver, resource_tracker

    if modules:
        forkserver.set_forkserver_preload(list(modules))
    resource_tracker.ensure_running()  # first, since it unblocks Ctrl-C
    with holding_control_c():
        forkserver.ensure_running()


@contextmanager
def worker_pool(work: bytes, count: int) -> Iterator[tuple[ProcessPoolExecutor, Callable[[bytes], Any]]]:
    """A pool of processes that have packed `work`, and the function that lets one do it on a packed task.

    At the end, whatever the reason, what is under way is finished and the processes are gone. If one of them was
    killed, the others are ended too: one that began just then would wait for ever for somebody to take what it made.
    """
    start_server()
    others = multiprocessing.active_children()
    pool = ProcessPoolExecutor(count, multiprocessing.get_context(METHOD), _begin, (work,))
    try:
        yield pool, _perform
    except BrokenProcessPool:
        for process in multiprocessing.active_children():
            if process not in others:
                process.kill()
        raise
    finally:
        pool.shutdown(cancel_futures=True)


def _begin(work: bytes) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches all processes of a terminal; the parent decides
    threading.Thread(target=_end_with_parent, daemon=True).start()
    _given[:] = [work]


def _end_with_parent() -> None:
    """A worker waits for tasks on a pipe it also holds the other end of, so it would not notice by itself."""
    parent = multiprocessing.parent_process()
    assert parent
    parent.join()
    os._exit(1)


def _perform(task: bytes) -> Any:
    return _work()(unpacked(task))


@cache
def _work() -> Callable[[Any], Any]:
    work: Callable[[Any], Any] = unpacked(_given[0])
    return work


def unpacked(content: bytes) -> Any:
    """In a worker: what `packed` was given. Raises `UsageError` if it is made of what cannot be found there."""
    try:
        return pickle.loads(content)
    except (AttributeError, ImportError) as fault:
        raise UsageError(
            say("a worker process cannot find what it was sent: {fault}. {advice}", fault=str(fault), advice=ADVICE)
        ) from None
