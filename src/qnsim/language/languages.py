"""Languages: how each says a text, from its catalogue of sentences and its marks in numbers."""

from __future__ import annotations

import locale
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from unicodedata import normalize

from qnsim.language.texts import Figure, Joined, Label, Sentence

_NUMBER = re.compile(r"\d[\d.,]*\d|(?<![\w.])\.\d+")
_MARKS = {".": "decimal", ",": "group"}
SETTINGS = ("LC_ALL", "LC_MESSAGES", "LANG")


@dataclass(frozen=True)
class Language:
    """A language by its code, 'en' or 'vi'; `name` is what its speakers call it."""

    code: str
    name: str

    def say(self, text: str) -> str:
        """A text in this language; one that is only a string, such as a file's name, stays as it is."""
        if isinstance(text, Sentence):
            return self._template(text.template).format(**{name: self._fact(fact) for name, fact in text.facts.items()})
        if isinstance(text, Joined):
            return self.say(text.separator).join(map(self.say, text.parts))
        if isinstance(text, Label):
            return text.given[self.code]
        if isinstance(text, Figure):
            return _NUMBER.sub(self._marked, text[:])
        return text

    def _fact(self, fact: object) -> object:
        return self.say(fact) if isinstance(fact, str) else fact

    def _template(self, english: str) -> str:
        if self.code == "en":
            return english
        return catalogue(self.code).get(english) or english  # a test finds every sentence that has no words yet

    def _marked(self, number: re.Match[str]) -> str:
        marks = _marks(self.code)
        return "".join(marks.get(character, character) for character in number[0])


ENGLISH = Language("en", "English")
VIETNAMESE = Language("vi", "Tiếng Việt")
LANGUAGES = (VIETNAMESE, ENGLISH)


def language_called(code: str) -> Language | None:
    """The language of a code such as 'vi', or of a locale such as 'vi_VN.UTF-8'; None if it is none of ours."""
    found = [each for each in LANGUAGES if re.match(rf"{each.code}(?![a-z])", code, re.IGNORECASE)]
    return found[0] if found else None


def language_of_the_system(settings: Mapping[str, str] = os.environ) -> Language:
    """The language that the locale asks for, by the first of LC_ALL, LC_MESSAGES and LANG that is set; else English."""
    chosen = next((settings[name] for name in SETTINGS if settings.get(name)), "") or (locale.getlocale()[0] or "")
    spoken = chosen.replace("Vietnamese", "vi")  # how Windows calls it
    return language_called(spoken) or ENGLISH


@cache
def catalogue(code: str) -> Mapping[str, str]:
    """English templates and what stands for them, from the files of a language: one for each room of the program."""
    from babel.messages.pofile import read_po

    found: dict[str, str] = {}
    for file in sorted(files("qnsim.language").joinpath(code).iterdir(), key=lambda each: each.name):
        if file.name.endswith(".po"):
            with file.open("rb") as stream:
                found |= {str(each.id): normalize("NFC", str(each.string)) for each in read_po(stream) if each.id}
    return found


@cache
def _marks(code: str) -> Mapping[str, str]:
    """What stands for the point and the comma of English numbers."""
    from babel import Locale

    symbols = Locale.parse(code).number_symbols["latn"]
    return {mark: symbols[name] for mark, name in _MARKS.items()}
