"""A scenario with one value moved is the one a file would have made."""

from __future__ import annotations

from pathlib import Path

import pytest

from qnsim.facts.case import read_case
from qnsim.scenarios.moves import with_value
from qnsim.workflow.scenarios import load_scenario

FILE = """name: trial
title: {{vi: thử, en: trial}}
why: test
extends: resolution-2023
levers:
  public_investment_disbursement_rate: {written}
"""


@pytest.mark.parametrize(("written", "period"), [("0.95", None), ("{2024: 0.95}", "2024")])
def test_a_value_moved_is_the_value_written_in_a_file(written: str, period: str | None, tmp_path: Path) -> None:
    case = read_case()
    file = tmp_path / "trial.yaml"
    file.write_text(FILE.format(written=written), encoding="utf-8")
    entry = case.catalogue.entries["public_investment_disbursement_rate"]
    moved = with_value(load_scenario("resolution-2023"), entry, 0.95, period)
    assert moved.digest == load_scenario(file).digest
    assert moved.digest != load_scenario("resolution-2023").digest


def test_a_value_outside_the_range_is_refused() -> None:
    entry = read_case().catalogue.entries["public_investment_disbursement_rate"]
    with pytest.raises(ValueError, match=r"disbursement_rate at 1\.2 1 leaves its range, 0\.4 to 1\.05"):
        with_value(load_scenario("baseline"), entry, 1.2)
