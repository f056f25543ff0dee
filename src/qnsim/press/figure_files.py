"""Figures as files: SVG, PNG and PDF whose bytes are those of their numbers, with the numbers and the words beside."""

from __future__ import annotations

import io
import zlib
from collections.abc import Sequence
from pathlib import Path

import pandas as pd
from matplotlib import style
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from PIL import Image

from qnsim.press.files import replace_file
from qnsim.press.palette import STYLE

DOTS_PER_INCH = 200  # of a PNG; a figure made with as many is measured and drawn at once
# A file carries no date and no program version, so that the same numbers give the same bytes.
METADATA = {"svg": {"Date": None, "Creator": None}, "pdf": {"CreationDate": None, "Creator": None, "Producer": None}}
KINDS = ("svg", "png", "pdf")


def save_chart(figure: Figure, table: pd.DataFrame, stem: Path, alt: str, kinds: Sequence[str] = KINDS) -> list[Path]:
    """Writes the chart in each of `kinds`, its numbers as csv and its alt text as txt; returns their paths.

    Each file is complete or absent, and the same numbers give the same bytes.
    """
    stem.parent.mkdir(parents=True, exist_ok=True)
    contents = {kind: render(figure, kind) for kind in kinds}
    contents["csv"] = table.to_csv(index=False, lineterminator="\n").encode()
    contents["txt"] = f"{alt}\n".encode()
    return [replace_file(stem.with_name(f"{stem.name}.{ending}"), content) for ending, content in contents.items()]


def render(figure: Figure, kind: str) -> bytes:
    """The bytes of a figure as svg, png or pdf."""
    with style.context(STYLE, after_reset=True), io.BytesIO() as buffer:
        if kind == "png":
            # the least effort: half the time, and no larger by more than a fiftieth
            _picture(figure).save(
                buffer, "png", compress_level=1, compress_type=zlib.Z_FILTERED, dpi=(DOTS_PER_INCH, DOTS_PER_INCH)
            )
        else:
            figure.savefig(buffer, format=kind, metadata=METADATA[kind])
        return buffer.getvalue()


def _picture(figure: Figure) -> Image.Image:
    """The figure in dots, from its own canvas: paper has no transparency to keep."""
    before = figure.dpi
    figure.set_dpi(DOTS_PER_INCH)
    canvas = figure.canvas if isinstance(figure.canvas, FigureCanvasAgg) else FigureCanvasAgg(figure)
    canvas.draw()  # type: ignore[no-untyped-call]
    dots = canvas.buffer_rgba()  # type: ignore[no-untyped-call]
    picture = Image.frombuffer("RGBA", canvas.get_width_height(), dots).convert("RGB")
    figure.set_dpi(before)
    return picture
