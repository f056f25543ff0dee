"""Words on figures: their boxes are where their ink is, in every alignment and kind of file."""

from __future__ import annotations

import datetime
import io
from itertools import pairwise

import numpy as np
import pytest
from matplotlib import style
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.text import Text

from qnsim.errors import DataError
from qnsim.language import ENGLISH, VIETNAMESE
from qnsim.press.dates import day, quarter_on_axis
from qnsim.press.figure_files import render
from qnsim.press.frame import spread_out
from qnsim.press.palette import STYLE, paper
from qnsim.press.words import Words

SAID = "Tăng trưởng của tỉnh Quảng Ninh: 10,3%"


def page(**look: object) -> tuple[Figure, Words]:
    """A page of 4 by 2 inches with words in its middle."""
    figure = Figure(figsize=(4, 2), dpi=200)
    FigureCanvasAgg(figure)
    words = Words(0.5, 0.5, look.pop("text", SAID), transform=figure.transFigure, **look)  # type: ignore[arg-type]
    figure.add_artist(words)
    return figure, words


def ink(figure: Figure) -> tuple[float, float, float, float]:
    """Left, bottom, right and top of what is printed, in pixels."""
    figure.canvas.draw()
    dark = np.asarray(figure.canvas.buffer_rgba())[::-1, :, 0] < 128  # type: ignore[attr-defined]
    rows, columns = np.flatnonzero(dark.any(axis=1)), np.flatnonzero(dark.any(axis=0))
    return columns[0], rows[0], columns[-1], rows[-1]


@pytest.mark.parametrize("across", ["left", "center", "right"])
@pytest.mark.parametrize("along", ["bottom", "center", "top", "baseline"])
def test_the_ink_lies_within_the_box_in_every_alignment(across: str, along: str) -> None:
    figure, words = page(ha=across, va=along, size=8, text="một dòng\nhai dòng")
    left, bottom, right, top = ink(figure)
    box = words.get_window_extent()
    assert box.x0 - 1 <= left and right <= box.x1 + 1 and box.y0 - 2 <= bottom and top <= box.y1 + 2
    assert box.width - (right - left) < 6


@pytest.mark.parametrize("weight", ["normal", "bold"])
@pytest.mark.parametrize("slant", ["normal", "italic"])
def test_words_are_as_wide_as_matplotlib_draws_them(weight: str, slant: str) -> None:
    with style.context(STYLE, after_reset=True):
        figure, words = page(size=9, weight=weight, style=slant)
        usual = Text(0.5, 0.5, SAID, figure=figure, size=9, weight=weight, style=slant)
        assert words.get_window_extent().width == pytest.approx(usual.get_window_extent().width, rel=0.02)


def test_words_are_folded_where_a_line_would_grow_too_wide_and_an_error_stays_with_its_number() -> None:
    _, words = page(size=9)
    told = "Xác suất tăng trưởng của tỉnh là 47% ± 0,4 điểm % theo riêng mô hình, thấp hơn một nửa"
    height = words.fold(told, 1.5)
    lines = words.get_text().split("\n")
    assert " ".join(lines).replace("\N{NO-BREAK SPACE}", " ") == told
    assert not any(line.startswith(("±", "%")) for line in lines)
    assert height == pytest.approx(words.get_window_extent().height / 200)
    for line, following in pairwise(lines):
        words.set_text(line)
        assert words.get_window_extent().width <= 300
        words.set_text(f"{line} {following.split(' ')[0]}")
        assert words.get_window_extent().width > 300


def test_a_letter_that_the_font_lacks_is_refused() -> None:
    with pytest.raises(DataError, match="no glyph for 寧"):
        page()[1].fold("寧", 3)


@pytest.mark.parametrize("kind", ["svg", "pdf", "png"])
def test_words_on_paper_are_written_to_every_kind_of_file_the_same_each_time(kind: str) -> None:
    first, second = (render(page(bbox=paper("white"))[0], kind) for _ in range(2))
    assert first == second
    assert len(first) > len(render(page(text=" ")[0], kind))


def test_a_pdf_holds_words_as_text_that_can_be_searched() -> None:
    pypdf = pytest.importorskip("pypdf")
    found = pypdf.PdfReader(io.BytesIO(render(page(text="Growth above ten")[0], "pdf"))).pages[0].extract_text()
    assert "Growth above ten" in found


def test_labels_are_spread_apart_and_stay_where_they_are_if_they_do_not_touch() -> None:
    assert spread_out([1.0, 3.0, 9.0], 1.0) == [1.0, 3.0, 9.0]
    spread = spread_out([2.0, 2.0, 2.2, 8.0], 1.0)
    assert spread[3] == 8.0
    assert all(later - earlier == pytest.approx(1.0) for earlier, later in pairwise(spread[:3]))
    assert np.mean(spread[:3]) == pytest.approx(np.mean([2.0, 2.0, 2.2]))


def test_a_day_is_written_as_its_reader_writes_it() -> None:
    date = datetime.date(2022, 12, 9)
    assert (ENGLISH.say(day(date)), VIETNAMESE.say(day(date))) == ("2022-12-09", "09/12/2022")
    assert quarter_on_axis("2026Q3") == "Q3/26"
