"""Where everything in the picture of one block stands: words are set, boxes measured, Graphviz asked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from math import ceil

from qnsim.paper.diagrams.diagram import Edge, Node, Picture
from qnsim.paper.diagrams.survey import reached
from qnsim.press import drawing
from qnsim.press.lettering import Face, Line, even_fold, height, spoken, spoken_unit, widest
from qnsim.press.palette import GREY, INK
from qnsim.press.placing import Box, Direction, Placement, Point, Tie, place

NAME, BOLD, SHADOW, SMALL = Face(9), Face(9, bold=True), Face(8.5, italic=True), Face(7)
NAME_ROOM, SMALL_ROOM = 104.0, 120.0
GAP = 4.0
LAYOUT = {"nodesep": "0.16", "splines": "true"}
RANK_GAP = {"LR": "0.34", "TB": "0.3"}
VALVE_ROOM = 2.0
SMALL_PART, PARTS_IN_ROW = 3, 3


@dataclass(frozen=True)
class Shape:
    """A node with its words set and its room; a flow has words before and after its valve, which is off the middle."""

    node: Node
    foreign: bool
    only_read: bool
    upper: tuple[Line, ...]
    lower: tuple[Line, ...]
    box: Box
    valve: Point = (0.0, 0.0)


@dataclass(frozen=True)
class Layout:
    """A picture with all its shapes in place."""

    picture: Picture
    shapes: Mapping[str, Shape]
    placement: Placement
    direction: Direction

    @property
    def size(self) -> Point:
        """Width and height in points."""
        return self.placement.width, self.placement.height


def lay_out(picture: Picture, direction: Direction) -> Layout:
    """Sets the words of every node and asks where all goes."""
    piped = {end for edge in picture.edges if edge.is_pipe for end in (edge.tail, edge.head)}
    shapes = {
        key: _shape(node, node.block != picture.block, key not in piped, direction)
        for key, node in picture.nodes.items()
    }
    ties = [*(_tie(edge, picture, direction) for edge in picture.edges), *_side_by_side(picture)]
    boxes = {name: shape.box for name, shape in shapes.items()}
    placement = place(boxes, ties, direction, {**LAYOUT, "ranksep": RANK_GAP[direction]})
    return Layout(picture, shapes, placement, direction)


def _shape(node: Node, foreign: bool, only_read: bool, direction: Direction) -> Shape:
    if node.kind == "cloud":
        return Shape(node, foreign, only_read, (), (), Box(ceil(drawing.CLOUD[0]), ceil(drawing.CLOUD[1])))
    face = BOLD if node.kind == "stock" and not foreign else SHADOW if foreign else NAME
    color = drawing.CHANCE_INK if node.kind == "path" else GREY if foreign else INK
    name = [Line(words, face, color) for words in even_fold(spoken(node.name), face, NAME_ROOM)]
    unit = _small(spoken_unit(node.unit) if node.kind in ("stock", "flow") and not foreign else "", INK)
    remarks = _remarks(node, foreign)
    if node.kind == "flow" and not only_read:
        return _flow_shape(node, foreign, (*name, *unit), remarks, direction)
    lines = (*name, *unit, *remarks)
    pad = 7 if node.kind == "stock" and not only_read else 1 if foreign and node.kind != "path" else GAP
    box = Box(ceil(widest(lines) + 2 * pad), ceil(height(lines) + 2 * pad))
    return Shape(node, foreign, only_read and foreign, lines, (), box)


def _flow_shape(
    node: Node, foreign: bool, upper: tuple[Line, ...], lower: tuple[Line, ...], direction: Direction
) -> Shape:
    wide, high = drawing.VALVE if direction == "LR" else drawing.VALVE[::-1]
    if direction == "TB":
        lines = (*upper, *lower)
        beside, room = ceil(wide + 2 * VALVE_ROOM), ceil(widest(lines) + 2)
        box = Box(beside + room, ceil(max(height(lines), high)), (("valve", beside), ("words", room)))
        return Shape(node, foreign, False, lines, (), box, ((beside - box.width) / 2, 0.0))
    above, between, below = ceil(height(upper)), ceil(high + 2 * VALVE_ROOM), ceil(height(lower))
    parts = (("words", above), ("valve", between), *((("given", below),) if below else ()))
    box = Box(ceil(max(widest(upper), widest(lower), wide) + GAP), above + between + below, parts)
    return Shape(node, foreign, False, upper, lower, box, (0.0, above + between / 2 - box.height / 2))


def _remarks(node: Node, foreign: bool) -> tuple[Line, ...]:
    """In small type: what a node reads that holds still, and who reads it elsewhere."""
    if foreign:
        return tuple(_small(f"from {spoken(node.block)}" if node.block else "", GREY))
    given = ", ".join(spoken(name) for name in node.given)
    given = f"starts at {given}" if given and node.kind == "stock" else given
    used = ", ".join(spoken(block) for block in node.used_by)
    return (*_small(given, GREY), *_small(f"→ {used}" if used else "", drawing.ARROW_INK))


def _small(text: str, color: str) -> list[Line]:
    return [Line(words, SMALL, color) for words in even_fold(text, SMALL, SMALL_ROOM)]


def _tie(edge: Edge, picture: Picture, direction: Direction) -> Tie:
    before, after = ("w", "e") if direction == "LR" else ("n", "s")
    if not edge.is_pipe:
        beside = _beside_pipe(edge, picture) if direction == "LR" else {}
        ranked = {"constraint": "false"} if _closes_loop(edge, picture) else {}
        return Tie(edge.tail, edge.head, {"arrowsize": "0.6", "weight": "1", **beside, **ranked})
    if picture.nodes[edge.head].kind == "flow":
        return Tie(
            edge.tail, edge.head, {"weight": "12", "headport": f"valve:{before}", "tailport": after, "dir": "none"}
        )
    return Tie(
        edge.tail, edge.head, {"weight": "12", "headport": before, "tailport": f"valve:{after}", "arrowsize": "0.9"}
    )


def _beside_pipe(edge: Edge, picture: Picture) -> dict[str, str]:
    """Ports for an arrow between a stock and its own flow, which would otherwise run below the pipe."""
    if Edge(edge.tail, edge.head, True) in picture.edges:
        return {"tailport": "ne", "headport": "words:w"}
    if Edge(edge.head, edge.tail, True) in picture.edges:
        return {"tailport": "nw", "headport": "words:e"}
    return {}


def _side_by_side(picture: Picture) -> list[Tie]:
    """Unseen ties that put small pictures within the picture side by side instead of one below the other."""
    small = [part for part in _parts(picture) if len(part) <= SMALL_PART]
    ties = []
    for number, (part, following) in enumerate(pairwise(small), start=1):
        if number % PARTS_IN_ROW:
            last = next(key for key in part if not any(edge.tail == key for edge in picture.edges))
            first = next(key for key in following if not any(edge.head == key for edge in picture.edges))
            ties.append(Tie(last, first, {"style": "invis"}))
    return ties


def _parts(picture: Picture) -> list[list[str]]:
    """Groups of nodes that no edge connects, in the order of the nodes."""
    group = {key: key for key in picture.nodes}
    for edge in picture.edges:
        one, other = group[edge.tail], group[edge.head]
        group = {key: one if root == other else root for key, root in group.items()}
    return [[key for key in group if group[key] == root] for root in dict.fromkeys(group.values())]


def _closes_loop(edge: Edge, picture: Picture) -> bool:
    """Whether a stock is read on the way to its own flow: such an arrow may run against the reading direction."""
    if picture.nodes[edge.tail].kind != "stock":
        return False
    onward: dict[str, set[str]] = {}
    for known in picture.edges:
        onward.setdefault(known.tail, set()).add(known.head)
    return edge.tail in reached(onward, edge.head)
