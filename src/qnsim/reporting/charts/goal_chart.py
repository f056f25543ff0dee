"""The curve of a goal: the probability along a lever, what was asked, and where it is reached."""

from __future__ import annotations

from pathlib import Path

from matplotlib import style
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.text import Text
from matplotlib.ticker import FuncFormatter

from qnsim.analysis.goal import GoalAnswer
from qnsim.press.figure_files import save_chart
from qnsim.press.palette import BANDS, GREY, INK, STYLE, TARGET, paper, require_glyphs, wrap
from qnsim.reporting.goal_words import GoalWords, amount

WIDTH, HEIGHT, MARGIN = 8.0, 5.0, 0.3
STRIPES = ("#f4f6f7", "#e8ecef")


def goal_chart(answer: GoalAnswer, words: GoalWords) -> Figure:
    """The curve with its simulation error (two standard errors), over the named bands of the lever."""
    lever, curve = answer.lever, answer.curve
    with style.context(STYLE, after_reset=True):
        figure = Figure(figsize=(WIDTH, HEIGHT))
        FigureCanvasAgg(figure)
        title = figure.text(MARGIN / WIDTH, 1 - MARGIN / HEIGHT, "", size=13, weight="bold", color=INK, va="top")
        top = HEIGHT - MARGIN - wrap(title, words.title, WIDTH - 2 * MARGIN) - 0.5
        note = figure.text(MARGIN / WIDTH, 0.18 / HEIGHT, "", size=7, color=GREY, va="bottom", linespacing=1.35)
        bottom = 0.18 + wrap(note, words.note, WIDTH - 2 * MARGIN) + 0.75
        axes = figure.add_axes((0.8 / WIDTH, bottom / HEIGHT, (WIDTH - 1.2) / WIDTH, (top - bottom) / HEIGHT))
        values, found, error = (curve[name].to_numpy() for name in ("value", "probability", "error"))
        axes.fill_between(values, found - 2 * error, found + 2 * error, color=BANDS[90], linewidth=0, zorder=2)
        axes.plot(values, found, color=INK, linewidth=1.6, zorder=3)
        axes.set_xlim(lever.low, lever.high)
        axes.set_ylim(0, min(1.0, 1.25 * max(float((found + 2 * error).max()), answer.asked, 0.02)))
        _draw_bands(axes, answer)
        _draw_answer(axes, answer)
        axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{100 * value:g}%"))
        unit = "" if lever.unit == "1" else f", {lever.unit}"
        axes.set_xlabel(f"{lever.label['en']}{unit}", size=9.5, color=INK)
        axes.set_title("Probability", loc="left", size=9.5, weight="bold", color=INK, pad=8)
        axes.grid(visible=False, axis="x")
        require_glyphs(figure.findobj(Text))
    return figure


def _draw_bands(axes: Axes, answer: GoalAnswer) -> None:
    start = answer.lever.low
    for number, band in enumerate(answer.lever.bands):
        axes.axvspan(start, band.to, color=STRIPES[number % 2], linewidth=0, zorder=0)
        wide = (band.to - start) / (answer.lever.high - answer.lever.low)
        height = 0.97 if wide > 0.12 else 0.91  # a narrow band's name stands lower, clear of its neighbours'
        text = axes.text((start + band.to) / 2, height, band.label["en"], size=8, color=GREY, ha="center", va="top")
        text.set_transform(axes.get_xaxis_transform())
        start = band.to


def _draw_answer(axes: Axes, answer: GoalAnswer) -> None:
    lever = answer.lever
    axes.axhline(answer.asked, color=TARGET, linewidth=1.2, linestyle=(0, (5, 3)), zorder=4)
    left = answer.value is None or answer.value > (lever.low + lever.high) / 2
    side = lever.low if left else lever.high
    axes.annotate(
        f"asked: {100 * answer.asked:g}%",
        (side, answer.asked),
        xytext=(6 if left else -6, 4),
        textcoords="offset points",
        ha="left" if left else "right",
        size=8.5,
        color=TARGET,
    )
    if answer.value is None or answer.interval is None:
        return
    axes.plot(answer.interval, [answer.asked] * 2, color=TARGET, linewidth=4, alpha=1, zorder=5)
    axes.plot([answer.value], [answer.asked], "o", color=TARGET, markersize=7, zorder=6)
    axes.annotate(
        amount(lever, answer.value),
        (answer.value, answer.asked),
        xytext=(0, -16),
        textcoords="offset points",
        ha="center",
        size=10,
        weight="bold",
        color=TARGET,
        bbox=paper("white"),
        zorder=7,
    )


def save_goal_chart(answer: GoalAnswer, words: GoalWords, lines: list[str], file: Path) -> list[Path]:
    """Write the chart as SVG and PNG with its numbers and its alt text."""
    return save_chart(
        goal_chart(answer, words), answer.curve, file, f"{words.title}. {' '.join(lines)}", ("svg", "png")
    )
