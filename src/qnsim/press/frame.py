"""A panel in inches on a page: axes whose grid, ticks and words are few artists, placed by measures known beforehand.

The ticks of matplotlib's own axes are dozens of artists and take half the time of a chart.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from matplotlib.axes import Axes
from matplotlib.collections import LineCollection
from matplotlib.figure import Figure
from matplotlib.text import Text
from matplotlib.ticker import MaxNLocator

from qnsim.language import Language
from qnsim.press.lettering import Face, width
from qnsim.press.palette import AXIS, GREY, GRID, INK
from qnsim.press.ticks import percent_tick
from qnsim.press.words import Words

TICKS = MaxNLocator(9, steps=[1, 2, 5, 10])
TICK_SIZE = 8.0


@dataclass(frozen=True, eq=False)
class Frame:
    """Axes `width` by `height` inches, from `x` to `y` in data."""

    axes: Axes
    width: float
    height: float
    x: tuple[float, float]
    y: tuple[float, float]

    def across(self, inches: float) -> float:
        """A horizontal distance in data."""
        return inches / self.width * (self.x[1] - self.x[0])

    def up(self, inches: float) -> float:
        """A vertical distance in data."""
        return inches / self.height * (self.y[1] - self.y[0])

    def write(self, x: float, y: float, words: str, size: float = 8.0, **look: object) -> Text:
        """Words at a place in data, which may lie outside the panel."""
        made = Words(x, y, words, transform=self.axes.transData, size=size, **{"color": INK, "zorder": 8, **look})  # type: ignore[arg-type]
        self.axes.add_artist(made)
        made.set_clip_on(False)
        return made

    def head(self, heading: str, detail: str) -> None:
        """Name and measure above the panel."""
        left, top = self.x[0], self.y[1]
        self.write(left, top + self.up(0.25), heading, 9.5, weight="bold")
        self.write(left, top + self.up(0.09), detail, 8, color=GREY)


def frame(
    figure: Figure, place: tuple[float, float, float, float], x: tuple[float, float], y: tuple[float, float]
) -> Frame:
    """An empty panel at left, bottom, width and height in inches."""
    (wide, high), (left, bottom, width, height) = figure.get_size_inches(), place
    axes = figure.add_axes((left / wide, bottom / high, width / wide, height / high), xlim=x, ylim=y)
    axes.axis("off")
    return Frame(axes, width, height, x, y)


def draw_values(panel: Frame, language: Language | None) -> None:
    """The grid, and the percentages at the left if they are to be said in a language."""
    (left, right), (low, high) = panel.x, panel.y
    values = [float(value) for value in TICKS.tick_values(low, high) if low <= value <= high]
    lines = LineCollection(
        [[(left, value), (right, value)] for value in values], colors=GRID, linewidths=0.5, zorder=0.5
    )
    lines.set_gid("grid")
    panel.axes.add_collection(lines, autolim=False)
    for value in values if language else ():
        assert language is not None
        said = percent_tick(value, language)
        panel.write(left - panel.across(0.07), value, said, TICK_SIZE, ha="right", va="center", color=AXIS)


def draw_steps(panel: Frame, steps: Iterable[float], named: Sequence[tuple[float, str]]) -> None:
    """The line at the foot, a tick at each step, and the names of some."""
    (left, right), low = panel.x, panel.y[0]
    large, small = -panel.up(0.05), -panel.up(0.03)
    ends = [[(left, low), (right, low)], *([(step, low), (step, low + small)] for step in steps)]
    ends += [[(step, low), (step, low + large)] for step, _ in named]
    lines = LineCollection(ends, colors=AXIS, linewidths=0.7, zorder=6, clip_on=False)
    lines.set_gid("steps")
    panel.axes.add_collection(lines, autolim=False)
    for step, name in named:
        panel.write(step, low - panel.up(0.08), name, TICK_SIZE, ha="center", va="top", color=AXIS)


def inches(words: str, size: float, bold: bool = False) -> float:
    """How wide words are; a little more than they are drawn, which pulls some letters together."""
    return max((width(line, Face(size, bold)) for line in words.split("\n")), default=0.0) / 72


def spread_out(wanted: Sequence[float], apart: float) -> list[float]:
    """Heights for words, as near to those wanted (which rise) as leaves them `apart`: clumps share the shift."""
    clumps: list[list[float]] = []
    for height in wanted:
        clumps.append([height, 1])
        while len(clumps) > 1 and _top(clumps[-2], apart) + apart > _bottom(clumps[-1], apart):
            (middle, count), (before, others) = clumps.pop(), clumps.pop()
            clumps.append([(middle * count + before * others) / (count + others), count + others])
    return [_bottom(clump, apart) + apart * place for clump in clumps for place in range(int(clump[1]))]


def _bottom(clump: Sequence[float], apart: float) -> float:
    return clump[0] - apart * (clump[1] - 1) / 2


def _top(clump: Sequence[float], apart: float) -> float:
    return clump[0] + apart * (clump[1] - 1) / 2
