"""What is wrong with a file is told to a Vietnamese reader without an English word."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from pathlib import Path

import pytest
from vietnamese import english_words

from qnsim.errors import QnsimError
from qnsim.facts.observations import parse_observations
from qnsim.facts.targets import read_targets
from qnsim.language import VIETNAMESE
from qnsim.scenarios.scenario import Catalogue, read_scenario

BAD = Path(__file__).parents[1] / "bad"
LAST_YEAR = 2022
KEYS = {
    "record",
    "prior",
    "share",
    "year",
    "quarter",
    "against",
    "when",
    "a",
}  # what a file calls them, which stays as it is


def told(read: Callable[[], object]) -> str:
    with pytest.raises(QnsimError) as caught:
        read()
    return VIETNAMESE.say(str(caught.value))


def in_the_file(file: Path, said: str) -> set[str]:
    """English words that are told and do not stand in the file itself, from which a message may quote."""
    quoted = english_words(file.read_text(encoding="utf-8", errors="replace").partition("\n")[2])
    return english_words(said.replace(str(BAD), "")) - quoted - KEYS


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


def test_the_check_would_see_a_message_that_forgot_its_parts(tmp_path: Path, catalogue: Catalogue) -> None:
    file = tmp_path / "plan.yaml"
    file.write_text("name: plan\n", encoding="utf-8")
    with contextlib.suppress(QnsimError):
        read_scenario(file, catalogue, tmp_path)
    assert english_words("plan.yaml:1:1: 'why' is missing; expected a sentence; add it") >= {"is", "expected"}
