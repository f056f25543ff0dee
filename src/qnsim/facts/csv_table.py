"""A table in CSV with known columns, each cell of a known form; every fault is told with its line."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from qnsim.errors import Problem, nearest
from qnsim.files.parser_words import CSV_SAYS, in_known_words
from qnsim.files.text import first_invisible, normalised
from qnsim.language import join, say
from qnsim.quantities.written_amounts import decimal, shown

MOST_PROBLEMS = 200  # a file that is no table at all would fill the screen for minutes
_OTHER_SEPARATORS = {";": say("semicolons"), "\t": say("tabs")}
_WITH_COMMAS = say(
    "save it as CSV with commas between the cells and numbers such as 12.5 (Excel: File, Options, Advanced, clear "
    "'Use system separators', decimal separator '.'; then save as CSV UTF-8)"
)

Row = dict[str, str | float | int]
Check = Callable[[str], None]


@dataclass(frozen=True)
class Table:
    """The columns a table must have, those it may have besides, and what the cells of each must be."""

    columns: Sequence[str]
    optional: Sequence[str]
    checks: Mapping[str, Check]


def read_rows(file: str, text: str, table: Table) -> tuple[list[Row], list[Problem]]:
    """The rows, each with its `value` as a number and the number of its `line`, and what is wrong with the file.

    At most one problem is told of a cell.
    """
    line, other = _separator_in_place_of_commas(text, table)
    if other:
        return [], [
            Problem(
                file,
                line,
                1,
                say("this file is separated by {other}; {with_commas}", other=other, with_commas=_WITH_COMMAS),
            )
        ]
    problems: list[Problem] = []
    lines = _lines(file, text, problems)
    header_line, header = next(lines, (1, []))
    faults = _faults_of_header(header, table)
    if faults:
        return [], problems or [Problem(file, header_line, 1, fault) for fault in faults]
    rows: list[Row] = []
    first: dict[tuple[str, ...], int] = {}
    for line, cells in lines:
        earlier = first.setdefault(tuple(cells), line)
        faults = (
            [say("this repeats line {earlier}; remove one", earlier=earlier)]
            if earlier != line
            else _faults(header, cells, table.checks)
        )
        problems += [Problem(file, line, 1, fault) for fault in faults]
        if len(problems) >= MOST_PROBLEMS:
            problems.append(
                Problem(file, line, 2, say("the rest of the file is not checked; mend the rows above first"))
            )
            break
        if not faults:
            rows.append({**dict(zip(header, cells, strict=True)), "value": decimal(cells[header.index("value")])})
            rows[-1]["line"] = line
    if not rows and not problems:
        problems.append(
            Problem(file, header_line, 1, say("the file has no rows; expected at least one below the header"))
        )
    return rows, problems


def _separator_in_place_of_commas(text: str, table: Table) -> tuple[int, str]:
    """The line of the header, and what stands between its columns if it is not a comma.

    Spreadsheets write the list separator of the country they are set to.
    """
    lines = enumerate(text.splitlines(), 1)
    number, header = next(((number, line) for number, line in lines if line.strip(" ;\t")), (1, ""))
    for sign, name in _OTHER_SEPARATORS.items():
        columns = {cell.strip(' "') for cell in header.split(sign)}
        if header.startswith(f"sep={sign}") or len(columns.intersection(table.columns)) > 1:
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
        expected = say(
            "expected cells between commas; put text that holds ',' in \"...\" and write '\"\"' for '\"' in it"
        )
        problems.append(
            Problem(
                file,
                line,
                1,
                say(
                    "cannot be read as CSV ({error}); {expected}",
                    error=in_known_words(str(error), CSV_SAYS),
                    expected=expected,
                ),
            )
        )


def _is_blank(cells: Sequence[str]) -> bool:
    """Whether a row holds nothing: spreadsheets leave such rows, with the signs between their empty cells."""
    return not "".join(cells).replace(";", "").strip()


def _faults_of_header(header: Sequence[str], table: Table) -> list[str]:
    known = (*table.columns, *table.optional)
    faults: list[str] = [
        say("the column '{column}' is missing; add it", column=column)
        for column in table.columns
        if column not in header
    ]
    for place, column in enumerate(header):
        if column not in known:
            faults.append(
                say(
                    "'{column}' is not a column; expected {known}.{nearest}",
                    column=shown(column),
                    known=", ".join(known),
                    nearest=nearest(column, known),
                )
            )
        elif column in header[:place]:
            faults.append(say("the column '{column}' is there twice; remove one", column=column))
    return faults


def _faults(header: Sequence[str], cells: Sequence[str], checks: Mapping[str, Check]) -> list[str]:
    """What is wrong with a row, cell by cell."""
    if len(cells) != len(header):
        hint = (
            say("look for a comma outside quotes")
            if len(cells) > len(header)
            else say("look for a comma that is missing")
        )
        return [
            say(
                "this row has {count} cells, the header {expected}; {hint}",
                count=len(cells),
                expected=len(header),
                hint=hint,
            )
        ]
    faults: list[str] = []
    for column, cell in zip(header, cells, strict=True):
        try:
            _check_visible(cell)
            checks.get(column, _check_nothing)(cell)
        except ValueError as error:
            faults.append(join(": ", (column, str(error))))
    return faults


def _check_visible(cell: str) -> None:
    if code := first_invisible(cell):
        raise ValueError(
            say(
                "'{cell}' holds a control character or one that cannot be seen, {code}; remove it",
                cell=shown(cell),
                code=code,
            )
        )


def _check_nothing(cell: str) -> None:
    """Free text."""


def check_written(cell: str) -> None:
    """Raises `ValueError` for an empty cell."""
    if not cell.strip():
        raise ValueError(say("the cell is empty; expected a text; write it"))


def check_name(cell: str) -> None:
    """Raises `ValueError` unless the cell is a name as the model has them."""
    if not re.fullmatch("[a-z][a-z0-9_]*", cell):
        raise ValueError(
            say("'{cell}' is not a name; expected small letters, digits and '_', such as grdp_growth", cell=shown(cell))
        )


def check_number(cell: str) -> None:
    """Raises `ValueError` unless the cell is a number such as 12.5."""
    decimal(cell)


def one_of(words: Sequence[str]) -> Check:
    """The check that a cell is one of some words."""

    def check(cell: str) -> None:
        if cell not in words:
            raise ValueError(
                say(
                    "'{cell}' is not known; expected one of {names}.{nearest}",
                    cell=shown(cell),
                    names=", ".join(words),
                    nearest=nearest(cell, words),
                )
            )

    return check
