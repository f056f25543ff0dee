"""A table as its texts, which a language says where it is printed."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from qnsim.language import ENGLISH, Language

if TYPE_CHECKING:
    from rich.table import Table as RichTable


@dataclass(frozen=True)
class Column:
    """A heading, and how the cells below it are set."""

    header: str = ""
    justify: Literal["left", "right"] = "left"
    no_wrap: bool = False
    overflow: Literal["fold", "ellipsis"] = "ellipsis"
    ratio: int | None = None
    width: int | None = None


@dataclass
class Table:
    """A title, columns, rows of as many cells, and a caption; with `show_lines` a line stands between rows.

    Rows are counted from 0: those in `bold` are set so, and below those in `ends` a line ends a section.
    """

    title: str = ""
    caption: str = ""
    show_lines: bool = False
    columns: list[Column] = field(default_factory=list)
    rows: list[tuple[str, ...]] = field(default_factory=list)
    bold: set[int] = field(default_factory=set)
    ends: set[int] = field(default_factory=set)

    def add_column(
        self,
        header: str = "",
        *,
        justify: Literal["left", "right"] = "left",
        no_wrap: bool = False,
        overflow: Literal["fold", "ellipsis"] = "ellipsis",
        ratio: int | None = None,
        width: int | None = None,
    ) -> None:
        """Add a column at the right."""
        self.columns.append(Column(header, justify, no_wrap, overflow, ratio, width))

    def add_row(self, *cells: str, bold: bool = False) -> None:
        """Add a row at the end."""
        if bold:
            self.bold.add(self.row_count)
        self.rows.append(cells)

    def add_section(self) -> None:
        """End a section below the last row."""
        self.ends.add(self.row_count - 1)

    @property
    def row_count(self) -> int:
        """How many rows there are."""
        return len(self.rows)

    def said(self, language: Language) -> RichTable:
        """The table for a terminal, in a language."""
        from rich.table import Table as RichTable

        shown = RichTable(
            title=language.say(self.title) or None,
            title_justify="left",
            caption=language.say(self.caption) or None,
            caption_justify="left",
            show_lines=self.show_lines,
        )
        for column in self.columns:
            shown.add_column(
                language.say(column.header),
                justify=column.justify,
                no_wrap=column.no_wrap,
                overflow=column.overflow,
                ratio=column.ratio,
                width=column.width,
            )
        for place, row in enumerate(self.rows):
            style = "bold" if place in self.bold else None
            shown.add_row(*map(language.say, row), style=style, end_section=place in self.ends)
        return shown

    def __rich__(self) -> RichTable:
        return self.said(ENGLISH)
