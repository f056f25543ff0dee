"""What the YAML parser complains about, in plain words and at the place a reader would look."""

from __future__ import annotations

import re
from typing import NamedTuple

from ruamel.yaml.error import MarkedYAMLError
from ruamel.yaml.reader import ReaderError

from qnsim.files.parser_words import YAML_SAYS, in_known_words
from qnsim.files.text import Position, after
from qnsim.language import say

TOO_DEEP = "is nested too deeply"
TOO_MUCH = "holds too many values"
OUT_OF_PLACE = "mapping values are not allowed"


class Complaint(NamedTuple):
    """One sentence of the parser, translated; `opening` when the fault lies where the construct began."""

    fragment: str
    text: str
    opening: bool


COMPLAINTS = (
    Complaint(TOO_DEEP, say("brackets or lists are nested too deeply; a file needs at most a few levels"), False),
    Complaint(TOO_MUCH, say("the file holds over 20 000 values; is it the right one? Name another"), False),
    Complaint(r"'\t'", say("a tab stands where YAML allows only spaces; replace it by spaces"), False),
    Complaint("cannot start any token", say("a value cannot begin with this sign; put the value in quotes"), False),
    Complaint(
        OUT_OF_PLACE,
        say(
            "this ':' is out of place; expected one 'key: value' a line and the keys of one level in one column; "
            "put text that holds ': ' in quotes"
        ),
        False,
    ),
    Complaint("could not find expected ':'", say("this line is not 'key: value'; add the ':' and the value"), True),
    Complaint("unexpected end of stream", say("the quotation mark opened here is never closed; close it"), True),
    Complaint("<stream end>", say("the bracket opened here is never closed; close it"), True),
    Complaint("expected ',' or", say("a ',' or the closing bracket is missing before this; add it"), False),
    Complaint(
        "<block end>", say("this does not line up with the lines above; give keys of one level one column"), False
    ),
    Complaint(
        "escape",
        say("'\\' means something special inside double quotes; write '\\\\' or use single quotes"),
        False,
    ),
)


def missing_space(line: str) -> str:
    """What is wrong with a line such as 'name:a', which YAML takes for a text, or an empty text if it is none."""
    found = re.fullmatch(r"\s*(?:- )?([\w-]{1,60}):((?!//)[^\s:].*)", line)
    return (
        say("a space is missing after ':'; write '{key}: {value}'", key=found[1], value=found[2][:30].strip())
        if found
        else ""
    )


def in_plain_words(error: Exception, text: str, last: Position) -> tuple[Position, str]:
    """Where the parser stopped and what is wrong there; `last` is the last place it got through."""
    if isinstance(error, ReaderError):
        return after(text[: error.position]), say("this character cannot stand in a text file; delete it")
    if isinstance(error, MarkedYAMLError) and error.problem_mark is not None:
        return _missing_space_above(error, text) or _marked(error)
    return last, say("cannot be read as YAML from here on; expected 'key: value' lines; look for a stray '\\' or '%'")


def _missing_space_above(error: MarkedYAMLError, text: str) -> tuple[Position, str] | None:
    """The place of a line such as 'name:a' that runs into the line where the parser stopped."""
    if OUT_OF_PLACE not in str(error.problem) and "could not find expected ':'" not in str(error.problem):
        return None
    above = text.split("\n")[: error.problem_mark.line]
    while above and not above[-1].strip():
        above.pop()
    fault = missing_space(above[-1]) if above else ""
    return ((len(above), above[-1].index(":") + 1), fault) if fault else None


def _marked(error: MarkedYAMLError) -> tuple[Position, str]:
    found = next((complaint for complaint in COMPLAINTS if complaint.fragment in str(error.problem)), None)
    at_opening = found is not None and found.opening and error.context_mark is not None
    mark = error.context_mark if at_opening else error.problem_mark
    text = (
        found.text
        if found
        else say(
            "cannot be read as YAML ({problem}); expected 'key: value' lines",
            problem=in_known_words(str(error.problem), YAML_SAYS),
        )
    )
    return (mark.line + 1, mark.column + 1), text
