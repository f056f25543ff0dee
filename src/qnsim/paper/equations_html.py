"""The model on paper as one HTML page: formulas in MathML, no script needed, nothing loaded from elsewhere."""

from __future__ import annotations

import html
import re
from collections.abc import Collection, Mapping, Sequence
from importlib.resources import files

from qnsim.paper.entries import ABOUT_ROWS, ABOUT_SOURCES, READING, Entry, Paper
from qnsim.paper.equation_words import marks_in, paragraphs
from qnsim.paper.latex import Piece

TEMPLATE = "equations.html.jinja"
TEXTS = ("if_", "otherwise", "where_", "next")
SIGNS_BETWEEN = ("&#x0002B;", "&#x02212;", "&#x000D7;")


def html_page(paper: Paper) -> str:
    """The page as text. Needs jinja2 and latex2mathml."""
    from jinja2 import Environment, StrictUndefined
    from markupsafe import Markup

    page = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    entries, keys = paper.entries, {reference.key for reference in paper.references}
    page.filters["formula"] = lambda formula: Markup(formula_markup(formula, entries))
    page.filters["marked"] = lambda text: Markup(marked(text, entries, paper.rows, keys))
    page.filters["paragraphs"] = paragraphs
    text = files("qnsim.paper").joinpath(TEMPLATE).read_text(encoding="utf-8")
    return page.from_string(text).render(
        paper=paper, reading=READING, about_rows=ABOUT_ROWS, about_sources=ABOUT_SOURCES
    )


def formula_markup(formula: Sequence[Piece], entries: Mapping[str, Entry]) -> str:
    """A formula as a row of MathML elements, between which the browser breaks lines; its names are links."""
    return " ".join(_math(piece.text, place > 1, entries) for place, piece in enumerate(formula))


def _math(latex: str, continues: bool, entries: Mapping[str, Entry]) -> str:
    from latex2mathml.converter import convert

    markup = re.sub("^<math[^>]*>", '<math displaystyle="true">', convert(latex))
    for sign in SIGNS_BETWEEN if continues else ():  # a sign that leads a line would be set as if it were of one number
        markup = re.sub(
            f"^(<math[^>]*><mrow>)<mo>{sign}", rf'\1<mo form="infix" lspace="0" rspace="0.3em">{sign}', markup
        )
    return re.sub("<mtext>([^<]*)</mtext>", lambda found: _linked(found[1], entries), markup)


def _linked(text: str, entries: Mapping[str, Entry]) -> str:
    """A name as an identifier with a link to its entry; MathML would set text like white space, with no room around."""
    name = html.unescape(text).replace("\N{NO-BREAK SPACE}", "_")
    if name in TEXTS:
        return f"<mtext>{text}</mtext>"
    if name not in entries:
        return f"<mi>{text}</mi>"
    entry = entries[name]
    told = html.escape(f"{paragraphs(entry.meaning)[0]} [{entry.unit}]")
    return f'<mi><a href="#{name}" title="{told}">{text}</a></mi>'


def marked(text: str, names: Collection[str], rows: Collection[str], keys: Collection[str]) -> str:
    """A text with links from keys to references, from rows to their index, and from names to their entries."""
    found = []
    for mark in marks_in(text, names, rows):
        shown = html.escape(mark.text)
        if mark.kind == "key" and mark.text in keys:
            found.append(f'[<a href="#source-{shown}">{shown}</a>]')
        elif mark.kind == "row":
            found.append(f'<a href="#row-{shown}">{shown}</a>')
        elif mark.kind == "name":
            found.append(f'<a class="name" href="#{shown}">{shown}</a>')
        else:
            found.append(shown)
    return "".join(found)
