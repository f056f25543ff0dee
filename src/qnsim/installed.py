"""What is installed here that numbers may depend on, and which code of qnsim it is."""

from __future__ import annotations

import hashlib
import platform
from functools import cache
from importlib.metadata import version
from pathlib import Path

import numpy as np

VERSIONS = ("qnsim", "numpy", "scipy", "pandas")


def versions(engine: str = "numpy") -> dict[str, str]:
    """The versions of everything that numbers of an engine may depend on, as installed here."""
    names = (*VERSIONS, "llvmlite") if engine == "kernel" else VERSIONS
    return {"python": platform.python_version(), **{name: version(name) for name in names}}


@cache
def surroundings() -> dict[str, str]:
    """The versions, and twelve hexadecimal digits each of the code and of the arithmetic of this machine.

    An equation may be changed without a new version, and NumPy computes exp, log and powers in other ways, to other
    last digits, on other processors.
    """
    package, digest = Path(__file__).parent, hashlib.sha256()
    for file in sorted(package.rglob("*.py")):
        digest.update(file.relative_to(package).as_posix().encode() + b"\0" + file.read_bytes())
    return {**versions(), "code": digest.hexdigest()[:12], "arithmetic": _arithmetic()}


def _arithmetic() -> str:
    """Digits that differ where a function of NumPy that equations and draws call gives other bits."""
    places = np.linspace(0.01, 9.99, 4001)
    values = (np.exp(places), np.exp(-places), np.log(places), np.power(places, 0.37), np.power(1.07, places))
    return hashlib.sha256(b"".join(each.tobytes() for each in values)).hexdigest()[:12]


def differences(there: dict[str, str], here: dict[str, str]) -> list[str]:
    """How surroundings elsewhere differ from those here, such as `numpy 2.1.0 ≠ 2.4.6`."""
    return [f"{name} {there.get(name, '-')} ≠ {here[name]}" for name in here if there.get(name) != here[name]]
