"""Libraries that only a calibration needs, loaded on first use."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec
from typing import Any

from qnsim.errors import UsageError
from qnsim.language import say


def load(module: str) -> Any:
    """A module of the extra `calibrate`. Raises `UsageError` if it is not installed."""
    package = module.partition(".")[0]
    if not find_spec(package):
        raise UsageError(
            say(
                "a calibration needs {package}; install it with: python -m pip install 'qnsim[calibrate]'",
                package=package,
            )
        )
    return import_module(module)
