"""The folder of facts as a whole: each slip is refused at its place."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from qnsim.chance.draws import central, draw
from qnsim.chance.streams import plan_blocks
from qnsim.economy import SURPRISES
from qnsim.engine.simulate import Horizon
from qnsim.errors import DataError
from qnsim.facts.case import read_case
from qnsim.facts.shipped import data_folder

FILES = ("parameters", "levers", "conditions", "correlations", "surprises", "history")


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
    key = "vi: " if name == "surprises" else "source: " if "source: " in text else "meaning: "
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
        ("surprises.yaml", "storm:", "storms:", r"nothing called 'storms' is drawn.*Did you mean 'storm'\?"),
        ("surprises.yaml", "pandemic:", "plague:", "'pandemic' is drawn and has no label"),
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


def test_the_surprises_are_what_is_drawn_anew(scenario: Callable[[str], object]) -> None:
    case, horizon = read_case(), Horizon(2023.0, 8)
    drawn = draw(scenario(""), case, horizon, 1, plan_blocks(80)[0]).uncertain  # type: ignore[arg-type]
    assert {name.partition("@")[0] for name in drawn if "@" in name} <= set(SURPRISES)
    assert set(SURPRISES) <= set(central(scenario(""), case, horizon).paths)  # type: ignore[arg-type]
