"""What is known of each year, read from a file that people may have changed."""

from __future__ import annotations

from pathlib import Path

import pytest

from qnsim.errors import DataError
from qnsim.facts.known_values import read_known_values

HEAD = "year,quantity,sector,value\n"


def test_a_value_is_found_by_quantity_sector_and_year(tmp_path: Path) -> None:
    file = tmp_path / "values.csv"
    file.write_text(f"{HEAD}2031,value_added_growth,mining,3.5\n", encoding="utf-8")
    assert read_known_values(file) == {("value_added_growth", "mining", "2031"): 3.5}


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("year,quantity,value\n", r"values\.csv:1:1: no column sector; expected year, quantity, sector, value"),
        (f"{HEAD}2031,growth,mining,3.5\n2032,growth,mining,much\n", r"values\.csv:3:1: value is 'much'; expected a"),
        (f"{HEAD}2031,growth,mining\n", r"values\.csv:2:1: value is 'None'"),
    ],
)
def test_a_slip_is_told_at_its_place(tmp_path: Path, text: str, fault: str) -> None:
    file = tmp_path / "values.csv"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(DataError, match=fault):
        read_known_values(file)


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"none\.csv"):
        read_known_values(tmp_path / "none.csv")
