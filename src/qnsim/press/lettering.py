"""Words on a drawing: how wide they are, and lines that fit a width.

Widths come from the font that travels with matplotlib, so a drawing has the same measures on every machine; it is wider
than its usual substitutes, so words also fit where it is missing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from matplotlib import get_data_path
from matplotlib.ft2font import FT2Font

FAMILY = "DejaVu Sans, Verdana, Noto Sans, Arial, sans-serif"
ACRONYMS = {"fdi": "FDI", "grdp": "GRDP", "tfp": "TFP", "mw": "MW", "sd": "s.d.", "ytd": "YTD"}
LEADING = 1.22
FONT_SIZE = 100


@dataclass(frozen=True)
class Face:
    """How a text looks: its size in points, and whether it is bold or italic."""

    size: float
    bold: bool = False
    italic: bool = False


@dataclass(frozen=True)
class Line:
    """One line of words in one face and colour."""

    words: str
    face: Face
    color: str

    @property
    def width(self) -> float:
        """Width in points."""
        return width(self.words, self.face)

    @property
    def height(self) -> float:
        """Height in points, with the space to the next line."""
        return self.face.size * LEADING


def width(words: str, face: Face) -> float:
    """Width of words in points."""
    return sum(_advance(letter, face.bold) for letter in words) * face.size


def fold(words: str, face: Face, room: float) -> list[str]:
    """Lines no wider than `room` points, as even as a greedy fill allows; a longer word stands alone."""
    lines: list[str] = []
    for word in words.split():
        if lines and width(f"{lines[-1]} {word}", face) <= room:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines


def even_fold(words: str, face: Face, room: float) -> list[str]:
    """As few lines as `fold` needs, but of nearly the same width."""
    lines = fold(words, face, room)
    while len(lines) > 1:
        widest_line = max(width(line, face) for line in lines)
        narrower = fold(words, face, widest_line - 1)
        if len(narrower) > len(lines) or max(width(line, face) for line in narrower) >= widest_line:
            break
        lines = narrower
    return lines


def spoken(name: str) -> str:
    """A name as people write it: spaces, and acronyms in capitals."""
    return " ".join(ACRONYMS.get(word, word) for word in name.split("_"))


def spoken_unit(unit: str) -> str:
    """A unit in words; empty for a plain number."""
    words = unit.replace("VND_base", "constant VND").replace("_", " ").replace(" / ", " per ")
    return f"per {words[6:]}" if words.startswith("1 per ") else "" if words == "1" else words


def widest(lines: Sequence[Line]) -> float:
    """Width of the widest line; 0 without lines."""
    return max((line.width for line in lines), default=0.0)


def height(lines: Sequence[Line]) -> float:
    """Height of lines set one below the other."""
    return sum(line.height for line in lines)


@cache
def _advance(letter: str, bold: bool) -> float:
    """Width of a letter at size 1, without hinting."""
    return _font(bold).load_char(ord(letter)).linearHoriAdvance / 65536 / FONT_SIZE


@cache
def _font(bold: bool) -> FT2Font:
    font = FT2Font(str(Path(get_data_path(), "fonts", "ttf", "DejaVuSans-Bold.ttf" if bold else "DejaVuSans.ttf")))
    font.set_size(FONT_SIZE, 72)
    return font
