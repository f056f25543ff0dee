"""Scenario discovery as a picture: the way from all draws to few, and where the conditions cut their inputs."""

from __future__ import annotations

from pathlib import Path

from matplotlib import style
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.text import Text
from matplotlib.ticker import FuncFormatter

from qnsim.analysis.discovery import MOST_CONDITIONS, Discovery
from qnsim.press.figure_files import save_chart
from qnsim.press.palette import BANDS, GREY, INK, STYLE, TARGET, require_glyphs, wrap
from qnsim.reporting.discovery_words import VERBS, discovery_lines, limit_words

WIDTH, HEIGHT, MARGIN = 9.5, 5.4, 0.3
LEFT, CURVE, GAP = 0.75, 4.1, 0.55
BAR, FAINT = 0.16, "#dfe4e8"


def discovery_chart(found: Discovery, title: str, note: str) -> Figure:
    """Left the trade of coverage for density on both halves of the draws, right the limits of each condition."""
    with style.context(STYLE, after_reset=True):
        figure = Figure(figsize=(WIDTH, HEIGHT))
        FigureCanvasAgg(figure)
        heading = figure.text(MARGIN / WIDTH, 1 - MARGIN / HEIGHT, "", size=13, weight="bold", color=INK, va="top")
        top = HEIGHT - MARGIN - wrap(heading, title, WIDTH - 2 * MARGIN) - 0.55
        foot = figure.text(MARGIN / WIDTH, 0.18 / HEIGHT, "", size=7, color=GREY, va="bottom", linespacing=1.35)
        bottom = 0.18 + wrap(foot, note, WIDTH - 2 * MARGIN) + 0.7
        high = (top - bottom) / HEIGHT
        curve = figure.add_axes((LEFT / WIDTH, bottom / HEIGHT, CURVE / WIDTH, high))
        _draw_trajectory(curve, found)
        start = LEFT + CURVE + GAP
        _draw_conditions(
            figure.add_axes((start / WIDTH, bottom / HEIGHT, (WIDTH - start - MARGIN) / WIDTH, high)), found
        )
        require_glyphs(figure.findobj(Text))
    return figure


def _draw_trajectory(axes: Axes, found: Discovery) -> None:
    path, verb = found.trajectory, VERBS[found.when]
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
        axis.set_major_formatter(FuncFormatter(lambda value, _: f"{100 * value:.0f}%"))
    axes.set_title(f"Density: of the draws inside, those that {verb} it", loc="left", size=9.5, weight="bold", pad=10)
    axes.set_xlabel(f"coverage: of the draws that {verb} it, those inside", size=8.5, color=GREY)
    axes.annotate("all draws", (0, found.base), (2, -10), textcoords="offset points", size=8, color=GREY)
    words = [("the box told, held back, 95% interval", TARGET), ("held-back draws", INK), ("draws searched", BANDS[50])]
    for line, (text, color) in enumerate(words):
        axes.annotate(text, (0, found.base), (2, 6 + 12 * line), textcoords="offset points", size=8, color=color)


def _draw_conditions(axes: Axes, found: Discovery) -> None:
    rows = found.conditions.to_dict("records")
    for place, row in enumerate(rows):
        axes.barh(place, 1, height=BAR, color=FAINT, linewidth=0, zorder=1)
        axes.barh(place, row["share"], left=row["below"], height=BAR, color=BANDS[50], linewidth=0, zorder=2)
        words = f"{row['label']}\n{limit_words(row)}"
        axes.annotate(words, (0, place - BAR / 2), (0, 4), textcoords="offset points", size=8.5, color=INK, va="bottom")
    axes.set_xlim(0, 1)
    axes.set_ylim(max(len(rows), MOST_CONDITIONS) - 0.5, -0.75)
    axes.set_yticks([])
    axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{100 * value:.0f}%"))
    axes.grid(visible=False)
    axes.spines["left"].set_visible(False)
    axes.set_title("Conditions, all of which hold inside", loc="left", size=9.5, weight="bold", pad=10)
    axes.set_xlabel("draws by the input's value; blue: the condition holds", size=8.5, color=GREY)


def save_discovery_chart(found: Discovery, title: str, note: str, file: Path) -> list[Path]:
    """Write the chart as SVG and PNG with its numbers and its alt text."""
    alt = (
        f"{title}. Left: coverage against density along the search, for the draws searched and for those held back. "
        f"Right: the limits of each condition. {' '.join(discovery_lines(found))}"
    )
    return save_chart(discovery_chart(found, title, note), found.trajectory, file, alt, ("svg", "png"))
