"""Keys of sources: words in brackets, such as [QN20], that the table in `SOURCES.md` must list."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from qnsim.errors import DataError, Problem, nearest
from qnsim.files.text import MEGABYTE, UnreadableError, decode, read_bytes
from qnsim.language import join, say

TABLE = "SOURCES.md"
_KEY = re.compile(r"\[([A-Z][A-Z0-9]+)\]")
_ROW = re.compile(r"^\| ([A-Z][A-Z0-9]+) \|", re.MULTILINE)


def check_sources(folders: Sequence[Path]) -> None:
    """Raise one `DataError` with every key in a file of facts that no table of the folders lists."""
    tables = [folder / TABLE for folder in folders if (folder / TABLE).exists()]
    table = tables[-1] if tables else folders[-1] / TABLE
    listed = [key for each in tables or [table] for key in _ROW.findall(_text(each))]
    files = (file for folder in folders for file in sorted(folder.rglob("*")) if file.suffix in (".yaml", ".csv"))
    if problems := [problem for file in files for problem in _unlisted(file, listed, table)]:
        raise DataError(join("\n", map(str, problems)))


def _unlisted(file: Path, listed: list[str], table: Path) -> Iterator[Problem]:
    for number, line in enumerate(_text(file).split("\n"), start=1):
        for found in _KEY.finditer(line):
            if found[1] not in listed:
                fault = say(
                    "the source [{found}] is not listed in {table}; add it to the table or correct the key",
                    found=found[1],
                    table=table,
                )
                yield Problem(str(file), number, found.start(1) + 1, join(".", (fault, nearest(found[1], listed))))


def _text(file: Path) -> str:
    try:
        return decode(read_bytes(file, 5 * MEGABYTE), 5 * MEGABYTE)
    except UnreadableError as error:
        raise DataError(str(Problem(str(file), *error.position, error.fault))) from None
