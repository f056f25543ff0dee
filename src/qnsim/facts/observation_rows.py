"""The rows of an observation file: a table in CSV with known columns, each cell of a known form."""

from __future__ import annotations

import csv
import datetime
import io
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial

from qnsim.errors import Problem, nearest
from qnsim.files.text import first_invisible, normalised
from qnsim.quantities.written_amounts import decimal, shown

COLUMNS = ("series", "breakdown", "period", "frequency", "value", "unit", "status", "published", "confidence", "note")
MORE_COLUMNS = ("source_url", "snippet")
FREQUENCIES = ("year", "quarter", "ytd")
STATUSES = ("target", "first_estimate", "preliminary", "revised", "unknown")
CONFIDENCE = ("A", "B", "C")
MOST_PROBLEMS = 200  # a file that is no table at all would fill the screen for minutes
_PERIOD = re.compile("([0-9]{4})(Q[1-4]|H[12]|M([1-9]|1[0-2])|-([0-9]{4}))?")
_OTHER_SEPARATORS = {";": "semicolons", "\t": "tabs"}
_WITH_COMMAS = (
    "save it as CSV with commas between the cells and numbers such as 12.5 (Excel: File, Options, Advanced, clear "
    "'Use system separators', decimal separator '.'; then save as CSV UTF-8)"
)
_PUBLISHED = re.compile("~?(19|20)[0-9]{2}(-[0-9]{2}(-[0-9]{2})?)?")

Row = dict[str, str | float | int]
Check = Callable[[str], None]


def read_rows(file: str, text: str, last_year: int) -> tuple[list[Row], list[Problem]]:
    """The rows, each with the number of its `line`, and what is wrong with the file: at most one problem a cell.

    No row may tell of a year after `last_year`.
    """
    line, other = _separator_in_place_of_commas(text)
    if other:
        return [], [Problem(file, line, 1, f"this file is separated by {other}; {_WITH_COMMAS}")]
    checks = _checks(last_year)
    problems: list[Problem] = []
    lines = _lines(file, text, problems)
    header_line, header = next(lines, (1, []))
    faults = _faults_of_header(header)
    if faults:
        return [], problems or [Problem(file, header_line, 1, fault) for fault in faults]
    rows: list[Row] = []
    first: dict[tuple[str, ...], int] = {}
    for line, cells in lines:
        earlier = first.setdefault(tuple(cells), line)
        faults = [f"this repeats line {earlier}; remove one"] if earlier != line else _faults(header, cells, checks)
        problems += [Problem(file, line, 1, fault) for fault in faults]
        if len(problems) >= MOST_PROBLEMS:
            problems.append(Problem(file, line, 2, "the rest of the file is not checked; mend the rows above first"))
            break
        if not faults:
            rows.append({**dict(zip(header, cells, strict=True)), "value": decimal(cells[header.index("value")])})
            rows[-1]["line"] = line
    if not rows and not problems:
        problems.append(Problem(file, header_line, 1, "the file has no rows; expected at least one below the header"))
    return rows, problems


def _separator_in_place_of_commas(text: str) -> tuple[int, str]:
    """The line of the header, and what stands between its columns if it is not a comma.

    Spreadsheets write the list separator of the country they are set to.
    """
    lines = enumerate(text.splitlines(), 1)
    number, header = next(((number, line) for number, line in lines if line.strip(" ;\t")), (1, ""))
    for sign, name in _OTHER_SEPARATORS.items():
        columns = {cell.strip(' "') for cell in header.split(sign)}
        if header.startswith(f"sep={sign}") or len(columns.intersection(COLUMNS)) > 1:
            return number, name
    return number, ""


