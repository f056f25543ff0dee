"""The text of a file somebody else wrote: a regular file of bounded size, in UTF-8, with accents composed."""

from __future__ import annotations

import codecs
import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path

from qnsim.files.parser_words import reason_of
from qnsim.language import label, say

INVISIBLE = ("Cc", "Cf", "Cs")  # control and format characters, and halves of characters that no file can hold
MEGABYTE = 1_000_000

Position = tuple[int, int]


class UnreadableError(Exception):
    """Why the file cannot be read, and where; line and column count from 1."""

    def __init__(self, position: Position, fault: str):
        self.position, self.fault = position, fault
        super().__init__(fault)


def read_bytes(file: Path, most: int) -> bytes:
    """Up to one byte over `most` of a file. Raises `UnreadableError`, also for pipes and devices, which may not end."""
    try:
        if file.exists() and not file.is_file() and not file.is_dir():
            raise UnreadableError((1, 1), say("this is a pipe or a device; expected a file; name another"))
        with file.open("rb") as stream:
            return stream.read(most + 1)
    except OSError as error:
        raise UnreadableError(
            (1, 1), say("the file cannot be read: {strerror}; name another", strerror=reason_of(error))
        ) from None


def decode(content: bytes, most: int) -> str:
    """The text of the bytes, as written but for a byte order mark. Raises `UnreadableError`."""
    if len(content) > most:
        raise UnreadableError(
            (1, 1), say("the file is over {value} MB; is it the right one? Name another", value=most // MEGABYTE)
        )
    content = content.removeprefix(codecs.BOM_UTF8)
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        place = after(content[: error.start].decode("utf-8"))
        fault = say("this byte is not UTF-8 text; save the file with the encoding UTF-8")
        raise UnreadableError(place, fault) from None


def after(text: str) -> Position:
    """Line and column, from 1, of the character that follows `text`."""
    return text.count("\n") + 1, len(text) - (text.rfind("\n") + 1) + 1


def normalised(text: str) -> str:
    """The text with accents composed (NFC), so that Vietnamese compares equal however it was typed."""
    return unicodedata.normalize("NFC", text)


def odd_indents(text: str) -> Iterator[tuple[int, int, str]]:
    """Line, column and fault of each line that is indented with a space that is none to a program."""
    for number, line in enumerate(text.split("\n"), 1):
        before = re.match(r"\s*", line)[0]  # type: ignore[index]
        odd = next((sign for sign in before if unicodedata.category(sign) == "Zs" and sign != " "), "")
        if odd and line.strip():
            word = line.split()[0].rstrip(":")[:40]
            english = f"{unicodedata.name(odd).lower()} (U+{ord(odd):04X})"
            article = "an" if english[0] in "aeiou" else "a"
            sign = label({"en": f"{article} {english}", "vi": f"ký tự U+{ord(odd):04X}"})
            yield (
                number,
                line.index(odd) + 1,
                say("{sign} stands before '{word}'; replace it by spaces", sign=sign, word=word),
            )


def first_invisible(text: str) -> str:
    """The code of the first character that a reader cannot see, such as 'U+200B', or an empty text."""
    return next((f"U+{ord(sign):04X}" for sign in text if sign not in "\n\t" and _is_invisible(sign)), "")


def without_invisible(text: str) -> str:
    """The text without the characters that a reader cannot see."""
    return "".join(sign for sign in text if sign in "\n\t" or not _is_invisible(sign))


def _is_invisible(sign: str) -> bool:
    return unicodedata.category(sign) in INVISIBLE
