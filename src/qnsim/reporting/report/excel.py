"""A report as a workbook: tables with real numbers, and a fan chart of Excel's own that can be restyled."""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import pandas as pd

from qnsim.language import Language, say
from qnsim.press.palette import BANDS, INK, TARGET
from qnsim.reporting.report.content import Report
from qnsim.reporting.workbook import CREATED, FRACTIONS, NUMBERS, PERCENT, TEXT_STAYS_TEXT

HIDDEN, PIECE = "qnsim", 30_000  # characters that a cell holds
EDGES = ("p05", "p10", "p25", "p50", "p75", "p90", "p95")
WIDEST, NARROW = 60, 14


@dataclass(frozen=True)
class Sheet:
    """A table of numbers under a name, with the headings of its columns, in no language yet."""

    name: str
    table: pd.DataFrame
    headings: Mapping[str, str]


def excel_file(report: Report, sheets: list[Sheet], fan: pd.DataFrame, target: float, manifest: str) -> bytes:
    """The report as a workbook that holds its manifest; `fan` has years as index and `EDGES` as columns, in percent."""
    import xlsxwriter

    tell = report.language.say
    with io.BytesIO() as buffer:
        book = xlsxwriter.Workbook(buffer, TEXT_STAYS_TEXT)
        book.set_properties({"created": CREATED, "title": tell(report.title)})
        formats = {
            name: book.add_format(look)
            for name, look in (
                ("head", {"bold": True, "bottom": 1, "text_wrap": True}),
                ("title", {"bold": True, "font_size": 14}),
                ("text", {"text_wrap": True, "valign": "top"}),
                (NUMBERS, {"num_format": NUMBERS}),
                (PERCENT, {"num_format": PERCENT}),
            )
        }
        _write_findings(book.add_worksheet(tell(say("Findings"))), report, formats)
        _write_fan(book, book.add_worksheet(tell(say("Fan chart"))), fan, target, report.language, formats)
        for sheet in sheets:
            _write_table(book.add_worksheet(tell(sheet.name)), sheet, report.language, formats)
        _hide(book.add_worksheet(HIDDEN), manifest)
        book.close()
        return buffer.getvalue()


def _write_findings(page: Any, report: Report, formats: Mapping[str, Any]) -> None:
    tell = report.language.say
    page.set_column(0, 0, 110)
    page.write_string(0, 0, tell(report.title), formats["title"])
    page.write_string(1, 0, tell(report.subtitle))
    first = report.sections[0]
    lines = (*first.paragraphs, *first.bullets, *first.notes, report.footer)
    for row, text in enumerate(lines, 3):
        page.write_string(row, 0, tell(text), formats["text"])


def _write_table(page: Any, sheet: Sheet, language: Language, formats: Mapping[str, Any]) -> None:
    page.freeze_panes(1, 0)
    for place, column in enumerate(sheet.table):
        values = sheet.table[column]
        page.write_string(0, place, language.say(sheet.headings.get(str(column), str(column))), formats["head"])
        for row, value in enumerate(values, 1):
            if isinstance(value, str):
                page.write_string(row, place, language.say(value))
            elif not pd.isna(value):
                page.write_number(row, place, value, formats[PERCENT if column in FRACTIONS else NUMBERS])
        texts = [language.say(value) for value in values if isinstance(value, str)]
        page.set_column(place, place, min(max(map(len, texts), default=NARROW) + 2, WIDEST))


def _write_fan(
    book: Any, page: Any, fan: pd.DataFrame, target: float, language: Language, formats: Mapping[str, Any]
) -> None:
    """The quantiles, what is stacked to make bands of them, and the chart."""
    bands = pd.DataFrame({"p05": fan["p05"]})
    for low, high in pairwise(EDGES):
        bands[f"{low}_{high}"] = fan[high] - fan[low]
    middle, line = fan["p50"], pd.Series(target, fan.index)
    heads = [language.say(say("year")), *EDGES, language.say(say("target")), *bands.columns]
    for place, head in enumerate(heads):
        page.write_string(0, place, head, formats["head"])
    for row, year in enumerate(fan.index, 1):
        page.write_string(row, 0, str(year))
        for place, value in enumerate((*fan.loc[year, list(EDGES)], line[year], *bands.loc[year]), 1):
            page.write_number(row, place, float(value), formats[NUMBERS])
    chart = book.add_chart({"type": "area", "subtype": "stacked"})
    first, count = len(EDGES) + 2, len(middle)
    shades = (None, BANDS[90], BANDS[80], BANDS[50], BANDS[50], BANDS[80], BANDS[90])
    for number, color in enumerate(shades):
        place = first + number
        fill = {"color": color} if color else {"none": True}
        chart.add_series({"values": [page.name, 1, place, count, place], "categories": [page.name, 1, 0, count, 0],
                          "fill": fill, "line": {"none": True}, "name": heads[place]})  # fmt: skip
    lines = book.add_chart({"type": "line"})
    for place, look in ((4, {"color": INK, "width": 1.5}), (8, {"color": TARGET, "dash_type": "dash", "width": 1.5})):
        name = language.say(say("median")) if place == 4 else heads[place]
        lines.add_series({"values": [page.name, 1, place, count, place], "categories": [page.name, 1, 0, count, 0],
                          "line": look, "name": name})  # fmt: skip
    chart.combine(lines)
    chart.set_title({"name": language.say(say("Growth of GRDP, %")), "name_font": {"size": 12}})
    chart.set_legend({"position": "bottom", "delete_series": list(range(len(shades)))})
    chart.set_y_axis({"num_format": "0", "major_gridlines": {"visible": True, "line": {"color": "#d9d9d9"}}})
    chart.set_size({"width": 720, "height": 400})
    page.insert_chart(count + 3, 0, chart)


def _hide(page: Any, manifest: str) -> None:
    for row, start in enumerate(range(0, len(manifest), PIECE)):
        page.write_string(row, 0, manifest[start : start + PIECE])
    page.very_hidden()


def read_excel(file: Path) -> tuple[str | None, dict[str, dict[str, object]]]:
    """The manifest in a workbook, None if it has none, and what stands in each cell of each sheet."""
    from openpyxl import load_workbook

    book = load_workbook(file)
    manifest = None
    if HIDDEN in book.sheetnames:
        manifest = "".join(str(cell.value) for (cell,) in book[HIDDEN].iter_rows(max_col=1))
    cells = {
        page.title: {cell.coordinate: cell.value for row in page.iter_rows() for cell in row if cell.value is not None}
        for page in book.worksheets
        if page.title != HIDDEN
    }
    return manifest, cells
