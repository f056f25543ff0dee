"""Words on a figure whose size is known from the letters' own widths, and whose letters are outlined once.

Matplotlib lays out every text when it is measured and again when it is drawn, for each kind of file, and renders each
letter anew: half the time of a chart. Here a line is the sum of its letters, without kerning, as in `lettering`.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache, lru_cache
from typing import Any, Literal

import numpy as np
from matplotlib.backends.backend_agg import RendererAgg
from matplotlib.font_manager import FontProperties, findfont
from matplotlib.ft2font import FT2Font, LoadFlags
from matplotlib.path import Path
from matplotlib.text import Text
from matplotlib.transforms import Affine2D, Bbox

from qnsim.press.palette import kept_together, require_glyphs

ASCENT, DESCENT, USUAL_LEADING = 0.8, 0.24, 1.2  # of the size of the letters
TEXTS_REMEMBERED = 1_000
UNIT = 100
FAMILY = "DejaVu Sans"


class Words(Text):
    """A text that stands upright, on one line or several."""

    @property
    def letters(self) -> str:
        """The file of the font."""
        return _file(self.get_fontweight(), self.get_fontstyle())

    @property
    def size(self) -> float:
        """Of the letters, in points."""
        return float(self.get_fontsize())

    def fold(self, words: str, width: float) -> float:
        """Breaks words into lines no wider than `width` inches; returns their height in inches.

        An error stays with its number: no line begins with ± or %. Raises `DataError` for a letter the font lacks.
        """
        self.set_text(words)
        require_glyphs([self])
        room, lines = 72 * width / self.size, [""]
        for word in kept_together(words).split(" "):
            longer = f"{lines[-1]} {word}".strip()
            if line_width(longer, self.letters) <= room:
                lines[-1] = longer
            else:
                lines.append(word)
        self.set_text("\n".join(lines).strip())
        count = self.get_text().count("\n")
        return float((count * self._leading + ASCENT + DESCENT) * self.size / 72)

    def get_window_extent(self, renderer: Any = None, dpi: float | None = None) -> Bbox:
        """The box of the words in pixels."""
        figure = self.get_figure(root=True)
        assert figure is not None
        return self._box(self.size * (dpi or figure.dpi) / 72)

    def _box(self, em: float) -> Bbox:
        lines = self.get_text().split("\n")
        wide = max(line_width(line, self.letters) for line in lines) * em
        high = ((len(lines) - 1) * self._leading + ASCENT + DESCENT) * em
        x, y = self.get_transform().transform(self.get_unitless_position())
        left = x - wide * {"left": 0, "center": 0.5, "right": 1}[self.get_horizontalalignment()]
        below = {"bottom": 0, "center": 0.5, "top": 1, "baseline": 0}[self.get_verticalalignment()] * high
        low = y - below - (DESCENT * em if self.get_verticalalignment() == "baseline" else 0)
        return Bbox.from_bounds(left, low, wide, high)

    @property
    def _leading(self) -> float:
        spacing = self._linespacing  # type: ignore[attr-defined]
        return float(spacing) if isinstance(spacing, int | float) else USUAL_LEADING

    def draw(self, renderer: Any) -> None:
        """Outlines in a picture of dots; text, which each file writes in its way, elsewhere."""
        if not self.get_visible() or not self.get_text():
            return
        em = renderer.points_to_pixels(self.size)
        context = renderer.new_gc()
        context.set_foreground(self.get_color())
        box, patch = self._box(em), self.get_bbox_patch()
        if patch:
            patch.set_bounds(0, 0, box.width, box.height)
            patch.set_transform(Affine2D().translate(box.x0, box.y0))
            patch.set_mutation_scale(em)
            patch.draw(renderer)
        for line, x, y in self._lines(box, em):
            if isinstance(renderer, RendererAgg):
                context.set_linewidth(0)
                place = Affine2D().scale(em).translate(x, y)
                renderer.draw_path(  # type: ignore[no-untyped-call]
                    context, outline(line, self.letters), place, context.get_rgb()
                )
            else:
                up = renderer.height - y if renderer.flipy() else y
                renderer.draw_text(context, x, up, line, self.get_fontproperties(), 0, mtext=self)
        context.restore()
        self.stale = False

    def _lines(self, box: Bbox, em: float) -> Iterator[tuple[str, float, float]]:
        """Each line with where its first letter stands."""
        share = {"left": 0, "center": 0.5, "right": 1}[self.get_horizontalalignment()]
        for place, line in enumerate(self.get_text().split("\n")):
            left = box.x0 + share * (box.width - line_width(line, self.letters) * em)
            yield line, left, box.y1 - (ASCENT + place * self._leading) * em


@cache
def _file(weight: str, slant: Literal["normal", "italic", "oblique"]) -> str:
    """The file of the font of the charts, which travels with matplotlib, whatever style is in force."""
    return str(findfont(FontProperties(family=FAMILY, weight=weight, style=slant), fallback_to_default=False))


@lru_cache(maxsize=TEXTS_REMEMBERED)
def line_width(line: str, file: str) -> float:
    """Width of a line at size 1."""
    return sum(_letter(letter, file)[0] for letter in line)


@lru_cache(maxsize=TEXTS_REMEMBERED)
def outline(line: str, file: str) -> Path:
    """The outlines of a line at size 1, from where its first letter stands."""
    corners, codes, reached = [], [], 0.0
    for letter in line:
        wide, vertices, kinds = _letter(letter, file)
        corners.append(vertices + np.array([reached, 0.0]))
        codes.append(kinds)
        reached += wide
    made = Path(np.concatenate(corners), np.concatenate(codes), readonly=True)
    made.should_simplify = False
    return made


@cache
def _letter(letter: str, file: str) -> tuple[float, np.ndarray, np.ndarray]:
    """The width of a letter at size 1, and its outline."""
    font = _font(file)
    glyph = font.load_char(ord(letter), flags=LoadFlags.NO_HINTING)
    vertices, kinds = font.get_path()
    corners, codes = np.array(vertices, float).reshape(-1, 2) / UNIT, np.array(kinds)
    for each in (corners, codes):
        each.flags.writeable = False
    return glyph.linearHoriAdvance / 65536 / UNIT, corners, codes


@cache
def _font(file: str) -> FT2Font:
    font = FT2Font(file)
    font.set_size(UNIT, 72)
    return font
