"""The command line. Heavy libraries are imported inside the commands."""

from __future__ import annotations

import os
import sys

import typer

from qnsim.cli import commands, record, reports, studies
from qnsim.cli.help import command_in
from qnsim.cli.options import app
from qnsim.cli.reader import language_of
from qnsim.cli.words_of_typer import Fault, usage_error
from qnsim.errors import QnsimError
from qnsim.interruption import noting_control_c
from qnsim.language import Language, say
from qnsim.press.streams import NamedStream

__all__ = ["app", "commands", "main", "record", "reports", "studies"]
INTERRUPTED = 130  # exit code of a program stopped by Ctrl-C
STOPPED = say("Stopped. Every file written so far is whole; the same command makes the others.")


def main() -> None:
    """Run the command line; a mistake of the user is one message on standard error and exit code 1."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    output = NamedStream(sys.stdout or open(os.devnull, "w"), "standard output")  # noqa: SIM115 it lasts to the end
    sys.stdout = output
    language = language_of(sys.argv[1:])
    code, said = _call(language)
    message = language.say(said)
    if message:
        print(message, file=sys.stderr)
    try:
        output.flush()
    except OSError as fault:
        output.give_up()
        told = language.say(_told(fault))
        if told != message and not isinstance(fault, BrokenPipeError):  # a reader who has seen enough, such as head
            print(told, file=sys.stderr)
        code = 1
    sys.exit(code)


def _call(language: Language) -> tuple[str | int | None, str]:
    """Run the command with its help in a language; returns the exit code and what to tell the user."""
    try:
        with noting_control_c():
            code = command_in(language)(standalone_mode=False)
    except KeyboardInterrupt:
        return INTERRUPTED, STOPPED
    except Fault as fault:
        usage_error(fault, language)
        return fault.exit_code, ""
    except typer.Abort:
        return 1, say("Aborted!")
    except QnsimError as fault:
        return 1, str(fault)
    except OSError as fault:
        return 1, _told(fault)
    if not isinstance(code, int):  # what the command returned
        return 0, ""
    return code, STOPPED if code == INTERRUPTED else ""  # typer turns Ctrl-C within a command into this code


def _told(fault: OSError) -> str:
    where = fault.filename or say("a place the system does not name")
    why = fault.strerror or str(fault)
    return say("{where}: {why}. Choose another file or folder, or free it", where=where, why=why)
