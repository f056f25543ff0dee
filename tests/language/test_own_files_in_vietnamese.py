"""A new scenario file, and where its values come from, are told in Vietnamese; what is English only is marked so."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from vietnamese import english_words

from qnsim.facts.case import read_case
from qnsim.facts.shipped import scenario_folder
from qnsim.language import ENGLISH, VIETNAMESE, Language
from qnsim.scenarios.scenario import Scenario, find_scenarios, read_scenario
from qnsim.scenarios.template import scenario_template
from qnsim.workflow.explanations import explain

CASE = read_case()
SHIPPED = find_scenarios([], scenario_folder())
MARKED = re.compile(r"(?:^|(?<=[#:;] ))[^#:]*\(tiếng Anh\)$")
SOURCE = re.compile(r"^nguồn: .*")  # of a fact, in the words of whoever gave it
UNITS = {"year", "quarter"}


def parent_of(file: Path) -> Scenario:
    return read_scenario(file, CASE.catalogue, scenario_folder())


def left(text: str) -> set[str]:
    """English words of a text but for units, and for what is said to be English."""
    lines = [SOURCE.sub("", MARKED.sub("", line)) for line in text.splitlines()]
    return english_words("\n".join(lines)) - UNITS


@pytest.mark.parametrize("file", SHIPPED, ids=lambda file: file.stem)
def test_no_comment_of_a_new_file_has_english_words(file: Path) -> None:
    text = scenario_template("ke-hoach", file.name, parent_of(file), CASE, VIETNAMESE)
    # What stands before the comment of a line is a value, as files write it.
    comments = [re.sub(r"^  # \w+: .*?   # ", "# ", line) for line in text.splitlines()[1:] if "#" in line]
    assert len(comments) > len(CASE.levers)
    assert {line: found for line in comments if (found := left(line))} == {}


@pytest.mark.parametrize("language", [VIETNAMESE, ENGLISH], ids=lambda language: language.code)
def test_a_new_file_can_be_read_in_either_language(language: Language, tmp_path: Path) -> None:
    parent = parent_of(scenario_folder() / "resolution-2023.yaml")
    file = tmp_path / "ke-hoach.yaml"
    text = scenario_template("ke-hoach", "resolution-2023.yaml", parent, CASE, language)
    file.write_text(re.sub("^  # (?=[a-z_]+:)", "  ", text, flags=re.MULTILINE), encoding="utf-8")
    assert set(parent_of(file).settings) > set(parent.settings)


def test_the_examples_of_a_new_file_can_be_used(tmp_path: Path) -> None:
    parent = parent_of(scenario_folder() / "resolution-2023.yaml")
    file = tmp_path / "ke-hoach.yaml"
    text = scenario_template("ke-hoach", "resolution-2023.yaml", parent, CASE, VIETNAMESE)
    used = re.sub(r"^#   (?=- \{)", "  ", text, flags=re.MULTILINE)
    file.write_text(re.sub(r"^# (?=baseline: \{)", "", used, flags=re.MULTILINE), encoding="utf-8")
    (judgement,) = parent_of(file).judgements
    assert judgement.reason == "đóng cửa mỏ"
    assert [each.source for each in parent_of(file).baselines.values()] == ["nơi công bố số liệu"]


@pytest.mark.parametrize(
    "key", [*sorted(CASE.levers)[:8], "coal_capacity", "storm", "pandemic", "electricity_growth_trend", "new_firms"]
)
def test_where_a_value_comes_from_has_no_english_words(key: str) -> None:
    lines = [VIETNAMESE.say(line) for line in explain("baseline", key, CASE)]
    assert lines and {line: found for line in lines if (found := left(line))} == {}
