"""Faults, checks and pages of the model say everything in Vietnamese, but for what is named here."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import update_catalogues
from vietnamese import english_words

import qnsim
from qnsim.chance.coordinates import coordinates_of
from qnsim.errors import NotFiniteError, QnsimError
from qnsim.facts.case import read_case
from qnsim.language import VIETNAMESE
from qnsim.language.languages import catalogue
from qnsim.run import prepare, run_one_draw
from qnsim.scheduler import Processes
from qnsim.workflow.asking import lever_of, share, target_of
from qnsim.workflow.checks import check_everything
from qnsim.workflow.manifests import Comparison, read_manifest
from qnsim.workflow.model_pages import describe_name, draw_diagrams
from qnsim.workflow.scenarios import load_scenario, new_scenario

ROOMS = ("engine", "chance", "program", "paper", "analysis", "workflow", "cli")
VIETNAMESE_TOO = {"in"}  # to print
VALUES = {"a", "model", "together", "probability"}  # of options
NAMES = re.compile(r"\{[^}]*\}|^scenario(?= là)|\b(?:Student|Scenario|Target)\b|\(tiếng Anh\).*|\b[a-z]+(?=\.yaml)")
CASE = read_case()
EXPERIMENT = prepare(load_scenario("baseline", CASE), CASE)


def left(text: str) -> set[str]:
    """The English words that a Vietnamese reader meets in a text."""
    said = "\n".join(NAMES.sub(" ", line) for line in VIETNAMESE.say(text).splitlines())
    return english_words(said) - VIETNAMESE_TOO


def rooms_of_ours() -> list[str]:
    return [room for room in update_catalogues.sentences() if room.partition(".")[0] in ROOMS]


@pytest.mark.parametrize("room", rooms_of_ours())
def test_no_translation_of_a_room_has_english_words(room: str) -> None:
    words = catalogue("vi")
    texts = {text: words[text] for text in update_catalogues.sentences()[room]}
    assert {text: left(said) for text, said in texts.items() if left(said) - VALUES} == {}


def manifest(text: str) -> Callable[[Path], object]:
    def read(folder: Path) -> object:
        (folder / "manifest.json").write_text(text, encoding="utf-8")
        return read_manifest(folder)

    return read


MISTAKES: dict[str, Callable[[Path], object]] = {
    "draws": lambda _: qnsim.Stratified(draws=5),
    "draws of another kind": lambda _: qnsim.Stratified(draws="many"),  # type: ignore[arg-type]
    "seed": lambda _: qnsim.Stratified(seed=-1),
    "columns": lambda _: qnsim.Columns({"coal_capacity": np.array([0.0, 0.5])}),
    "coordinate": lambda _: prepare(EXPERIMENT.scenario, CASE, qnsim.Columns({"coal": np.full(80, 0.5)})),
    "a name instead of a scenario": lambda _: prepare("baseline", CASE),  # type: ignore[arg-type]
    "draw": lambda _: run_one_draw(EXPERIMENT, 10_000, []),
    "processes": lambda _: Processes(0),
    "target": lambda _: target_of(CASE, "grdp"),
    "lever": lambda _: lever_of(CASE, "levr"),
    "probability": lambda _: share("200"),
    "name of the model": lambda _: describe_name("coal_capasity"),
    "block": lambda folder: draw_diagrams(folder, ["mine"]),
    "new scenario": lambda folder: new_scenario("baseline", "baseline", folder, CASE),
    "empty manifest": manifest("{}"),
    "list for a manifest": manifest("[]"),
    "no JSON": manifest('{"run": '),
}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_is_told_without_english_words(mistake: str, tmp_path: Path) -> None:
    with pytest.raises(QnsimError) as told:
        MISTAKES[mistake](tmp_path)
    text = str(told.value)
    assert VIETNAMESE.say(text) != text and left(text) == set()


def test_a_number_that_is_none_is_told_without_english_words() -> None:
    fault = NotFiniteError(0, "2023Q1", 3, "x")
    assert VIETNAMESE.say(str(fault)) == "2023Q1, lần mô phỏng 3: x"


@pytest.mark.parametrize(
    "comparison",
    [
        Comparison((), ()),
        Comparison((), None),
        Comparison(("numpy 1 → 2",), ("summary.csv",)),
        Comparison((), ("summary.csv",)),
    ],
)
def test_a_repeated_run_is_compared_without_english_words(comparison: Comparison) -> None:
    assert [line for line in comparison.lines() if left(line) or VIETNAMESE.say(line) == line] == []


@pytest.mark.parametrize("name", ["coal_capacity", "grdp", "tourist_arrivals_trend_growth", "time"])
def test_what_a_name_of_the_model_is_has_no_english_words_but_marked_ones(name: str) -> None:
    lines = [line for line in describe_name(name) if " = " not in line]  # formulas are of names
    units = {"year"}
    assert [line for line in lines if left(line) - units] == []
    assert "(tiếng Anh)" in "\n".join(map(VIETNAMESE.say, lines))


def test_labels_of_coordinates_are_vietnamese_where_the_facts_are() -> None:
    found = coordinates_of(EXPERIMENT.scenario, CASE, EXPERIMENT.horizon)
    assert [each.label for each in found if each.input in CASE.parameters and left(each.label)] == []


@pytest.mark.slow
def test_what_is_checked_is_told_without_english_words() -> None:
    lines = check_everything([], None, CASE)
    assert [line for line in lines if english_words(VIETNAMESE.say(line).partition(":")[0])] == []
