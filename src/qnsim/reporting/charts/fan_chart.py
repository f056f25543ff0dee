"""Fan charts: finished numbers in, a figure and its files out. Nothing here knows the economy."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from matplotlib import style
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.text import Text
from matplotlib.ticker import FuncFormatter, MaxNLocator
from matplotlib.transforms import blended_transform_factory

from qnsim.errors import DataError
from qnsim.press.files import replace_file
from qnsim.press.palette import BANDS, FORECAST_REGION, GREY, INK, STYLE, TARGET, paper, require_glyphs, wrap
from qnsim.reporting.charts.fan import (
    BAND_EDGES,
    ENGLISH,
    VIETNAMESE,
    FanData,
    FanWords,
    Panel,
    alt_text,
    annual_panel,
    error_text,
    fan_table,
    frequency_sentence,
    hundredths,
    quarterly_panel,
)

__all__ = ["ENGLISH", "VIETNAMESE", "FanData", "FanWords", "alt_text", "fan_chart", "fan_table", "save_chart"]

# Inches on the page.
WIDTH, HEIGHT, MARGIN = 9.5, 6.2, 0.3
ANNUAL_LEFT, ANNUAL_WIDTH = 0.68, 4.55
QUARTERLY_LEFT, QUARTERLY_WIDTH = 6.17, 2.3
LEAST_PANEL_HEIGHT = 2.3
BRACKET_START, BRACKET_STEP = 0.17, 0.26
# A file carries no date and no program version, so that the same numbers give the same bytes.
METADATA = {
    "svg": {"Date": None, "Creator": None},
    "png": {"Software": None},
    "pdf": {"CreationDate": None, "Creator": None, "Producer": None},
}


def fan_chart(data: FanData) -> Figure:
    """Draws the annual and the quarterly fan side by side on half an A4 page.

    Raises DataError if the words leave no room for the picture or need a letter the font lacks.
    """
    with style.context(STYLE, after_reset=True):
        figure = Figure(figsize=(WIDTH, HEIGHT))
        FigureCanvasAgg(figure)
        top = write_heading(figure, data)
        bottom = write_note(figure, data.note) + (0.95 if data.probability_by_year else 0.5)
        if top - bottom < LEAST_PANEL_HEIGHT:
            raise DataError("fan chart: title, subtitle and note leave no room for the picture; shorten the longest.")
        panels = annual_panel(data), quarterly_panel(data)
        limits = data.limits or value_limits(panels, data.target)
        height = (top - bottom) / HEIGHT
        annual = figure.add_axes((ANNUAL_LEFT / WIDTH, bottom / HEIGHT, ANNUAL_WIDTH / WIDTH, height))
        quarterly = figure.add_axes((QUARTERLY_LEFT / WIDTH, bottom / HEIGHT, QUARTERLY_WIDTH / WIDTH, height))
        draw_panel(annual, panels[0], limits, data)
        draw_panel(quarterly, panels[1], limits, data)
        mark_steps(annual, panels[0], 2)
        mark_steps(quarterly, panels[1], 4 if len(panels[1].steps) > 8 else 1)
        quarterly.tick_params(axis="y", labelleft=False)
        write_annual_words(annual, panels[0], data)
        write_panel_heading(quarterly, data.words.quarterly_heading, data.words.quarterly_detail)
        require_glyphs(figure.findobj(Text))
    return figure


def write_heading(figure: Figure, data: FanData) -> float:
    """Writes the finding and the measure; returns the height on the page where the panels may begin."""
    top = HEIGHT - MARGIN
    title = figure.text(MARGIN / WIDTH, top / HEIGHT, "", size=13, weight="bold", color=INK, va="top")
    top -= wrap(title, data.title, WIDTH - 2 * MARGIN) + 0.08
    subtitle = figure.text(MARGIN / WIDTH, top / HEIGHT, "", size=9.5, color=GREY, va="top")
    return top - wrap(subtitle, data.subtitle, WIDTH - 2 * MARGIN) - 0.55


def write_note(figure: Figure, note: str) -> float:
    """Writes the footnote at the foot of the page; returns the height on the page where it ends."""
    text = figure.text(MARGIN / WIDTH, 0.18 / HEIGHT, "", size=7, color=GREY, va="bottom", linespacing=1.35)
    return 0.18 + wrap(text, note, WIDTH - 2 * MARGIN)


def value_limits(panels: tuple[Panel, ...], target: float | None) -> tuple[float, float]:
    """One y range for both panels: everything in it, with room for words above the record and under the fans."""
    recorded = [value for panel in panels for value in panel.recorded[["low", "high"]].to_numpy(float).ravel()]
    recorded += [] if target is None else [target]
    fans = np.concatenate([panel.fan.to_numpy(float).ravel() for panel in panels])
    low, high = min([*recorded, *fans]), max([*recorded, *fans])
    span = max(high - low, 1.0)
    return low - 0.14 * span, max(high + 0.08 * span, max(recorded) + 0.3 * span)


def draw_panel(axes: Axes, panel: Panel, limits: tuple[float, float], data: FanData) -> None:
    """Draws the forecast region, the fan, the record and the target of one panel."""
    first, last = panel.fan.index[0], panel.fan.index[-1]
    axes.set(ylim=limits, xlim=(panel.steps[0] - 0.6, last))
    axes.yaxis.set_major_locator(MaxNLocator(9, steps=[1, 2, 5, 10]))
    axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: data.words.percent(value)))
    axes.axvspan(first, last, color=FORECAST_REGION, linewidth=0, zorder=0)
    axes.annotate(data.words.forecast, (last, 0), (-5, 5), xycoords=("data", "axes fraction"),
                  textcoords="offset points", ha="right", color=GREY, size=7.5,
                  bbox=paper(FORECAST_REGION))  # fmt: skip
    draw_bands(axes, panel)
    draw_median(axes, panel.fan["p50"], data)
    draw_record(axes, panel.recorded)
    if data.target is not None:
        axes.axhline(data.target, color=TARGET, linewidth=1.1, linestyle=(0, (5, 3)), zorder=5, gid="target")


def draw_bands(axes: Axes, panel: Panel) -> None:
    """Fills the bands, outermost first, and brackets each at the right edge with the percentage of draws it holds."""
    for order, (percentage, (low, high)) in enumerate(reversed(BAND_EDGES.items())):
        lower, upper = panel.fan[low], panel.fan[high]
        axes.fill_between(panel.fan.index, lower, upper, color=BANDS[percentage], linewidth=0, zorder=2 - order / 10,
                          gid=f"band{percentage}")  # fmt: skip
        draw_bracket(axes, BRACKET_START + BRACKET_STEP * order, (lower.iloc[-1], upper.iloc[-1]), f"{percentage}%")


def draw_bracket(axes: Axes, distance: float, ends: tuple[float, float], label: str) -> None:
    """Draws a labelled bracket between two values, `distance` inches to the right of the panel."""
    inch = 1 / (axes.get_position().width * WIDTH)
    place = blended_transform_factory(axes.transAxes, axes.transData)
    right = 1 + distance * inch
    left = right - 0.04 * inch
    axes.plot([left, right, right, left], [ends[0], *ends, ends[1]], transform=place, color=GREY, linewidth=0.8,
              clip_on=False)  # fmt: skip
    axes.annotate(label, (right, ends[1]), (0, 3), xycoords=place, textcoords="offset points", annotation_clip=False,
                  ha="center", color=INK, size=7)  # fmt: skip


def draw_median(axes: Axes, median: pd.Series, data: FanData) -> None:
    """Draws the median thin and names it near its end, on the side away from the target."""
    axes.plot(median.index, median, color=INK, linewidth=0.9, zorder=4, gid="p50")
    above = data.target is not None and median.iloc[-1] >= data.target
    end = median.iloc[-4:]
    axes.annotate(data.words.median, (median.index[-1], end.max() if above else end.min()), (-5, 2 if above else -3),
                  textcoords="offset points", ha="right", va="bottom" if above else "top", color=INK, size=7.5,
                  style="italic", zorder=6)  # fmt: skip


def draw_record(axes: Axes, record: pd.DataFrame) -> None:
    """Draws what was recorded: broken at gaps, hollow where not settled, with the range of its publications."""
    if record.empty:
        return
    whole = record["value"].reindex(range(record.index[0], record.index[-1] + 1))
    axes.vlines(record.index, record["low"], record["high"], color=GREY, linewidth=4, zorder=5)
    axes.plot(whole.index, whole, color=INK, linewidth=1.5, zorder=6, gid="recorded")
    for settled, fill in ((True, INK), (False, "white")):
        points = record.loc[record["settled"] == settled, "value"]
        axes.plot(points.index, points, "o", color=INK, markerfacecolor=fill, markersize=3.8, zorder=7)


def mark_steps(axes: Axes, panel: Panel, every: int) -> None:
    """Ticks every step and labels each `every`-th, the first of the forecast among them."""
    labelled = [step for step in panel.steps if (step - panel.first_forecast) % every == 0]
    axes.set_xticks(labelled, [panel.label(step) for step in labelled])
    axes.set_xticks(panel.steps, minor=True)


def write_panel_heading(axes: Axes, heading: str, detail: str) -> None:
    """Writes a panel's name and measure above it."""
    place: dict[str, Any] = {"xy": (0, 1), "xycoords": "axes fraction", "textcoords": "offset points"}
    axes.annotate(heading, xytext=(0, 18), weight="bold", size=9, color=INK, **place)
    axes.annotate(detail, xytext=(0, 6), size=8, color=GREY, **place)


