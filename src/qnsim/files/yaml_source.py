"""A YAML file as plain data that remembers where each part stands.

Scalars keep the text as written, so that `12,5`, `1e3` and `no` reach the reader who can explain them, instead of
becoming something else on the way. Features that let one part of a file change another (anchors, merge keys, tags)
are refused. The file is read from the parser's events rather than from composed nodes: only events still show an
alias, and nesting can be refused before it is built.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from ruamel.yaml.error import MarkedYAMLError, YAMLError

from qnsim.errors import DataError, Problem
from qnsim.files.text import (
    MEGABYTE,
    Position,
    UnreadableError,
    after,
    decode,
    first_invisible,
    normalised,
    odd_indents,
    read_bytes,
    without_invisible,
)
from qnsim.files.yaml_events import (
    ALIAS,
    DOCUMENT_START,
    MAPPING_END,
    MAPPING_START,
    NODE,
    SCALAR,
    SEQUENCE_END,
    SEQUENCE_START,
    Events,
    careful_events,
    quick_events,
)
from qnsim.files.yaml_syntax import TOO_DEEP, TOO_MUCH, in_plain_words, missing_space
from qnsim.language import join, say

MOST_BYTES = MEGABYTE
MOST_PARTS = 20_000  # keys, values and lists: far more than any scenario, few enough to be checked in a second or two
DEEPEST = 12
FILES_REMEMBERED = 32
_DOUBTFUL_BREAK = re.compile("[\x85\u2028\u2029]")

KeyPath = tuple[str | int, ...]


@dataclass(frozen=True)
class Source:
    """One YAML file as dicts, lists and texts, with the place of every key and value and the problems found so far.

    Positions are (line, column) from 1. `data` is empty when the file is not `readable`.
    """

    file: str
    text: str = ""
    data: dict[str, Any] = field(default_factory=dict)
    keys: dict[KeyPath, Position] = field(default_factory=dict)
    values: dict[KeyPath, Position] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    readable: bool = True
    beneath: Source | None = None

    def report(self, path: KeyPath, text: str) -> None:
        """Add a problem at the value of `path`, or at the nearest part around it that is written in the file."""
        self._add(self.place(path), text)

    def report_key(self, path: KeyPath, text: str) -> None:
        """Add a problem at the key of `path`."""
        self._add(self.keys.get(path) or self.place(path), text)

    def written_at(self, path: KeyPath) -> str:
        """Where a key stands, as 'file:line:column', in this file or in the one it is laid over."""
        if path not in self.keys and self.beneath:
            return self.beneath.written_at(path)
        return ":".join(map(str, (self.file, *(self.keys.get(path) or self.place(path)))))

    def place(self, path: KeyPath) -> Position:
        """Where the value of `path` stands."""
        while path and path not in self.values:
            path = path[:-1]
        return self.values.get(path, (1, 1))

    def refuse(self) -> None:
        """Raise one `DataError` with every problem found so far; nothing happens if there is none."""
        if self.problems:
            raise DataError(join("\n", map(str, sorted(self.problems))))

    def _add(self, position: Position, text: str) -> None:
        self.problems.append(Problem(self.file, *position, text))


def read_source(file: Path) -> Source:
    """Read a YAML file; whatever is wrong with it is among the problems of the result."""
    try:
        content = read_bytes(file, MOST_BYTES)
    except UnreadableError as error:
        return _unreadable(str(file), "", error.position, error.fault)
    return parse_source(str(file), content)


def parse_source(file: str, content: bytes) -> Source:
    """Read the bytes of a YAML file called `file`."""
    try:
        found = _build(file, decode(content, MOST_BYTES))
    except UnreadableError as error:
        return _unreadable(file, "", error.position, error.fault)
    return replace(found, problems=list(found.problems))


def _unreadable(file: str, text: str, position: Position, fault: str) -> Source:
    return Source(file, text, problems=[Problem(file, *position, fault)], readable=False)


@lru_cache(maxsize=FILES_REMEMBERED)
def _build(file: str, text: str) -> Source:
    """The source of a text, kept for the next case that extends the same one: nothing but `problems` changes later."""
    if doubtful := _DOUBTFUL_BREAK.search(text):
        code = f"U+{ord(doubtful[0]):04X}"
        fault = say("this character, {code}, ends a line for some programs and not for others; delete it", code=code)
        return _unreadable(file, "", after(text[: doubtful.start()]), fault)
    if odd := [Problem(file, *problem) for problem in odd_indents(text)]:
        return Source(file, normalised(text), problems=odd, readable=False)
    builder = _Builder(file, quick_events(text))
    try:
        if (data := builder.document()) is None or builder.problems:
            builder = _Builder(file, careful_events(text))
            data = builder.document()
    # The scanner lets the errors of chr() and int() through on impossible escapes and directives.
    except (YAMLError, ValueError, OverflowError) as error:
        last = next(reversed(builder.values.values()), (1, 1))
        return _unreadable(file, normalised(text), *in_plain_words(error, text, last))
    source = Source(file, normalised(text), {}, builder.keys, builder.values, builder.problems)
    if isinstance(data, dict):
        source.data.update(data)
        return source
    what = say("the file is empty") if data is None else say("the file is not a mapping")
    hint = missing_space(data) if isinstance(data, str) else ""
    told = hint or say("{what}; expected 'key: value' lines", what=what)
    return _unreadable(file, source.text, source.place(()), told)


class _Builder:
    """Turns the parser's events into plain data and notes where each part stands."""

    def __init__(self, file: str, events: Events):
        self.file = file
        self.keys: dict[KeyPath, Position] = {}
        self.values: dict[KeyPath, Position] = {}
        self.problems: list[Problem] = []
        self.parts = 0
        self.events = events

    def document(self) -> Any:
        """The data of the first document, or None when there is none; a second document is a problem."""
        data, documents = None, 0
        for event in self.events:
            if isinstance(event, NODE):
                data = self.node(event, ())
            elif isinstance(event, DOCUMENT_START):
                documents += 1
                self.directives(event)
            if documents > 1:
                self.report(event, say("a second document starts here; expected one; remove this '---' line"))
                break
        return data

    def directives(self, event: Any) -> None:
        """Refuse lines such as '%YAML 1.1', which change how the rest is read."""
        if event.version or event.tags:
            self.report(event, say("the line above that begins with '%' is not used here; remove it"))

    def node(self, event: Any, path: KeyPath) -> Any:
        """The data of the node that `event` begins."""
        self.parts += 1
        if len(path) > DEEPEST or self.parts > MOST_PARTS:
            fault = TOO_DEEP if len(path) > DEEPEST else TOO_MUCH
            raise MarkedYAMLError(problem=fault, problem_mark=event.start_mark)
        self.values[path] = self.position(event)
        if isinstance(event, ALIAS):
            self.report(event, say("'*' repeats another part of the file; write the value out instead"))
            return ""
        self.refuse_sharing(event)
        if isinstance(event, MAPPING_START):
            return self.mapping(path)
        if isinstance(event, SEQUENCE_START):
            return self.sequence(path)
        if self.is_unwritten(event) and path in self.keys:
            self.values[path] = self.keys[path]
        return self.scalar(event)

    def mapping(self, path: KeyPath) -> dict[str, Any]:
        """The keys and values up to the end of the mapping."""
        data: dict[str, Any] = {}
        while not isinstance(event := next(self.events), MAPPING_END):
            key = self.key(event, path)
            here = (*path, key)
            if key in data:
                first = self.keys[here][0]
                self.report(
                    event,
                    say("'{key}' is written twice, first on line {first}; keep one of them", key=key, first=first),
                )
            self.keys[here] = self.position(event)
            data[key] = self.node(next(self.events), here)
        return data

    def sequence(self, path: KeyPath) -> list[Any]:
        """The items up to the end of the list."""
        items: list[Any] = []
        while not isinstance(event := next(self.events), SEQUENCE_END):
            items.append(self.node(event, (*path, len(items))))
        return items

    def key(self, event: Any, path: KeyPath) -> str:
        """The text of a key; anything but a text is a problem."""
        if isinstance(event, SCALAR):
            self.refuse_sharing(event)
            if event.value == "<<" and not event.style:
                self.report(event, say("'<<' merges another mapping into this one; write its keys out instead"))
            return self.scalar(event)
        self.report(event, say("a key must be a plain text; expected 'key: value'"))
        self.node(event, (*path, "?"))
        return "?"

    def scalar(self, event: Any) -> str:
        """The text of a scalar as written; YAML's own words for nothing are the empty text."""
        written = normalised(event.value or "")
        if code := first_invisible(written):
            self.report(
                event,
                say("this text holds a control character or one that cannot be seen, {code}; remove it", code=code),
            )
        text = without_invisible(written)
        return "" if not event.style and text in ("~", "null", "Null", "NULL") else text

    def refuse_sharing(self, event: Any) -> None:
        """Report anchors and tags: each line must mean what it says by itself."""
        if event.anchor:
            self.report(
                event,
                say("'&{anchor}' names this part for reuse; remove it and write each value out", anchor=event.anchor),
            )
        if event.tag:
            self.report(event, say("'!' changes the type of a value; remove it and write the value alone"))

    def report(self, event: Any, text: str) -> None:
        self.problems.append(Problem(self.file, *self.position(event), text))

    @staticmethod
    def position(event: Any) -> Position:
        return event.start_mark.line + 1, event.start_mark.column + 1

    @staticmethod
    def is_unwritten(event: Any) -> bool:
        """Whether the value is missing; the parser places it at whatever comes next."""
        return isinstance(event, SCALAR) and not event.value and not event.style
