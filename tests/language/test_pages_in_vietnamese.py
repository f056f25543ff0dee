"""What commands print for a Vietnamese reader has no English words left, but for what is named here."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from typer.testing import CliRunner
from vietnamese import english_words

import qnsim
from qnsim.analysis.backtest.backtest import Backtest
from qnsim.cli import app
from qnsim.facts.shipped import data_folder
from qnsim.language import VIETNAMESE
from qnsim.reporting import backtest_words

QUARTERS = Path(__file__).parents[2] / "docs" / "examples" / "quarters-2022.csv"
EARLIER = data_folder().parent / "2021-12"
IN_ENGLISH_ONLY = re.compile(r"│[^│]*│$", re.MULTILINE)  # the last column of levers, where facts speak English alone


def printed(*arguments: object) -> str:
    """What a command prints for a Vietnamese reader."""
    done = CliRunner().invoke(app, [*map(str, arguments), "--lang", "vi"], catch_exceptions=False)
    assert done.exit_code == 0, done.output
    return done.stdout


@pytest.mark.slow
@pytest.mark.parametrize(
    "arguments",
    [
        ("run", "baseline", "resolution-2023", "--draws", 400),
        ("run", "resolution-2023", "--draws", 400),
        ("discover", "baseline", "--draws", 4000),
        ("discover", "baseline", "--draws", 400, "--when", "missed"),
        ("hindcast", "--draws", 400),
        ("score", "resolution-2023", "--draws", 400),
        ("goal", "baseline", "--probability", "40%", "--lever", "training_policy", "--draws", 400),
        ("sensitivity", "baseline", "--size", 64, "--view", "together"),
        ("compare", "baseline", "resolution-2023", "--draws", 200, "--through", 2023),
        ("nowcast", "baseline", "--observed", QUARTERS, "--case", EARLIER, "--draws", 2000),
    ],
    ids=lambda arguments: " ".join(map(str, arguments[:3])),
)
def test_what_a_command_prints_has_no_english_words(
    arguments: tuple[object, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    said = printed(*arguments)
    assert re.search(r"\d,\d", said) or "discover" in arguments, "numbers have a decimal comma"
    assert english_words(said) == set()


@pytest.mark.slow
def test_levers_are_vietnamese_but_for_their_evidence_which_says_that_it_is_english() -> None:
    said = printed("levers")
    assert said.count("(tiếng Anh)") == said.count("│ mục ")
    assert english_words(IN_ENGLISH_ONLY.sub("", said)) == set()


@pytest.fixture(scope="module")
def found() -> Backtest:
    return qnsim.backtest(draws=160, prior=True)


@pytest.mark.slow
def test_a_back_test_is_told_in_vietnamese(found: Backtest) -> None:
    for line in backtest_words.backtest_lines(found):
        assert english_words(VIETNAMESE.say(line)) == set()
    for table in backtest_words.backtest_tables(found):
        headings = [column.header for column in table.columns]
        cells = [cell for row in table.rows for cell in row]
        said = "\n".join(map(VIETNAMESE.say, [table.title, *headings, *cells]))
        assert english_words(said) == set()
