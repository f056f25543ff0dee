"""The commands with their help in the reader's language."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import typer

from qnsim.cli.options import app
from qnsim.cli.words_of_typer import speaking
from qnsim.language import Language, say


def command_in(language: Language) -> Any:
    """The whole command line, which can be called; its help is in a language."""
    command = typer.main.get_command(app)
    for part in _parts(command):
        if hasattr(part, "context_class"):
            speaking(part, language)
        if part.help and part.help.strip():
            part.help = language.say(_told(part.help))
    return command


def texts_of_help() -> Iterator[str]:
    """Every sentence that the help of a command, argument or option says."""
    for part in _parts(typer.main.get_command(app)):
        if part.help and part.help.strip():
            yield _told(part.help)


def _parts(command: Any) -> Iterator[Any]:
    """A command, its arguments and options, and the same of the commands beneath it."""
    yield command
    yield from (each for each in command.params if hasattr(each, "help"))
    for below in getattr(command, "commands", {}).values():
        yield from _parts(below)


def _told(help_text: str) -> str:
    """The sentence of a help text, whose lines may be broken anywhere."""
    return say(" ".join(help_text.split()).replace("{", "{{").replace("}", "}}"))
