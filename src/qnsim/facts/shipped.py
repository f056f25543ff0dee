"""Where the facts and scenarios that travel with qnsim are: inside the package, or beside it in a checkout."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path
from typing import Any

from qnsim.errors import DataError, Problem
from qnsim.files.text import MEGABYTE, UnreadableError, decode, read_bytes

REALITY_CHECKS = "reality-checks.yaml"


def data_folder() -> Path:
    """The folder of the case that is run unless another is asked for."""
    cases = _folder("data")
    return cases / str(load_yaml(cases / "cases.yaml")["default"])


def scenario_folder() -> Path:
    """The folder of shipped scenarios."""
    return _folder("scenarios")


def load_yaml(file: Path) -> Any:
    """The content of a YAML file of facts. Raises `DataError` with file and place if it is not YAML."""
    from ruamel.yaml import YAML
    from ruamel.yaml.error import YAMLError

    from qnsim.files.yaml_syntax import in_plain_words

    text = ""
    try:
        text = decode(read_bytes(file, MEGABYTE), MEGABYTE)
        return YAML(typ="safe", pure=True).load(text)
    except UnreadableError as error:
        place, fault = error.position, error.fault
    except RecursionError:
        place, fault = (1, 1), "brackets or lists are nested too deeply; a file needs at most a few levels"
    except (YAMLError, ValueError, OverflowError) as error:
        place, fault = in_plain_words(error, text, (1, 1))
    raise DataError(str(Problem(str(file), *place, fault)))


def reality_checks_file() -> Path:
    """The reality checks that ship; they judge results and change none."""
    return data_folder() / REALITY_CHECKS


def _folder(name: str) -> Path:
    package = Path(str(files("qnsim")))
    for folder in (package / "shipped" / name, package.parents[1] / name):
        if folder.is_dir():
            return folder
    raise DataError(f"{package / 'shipped' / name}: the folder '{name}' is missing; install qnsim again")
