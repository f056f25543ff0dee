"""Bring catalogues up to the sentences of the program: python docs/update_catalogues.py [ROOM ...]

Each folder of `src/qnsim/` has a file in `src/qnsim/language/vi/`, such as `reporting.charts.po`. New sentences get an
empty translation, which a person fills in; those that are no longer said go, with their translation. A sentence that
moves takes it along. It prints what is left to translate.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from functools import cache
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

import qnsim

PACKAGE = Path(qnsim.__file__).parent
FOLDER = PACKAGE / "language" / "vi"
REST = "program"  # the room of modules that stand at the top


def sentences() -> dict[str, list[str]]:
    """The sentences of each folder, sorted: what `say` is called with, and the help of the command line."""
    found: dict[str, set[str]] = {}
    for file, _, message, _, _ in extract_from_dir(PACKAGE, [("**.py", "python")], keywords={"say": None}):
        path = Path(file)
        found.setdefault(".".join(path.parts[:-1]) or REST, set()).add(str(message))
    found.setdefault("cli", set()).update(help_texts())
    return {room: sorted(texts) for room, texts in sorted(found.items())}


def help_texts() -> Iterator[str]:
    """What the help of the command line says of commands, arguments and options."""
    from qnsim.cli.help import texts_of_help

    yield from texts_of_help()


def updated(room: str, texts: list[str]) -> bytes:
    """The catalogue of a room with these sentences, as a .po file."""
    before = _moved() | {str(each.id): str(each.string) for each in _written(room)}
    catalogue = Catalog(locale="vi", header_comment="", fuzzy=False)
    for text in texts:
        catalogue.add(text, before.get(text, ""))
    stream = BytesIO()
    write_po(stream, catalogue, width=120, no_location=True, omit_header=True, sort_output=True)
    return b'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n\n' + stream.getvalue()


def untranslated(room: str) -> list[str]:
    """The sentences of a room's file that have no translation yet."""
    return [str(each.id) for each in _written(room) if not each.string]


@cache
def _moved() -> dict[str, str]:
    """What any room's file says of a sentence, before this run changes any."""
    rooms = [file.stem for file in sorted(FOLDER.glob("*.po"))]
    return {str(each.id): str(each.string) for room in rooms for each in _written(room) if each.string}


def _written(room: str) -> list[Message]:
    """What the file of a room holds now; nothing if there is none."""
    file = FOLDER / f"{room}.po"
    if not file.exists():
        return []
    with file.open("rb") as stream:
        return [each for each in read_po(stream) if each.id]


def main(rooms: list[str]) -> None:
    """Write the catalogues of some rooms, or of all, and print what is left to translate."""
    found = sentences()
    contents = {room: updated(room, found.get(room, [])) for room in rooms or found}
    for room, content in contents.items():
        (FOLDER / f"{room}.po").write_bytes(content)
        for text in untranslated(room):
            print(f"{room}: {text}")
    if not rooms:
        for file in FOLDER.glob("*.po"):
            if file.stem not in found:
                file.unlink()


if __name__ == "__main__":
    main(sys.argv[1:])
