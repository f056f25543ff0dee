"""Every way a scenario file can be wrong: one tiny file each in `tests/bad/scenarios`, and files wrong at random."""

from __future__ import annotations

import random
import re
from pathlib import Path

import pytest

from qnsim.errors import ScenarioError
from qnsim.inputs.scenario import Catalogue, read_scenario
from qnsim.inputs.yaml_source import MOST_BYTES

BAD = Path(__file__).parents[1] / "bad" / "scenarios"
GOOD = """\
# A scenario that uses every form.
name: mutant
title: {vi: Thiếu hụt vốn FDI, en: "FDI drought"}
why: >
  Licences in the region fall.
as_of: 2022-12-09
horizon: {end: 2026Q4}
levers:
  public_investment_disbursement_rate: 85 %
conditions:
  fdi_registered:
    2023: {triangular: [0.2, 0.5, 0.9], unit: billion USD}
    2024Q1: {value: '800', unit: million USD / year, source: judgement}
  coal_capacity: {truncated normal: [40, 2, 30, 50]}
shocks:
  major_storm: {2024Q3: 1}
judgements:
  - {variable: value_added_mining, when: 2023Q3, add: -2 %, reason: pit closures, author: planning office}
"""
FRAGMENTS = (
    "§",
    "\t",
    ": ",
    "- ",
    "&a ",
    "*a",
    "!!x ",
    "'",
    '"',
    "{",
    "]",
    "%",
    "\\",
    "1e9",
    "\x00",
    "\n",
    "<<: ",
    "|",
    "? ",
)


def problems(file: Path, catalogue: Catalogue) -> list[str]:
    with pytest.raises(ScenarioError) as caught:
        read_scenario(file, catalogue, BAD / "no-such-folder")
    return [str(problem) for problem in caught.value.problems]


def mutated(source: random.Random) -> bytes:
    """The good file after up to three random edits of bytes, fragments or lines."""
    content = GOOD.encode()
    for _ in range(source.randint(1, 3)):
        start = source.randrange(len(content))
        end = min(len(content), start + source.choice((0, 1, 1, 2, 20)))
        piece = source.choice(
            (b"", bytes([source.randrange(256)]), source.choice(FRAGMENTS).encode(), content[end : end + 30])
        )
        content = content[:start] + piece + content[end:]
    return content


@pytest.mark.parametrize("file", sorted(BAD.glob("*.yaml")), ids=lambda file: file.stem)
def test_a_bad_file_is_refused_where_it_is_wrong_and_told_what_to_do(file: Path, catalogue: Catalogue) -> None:
    first_line = file.read_bytes().split(b"\n")[0].decode()
    expected = re.fullmatch(r"# expect: (\d+:\d+): (.+)", first_line)
    assert expected, f"{file.name} does not say what it expects"
    found = problems(file, catalogue)
    assert any(f":{expected[1]}: " in problem and expected[2] in problem for problem in found), "\n".join(found)


def test_all_problems_of_a_file_are_found_in_one_pass(tmp_path: Path, catalogue: Catalogue) -> None:
    file = tmp_path / "many.yaml"
    file.write_text(
        "name: Many\ntitle: {vi: a}\ncolour: red\nlevers:\n  planning_share: 12,5\n  investment: 3\nconditions:\n"
        "  fdi_registered:\n    2023: 5 VND\n    2031: 7\n"
        "judgements:\n  - {variable: x, when: 1999, add: 3, reason: y}\n"
    )
    places = [re.findall(r"yaml:(\d+):(\d+): ", problem)[0] for problem in problems(file, catalogue)]
    assert places == [
        *(("1", "1"), ("1", "7"), ("2", "8"), ("3", "1"), ("5", "19"), ("6", "3")),
        *(("9", "11"), ("10", "5"), ("12", "16"), ("12", "25")),
    ]


def test_problems_of_extended_files_are_reported_together(tmp_path: Path, catalogue: Catalogue) -> None:
    head = "title: {vi: a, en: b}\nwhy: c\n"
    (tmp_path / "base.yaml").write_text(f"name: base\n{head}levers: {{planning_share: 7}}\n")
    (tmp_path / "child.yaml").write_text(f"name: child\n{head}extends: base\nlevers: {{planning_share: 1e3}}\n")
    found = problems(tmp_path / "child.yaml", catalogue)
    assert [Path(problem.split(":")[0]).name for problem in found] == ["base.yaml", "child.yaml"]


def test_a_wrong_head_does_not_hide_the_files_extended(tmp_path: Path, catalogue: Catalogue) -> None:
    (tmp_path / "child.yaml").write_text("name: Child\nextends: base\n")
    assert any("there is no 'base'" in problem for problem in problems(tmp_path / "child.yaml", catalogue))


def test_a_chain_of_more_than_twenty_files_is_refused(tmp_path: Path, catalogue: Catalogue) -> None:
    for depth in range(22):
        extends = f"extends: step-{depth + 1}\n" if depth < 21 else ""
        (tmp_path / f"step-{depth}.yaml").write_text(f"name: step-{depth}\ntitle: {{vi: a, en: b}}\nwhy: c\n{extends}")
    (found,) = problems(tmp_path / "step-0.yaml", catalogue)
    assert "step-19.yaml:4:10: the chain of scenarios is over 20 files long" in found


def test_a_file_over_one_megabyte_is_refused(tmp_path: Path, catalogue: Catalogue) -> None:
    (tmp_path / "large.yaml").write_bytes(b"#" * (MOST_BYTES + 1))
    assert "over 1 MB" in problems(tmp_path / "large.yaml", catalogue)[0]


def test_a_file_that_cannot_be_opened_is_refused(tmp_path: Path, catalogue: Catalogue) -> None:
    assert "the file cannot be read: No such file" in problems(tmp_path / "absent.yaml", catalogue)[0]
    assert "the file cannot be read: Is a directory" in problems(tmp_path, catalogue)[0]


def test_messages_name_the_file_as_the_user_gave_it(
    tmp_path: Path, catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("empty.yaml").touch()
    assert problems(Path("empty.yaml"), catalogue)[0].startswith("empty.yaml:1:1: ")


@pytest.mark.filterwarnings("error")
def test_whatever_bytes_a_file_holds_the_answer_is_a_scenario_or_a_scenario_error(
    tmp_path: Path, catalogue: Catalogue
) -> None:
    source, file, refused = random.Random(20221209), tmp_path / "mutant.yaml", 0
    for _ in range(300):
        file.write_bytes(mutated(source))
        try:
            read_scenario(file, catalogue, tmp_path)
        except ScenarioError as error:
            refused += 1
            assert all(problem.line > 0 and problem.column > 0 and problem.text for problem in error.problems)
            str(error).encode()
    assert 0 < refused < 300
