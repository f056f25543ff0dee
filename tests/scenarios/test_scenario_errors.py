"""Every way a scenario file can be wrong: one tiny file each in `tests/bad/scenarios`."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from qnsim.errors import ScenarioError
from qnsim.files.yaml_source import MOST_BYTES
from qnsim.scenarios.scenario import Catalogue, read_scenario

BAD = Path(__file__).parents[1] / "bad" / "scenarios"


def problems(file: Path, catalogue: Catalogue) -> list[str]:
    with pytest.raises(ScenarioError) as caught:
        read_scenario(file, catalogue, BAD / "no-such-folder")
    return [str(problem) for problem in caught.value.problems]


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
