"""Files written at one stroke: a reader finds the old file or the new one, never half of it.

While a file is written it has another name, `.NAME.xxxxxxxx.part`. A process that is killed can leave such a part
behind; the next run into the folder sweeps it away.
"""

from __future__ import annotations

import errno
import math
import secrets
import shutil
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

PART = ".part"
ABANDONED_AFTER = 600  # seconds without a write; another run may be writing into the same folder right now


def replace_file(path: Path, content: bytes | str) -> Path:
    """Write a file whole or not at all; text as UTF-8. Returns the path. A full disk is told with the room it lacks."""
    data = content.encode("utf-8") if isinstance(content, str) else content
    try:
        return replace_with(path, lambda part: part.write_bytes(data))
    except OSError as fault:
        if fault.errno != errno.ENOSPC:
            raise
        raise OSError(fault.errno, f"{fault.strerror}{_room(path, len(data))}", str(path)) from fault


def replace_with(path: Path, write: Callable[[Path], object]) -> Path:
    """Let `write` make a file under another name, then put it in place of `path`, which is returned."""
    part = path.with_name(f".{path.name}.{secrets.token_hex(4)}{PART}")
    try:
        write(part)
        part.replace(path)
    except OSError as fault:  # a full disk is told without a name, and the name of the part says nothing to a reader
        raise OSError(fault.errno, fault.strerror or str(fault), str(path)) from fault
    finally:
        part.unlink(missing_ok=True)
    return path


def _room(path: Path, needed: int) -> str:
    """The room a file needs and what is free, unless the disk is full in another way: too many files, or a quota."""
    free = shutil.disk_usage(path.parent).free
    if free >= needed:
        return ""
    return f": {math.ceil(needed / 1000):,} kB needed, {free // 1000:,} kB free"


def sweep_parts(folder: Path) -> None:
    """Remove from a folder what killed processes left half-written."""
    for part in folder.glob(f".*{PART}"):
        with suppress(FileNotFoundError):
            if time.time() - part.stat().st_mtime > ABANDONED_AFTER:
                part.unlink()
