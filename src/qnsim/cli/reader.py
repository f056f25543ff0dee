"""In which language the command line speaks: what --lang asks for, else what the locale asks for."""

from __future__ import annotations

from argparse import ArgumentParser
from collections.abc import Sequence

from qnsim.errors import UsageError
from qnsim.language import LANGUAGES, Language, language_called, language_of_the_system, say
from qnsim.press.terminal import Terminal


def terminal_of(code: str) -> Terminal:
    """Where a command prints, in the language of a code. Raises `UsageError` for a language that is not spoken here."""
    return Terminal(_called(code))


def language_of(arguments: Sequence[str]) -> Language:
    """The language of a whole command line, for its help and its errors, before anything of it is understood."""
    parser = ArgumentParser(add_help=False, allow_abbrev=False, exit_on_error=False)
    parser.add_argument("--lang", nargs="?")
    asked, _ = parser.parse_known_args(list(arguments))
    return (language_called(asked.lang) if asked.lang else None) or language_of_the_system()


def _called(code: str) -> Language:
    if found := language_called(code):
        return found
    known = ", ".join(f"{each.code} ({each.name})" for each in LANGUAGES)
    raise UsageError(
        say("--lang: '{code}' is not a language of this program; expected one of {known}", code=code, known=known)
    )
