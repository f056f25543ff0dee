"""The checker of words on figures finds each kind of fault, and none where there is none."""

from __future__ import annotations

import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from qnsim.press.palette import paper
from tests.drawn_text import clashes


@pytest.fixture
def figure() -> Figure:
    made = Figure(figsize=(6, 4))
    FigureCanvasAgg(made)
    axes = made.add_axes((0.15, 0.15, 0.7, 0.7))
    axes.set(xlim=(0, 1), ylim=(0, 1))
    axes.text(0.4, 0.5, "words", zorder=3)
    return made


def test_words_that_stand_free_are_in_order(figure: Figure) -> None:
    assert clashes(figure) == []


def test_words_beyond_the_page_are_found(figure: Figure) -> None:
    figure.text(0.95, 0.95, "too long a line")
    assert clashes(figure) == ["'too long a line' is cut by the edge of the page"]


def test_words_on_words_are_found(figure: Figure) -> None:
    figure.axes[0].text(0.42, 0.51, "others")
    assert "overlaps" in clashes(figure)[0]


def test_a_line_through_words_is_found_unless_their_paper_hides_it(figure: Figure) -> None:
    (line,) = figure.axes[0].plot([0, 1], [0.52, 0.52], gid="target")
    assert clashes(figure) == ["'words' has a line (target) over it"]
    line.remove()
    figure.axes[0].plot([0, 1], [0.22, 0.22], zorder=2)
    figure.axes[0].text(0.4, 0.2, "shielded", bbox=paper("white"), zorder=3)
    assert clashes(figure) == []


def test_an_area_drawn_after_words_is_found_and_one_before_them_is_not(figure: Figure) -> None:
    figure.axes[0].axhspan(0.4, 0.6, zorder=1)
    assert clashes(figure) == []
    figure.axes[0].axhspan(0.4, 0.6, zorder=9)
    assert clashes(figure) == ["'words' has an area (Rectangle) over it"]
