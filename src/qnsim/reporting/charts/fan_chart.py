"""Fan charts: finished numbers in, a figure out. A reader finds the chance, the target, the middle, the range."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil

import numpy as np
import pandas as pd
from matplotlib import style
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.collections import LineCollection
from matplotlib.figure import Figure
from matplotlib.text import Text

from qnsim.language import Language, join, say
from qnsim.press.chart_page import MARGIN, WIDTH, Heading, lay_out
from qnsim.press.dates import day
from qnsim.press.figure_files import DOTS_PER_INCH
from qnsim.press.frame import Frame, draw_steps, draw_values, frame, inches, spread_out
from qnsim.press.palette import BANDS, FORECAST_REGION, GREY, INK, STYLE, TARGET, paper, require_glyphs
from qnsim.reporting.charts.dots import draw_dots, stack
from qnsim.reporting.charts.fan import (
    BAND_EDGES,
    FanData,
    Panel,
    annual_panel,
    count_words,
    error_points,
    event_words,
    hundredths,
    middle_words,
    quarterly_panel,
)

# Inches on the page.
LEFT, PICTURE, RIGHT_LABELS, GAP = 0.68, 3.3, 0.78, 0.45
DOTS_WIDTH, QUARTERLY_WIDTH, LEAST_LABELS = 0.95, 1.75, 0.6
CHANCE, HEADINGS = 0.5, 0.6
LINE = 0.145  # between words one above the other
STEPS, CHANCES, KEY = 0.27, 0.4, 0.2
SMALL = 8.0
AWAY = 0.07  # of words from the edge they stand at


@dataclass(frozen=True)
class Places:
    """Left edges and widths of the panels."""

    annual: tuple[float, float]
    dots: tuple[float, float]
    quarterly: tuple[float, float]


def fan_chart(data: FanData, language: Language) -> Figure:
    """Draws the years, the year of the target as dots, and the quarters on one scale; as high as the words need.

    Raises DataError if a word needs a letter the font lacks.
    """
    words = Heading(*map(language.say, (data.title, data.subtitle, join(" ", [data.note, data.source]))))
    chanced = bool(data.probability_by_year)
    with style.context(STYLE, after_reset=True):
        drawn = Figure(figsize=(WIDTH, 6), dpi=DOTS_PER_INCH)
        FigureCanvasAgg(drawn)
        require_glyphs([Text(text=language.say(data.target_label), weight="bold")])  # before it is measured
        above = (CHANCE if chanced else 0) + HEADINGS
        room = lay_out(drawn, words, PICTURE, above, STEPS + (CHANCES if chanced else 0) + KEY + 0.12)
        years, quarters = annual_panel(data), quarterly_panel(data)
        limits, places = data.limits or value_limits((years, quarters), data), _places(data, language)
        annual = _panel(drawn, places.annual, room.bottom, years, limits)
        quarterly = _panel(drawn, places.quarterly, room.bottom, quarters, limits)
        draw_fan(annual, years, data, language, first=True)
        draw_fan(quarterly, quarters, data, language, first=False)
        annual.head(language.say(say("Year by year")), language.say(say("growth on the year before")))
        quarterly.head(language.say(say("Quarter by quarter")), language.say(say("on the same quarter a year before")))
        if data.dots and data.target is not None:
            draw_year(frame(drawn, (places.dots[0], room.bottom, places.dots[1], PICTURE), (0, places.dots[1]), limits),
                      data, language)  # fmt: skip
        if chanced:
            write_chance(annual, data, language)
            write_chances(annual, data, language)
        write_key(annual, years.recorded, data, language)
        require_glyphs([*drawn.texts, *(text for axes in drawn.axes for text in axes.texts)])
    return drawn


def _places(data: FanData, language: Language) -> Places:
    """The quarters at the right edge with their labels, the dots left of them, the years in the rest."""
    labels = max(inches(language.say(data.target_label), SMALL, bold=True), LEAST_LABELS) + AWAY
    quarterly = WIDTH - MARGIN - labels - QUARTERLY_WIDTH
    dots = quarterly - GAP - DOTS_WIDTH if data.dots and data.target is not None else quarterly
    annual = dots - RIGHT_LABELS - LEFT - 0.1
    return Places((LEFT, annual), (dots, DOTS_WIDTH), (quarterly, QUARTERLY_WIDTH))


def _panel(
    drawn: Figure, place: tuple[float, float], bottom: float, panel: Panel, limits: tuple[float, float]
) -> Frame:
    steps = panel.steps
    start = steps[0] if panel.recorded.empty else steps[0] - 0.4
    return frame(drawn, (place[0], bottom, place[1], PICTURE), (start, float(steps[-1])), limits)


def value_limits(panels: tuple[Panel, ...], data: FanData) -> tuple[float, float]:
    """One scale for all panels: everything on it, with room for a line of words at the top."""
    values = [panel.recorded[["low", "high"]].to_numpy(float).ravel() for panel in panels]
    values += [panel.fan.to_numpy(float).ravel() for panel in panels]
    values += [np.array([] if data.target is None else [data.target]), np.array(data.dots)]
    every = np.concatenate(values)
    span = max(every.max() - every.min(), 1.0)
    return every.min() - 0.04 * span, every.max() + 0.1 * span


def draw_fan(panel: Frame, numbers: Panel, data: FanData, language: Language, first: bool) -> None:
    """The forecast region, the fan, the record and the target, with words at its right edge."""
    start, last = numbers.fan.index[0], numbers.fan.index[-1]
    panel.axes.axvspan(start, last, color=FORECAST_REGION, linewidth=0, zorder=0)
    draw_values(panel, language if first else None)
    panel.write(start + panel.across(0.06), panel.y[1] - panel.up(0.05), language.say(say("Forecast")), SMALL, va="top",
                color=GREY, bbox=paper(FORECAST_REGION))  # fmt: skip
    for order, (percentage, (low, high)) in enumerate(BAND_EDGES.items()):
        panel.axes.fill_between(numbers.fan.index, numbers.fan[low], numbers.fan[high], color=BANDS[percentage],
                                linewidth=0, zorder=1 + order / 10, gid=f"band{percentage}")  # fmt: skip
    panel.axes.plot(numbers.fan.index, numbers.fan["p50"], color=INK, linewidth=1.1, zorder=4, gid="p50")
    draw_record(panel, numbers.recorded)
    every = 2 if first else 4
    named = [(step, numbers.label(step)) for step in numbers.steps if (step - numbers.first_forecast) % every == 0]
    draw_steps(panel, numbers.steps, named)
    label = language.say(data.target_label)
    over_record = first and panel.x[0] + panel.across(inches(label, 8.5, bold=True) + 0.1) < start
    write_edges(panel, numbers, data, language, first, targeted=not over_record)
    if data.target is not None:
        draw_target(panel, data.target)
        if over_record:
            label_target(panel, numbers.recorded["value"], data.target, label)


def draw_target(panel: Frame, target: float) -> None:
    """The dashed line."""
    panel.axes.plot(panel.x, [target, target], color=TARGET, linewidth=1.2, linestyle=(0, (5, 3)), zorder=5,
                    gid="target")  # fmt: skip


@dataclass(frozen=True)
class Edge:
    """Words that name what ends at a height of the right edge."""

    height: float
    words: str
    look: dict[str, str]
    rows: int = 1


def edges(numbers: Panel, data: FanData, first: bool, targeted: bool) -> list[Edge]:
    """Bands, middle and target from the lowest up: the bands on the side of the middle where the target is not."""
    ends = numbers.fan.iloc[-1]
    below = data.target is None or data.target >= ends["p50"]
    side = 0 if below else 1
    named = [Edge(float(ends[band[side]]), say("{share}%", share=share), {}) for share, band in BAND_EDGES.items()]
    if first:
        named[0] = Edge(named[0].height, say("{share}% of\nsimulations", share=max(BAND_EDGES)), {}, rows=2)
    named.append(Edge(float(ends["p50"]), say("median"), {"style": "italic"}))
    if data.target is not None and targeted:
        named.append(Edge(data.target, data.target_label, {"weight": "bold", "color": TARGET}))
    return sorted(named, key=lambda each: each.height)


def write_edges(panel: Frame, numbers: Panel, data: FanData, language: Language, first: bool, targeted: bool) -> None:
    """Names bands, middle and target beside their ends at the right edge, apart where ends lie close."""
    named = edges(numbers, data, first, targeted)
    heights = spread_out([each.height for each in named], panel.up(LINE))
    for place, (height, edge) in enumerate(zip(heights, named, strict=True)):
        hangs = edge.rows > 1
        align = ("top" if place == 0 else "bottom") if hangs else "center"
        shift = panel.up(0.06) * (1 if place == 0 else -1) if hangs else 0.0
        panel.write(panel.x[1] + panel.across(AWAY), height + shift, language.say(edge.words), SMALL, va=align,
                    linespacing=1.1, **edge.look)  # fmt: skip


def draw_record(panel: Frame, record: pd.DataFrame) -> None:
    """Draws what was recorded: broken at gaps, hollow where not settled, with the range of its publications."""
    if record.empty:
        return
    whole = record["value"].reindex(range(record.index[0], record.index[-1] + 1))
    ranges = [[(step, low), (step, high)] for step, low, high in record[["low", "high"]].itertuples() if low < high]
    panel.axes.add_collection(LineCollection(ranges, colors=GREY, linewidths=4, zorder=5), autolim=False)
    panel.axes.plot(whole.index, whole, color=INK, linewidth=1.5, zorder=6, gid="recorded")
    fills = [INK if settled else "white" for settled in record["settled"]]
    panel.axes.scatter(record.index, record["value"], s=15, c=fills, edgecolors=INK, linewidths=1.0, zorder=7)


def label_target(panel: Frame, record: pd.Series, target: float, label: str) -> None:
    """Writes the target's name on its line, above or below it, where the record leaves the most room."""
    wide, offset = panel.across(inches(label, 8.5, bold=True)), panel.up(0.09)
    starts = np.arange(panel.x[0] + panel.across(0.04), max(record.index[-1] - wide, panel.x[0] + 0.2), 0.25)
    known = record.to_numpy(float)

    def room(place: tuple[float, int]) -> float:
        under = np.interp(np.linspace(place[0] - 0.2, place[0] + wide + 0.2, 25), record.index, known)
        return float(np.min(np.abs(under - target - place[1] * offset)))

    start, side = max(((float(start), side) for start in starts for side in (1, -1)), key=room)
    panel.write(start, target + side * panel.up(0.035), label, 8.5, color=TARGET, weight="bold",
                va="bottom" if side > 0 else "top")  # fmt: skip


