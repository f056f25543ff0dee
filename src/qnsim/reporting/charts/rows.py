"""Charts of rows: a label at the left, what is known of it on one scale, and the same in figures at the right."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pandas as pd
from matplotlib import style
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.text import Text
from matplotlib.ticker import FuncFormatter, MaxNLocator

from qnsim.language import Language, join, say
from qnsim.press.chart_page import MARGIN, WIDTH, Heading, lay_out, new_page
from qnsim.press.figure_files import save_chart
from qnsim.press.palette import BANDS, GREY, INK, STYLE, TARGET, paper, require_glyphs, wrap
from qnsim.press.ticks import percent_tick, point_tick

# Inches on the page.
LABELS, FIGURES, GAP = 2.7, 1.15, 0.12
ROW, ABOVE, BELOW = 0.34, 0.55, 0.55
THICK, THIN = 0.5, 0.26  # of a row
PERCENT = "percent"
SPREAD = ("p05", "p25", "p50", "p75", "p95")


@dataclass(frozen=True)
class Spread:
    """The 5, 25, 50, 75 and 95% points of something, drawn as two bars round its middle."""

    points: tuple[float, ...]


@dataclass(frozen=True)
class Amount:
    """A value with its error: a bar from zero, or a dot where zero is not a place to start from."""

    value: float
    error: float
    is_bar: bool = False


@dataclass(frozen=True)
class Row:
    """One row: its label, what is drawn, and a figure for each column at the right; `name` is what tables call it."""

    name: str
    label: str
    drawn: Spread | Amount | None
    figures: tuple[str, ...]
    bold: bool = False


@dataclass(frozen=True)
class RowData:
    """The numbers and words of a chart; values are in percent or percentage points.

    `unit` is `percent` or `pp`.
    `line` is where something asked for stands on the scale, called `line_label`. `limits` fixes the scale.
    """

    title: str
    subtitle: str
    note: str
    axis: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    unit: str
    line: float | None = None
    line_label: str = ""
    limits: tuple[float, float] | None = None


def row_chart(data: RowData, language: Language) -> Figure:
    """Draws the rows from top to bottom in their order, on a page as high as they need."""
    words = Heading(*map(language.say, (data.title, data.subtitle, data.note)))
    with style.context(STYLE, after_reset=True):
        drawn = new_page()
        room = lay_out(drawn, words, len(data.rows) * ROW, ABOVE, BELOW)
        left = MARGIN + LABELS + GAP
        right = len(data.columns) * FIGURES
        axes = drawn.add_axes(room.place(left, WIDTH - left - right - MARGIN))
        _set_scale(axes, data, language)
        for place, row in enumerate(data.rows):
            _draw(axes, place, row.drawn)
            _write(axes, place, row, language)
        _name_columns(axes, data, language)
        require_glyphs(drawn.findobj(Text))
    return drawn


def _set_scale(axes: Axes, data: RowData, language: Language) -> None:
    axes.set(xlim=data.limits or _limits(data), ylim=(len(data.rows) - 0.5, -0.5), yticks=[])
    axes.xaxis.set_major_locator(MaxNLocator(7, steps=[1, 2, 5, 10]))
    tick = percent_tick if data.unit == PERCENT else point_tick
    axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: tick(value, language)))
    axes.grid(axis="x")
    axes.grid(visible=False, axis="y")
    axes.set_xlabel(language.say(data.axis), size=8, color=GREY)
    if any(isinstance(row.drawn, Amount) and row.drawn.is_bar for row in data.rows):
        axes.axvline(0, color=INK, linewidth=0.8, zorder=4)
    if data.line is not None:
        axes.axvline(data.line, color=TARGET, linewidth=1.1, linestyle=(0, (5, 3)), zorder=5, gid="target")
        axes.annotate(language.say(data.line_label), (data.line, 1), (0, 4), xycoords=("data", "axes fraction"),
                      textcoords="offset points", ha="center", va="bottom", color=TARGET, weight="bold",
                      size=8)  # fmt: skip


def _limits(data: RowData) -> tuple[float, float]:
    """A scale that holds every row and the line, with a little room at both ends."""
    values = [] if data.line is None else [data.line]
    for row in data.rows:
        if isinstance(row.drawn, Spread):
            values += row.drawn.points
        elif row.drawn:
            values += [row.drawn.value - 2 * row.drawn.error, row.drawn.value + 2 * row.drawn.error]
            values += [0.0] if row.drawn.is_bar else []
    edge = 0.05 * max(max(values) - min(values), 0.1)
    return min(values) - edge, max(values) + edge


def _draw(axes: Axes, place: int, drawn: Spread | Amount | None) -> None:
    if isinstance(drawn, Spread):
        p05, p25, p50, p75, p95 = drawn.points
        axes.barh(place, p95 - p05, THIN, p05, color=BANDS[90], linewidth=0, zorder=2)
        axes.barh(place, p75 - p25, THICK, p25, color=BANDS[50], linewidth=0, zorder=3)
        axes.plot([p50, p50], [place - THICK / 2, place + THICK / 2], color=INK, linewidth=1.8,
                  solid_capstyle="butt", zorder=4)  # fmt: skip
    elif drawn:
        if drawn.is_bar:
            color = BANDS[50] if drawn.value >= 0 else TARGET
            axes.barh(place, drawn.value, THICK, color=color, linewidth=0, zorder=2)
        else:
            axes.plot(drawn.value, place, "o", color=INK, markersize=5, zorder=4)
        ends = [drawn.value - 2 * drawn.error, drawn.value + 2 * drawn.error]
        axes.plot(ends, [place, place], color=INK, linewidth=1.2, zorder=3)


def _write(axes: Axes, place: int, row: Row, language: Language) -> None:
    weight = "bold" if row.bold else "normal"
    label = axes.annotate("", (0, place), (-6, 0), xycoords=("axes fraction", "data"), textcoords="offset points",
                          ha="right", va="center", size=8, color=INK, weight=weight, linespacing=1.1)  # fmt: skip
    wrap(label, language.say(row.label), LABELS - 0.1)
    for column, said in enumerate(row.figures, 1):
        axes.annotate(language.say(said), (1, place), (72 * FIGURES * column, 0), xycoords=("axes fraction", "data"),
                      textcoords="offset points", ha="right", va="center", size=8, color=INK,
                      weight=weight)  # fmt: skip


def _name_columns(axes: Axes, data: RowData, language: Language) -> None:
    for column, heading in enumerate(data.columns, 1):
        text = axes.annotate("", (1, 1), (72 * FIGURES * column, 4), xycoords="axes fraction", bbox=paper("white"),
                             textcoords="offset points", ha="right", va="bottom", size=8, color=GREY)  # fmt: skip
        wrap(text, language.say(heading), FIGURES - 0.08)


def row_table(data: RowData) -> pd.DataFrame:
    """The plotted numbers, tidy: row, statistic, value, unit."""
    rows: list[tuple[str, str, float]] = []
    for row in data.rows:
        if isinstance(row.drawn, Spread):
            rows += [(row.name, name, value) for name, value in zip(SPREAD, row.drawn.points, strict=True)]
        elif row.drawn:
            rows += [(row.name, "value", row.drawn.value), (row.name, "error", row.drawn.error)]
    rows += [] if data.line is None else [("", "line", data.line)]
    return pd.DataFrame(rows, columns=["row", "statistic", "value"]).assign(unit=data.unit)


def row_alt_text(data: RowData) -> str:
    """What the picture shows, for someone who cannot see it; made from the same figures."""
    sentences = [say("{title}.", title=data.title), say("{subtitle}.", subtitle=data.subtitle)]
    for row in data.rows:
        pairs = zip(data.columns, row.figures, strict=True)
        told = join("; ", [say("{heading}: {figure}", heading=heading, figure=said) for heading, said in pairs])
        sentences.append(say("{label}: {figures}.", label=row.label, figures=told))
    return join(" ", sentences)


def save_rows(data: RowData, language: Language, stem: Path) -> list[Path]:
    """Write the chart as SVG and PNG with its numbers and its alt text."""
    alt = language.say(row_alt_text(data))
    return save_chart(row_chart(data, language), row_table(data), stem, alt, ("svg", "png"))
