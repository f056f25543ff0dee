"""A calibration as pictures: prior against posterior, and the record beside what the calibrated model says of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pandas as pd
from matplotlib import style
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.text import Text

from qnsim.analysis.calibration.fit import Predicted
from qnsim.analysis.calibration.learned import Learned
from qnsim.press.figure_files import save_chart
from qnsim.press.palette import BANDS, GREY, INK, STYLE, TARGET, paper, require_glyphs, wrap
from qnsim.reporting.calibration_words import (
    fit_title,
    measure_words,
    most_learned,
    of_a_year,
    parameter_title,
    shown_range,
)

WIDTH, MARGIN, ROW, LABELS, VALUES = 9.5, 0.3, 0.3, 3.4, 2.4
COLUMNS, PANEL_WIDTH, PANEL_HEIGHT = 3, 2.55, 1.55
MOST = 18
ROOM = 0.08  # of the height of a panel, above and below its bands
NOTE = (
    "Light: 90% of the prior; dark: 90% of the posterior, with its median. Each row is scaled to its own prior; the "
    "values are the 5%, 50% and 95% points of both, prior above."
)
FIT_NOTE = (
    "Points: published figures. Bands: 90% of what the calibrated model would have published, with the error of the "
    "figure, and its median. Orange: outside the band. The past fits better than a forecast would, since yearly shocks "
    "absorb misses."
)


def save_calibration_charts(learned: Learned, predicted: Predicted, folder: Path) -> None:
    """Write both charts with their numbers and their alt text."""
    table, figures = learned.table(), predicted.table()
    kinds = ("svg", "png")
    save_chart(parameter_chart(table), table, folder / "chart_parameters", parameter_alt_text(table), kinds)
    save_chart(fit_chart(figures), figures, folder / "chart_record", fit_alt_text(figures), kinds)


def parameter_chart(table: pd.DataFrame) -> Figure:
    """The parameters that learned most, each with its prior and its posterior on the scale of its prior."""
    rows = most_learned(table)[:MOST]
    height = len(rows) * ROW + 1.9
    with style.context(STYLE, after_reset=True):
        figure = Figure(figsize=(WIDTH, height))
        FigureCanvasAgg(figure)
        bottom, top = _frame(figure, WIDTH, height, parameter_title(table), NOTE)
        room = WIDTH - LABELS - VALUES - MARGIN
        axes = figure.add_axes((LABELS / WIDTH, bottom / height, room / WIDTH, (top - bottom) / height))
        for place, row in enumerate(rows):
            _draw_parameter(axes, place, row)
        axes.set_yticks(range(len(rows)), [row["label"] for row in rows])
        axes.set_ylim(len(rows) - 0.5, -0.6)
        axes.set_xticks([])
        axes.grid(visible=False)
        axes.tick_params(axis="y", length=0, labelsize=8)
        require_glyphs(figure.findobj(Text))
    return figure


def _frame(figure: Figure, width: float, height: float, title: str, note: str) -> tuple[float, float]:
    """Title and note; returns the bottom and the top of the room between them, in inches."""
    heading = figure.text(MARGIN / width, 1 - MARGIN / height, "", size=13, weight="bold", color=INK, va="top")
    top = height - MARGIN - wrap(heading, title, width - 2 * MARGIN) - 0.3
    small = figure.text(MARGIN / width, 0.18 / height, "", size=7, color=GREY, va="bottom", linespacing=1.35)
    return 0.18 + wrap(small, note, width - 2 * MARGIN) + 0.25, top


def _draw_parameter(axes: Axes, place: int, row: Mapping[str, Any]) -> None:
    low, high = row["prior_p05"], row["prior_p95"]
    scaled = {name: (row[name] - low) / (high - low) for name in ("p05", "p50", "p95")}
    axes.plot([0, 1], [place, place], color=BANDS[90], linewidth=9, solid_capstyle="butt", zorder=1)
    axes.plot(
        [scaled["p05"], scaled["p95"]], [place] * 2, color=BANDS[50], linewidth=4, solid_capstyle="butt", zorder=2
    )
    axes.plot([scaled["p50"]], [place], "o", color=INK, markersize=4.5, zorder=3)
    axes.annotate(
        shown_range(row), (1, place), xycoords=("axes fraction", "data"), xytext=(8, 0), textcoords="offset points",
        va="center", size=7, color=GREY, annotation_clip=False, linespacing=1.2,
    )  # fmt: skip


def fit_chart(figures: pd.DataFrame) -> Figure:
    """A panel per series: published figures over the bands of what the calibrated model would have published."""
    groups = [(key, rows) for key, rows in figures.groupby(["measure", "sector", "kind"], sort=False)]
    lines = -(-len(groups) // COLUMNS)
    width, height = MARGIN * 2 + COLUMNS * (PANEL_WIDTH + 0.5), lines * (PANEL_HEIGHT + 0.65) + 1.4
    with style.context(STYLE, after_reset=True):
        figure = Figure(figsize=(width, height))
        FigureCanvasAgg(figure)
        _, top = _frame(figure, width, height, fit_title(figures), FIT_NOTE)
        years = sorted({year for period in figures["period"] for year in of_a_year(period)})
        for number, (key, rows) in enumerate(groups):
            left = MARGIN + 0.35 + (number % COLUMNS) * (PANEL_WIDTH + 0.5)
            low = top - 0.25 - PANEL_HEIGHT - (number // COLUMNS) * (PANEL_HEIGHT + 0.65)
            axes = figure.add_axes((left / width, low / height, PANEL_WIDTH / width, PANEL_HEIGHT / height))
            _draw_series(axes, rows, years)
            axes.set_title(measure_words(*map(str, key)), loc="left", size=8.5, weight="bold", color=INK, pad=6)
        require_glyphs(figure.findobj(Text))
    return figure


def _draw_series(axes: Axes, rows: pd.DataFrame, years: Sequence[int]) -> None:
    for row in rows.to_dict("records"):
        spanned = of_a_year(row["period"])
        middle, wide = (spanned[0] + spanned[-1]) / 2, len(spanned) - 0.3
        axes.bar(middle, row["p95"] - row["p05"], bottom=row["p05"], width=wide, color=BANDS[90], linewidth=0, zorder=2)
        axes.plot([middle - wide / 2, middle + wide / 2], [row["median"]] * 2, color=INK, linewidth=1.2, zorder=3)
        color = INK if row["told"] else TARGET
        axes.plot([middle], [row["value"]], "o", color=color, markersize=5, markeredgecolor="white", zorder=4)
        if not row["told"]:
            axes.annotate(
                f"{row['value']:g}", (middle, row["value"]), xytext=(6, 0), textcoords="offset points", va="center",
                size=7, color=TARGET, bbox=paper("white"), zorder=5,
            )  # fmt: skip
    ends = rows[["p05", "p95", "value"]]
    room = ROOM * (ends.max().max() - ends.min().min())
    axes.set_ylim(ends.min().min() - room, ends.max().max() + room)
    axes.set_xlim(years[0] - 0.6, years[-1] + 0.6)
    axes.set_xticks(years, [f"\N{RIGHT SINGLE QUOTATION MARK}{year % 100:02d}" for year in years])
    axes.tick_params(labelsize=7)
    axes.grid(visible=False, axis="x")


def parameter_alt_text(table: pd.DataFrame) -> str:
    """The chart of parameters in words."""
    told = [f"{row['label']}: {shown_range(row)}".replace("\n", ", then ") for row in most_learned(table)[:MOST]]
    return " ".join([f"{parameter_title(table)}.", *(f"{each}." for each in told)])


def fit_alt_text(figures: pd.DataFrame) -> str:
    """The chart of the record in words."""
    return f"{fit_title(figures)}. {FIT_NOTE}"
