"""The folder of facts as a whole: each slip is refused at its place."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from qnsim.economy import GROUPS
from qnsim.errors import DataError
from qnsim.facts.case import read_case
from qnsim.facts.parameters import USED
from qnsim.facts.shipped import data_folder

FILES = ("parameters", "levers", "conditions", "correlations", "history")


@pytest.fixture
def spoil(tmp_path: Path) -> Callable[[str, str, str], Path]:
    """A copy of the facts in which one text of one file is replaced once."""

    def copy(file: str, old: str, new: str) -> Path:
        folder = Path(shutil.copytree(data_folder(), tmp_path / "data"))
        text = (folder / file).read_text(encoding="utf-8")
        assert old in text
        (folder / file).write_text(text.replace(old, new, 1), encoding="utf-8")
        return folder

    return copy


@pytest.mark.parametrize("name", FILES)
def test_every_file_of_facts_refuses_a_key_it_does_not_know(spoil: Callable[..., Path], name: str) -> None:
    text = (data_folder() / f"{name}.yaml").read_text(encoding="utf-8")
    key = "source: " if "source: " in text else "meaning: "
    key = "clause: " if name == "levers" else key
    folder = spoil(f"{name}.yaml", key, f"x{key}")
    with pytest.raises(DataError, match=rf"{name}\.yaml:\d+:\d+: 'x{key[:-2]}' is not a key here"):
        read_case(folder)


@pytest.mark.parametrize(
    ("file", "old", "new", "fault"),
    [
        ("parameters.yaml", "role: check", "role: model", r"has the role 'model', but no equation reads it; remove it"),
        ("parameters.yaml", "role: model", "role: check", r"has the role 'check', but an equation reads it; write"),
        ("parameters.yaml", "[BL14]", "[BL41]", r"the source \[BL41\] is not listed .*Did you mean 'BL14'\?"),
        ("history.yaml", "[QN20]", "[QN99]", r"the source \[QN99\] is not listed"),
        ("levers.yaml", "[FL17]", "[FL71]", r"the source \[FL71\] is not listed"),
        ("correlations.yaml", "mining_walk@year", "mining_walks@year", r"is not a draw of a year.*'mining_walk'\?"),
        ("correlations.yaml", "fdi_realisation_delay", "fdi_delay", "'fdi_delay' is not a parameter that is drawn"),
        ("correlations.yaml", "value: 0.4", "value: 1", "1 is not a correlation; expected a number between -1 and 1"),
        ("history.yaml", "2016: {value: 65.3", "2023: {value: 65.3", "'2023' is not a year from 2015 to 2022"),
        ("history.yaml", "2016: {value: 65.3, status: d}", "", "investment_total has no value for 2016; add it"),
        ("history.yaml", "status: d}", "status: z}", "'z' is not a status; expected one of p, d, a"),
        ("levers.yaml", "fdi_attraction_policy:", "capital_share_public:", "is not a parameter that the model reads"),
    ],
)
def test_a_slip_in_the_facts_is_told_with_file_line_and_column(
    spoil: Callable[..., Path], file: str, old: str, new: str, fault: str
) -> None:
    with pytest.raises(DataError, match=rf"{file}:\d+:\d+: .*{fault}"):
        read_case(spoil(file, old, new))


def test_a_key_of_a_target_must_be_listed_too(spoil: Callable[..., Path]) -> None:
    folder = spoil("targets/resolution-2023.yaml", "verbatim: ", "note: see [NONE1]\n    verbatim: ")
    with pytest.raises(DataError, match=r"resolution-2023\.yaml:\d+:\d+: the source \[NONE1\] is not listed"):
        read_case(folder)


def test_a_case_says_only_what_differs_from_the_one_it_extends(tmp_path: Path) -> None:
    base = data_folder()
    (tmp_path / "case.yaml").write_text(f"extends: {base}\nplace: {{vi: Nơi khác, en: Elsewhere}}\n", encoding="utf-8")
    (tmp_path / "parameters.yaml").write_text(
        "depreciation_domestic:\n  prior: {fixed: [0.05]}\n  source: judgement\n", encoding="utf-8"
    )
    (tmp_path / "history.yaml").write_text(
        "series:\n  tourist_arrivals:\n    values:\n      2018: {value: 12.5, status: a}\n", encoding="utf-8"
    )
    own, parent = read_case(tmp_path), read_case(base)
    changed = {name for name in parent.parameters if own.parameters[name] != parent.parameters[name]}
    assert changed == {"depreciation_domestic"}
    assert own.parameters["depreciation_domestic"].unit == parent.parameters["depreciation_domestic"].unit
    assert own.about.place["en"] == "Elsewhere"
    assert own.about.targets == parent.about.targets
    moved = own.history.series["tourist_arrivals"] != parent.history.series["tourist_arrivals"]
    assert moved.tolist() == [False, False, False, True, False, False, False, False]
    assert own.digest != parent.digest


def test_a_case_of_another_base_year_must_restate_what_is_at_constant_prices(tmp_path: Path) -> None:
    text = f"extends: {data_folder()}\nbase_year: 2021\n"
    (tmp_path / "case.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(DataError, match=r"grdp_base: VND_2022 is not at the prices of the base year; expected"):
        read_case(tmp_path)


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("vintage: soon", "1:10: 'soon' is not a date"),
        ("base_year: 22", "1:12: '22' is not a year"),
        ("plaice: x", "1:1: 'plaice' is not a key here"),
        ("base_year: 2022", "'place' is missing; expected the place in two languages"),
        ("extends: nowhere", "there is no case in 'nowhere'"),
        ("extends: .", "extend each other in a circle"),
        ("", "the file is empty"),
    ],
)
def test_a_slip_in_the_case_file_is_told_at_its_place(tmp_path: Path, text: str, fault: str) -> None:
    (tmp_path / "case.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(DataError, match=rf"case\.yaml:.*{fault}"):
        read_case(tmp_path)


def test_every_parameter_that_decides_a_result_is_of_one_group() -> None:
    case = read_case()
    groups = {name: case.group(name) for name, parameter in case.parameters.items() if parameter.role in USED}
    assert set(groups.values()) == set(GROUPS)
    assert {surprise.group for surprise in case.model.surprises.values()} <= set(GROUPS)
