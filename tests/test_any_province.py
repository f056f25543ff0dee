"""The program serves any province at any vintage: what names a place or a year is data, and stands in no file of it."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

import qnsim

PROGRAM = Path(qnsim.__file__).parent
OF_ONE_CASE = re.compile(r"\b(Quảng Ninh|Quang Ninh|quang-ninh|seven years)\b|(?<!\d)202[23](?!\d)", re.IGNORECASE)


def named(text: str) -> list[int]:
    """The lines of a text that name the place or a year of a case that ships."""
    return [number for number, line in enumerate(text.splitlines(), start=1) if OF_ONE_CASE.search(line)]


def text_of(file: Path) -> str:
    """What a file says: a Word file is a packed folder of XML."""
    if file.suffix != ".docx":
        return file.read_text(encoding="utf-8")
    with zipfile.ZipFile(file) as packed:
        return "\n".join(
            packed.read(name).decode()
            for name in packed.namelist()
            if name.startswith("word/") and name.endswith(".xml")
        )


def test_no_file_of_the_program_names_the_place_or_the_years_of_a_case() -> None:
    files = [file for file in PROGRAM.rglob("*") if file.is_file() and "__pycache__" not in file.parts]
    own = [file for file in files if "shipped" not in file.relative_to(PROGRAM).parts]
    assert {".py", ".jinja", ".mplstyle"} <= {file.suffix for file in own}
    faults = [f"{file.relative_to(PROGRAM)}:{n}" for file in own for n in named(text_of(file))]
    assert not faults, f"say it in the case, under data/: {', '.join(sorted(faults))}"


def test_the_words_are_found_as_they_are_written() -> None:
    assert named("Quảng Ninh\nin 2023Q1\nVND_2022\nfor seven years\n2022-12-09\nquang-ninh/x") == [1, 2, 3, 4, 5, 6]
    assert named("SEED = 20221209\n2021\nVND_base\ntwelve thousand 12022") == []
