"""The quick parser of sound files: what it reads is what the careful one reads, and what it refuses is told by that."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from qnsim.facts.shipped import data_folder
from qnsim.files import yaml_source
from qnsim.files.yaml_events import careful_events, quick_events
from qnsim.files.yaml_source import Source, parse_source

ROOT = Path(__file__).parents[2]
SHIPPED = sorted([*data_folder().parent.rglob("*.yaml"), *(ROOT / "scenarios").glob("*.yaml")])
BAD = sorted((ROOT / "tests" / "bad").rglob("*.yaml"))
WRITTEN = (
    "a: 1\nb: [x, y]\n",
    "a: {b: 1, c: 'two'}\n",
    "a: 2030-01-01\nb: no\nc: ~\nd:\ne: 012\n",
    "- a\n- b: c\n",
    "a: |\n  two\n  lines\nb: >-\n  one\n  line\n",
    "a: 'it''s'\nb: \"tab\\tand \\u1ea1\"\n",
    "Tỷ lệ: 1 # lời\n\n\nkhác: [1,2]\n",
    "a:\tb\n",
    "a: b: c\n",
    "\ta: 1\n",
    "a: [1, 2\nb: 3\n",
    "a: &x 1\nb: *x\n",
    "a: !!str 1\n",
    "%YAML 1.1\n---\na: 1\n",
    "a: 1\n---\nb: 2\n",
    "a: 1\na: 2\n",
    "? [a]\n: b\n",
    "a: @b\n",
    "'a\nb': 1\n",
    "a: 1\r\nb: 2\r\n",
    "",
    "# nothing\n",
    "text\n",
)


def reading(content: bytes, events: object, monkeypatch: pytest.MonkeyPatch) -> Source:
    monkeypatch.setattr(yaml_source, "quick_events", events)
    yaml_source._build.cache_clear()
    try:
        return parse_source("file.yaml", content)
    finally:
        yaml_source._build.cache_clear()


@pytest.mark.parametrize("file", [*SHIPPED, *BAD], ids=lambda file: "/".join(file.parts[-3:]))
def test_a_file_says_the_same_to_both_parsers(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    content = file.read_bytes()
    assert reading(content, quick_events, monkeypatch) == reading(content, lambda _: iter(()), monkeypatch)


@pytest.mark.parametrize("text", WRITTEN)
def test_a_text_says_the_same_to_both_parsers(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    content = text.encode()
    assert reading(content, quick_events, monkeypatch) == reading(content, lambda _: iter(()), monkeypatch)


def test_sound_files_never_meet_the_careful_parser(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(text: str) -> object:
        raise AssertionError("the careful parser was asked")

    assert yaml.__with_libyaml__
    monkeypatch.setattr(yaml_source, "careful_events", refuse)
    for file in SHIPPED:
        assert reading(file.read_bytes(), quick_events, monkeypatch).readable


def test_without_libyaml_the_careful_parser_reads(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(yaml, "CSafeLoader")
    assert list(quick_events("a: 1")) == []
    assert [type(each).__name__ for each in careful_events("a")][2] == "ScalarEvent"
