"""A page round a diagram: title above, key and notes below, sized for A4 or A3 paper."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from xml.etree.ElementTree import Element, SubElement

from qnsim.press import drawing
from qnsim.press.lettering import Face, Line, even_fold, fold, height, width
from qnsim.press.palette import GREY, INK
from qnsim.press.placing import Point

A4, A3 = (786.0, 539.0), (1134.0, 786.0)  # long and short side in points, less the margins of a printer
READABLE = 0.85
MARGIN, GAP, KEY_GAP = 18.0, 14.0, 16.0
NARROWEST = 460.0
TITLE, SUBTITLE, SMALL = Face(14, bold=True), Face(10), Face(7.5)


@dataclass(frozen=True)
class Sign:
    """One entry of the key: a sign of a width and height, drawn round a middle, and what it means."""

    size: Point
    draw: Callable[[Element, Point], None]
    meaning: str


def compose(
    headline: str, size: Point, draw: Callable[[Element], None], key: Sequence[Sign], notes: Sequence[str]
) -> str:
    """An SVG page: the headline's words before a colon as title, the picture, its key, and what it leaves out."""
    wide = max(size[0], NARROWEST)
    top = _headline(headline, wide)
    rows = _key_rows(key, wide)
    bottom = [Line(line, SMALL, GREY) for note in notes for line in fold(note, SMALL, wide)]
    below = MARGIN + height(top) + GAP + size[1] + GAP
    whole = wide + 2 * MARGIN, below + sum(_row_height(row) for row in rows) + height(bottom) + MARGIN + GAP / 2
    root = drawing.sheet(whole, _scale(whole), headline, " ".join(notes))
    drawing.words(root, MARGIN, MARGIN, top, "start")
    inner = _moved(root, MARGIN + (wide - size[0]) / 2, MARGIN + height(top) + GAP)
    draw(inner)
    for row in rows:
        _draw_row(root, row, below)
        below += _row_height(row)
    drawing.words(root, MARGIN, below + GAP / 2, bottom, "start")
    return drawing.to_text(root)


def paper_fit(size: Point) -> tuple[float, float]:
    """At what scale a drawing fits A4 and A3, upright or across; 1 at most."""
    long, short = max(size), min(size)
    a4, a3 = (min(1.0, paper[0] / long, paper[1] / short) for paper in (A4, A3))
    return a4, a3


def _scale(size: Point) -> float:
    a4, a3 = paper_fit(size)
    return a4 if a4 >= READABLE else a3


def _headline(headline: str, wide: float) -> list[Line]:
    head, rest = (*re.split("[:;] ", headline, maxsplit=1), "")[:2]
    title = [Line(line, TITLE, INK) for line in fold(head, TITLE, wide)]
    rest = rest[:1].upper() + rest[1:]
    return [*title, *(Line(line, SUBTITLE, GREY) for line in even_fold(rest, SUBTITLE, wide))]


def _moved(root: Element, x: float, y: float) -> Element:
    return SubElement(root, "g", {"transform": f"translate({x:.2f} {y:.2f})"})


def _key_rows(key: Sequence[Sign], wide: float) -> list[list[Sign]]:
    rows: list[list[Sign]] = []
    for sign in key:
        if not rows or sum(map(_room, [*rows[-1], sign])) - KEY_GAP > wide:
            rows.append([])
        rows[-1].append(sign)
    return rows


def _room(sign: Sign) -> float:
    return sign.size[0] + 5 + width(sign.meaning, SMALL) + KEY_GAP


def _row_height(row: Sequence[Sign]) -> float:
    return max(sign.size[1] for sign in row) + 4


def _draw_row(root: Element, row: Sequence[Sign], top: float) -> None:
    x, y = MARGIN, top + _row_height(row) / 2
    for sign in row:
        sign.draw(root, (x + sign.size[0] / 2, y))
        line = Line(sign.meaning, SMALL, INK)
        drawing.words(root, x + sign.size[0] + 5, y - line.height / 2, [line], "start")
        x += _room(sign)
