"""What the command line shows on a terminal, or writes where its output goes: tables, and the progress of work."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

WIDTH_OF_FILES = 150


@contextmanager
def progress() -> Iterator[Callable[[str, int, int], None]]:
    """A bar on standard error while work goes on; yields what to call with a stage, its done and its total."""
    from rich.console import Console
    from rich.progress import Progress, TimeRemainingColumn

    columns = (*Progress.get_default_columns()[:-1], TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("Reading", total=None)
        yield lambda stage, done, total: bar.update(task, description=stage, completed=done, total=total)


def width() -> int:
    """The characters a line of output has room for."""
    from rich.console import Console

    console = Console()
    return console.width if console.is_terminal else WIDTH_OF_FILES


def show(table: object) -> None:
    """Print a table as wide as the output."""
    from rich.console import Console

    Console(width=width()).print(table)
