"""The hindcast as a picture: the fan of each year's forecast beside what was then first released."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
from matplotlib import style
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.text import Text
from matplotlib.ticker import FuncFormatter

from qnsim.analysis.hindcast import Hindcast
from qnsim.press.figure_files import save_chart
from qnsim.press.palette import BANDS, GREY, INK, STYLE, TARGET, paper, require_glyphs, wrap
from qnsim.reporting.hindcast_words import direction, hindcast_lines, reading_notes

WIDTH, HEIGHT, MARGIN = 8.0, 5.2, 0.3
OUTER, INNER = 0.62, 0.42  # widths of the bands, in years
ROOM = 0.9


def hindcast_chart(found: Hindcast, study: str = "") -> Figure:
    """Bands of 90% and 50% of the draws with their median, and the first release, year by year."""
    with style.context(STYLE, after_reset=True):
        figure = Figure(figsize=(WIDTH, HEIGHT))
        FigureCanvasAgg(figure)
        title = figure.text(MARGIN / WIDTH, 1 - MARGIN / HEIGHT, "", size=13, weight="bold", color=INK, va="top")
        top = HEIGHT - MARGIN - wrap(title, direction(found), WIDTH - 2 * MARGIN) - 0.5
        note = figure.text(MARGIN / WIDTH, 0.18 / HEIGHT, "", size=7, color=GREY, va="bottom", linespacing=1.35)
        bottom = 0.18 + wrap(note, _note(found, study), WIDTH - 2 * MARGIN) + 0.55
        axes = figure.add_axes((0.6 / WIDTH, bottom / HEIGHT, (WIDTH - 2.1) / WIDTH, (top - bottom) / HEIGHT))
        _draw_years(axes, found.table)
        _write_legend(axes, found.table)
        _draw_threshold(axes, found)
        axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:g}%"))
        axes.set_title(
            "Growth forecast at the end of the year before", loc="left", size=9.5, weight="bold", color=INK, pad=8
        )
        require_glyphs(figure.findobj(Text))
    return figure


def _note(found: Hindcast, study: str) -> str:
    named = [f"Study {study}."] if study else []
    return " ".join(["Points: first releases.", *reading_notes(found), *named])


def _draw_years(axes: Axes, table: pd.DataFrame) -> None:
    places = range(len(table))
    for low, high, band, width in (("p05", "p95", 90, OUTER), ("p25", "p75", 50, INNER)):
        size = table[high] - table[low]
        axes.bar(places, size, bottom=table[low], width=width, color=BANDS[band], linewidth=0, zorder=2)
    for place, median in zip(places, table["median"], strict=True):
        axes.plot([place - OUTER / 2, place + OUTER / 2], [median] * 2, color=INK, linewidth=1.6, zorder=3)
    axes.plot(places, table["first_release"], "o", color=TARGET, markersize=7, markeredgecolor="white", zorder=5)
    axes.set_xticks(list(places), list(table["year"] + table["given"].map(lambda given: "*" if given else "")))
    axes.set_xlim(-0.6, len(table) - 0.4)
    ends = table[["p05", "p95", "first_release"]]
    axes.set_ylim(ends.min().min() - ROOM, ends.max().max() + ROOM)


def _write_legend(axes: Axes, table: pd.DataFrame) -> None:
    """The words of the last year's parts, to the right of it and clear of each other."""
    last = table.iloc[-1]
    words = {
        "95% of draws below": last["p95"],
        "75%": last["p75"],
        "median": last["median"],
        "25%": last["p25"],
        "5%": last["p05"],
    }
    words_and_colors = [*((name, height, GREY) for name, height in words.items())]
    words_and_colors.append(("first release", last["first_release"], TARGET))
    low, high = axes.get_ylim()
    least, reached = (high - low) / 22, low - (high - low)
    for name, height, color in sorted(words_and_colors, key=lambda each: each[1]):
        reached = max(height, reached + least)
        axes.annotate(
            name, (len(table) - 1 + OUTER / 2, reached), xytext=(7, 0), textcoords="offset points", va="center",
            size=8, color=color, annotation_clip=False, bbox=paper("white"), zorder=6,
        )  # fmt: skip


def _draw_threshold(axes: Axes, found: Hindcast) -> None:
    axes.axhline(found.threshold, color=TARGET, linewidth=1.1, linestyle=(0, (5, 3)), zorder=4)
    axes.grid(visible=False, axis="x")
    for place, chance in enumerate(found.table["probability"]):
        axes.annotate(
            f"{100 * chance:.0f}%", (place, axes.get_ylim()[0]), xytext=(0, 5), textcoords="offset points",
            ha="center", size=8, color=INK, bbox=paper("white"), zorder=6,
        )  # fmt: skip
    axes.set_xlabel(f"above each year: forecast probability of more than {found.threshold:g}%", size=8, color=GREY)


def hindcast_alt_text(found: Hindcast) -> str:
    """The chart in words."""
    years = [
        f"{row['year']}: 90% of draws between {row['p05']:.1f} and {row['p95']:.1f}%, median {row['median']:.1f}%, "
        f"first release {row['first_release']:.1f}%."
        for row in found.table.to_dict("records")
    ]
    return " ".join([*years, *hindcast_lines(found)])


def save_hindcast_chart(found: Hindcast, file: Path, study: str = "") -> list[Path]:
    """Write the chart as SVG and PNG with its numbers and its alt text."""
    return save_chart(hindcast_chart(found, study), found.table, file, hindcast_alt_text(found), ("svg", "png"))
