"""Shapes of system dynamics as SVG: boxes, valves, clouds, pipes, arrows and words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from xml.etree import ElementTree
from xml.etree.ElementTree import Element, SubElement

from qnsim.press.lettering import FAMILY, Line, height
from qnsim.press.palette import TARGET
from qnsim.press.placing import Point

PAPER = "#ffffff"
STOCK_FILL = "#d9e7f4"
AUXILIARY_FILL = "#f1f4f6"
ARROW_INK = "#44698a"
CHANCE_INK = TARGET
PIPE_WIDTH, PIPE_WALL, ARROW_WIDTH = 5.0, 1.1, 5.0
PIPE_TIP_LENGTH, PIPE_TIP_WIDTH = 9.0, 11.0
CLOUD, VALVE = (26.0, 18.0), (20.0, 13.0)


def group(parent: Element, kind: str, title: str) -> Element:
    """A group that a reader of the screen or a pointer finds under its title."""
    made = SubElement(parent, "g", {"class": kind, "role": "img"})
    SubElement(made, "title").text = title
    return made


def box(parent: Element, middle: Point, size: Point, fill: str, line: str, **more: str) -> Element:
    """A box round a middle; `more` are SVG attributes."""
    (x, y), (wide, high) = middle, size
    place = {"x": _n(x - wide / 2), "y": _n(y - high / 2), "width": _n(wide), "height": _n(high)}
    style = {name.replace("_", "-"): value for name, value in more.items()}
    return SubElement(parent, "rect", {**place, "fill": fill, "stroke": line, **style})


def words(parent: Element, x: float, top: float, lines: Iterable[Line], anchor: str = "middle") -> None:
    """Lines one below the other from a height `top`."""
    for line in lines:
        style = {"font-size": _n(line.face.size), "fill": line.color, "text-anchor": anchor}
        if line.face.bold:
            style["font-weight"] = "bold"
        if line.face.italic:
            style["font-style"] = "italic"
        baseline = top + line.height / 2 + line.face.size * 0.36
        SubElement(parent, "text", {"x": _n(x), "y": _n(baseline), **style}).text = line.words
        top += line.height


def centred_words(parent: Element, middle: Point, lines: Sequence[Line]) -> None:
    """Lines whose block is centred on a point."""
    words(parent, middle[0], middle[1] - height(lines) / 2, lines)


def cloud(parent: Element, middle: Point, color: str) -> None:
    """The world outside the model."""
    x, y = middle
    path = f"M{_n(x - 9)} {_n(y + 7)} a5 5 0 0 1 -1 -9.5 a6 6 0 0 1 9 -4.5 a7 7 0 0 1 11 5 a4.6 4.6 0 0 1 -1 9 z"
    SubElement(parent, "path", {"d": path, "fill": PAPER, "stroke": color, "stroke-width": "1"})


def valve(parent: Element, middle: Point, fill: str, line: str, upright: bool) -> None:
    """Two triangles that touch, side by side or one above the other: the rate of a flow is set here."""
    (x, y), (long, short) = middle, (VALVE[0] / 2, VALVE[1] / 2)
    ends = [(-long, -short), (-long, short), (long, -short), (long, short)]
    corners = [(x + across, y + along) if upright else (x + along, y + across) for along, across in ends]
    path = "M" + " L".join(_p(corner) for corner in corners) + " Z"
    style = {"fill": fill, "stroke": line, "stroke-width": "1.2", "stroke-linejoin": "round"}
    SubElement(parent, "path", {"d": path, **style})


def pipe(parent: Element, points: Sequence[Point], tip: Point | None, color: str) -> None:
    """A double line along Bézier points, with a broad tip if material arrives."""
    path = curve(points)
    for width, stroke in ((PIPE_WIDTH, color), (PIPE_WIDTH - 2 * PIPE_WALL, PAPER)):
        SubElement(parent, "path", {"d": path, "fill": "none", "stroke": stroke, "stroke-width": _n(width)})
    if tip:
        SubElement(parent, "path", {"d": arrow_head(points[-1], tip, PIPE_TIP_WIDTH), "fill": color})


def arrow(parent: Element, points: Sequence[Point], tip: Point, color: str, width: float = 0.9) -> None:
    """A thin line along Bézier points that ends in a small head."""
    SubElement(parent, "path", {"d": curve(points), "fill": "none", "stroke": color, "stroke-width": _n(width)})
    head = arrow_head(points[-1], tip, ARROW_WIDTH + 2 * (width - 0.9))
    SubElement(parent, "path", {"d": head, "fill": color})


def curve(points: Sequence[Point]) -> str:
    """SVG path data of Bézier points."""
    first, rest = points[0], points[1:]
    return f"M{_p(first)} C" + " ".join(_p(point) for point in rest)


def arrow_head(back: Point, tip: Point, width: float) -> str:
    """A triangle from its back to its tip."""
    along = (tip[0] - back[0], tip[1] - back[1])
    length = (along[0] ** 2 + along[1] ** 2) ** 0.5 or 1.0
    side = (-along[1] / length * width / 2, along[0] / length * width / 2)
    corners = (tip, (back[0] + side[0], back[1] + side[1]), (back[0] - side[0], back[1] - side[1]))
    return "M" + " L".join(_p(corner) for corner in corners) + " Z"


def sheet(size: Point, scale: float, title: str, meaning: str) -> Element:
    """An empty white page whose drawing is `size` points, shown at `scale`."""
    wide, high = size
    root = Element(
        "svg",
        {
            "xmlns": "http://www.w3.org/2000/svg",
            "width": f"{_n(wide * scale)}pt",
            "height": f"{_n(high * scale)}pt",
            "viewBox": f"0 0 {_n(wide)} {_n(high)}",
            "font-family": FAMILY,
            "role": "img",
        },
    )
    SubElement(root, "title").text = title
    SubElement(root, "desc").text = meaning
    SubElement(root, "rect", {"width": _n(wide), "height": _n(high), "fill": PAPER})
    return root


def to_text(root: Element) -> str:
    """The page as a file, one shape a line."""
    ElementTree.indent(root, " ")
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ElementTree.tostring(root, encoding="unicode") + "\n"


def _p(point: Point) -> str:
    return f"{_n(point[0])} {_n(point[1])}"


def _n(number: float) -> str:
    return f"{number:.2f}".rstrip("0").rstrip(".")
