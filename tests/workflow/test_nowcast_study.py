"""A nowcast from a file of quarters to a folder."""

import json
from pathlib import Path

import pandas as pd
import pytest

from qnsim.errors import DataError, UsageError
from qnsim.facts.case import read_case
from qnsim.facts.shipped import data_folder
from qnsim.reporting import nowcast_words
from qnsim.workflow.nowcast_study import NowcastStudy, study_nowcast

FILE = Path(__file__).parents[2] / "docs" / "examples" / "quarters-2022.csv"
CASE = read_case(data_folder().parent / "2021-12")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> NowcastStudy:
    """The year 2022 with its three quarters."""
    return study_nowcast("baseline", FILE, draws=8_000, out=tmp_path_factory.mktemp("runs"), case=CASE)


def test_the_folder_holds_the_tables_and_the_figures_they_rest_on(made: NowcastStudy) -> None:
    assert made.folder is not None
    assert len(pd.read_csv(made.folder / "steps.csv")) == 4
    assert list(pd.read_csv(made.folder / "figures.csv")["published"]) == [8.01, 10.66, 10.21]
    assert set(pd.read_csv(made.folder / "needed.csv")["period"]) == {"Q1", "Q2", "Q3", "Q4", "rest", "year"}
    told = json.loads((made.folder / "manifest.json").read_text(encoding="utf-8"))["options"]
    assert told["observed"][0] == ["GRDP, the year to 2022Q1", 8.01, None]


def test_other_figures_go_to_another_folder(made: NowcastStudy, tmp_path: Path) -> None:
    other = tmp_path / "quarters.csv"
    other.write_text(FILE.read_text(encoding="utf-8").replace(",8.01,", ",8.5,"), encoding="utf-8")
    assert made.folder is not None
    again = study_nowcast("baseline", other, draws=8_000, out=tmp_path, case=CASE)
    assert again.folder is not None
    assert again.folder.name != made.folder.name


def test_each_quarter_is_told_with_the_probability_before_and_after_it(made: NowcastStudy) -> None:
    rows = nowcast_words.step_rows(made.found)
    assert [row[0] for row in rows] == ["before any", "2022Q1", "2022Q2", "2022Q3"]
    assert rows[0][1] == ""
    assert [row[1] for row in rows[1:]] == [row[2] for row in rows[:-1]]
    assert "P(growth of 2022 > 10%)" in str(nowcast_words.step_table(made.found).title)


def test_what_is_needed_is_told_by_branch_and_period(made: NowcastStudy) -> None:
    headings, rows = nowcast_words.needed_rows(made.found)
    assert headings == ["2022Q4", "Whole 2022"]
    assert [row[0] for row in rows][:3] == ["GRDP", "Agriculture, forestry and fishing", "Mining"]
    assert nowcast_words.needed_table(made.found).row_count == len(rows)


def test_the_answer_says_what_it_rests_on(made: NowcastStudy) -> None:
    lines = "\n".join(nowcast_words.nowcast_lines(made.found))
    assert lines.startswith("P(growth of 2022 > 10%) is ")
    assert "with 2022Q3 known; before any quarter it was " in lines
    assert "If the year so far stands as published, the rest needs 9.5% for 10%." in lines
    assert "Moved" not in lines
    assert nowcast_words.figure_table(made.found).row_count == 3


def test_a_year_that_is_not_simulated_is_told_with_its_line(tmp_path: Path) -> None:
    file = tmp_path / "quarters.csv"
    file.write_text(FILE.read_text(encoding="utf-8").replace("2022Q1", "2021Q1"), encoding="utf-8")
    with pytest.raises(DataError, match=r"quarters\.csv:2:1: period: '2021Q1' is not within 2022 to 2029"):
        study_nowcast("baseline", file, case=CASE, out=None)


def test_a_target_that_is_no_growth_is_refused() -> None:
    with pytest.raises(UsageError, match="target revenue_total"):
        study_nowcast("baseline", FILE, "revenue_total", case=CASE, out=None)
