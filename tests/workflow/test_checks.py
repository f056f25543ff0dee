"""Whatever `run` refuses, `check` refuses, with the place."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from qnsim.errors import DataError
from qnsim.facts.case import Case, read_case
from qnsim.workflow.checks import check_everything
from qnsim.workflow.runs import run_scenarios


@pytest.fixture
def judged_by(tmp_path: Path) -> Callable[[str, str], Case]:
    """The shipped case with one text of its target file replaced."""
    shipped = read_case().about

    def replaced(old: str, new: str) -> Case:
        text = shipped.targets.read_text(encoding="utf-8")
        assert old in text
        (tmp_path / "targets.yaml").write_text(text.replace(old, new, 1), encoding="utf-8")
        (tmp_path / "case.yaml").write_text(
            f"extends: {shipped.folders[-1]}\ntargets: targets.yaml\n", encoding="utf-8"
        )
        return read_case(tmp_path)

    return replaced


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("headline: grdp_growth", "", "1:1: no headline; every run is judged by one target; add it"),
        ("variable: new_firms", "variable: new_firm", "'new_firm' is not .*Did you mean 'new_firms'"),
        ('due: "2023"', 'due: "2051"', "2051"),
    ],
)
def test_a_target_that_a_run_cannot_judge_is_refused_by_the_check(
    judged_by: Callable[[str, str], Case], old: str, new: str, fault: str
) -> None:
    case = judged_by(old, new)
    for refuse in (
        lambda: check_everything(["baseline"], case=case),
        lambda: run_scenarios(["baseline"], 80, case=case),
    ):
        with pytest.raises(DataError, match=rf"targets\.yaml:\d+:\d+: .*{fault}|targets\.yaml:{fault}"):
            refuse()
