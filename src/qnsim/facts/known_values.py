"""What is known of each year: the values of a reconciled record, by quantity, sector and year."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from pathlib import Path

from qnsim.errors import DataError
from qnsim.files.text import MEGABYTE, UnreadableError, decode, read_bytes
from qnsim.language import join, say

MOST_BYTES = MEGABYTE
COLUMNS = ("year", "quantity", "sector", "value")
Values = Mapping[tuple[str, str, str], float]


def read_known_values(file: Path) -> Values:
    """The values by quantity, sector and year or span of years. Raises `DataError` for a file that is none."""
    try:
        lines = decode(read_bytes(file, MOST_BYTES), MOST_BYTES).splitlines()
    except UnreadableError as error:
        line, column = error.position
        raise DataError(join(": ", (f"{file}:{line}:{column}", error.fault))) from None
    rows = csv.DictReader(lines)
    missing = [name for name in COLUMNS if name not in (rows.fieldnames or ())]
    if missing:
        raise DataError(
            say(
                "{file}:1:1: no column {missing}; expected {columns}; add it",
                file=file,
                missing=", ".join(missing),
                columns=", ".join(COLUMNS),
            )
        )
    return {(row["quantity"], row["sector"], row["year"]): _number(file, rows.line_num, row["value"]) for row in rows}


def _number(file: Path, line: int, written: str | None) -> float:
    try:
        return float(written or "")
    except ValueError:
        raise DataError(
            say(
                "{file}:{line}:1: value is '{written}'; expected a number such as 12.5; correct it",
                file=file,
                line=line,
                written=written,
            )
        ) from None
