"""What the YAML parser complains about, in plain words and at the place a reader would look."""

from __future__ import annotations

from typing import NamedTuple

from ruamel.yaml.error import MarkedYAMLError
from ruamel.yaml.reader import ReaderError

TOO_DEEP = "is nested too deeply"


class Complaint(NamedTuple):
    """One sentence of the parser, translated; `opening` when the fault lies where the construct began."""

    fragment: str
    text: str
    opening: bool


COMPLAINTS = (
    Complaint(TOO_DEEP, "brackets or lists are nested too deeply; a scenario needs at most a few levels", False),
    Complaint(r"'\t'", "a tab stands where YAML allows only spaces; replace it by spaces", False),
    Complaint("cannot start any token", "a value cannot begin with this sign; put the value in quotes", False),
    Complaint(
        "mapping values are not allowed",
        "this ':' is out of place; expected one 'key: value' a line and the keys of one level in one column; "
        "put text that holds ': ' in quotes",
        False,
    ),
    Complaint("could not find expected ':'", "this line is not 'key: value'; add the ':' and the value", True),
    Complaint("unexpected end of stream", "the quotation mark opened here is never closed; close it", True),
    Complaint("<stream end>", "the bracket opened here is never closed; close it", True),
    Complaint("expected ',' or", "a ',' or the closing bracket is missing before this; add it", False),
    Complaint("<block end>", "this does not line up with the lines above; give keys of one level one column", False),
    Complaint("escape", r"'\' means something special inside double quotes; write '\\' or use single quotes", False),
)


def after(text: str) -> tuple[int, int]:
    """Line and column, from 1, of the character that follows `text`."""
    return text.count("\n") + 1, len(text) - (text.rfind("\n") + 1) + 1


def in_plain_words(error: Exception, text: str, last: tuple[int, int]) -> tuple[tuple[int, int], str]:
    """Where the parser stopped and what is wrong there; `last` is the last place it got through."""
    if isinstance(error, ReaderError):
        return after(text[: error.position]), "this character cannot stand in a text file; delete it"
    if isinstance(error, MarkedYAMLError) and error.problem_mark is not None:
        return _marked(error)
    return last, "cannot be read as YAML from here on; expected 'key: value' lines; look for a stray '\\' or '%'"


def _marked(error: MarkedYAMLError) -> tuple[tuple[int, int], str]:
    found = next((complaint for complaint in COMPLAINTS if complaint.fragment in str(error.problem)), None)
    at_opening = found is not None and found.opening and error.context_mark is not None
    mark = error.context_mark if at_opening else error.problem_mark
    text = found.text if found else f"cannot be read as YAML ({error.problem}); expected 'key: value' lines"
    return (mark.line + 1, mark.column + 1), text
