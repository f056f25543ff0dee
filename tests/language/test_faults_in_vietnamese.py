"""What is wrong with a file is told to a Vietnamese reader without an English word."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from pathlib import Path

import pytest
import update_catalogues
from vietnamese import english_words

from qnsim.errors import QnsimError
from qnsim.facts.known_values import read_known_values
from qnsim.facts.observation_rows import COLUMNS
from qnsim.facts.observations import parse_observations
from qnsim.facts.parameters import ROLES
from qnsim.facts.targets import read_targets
from qnsim.files.parser_words import YAML_SAYS, in_known_words
from qnsim.files.yaml_source import parse_source
from qnsim.language import VIETNAMESE
from qnsim.language.languages import catalogue as words_of
from qnsim.scenarios.reality_checks import VERBS, Measurable, read_reality_checks
from qnsim.scenarios.scenario import Catalogue, read_scenario

BAD = Path(__file__).parents[1] / "bad"
LAST_YEAR = 2022
ROOMS = ("files", "quantities", "facts", "scenarios")
KEYS = {
    "record",
    "prior",
    "share",
    "year",
    "quarter",
    "against",
    "when",
    "a",
    "error",
    "to",
    "between",
    "says",
    "scenario",
}
VALUES = [value for value in (*ROLES, *VERBS) if " " in value]  # what files call things stays as it is
OUTCOMES = {
    ("grdp", ""): Measurable("trillion VND_2022", True),
    ("grdp_growth_final", ""): Measurable("%", False),
    ("value_added_growth", "mining"): Measurable("%", True),
    ("value_added_growth", "services"): Measurable("%", True),
}
# What the parser of YAML has words of its own for, where nothing better can be said.
NOT_YAML = (
    "a: - b",
    "a: ? b",
    "a: [1, }",
    "a: ]",
    "a: , b",
    "a: |0\n x",
    "a: |x\n y",
    "a: > x",
    "a: & 1",
    "a: *",
    "a: !x!y 1",
    "a: !<b 1",
    "a: 'x\n---\n'",
    "a: b\n... c: d",
    "%YAML 2.0\n---\na: 1",
    "%YAML 1\n---\na: 1",
    "%YAML x\n---\na: 1",
    "%YAML 1.2\n%YAML 1.2\n---\na: 1",
    "%TAG ! x\n%TAG ! y\n---\na: 1",
)
ENGLISH_MARK = "(tiếng Anh)"


def told(read: Callable[[], object]) -> str:
    with pytest.raises(QnsimError) as caught:
        read()
    return VIETNAMESE.say(str(caught.value))


def in_the_file(file: Path, said: str) -> set[str]:
    """English words that are told and do not stand in the file itself, from which a message may quote."""
    quoted = english_words(file.read_text(encoding="utf-8", errors="replace").partition("\n")[2])
    return left(said.replace(str(BAD), "")) - quoted


def left(said: str) -> set[str]:
    """English words of a message but for those that a file has too."""
    for value in VALUES:
        said = said.replace(value, "")
    return english_words(said) - KEYS


@pytest.mark.parametrize("file", sorted((BAD / "scenarios").glob("*.yaml")), ids=lambda file: file.stem)
def test_of_a_scenario(file: Path, catalogue: Catalogue) -> None:
    said = told(lambda: read_scenario(file, catalogue, BAD / "no-such-folder"))
    assert in_the_file(file, said) == set(), said


@pytest.mark.parametrize("file", sorted((BAD / "targets").glob("*.yaml")), ids=lambda file: file.stem)
def test_of_targets(file: Path) -> None:
    said = told(lambda: read_targets(file))
    assert in_the_file(file, said) == set(), said


@pytest.mark.parametrize("file", sorted((BAD / "observations").glob("*.csv")), ids=lambda file: file.stem)
def test_of_observations(file: Path) -> None:
    content = file.read_bytes().partition(b"\n")[2]
    said = told(lambda: parse_observations("so-lieu.csv", content, LAST_YEAR))
    assert in_the_file(file, said) == set(), said


@pytest.mark.parametrize("file", sorted((BAD / "reality-checks").glob("*.yaml")), ids=lambda file: file.stem)
def test_of_reality_checks(file: Path, catalogue: Catalogue, tmp_path: Path) -> None:
    for name in ("baseline", "fdi-drought"):
        text = f"name: {name}\ntitle: {{vi: a, en: b}}\nwhy: a test\n"
        (tmp_path / f"{name}.yaml").write_text(text, encoding="utf-8")
    said = told(lambda: read_reality_checks(file, catalogue, tmp_path, OUTCOMES))
    assert in_the_file(file, said) == set(), said


@pytest.mark.parametrize("room", ROOMS)
def test_no_translation_of_a_room_has_english_words(room: str) -> None:
    words = words_of("vi")
    assert {text: found for text in update_catalogues.sentences()[room] if (found := left(words[text]))} == {}


@pytest.mark.parametrize("text", NOT_YAML)
def test_of_what_the_parser_of_yaml_says(text: str) -> None:
    (problem,) = parse_source("ke-hoach.yaml", text.encode()).problems
    said = VIETNAMESE.say(str(problem))
    assert "không đọc được theo YAML" in said and ENGLISH_MARK not in said
    assert english_words(said) == set()


def test_of_a_cell_that_never_ends() -> None:
    content = ",".join(COLUMNS).encode() + b"\n" + b"x" * 200_000
    said = told(lambda: parse_observations("so-lieu.csv", content, LAST_YEAR))
    assert "một ô dài quá giới hạn (131072 ký tự)" in said and english_words(said) == set()


@pytest.mark.parametrize(
    ("name", "expected"),
    [("khong-co.csv", "không có tệp"), (".", "thư mục"), ("x" * 300, "tên tệp quá dài")],
)
def test_of_what_the_system_refuses(name: str, expected: str, tmp_path: Path) -> None:
    said = told(lambda: read_known_values(tmp_path / name))
    assert expected in said.rpartition(":1:1: ")[2] and ENGLISH_MARK not in said
    assert english_words(said.rpartition(":1:1: ")[2]) == set()


def test_a_complaint_that_nobody_foresaw_is_said_to_be_english() -> None:
    found = in_known_words("the moon is full", YAML_SAYS)
    assert (found, VIETNAMESE.say(found)) == ("the moon is full", "the moon is full (tiếng Anh)")


def test_the_check_would_see_a_message_that_forgot_its_parts(tmp_path: Path, catalogue: Catalogue) -> None:
    file = tmp_path / "plan.yaml"
    file.write_text("name: plan\n", encoding="utf-8")
    with contextlib.suppress(QnsimError):
        read_scenario(file, catalogue, tmp_path)
    assert english_words("plan.yaml:1:1: 'why' is missing; expected a sentence; add it") >= {"is", "expected"}
