"""Where boxes and lines go on a page: Graphviz decides, from given sizes, so that no font of a machine matters."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Literal

from qnsim.errors import UsageError
from qnsim.language import say

POINTS_PER_INCH = 72
Point = tuple[float, float]
Direction = Literal["LR", "TB"]


@dataclass(frozen=True)
class Box:
    """Room for one node in points. `parts` are named sizes along one side: rows (LR) or columns (TB).

    Lines with the name of a part in their hints, such as headport "valve:w", go there.
    """

    width: int
    height: int
    parts: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True)
class Tie:
    """A line to draw between two boxes; `hints` are Graphviz attributes."""

    tail: str
    head: str
    hints: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Route:
    """The way of a line: Bézier points (a start, then three for each piece), and its tip if it has one."""

    points: tuple[Point, ...]
    tip: Point | None


@dataclass(frozen=True)
class Placement:
    """Middles of boxes and ways of lines, in points from the upper left corner."""

    width: float
    height: float
    middles: Mapping[str, Point]
    routes: tuple[Route, ...]


def place(
    boxes: Mapping[str, Box],
    ties: Sequence[Tie],
    direction: Direction,
    page: Mapping[str, str],
    ranks: Sequence[Sequence[str]] = (),
) -> Placement:
    """Places boxes from left to right or from top to bottom; `page` are further Graphviz attributes of the whole.

    `ranks` are columns (LR) or rows (TB) of boxes that stay together. Raises `UsageError` saying what to install if
    Graphviz or its Python package is missing.
    """
    try:
        import graphviz
    except ImportError:
        raise UsageError(
            say("a diagram needs the Python package graphviz; install it with: python -m pip install 'qnsim[paper]'")
        ) from None
    graph = graphviz.Digraph(graph_attr={"rankdir": direction, **page})
    for name, box in boxes.items():
        graph.node(name, **_node_attributes(box, direction))
    for rank in ranks:
        with graph.subgraph(graph_attr={"rank": "same"}) as together:
            for name in rank:
                together.node(name)
    for (one, *_), (other, *_) in pairwise(ranks):
        graph.edge(one, other, style="invis", weight="0")
    for number, tie in enumerate(ties):
        graph.edge(tie.tail, tie.head, id=str(number), **tie.hints)
    try:
        placed = graphviz.pipe("dot", "json0", graph.source.encode(), quiet=True)  # at once: dot may fail early
        return _read(placed.decode(), len(ties))
    except graphviz.ExecutableNotFound:
        raise UsageError(
            say(
                "a diagram needs the program 'dot' of Graphviz, which is not installed or not on the PATH; install "
                "Graphviz, for example: apt-get install graphviz or brew install graphviz"
            )
        ) from None
    except graphviz.CalledProcessError as fault:
        said = fault.stderr.decode(errors="replace").strip()[-200:]
        raise UsageError(
            say(
                "the program 'dot' failed: {said}. Expected Graphviz 2.40 or later; see its version with: dot -V",
                said=said,
            )
        ) from None


def _node_attributes(box: Box, direction: Direction) -> dict[str, str]:
    if not box.parts:
        size = {"width": f"{box.width / POINTS_PER_INCH:.4f}", "height": f"{box.height / POINTS_PER_INCH:.4f}"}
        return {"shape": "box", "fixedsize": "true", "label": "", **size}
    if direction == "LR":
        table = _table([[_cell(box.width, size, name)] for name, size in box.parts])
    else:
        table = _table([[_cell(size, box.height, name) for name, size in box.parts]])
    return {"shape": "plain", "label": table}


def _table(rows: Sequence[Sequence[str]]) -> str:
    body = "".join(f"<TR>{''.join(row)}</TR>" for row in rows)
    return f'<<TABLE BORDER="0" CELLBORDER="0" CELLPADDING="0" CELLSPACING="0">{body}</TABLE>>'


def _cell(wide: int, high: int, port: str = "") -> str:
    name = f' PORT="{port}"' if port else ""
    return f'<TD{name} FIXEDSIZE="TRUE" WIDTH="{wide}" HEIGHT="{high}"></TD>'


def _read(answer: str, count: int) -> Placement:
    found = json.loads(answer)
    _, _, wide, high = (float(part) for part in found["bb"].split(","))

    def point(text: str) -> Point:
        x, y = text.split(",")[:2]
        return round(float(x), 2), round(high - float(y), 2)

    middles = {thing["name"]: point(thing["pos"]) for thing in found.get("objects", ()) if "pos" in thing}
    routes: list[Route | None] = [None] * count
    for edge in (edge for edge in found.get("edges", ()) if "id" in edge):
        parts = edge["pos"].split()
        tip = next((point(part[2:]) for part in parts if part.startswith("e,")), None)
        points = tuple(point(part) for part in parts if part[0] not in "es")
        routes[int(edge["id"])] = Route(points, tip)
    return Placement(wide, high, middles, tuple(route for route in routes if route))
