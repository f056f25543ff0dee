"""The tables of a run as one workbook: a double click opens it with numbers and letters intact in any country."""

from __future__ import annotations

import datetime
import io
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from qnsim.press.files import replace_file

CREATED = datetime.datetime(1980, 1, 1)  # the same for every run, so that the same numbers give the same bytes
TEXT_STAYS_TEXT = {"strings_to_formulas": False, "strings_to_urls": False, "in_memory": True}
NUMBERS = "#,##0.00"
PERCENT = "0.0%"
FRACTIONS = ("probability", "mc_error", "effect", "error")
WIDTH_OF_NUMBERS = 14
WIDEST = 60  # characters


def write_workbook(file: Path, tables: Mapping[str, pd.DataFrame]) -> Path:
    """Write a sheet for each table, under its name; numbers in full, shown in short. Needs xlsxwriter."""
    with io.BytesIO() as buffer:
        with pd.ExcelWriter(buffer, engine="xlsxwriter", engine_kwargs={"options": TEXT_STAYS_TEXT}) as writer:
            book: Any = writer.book
            book.set_properties({"created": CREATED})
            formats = {shown: book.add_format({"num_format": shown}) for shown in (NUMBERS, PERCENT)}
            for name, table in tables.items():
                table.to_excel(writer, sheet_name=name, index=False, freeze_panes=(1, 0))
                _lay_out(writer.sheets[name], table, formats)
        return replace_file(file, buffer.getvalue())


def _lay_out(sheet: Any, table: pd.DataFrame, formats: Mapping[str, Any]) -> None:
    for place, column in enumerate(table):
        if pd.api.types.is_float_dtype(table[column]):
            sheet.set_column(place, place, WIDTH_OF_NUMBERS, formats[PERCENT if column in FRACTIONS else NUMBERS])
        else:
            longest = max(len(str(text)) for text in (column, *table[column]))
            sheet.set_column(place, place, min(longest + 2, WIDEST))
    if len(table):  # a year in a column of years and quarters is meant as text
        sheet.ignore_errors({"number_stored_as_text": f"A2:XFD{len(table) + 1}"})
