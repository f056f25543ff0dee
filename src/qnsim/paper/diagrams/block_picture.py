"""The stock-and-flow picture of one block on a page."""

from __future__ import annotations

from xml.etree.ElementTree import Element

from qnsim.paper.diagrams.block_layout import SHADOW, VALVE_ROOM, Layout, Shape, lay_out
from qnsim.paper.diagrams.diagram import Edge, Node, Picture
from qnsim.paper.diagrams.page import Sign, compose, paper_fit
from qnsim.press import drawing
from qnsim.press.lettering import Line, height, spoken
from qnsim.press.palette import GREY, INK
from qnsim.press.placing import Direction, Point, Route

DIRECTIONS: tuple[Direction, ...] = ("LR", "TB")


def block_page(picture: Picture, headline: str) -> str:
    """The SVG page of a block, across or down, whichever is read more easily on paper."""
    layouts = [lay_out(picture, direction) for direction in DIRECTIONS]
    best = max(layouts, key=lambda made: (*paper_fit(made.size), -made.size[0] * made.size[1]))
    return compose(headline, best.size, lambda page: draw_block(page, best), block_key(), notes(picture))


def notes(picture: Picture) -> list[str]:
    """What the picture leaves out, and how its small type is read."""
    told = ["Small grey type: parameters and constants a variable reads. Small blue type after →: blocks that read it."]
    if picture.clock:
        told.append(f"Not drawn: the clock ({', '.join(spoken(name) for name in picture.clock)}).")
    if picture.constants:
        names = ", ".join(spoken(name) for name in picture.constants)
        told.append(f"Not drawn: constants, calculated once before the first quarter: {names}.")
    return told


def draw_block(page: Element, layout: Layout) -> None:
    """Draws arrows first, pipes over them, nodes on top."""
    pairs = list(zip(layout.picture.edges, layout.placement.routes, strict=False))  # unseen ties have no edge
    for edge, route in pairs:
        if not edge.is_pipe and route.tip:
            made = drawing.group(page, "information", f"{edge.head} reads {edge.tail}")
            drawing.arrow(made, route.points, route.tip, drawing.ARROW_INK)
    for edge, route in pairs:
        if edge.is_pipe:
            _draw_pipe(page, edge, route, layout)
    for name, shape in layout.shapes.items():
        _draw_node(page, shape, layout.placement.middles[name], layout.direction)


def _draw_pipe(page: Element, edge: Edge, route: Route, layout: Layout) -> None:
    """A pipe ends at its valve, not at the words around it, and enters a stock straight."""
    into_valve = layout.picture.nodes[edge.head].kind == "flow"
    flow = layout.shapes[edge.head if into_valve else edge.tail]
    middle = layout.placement.middles[edge.head if into_valve else edge.tail]
    along = (1.0, 0.0) if layout.direction == "LR" else (0.0, 1.0)
    reach = drawing.VALVE[0] / 2 * (-1 if into_valve else 1)
    end = (middle[0] + flow.valve[0] + reach * along[0], middle[1] + flow.valve[1] + reach * along[1])
    points = route.points
    points = (*points, points[-1], end, end) if into_valve else (end, end, points[0], *points)
    if route.tip:
        back = drawing.PIPE_TIP_LENGTH
        points = (*points[:-1], (route.tip[0] - back * along[0], route.tip[1] - back * along[1]))
    made = drawing.group(page, "pipe", f"{edge.tail} → {edge.head}")
    drawing.pipe(made, points, route.tip, INK if flow.node.block == layout.picture.block else GREY)


def _draw_node(page: Element, shape: Shape, middle: Point, direction: Direction) -> None:
    node, foreign, size = shape.node, shape.foreign, (float(shape.box.width), float(shape.box.height))
    made = drawing.group(page, node.kind + (" foreign" if foreign else ""), _title(node))
    if node.kind == "cloud":
        drawing.cloud(made, middle, GREY)
    elif shape.only_read and node.kind != "path":
        drawing.box(made, middle, size, drawing.PAPER, "none")
    elif node.kind == "flow":
        _draw_flow(made, shape, middle, direction)
    elif node.kind == "stock" and not foreign:
        drawing.box(made, middle, size, drawing.STOCK_FILL, INK, stroke_width="1.4")
    elif node.kind == "stock":
        drawing.box(made, middle, size, drawing.PAPER, GREY, stroke_width="0.8", stroke_dasharray="4 2")
    elif node.kind == "path":
        drawing.box(made, middle, size, drawing.PAPER, drawing.CHANCE_INK, stroke_width="0.7", rx="7")
    else:
        drawing.box(made, middle, size, drawing.PAPER if foreign else drawing.AUXILIARY_FILL, "none", rx="4")
    if node.kind != "flow" or shape.only_read:
        drawing.centred_words(made, middle, shape.upper)


def _draw_flow(made: Element, shape: Shape, middle: Point, direction: Direction) -> None:
    x, y = middle[0] + shape.valve[0], middle[1] + shape.valve[1]
    fill, line = (drawing.PAPER, GREY) if shape.foreign else (drawing.STOCK_FILL, INK)
    drawing.valve(made, (x, y), fill, line, upright=direction == "TB")
    if direction == "TB":
        left = x + drawing.VALVE[1] / 2 + 2 * VALVE_ROOM
        drawing.words(made, left, middle[1] - height(shape.upper) / 2, shape.upper, "start")
        return
    reach = drawing.VALVE[1] / 2 + VALVE_ROOM
    drawing.words(made, x, y - reach - height(shape.upper), shape.upper)
    drawing.words(made, x, y + reach, shape.lower)


def _title(node: Node) -> str:
    unit = f" ({node.unit})" if node.unit and node.unit != "1" else ""
    return f"{node.name}{unit}: {node.meaning}" if node.meaning else node.name


def block_key() -> list[Sign]:
    """The signs of a block's picture and what they mean."""

    def stock(page: Element, middle: Point) -> None:
        drawing.box(page, middle, (24, 13), drawing.STOCK_FILL, INK, stroke_width="1.4")

    def flow(page: Element, middle: Point) -> None:
        x, y = middle
        drawing.cloud(page, (x - 24, y), GREY)
        drawing.pipe(page, [(x - 13, y), (x - 13, y), (x - 3, y), (x - 3, y)], None, INK)
        drawing.pipe(page, [(x + 17, y), (x + 17, y), (x + 27, y), (x + 27, y)], (x + 36, y), INK)
        drawing.valve(page, (x + 7, y), drawing.STOCK_FILL, INK, upright=False)

    def auxiliary(page: Element, middle: Point) -> None:
        drawing.box(page, middle, (24, 13), drawing.AUXILIARY_FILL, "none", rx="4")

    def path(page: Element, middle: Point) -> None:
        drawing.box(page, middle, (24, 13), drawing.PAPER, drawing.CHANCE_INK, stroke_width="0.7", rx="6")

    def foreign(page: Element, middle: Point) -> None:
        drawing.centred_words(page, middle, [Line("name", SHADOW, GREY)])

    def arrow(page: Element, middle: Point) -> None:
        x, y = middle
        drawing.arrow(page, [(x - 12, y), (x - 12, y), (x + 6, y), (x + 6, y)], (x + 12, y), drawing.ARROW_INK)

    return [
        Sign((24, 14), stock, "stock: a level"),
        Sign((72, 18), flow, "flow, from or to outside the model (cloud)"),
        Sign((24, 14), auxiliary, "auxiliary"),
        Sign((24, 14), arrow, "is read by"),
        Sign((24, 14), foreign, "of another block"),
        Sign((24, 14), path, "drawn by chance or set by the scenario"),
    ]
