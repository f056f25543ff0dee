"""The file of quarters that were published while their year went on."""

from pathlib import Path

import pytest

from qnsim.errors import DataError
from qnsim.facts.observed_quarters import COLUMNS, ObservedQuarter, read_observed_quarters

HEADER = ",".join((*COLUMNS, "published"))
TOTAL = "grdp_growth,,2022H1,ytd,10.5,,,2022-06"
BRANCH = "value_added_growth,services,2022Q1,quarter,9,1.5,,2022-04-02"


def read(tmp_path: Path, *rows: str, header: str = HEADER) -> tuple[ObservedQuarter, ...]:
    file = tmp_path / "quarters.csv"
    file.write_text("\n".join([header, *rows]) + "\n")
    return read_observed_quarters(file, range(2022, 2024), ("services", "mining"))


def test_rows_become_figures_in_the_order_of_their_quarters(tmp_path: Path) -> None:
    first, second = read(tmp_path, TOTAL, BRANCH)
    assert (first.name, first.value, first.error, first.to_date) == ("services, 2022Q1", 9.0, 1.5, False)
    assert (second.name, second.quarter, second.error) == ("GRDP, the year to 2022Q2", 2, None)
    assert second.published is not None
    assert second.published.isoformat() == "2022-06-30"


@pytest.mark.parametrize(
    ("period", "quarter"), [("2022Q1", 1), ("2022M3", 1), ("2022M6", 2), ("2022H1", 2), ("2022Q3", 3), ("2022M9", 3)]
)
def test_a_part_of_a_year_ends_with_a_quarter(tmp_path: Path, period: str, quarter: int) -> None:
    assert read(tmp_path, TOTAL.replace("2022H1", period))[0].quarter == quarter


def test_the_date_of_publication_may_be_left_out(tmp_path: Path) -> None:
    (figure,) = read(tmp_path, "grdp_growth,,2022Q1,ytd,8,,", header=",".join(COLUMNS))
    assert figure.published is None


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (TOTAL.replace("2022H1", "2022"), "period: '2022' is not a part of a year; expected one such as 2022Q1"),
        (TOTAL.replace("2022H1", "2022M8"), "period: '2022M8' ends within a quarter"),
        (TOTAL.replace("2022H1", "2022H2"), "period: '2022H2' ends with the year"),
        (TOTAL.replace("2022H1", "2022Q4"), "period: '2022Q4' ends with the year"),
        (
            TOTAL.replace("2022H1", "2021H1"),
            "period: '2021H1' is not within 2022 to 2023, which the scenario simulates",
        ),
        (
            TOTAL.replace("2022H1", "2024H1"),
            "period: '2024H1' is not within 2022 to 2023, which the scenario simulates",
        ),
        (TOTAL.replace("2022H1", "2023H1"), "period: 2023H1 is not of 2022, as the row in"),
        (TOTAL.replace("ytd", "year"), "kind: 'year' is not known; expected one of quarter, ytd"),
        (TOTAL.replace("ytd", "quarter"), "period: '2022H1' is not a quarter; expected one such as 2022Q2"),
        (TOTAL.replace("10.5", "ten"), "value: 'ten'"),
        (TOTAL.replace("10.5,", "10.5,-1"), "error: -1 is not above 0"),
        (TOTAL.replace("growth,,", "growth,mining,"), "sector: 'mining' has no grdp_growth"),
        (TOTAL.replace("grdp_growth", "growth"), "measure: 'growth' is not known"),
        (TOTAL.replace("2022-06", "June"), "published: 'June' is not a date"),
        (BRANCH.replace("services", ""), "sector: the cell is empty"),
        (BRANCH.replace("services", "service"), "sector: 'service' is not known; expected one of services, mining."),
        (BRANCH.replace("services,2022Q1,quarter,9,1.5", "mining,2022Q1,ytd,9,"), "error: the cell is empty, and the"),
        (BRANCH.replace("2022Q1,quarter,9", "2022M3,ytd,8"), "services, 2022Q1 stands in"),
    ],
)
def test_a_wrong_row_is_told_with_its_line(tmp_path: Path, row: str, said: str) -> None:
    with pytest.raises(DataError) as found:
        read(tmp_path, BRANCH, row)
    assert f"quarters.csv:3:1: {said}" in str(found.value)


def test_a_file_that_is_missing_is_told_by_its_name(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"none\.csv"):
        read_observed_quarters(tmp_path / "none.csv", range(2022, 2024), ())
