"""`qnsim check` and reality checks: those that ship, and a file of one's own."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow

Call = Callable[..., subprocess.CompletedProcess[str]]
OWN = """\
plant-without-licences:
  says: {vi: Ngừng cấp phép FDI thì chế biến tăng, en: Manufacturing rises when licences stop.}
  why: a mistake
  conditions: {fdi_registered: {2023: 0 million USD}}
  expect:
    - {variable: value_added_growth, sector: manufacturing, period: 2026, must: rise}
    - {variable: fdi_registered, period: 2023, must: stay between, between: [1, 2]}
"""


def write(folder: Path, text: str) -> None:
    (folder / "own.yaml").write_text(text, encoding="utf-8")


def test_check_says_how_many_reality_checks_hold(qnsim: Call) -> None:
    done = qnsim("check", "baseline")
    assert done.returncode == 0, done.stderr
    assert re.search(r"^\d\d reality checks hold: reality-checks.yaml$", done.stdout, re.MULTILINE)
    assert done.stdout.endswith("No errors.\n")


def test_checks_of_ones_own_are_run_as_well(qnsim: Call, tmp_path: Path) -> None:
    write(tmp_path, OWN.replace("must: rise", "must: fall").replace("[1, 2]", "[0, 2]"))
    done = qnsim("check", "baseline", "--reality", "own.yaml")
    assert done.returncode == 0, done.stderr
    assert " reality checks hold: reality-checks.yaml\n1 reality check holds: own.yaml\n" in done.stdout


def test_checks_that_fail_name_line_sentence_and_both_numbers(qnsim: Call, tmp_path: Path) -> None:
    write(tmp_path, OWN)
    done = qnsim("check", "baseline", "--reality", "own.yaml")
    assert done.returncode == 1
    assert done.stdout == ""
    first, second = done.stderr.splitlines()
    assert first.startswith("own.yaml:6:7: reality check 'plant-without-licences' does not hold: Manufacturing rises")
    assert "Got value_added_growth manufacturing 2026 = " in first
    assert "without; expected it to rise; " in first
    assert second.startswith("own.yaml:7:7: ")
    assert "Got fdi_registered 2023 = 0 million USD with the change, " in second
    assert "expected it to stay between 1 and 2; " in second


def test_a_slip_in_a_check_is_one_message_without_traceback(qnsim: Call, tmp_path: Path) -> None:
    write(tmp_path, OWN.replace("must: rise", "must: rises"))
    done = qnsim("check", "baseline", "--reality", "own.yaml")
    assert done.returncode == 1
    assert "own.yaml:6:81: 'rises' cannot be checked" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_missing_file_of_checks_is_told(qnsim: Call) -> None:
    done = qnsim("check", "--reality", "none.yaml")
    assert done.returncode == 1
    assert "none.yaml:1:1: the file cannot be read: No such file" in done.stderr
