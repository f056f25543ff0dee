"""The curve of a goal: the probability along a lever, what was asked, and where it is reached."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from matplotlib import style
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.text import Text
from matplotlib.ticker import FuncFormatter

from qnsim.analysis.goal import GoalAnswer
from qnsim.language import Language, figure, join, label, say
from qnsim.press.chart_page import WIDTH, Heading, lay_out, new_page
from qnsim.press.figure_files import save_chart
from qnsim.press.palette import BANDS, GREY, INK, STYLE, TARGET, paper, require_glyphs
from qnsim.press.ticks import point_tick, say_percent
from qnsim.quantities.unit_words import unit_words
from qnsim.reporting.goal_words import GoalWords, amount

PICTURE, LEFT = 2.9, 0.8  # inches
STRIPES = ("#f4f6f7", "#e8ecef")


def goal_chart(answer: GoalAnswer, words: GoalWords, language: Language) -> Figure:
    """The curve with its simulation error (two standard errors), over the named bands of the lever."""
    lever, curve = answer.lever, answer.curve
    with style.context(STYLE, after_reset=True):
        page = new_page()
        heading = Heading(*map(language.say, (words.title, words.answer, words.note)))
        room = lay_out(page, heading, PICTURE, 0.5, 0.75)
        axes = page.add_axes(room.place(LEFT, WIDTH - LEFT - 0.4))
        values, found, error = (curve[name].to_numpy() for name in ("value", "probability", "error"))
        axes.fill_between(values, found - 2 * error, found + 2 * error, color=BANDS[90], linewidth=0, zorder=2)
        axes.plot(values, found, color=INK, linewidth=1.6, zorder=3)
        axes.set_xlim(lever.low, lever.high)
        axes.set_ylim(0, min(1.0, 1.25 * max(float((found + 2 * error).max()), answer.asked, 0.02)))
        _draw_bands(axes, answer, language)
        _draw_answer(axes, answer, language)
        say_percent(axes.yaxis, language, 100)
        axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: point_tick(value, language)))
        named = [label(lever.label)] if lever.unit == "1" else [label(lever.label), unit_words(lever.unit)]
        axes.set_xlabel(language.say(join(", ", named)), size=9.5, color=INK)
        axes.set_title(language.say(say("Probability")), loc="left", size=9.5, weight="bold", color=INK, pad=8)
        axes.grid(visible=False, axis="x")
        require_glyphs(page.findobj(Text))
    return page


def _draw_bands(axes: Axes, answer: GoalAnswer, language: Language) -> None:
    start = answer.lever.low
    for number, band in enumerate(answer.lever.bands):
        axes.axvspan(start, band.to, color=STRIPES[number % 2], linewidth=0, zorder=0)
        wide = (band.to - start) / (answer.lever.high - answer.lever.low)
        height = 0.97 if wide > 0.12 else 0.91  # a narrow band's name stands lower, clear of its neighbours'
        said = language.say(label(band.label))
        text = axes.text((start + band.to) / 2, height, said, size=8, color=GREY, ha="center", va="top")
        text.set_transform(axes.get_xaxis_transform())
        start = band.to


def _draw_answer(axes: Axes, answer: GoalAnswer, language: Language) -> None:
    lever = answer.lever
    axes.axhline(answer.asked, color=TARGET, linewidth=1.2, linestyle=(0, (5, 3)), zorder=4)
    left = answer.value is None or answer.value > (lever.low + lever.high) / 2
    side = lever.low if left else lever.high
    axes.annotate(
        language.say(say("asked: {share}", share=figure(f"{100 * answer.asked:g}%"))),
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
        language.say(amount(lever, answer.value)),
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


def goal_alt_text(words: GoalWords, lines: Sequence[str]) -> str:
    """The chart in words; `lines` are those of `goal_lines`."""
    return join(" ", [say("{title}.", title=words.title), *lines])


def save_goal_chart(
    answer: GoalAnswer, words: GoalWords, lines: Sequence[str], file: Path, language: Language
) -> list[Path]:
    """Write the chart as SVG and PNG with its numbers and its alt text."""
    alt = language.say(goal_alt_text(words, lines))
    return save_chart(goal_chart(answer, words, language), answer.curve, file, alt, ("svg", "png"))
