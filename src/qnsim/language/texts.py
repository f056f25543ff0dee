"""Texts that can be said in another language: each is its English text, and remembers what it was made of.

Whoever writes a text needs no language; whoever prints it hands it to one (`Language.say`). A text that is joined to
another by `+` or an f-string forgets its parts: `say` and `join` keep them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType


class Sentence(str):
    """A template in English with facts by name, such as `say("{file} is empty", file=file)`.

    A fact is a text of this module, which the language says too, or anything else, which is written as it is: a name,
    a path, or a number in the form in which it stands in files.
    """

    template: str
    facts: Mapping[str, object]

    def __new__(cls, template: str, facts: Mapping[str, object]) -> Sentence:
        made = super().__new__(cls, template.format(**facts))
        made.template, made.facts = template, MappingProxyType(dict(facts))
        return made

    def __getnewargs__(self) -> tuple[str, dict[str, object]]:  # type: ignore[override]
        return self.template, dict(self.facts)

    def __getstate__(self) -> None:
        """Nothing beside what makes it anew: a view of a mapping does not travel between processes."""

    def __str__(self) -> str:
        return self  # str() of an error that holds one keeps its parts


class Joined(str):
    """Several texts with the same separator between them, which may be a text to say as well."""

    separator: str
    parts: tuple[str, ...]

    def __new__(cls, separator: str, parts: Iterable[str]) -> Joined:
        kept = tuple(parts)
        made = super().__new__(cls, separator.join(kept))
        made.separator, made.parts = separator, kept
        return made

    def __getnewargs__(self) -> tuple[str, tuple[str, ...]]:  # type: ignore[override]
        return self.separator, self.parts

    def __str__(self) -> str:
        return self


class Label(str):
    """A text that facts give in every language, by its code."""

    given: Mapping[str, str]

    def __new__(cls, given: Mapping[str, str]) -> Label:
        made = super().__new__(cls, given["en"])
        made.given = dict(given)
        return made

    def __getnewargs__(self) -> tuple[dict[str, str]]:  # type: ignore[override]
        return (dict(self.given),)

    def __str__(self) -> str:
        return self


class Figure(str):
    """Numbers for reading, written with a decimal point: the language puts its own marks, as in 10,3% for 10.3%."""

    def __str__(self) -> str:
        return self


def say(template: str, /, **facts: object) -> Sentence:
    """A sentence from a template, which stands in the catalogue of each language, and what fills its braces."""
    return Sentence(template, facts)


def join(separator: str, parts: Iterable[str]) -> Joined:
    """Texts joined as by `separator.join(parts)`, which keep their parts."""
    return Joined(separator, parts)


def label(given: Mapping[str, str]) -> Label:
    """A text that facts give as `{vi: ..., en: ...}`."""
    return Label(given)


def english_only(text: str) -> Label:
    """A text that is known in English only, such as a meaning in the model; other readers are told so."""
    return Label({"en": text, "vi": f"{text} (tiếng Anh)"})


def figure(written: str) -> Figure:
    """A number formatted for reading, in English."""
    return Figure(written)
