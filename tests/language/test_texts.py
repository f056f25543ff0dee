"""Texts keep their parts on the way from whoever writes them to whoever prints them."""

import pickle
from copy import deepcopy

import pytest

from qnsim.errors import DataError, Problem, ScenarioError
from qnsim.language import ENGLISH, VIETNAMESE, figure, join, label, language_called, language_of_the_system, say

BOTH = {"en": "coal", "vi": "than"}


def test_a_sentence_is_its_english_text():
    assert say("{file} holds {count} rows", file="a.csv", count=3) == "a.csv holds 3 rows"


def test_a_sentence_goes_through_an_error_with_its_parts():
    kept = str(DataError(say("{file} holds no scenario", file="a")))
    assert kept.template == "{file} holds no scenario" and kept.facts == {"file": "a"}


@pytest.mark.parametrize("copy", [deepcopy, lambda text: pickle.loads(pickle.dumps(text))])
def test_a_text_can_be_copied_and_sent_to_another_process(copy):
    text = join(", ", [say("{x} and {y}", x=label(BOTH), y=figure("1.5")), label(BOTH)])
    assert VIETNAMESE.say(copy(text)) == VIETNAMESE.say(text) and copy(text) == text


def test_facts_that_are_texts_are_said_in_the_same_language():
    assert VIETNAMESE.say(say("{name}", name=label(BOTH))) == "than"
    assert ENGLISH.say(say("{name}", name=label(BOTH))) == "coal"


@pytest.mark.parametrize(
    ("english", "vietnamese"),
    [
        ("10.28%", "10,28%"),
        ("1,234.5", "1.234,5"),
        ("\N{MINUS SIGN}0.3", "\N{MINUS SIGN}0,3"),
        ("36% ± 0.3", "36% ± 0,3"),
        (".5", ",5"),
        ("5.3 to", "5,3 to"),
    ],
)
def test_a_figure_takes_the_marks_of_the_language(english, vietnamese):
    assert VIETNAMESE.say(figure(english)) == vietnamese
    assert ENGLISH.say(figure(english)) == english


def test_what_is_only_a_string_stays_as_it_is():
    assert VIETNAMESE.say("my-plan.yaml:9:3 12.5") == "my-plan.yaml:9:3 12.5"


def test_every_problem_of_a_file_is_said():
    error = ScenarioError([Problem("b.yaml", 2, 1, label(BOTH)), Problem("a.yaml", 1, 1, label(BOTH))])
    assert VIETNAMESE.say(str(error)) == "a.yaml:1:1: than\nb.yaml:2:1: than"


@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        ({"LC_ALL": "vi_VN.UTF-8", "LANG": "en_GB.UTF-8"}, VIETNAMESE),
        ({"LC_ALL": "", "LANG": "vi_VN"}, VIETNAMESE),
        ({"LC_ALL": "C.UTF-8", "LANG": "vi_VN.UTF-8"}, ENGLISH),
        ({"LANG": "fr_FR.UTF-8"}, ENGLISH),
        ({"LANG": "vie"}, ENGLISH),
    ],
)
def test_the_locale_chooses_the_language(settings, expected):
    assert language_of_the_system(settings) == expected


def test_a_language_is_called_by_its_code():
    assert (language_called("vi"), language_called("EN"), language_called("fr")) == (VIETNAMESE, ENGLISH, None)
