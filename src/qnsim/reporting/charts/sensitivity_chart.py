"""A dot plot in two panels: what drives the indicator, and what drives the probability of the target."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from textwrap import fill
from typing import Any

import pandas as pd
from matplotlib import style
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.text import Text
from matplotlib.ticker import FuncFormatter

from qnsim.analysis.outcomes import MEAN, POOLED, PROBABILITY
from qnsim.press.figure_files import save_chart
from qnsim.press.palette import BANDS, GREY, INK, STYLE, require_glyphs, wrap
from qnsim.reporting.sensitivity_table import HEADINGS, MOST_ROWS, SHARES, Rank, ranking

WIDTH, MARGIN = 9.5, 0.3
LABELS, GAP, ROW = 2.75, 0.45, 0.29
FAINT = "#aab4bc"


@dataclass(frozen=True)
class SensitivityWords:
    """What stands around the plot."""

    title: str
    indicator: str
    event: str
    note: str


def sensitivity_chart(table: pd.DataFrame, year: str, words: SensitivityWords) -> Figure:
    """Filled dots: with all it takes part in; open dots: alone; lines: 95% intervals. Grey cannot be told from zero."""
    placed, _ = ranking(table, year)
    placed = placed[:MOST_ROWS]
    panels = [of for of in (MEAN, PROBABILITY, POOLED) if of in set(table["of"])]
    height = len(placed) * ROW + 2.3
    with style.context(STYLE, after_reset=True):
        figure = Figure(figsize=(WIDTH, height))
        FigureCanvasAgg(figure)
        title = figure.text(MARGIN / WIDTH, 1 - MARGIN / height, "", size=13, weight="bold", color=INK, va="top")
        top = height - MARGIN - wrap(title, words.title, WIDTH - 2 * MARGIN) - 0.5
        note = figure.text(MARGIN / WIDTH, 0.18 / height, "", size=7, color=GREY, va="bottom", linespacing=1.35)
        bottom = 0.18 + wrap(note, words.note, WIDTH - 2 * MARGIN) + 0.55
        room = (WIDTH - LABELS - MARGIN - GAP * (len(panels) - 1)) / len(panels)
        for number, of in enumerate(panels):
            left = LABELS + number * (room + GAP)
            place = (left / WIDTH, bottom / height, room / WIDTH, (top - bottom) / height)
            axes = figure.add_axes(place)
            _draw(axes, placed, of, words.indicator if of == MEAN else words.event)
            axes.set_yticks(range(len(placed)), [fill(rank.label, 36) for rank in placed] if number == 0 else [])
        require_glyphs(figure.findobj(Text))
    return figure


def _draw(axes: Axes, placed: Sequence[Rank], of: str, heading: str) -> None:
    kinds = [kind for kind in ("first", "total", "mu_star", "pawn", "delta") if (of, kind) in placed[0].rows]
    for kind in kinds:
        lift = 0.0 if len(kinds) == 1 else (-0.13 if kind == "total" else 0.13)
        for place, rank in enumerate(placed):
            _dot(axes, rank.rows[of, kind], place + lift, filled=kind != "first")
    axes.set_ylim(len(placed) - 0.4, -0.6)
    axes.set_xlim(left=-0.02 * axes.get_xlim()[1])
    axes.grid(visible=False, axis="y")
    axes.tick_params(axis="y", length=0, labelsize=8.5)
    if kinds[0] in SHARES:
        axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{100 * value:.0f}%"))
    axes.set_title(heading, loc="left", size=9.5, weight="bold", color=INK, pad=10)
    named = {"first": "open: alone", "total": "filled: with others"}
    said = "; ".join(named.get(kind, HEADINGS[kind]) for kind in reversed(kinds))
    axes.set_xlabel(f"share of variance, {said}" if kinds[0] in SHARES else said, size=8, color=GREY)


def _dot(axes: Axes, row: Any, height: float, filled: bool) -> None:
    color = (BANDS[50] if filled else INK) if row["low"] > row["floor"] else FAINT
    axes.plot([max(row["low"], 0), max(row["high"], 0)], [height, height], color=color, linewidth=1.4, zorder=2)
    face = color if filled else "white"
    axes.plot([max(row["index"], 0)], [height], "o", color=color, markerfacecolor=face, markersize=5, zorder=3)


def sensitivity_alt_text(table: pd.DataFrame, year: str, words: SensitivityWords) -> str:
    """What the picture shows, in words."""
    placed, inert = ranking(table, year)
    leaders = ", ".join(f"{rank.place}{'=' if rank.tied else ''} {rank.label}" for rank in placed[:5])
    rest = f" {inert} others cannot be told from zero." if inert else ""
    return f"{words.title}. Dot plot with 95% intervals; in order: {leaders}.{rest} {words.note}"


def save_sensitivity_chart(table: pd.DataFrame, year: str, words: SensitivityWords, file: Path) -> list[Path]:
    """Write the chart as SVG and PNG with its numbers and its alt text."""
    figure = sensitivity_chart(table, year, words)
    return save_chart(figure, table, file, sensitivity_alt_text(table, year, words), ("svg", "png"))