def write_annual_words(axes: Axes, panel: Panel, data: FanData) -> None:
    """Writes everything that is said on the annual panel."""
    words = data.words
    write_panel_heading(axes, words.annual_heading, words.annual_detail)
    write_key(axes, panel.recorded, words)
    if data.target is not None:
        label_target(axes, panel.recorded["value"], data.target, data.target_label)
        if data.probability_by_year:
            write_probability(axes, panel, data, data.target)
            write_chances(axes, data)


def write_key(axes: Axes, record: pd.DataFrame, words: FanWords) -> None:
    """Names the marks of the record that are in use."""
    settled = record["settled"]
    in_use = {words.provisional: ~settled, words.settled: settled, words.publications: record["low"] < record["high"]}
    key = "   ".join(name for name, used in in_use.items() if used.any())
    axes.annotate(key, (0, 0), (3, 5), xycoords="axes fraction", textcoords="offset points", color=GREY, size=7.5,
                  bbox=paper("white"))  # fmt: skip


def label_target(axes: Axes, record: pd.Series, target: float, label: str) -> None:
    """Writes the target's name on its line, above or below it, where the record leaves the most room."""
    text = axes.text(0, target, label, color=TARGET, size=8, weight="bold", zorder=8)
    require_glyphs([text])
    inches = text.get_window_extent().width / axes.figure.dpi
    (left, right), (bottom, top) = axes.get_xlim(), axes.get_ylim()
    width, offset = inches / (axes.get_position().width * WIDTH) * (right - left), 0.03 * (top - bottom)
    places = [(start, side) for start in np.arange(left + 0.15, max(record.index[-1] - width, left + 0.2), 0.25)
              for side in (1, -1)]  # fmt: skip

    def room(place: tuple[float, int]) -> float:
        under = np.interp(np.linspace(place[0] - 0.2, place[0] + width + 0.2, 25), record.index, record)
        return float(np.min(np.abs(under - target - place[1] * offset)))

    start, side = max(places, key=room)
    text.set(position=(start, target + side * offset / 3), verticalalignment="bottom" if side > 0 else "top")


