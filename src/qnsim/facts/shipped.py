"""Where the facts and scenarios that travel with qnsim are: inside the package, or beside it in a checkout."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

from qnsim.errors import DataError

REALITY_CHECKS = "reality-checks.yaml"


def data_folder() -> Path:
    """The folder of facts."""
    return _folder("data")


def scenario_folder() -> Path:
    """The folder of shipped scenarios."""
    return _folder("scenarios")


def reality_checks_file() -> Path:
    """The reality checks that ship; they judge results and change none."""
    return data_folder() / REALITY_CHECKS


def _folder(name: str) -> Path:
    package = Path(str(files("qnsim")))
    for folder in (package / "shipped" / name, package.parents[1] / name):
        if folder.is_dir():
            return folder
    raise DataError(f"{package / 'shipped' / name}: the folder '{name}' is missing; install qnsim again")
