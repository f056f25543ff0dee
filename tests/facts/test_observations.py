"""The record: what was known on a given day."""

from __future__ import annotations

import datetime
import re
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from ruamel.yaml import YAML

from qnsim.errors import DataError
from qnsim.facts.about import read_about
from qnsim.facts.observation_rows import COLUMNS
from qnsim.facts.observations import known_from, parse_observations, read_observations, yearly_growth_rows
from qnsim.facts.shipped import data_folder

BAD = sorted((Path(__file__).parents[1] / "bad" / "observations").glob("*.csv"))
MISSION = datetime.date(2022, 12, 9)
LAST_YEAR = MISSION.year
ROW = {
    "series": "grdp_growth",
    "breakdown": "total",
    "period": "2019",
    "frequency": "year",
    "value": "12.1",
    "unit": "percent",
    "status": "first_estimate",
    "published": "2019-12",
    "confidence": "A",
    "note": "",
}


@pytest.fixture
def read(tmp_path: Path) -> Any:
    """Read a file of rows that differ from `ROW`."""

    def write_and_read(*rows: dict[str, str], columns: tuple[str, ...] = COLUMNS) -> pd.DataFrame:
        file = tmp_path / "record.csv"
        pd.DataFrame([{**ROW, **row} for row in rows])[list(columns)].to_csv(file, index=False)
        return read_observations(file, LAST_YEAR)

    return write_and_read


@pytest.mark.parametrize(
    ("published", "day"),
    [
        ("2020-02-14", (2020, 2, 14)),
        ("2020-02", (2020, 2, 29)),
        ("2021-12", (2021, 12, 31)),
        ("2021", (2021, 12, 31)),
        ("~2014", (2014, 12, 31)),
        ("~2019-06", (2019, 6, 30)),
        ("", (9999, 12, 31)),
        ("unknown", (9999, 12, 31)),
    ],
)
def test_a_figure_counts_as_known_from_the_last_day_it_may_have_come_out(published: str, day: tuple[int, ...]) -> None:
    assert known_from(published) == datetime.date(*day)


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        ({"value": "about 10"}, r"record\.csv:3:1: value: 'about 10' is not a number"),
        ({"value": ""}, r"record\.csv:3:1: value: the value is empty"),
        ({"period": "2023Q1"}, r"record\.csv:3:1: period: '2023Q1' lies after 2022"),
    ],
)
def test_a_wrong_row_is_named_by_its_line(read: Any, row: dict[str, str], fault: str) -> None:
    with pytest.raises(DataError, match=fault):
        read({}, row)


@pytest.mark.parametrize("file", BAD, ids=lambda file: file.stem)
def test_a_bad_file_is_refused_where_it_is_wrong_and_told_what_to_do(file: Path) -> None:
    first_line, _, content = file.read_bytes().partition(b"\n")
    place, fault = first_line.decode()[len("# expect: ") :].split(": ", 1)
    with pytest.raises(DataError, match=re.escape(f"record.csv:{place}: {fault}")):
        parse_observations("record.csv", content, LAST_YEAR)


def test_the_faults_of_all_rows_and_cells_are_found_in_one_pass(read: Any) -> None:
    with pytest.raises(DataError) as caught:
        read({}, {"value": "ten", "status": "guess"}, {"unit": ""})
    assert re.findall(r":(\d+):1: (\w+)", str(caught.value)) == [("3", "status"), ("3", "value"), ("4", "unit")]


def test_a_row_is_numbered_by_the_line_it_begins_on(tmp_path: Path) -> None:
    file = tmp_path / "record.csv"
    rows = [{**ROW, "note": 'two\nlines, and "quotes"'}, {**ROW, "period": "2018", "note": "=1+1"}]
    pd.DataFrame(rows)[list(COLUMNS)].to_csv(file, index=False)
    table = read_observations(file, LAST_YEAR)
    assert table["line"].tolist() == [2, 4]
    assert table["note"].tolist() == ['two\nlines, and "quotes"', "=1+1"]


@pytest.mark.parametrize("blank", ["", ",,,", ";;;", " , ", "," * (len(COLUMNS) - 1), "\u00a0"])
def test_blank_rows_are_passed_over_and_counted(blank: str) -> None:
    rows = [",".join({**ROW, "period": period}.values()) for period in ("2018", "2019")]
    lines = [",".join(COLUMNS), blank, rows[0], blank, blank, rows[1], blank, blank]
    assert parse_observations("record.csv", "\n".join(lines).encode(), LAST_YEAR)["line"].tolist() == [3, 6]


def test_a_file_of_blank_rows_alone_has_no_rows() -> None:
    with pytest.raises(DataError, match="the file has no rows"):
        parse_observations("record.csv", (",".join(COLUMNS) + "\n,,,\n;;;\n").encode(), LAST_YEAR)


