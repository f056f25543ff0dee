"""The tables of the page on a year that is going on: 2022, seen from the end of 2021."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from qnsim.analysis.nowcast import Nowcast
from qnsim.facts.case import read_case
from qnsim.facts.shipped import data_folder
from qnsim.reporting.nowcast_words import DRAWS, needed_rows, nowcast_lines, step_rows
from qnsim.workflow.nowcast_study import study_nowcast

EXAMPLES = Path(__file__).parent / "examples"
STEPS = ("Known", "P before", "P after", "Year: median, %", "90% interval", DRAWS)
Markdown = Callable[[Sequence[str], Sequence[Sequence[str]]], str]


def replayed(file: str) -> Nowcast:
    """What a file of quarters of 2022 makes of the year."""
    case = read_case(data_folder().parent / "2021-12")
    return study_nowcast("baseline", EXAMPLES / file, out=None, case=case).found


def blocks(markdown: Markdown) -> dict[str, str]:
    """The text of each marked block of the page."""
    found, beside = replayed("quarters-2022.csv"), replayed("quarters-2022-branches.csv")
    headings, rows = needed_rows(found)
    needed = markdown(("Growth, %: expected, needed (P)", *headings), rows)
    lines = "\n".join(f"- {line}" for line in nowcast_lines(found))
    return {
        "replay": f"{markdown(STEPS, step_rows(found))}\n\n{needed}\n\n{lines}",
        "branches": markdown(STEPS, step_rows(beside)),
    }
