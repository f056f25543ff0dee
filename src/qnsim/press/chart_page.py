"""The page a chart stands on: the finding above it, the small print below, and the room between them."""

from __future__ import annotations

from dataclasses import dataclass

from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from qnsim.press.figure_files import DOTS_PER_INCH
from qnsim.press.palette import GREY, INK
from qnsim.press.words import Words

# Inches on the page.
WIDTH, MARGIN = 9.5, 0.3
BELOW_TITLE, FOOT = 0.08, 0.18


@dataclass(frozen=True)
class Heading:
    """What stands around a picture, in the reader's language; an empty text takes no room."""

    title: str
    subtitle: str
    note: str


@dataclass(frozen=True)
class Room:
    """Where the picture may stand: inches from the foot of the page, which is `height` inches high."""

    bottom: float
    top: float
    height: float

    def place(self, left: float, width: float) -> tuple[float, float, float, float]:
        """Axes as high as the room, `left` inches from the edge and `width` inches wide, as fractions of the page."""
        return left / WIDTH, self.bottom / self.height, width / WIDTH, (self.top - self.bottom) / self.height


def new_page() -> Figure:
    """An empty page to lay out, within the style of the charts; its words are measured as a PNG draws them."""
    page = Figure(figsize=(WIDTH, WIDTH / 2), dpi=DOTS_PER_INCH)
    FigureCanvasAgg(page)
    return page


def lay_out(figure: Figure, heading: Heading, picture: float, above: float, below: float) -> Room:
    """Write the words and make the page as high as they and a picture of so many inches need.

    `above` and `below` are kept free for words of the picture's own, such as headings of columns and those of an axis.
    """
    whole = WIDTH - 2 * MARGIN
    texts = (
        _text(figure, size=13, weight="bold", color=INK, va="top"),
        _text(figure, size=9.5, color=GREY, va="top"),
        _text(figure, size=7, color=GREY, va="bottom", linespacing=1.35),
    )
    title, subtitle, note = (
        text.fold(words, whole) if words else 0.0
        for text, words in zip(texts, (heading.title, heading.subtitle, heading.note), strict=True)
    )
    to_picture = MARGIN + title + BELOW_TITLE + subtitle + above
    bottom = FOOT + note + below
    height = to_picture + picture + bottom
    figure.set_size_inches(WIDTH, height)
    heights = (height - MARGIN, height - MARGIN - title - BELOW_TITLE, FOOT)
    for text, at in zip(texts, heights, strict=True):
        text.set_position((MARGIN / WIDTH, at / height))
    return Room(bottom, bottom + picture, height)


def _text(figure: Figure, **look: object) -> Words:
    made = Words(0, 0, "", transform=figure.transFigure, **look)  # type: ignore[arg-type]
    figure.add_artist(made)
    made.set_clip_on(False)
    return made
