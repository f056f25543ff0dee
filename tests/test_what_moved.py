"""The command that tells what a change moved."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
import what_moved

from qnsim.workflow.runs import RunReport

pytestmark = pytest.mark.slow


@pytest.fixture
def numbers(small_run: tuple[RunReport, Path]) -> pd.DataFrame:
    return what_moved.results(small_run[0].baseline)


def test_stored_results_have_not_moved(numbers: pd.DataFrame, tmp_path: Path) -> None:
    what_moved.store({"baseline": numbers}, tmp_path)
    assert "P of the headline target" in set(numbers["variable"])
    assert what_moved.moves("baseline", numbers, tmp_path).empty


def test_what_moved_most_comes_first_and_what_is_gone_before_it(numbers: pd.DataFrame, tmp_path: Path) -> None:
    what_moved.store({"baseline": numbers}, tmp_path)
    now = numbers.copy()
    for place, factor in ((5, 1.001), (9, 1.5), (12, 1.000001)):
        now.loc[place, "p50"] = str(float(now.loc[place, "p50"]) * factor)
    moved = what_moved.moves("baseline", now.drop(index=20), tmp_path)
    gone = (numbers.loc[20, what_moved.STATISTICS] != "").sum()
    assert moved["now"].isna().sum() == gone > 0
    assert list(moved["year"])[gone:] == [numbers.loc[9, "year"], numbers.loc[5, "year"]]
    assert set(moved["moved"][:gone]) == {float("inf")}


def test_a_scenario_without_stored_results_says_what_to_do(numbers: pd.DataFrame, tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match=r"new\.csv: there are no stored results; .* run with --update"):
        what_moved.moves("new", numbers, tmp_path)
