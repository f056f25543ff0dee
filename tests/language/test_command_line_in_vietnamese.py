"""Help and usage errors have no words of typer's left for a Vietnamese reader, and are typer's own in English."""

from __future__ import annotations

import re
import sys

import pytest
import typer
from vietnamese import english_words

from qnsim.cli import app, main
from qnsim.cli.help import command_in
from qnsim.language import ENGLISH, VIETNAMESE

TYPERS = re.compile(
    r"\b(Usage|Options?|Arguments?|Commands?|default|required|Show|Try|Error|Missing|Invalid|No such|Got)\b"
)
VIETNAMESE_TOO = {"in"}  # to print
NAMES = {
    "a",
    "scenario",
    "name",
    "probability",
    "missed",
    "reached",
    "model",
    "together",
}  # of arguments, and values of options
PAGES = [(name,) for name in typer.main.get_command(app).commands] + [(), ("export", "xmile")]  # type: ignore[attr-defined]
MISTAKES = [
    ("run", "--draws", "many"),
    ("run", "--jobs", "0"),
    ("run", "--nothing"),
    ("run", "--dras", "3"),
    ("run", "baseline", "--draws"),
    ("run", "--prior=3"),
    ("compare",),
    ("goal", "baseline"),
    ("levers", "more"),
    ("runn",),
    ("export", "other"),
]


def called(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[object, str]:
    """The exit code of a command line, and all it printed."""
    monkeypatch.setattr(sys, "argv", ["qnsim", *arguments])
    with pytest.raises(SystemExit) as end:
        main()
    printed = capsys.readouterr()
    return end.value.code, printed.out + printed.err


@pytest.mark.parametrize("page", PAGES, ids=" ".join)
def test_help_has_no_english_words(
    page: tuple[str, ...], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("LANG", "vi_VN.UTF-8")
    code, printed = called(monkeypatch, capsys, *page, "--help")
    assert code == 0 and "Cách dùng: " in printed
    assert not TYPERS.search(printed) and english_words(printed) <= VIETNAMESE_TOO | NAMES


@pytest.mark.parametrize("arguments", MISTAKES, ids=" ".join)
def test_a_mistake_at_the_command_line_has_no_english_words(
    arguments: tuple[str, ...], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("LANG", "vi_VN.UTF-8")
    code, printed = called(monkeypatch, capsys, *arguments)
    assert code == 2 and "Lỗi: " in printed
    assert not TYPERS.search(printed) and english_words(printed.replace(arguments[-1], "")) <= VIETNAMESE_TOO | NAMES


@pytest.mark.parametrize("arguments", [*MISTAKES, ("run", "--help"), ("--version",), ()], ids=" ".join)
def test_english_is_what_typer_prints(
    arguments: tuple[str, ...], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("LANG", "C.UTF-8")
    ours = called(monkeypatch, capsys, *arguments)
    with pytest.raises(SystemExit) as end:
        typer.main.get_command(app)(list(arguments))
    printed = capsys.readouterr()
    assert ours == (end.value.code, printed.out + printed.err)


def test_a_command_keeps_its_words_apart_from_those_of_another_language() -> None:
    """Each call makes its commands anew, so that a notebook may ask for both."""
    told = [command_in(language).commands["run"].help for language in (VIETNAMESE, ENGLISH)]
    assert told[0] != told[1] and told[1].startswith("Simulate")
