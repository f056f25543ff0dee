"""Scenario discovery as a picture: the way from all draws to few, and where the conditions cut their inputs."""

from __future__ import annotations

from pathlib import Path

from matplotlib import style
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.text import Text

from qnsim.analysis.discovery import MISSED, MOST_CONDITIONS, Discovery
from qnsim.language import Language, join, say
from qnsim.press.chart_page import MARGIN, WIDTH, Heading, lay_out, new_page
from qnsim.press.figure_files import save_chart
from qnsim.press.palette import BANDS, GREY, INK, STYLE, TARGET, require_glyphs, wrap
from qnsim.press.ticks import say_percent
from qnsim.reporting.discovery_words import chart_note, chart_title, condition_words, discovery_lines, finding

LEFT, CURVE, GAP, PICTURE = 0.75, 4.1, 0.55, 3.3  # inches
BAR, FAINT = 0.16, "#dfe4e8"
DENSITY = {  # by whether told is when the target is missed
    True: say("Density: of the draws inside, those that miss it"),
    False: say("Density: of the draws inside, those that reach it"),
}
COVERAGE = {
    True: say("coverage: of the draws that miss it, those inside"),
    False: say("coverage: of the draws that reach it, those inside"),
}
LINES = (
    (say("the box told, held back, 95% interval"), TARGET),
    (say("held-back draws"), INK),
    (say("draws searched"), BANDS[50]),
)


def discovery_chart(found: Discovery, study: str, language: Language) -> Figure:
    """Left the trade of coverage for density on both halves of the draws, right the limits of each condition."""
    with style.context(STYLE, after_reset=True):
        page = new_page()
        heading = Heading(*map(language.say, (chart_title(found), finding(found), chart_note(found, study))))
        room = lay_out(page, heading, PICTURE, 0.5, 0.6)
        _draw_trajectory(page.add_axes(room.place(LEFT, CURVE)), found, language)
        start = LEFT + CURVE + GAP
        _draw_conditions(page.add_axes(room.place(start, WIDTH - start - MARGIN)), found, language)
        require_glyphs(page.findobj(Text))
    return page


def _draw_trajectory(axes: Axes, found: Discovery, language: Language) -> None:
    path = found.trajectory
    axes.plot(path["coverage"], path["density"], "o-", color=BANDS[50], markersize=2.5, linewidth=1, zorder=2)
    axes.plot(
        path["held_back_coverage"], path["held_back_density"], "o-", color=INK, markersize=2.5, linewidth=1, zorder=3
    )
    axes.axhline(found.base, color=GREY, linewidth=0.9, linestyle=(0, (4, 3)), zorder=1)
    own = found.held_back
    axes.plot([own.coverage] * 2, own.density_interval, color=TARGET, linewidth=2, zorder=4)
    axes.plot([own.coverage], [own.density], "o", color=TARGET, markersize=8, zorder=5)
    heights = [*path["density"], *path["held_back_density"], *own.density_interval, found.base]
    low, top = min(heights), max(heights)
    axes.set_xlim(-0.02, 1.04)
    axes.set_ylim(low - 0.15 * (top - low), top + 0.08 * (top - low))
    for axis in (axes.xaxis, axes.yaxis):
        say_percent(axis, language, 100)
    missed = found.when == MISSED
    _head(axes, language.say(DENSITY[missed]))
    axes.set_xlabel(language.say(COVERAGE[missed]), size=8.5, color=GREY)
    words = [(say("all draws"), GREY), *LINES]
    for line, (text, color) in enumerate(words):
        below = -10 if line == 0 else 6 + 12 * (line - 1)
        axes.annotate(language.say(text), (0, found.base), (2, below), textcoords="offset points", size=8, color=color)


def _head(axes: Axes, words: str) -> None:
    axes.set_title(words, loc="left", size=9.5, weight="bold", color=INK, pad=8)


def _draw_conditions(axes: Axes, found: Discovery, language: Language) -> None:
    rows = found.conditions.to_dict("records")
    for place, row in enumerate(rows):
        axes.barh(place, 1, height=BAR, color=FAINT, linewidth=0, zorder=1)
        axes.barh(place, row["share"], left=row["below"], height=BAR, color=BANDS[50], linewidth=0, zorder=2)
        text = axes.annotate("", (0, place - BAR / 2), (0, 4), textcoords="offset points", size=8.5, color=INK,
                             va="bottom")  # fmt: skip
        wrap(text, language.say(condition_words(row)), WIDTH - LEFT - CURVE - GAP - MARGIN)
    axes.set_xlim(0, 1)
    axes.set_ylim(max(len(rows), MOST_CONDITIONS) - 0.5, -0.75)
    axes.set_yticks([])
    say_percent(axes.xaxis, language, 100)
    axes.grid(visible=False)
    axes.spines["left"].set_visible(False)
    _head(axes, language.say(say("Conditions, all of which hold inside")))
    axes.set_xlabel(language.say(say("draws by the input's value; blue: the condition holds")), size=8.5, color=GREY)


def discovery_alt_text(found: Discovery) -> str:
    """The chart in words."""
    shown = say(
        "{title}. Left: coverage against density along the search, for the draws searched and for those held back. "
        "Right: the limits of each condition.",
        title=chart_title(found),
    )
    return join(" ", [shown, *discovery_lines(found)])


def save_discovery_chart(found: Discovery, file: Path, language: Language) -> list[Path]:
    """Write the chart as SVG and PNG with its numbers and its alt text; the folder has the name of the study."""
    chart = discovery_chart(found, file.parent.name, language)
    return save_chart(chart, found.trajectory, file, language.say(discovery_alt_text(found)), ("svg", "png"))
