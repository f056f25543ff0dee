"""What is wrong with the words on a figure at the size at which it is shipped, measured by the boxes of its texts."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.text import Text
from matplotlib.transforms import Bbox

TOUCH = 0.5  # pixels by which boxes may meet: rounding, not a fault


def clashes(figure: Figure) -> list[str]:
    """Sentences on words that are cut by the edge of the page, overlap others, or have something drawn over them.

    Words may stand on a filled area or a grid, and on a line if they bring their own paper (a box behind them).
    """
    figure.canvas.draw()
    texts = visible_texts(figure)
    boxes = [(_name(text), text, _inner(text.get_window_extent())) for text in texts]
    page = figure.bbox
    found = [
        f"{name} is cut by the edge of the page"
        for name, _, box in boxes
        if box.x0 < page.x0 or box.y0 < page.y0 or box.x1 > page.x1 or box.y1 > page.y1
    ]
    found += [f"{a} overlaps {b}" for (a, _, one), (b, _, other) in combinations(boxes, 2) if one.overlaps(other)]
    for name, text, box in boxes:
        found += [f"{name} has {what} over it" for what in _drawn_over(text, box)]
    return found


def visible_texts(figure: Figure) -> list[Text]:
    """Every text that is printed: not empty, not hidden, not of a tick beyond the range that is shown."""
    beyond = {id(tick.label1) for axes in figure.axes for tick in _ticks_beyond_the_axis(axes)}
    off = {id(text) for axes in figure.axes if not axes.axison for axis in (axes.xaxis, axes.yaxis)
           for text in axis.findobj(Text)}  # fmt: skip
    return [
        text
        for text in figure.findobj(Text)
        if text.get_visible() and text.get_text().strip() and id(text) not in beyond | off
    ]


def _ticks_beyond_the_axis(axes: Axes) -> Iterator[object]:
    for axis, (low, high) in ((axes.xaxis, sorted(axes.get_xlim())), (axes.yaxis, sorted(axes.get_ylim()))):
        for tick in [*axis.get_major_ticks(), *axis.get_minor_ticks()]:
            if not low <= tick.get_loc() <= high:
                yield tick


def _drawn_over(text: Text, box: Bbox) -> Iterator[str]:
    """What crosses the words: a line, unless it lies beneath their paper, or an area that is drawn after them."""
    axes = text.axes
    if axes is None:
        return
    shielded = text.get_bbox_patch() is not None
    for line in axes.lines:
        if line.get_visible() and not (shielded and _is_before(line, text)) and _crosses(line, box):
            yield f"a line ({line.get_gid() or line.get_label()})"
    for area in [*axes.patches, *axes.collections]:
        if area.get_visible() and not _is_before(area, text) and _covers(area, box):
            yield f"an area ({area.get_gid() or type(area).__name__})"


def _covers(area: Artist, box: Bbox) -> bool:
    """Lines in a collection cover where they run, any other area its whole extent."""
    if isinstance(area, LineCollection):
        paths = map(area.get_transform().transform_path, area.get_paths())
        return any(path.intersects_bbox(box, filled=False) for path in paths)
    return bool(area.get_window_extent().overlaps(box))


def _is_before(artist: Artist, text: Text) -> bool:
    return artist.get_zorder() < text.get_zorder()


def _crosses(line: Line2D, box: Bbox) -> bool:
    path = line.get_transform().transform_path(line.get_path())
    if line.get_linestyle() in ("None", "", " "):
        return any(box.contains(*point) for point in path.vertices)
    return bool(path.intersects_bbox(box, filled=False))


def _inner(box: Bbox) -> Bbox:
    return Bbox.from_extents(box.x0 + TOUCH, box.y0 + TOUCH, box.x1 - TOUCH, box.y1 - TOUCH)


def _name(text: Text) -> str:
    return repr(" ".join(text.get_text().split()))
