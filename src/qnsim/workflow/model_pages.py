"""The model itself, for readers: equations page, one name, diagrams."""

from __future__ import annotations

from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path

from qnsim.errors import UsageError, nearest
from qnsim.facts.case import Case, read_case
from qnsim.facts.targets import headline_of
from qnsim.language import say
from qnsim.paper.diagrams.pictures import write_diagrams
from qnsim.paper.equations import describe_model
from qnsim.paper.equations_html import html_page
from qnsim.paper.equations_markdown import markdown_page
from qnsim.paper.equations_text import entry_lines
from qnsim.press.files import replace_file
from qnsim.workflow.explanations import surprise_lines
from qnsim.workflow.scenarios import resolution_targets


def write_equations(out: Path, case: Case | None = None) -> list[Path]:
    """Write the model on paper as Markdown and as one HTML page; returns the files."""
    if not (find_spec("jinja2") and find_spec("latex2mathml")):
        raise UsageError(
            say("the page needs jinja2 and latex2mathml; install them with: python -m pip install 'qnsim[paper]'")
        )
    paper = describe_model(case or read_case())
    pages = {"equations.md": markdown_page(paper), "equations.html": html_page(paper)}
    out.mkdir(parents=True, exist_ok=True)
    return [replace_file(out / name, page) for name, page in pages.items()]


def describe_name(name: str, case: Case | None = None) -> list[str]:
    """What one name of the model is, how it is computed, what it reads and who reads it."""
    case = case or read_case()
    entries = describe_model(case).entries
    known, year = case.name_of(name)
    if known not in entries:
        raise UsageError(
            say(
                "'{name}' is not a name of the model.{close} See: qnsim equations",
                name=name,
                close=nearest(name, list(entries)),
            )
        )
    return [*entry_lines(entries[known]), *surprise_lines(case, known, year)]


def draw_diagrams(out: Path, blocks: Sequence[str] = (), case: Case | None = None) -> list[Path]:
    """Write the pictures of some blocks, or of all and the overview, as SVG; returns the files."""
    case = case or read_case()
    target = headline_of(resolution_targets(case))
    assert target.threshold is not None
    return write_diagrams(case.model, target.threshold, out, blocks)
