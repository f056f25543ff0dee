"""The overview on a page: blocks with their stocks, what they pass to each other, and where feedback runs."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from math import ceil
from xml.etree.ElementTree import Element

from qnsim.paper.diagrams.page import Sign, compose
from qnsim.paper.diagrams.survey import Link, Overview
from qnsim.press import drawing
from qnsim.press.lettering import Face, Line, even_fold, height, spoken, widest
from qnsim.press.palette import INK, TARGET
from qnsim.press.placing import Box, Point, Route, Tie, place

MEMORY = ("_ago", "_last_year", "_last_quarter", "_to_date", "_carried", "_memory", "_smoothed", "_average")
BLOCK, ROW, CHANCE, OUTCOME = Face(11, bold=True), Face(8.5), Face(7.5, italic=True), Face(13, bold=True)
ROOM, PAD, ROW_PAD = 118.0, 6, 3.0
LINK_WIDTH, FEEDBACK_WIDTH = 1.0, 2.0
GOAL = "goal"
LAYOUT = {"nodesep": "0.25", "ranksep": "0.85", "splines": "true"}


@dataclass(frozen=True)
class Goal:
    """What all is read for: the block and variable that give it, and how people call it."""

    block: str
    variable: str
    label: str


@dataclass(frozen=True)
class BlockShape:
    """A block with its words set: its name, a row for each stock and each name it passes on, and its chance."""

    title: tuple[Line, ...]
    rows: Mapping[str, Line]
    stocks: tuple[str, ...]
    chance: tuple[Line, ...]
    box: Box


def overview_page(
    overview: Overview, goal: Goal, columns: Sequence[Sequence[str]], headline: str, titles: Mapping[str, str]
) -> str:
    """The SVG page, its blocks in the given columns from left to right; links to an earlier column are feedback.

    `titles` are the blocks' headlines, for the tooltips. Blocks that pass nothing on are left out and named.
    """
    links = [*_merged(overview.links), Link(goal.block, GOAL, (goal.variable,), False)]
    blocks = [name for name in overview.stocks if any(name in (link.tail, link.head) for link in links)]
    shapes = {name: _shape(name, overview, [link for link in links if link.tail == name]) for name in blocks}
    outcome = [Line(words, OUTCOME, drawing.PAPER) for words in even_fold(goal.label, OUTCOME, ROOM)]
    boxes = {name: shape.box for name, shape in shapes.items()}
    boxes[GOAL] = Box(ceil(widest(outcome) + 20), ceil(height(outcome) + 20))
    ranks = [[name for name in column if name in boxes] for column in _with_all(columns, links)]
    column_of = {name: number for number, rank in enumerate(ranks) for name in rank}
    back = [link.in_loop and column_of[link.head] < column_of[link.tail] for link in links]
    ties = [_tie(link, column_of[link.head] - column_of[link.tail]) for link in links]
    placement = place(boxes, ties, "LR", LAYOUT, ranks)

    def draw(page: Element) -> None:
        for link, route, returns in zip(links, placement.routes, back, strict=True):
            _draw_link(page, link, route, returns)
        for name, shape in shapes.items():
            _draw_block(page, shape, placement.middles[name], titles[name])
        made = drawing.group(page, "goal", f"{goal.variable}: {goal.label}")
        size = float(boxes[GOAL].width), float(boxes[GOAL].height)
        drawing.box(made, placement.middles[GOAL], size, INK, INK, rx="8")
        drawing.centred_words(made, placement.middles[GOAL], outcome)

    return compose(headline, (placement.width, placement.height), draw, _key(), _notes(overview, blocks))


def _with_all(columns: Sequence[Sequence[str]], links: Sequence[Link]) -> list[list[str]]:
    """The columns with every linked block that has none put left of the first column that reads it."""
    placed = [list(column) for column in columns]
    for name in dict.fromkeys(end for link in links for end in (link.tail, link.head)):
        column_of = {block: number for number, column in enumerate(placed) for block in column}
        if name not in column_of:
            readers = [column_of[link.head] for link in links if link.tail == name and link.head in column_of]
            placed[max(0, min(readers, default=1) - 1)].append(name)
    return placed


def _merged(links: Sequence[Link]) -> list[Link]:
    """One link for each pair of blocks: a pipe where material moves, since what is read then goes along."""
    pairs: dict[tuple[str, str], Link] = {}
    for link in sorted(links, key=lambda link: not link.is_pipe):
        first = pairs.get((link.tail, link.head))
        carries = tuple(dict.fromkeys((*first.carries, *link.carries))) if first else link.carries
        pairs[link.tail, link.head] = replace(first or link, carries=carries)
    return list(pairs.values())


def _shape(name: str, overview: Overview, links: Sequence[Link]) -> BlockShape:
    words = spoken(name)
    title = tuple(Line(line, BLOCK, INK) for line in even_fold(words[:1].upper() + words[1:], BLOCK, ROOM))
    stocks = tuple(stock for stock in overview.stocks[name] if not stock.endswith(MEMORY))
    rows = {row: Line(spoken(row), ROW, INK) for row in dict.fromkeys([*stocks, *(link.carries[0] for link in links)])}
    told = ", ".join(spoken(cause) for cause in overview.chance[name])
    chance = tuple(Line(line, CHANCE, drawing.CHANCE_INK) for line in even_fold(told, CHANCE, ROOM + 10))
    wide = max(widest(title), widest(list(rows.values())) + 2 * ROW_PAD, widest(chance)) + 2 * PAD
    parts = [("title", ceil(height(title)) + PAD)]
    parts += [(row, ceil(line.height + 2 * ROW_PAD)) for row, line in rows.items()]
    parts += [("chance", ceil(height(chance)) + PAD)]
    return BlockShape(title, rows, stocks, chance, Box(ceil(wide), sum(size for _, size in parts), tuple(parts)))


def _tie(link: Link, step: int) -> Tie:
    """A line from the row of what it carries, to the side it leads to; within a column from box to box."""
    hints = {"arrowsize": "0.8", "constraint": "false"}
    row = {"tailport": f"{link.carries[0]}:{'w' if step < 0 else 'e'}"} if step else {}
    return Tie(link.tail, link.head, {**hints, **row})


def _draw_link(page: Element, link: Link, route: Route, back: bool) -> None:
    made = drawing.group(
        page, "pipe" if link.is_pipe else "link", f"{link.tail} → {link.head}: {', '.join(link.carries)}"
    )
    if link.is_pipe:
        drawing.pipe(made, route.points, route.tip, INK)
    elif route.tip:
        drawing.arrow(
            made, route.points, route.tip, TARGET if back else drawing.ARROW_INK, FEEDBACK_WIDTH if back else LINK_WIDTH
        )


def _draw_block(page: Element, shape: BlockShape, middle: Point, title: str) -> None:
    made = drawing.group(page, "block", title)
    (x, y), wide, high = middle, float(shape.box.width), float(shape.box.height)
    drawing.box(made, middle, (wide, high), drawing.AUXILIARY_FILL, INK, stroke_width="1", rx="5")
    drawing.words(made, x, y - high / 2 + PAD, shape.title)
    sizes = dict(shape.box.parts)
    top = y - high / 2 + sizes["title"]
    for name, line in shape.rows.items():
        centre = (x, top + sizes[name] / 2)
        if name in shape.stocks:
            drawing.box(made, centre, (wide, sizes[name] - 2), drawing.STOCK_FILL, INK, stroke_width="0.9")
        drawing.centred_words(made, centre, [line])
        top += sizes[name]
    drawing.words(made, x, top, shape.chance)


def _notes(overview: Overview, blocks: Sequence[str]) -> list[str]:
    memory = [spoken(stock) for stocks in overview.stocks.values() for stock in stocks if stock.endswith(MEMORY)]
    absent = [spoken(block) for block in overview.stocks if block not in blocks]
    asides = [f"{_spoken_list(names)} (read by {spoken(block)})" for block, names in overview.asides.items()]
    return [
        "An arrow starts at the name it carries, or at its block within a column; its tooltip names all it carries.",
        f"Not drawn: stocks that only remember or smooth: {', '.join(memory)}.",
        f"Not drawn: {', '.join(absent)}; what follows from dates alone: {_spoken_list(overview.dates)}; "
        f"what is passed on for reports only: {', '.join(asides)}; parameters and constants.",
    ]


def _spoken_list(names: Sequence[str]) -> str:
    return ", ".join(map(spoken, names))


def _key() -> list[Sign]:
    def block(page: Element, middle: Point) -> None:
        drawing.box(page, middle, (24, 13), drawing.AUXILIARY_FILL, INK, stroke_width="1", rx="3")

    def stock(page: Element, middle: Point) -> None:
        drawing.box(page, middle, (24, 12), drawing.STOCK_FILL, INK, stroke_width="0.9")

    def chance(page: Element, middle: Point) -> None:
        drawing.centred_words(page, middle, [Line("name", CHANCE, drawing.CHANCE_INK)])

    def line(color: str, width: float) -> Callable[[Element, Point], None]:
        def draw(page: Element, middle: Point) -> None:
            x, y = middle
            drawing.arrow(page, [(x - 14, y), (x - 14, y), (x + 6, y), (x + 6, y)], (x + 14, y), color, width)

        return draw

    def pipe(page: Element, middle: Point) -> None:
        x, y = middle
        drawing.pipe(page, [(x - 14, y), (x - 14, y), (x + 5, y), (x + 5, y)], (x + 14, y), INK)

    return [
        Sign((24, 14), block, "block of equations"),
        Sign((24, 14), stock, "its stocks"),
        Sign((24, 14), chance, "chance that reaches it"),
        Sign((28, 14), line(drawing.ARROW_INK, LINK_WIDTH), "read by another block"),
        Sign((28, 14), line(TARGET, FEEDBACK_WIDTH), "feedback: leads back to what drives growth"),
        Sign((28, 14), pipe, "material moved"),
    ]
