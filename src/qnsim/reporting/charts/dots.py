"""Quantile dots: fifty equally likely outcomes of one year, filled beyond the target, so that a chance is counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, floor
from pathlib import Path

import pandas as pd
from matplotlib import style
from matplotlib.figure import Figure

from qnsim.errors import DataError
from qnsim.language import Language, join, say
from qnsim.press.chart_page import WIDTH, Heading, lay_out, new_page
from qnsim.press.figure_files import save_chart
from qnsim.press.frame import TICKS, Frame, draw_steps, frame
from qnsim.press.palette import GREY, INK, STYLE, TARGET, require_glyphs
from qnsim.press.ticks import percent_tick
from qnsim.reporting.charts.fan import FanData, count_words, event_words, middle_words

DOTS = 50
SIZES = tuple(size / 200 for size in range(80, 5, -1))  # inches, the largest first
FILL = 0.86  # of the room of a dot
# Inches on the page.
LEFT, PICTURE, ROOM = 0.55, 2.2, 1.7
SIDE = 0.18  # of the scale beyond the target, at least as much before it


@dataclass(frozen=True)
class Stacked:
    """Dots in columns (or rows) of equal width: their places along the scale and on their stack, and what is beyond."""

    size: float
    along: tuple[float, ...]
    on_stack: tuple[float, ...]
    beyond: tuple[bool, ...]


def stack(outcomes: Sequence[float], target: float, inch: float, room: float) -> Stacked:
    """The largest dots whose highest stack fits a room in inches; `inch` is a part of the scale an inch long.

    The target is an edge between stacks, so that no stack stands on both sides.
    """
    for size in SIZES:
        places = [_place(outcome, target, size * inch) for outcome in outcomes]
        if max(Counter(places).values()) * size <= room:
            break
    reached: Counter[int] = Counter()
    heights = []
    for place in places:
        heights.append((reached[place] + 0.5) * size)
        reached[place] += 1
    along = tuple(target + (place + 0.5) * size * inch for place in places)
    return Stacked(size, along, tuple(heights), tuple(place >= 0 for place in places))


def _place(outcome: float, target: float, width: float) -> int:
    """The stack of an outcome, counted from the target; one at the target has not passed it."""
    steps = (outcome - target) / width
    return ceil(steps) - 1 if outcome > target else min(floor(steps), -1)


def draw_dots(panel: Frame, x: Sequence[float], y: Sequence[float], stacked: Stacked) -> None:
    """The dots, filled beyond the target."""
    points = (FILL * 72 * stacked.size) ** 2
    colors = [INK if each else "white" for each in stacked.beyond]
    panel.axes.scatter(
        x, y, s=points, c=colors, edgecolors=[INK if each else GREY for each in stacked.beyond], linewidths=0.7,
        zorder=5, gid="dots", clip_on=False, plotnonfinite=False,
    )  # fmt: skip


def dot_chart(data: FanData, language: Language) -> Figure:
    """The year of the target as fifty dots over the scale of growth. Raises `DataError` without dots or target."""
    if not data.dots or data.target is None:
        raise DataError(say("dots: no outcomes or no target; give `dots` and `target`"))
    with style.context(STYLE, after_reset=True):
        drawn = new_page()
        room = lay_out(drawn, _heading(data, language), PICTURE, 0.45, 0.55)
        low, high = _scale(data.dots, data.target)
        wide = WIDTH - 2 * LEFT
        panel = frame(drawn, (LEFT, room.bottom, wide, PICTURE), (low, high), (0, PICTURE))
        stacked = stack(data.dots, data.target, (high - low) / wide, ROOM)
        draw_dots(panel, stacked.along, stacked.on_stack, stacked)
        values = [float(each) for each in TICKS.tick_values(low, high) if low <= each <= high]
        draw_steps(panel, [], [(value, percent_tick(value, language)) for value in values])
        panel.axes.plot(
            [data.target] * 2, [0, PICTURE], color=TARGET, linewidth=1.1, linestyle=(0, (5, 3)), gid="target"
        )
        _name_sides(panel, data, stacked, language)
        require_glyphs([*drawn.texts, *panel.axes.texts])
    return drawn


def _scale(dots: Sequence[float], target: float) -> tuple[float, float]:
    """A scale that holds every dot, with room for words on both sides of the target."""
    low, high = min([*dots, target]) - 0.5, max([*dots, target]) + 0.5
    return min(low, target - SIDE * (high - target)), max(high, target + SIDE * (target - low))


def _name_sides(panel: Frame, data: FanData, stacked: Stacked, language: Language) -> None:
    assert data.target is not None
    beyond = sum(stacked.beyond)
    top, gap = PICTURE - 0.02, panel.across(0.08)
    panel.write(
        data.target, PICTURE + 0.05, language.say(data.target_label), 8.5, color=TARGET, weight="bold", ha="center"
    )
    for count, side, align, color in ((beyond, gap, "left", INK), (DOTS - beyond, -gap, "right", GREY)):
        words = say("{count} of {dots} dots above", count=count, dots=DOTS) if side > 0 else say(
            "{count} not above", count=count)  # fmt: skip
        panel.write(data.target + side, top, language.say(words), 9, ha=align, va="top", color=color, weight="bold")


def _heading(data: FanData, language: Language) -> Heading:
    told = say("{count} {event}.", count=count_words(data), event=event_words(data))
    middle = say("{told}.", told=middle_words(data, data.year))
    note = join(" ", [dots_note(), middle, data.source])
    return Heading(language.say(data.title), language.say(told), language.say(note))


def dots_note() -> str:
    """How to read the dots."""
    return say(
        "Each dot is 2 of 100 equally likely outcomes; filled are those beyond the target. They do not hold the risk "
        "that the model's structure is wrong."
    )


def dot_alt_text(data: FanData, language: Language) -> str:
    """What the picture shows, for someone who cannot see it."""
    told = say("{count} {event}.", count=count_words(data), event=event_words(data))
    return language.say(join(" ", [say("{title}.", title=data.title), told, dots_note()]))


def dot_table(data: FanData) -> pd.DataFrame:
    """The plotted numbers: dot, probability of less, value, unit."""
    count = len(data.dots)
    places = [(number + 0.5) / count for number in range(count)]
    return pd.DataFrame({"dot": range(1, count + 1), "probability_below": places, "value": data.dots}).assign(
        unit="percent"
    )


def save_dots(data: FanData, language: Language, stem: Path) -> list[Path]:
    """Write the chart as SVG and PNG with its numbers and its alt text."""
    return save_chart(dot_chart(data, language), dot_table(data), stem, dot_alt_text(data, language), ("svg", "png"))
