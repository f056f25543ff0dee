"""A dot plot in two panels: what drives the indicator, and what drives the probability of the target."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd
from matplotlib import style
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.text import Text
from matplotlib.ticker import FuncFormatter

from qnsim.analysis.outcomes import MEAN, POOLED, PROBABILITY
from qnsim.language import Language, join, say
from qnsim.press.chart_page import MARGIN, WIDTH, Heading, lay_out, new_page
from qnsim.press.figure_files import save_chart
from qnsim.press.palette import BANDS, GREY, INK, STYLE, require_glyphs, wrap
from qnsim.press.ticks import point_tick, say_percent
from qnsim.reporting.sensitivity_table import HEADINGS, MOST_ROWS, SHARES, Rank, place_words, ranking

LABELS, GAP, ROW = 2.75, 0.45, 0.29  # inches
LEADERS = 5  # named above the chart
FAINT = "#aab4bc"
DOTS = {"first": say("open: alone"), "total": say("filled: with others")}  # what tells two kinds of dots apart


@dataclass(frozen=True)
class SensitivityWords:
    """What stands around the plot."""

    title: str
    indicator: str
    event: str
    note: str


def sensitivity_chart(table: pd.DataFrame, year: str, words: SensitivityWords, language: Language) -> Figure:
    """Filled dots: with all it takes part in; open dots: alone; lines: 95% intervals. Grey cannot be told from zero."""
    placed, _ = ranking(table, year)
    placed = placed[:MOST_ROWS]
    panels = [of for of in (MEAN, PROBABILITY, POOLED) if of in set(table["of"])]
    with style.context(STYLE, after_reset=True):
        page = new_page()
        said = (words.title, sensitivity_order(table, year), words.note)
        room = lay_out(page, Heading(*map(language.say, said)), len(placed) * ROW + 0.1, 0.4, 0.55)
        wide = (WIDTH - LABELS - MARGIN - GAP * (len(panels) - 1)) / len(panels)
        for number, of in enumerate(panels):
            axes = page.add_axes(room.place(LABELS + number * (wide + GAP), wide))
            _draw(axes, placed, of, words.indicator if of == MEAN else words.event, language)
            if number == 0:
                _name_rows(axes, [language.say(rank.label) for rank in placed])
        require_glyphs(page.findobj(Text))
    return page


def _name_rows(axes: Axes, labels: Sequence[str]) -> None:
    """The names of the inputs, each within the room at the left."""
    for place, label in enumerate(labels):
        text = axes.annotate("", (0, place), (-7, 0), xycoords=("axes fraction", "data"), textcoords="offset points",
                             ha="right", va="center", size=8, color=INK, linespacing=1.05)  # fmt: skip
        wrap(text, label, LABELS - MARGIN - 0.1)


def _draw(axes: Axes, placed: Sequence[Rank], of: str, heading: str, language: Language) -> None:
    kinds = [kind for kind in ("first", "total", "mu_star", "pawn", "delta") if (of, kind) in placed[0].rows]
    for kind in kinds:
        lift = 0.0 if len(kinds) == 1 else (-0.13 if kind == "total" else 0.13)
        for place, rank in enumerate(placed):
            _dot(axes, rank.rows[of, kind], place + lift, filled=kind != "first")
    axes.set_ylim(len(placed) - 0.4, -0.6)
    axes.set_xlim(left=-0.02 * axes.get_xlim()[1])
    axes.grid(visible=False, axis="y")
    axes.set_yticks([])
    if kinds[0] in SHARES:
        say_percent(axes.xaxis, language, 100)
    else:
        axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: point_tick(value, language)))
    axes.set_title(language.say(heading), loc="left", size=9.5, weight="bold", color=INK, pad=8)
    dots: str = join("; ", [DOTS.get(kind, HEADINGS[kind]) for kind in reversed(kinds)])
    named = say("share of variance, {dots}", dots=dots) if kinds[0] in SHARES else dots
    axes.set_xlabel(language.say(named), size=8, color=GREY)


def _dot(axes: Axes, row: Any, height: float, filled: bool) -> None:
    color = (BANDS[50] if filled else INK) if row["low"] > row["floor"] else FAINT
    axes.plot([max(row["low"], 0), max(row["high"], 0)], [height, height], color=color, linewidth=1.4, zorder=2)
    face = color if filled else "white"
    axes.plot([max(row["index"], 0)], [height], "o", color=color, markerfacecolor=face, markersize=5, zorder=3)


def sensitivity_order(table: pd.DataFrame, year: str) -> str:
    """The inputs that decide most, in their order."""
    placed, inert = ranking(table, year)
    leaders = join("; ", [join(" ", [place_words(rank, placed), rank.label]) for rank in placed[:LEADERS]])
    if not inert:
        return say("In order: {leaders}.", leaders=leaders)
    return say("In order: {leaders}. {count} others cannot be told from zero.", leaders=leaders, count=inert)


def sensitivity_alt_text(table: pd.DataFrame, year: str, words: SensitivityWords) -> str:
    """What the picture shows, in words."""
    shown = say("{title}. Dot plot with 95% intervals.", title=words.title)
    return join(" ", [shown, sensitivity_order(table, year), words.note])


def save_sensitivity_chart(
    table: pd.DataFrame, year: str, words: SensitivityWords, file: Path, language: Language
) -> list[Path]:
    """Write the chart as SVG and PNG with its numbers and its alt text."""
    alt = language.say(sensitivity_alt_text(table, year, words))
    return save_chart(sensitivity_chart(table, year, words, language), table, file, alt, ("svg", "png"))
