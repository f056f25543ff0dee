"""Ctrl-C that cannot get lost."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

_pressed = threading.Event()


@contextmanager
def noting_control_c(at_once: bool = True) -> Iterator[Callable[[], None]]:
    """Within, Ctrl-C is remembered; the function that is yielded raises `KeyboardInterrupt` if it was pressed.

    Unless it is raised `at_once` too, nothing else happens before: a process that is just being started is not lost.
    One within another remembers what the outer one was told.

    Python raises it wherever the program is, and drops it there if that is a destructor or a callback. A program that
    handles Ctrl-C in its own way, and a thread other than the first, are left alone.
    """
    first = threading.current_thread() is threading.main_thread()
    before = signal.getsignal(signal.SIGINT) if first else None
    if before is signal.default_int_handler:
        _pressed.clear()
    elif before not in (_note, _note_and_raise):
        yield lambda: None
        return
    signal.signal(signal.SIGINT, _note_and_raise if at_once else _note)
    try:
        yield _look
    finally:
        signal.signal(signal.SIGINT, before)
    _look()


@contextmanager
def holding_control_c() -> Iterator[None]:
    """Within, Ctrl-C waits; processes started within, and their children, never get it."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _note(*_: Any) -> None:
    _pressed.set()


def _note_and_raise(*_: Any) -> None:
    _pressed.set()
    raise KeyboardInterrupt


def _look() -> None:
    if _pressed.is_set():
        raise KeyboardInterrupt
