"""What is installed here that numbers may depend on, and which code of qnsim it is."""

from __future__ import annotations

import hashlib
import platform
from functools import cache
from importlib.metadata import version
from pathlib import Path

VERSIONS = ("qnsim", "numpy", "scipy", "pandas")


def versions() -> dict[str, str]:
    """The versions of everything that numbers may depend on, as installed here."""
    return {"python": platform.python_version(), **{name: version(name) for name in VERSIONS}}


@cache
def surroundings() -> dict[str, str]:
    """The versions, and twelve hexadecimal digits of the code: an equation may be changed without a new version."""
    package, digest = Path(__file__).parent, hashlib.sha256()
    for file in sorted(package.rglob("*.py")):
        digest.update(file.relative_to(package).as_posix().encode() + b"\0" + file.read_bytes())
    return {**versions(), "code": digest.hexdigest()[:12]}


def differences(there: dict[str, str], here: dict[str, str]) -> list[str]:
    """How surroundings elsewhere differ from those here, such as `numpy 2.1.0 ≠ 2.4.6`."""
    return [f"{name} {there.get(name, '-')} ≠ {here[name]}" for name in here if there.get(name) != here[name]]
