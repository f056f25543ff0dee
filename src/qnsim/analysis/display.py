"""How a notebook shows a result: its short text, and a table of it."""

from __future__ import annotations

from html import escape

import pandas as pd


def html_table(table: pd.DataFrame, heading: str = "") -> str:
    """A table as HTML, numbers to four significant digits, below a heading."""
    above = f"<p>{escape(heading)}</p>\n" if heading else ""
    return above + table.to_html(index=False, float_format="{:.4g}".format, na_rep="\N{EN DASH}")