def draw_year(panel: Frame, data: FanData, language: Language) -> None:
    """The year of the target as dots on the scale of the fans."""
    assert data.target is not None
    draw_target(panel, data.target)
    panel.write(panel.x[1] + panel.across(0.04), data.target, language.say(data.target_percent), SMALL, color=TARGET,
                weight="bold", va="center")  # fmt: skip
    stacked = stack(data.dots, data.target, panel.up(1), DOTS_WIDTH - 0.05)
    draw_dots(panel, stacked.on_stack, stacked.along, stacked)
    panel.head(str(data.year), language.say(say("dot: 2 in 100")))


def write_chance(panel: Frame, data: FanData, language: Language) -> None:
    """The chance as a natural frequency, large, above the panels, with the middle and the range beside it."""
    base = panel.y[1] + panel.up(HEADINGS)
    left = panel.x[0] - panel.across(LEFT - MARGIN)
    count = language.say(count_words(data))
    panel.write(left, base, count, 21, weight="bold")
    beside = left + panel.across(inches(count, 21, bold=True) + 0.14)
    panel.write(beside, base + panel.up(0.165), language.say(event_words(data)), 9.5, weight="bold")
    panel.write(beside, base, language.say(middle_words(data, data.year)), 8.5)


def write_chances(panel: Frame, data: FanData, language: Language) -> None:
    """Writes each year's probability under it, or of every other where they are too wide, and what the row is."""
    row, chances = panel.y[0] - panel.up(STEPS + 0.06), data.probability_by_year
    counts = {year: language.say(hundredths(*chance)) for year, chance in sorted(chances.items())}
    widest = max(inches(count, SMALL, bold=True) for count in counts.values())
    every = ceil(panel.across(widest + 0.04))
    for year, count in counts.items():
        if (year - data.year) % every == 0:
            weight = "bold" if year == data.year else "normal"
            panel.write(year, row, count, SMALL, ha="center", va="top", weight=weight)
    left = panel.x[0] - panel.across(LEFT - MARGIN)
    name = say("Chance above {target}, out of 100", target=data.target_percent)
    largest = say("simulation error at most ±{error} points", error=error_points(max(e for _, e in chances.values())))
    if left + panel.across(inches(language.say(name), SMALL, bold=True) + 0.2) < min(chances):
        panel.write(left, row, language.say(name), SMALL, va="top", weight="bold")
    else:
        largest = say("{name}; {error}", name=name, error=largest)
    panel.write(left, row - panel.up(LINE), language.say(largest), 7.5, va="top", color=GREY)


def write_key(panel: Frame, record: pd.DataFrame, data: FanData, language: Language) -> None:
    """Names the marks of the record that are in use, and the day it was known."""
    settled = record["settled"]
    marks = {
        say("○ first published"): ~settled,
        say("● revised"): settled,
        say("▮ range of publications"): record["low"] < record["high"],
    }
    named = [name for name, used in marks.items() if used.any()]
    named += [say("as known on {day}", day=day(data.known_on))] if data.known_on else []
    below = STEPS + (CHANCES if data.probability_by_year else 0)
    key = say("Record: {marks}", marks=join("   ", named))
    left = panel.x[0] - panel.across(LEFT - MARGIN)
    panel.write(left, panel.y[0] - panel.up(below), language.say(key), 7.5, va="top", color=GREY)
