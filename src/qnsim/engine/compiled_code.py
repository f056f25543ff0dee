"""Compiled code that is kept in the user's cache folder, so that the next process need not compile it again.

The name of a file is a digest of the text that was compiled, the version of LLVM and the processor; its first bytes are
a digest of the rest, so that a file that was cut or changed is compiled anew. Nothing depends on the folder: where it
cannot be read or written, every process compiles for itself.
"""

from __future__ import annotations

import hashlib
import os
import sys
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import Any

import llvmlite.binding as llvm

FOLDER = "qnsim"
ENDING = ".o"


class CompiledCode:
    """The code of one text for one processor, and the file where it is kept."""

    def __init__(self, text: str, machine: Any):
        about = (text, ".".join(map(str, llvm.llvm_version_info)), machine.triple, _processor())
        self.file = cache_folder() / f"{hashlib.sha256(chr(0).join(about).encode()).hexdigest()}{ENDING}"
        self.content = self._read()

    def _read(self) -> bytes | None:
        """The code, if it is there and whole."""
        with suppress(OSError):
            told, code = (whole := self.file.read_bytes())[:32], whole[32:]
            if hashlib.sha256(code).digest() == told:
                return code
        return None

    def keep(self, module: Any, code: bytes) -> None:
        """Write what was compiled, whole or not at all."""
        with suppress(OSError):
            self.file.parent.mkdir(parents=True, exist_ok=True)
            number, name = tempfile.mkstemp(dir=self.file.parent)
            with os.fdopen(number, "wb") as file:
                file.write(hashlib.sha256(code).digest() + code)
            Path(name).replace(self.file)


def cache_folder() -> Path:
    """Where programs of this user keep what they can make again."""
    usual = Path(os.environ.get("LOCALAPPDATA") or Path.home()) if sys.platform == "win32" else Path.home() / ".cache"
    return Path(os.environ.get("XDG_CACHE_HOME") or usual) / FOLDER


def _processor() -> str:
    return f"{llvm.get_host_cpu_name()} {llvm.get_host_cpu_features().flatten()}"
