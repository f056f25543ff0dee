"""A calibration as pictures: prior against posterior, and the record beside what the calibrated model says of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pandas as pd
from matplotlib import style
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.text import Text
from matplotlib.ticker import FuncFormatter

from qnsim.analysis.calibration.fit import Predicted
from qnsim.analysis.calibration.learned import Learned
from qnsim.language import Language, join, say
from qnsim.press.chart_page import MARGIN, WIDTH, Heading, Room, lay_out, new_page
from qnsim.press.figure_files import save_chart
from qnsim.press.numbers import plain
from qnsim.press.palette import BANDS, GREY, INK, STYLE, TARGET, paper, require_glyphs, wrap
from qnsim.press.ticks import point_tick
from qnsim.reporting.calibration_words import (
    both_ranges,
    fit_title,
    measure_words,
    most_learned,
    of_a_year,
    parameter_title,
    shown_range,
)

# Inches on the page.
ROW, LABELS, VALUES = 0.3, 3.4, 2.4
COLUMNS, PANEL_WIDTH, PANEL_HEIGHT, ASIDE, ABOVE = 3, 2.4, 1.55, 0.6, 0.65
MOST = 18
ROOM = 0.08  # of the height of a panel, above and below its bands
NOTE = say(
    "Light: 90% of the prior; dark: 90% of the posterior, with its median. Each row is scaled to its own prior; the "
    "values are the 5%, 50% and 95% points of both, prior above."
)
FIT_NOTE = say(
    "Points: published figures. Bands: 90% of what the calibrated model would have published, with the error of the "
    "figure, and its median. Orange: outside the band. The past fits better than a forecast would, since yearly shocks "
    "absorb misses."
)


def save_calibration_charts(learned: Learned, predicted: Predicted, language: Language, folder: Path) -> None:
    """Write both charts with their numbers and their alt text."""
    table, figures = learned.table(), predicted.table()
    for name, chart, numbers, alt in (
        ("parameters", parameter_chart(table, language), table, parameter_alt_text(table)),
        ("record", fit_chart(figures, language), figures, fit_alt_text(figures)),
    ):
        save_chart(chart, numbers, folder / f"chart_{name}", language.say(alt), ("svg", "png"))


def parameter_chart(table: pd.DataFrame, language: Language) -> Figure:
    """The parameters that learned most, each with its prior and its posterior on the scale of its prior."""
    rows = most_learned(table)[:MOST]
    with style.context(STYLE, after_reset=True):
        page = new_page()
        room = lay_out(page, Heading(*map(language.say, (parameter_title(table), NOTE, ""))), len(rows) * ROW, 0.2, 0.1)
        axes = page.add_axes(room.place(LABELS, WIDTH - LABELS - VALUES - MARGIN))
        for place, row in enumerate(rows):
            _draw_parameter(axes, place, row, language)
        axes.set(ylim=(len(rows) - 0.5, -0.6), xticks=[], yticks=[])
        axes.grid(visible=False)
        require_glyphs(page.findobj(Text))
    return page


def _draw_parameter(axes: Axes, place: int, row: Mapping[str, Any], language: Language) -> None:
    """The label, prior and posterior of one parameter as bars, and both in figures."""
    label = axes.annotate("", (0, place), (-7, 0), xycoords=("axes fraction", "data"), textcoords="offset points",
                          ha="right", va="center", size=8, color=INK, linespacing=1.05)  # fmt: skip
    wrap(label, language.say(row["label"]), LABELS - MARGIN - 0.1)
    low, high = row["prior_p05"], row["prior_p95"]
    scaled = {name: (row[name] - low) / (high - low) for name in ("p05", "p50", "p95")}
    axes.plot([0, 1], [place, place], color=BANDS[90], linewidth=9, solid_capstyle="butt", zorder=1)
    axes.plot(
        [scaled["p05"], scaled["p95"]], [place] * 2, color=BANDS[50], linewidth=4, solid_capstyle="butt", zorder=2
    )
    axes.plot([scaled["p50"]], [place], "o", color=INK, markersize=4.5, zorder=3)
    axes.annotate(
        language.say(shown_range(row)), (1, place), (8, 0), xycoords=("axes fraction", "data"),
        textcoords="offset points", va="center", size=7, color=GREY, annotation_clip=False, linespacing=1.2,
    )  # fmt: skip


def fit_chart(figures: pd.DataFrame, language: Language) -> Figure:
    """A panel per series: published figures over the bands of what the calibrated model would have published."""
    groups = [(key, rows) for key, rows in figures.groupby(["measure", "sector", "kind"], sort=False)]
    lines = -(-len(groups) // COLUMNS)
    with style.context(STYLE, after_reset=True):
        page = new_page()
        words = Heading(*map(language.say, (fit_title(figures), FIT_NOTE, "")))
        room = lay_out(page, words, lines * (PANEL_HEIGHT + ABOVE) - ABOVE, 0.45, 0.25)
        years = sorted({year for period in figures["period"] for year in of_a_year(period)})
        for number, (key, rows) in enumerate(groups):
            left = MARGIN + 0.35 + (number % COLUMNS) * (PANEL_WIDTH + ASIDE)
            top = room.top - (number // COLUMNS) * (PANEL_HEIGHT + ABOVE)
            axes = page.add_axes(Room(top - PANEL_HEIGHT, top, room.height).place(left, PANEL_WIDTH))
            _draw_series(axes, rows, years, language)
            heading = axes.set_title("", loc="left", size=8.5, weight="bold", color=INK, pad=6)
            wrap(heading, language.say(measure_words(*map(str, key))), PANEL_WIDTH + ASIDE - 0.15)
        require_glyphs(page.findobj(Text))
    return page


def _draw_series(axes: Axes, rows: pd.DataFrame, years: Sequence[int], language: Language) -> None:
    for row in rows.to_dict("records"):
        spanned = of_a_year(row["period"])
        middle, wide = (spanned[0] + spanned[-1]) / 2, len(spanned) - 0.3
        axes.bar(middle, row["p95"] - row["p05"], bottom=row["p05"], width=wide, color=BANDS[90], linewidth=0, zorder=2)
        axes.plot([middle - wide / 2, middle + wide / 2], [row["median"]] * 2, color=INK, linewidth=1.2, zorder=3)
        color = INK if row["told"] else TARGET
        axes.plot([middle], [row["value"]], "o", color=color, markersize=5, markeredgecolor="white", zorder=4)
        if not row["told"]:
            axes.annotate(
                language.say(plain(row["value"])), (middle, row["value"]), (6, 0), textcoords="offset points",
                va="center", size=7, color=TARGET, bbox=paper("white"), zorder=5,
            )  # fmt: skip
    ends = rows[["p05", "p95", "value"]]
    room = ROOM * (ends.max().max() - ends.min().min())
    axes.set_ylim(ends.min().min() - room, ends.max().max() + room)
    axes.set_xlim(years[0] - 0.6, years[-1] + 0.6)
    axes.set_xticks(years, [f"\N{RIGHT SINGLE QUOTATION MARK}{year % 100:02d}" for year in years])
    axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: point_tick(value, language)))
    axes.tick_params(labelsize=7)
    axes.grid(visible=False, axis="x")


def parameter_alt_text(table: pd.DataFrame) -> str:
    """The chart of parameters in words."""
    told = [
        say("{label}: {prior}, then {posterior}.", label=row["label"], prior=prior, posterior=posterior)
        for row in most_learned(table)[:MOST]
        for prior, posterior in [both_ranges(row)]
    ]
    return join(" ", [say("{title}.", title=parameter_title(table)), *told])


def fit_alt_text(figures: pd.DataFrame) -> str:
    """The chart of the record in words."""
    return join(" ", [say("{title}.", title=fit_title(figures)), FIT_NOTE])
