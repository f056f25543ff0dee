"""Ctrl-C that cannot get lost."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any


@contextmanager
def noting_control_c(at_once: bool = True) -> Iterator[Callable[[], None]]:
    """Within, Ctrl-C is remembered; the function that is yielded raises `KeyboardInterrupt` if it was pressed.

    Unless it is raised `at_once` too, nothing else happens before: a process that is just being started is not lost.

    Python raises it wherever the program is, and drops it there if that is a destructor or a callback. A program that
    handles Ctrl-C in its own way, and a thread other than the first, are left alone.
    """
    first = threading.current_thread() is threading.main_thread()
    if not first or signal.getsignal(signal.SIGINT) is not signal.default_int_handler:
        yield lambda: None
        return
    pressed = threading.Event()

    def note(number: int, frame: Any) -> None:
        pressed.set()
        if at_once:
            signal.default_int_handler(number, frame)

    def look() -> None:
        if pressed.is_set():
            raise KeyboardInterrupt

    signal.signal(signal.SIGINT, note)
    try:
        yield look
    finally:
        signal.signal(signal.SIGINT, signal.default_int_handler)
    look()
