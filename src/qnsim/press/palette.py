"""The look of the charts: colours, and words that fit and can be printed.

One blue hue, whose lightness alone carries the bands: CIE L* falls by 12 or more from the forecast region to each
inner band and to the lines on it, so a chart survives a greyscale printer and colour-blind eyes. All colours are
opaque, because stacked transparency prints and pastes badly. Lines, sizes and the font are in qnsim.mplstyle.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache, lru_cache
from pathlib import Path
from typing import Any
from unicodedata import normalize

from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties, findfont
from matplotlib.ft2font import FT2Font
from matplotlib.text import Text

from qnsim.errors import DataError
from qnsim.language import say

STYLE = Path(__file__).with_name("qnsim.mplstyle")
INK = "#14222e"
GREY = "#55616b"
AXIS = "#3a4650"
GRID = "#d5dade"
FORECAST_REGION = "#f4f6f7"
TARGET = "#a83a10"
LINES_REMEMBERED = 2_000
# Fill of each band by the percentage of draws inside it, outermost first.
BANDS = {90: "#b9d5ed", 80: "#86b4db", 50: "#5390c5"}


def wrap(text: Text, words: str, width: float) -> float:
    """Breaks words into lines no wider than `width` inches, by measuring them; returns their height in inches.

    An error stays with its number: no line begins with ± or %. Call it within the style of the charts: widths are
    remembered.
    """
    text.set_text(words)
    require_glyphs([text])
    dots = text.figure.dpi
    lines = [""]
    font = text.get_fontproperties().copy()
    for word in kept_together(words).split(" "):
        longer = f"{lines[-1]} {word}".strip()
        if _line_width(longer, font, dots) <= width * dots:
            lines[-1] = longer
        else:
            lines.append(word)
    text.set_text("\n".join(lines).strip())
    return text.get_window_extent().height / dots


def kept_together(words: str) -> str:
    """Words in composed letters, with no break before or after ± and before %."""
    return re.sub(r" (?=[±%])|(?<=±) ", "\N{NO-BREAK SPACE}", normalize("NFC", words))


@lru_cache(maxsize=LINES_REMEMBERED)
def _line_width(words: str, font: FontProperties, dots: float) -> float:
    """Width of one line in pixels; most words of a chart stand on the next one too."""
    return float(Text(0, 0, words, fontproperties=font, figure=_sheet(dots)).get_window_extent().width)


@lru_cache(maxsize=1)
def _sheet(dots: float) -> Figure:
    """An empty page to measure on."""
    figure = Figure(dpi=dots)
    FigureCanvasAgg(figure)
    return figure


def paper(color: str) -> dict[str, Any]:
    """A box behind words that lifts them off the grid lines."""
    return {"facecolor": color, "edgecolor": "none", "pad": 1}


def require_glyphs(texts: Iterable[Text]) -> None:
    """Raises DataError if the font lacks a letter of any text: an empty box must never reach the printer."""
    for text in texts:
        font = findfont(text.get_fontproperties(), fallback_to_default=False)
        known = _letters(font)
        missing = sorted({letter for letter in text.get_text() if letter != "\n" and ord(letter) not in known})
        if missing:
            raise DataError(
                say(
                    "chart text {text}: the font {font} has no glyph for {letters}; expected Vietnamese or Latin "
                    "letters and common signs; replace them.",
                    text=repr(text.get_text()),
                    font=Path(font).stem,
                    letters=", ".join(missing),
                )
            )


@cache
def _letters(font: str) -> frozenset[int]:
    """The letters a font file has."""
    return frozenset(FT2Font(font).get_charmap())
