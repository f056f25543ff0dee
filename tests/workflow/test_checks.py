"""What `check` refuses: whatever a run would refuse."""

from __future__ import annotations

from dataclasses import replace

import pytest

from qnsim.errors import DataError
from qnsim.workflow import runs
from qnsim.workflow.checks import check_everything
from qnsim.workflow.scenarios import resolution_targets


@pytest.mark.parametrize("change", [{"id": "unheard_of"}, {"id": "new_firms", "comparator": "<"}])
def test_a_target_that_a_run_cannot_judge_is_refused_by_the_check(
    monkeypatch: pytest.MonkeyPatch, change: dict[str, str]
) -> None:
    targets = resolution_targets()
    odd = replace(next(target for target in targets if target.id == "new_firms"), **change)  # type: ignore[arg-type]
    monkeypatch.setattr(runs, "resolution_targets", lambda: (*targets, odd))
    with pytest.raises(DataError, match=r"no outcome measures it|cannot be tested"):
        check_everything(["baseline"])