def _lines(file: str, text: str, problems: list[Problem]) -> Iterator[tuple[int, list[str]]]:
    """Line and cells of every row that is not blank, up to where the text stops being CSV."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    line = 1
    try:
        for cells in reader:
            if not _is_blank(cells):
                yield line, [normalised(cell) for cell in cells]
            line = reader.line_num + 1
    except csv.Error as error:
        expected = "expected cells between commas; put text that holds ',' in \"...\" and write '\"\"' for '\"' in it"
        problems.append(Problem(file, line, 1, f"cannot be read as CSV ({error}); {expected}"))


def _is_blank(cells: Sequence[str]) -> bool:
    """Whether a row holds nothing: spreadsheets leave such rows, with the signs between their empty cells."""
    return not "".join(cells).replace(";", "").strip()


def _faults_of_header(header: Sequence[str]) -> list[str]:
    known = (*COLUMNS, *MORE_COLUMNS)
    faults = [f"the column '{column}' is missing; add it" for column in COLUMNS if column not in header]
    for place, column in enumerate(header):
        if column not in known:
            expected = f"expected {', '.join(known)}.{nearest(column, known)}"
            faults.append(f"'{shown(column)}' is not a column; {expected}")
        elif column in header[:place]:
            faults.append(f"the column '{column}' is there twice; remove one")
    return faults


def _faults(header: Sequence[str], cells: Sequence[str], checks: Mapping[str, Check]) -> list[str]:
    """What is wrong with a row, cell by cell."""
    if len(cells) != len(header):
        hint = "look for a comma outside quotes" if len(cells) > len(header) else "look for a comma that is missing"
        return [f"this row has {len(cells)} cells, the header {len(header)}; {hint}"]
    faults = []
    for column, cell in zip(header, cells, strict=True):
        try:
            _check_visible(cell)
            checks.get(column, _check_nothing)(cell)
        except ValueError as error:
            faults.append(f"{column}: {error}")
    return faults


def _check_visible(cell: str) -> None:
    if code := first_invisible(cell):
        raise ValueError(f"'{shown(cell)}' holds a control character or one that cannot be seen, {code}; remove it")


def _check_nothing(cell: str) -> None:
    """Free text."""


def _check_written(cell: str) -> None:
    if not cell.strip():
        raise ValueError("the cell is empty; expected a text; write it")


def _check_name(cell: str) -> None:
    if not re.fullmatch("[a-z][a-z0-9_]*", cell):
        raise ValueError(f"'{shown(cell)}' is not a name; expected small letters, digits and '_', such as grdp_growth")


def _check_period(cell: str, last_year: int) -> None:
    """A year, part of a year or span of years, up to the last one that may be known."""
    found = _PERIOD.fullmatch(cell)
    if not found:
        examples = f"{last_year}, {last_year}Q1, {last_year}H1, {last_year}M9 or {_span(last_year)}"
        raise ValueError(f"'{shown(cell)}' is not a period; expected one such as {examples}")
    start, end = int(found[1]), int(found[4] or found[1])
    if end < start:
        raise ValueError(f"'{cell}' ends before it begins; expected a span such as {_span(last_year)}")
    if end > last_year:
        raise ValueError(f"'{cell}' lies after {last_year}; expected an earlier period; remove the row")


def _span(last_year: int) -> str:
    return f"{last_year - 6}-{last_year - 2}"


def _check_published(cell: str, last_year: int) -> None:
    if cell == "unknown":
        return
    whole = cell.lstrip("~") + "-01-01"[len(cell.lstrip("~")) - 4 :]
    try:
        if not _PUBLISHED.fullmatch(cell):
            raise ValueError
        datetime.date.fromisoformat(whole)
    except ValueError:
        expected = f"expected one such as {last_year}-12-09, {last_year}-12, {last_year}, ~{last_year} or unknown"
        raise ValueError(f"'{shown(cell)}' is not a date; {expected}") from None


def _check_number(cell: str) -> None:
    decimal(cell)


def _one_of(words: Sequence[str]) -> Check:
    def check(cell: str) -> None:
        if cell not in words:
            raise ValueError(f"'{shown(cell)}' is not known; expected one of {', '.join(words)}.{nearest(cell, words)}")

    return check


def _checks(last_year: int) -> Mapping[str, Check]:
    """What the cells of each column must be."""
    return {
        "series": _check_name,
        "breakdown": _check_written,
        "period": partial(_check_period, last_year=last_year),
        "frequency": _one_of(FREQUENCIES),
        "value": _check_number,
        "unit": _check_written,
        "status": _one_of(STATUSES),
        "published": partial(_check_published, last_year=last_year),
        "confidence": _one_of(CONFIDENCE),
    }
