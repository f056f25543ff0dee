"""The site made of these pages: sphinx-build -W --keep-going -b html docs docs/_build."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

import site_pages
from sphinx.application import Sphinx

import qnsim

project = "qnsim"
project_copyright = "the qnsim authors"
release = qnsim.__version__
extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx.ext.autosummary"]
exclude_patterns = ["_build", "made/equations"]
html_theme = "furo"
html_title = "qnsim"
html_show_sourcelink = False
html_copy_source = False
html_static_path = ["site.css"]
html_css_files = ["site.css"]
html_extra_path = ["made/equations/equations.html"]
myst_heading_anchors = 4  # the anchors a forge gives to headings
default_role = "code"  # the docstrings write `names` as Markdown does
autodoc_preserve_defaults = True
toc_object_entries = False
python_maximum_signature_line_length = 88


def site_text(app: Sphinx, page: str, text: list[str]) -> None:
    """The text of a page on the site: with links into the site, on the start page with the tree of all pages."""
    if not page.startswith("made/"):
        text[0] = site_pages.relinked(text[0], f"docs/{page}.md", f"docs/{page}.md")
    if page == site_pages.START:
        text[0] += site_pages.tree_lines()


def setup(app: Sphinx) -> None:
    site_pages.make_pages()
    app.connect("source-read", site_text)
