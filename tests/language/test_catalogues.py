"""Every sentence of the program has its words in every language, with the same facts in them."""

import ast
import re
from pathlib import Path
from string import Formatter
from unicodedata import is_normalized

import pytest
import update_catalogues
from babel.messages.pofile import read_po

import qnsim
from qnsim import errors
from qnsim.language.languages import catalogue

PACKAGE = Path(qnsim.__file__).parent
SENTENCES = update_catalogues.sentences()


def facts_in(template):
    return sorted(f"{name}:{spec}" for _, name, spec, _ in Formatter().parse(template) if name is not None)


@pytest.mark.parametrize("room", SENTENCES)
def test_the_catalogue_of_a_room_holds_its_sentences_and_no_others(room):
    file = update_catalogues.FOLDER / f"{room}.po"
    assert file.exists(), "run: python docs/update_catalogues.py"
    written = file.read_bytes()
    assert written == update_catalogues.updated(room, SENTENCES[room]), "run: python docs/update_catalogues.py"
    assert not update_catalogues.untranslated(room)


def test_no_catalogue_is_of_a_room_that_says_nothing():
    assert {file.stem for file in update_catalogues.FOLDER.glob("*.po")} == set(SENTENCES)


def test_a_sentence_has_the_same_words_in_every_room():
    """The catalogues are read as one, so of two translations the last would silently win."""
    words = {}
    for file in update_catalogues.FOLDER.glob("*.po"):
        with file.open("rb") as stream:
            for entry in filter(lambda each: each.id, read_po(stream)):
                words.setdefault(entry.id, set()).add(entry.string)
    assert {text: said for text, said in words.items() if len(said) > 1} == {}


@pytest.mark.parametrize("room", SENTENCES)
def test_a_translation_holds_the_same_facts(room):
    words = catalogue("vi")
    assert [text for text in SENTENCES[room] if facts_in(text) != facts_in(words.get(text, text))] == []


def test_translations_are_composed_letters():
    words = update_catalogues.FOLDER.glob("*.po")
    assert [file.name for file in words if not is_normalized("NFC", file.read_text(encoding="utf-8"))] == []


def test_a_sentence_begins_and_ends_with_the_spaces_of_its_english():
    def edges(text):
        return re.match(r"\s*", text)[0], re.search(r"\s*$", text)[0]

    assert {text for text, words in catalogue("vi").items() if edges(text) != edges(words)} == set()


def calls_of_say():
    for file in sorted(PACKAGE.rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "say":
                yield f"{file.relative_to(PACKAGE)}:{node.lineno}", node


def test_every_sentence_is_written_where_it_is_said():
    """A template in a variable would be in no catalogue. Those of the help are collected by themselves."""
    hidden = [where for where, call in calls_of_say() if not isinstance(call.args[0], ast.Constant)]
    assert [where for where in hidden if not where.startswith("cli/help.py:")] == []


def test_every_sentence_is_given_its_facts():
    wrong = [
        where
        for where, call in calls_of_say()
        if isinstance(call.args[0], ast.Constant) and None not in {word.arg for word in call.keywords}
        if {name.partition(":")[0].partition(".")[0].partition("[")[0] for name in facts_in(call.args[0].value)}
        != {word.arg for word in call.keywords}
    ]
    assert wrong == []


def test_an_error_is_raised_with_a_sentence_that_languages_can_say():
    """A literal or an f-string would reach every reader in English."""
    classes = {name for name, each in vars(errors).items() if isinstance(each, type)}
    plain = []
    for file in sorted(PACKAGE.rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in classes:
                plain += [
                    f"{file.name}:{node.lineno}"
                    for given in node.args[:1]
                    if isinstance(given, ast.JoinedStr | ast.BinOp) or isinstance(getattr(given, "value", None), str)
                ]
    assert plain == []
