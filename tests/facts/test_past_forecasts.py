"""The file of what past forecasts taught: written, read, and told to be wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from qnsim.errors import DataError
from qnsim.facts.past_forecasts import PAST_FILE, PRIORS, Law, PastForecasts, past_forecasts_text, read_past_forecasts

PAST = PastForecasts(
    "0123456789ab",
    PRIORS,
    {"2021": 0.5, "2022": 0.625},
    1,
    (Law(5, 1.5, 0.75), Law(5, -1.25, 1.0)),
    Law(5, 0.0, 1.25),
    {"model_corrected": 0.25, "climatology": 0.75},
    ((0.03, -0.03), (-0.03, 0.03)),
    {"2023": {"climatology": Law(9, 10.0, 1.5)}, "2024": {"climatology": Law(9, 10.0, 1.5)}},
)


def read(folder: Path, text: str) -> PastForecasts:
    file = folder / PAST_FILE
    file.write_text(text)
    return read_past_forecasts(file)


def test_what_is_written_is_read(tmp_path: Path) -> None:
    assert read(tmp_path, past_forecasts_text(PAST)) == PAST


@pytest.mark.parametrize(
    ("right", "wrong", "said"),
    [
        ("passed: 1", "passed: many", "is not a number"),
        ("version: 1", "version: 2", ":2:"),
        ("scale: 0.75000", "scale: -1", ":10:"),
        ("freedom: 9", "freedom: 1", ":21:"),
        ("  - [0.03000, -0.03000]\n", "", "expected 2 rows of 2 numbers, as there are weights"),
        ("    climatology", "    climate", "climate has no weight; expected one of model_corrected, climatology"),
        ("weights:", "weighs:", "weighs"),
        ("sources: 0123456789ab\n", "", "sources"),
    ],
)
def test_a_damaged_file_is_told_with_its_place_and_the_command(
    tmp_path: Path, right: str, wrong: str, said: str
) -> None:
    text = past_forecasts_text(PAST)
    assert right in text
    with pytest.raises(DataError) as found:
        read(tmp_path, text.replace(right, wrong))
    assert f"{PAST_FILE}:" in str(found.value)
    assert said in str(found.value)
    assert "make it anew with: qnsim backtest --write" in str(found.value)
