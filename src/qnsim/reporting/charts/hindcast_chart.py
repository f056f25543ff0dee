"""The hindcast as a picture: the fan of each year's forecast beside what was then first released."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
from matplotlib import style
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.text import Text

from qnsim.analysis.hindcast import Hindcast
from qnsim.language import Language, join, say
from qnsim.press.chart_page import WIDTH, Heading, lay_out, new_page
from qnsim.press.figure_files import save_chart
from qnsim.press.numbers import plain, share, signed
from qnsim.press.palette import BANDS, GREY, INK, STYLE, TARGET, paper, require_glyphs
from qnsim.press.ticks import say_percent
from qnsim.reporting.hindcast_words import direction, hindcast_lines, reading_notes

PICTURE, LEFT, LEGEND = 3.1, 0.6, 1.6  # inches
OUTER, INNER = 0.62, 0.42  # widths of the bands, in years
ROOM = 0.9


def hindcast_chart(found: Hindcast, study: str, language: Language) -> Figure:
    """Bands of 90% and 50% of the draws with their median, and the first release, year by year."""
    with style.context(STYLE, after_reset=True):
        page = new_page()
        words = (direction(found), say("Growth forecast at the end of the year before"), _note(found, study))
        room = lay_out(page, Heading(*map(language.say, words)), PICTURE, 0.2, 0.55)
        axes = page.add_axes(room.place(LEFT, WIDTH - LEFT - LEGEND))
        _draw_years(axes, found.table)
        _write_legend(axes, found.table, language)
        _draw_threshold(axes, found, language)
        say_percent(axes.yaxis, language)
        require_glyphs(page.findobj(Text))
    return page


def _note(found: Hindcast, study: str) -> str:
    named = [say("Study {study}.", study=study)] if study else []
    return join(" ", [say("Points: first releases."), *reading_notes(found), *named])


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


def _write_legend(axes: Axes, table: pd.DataFrame, language: Language) -> None:
    """The words of the last year's parts, to the right of it and clear of each other."""
    last = table.iloc[-1]
    words: dict[str, float] = {
        say("95% of draws below"): last["p95"],
        "75%": last["p75"],
        say("median"): last["median"],
        "25%": last["p25"],
        "5%": last["p05"],
    }
    words_and_colors = [*((name, height, GREY) for name, height in words.items())]
    words_and_colors.append((say("first release"), last["first_release"], TARGET))
    low, high = axes.get_ylim()
    least, reached = (high - low) / 22, low - (high - low)
    for name, height, color in sorted(words_and_colors, key=lambda each: each[1]):
        reached = max(height, reached + least)
        axes.annotate(
            language.say(name), (len(table) - 1 + OUTER / 2, reached), (7, 0), textcoords="offset points",
            va="center", size=8, color=color, annotation_clip=False, bbox=paper("white"), zorder=6,
        )  # fmt: skip


def _draw_threshold(axes: Axes, found: Hindcast, language: Language) -> None:
    axes.axhline(found.threshold, color=TARGET, linewidth=1.1, linestyle=(0, (5, 3)), zorder=4)
    axes.grid(visible=False, axis="x")
    for place, chance in enumerate(found.table["probability"]):
        axes.annotate(
            language.say(share(chance)), (place, axes.get_ylim()[0]), xytext=(0, 5), textcoords="offset points",
            ha="center", size=8, color=INK, bbox=paper("white"), zorder=6,
        )  # fmt: skip
    below = say("above each year: forecast probability of more than {threshold}%", threshold=plain(found.threshold))
    axes.set_xlabel(language.say(below), size=8, color=GREY)


def hindcast_alt_text(found: Hindcast) -> str:
    """The chart in words."""
    years = [
        say(
            "{year}: 90% of draws between {low} and {high}%, median {median}%, first release {released}%.",
            year=row["year"],
            low=signed(row["p05"], 1),
            high=signed(row["p95"], 1),
            median=signed(row["median"], 1),
            released=signed(row["first_release"], 1),
        )
        for row in found.table.to_dict("records")
    ]
    return join(" ", [*years, *hindcast_lines(found)])


def save_hindcast_chart(found: Hindcast, file: Path, language: Language, study: str = "") -> list[Path]:
    """Write the chart as SVG and PNG with its numbers and its alt text; `study` is named below it if given."""
    alt = language.say(hindcast_alt_text(found))
    return save_chart(hindcast_chart(found, study, language), found.table, file, alt, ("svg", "png"))
