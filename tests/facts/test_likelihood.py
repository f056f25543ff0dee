"""The likelihood file: figures with their errors and dates."""

from pathlib import Path

import pytest

from qnsim.errors import DataError
from qnsim.facts.case import read_case
from qnsim.facts.likelihood import COLUMNS, Figure, read_figures

GOOD = "value_added_growth,services,2017,level,14.5,2,%,QTV17,2017-12-23,p,"


def read(tmp_path: Path, *rows: str) -> tuple[Figure, ...]:
    file = tmp_path / "likelihood.csv"
    file.write_text("\n".join([",".join(COLUMNS), *rows]) + "\n")
    return read_figures(file, 2022)


def fault(tmp_path: Path, *rows: str) -> str:
    with pytest.raises(DataError) as found:
        read(tmp_path, *rows)
    return str(found.value)


def test_a_row_becomes_a_figure_with_the_day_it_was_known(tmp_path: Path) -> None:
    (figure,) = read(tmp_path, GOOD)
    assert (figure.measure, figure.sector, figure.value, figure.error) == ("value_added_growth", "services", 14.5, 2.0)
    assert figure.known_from.isoformat() == "2017-12-23"
    assert figure.name == "value_added_growth services 2017 level"


def test_a_mean_spans_its_years(tmp_path: Path) -> None:
    (figure,) = read(tmp_path, "value_added_growth,services,2016-2020,mean,11,1,%,QTV17,2021,d,")
    assert (figure.period, figure.last, figure.name[-14:]) == ("2016", "2020", "2016-2020 mean")


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (GOOD.replace("level", "levels"), "kind: 'levels' is not known; expected one of first_release, level"),
        (GOOD.replace("2017,level", "2023,level"), "period: '2023' lies after 2022"),
        (GOOD.replace("2017,level", "2017Q1,level"), "period: '2017Q1' is not a year"),
        (GOOD.replace("level", "mean"), "period: '2017' is one year; expected those of the mean"),
        (GOOD.replace(",2,%", ",,%"), "error: the cell is empty"),
        (GOOD.replace(",2,%", ",-2,%"), "error: -2 is not above 0"),
        (GOOD.replace("level,14.5", "ratio,-1"), "value: -1.0 is not above 0"),
        (GOOD.replace("14.5", "14,5"), "this row has 12 cells"),
        (GOOD.replace(",p,", ",q,"), "status: 'q' is not known"),
    ],
)
def test_a_wrong_row_is_told_with_its_line(tmp_path: Path, row: str, said: str) -> None:
    assert f"likelihood.csv:3:1: {said}" in fault(tmp_path, GOOD.replace("services", "mining"), row)


def test_a_figure_counts_once(tmp_path: Path) -> None:
    assert "likelihood.csv:3:1: value_added_growth services 2017 level stands in" in fault(tmp_path, GOOD, GOOD + "x")


def test_the_shipped_figures_name_no_year_after_the_vintage_and_tell_when_they_were_known() -> None:
    case = read_case()
    assert case.about.calibration is not None
    figures = read_figures(case.about.calibration.likelihood, case.about.vintage.year)
    assert {each.last for each in figures} == {str(year) for year in range(2016, 2023)}
    assert all(each.known_from <= case.about.vintage for each in figures)
    assert all(each.known_from.year >= int(each.last) for each in figures)
