"""What the command line shows on a terminal, or writes where its output goes: tables, lines, the progress of work."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from qnsim.language import Language, say
from qnsim.press.table import Table

WIDTH_OF_FILES = 150


@dataclass(frozen=True)
class Terminal:
    """Where a command prints, in the language of its reader."""

    language: Language

    def tell(self, lines: Iterable[object]) -> None:
        """Print texts or paths, a line each."""
        for line in lines:
            print(self.language.say(line) if isinstance(line, str) else line)

    def show(self, table: Table) -> None:
        """Print a table as wide as the output."""
        from rich.console import Console

        Console(width=width()).print(table.said(self.language))

    @contextmanager
    def progress(self) -> Iterator[Callable[[str, int, int], None]]:
        """A bar on standard error while work goes on; yields what to call with a stage, its done and its total."""
        from rich.console import Console
        from rich.progress import Progress, TimeRemainingColumn

        say_it = self.language.say
        columns = (*Progress.get_default_columns()[:-1], TimeRemainingColumn())
        with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
            task = bar.add_task(say_it(say("Reading")), total=None)
            yield lambda stage, done, total: bar.update(task, description=say_it(stage), completed=done, total=total)


def width() -> int:
    """The characters a line of output has room for."""
    from rich.console import Console

    console = Console()
    return console.width if console.is_terminal else WIDTH_OF_FILES
