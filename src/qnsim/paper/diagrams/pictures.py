"""The stock-and-flow pictures of the model as SVG files: one for each block, and an overview."""

from __future__ import annotations

import inspect
from collections.abc import Sequence
from pathlib import Path

from qnsim.economy import BLOCKS
from qnsim.engine.declare import Stock
from qnsim.engine.model import Model
from qnsim.errors import UsageError, nearest
from qnsim.language import say
from qnsim.paper.diagrams.block_picture import block_page
from qnsim.paper.diagrams.diagram import describe
from qnsim.paper.diagrams.overview_picture import GOAL, Goal, overview_page
from qnsim.paper.diagrams.survey import survey
from qnsim.press.files import replace_file

OVERVIEW = "overview"
HEADLINE = "The model at a glance: how its blocks feed each other on the way to the growth that is published."
OUTCOME_BLOCK, OUTCOME = "measurement", "growth_first_release"
COLUMNS = (
    ("mining", "electricity", "tourism", "budget"),
    ("public_works", "partnerships", "foreign_investment", "labour", "firms"),
    ("shocks", "investment"),
    ("agriculture", "manufacturing", "services"),
    ("accounts",),
    (OUTCOME_BLOCK, GOAL),
)


def write_diagrams(model: Model, threshold: float, out: Path, wanted: Sequence[str] = ()) -> list[Path]:
    """Write the pictures of the wanted blocks, or of all blocks and the overview, into a folder; returns the files.

    `threshold` is the growth aimed at, in percent. Raises `UsageError` for an unknown block, or if Graphviz is
    missing; nothing is written then.
    """
    titles = block_titles()
    known = [OVERVIEW, *titles]
    for name in wanted:
        if name not in known:
            raise UsageError(
                say(
                    "'{name}' is not a block.{close} Expected any of: {known}",
                    name=name,
                    close=nearest(name, known),
                    known=", ".join(known),
                )
            )
    pages = {name: _page(model, name, threshold) for name in dict.fromkeys(wanted or known)}
    out.mkdir(parents=True, exist_ok=True)
    return [replace_file(out / f"{name}.svg", page) for name, page in pages.items()]


def block_titles() -> dict[str, str]:
    """What each block is, by its short name: the first sentence of its module."""
    docs = {module.__name__.rpartition(".")[2]: inspect.getdoc(module) or "" for module in BLOCKS}
    return {name: " ".join(text.split("\n\n")[0].split()) for name, text in docs.items()}


def block_of_names() -> dict[str, str]:
    """The block in which each stock and equation is written."""
    return {
        name: module.__name__.rpartition(".")[2]
        for module in BLOCKS
        for name, value in vars(module).items()
        if isinstance(value, Stock) or (hasattr(value, "note") and value.__module__ == module.__name__)
    }


def _page(model: Model, name: str, threshold: float) -> str:
    block_of, titles = block_of_names(), block_titles()
    if name != OVERVIEW:
        return block_page(describe(model, block_of, name), titles[name])
    goal = Goal(OUTCOME_BLOCK, OUTCOME, f"P(GRDP growth > {threshold:g}%)")
    return overview_page(survey(model, block_of, OUTCOME), goal, COLUMNS, HEADLINE, titles)
