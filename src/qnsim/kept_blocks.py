"""Blocks of an unfinished run, kept in files so that a run that was stopped can go on where it was.

They lie in `OUT/.unfinished/RUN/`, a file for each block with a checksum, beside what decides their numbers; a run that
ends takes them away. They are pickles: go on only with runs of your own.
"""

from __future__ import annotations

import hashlib
import json
import pickle
import shutil
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from qnsim.chance.blocks import Block
from qnsim.errors import UsageError
from qnsim.language import join, say
from qnsim.press.files import replace_file
from qnsim.scheduler import Scheduler
from qnsim.task_flow import Note, Progress

UNFINISHED = ".unfinished"
ABOUT = "about.json"
DIGEST = hashlib.sha256().digest_size


@dataclass(frozen=True)
class KeptRun:
    """The blocks of one experiment in `folder`; `about` is all that decides their numbers, plain enough for JSON."""

    folder: Path
    about: Mapping[str, Any]
    damaged: list[str] = field(default_factory=list)

    def check(self) -> None:
        """Raises `UsageError` if blocks are kept of another run of the scenario, and none of this one."""
        before = _about(self.folder)
        if before is not None:
            self._refuse_other(self.folder, before)
            return
        for other in sorted(self.folder.parent.glob("*")):
            found = _about(other)
            if found and found.get("scenario") == self.about["scenario"]:
                self._refuse_other(other, found)

    def begin(self) -> None:
        """Make the folder, anew if what was in it is not known to be of this very run."""
        if _about(self.folder) != self.about:
            self.remove()
        self.folder.mkdir(parents=True, exist_ok=True)
        replace_file(self.folder / ABOUT, json.dumps(self.about, ensure_ascii=False, indent=2) + "\n")

    def remove(self) -> None:
        """Take all blocks away, and with the last run the folder of all."""
        shutil.rmtree(self.folder, ignore_errors=True)
        with suppress(OSError):  # another run is unfinished too, or there never was one
            self.folder.parent.rmdir()

    def read(self, block: Block) -> Any:
        """What was kept of a block, or None; a damaged file counts as none and is noted."""
        file = self._file(block)
        if not file.exists():
            return None
        digest, content = (data := file.read_bytes())[:DIGEST], data[DIGEST:]
        if digest != self._digest(file.name, content):
            self.damaged.append(str(file))
            return None
        return pickle.loads(content)

    def write(self, block: Block, part: Any) -> None:
        """Keep what a block contributes."""
        file, content = self._file(block), pickle.dumps(part, pickle.HIGHEST_PROTOCOL)
        replace_file(file, self._digest(file.name, content) + content)

    def _file(self, block: Block) -> Path:
        return self.folder / f"{block.first:012d}-{block.size}.block"

    def _digest(self, name: str, content: bytes) -> bytes:
        head = json.dumps([name, self.about], sort_keys=True).encode()
        return hashlib.sha256(head + b"\0" + content).digest()

    def _refuse_other(self, folder: Path, before: Mapping[str, Any]) -> None:
        then, now = _flat(before), _flat(self.about)
        keys = sorted({*then, *now} - {"run"})
        moved = [f"{k} {then.get(k, '-')} ≠ {now.get(k, '-')}" for k in keys if then.get(k) != now.get(k)]
        if moved:
            raise UsageError(
                say(
                    "{folder}: blocks of another run of scenario {scenario} are kept here ({differences}). Repeat that "
                    "run's command with --resume, or remove the folder, or run without --resume, which starts anew",
                    folder=folder,
                    scenario=self.about["scenario"],
                    differences=join("; ", moved),
                )
            )


@dataclass(frozen=True)
class KeepingBlocks:
    """A scheduler that keeps each block as soon as it is done, and does none that is kept; `runs` are by experiment."""

    scheduler: Scheduler
    runs: Sequence[KeptRun]
    counts: list[tuple[int, int]] = field(default_factory=list)

    def each(
        self,
        work: Callable[[Any], Any],
        tasks: Sequence[Any],
        progress: Progress = None,
        note: Note = None,
    ) -> list[Any]:
        """See `Scheduler`; a task is the number of an experiment and a block."""
        read = ((place, self.runs[number].read(block)) for place, (number, block) in enumerate(tasks))
        found = {place: part for place, part in read if part is not None}
        left = [place for place in range(len(tasks)) if place not in found]
        kept = len(found)
        self.counts.append((kept, len(tasks)))
        if progress and found:
            progress(kept, len(tasks))

        def keep(number: int, part: Any) -> None:
            run, block = tasks[left[number]]
            self.runs[run].write(block, part)
            found[left[number]] = part
            if note:
                note(left[number], part)

        def tell(done: int, total: int) -> None:
            if progress:
                progress(kept + done, kept + total)

        self.scheduler.each(work, [tasks[place] for place in left], tell, keep)
        return [found[place] for place in range(len(tasks))]

    def lines(self) -> list[str]:
        """What a reader is told of the blocks that were there."""
        kept, total = (sum(column) for column in zip(*self.counts, strict=True))
        damaged = [file for run in self.runs for file in run.damaged]
        return [
            say("Resumed: {kept} of {total} blocks were kept by the run before.", kept=kept, total=total),
            *(say("{file} was damaged; its block was computed again.", file=file) for file in damaged),
        ]


def _about(folder: Path) -> dict[str, Any] | None:
    """What a folder says its blocks are of; None if it says nothing, since then nothing in it can be trusted."""
    try:
        found = json.loads((folder / ABOUT).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return found if isinstance(found, dict) else None


def _flat(about: Mapping[str, Any], head: str = "") -> dict[str, Any]:
    """Nested entries with their keys joined by dots, such as design.seed."""
    found: dict[str, Any] = {}
    for key, value in about.items():
        found |= _flat(value, f"{head}{key}.") if isinstance(value, Mapping) else {f"{head}{key}": value}
    return found
