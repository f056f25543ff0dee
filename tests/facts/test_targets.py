"""The targets of the resolution as they are read."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from qnsim.errors import DataError
from qnsim.facts.shipped import data_folder
from qnsim.facts.targets import TREATMENTS, Target, read_targets
from qnsim.quantities.units import conversion_factor

ENTRY = """targets:
  - id: exports
    clause: I.2
    indicator: {vi: Xuất khẩu, en: Exports}
    comparator: ">"
    threshold: 10
    unit: "% / year"
    model_unit: "%"
    due: 2023
    treatment: modelled
    verbatim: trên 10%
    measure: {variable: grdp_growth}
"""


BAD = sorted((Path(__file__).parents[1] / "bad" / "targets").glob("*.yaml"))


@pytest.fixture(scope="module")
def shipped() -> tuple[Target, ...]:
    return read_targets(data_folder() / "targets" / "resolution-2023.yaml")


@pytest.fixture
def read(tmp_path: Path) -> Any:
    """Read one target, with a part of its text replaced."""

    def write_and_read(old: str = "", new: str = "") -> Target:
        file = tmp_path / "targets.yaml"
        file.write_text(ENTRY.replace(old, new) if old else ENTRY, encoding="utf-8")
        return read_targets(file)[0]

    return write_and_read


def test_a_target_keeps_what_the_resolution_says(read: Any) -> None:
    target = read()
    assert (target.comparator, target.threshold, target.unit, target.due) == (">", 10.0, "% / year", "2023")


def test_a_target_may_have_no_figure(read: Any) -> None:
    assert read('comparator: ">"\n    threshold: 10\n', "comparator: highest\n").threshold is None


@pytest.mark.parametrize("key", ["clause", "indicator", "comparator", "due", "treatment", "verbatim"])
def test_every_line_of_a_target_is_required(read: Any, key: str) -> None:
    with pytest.raises(DataError, match=rf"targets\.yaml:2:5: '{key}' is missing; expected "):
        read(f"    {key}:", f"    old_{key}:")


def test_a_treatment_that_does_not_exist_is_refused(read: Any) -> None:
    with pytest.raises(DataError, match=r":10:16: 'guessed' is not a treatment; expected one of modelled"):
        read("modelled", "guessed")


@pytest.mark.parametrize("file", BAD, ids=lambda file: file.stem)
def test_a_bad_file_is_refused_where_it_is_wrong_and_told_what_to_do(file: Path) -> None:
    place, fault = file.read_bytes().decode("utf-8", "replace").splitlines()[0][len("# expect: ") :].split(": ", 1)
    with pytest.raises(DataError, match=re.escape(f"{file}:{place}: {fault}")):
        read_targets(file)


def test_all_problems_of_a_file_are_found_in_one_pass(tmp_path: Path) -> None:
    file = tmp_path / "targets.yaml"
    file.write_text(ENTRY.replace("I.2", "").replace(" 10\n", " ten\n").replace("2023", "soon"), encoding="utf-8")
    with pytest.raises(DataError) as caught:
        read_targets(file)
    assert [line.split(":")[1] for line in str(caught.value).splitlines()] == ["3", "6", "9"]


def test_the_targets_that_ship_are_distinct_and_bilingual(shipped: tuple[Target, ...]) -> None:
    assert len({target.id for target in shipped}) == len(shipped)
    assert all(target.indicator["vi"] and target.indicator["en"] and target.verbatim for target in shipped)
    assert {target.treatment for target in shipped} == set(TREATMENTS)


def test_every_modelled_target_that_ships_has_a_unit_of_the_model(shipped: tuple[Target, ...]) -> None:
    for target in shipped:
        if target.treatment == "modelled":
            assert conversion_factor(target.model_unit, target.model_unit) == 1, target.id


def test_the_growth_target_is_above_ten_per_cent(shipped: tuple[Target, ...]) -> None:
    growth = next(target for target in shipped if target.id == "grdp_growth")
    assert (growth.comparator, growth.threshold, growth.model_unit, growth.due) == (">", 10.0, "%", "2023")
