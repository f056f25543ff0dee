"""Where the facts and scenarios that travel with qnsim are: inside the package, or beside it in a checkout."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from pathlib import Path

from pydantic import Field

from qnsim.errors import DataError
from qnsim.files.yaml_source import read_source
from qnsim.language import say
from qnsim.quantities.forms import StrictForm, Words, check_form

REALITY_CHECKS = "reality-checks.yaml"


class _CasesForm(StrictForm):
    default: Words = Field(description=say("the folder of a case, such as place/day"))


@cache
def data_folder() -> Path:
    """The folder of the case that is run unless another is asked for."""
    cases = _folder("data")
    source = read_source(cases / "cases.yaml")
    form = check_form(_CasesForm, source, (), source.data) if source.readable else None
    source.refuse()
    assert isinstance(form, _CasesForm)
    return cases / form.default


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
    place = package / "shipped" / name
    raise DataError(say("{place}: the folder '{name}' is missing; install qnsim again", place=place, name=name))
