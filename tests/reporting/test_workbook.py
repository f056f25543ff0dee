"""The workbook of a run, read back by another library."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from zipfile import ZipFile

import numpy as np
import openpyxl
import pandas as pd
import pytest

from qnsim.errors import UsageError
from qnsim.reporting.workbook import WIDEST, write_workbook
from qnsim.workflow import runs
from qnsim.workflow.runs import run_scenarios

pytestmark = pytest.mark.slow

TABLES = ("summary", "scorecard", "drivers", "years", "views", "fan_grdp_growth")
TABLE = pd.DataFrame(
    {
        "period": ["2023", "2023Q1", "2024"],
        "note": ["Tỷ lệ giải ngân vốn", "=1+1", "https://example.org"],
        "value": [1234.5678901234, np.nan, -0.5],
        "probability": [0.145, 1 / 3, np.nan],
        "long": ["x" * 300, "", ""],
    }
)


@pytest.fixture
def sheet(tmp_path: Path) -> Any:
    return openpyxl.load_workbook(write_workbook(tmp_path / "tables.xlsx", {"table": TABLE}))["table"]


def test_numbers_are_numbers_in_full_and_shown_in_short(sheet: Any) -> None:
    assert [cell.value for cell in sheet["C"]] == ["value", 1234.5678901234, None, -0.5]
    assert sheet["D3"].value == 1 / 3
    assert (sheet["C2"].data_type, sheet["C2"].number_format, sheet["D2"].number_format) == ("n", "#,##0.00", "0.0%")


def test_text_is_text_as_written_whatever_a_spreadsheet_would_make_of_it(sheet: Any) -> None:
    assert [cell.value for cell in sheet["A"]] == ["period", "2023", "2023Q1", "2024"]
    assert [cell.value for cell in sheet["B"]][1:] == TABLE["note"].tolist()
    assert {cell.data_type for cell in (*sheet["A"], *sheet["B"])} == {"s"}
    assert not any(cell.hyperlink for cell in sheet["B"])


def test_the_header_stays_in_sight_and_columns_are_as_wide_as_their_text(sheet: Any) -> None:
    assert sheet.freeze_panes == "A2"
    widths = {column: round(sheet.column_dimensions[column].width) for column in "ABE"}
    assert widths["B"] > widths["A"] > len("period")
    assert widths["E"] == pytest.approx(WIDEST, abs=1)


def test_a_table_without_rows_is_a_sheet_with_its_header(tmp_path: Path) -> None:
    file = write_workbook(tmp_path / "tables.xlsx", {"empty": TABLE.iloc[:0]})
    rows = list(openpyxl.load_workbook(file)["empty"].iter_rows(values_only=True))
    assert rows == [tuple(TABLE.columns)]


def test_the_same_tables_give_the_same_bytes_on_any_day(tmp_path: Path) -> None:
    one, other = (write_workbook(tmp_path / name, {"table": TABLE}) for name in ("one.xlsx", "other.xlsx"))
    assert one.read_bytes() == other.read_bytes()
    with ZipFile(one) as parts:
        assert {part.date_time for part in parts.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        about = parts.read("docProps/core.xml").decode()
    assert about.count("1980-01-01T00:00:00Z") == 2


def test_a_run_writes_a_sheet_for_each_of_its_tables(tmp_path: Path) -> None:
    (folder,) = run_scenarios(["baseline"], draws=800, out=tmp_path, excel=True).folders
    book = openpyxl.load_workbook(folder / "tables.xlsx")
    assert tuple(book.sheetnames) == TABLES
    assert {file.stem for file in folder.glob("*.csv")} == set(TABLES)
    for name in TABLES:
        table = pd.read_csv(folder / f"{name}.csv", dtype={"period": str, "due": str}, keep_default_na=False)
        header, *rows = book[name].iter_rows(values_only=True)
        assert list(header) == list(table.columns)
        assert len(rows) == len(table)
        for cells, row in zip(rows, table.itertuples(index=False), strict=True):
            assert [same(cell) for cell in cells] == [same(cell) for cell in row]
    labels = [row[4] for row in book["drivers"].iter_rows(values_only=True)]
    assert "Cú sốc huy động điện, 2023" in labels


def same(cell: object) -> object:
    """A cell as the table says it: numbers to ten digits."""
    try:
        return f"{float(cell):.10g}"  # type: ignore[arg-type]
    except (TypeError, ValueError):
        return cell or ""


def test_a_run_without_the_option_needs_no_such_library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(runs, "find_spec", lambda name: None)
    (folder,) = run_scenarios(["baseline"], draws=80, out=tmp_path).folders
    assert not (folder / "tables.xlsx").exists()


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ({"excel": True}, r"--excel needs xlsxwriter; install it with: python -m pip install 'qnsim\[excel\]'"),
        ({"keep_draws": True}, r"--keep-draws needs h5netcdf; install it with: .* 'qnsim\[netcdf\]'"),
    ],
)
def test_a_missing_library_is_told_before_anything_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, asked: dict[str, bool], told: str
) -> None:
    monkeypatch.setattr(runs, "find_spec", lambda name: None)
    with pytest.raises(UsageError, match=told):
        run_scenarios(["baseline"], draws=80, out=tmp_path / "runs", **asked)  # type: ignore[arg-type]
    assert not list(tmp_path.iterdir())
