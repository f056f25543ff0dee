"""What the site has besides the pages of docs/: their order, the pages made for it, and links between all of them.

Pages stay plain Markdown that a forge shows as it is. What a page links to beside docs/, such as the README, is a page
of the site too: a copy in docs/made/, which no commit holds.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from os.path import relpath
from pathlib import Path
from posixpath import dirname, join, normpath

import qnsim
from qnsim.economy import BLOCKS
from qnsim.press.files import replace_file
from qnsim.workflow.model_pages import draw_diagrams, write_equations

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
BESIDE = {  # files of the project that are pages of the site too
    "README.md": "docs/made/readme.md",
    "README.vi.md": "docs/made/readme.vi.md",
    "CONTRIBUTING.md": "docs/made/contributing.md",
    "CHANGELOG.md": "docs/made/changelog.md",
    "data/quang-ninh/2022-12/SOURCES.md": "docs/made/sources.md",
}
EVIDENCE = "How good it is"
TREE = {  # captions and pages; a page of docs/ that is named nowhere stands with the evidence
    "Start": ["made/readme", "planner", "economist", "report-writer", "nowcast"],
    "Tiếng Việt": ["made/readme.vi", "planner.vi", "report-writer.vi"],
    "The model": ["model", "made/blocks", "how-the-number-is-made", "calibration"],
    EVIDENCE: ["evidence", "validation", "record", "hindcast", "backtest"],
    "Change it": ["change-the-model", "made/contributing", "made/changelog"],
    "Look up": ["python", "made/api", "glossary", "performance", "made/sources"],
}
TITLES = {  # of pages whose own is too short or too long beside the others
    "made/readme": "First steps and all commands",
    "made/readme.vi": "Bắt đầu",
    "validation": "Validation",
    "glossary": "Glossary",
    "made/api": "Reference",
}
WITH_MEMBERS = ("Assessment", "Chart", "Scheduler")  # what else the other classes have is for the program
START = "index"
LINK = re.compile(r"(\]\()([^)#\s]+)")


def tree() -> dict[str, list[str]]:
    """The pages below each caption."""
    named = {START, *(page for pages in TREE.values() for page in pages)}
    others = sorted(page.stem for page in DOCS.glob("*.md") if page.stem not in named)
    return {**TREE, EVIDENCE: TREE[EVIDENCE] + others}


def tree_lines() -> str:
    """The tree as the start page of the site holds it."""
    blocks = []
    for caption, pages in tree().items():
        entries = "\n".join(f"{TITLES[page]} <{page}>" if page in TITLES else page for page in pages)
        blocks.append(f"\n```{{toctree}}\n:hidden:\n:caption: {caption}\n\n{entries}\n```\n")
    return "".join(blocks)


def relinked(text: str, file: str, page: str) -> str:
    """The text of a file with its links as a page of the site must have them; both places are relative to the root."""

    def place(found: re.Match[str]) -> str:
        target = normpath(join(dirname(file), found[2]))
        if found[2].startswith("http") or not (ROOT / target).exists():
            return found[0]
        return found[1] + relpath(BESIDE.get(target, target), dirname(page))

    return LINK.sub(place, text)


def make_pages() -> None:
    """Write the pages that only the site has."""
    made = DOCS / "made"
    made.mkdir(exist_ok=True)
    for file, page in BESIDE.items():
        replace_file(ROOT / page, relinked((ROOT / file).read_text(encoding="utf-8"), file, page))
    draw_diagrams(made / "blocks")
    write_equations(made / "equations")
    replace_file(made / "blocks.md", blocks_page())
    replace_file(made / "api.rst", api_page(sections((DOCS / "python.md").read_text(encoding="utf-8"))))


def blocks_page() -> str:
    """Every block of the model: what it is, its picture, and the way to its formulas."""
    parts = ["# The model, block by block", BLOCKS_ABOUT]
    for block in BLOCKS:
        name, about = block.__name__.rpartition(".")[2], (block.__doc__ or "").strip()
        heading, *_ = re.split("[.:;]", about)
        parts += [f"## {heading}", f"![Stocks, flows and what they read in the block {name}](blocks/{name}.svg)"]
        parts += [f'<a href="../equations.html#block-{name}">Formulas, units and sources of this block</a>']
    return "\n\n".join(parts) + "\n"


BLOCKS_ABOUT = """\
The pictures of `qnsim diagram`, in reading order. <a href="../equations.html">Every formula</a>, as `qnsim equations`
writes it, has its unit, meaning and source."""


def sections(page: str) -> dict[str, list[str]]:
    """The public names below the heading of docs/python.md that speaks of them first."""
    found: dict[str, list[str]] = {}
    seen: set[str] = set()
    for part in page.split("\n## ")[1:]:
        heading, _, text = part.partition("\n")
        here = dict.fromkeys(name for name in re.findall(r"\bqnsim\.(\w+)", text) if name in qnsim.__all__)
        found[heading] = [name for name in here if name not in seen]
        seen |= set(here)
    return found


def api_page(found: Mapping[str, Sequence[str]]) -> str:
    """The reference of the public names, from their docstrings."""
    lines = [*title("Reference of the public names", "="), "Examples of each: :doc:`../python`.", ""]
    for heading, names in found.items():
        lines += [*title(heading, "-"), ".. autosummary::", "   :nosignatures:", ""]
        lines += [*(f"   qnsim.{name}" for name in names), ""]
        for name in names:
            kind = "class" if isinstance(getattr(qnsim, name), type) else "function"
            lines += [f".. auto{kind}:: qnsim.{name}", *(["   :members:"] if name in WITH_MEMBERS else []), ""]
    return "\n".join(lines)


def title(words: str, line: str) -> list[str]:
    """A heading in reStructuredText."""
    return [words, line * len(words), ""]