@pytest.mark.parametrize(("separator", "name"), [(";", "semicolons"), ("\t", "tabs")])
@pytest.mark.parametrize("first", ["", "{0}{0}\n", "sep={0}\n"])
@pytest.mark.parametrize("quote", ["", '"'])
def test_a_file_a_spreadsheet_separated_in_another_way_gets_one_message(
    separator: str, name: str, first: str, quote: str
) -> None:
    lines = (separator.join(f"{quote}{cell}{quote}" for cell in row) for row in (COLUMNS, ROW.values()))
    content = b"\xef\xbb\xbf" + (first.format(separator) + "\r\n".join(lines)).encode()
    line = 2 if first.startswith("{0}") else 1
    with pytest.raises(DataError) as caught:
        parse_observations("record.csv", content, LAST_YEAR)
    (message,) = str(caught.value).splitlines()
    assert message.startswith(f"record.csv:{line}:1: this file is separated by {name}; save it as CSV with commas")


def test_semicolons_within_cells_are_text() -> None:
    row = ",".join({**ROW, "note": "first; second"}.values())
    table = parse_observations("record.csv", f"{','.join(COLUMNS)}\n{row}\n".encode(), LAST_YEAR)
    assert table["note"].tolist() == ["first; second"]


@pytest.mark.parametrize("encoding", ["utf-16", "cp1258"])
def test_a_file_in_another_encoding_is_told_which_to_choose(encoding: str) -> None:
    row = ",".join({**ROW, "note": "Thâm"}.values())
    content = f"{','.join(COLUMNS)}\n{row}\n".encode(encoding)
    with pytest.raises(
        DataError, match=r"record\.csv:\d:\d+: this byte is not UTF-8 text; save the file with .* UTF-8"
    ):
        parse_observations("record.csv", content, LAST_YEAR)


def test_a_missing_column_is_named(read: Any) -> None:
    with pytest.raises(DataError, match="the column 'note' is missing"):
        read({}, columns=COLUMNS[:-1])


def test_a_period_that_is_not_a_year_is_named_by_its_line(read: Any) -> None:
    with pytest.raises(DataError, match=r"record\.csv:3"):
        read({}, {"period": "last year"})


def test_only_figures_known_on_the_day_count(read: Any) -> None:
    table = read({"published": "2019-12"}, {"published": "2020-09", "value": "12.9"})
    assert yearly_growth_rows(table, datetime.date(2020, 1, 1))["value"].tolist() == [12.1]
    assert yearly_growth_rows(table, datetime.date(2021, 1, 1))["value"].tolist() == [12.1, 12.9]


def test_targets_bounds_parts_and_spans_of_years_are_not_growth_of_a_year(read: Any) -> None:
    others = ({"status": "target"}, {"note": "bound: above"}, {"breakdown": "services"}, {"period": "2016-2020"})
    assert yearly_growth_rows(read({}, *others), MISSION)["value"].tolist() == [12.1]


def test_a_figure_without_a_date_counts_as_known_a_year_after_its_year(read: Any) -> None:
    table = read({"published": "unknown"})
    assert yearly_growth_rows(table, datetime.date(2020, 12, 30)).empty
    assert len(yearly_growth_rows(table, datetime.date(2020, 12, 31))) == 1


@pytest.mark.parametrize("name", ["quang-ninh.csv", "national.csv"])
def test_the_record_that_ships_ends_with_2022(name: str) -> None:
    table = read_observations(data_folder() / "observations" / name, LAST_YEAR)
    assert table["period"].str[:4].astype(int).max() <= 2022


def test_the_record_that_ships_tells_growth_of_each_year_since_2016() -> None:
    rows = yearly_growth_rows(read_observations(data_folder() / "observations" / "quang-ninh.csv", LAST_YEAR), MISSION)
    assert set(range(2016, 2023)) <= set(rows["period"])
    assert rows["known_from"].max() <= MISSION


def test_no_observation_of_a_shipped_case_was_printed_after_the_end_of_january_2023() -> None:
    cases = [file.parent for file in data_folder().parent.rglob("case.yaml")]
    assert len(cases) == 9
    for file in {file for case in cases for file in read_about(case).observations}:
        rows = read_observations(file, LAST_YEAR)
        dated = rows[rows["known_from"] != datetime.date.max]
        late = dated[dated["known_from"] > datetime.date(2023, 1, 31)]
        assert late[["series", "period", "published"]].to_numpy().tolist() == []
        undated = rows[rows["known_from"] == datetime.date.max]
        assert (undated["period"].str[:4].astype(int) < LAST_YEAR).all(), "a row without a date counts a year later"


def test_the_last_known_value_of_a_target_is_a_row_of_the_record() -> None:
    content = YAML(typ="safe").load((data_folder() / "targets" / "resolution-2023.yaml").read_text(encoding="utf-8"))
    known = [target["baseline"] for target in content["targets"] if "baseline" in target]
    rows = read_observations(data_folder() / "observations" / "quang-ninh.csv", LAST_YEAR)
    assert len(known) > 10
    for value in known:
        series, _, breakdown = value["series"].partition("|")
        found = rows[
            (rows["series"] == series) & (rows["breakdown"] == breakdown) & (rows["period"] == value["period"])
        ]
        thousand = 1000 if value["unit"] == "billion VND" else 1
        assert value["value"] / thousand in found["value"].tolist(), value
