"""Waterfall charts: the way from one scenario's growth and chance to another's, change by change."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise

import pandas as pd
from matplotlib import style
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.text import Text
from matplotlib.ticker import MaxNLocator

from qnsim.language import Language, figure, join, say
from qnsim.press.chart_page import MARGIN, WIDTH, Heading, lay_out, new_page
from qnsim.press.numbers import decimals, growth_points, signed, significant
from qnsim.press.palette import BANDS, GREY, INK, STYLE, TARGET, require_glyphs, wrap
from qnsim.press.ticks import say_percent

# Inches on the page.
LABELS_WIDTH, GAP = 2.75, 0.25
ROW, HEADING, AXIS = 0.33, 0.5, 0.32
BAR = 0.56  # of a row
NUMBERS, EDGE = 0.62, 0.06  # of the range, left free to the right for the numbers beside the bars, and to the left
RISE, FALL = BANDS[50], TARGET

Amount = tuple[float, float]  # with its error


@dataclass(frozen=True)
class Waterfall:
    """One panel: where it starts, what each change adds and where it ends, in percent or percentage points."""

    name: str
    heading: str
    start: Amount
    parts: tuple[Amount, ...]
    end: Amount

    @property
    def steps(self) -> list[float]:
        """The start, and what has been reached after each part."""
        return list(accumulate((value for value, _ in self.parts), initial=self.start[0]))


@dataclass(frozen=True)
class WaterfallData:
    """The numbers and words of a chart; `labels` are those of the parts, the ends have the names of scenarios."""

    title: str
    subtitle: str
    start: str
    labels: tuple[str, ...]
    end: str
    panels: tuple[Waterfall, ...]
    note: str


def waterfall_table(data: WaterfallData) -> pd.DataFrame:
    """The plotted numbers, tidy: panel, step, value, from, to, error, unit."""
    rows = [row for panel in data.panels for row in _rows(data, panel)]
    return pd.DataFrame(rows, columns=["panel", "step", "value", "from", "to", "error", "unit"])


def _rows(data: WaterfallData, panel: Waterfall) -> Iterator[tuple[str, str, float, float, float, float, str]]:
    yield panel.name, data.start, panel.start[0], panel.start[0], panel.start[0], panel.start[1], "percent"
    for label, (value, error), (before, after) in zip(data.labels, panel.parts, pairwise(panel.steps), strict=True):
        yield panel.name, label, value, before, after, error, "pp"
    yield panel.name, data.end, panel.end[0], panel.end[0], panel.end[0], panel.end[1], "percent"


def waterfall_alt(data: WaterfallData) -> str:
    """What the picture shows, for someone who cannot see it; made from the same numbers."""
    sentences: list[str] = [say("{title}.", title=data.title), data.subtitle]
    for panel in data.panels:
        parts = [join(" ", [label, growth_points(part)]) for label, part in zip(data.labels, panel.parts, strict=True)]
        sentences.append(
            say(
                "{heading}: from {low} ({start}) to {high} ({end}). {parts}.",
                heading=panel.heading,
                low=level(panel.start),
                start=data.start,
                high=level(panel.end),
                end=data.end,
                parts=join("; ", parts),
            )
        )
    return join(" ", sentences)


def level(amount: Amount) -> str:
    """A percentage to the digits its error supports, one at most: 8.1%, 17%."""
    value, error = amount
    return figure(f"{signed(value, min(decimals(error), 1))}%")


def waterfall_chart(data: WaterfallData, language: Language) -> Figure:
    """Draws the panels side by side, a row for each change, with the changes' names on the left."""
    rows = len(data.labels) + 2
    with style.context(STYLE, after_reset=True):
        page = new_page()
        heading = Heading(*map(language.say, (data.title, data.subtitle, data.note)))
        room = lay_out(page, heading, rows * ROW, HEADING, AXIS)
        whole = WIDTH - 2 * MARGIN
        wide = (whole - LABELS_WIDTH - GAP * (len(data.panels) - 1)) / len(data.panels)
        for place, panel in enumerate(data.panels):
            axes = page.add_axes(room.place(MARGIN + LABELS_WIDTH + place * (wide + GAP), wide))
            draw_waterfall(axes, panel, language)
            if place == 0:
                write_rows(axes, [language.say(label) for label in (data.start, *data.labels, data.end)])
        require_glyphs(page.findobj(Text))
    return page


def draw_waterfall(axes: Axes, panel: Waterfall, language: Language) -> None:
    """Draws the ends as ticks and each part as a bar from what was reached before it to what is reached after."""
    steps, last = panel.steps, len(panel.parts) + 1
    low, high = min([*steps, panel.end[0]]), max([*steps, panel.end[0]])
    span = max(high - low, 0.1)
    axes.set(xlim=(low - EDGE * span, high + NUMBERS * span), ylim=(last + 0.5, -0.5), yticks=[])
    axes.xaxis.set_major_locator(MaxNLocator(5, steps=[1, 2, 5, 10]))
    say_percent(axes.xaxis, language)
    axes.grid(axis="x")
    axes.grid(visible=False, axis="y")
    axes.annotate(language.say(panel.heading), (0, 1), (0, 8), xycoords="axes fraction",
                  textcoords="offset points", weight="bold", size=9, color=INK)  # fmt: skip
    for row, ((before, after), part) in enumerate(zip(pairwise(steps), panel.parts, strict=True), 1):
        axes.barh(row, after - before, BAR, before, color=FALL if after < before else RISE, linewidth=0, zorder=3)
        _write(axes, max(before, after), row, language.say(growth_points(part)))
    for row, amount, weight in ((0, panel.start, "normal"), (last, panel.end, "bold")):
        axes.plot(
            [amount[0]] * 2, [row - BAR / 2, row + BAR / 2], color=INK, linewidth=3, solid_capstyle="butt", zorder=4
        )
        told = say("{level} ± {error}", level=level(amount), error=significant(amount[1]))
        _write(axes, amount[0], row, language.say(told), weight)
    for row, reached in enumerate(steps):
        axes.plot([reached] * 2, [row, row + 1], color=GREY, linewidth=0.7, zorder=2)


def write_rows(axes: Axes, labels: Sequence[str]) -> None:
    """Names the rows, each within the room at the left."""
    for row, label in enumerate(labels):
        weight = "bold" if row in (0, len(labels) - 1) else "normal"
        text = axes.annotate("", (0, row), (-6, 0), xycoords=("axes fraction", "data"), textcoords="offset points",
                             ha="right", va="center", size=8, color=INK, weight=weight, linespacing=1.1)  # fmt: skip
        wrap(text, label, LABELS_WIDTH - 0.1)


def _write(axes: Axes, value: float, row: int, words: str, weight: str = "normal") -> None:
    axes.annotate(words, (value, row), (5, 0), textcoords="offset points", va="center", size=7.5, color=INK,
                  weight=weight, zorder=5)  # fmt: skip