def write_probability(axes: Axes, panel: Panel, data: FanData, target: float) -> None:
    """Writes the first year's probability above the record, with a line to the part of the fan it speaks of."""
    words, year = data.words, min(data.probability_by_year)
    left, right = axes.get_xlim()
    corner: dict[str, Any] = {"xy": (0, 1), "xycoords": "axes fraction", "textcoords": "offset points", "va": "top",
                              "zorder": 8, "bbox": paper("white")}  # fmt: skip
    text = axes.annotate("", xytext=(3, -4), size=9, weight="bold", color=INK, linespacing=1.25, **corner)
    height = wrap(text, frequency_sentence(data), max(ANNUAL_WIDTH * (year - 1 - left) / (right - left), 1.6))
    error = error_text(words, words.error, data.probability_by_year[year][1])
    axes.annotate(error, xytext=(3, -72 * height - 7), size=7.5, color=GREY, **corner)
    box = text.get_window_extent().transformed(axes.transData.inverted())
    middle = (target + max(target, float(panel.fan["p75"][year]))) / 2
    axes.plot([box.x1 + 0.1, year], [(box.y0 + box.y1) / 2, middle], color=INK, linewidth=0.7, zorder=7)
    axes.plot(year, middle, "o", color=INK, markersize=2.5, zorder=7)


def write_chances(axes: Axes, data: FanData) -> None:
    """Writes each year's probability under it, as a row with its name and its largest error."""
    words, years = data.words, data.probability_by_year
    below: dict[str, Any] = {"xycoords": ("data", "axes fraction"), "textcoords": "offset points", "size": 8}
    for year, (probability, error) in years.items():
        weight = "bold" if year == min(years) else "normal"
        count = hundredths(probability, error)
        axes.annotate(count, (year, 0), (0, -36), ha="center", color=INK, weight=weight, **below)
    left = axes.get_xlim()[0]
    name = words.chance.format(target=data.target_percent)
    axes.annotate(name, (left, 0), (0, -36), color=INK, weight="bold", **below)
    largest = error_text(words, words.largest_error, max(error for _, error in years.values()))
    axes.annotate(largest, (left, 0), (0, -46), color=GREY, **{**below, "size": 7})


def save_chart(
    figure: Figure, table: pd.DataFrame, stem: Path, alt: str, kinds: Sequence[str] = tuple(METADATA)
) -> list[Path]:
    """Writes the chart in each of `kinds`, its numbers as csv and its alt text as txt; returns their paths.

    Each file is complete or absent, and the same numbers give the same bytes.
    """
    stem.parent.mkdir(parents=True, exist_ok=True)
    contents = {kind: render(figure, kind) for kind in kinds}
    contents["csv"] = table.to_csv(index=False, lineterminator="\n").encode()
    contents["txt"] = f"{alt}\n".encode()
    return [replace_file(stem.with_name(f"{stem.name}.{ending}"), content) for ending, content in contents.items()]


def render(figure: Figure, kind: str) -> bytes:
    """The bytes of a figure as svg, png or pdf."""
    with style.context(STYLE, after_reset=True), io.BytesIO() as buffer:
        figure.savefig(buffer, format=kind, metadata=METADATA[kind])
        return buffer.getvalue()
