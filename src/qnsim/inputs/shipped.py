"""Where the facts and scenarios that travel with qnsim are: inside the package, or beside it in a checkout."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path
from typing import Any

from qnsim.errors import DataError


def data_folder() -> Path:
    """The folder of facts."""
    return _folder("data")


def scenario_folder() -> Path:
    """The folder of shipped scenarios."""
    return _folder("scenarios")


def load_yaml(file: Path) -> Any:
    """The content of a YAML file of facts. Raises `DataError` with file and place if it is not YAML."""
    from ruamel.yaml import YAML
    from ruamel.yaml.error import YAMLError

    try:
        return YAML(typ="safe").load(file.read_text(encoding="utf-8"))
    except YAMLError as fault:
        raise DataError(f"{file}: {fault}") from None


def _folder(name: str) -> Path:
    package = Path(str(files("qnsim")))
    for folder in (package / name, package.parents[1] / name):
        if folder.is_dir():
            return folder
    raise DataError(f"{package / name}: the folder '{name}' is missing; install qnsim again")
