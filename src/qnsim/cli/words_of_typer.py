"""Typer's own words in the reader's language: typer knows them in English only, and has no place to give others.

English stays as typer prints it. In another language the help goes through a formatter of ours, and a usage error is
known by typer's sentence; one that is not known here, of another version of typer, stays English.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager
from typing import Any

import typer

from qnsim.language import ENGLISH, Language, join, say

Fault: type[Any] = next(each for each in reversed(typer.BadParameter.__mro__) if hasattr(each, "show"))
USAGE = {"[OPTIONS]": say("[OPTIONS]"), "COMMAND [ARGS]...": say("COMMAND [ARGS]...")}
HEADINGS = {"Arguments": say("Arguments"), "Options": say("Options"), "Commands": say("Commands")}
HELP = {"Show this message and exit.": say("Show this message and exit."), "required": say("required")}
DEFAULTS = {"(the locale's)": say("(the locale's)")}
KNOWN: tuple[tuple[str, Callable[..., str]], ...] = (
    (
        r"No such command ('.+?')\.(.*)",
        lambda name, more: say("No such command {name}.{more}", name=name, more=_why(more)),
    ),
    (
        r"No such option:? '?([^\s']+)'?\.?(.*)",
        lambda name, more: say("No such option: {name}{more}", name=name, more=_why(more)),
    ),
    (r" \(?Did you mean (?:one of: )?([^?]+)\?\)?.*", lambda names: say(" Did you mean {names}?", names=names)),
    (r" \(Possible options: (.+)\)", lambda names: say(" (Possible options: {names})", names=names)),
    (r"Missing argument (\S+)\.", lambda name: say("Missing argument {name}.", name=name)),
    (r"Missing option (.+)\.", lambda name: say("Missing option {name}.", name=name)),
    (r"Missing command\.", lambda: say("Missing command.")),
    (
        r"Invalid value for (.+?): (.+)",
        lambda name, why: say("Invalid value for {name}: {why}", name=name, why=_why(why)),
    ),
    (r"Option (\S+) requires an argument\.", lambda name: say("Option {name} requires an argument.", name=name)),
    (r"Option (\S+) does not take a value\.", lambda name: say("Option {name} does not take a value.", name=name)),
    (
        r"Got unexpected extra argument(?:s|\(s\))? \((.+)\)",
        lambda given: say("Got unexpected extra arguments ({given})", given=given),
    ),
    (
        r"Input should be a valid integer.*|.* is not a valid (?:int|integer)(?: range)?\.",
        lambda: say("expected a whole number"),
    ),
    (
        r"Input should be greater than or equal to (.+)|.* is not in the range x>=(.+)\.",
        lambda *least: say("expected {least} or more", least=least[0] or least[1]),
    ),
)


def speaking(command: Any, language: Language) -> None:
    """Let the help of a command have typer's words in a language."""
    if language == ENGLISH:
        return
    formatter = _formatter(command.context_class.formatter_class, language.say)
    command.context_class = type("Context", (command.context_class,), {"formatter_class": formatter})


def usage_error(fault: Any, language: Language) -> None:
    """Print what is wrong with a command line, and how it is used, on standard error."""
    if language == ENGLISH or fault.__class__.__name__ == "NoArgsIsHelpError":
        fault.show()
        return
    context = getattr(fault, "ctx", None)
    lines: list[str] = []
    if context is not None:
        lines = [context.get_usage(), say("Try '{command} --help' for help.", command=context.command_path), ""]
    for line in [*lines, say("Error: {what}", what=_why(fault.format_message()))]:
        typer.echo(language.say(line), err=True)


def _why(english: str) -> str:
    """What typer says, as a text that can be said in another language; what is not known as it is."""
    for pattern, text in KNOWN:
        if found := re.fullmatch(pattern, english, re.DOTALL):
            return text(*found.groups())
    return english


def _formatter(base: Any, said: Callable[[str], str]) -> type:
    """The formatter of help pages with its fixed words as a language says them."""

    class Formatter(base):  # type: ignore[misc]
        def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
            for english, text in USAGE.items():
                args = args.replace(english, said(text))
            super().write_usage(prog, args, said(say("Usage: ")))

        def section(self, name: str) -> AbstractContextManager[None]:
            within: AbstractContextManager[None] = super().section(said(HEADINGS.get(name, name)))
            return within

        def write_dl(self, rows: Sequence[tuple[str, str]], *spacing: Any, **more: Any) -> None:
            super().write_dl([(name, said(_row(told))) for name, told in rows], *spacing, **more)

    return Formatter


def _row(told: str) -> str:
    """The help of an option, with what typer adds in brackets behind it."""
    text, _, added = told.replace("  \\[", "  [").partition("  [")
    text = HELP.get(text, text)
    if not added.endswith("]"):
        return text if not added else told
    return join("", [text, "  [", join("; ", _added(added[:-1].split("; "))), "]"])


def _added(parts: Iterable[str]) -> list[str]:
    return [
        say("default: {value}", value=DEFAULTS.get(value, value))
        if (value := part.removeprefix("default: ")) != part
        else HELP.get(part, part)
        for part in parts
    ]
