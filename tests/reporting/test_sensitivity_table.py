"""Rankings of inputs: ties, what cannot be told from zero, and how cells read."""

from __future__ import annotations

import io
from itertools import pairwise
from typing import Any

import pandas as pd
import pytest
from rich.console import Console

from qnsim.analysis.sensitivity.study import COLUMNS
from qnsim.language import ENGLISH
from qnsim.reporting.charts.sensitivity_chart import SensitivityWords, sensitivity_alt_text, sensitivity_chart
from qnsim.reporting.sensitivity_table import ranking, sensitivity_notes, sensitivity_table

WORDS = SensitivityWords("What decides growth", "Growth", "P(> 10%)", "A note.")


def table_of(*totals: tuple[str, float, float], floor: float = 0.0) -> pd.DataFrame:
    """Total indices with half the width of their interval, of mean and probability alike."""
    rows = [
        (name, "coal and power", "2023", of, value, "total", value - half, value + half, floor, name.capitalize())
        for of in ("mean", "probability")
        for name, value, half in totals
    ]
    return pd.DataFrame(rows, columns=list(COLUMNS))


def test_inputs_whose_lead_is_within_its_error_share_a_place() -> None:
    placed, inert = ranking(table_of(("a", 0.2, 0.05), ("b", 0.6, 0.05), ("c", 0.18, 0.05), ("d", 0.01, 0.02)), "2023")
    assert [(rank.place, rank.label) for rank in placed] == [(1, "B"), (2, "A"), (2, "C")]
    assert inert == 1


def test_what_does_no_more_than_nothing_is_not_listed() -> None:
    placed, inert = ranking(table_of(("a", 0.2, 0.05), ("b", 0.6, 0.05), floor=0.3), "2023")
    assert ([rank.label for rank in placed], inert) == (["B"], 1)


def printed(shown: Any) -> str:
    console = Console(width=120, record=True, file=io.StringIO())
    console.print(shown)
    return console.export_text()


def test_the_table_shows_shares_with_intervals_and_marks_ties() -> None:
    text = printed(sensitivity_table(table_of(("a", 0.2, 0.05), ("b", 0.19, 0.05)), "2023", "T", "Growth", "P(> 10%)"))
    assert "1= │ A" in text
    assert "20% (15 to 25)" in text


def test_the_notes_count_what_is_not_listed() -> None:
    notes = sensitivity_notes({"inputs": table_of(("a", 0.2, 0.05), ("b", 0.01, 0.05))})
    assert "inputs, 2023: 1 of 2 cannot be told from zero and are not listed." in notes


def test_a_study_of_nothing_that_varies_has_no_rows_and_a_note() -> None:
    empty = table_of().assign()
    empty.attrs["notes"] = ["2023: the target is missed in every run; nothing decides it"]
    assert ranking(empty, "2023") == ([], 0)
    assert sensitivity_notes({"groups": empty})[-1].startswith("2023: the target is missed")


@pytest.mark.parametrize("count", [1, 15])
def test_no_words_of_the_chart_leave_the_page_or_lie_on_each_other(count: int) -> None:
    many = table_of(*((f"an input with a name that is rather long, {n}", 0.5 - 0.01 * n, 0.02) for n in range(count)))
    figure = sensitivity_chart(many, "2023", WORDS, ENGLISH)
    figure.canvas.draw()
    page = figure.bbox
    boxes = [t.get_window_extent() for axes in figure.axes for t in axes.get_yticklabels() if t.get_text()]
    assert all(page.x0 <= box.x0 and box.x1 <= page.x1 for box in boxes)
    ordered = sorted(boxes, key=lambda box: box.y0)
    assert all(low.y1 <= high.y0 + 1 for low, high in pairwise(ordered))


def test_the_alt_text_says_what_leads() -> None:
    assert "In order: 1 B; 2 A." in sensitivity_alt_text(table_of(("a", 0.2, 0.01), ("b", 0.6, 0.01)), "2023", WORDS)
