"""Streams that tell their name when they fail: the system names files, but not standard output."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, TextIO


class NamedStream:
    """A text stream in all but that its faults carry its name as their `filename`."""

    def __init__(self, stream: TextIO, name: str):
        self._stream, self._name = stream, name

    def __getattr__(self, attribute: str) -> Any:
        return getattr(self._stream, attribute)

    def write(self, text: str) -> int:
        with self._naming():
            return self._stream.write(text)

    def flush(self) -> None:
        with self._naming():
            self._stream.flush()

    def give_up(self) -> None:
        """Send what is not yet written to nowhere, which Python would try again and complain of at its end."""
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, self._stream.fileno())
        os.close(nowhere)

    @contextmanager
    def _naming(self) -> Iterator[None]:
        try:
            yield
        except OSError as fault:
            raise OSError(fault.errno, fault.strerror or str(fault), self._name) from fault
