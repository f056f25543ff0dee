"""Waterfalls: nothing cut, nothing on top of something else, and bars that meet."""

from __future__ import annotations

from itertools import combinations
from pathlib import Path

import numpy as np
import pytest
from matplotlib.figure import Figure
from matplotlib.text import Text

from qnsim.language import ENGLISH
from qnsim.reporting.charts.waterfall import Waterfall, WaterfallData, waterfall_alt, waterfall_chart, waterfall_table
from qnsim.reporting.charts.waterfall_of_growth import save_waterfall

pytestmark = pytest.mark.slow

LONG = "Registered foreign investment without single power plants, at the prices of the base year"


def made_up(values: tuple[float, ...], errors: float = 0.012) -> WaterfallData:
    labels = tuple(LONG if place == 1 else f"Setting {place}" for place in range(len(values)))
    ends = 8.17, 8.17 + sum(values)
    growth = Waterfall(
        "growth", "Mean growth 2031", (ends[0], 0.02), tuple((value, errors) for value in values), (ends[1], 0.02)
    )
    chance = Waterfall(
        "probability",
        "Chance of more than 10% in 2031",
        (16.0, 0.7),
        tuple((-20 * value, 0.3) for value in values),
        (16.0 - 20 * sum(values), 0.6),
    )
    return WaterfallData(
        "fast against slow, 2031: growth +1.45 ± 0.005, chance −29 ± 0.8 points",
        "Quảng Ninh, growth of GRDP.",
        "slow",
        labels,
        "fast",
        (growth, chance),
        "A note. " * 40,
    )


GAMES = {"rising": (0.5, 0.3, 0.2, 0.01), "crossing": (-0.6, 0.4, 0.0, -0.3, 0.2), "many": (0.02,) * 24, "one": (0.3,)}


def words_of(figure: Figure) -> list[Text]:
    """All words drawn; matplotlib makes ticks beyond the end of an axis, too, and does not draw them."""
    figure.canvas.draw()
    beyond = [
        tick.label1
        for axes in figure.axes
        for tick in axes.xaxis.get_major_ticks()
        if not axes.get_xlim()[0] <= tick.get_loc() <= axes.get_xlim()[1]
    ]
    texts = [text for text in figure.findobj(Text) if text.get_visible() and text.get_text().strip()]
    return [text for text in texts if text not in beyond]


@pytest.mark.parametrize("values", GAMES.values(), ids=GAMES)
def test_words_are_whole_and_apart(values: tuple[float, ...]) -> None:
    figure = waterfall_chart(made_up(values), ENGLISH)
    words = words_of(figure)
    boxes = [text.get_window_extent() for text in words]
    whole = [figure.bbox.contains(box.x0, box.y0) and figure.bbox.contains(box.x1, box.y1) for box in boxes]
    assert [text.get_text() for text, inside in zip(words, whole, strict=True) if not inside] == []
    assert [(one, other) for one, other in combinations(boxes, 2) if one.overlaps(other)] == []


@pytest.mark.parametrize("values", GAMES.values(), ids=GAMES)
def test_bars_go_from_the_start_to_the_end(values: tuple[float, ...]) -> None:
    data = made_up(values)
    for axes, panel in zip(waterfall_chart(data, ENGLISH).axes, data.panels, strict=True):
        bars = [(bar.get_x(), bar.get_x() + bar.get_width()) for bar in axes.patches]
        reached = [panel.start[0], *(after for _, after in bars)]
        assert [before for before, _ in bars] == pytest.approx(reached[:-1])
        assert reached[-1] == pytest.approx(panel.end[0])


def test_the_table_and_the_words_hold_every_number_drawn() -> None:
    data = made_up(GAMES["crossing"])
    table, told = waterfall_table(data), waterfall_alt(data)
    assert len(table) == 2 * (len(data.labels) + 2)
    parts = table[table["unit"] == "pp"]
    assert (parts["to"] - parts["from"]).to_numpy() == pytest.approx(parts["value"].to_numpy())
    assert all(label in told for label in (*data.labels, "slow", "fast", "−0.6 ± 0.01"))


def test_the_files_are_the_same_each_time(tmp_path: Path) -> None:
    first = [file.read_bytes() for file in save_waterfall(made_up(GAMES["one"]), tmp_path / "one", ENGLISH)]
    files = save_waterfall(made_up(GAMES["one"]), tmp_path / "one", ENGLISH)
    assert [file.suffix for file in files] == [".svg", ".png", ".csv", ".txt"]
    assert [file.read_bytes() for file in files] == first
    assert np.all([len(content) > 50 for content in first])
