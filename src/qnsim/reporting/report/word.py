"""A report as a Word file, by a template that an office can replace by its own.

The template is a Word file with Jinja's tags: `office`, `nation`, `number`, `place_and_day`, `title`, `subtitle`,
`sections` (each with heading, paragraphs, bullets, table, picture, notes) and `footer`.
"""

from __future__ import annotations

import datetime
import io
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any

from qnsim.errors import UsageError
from qnsim.language import Language, say
from qnsim.press.table import Table
from qnsim.reporting.report.content import Picture, Report, Section

TEMPLATE = "template.docx"
TABLE_SIZE, PICTURE_WIDTH, TEXT_WIDTH = 11, 165, 165  # points, millimetres
MADE = datetime.datetime(1980, 1, 1)  # the same for every file, so that the same numbers give the same bytes
PART, XML = "/customXml/qnsim.xml", "application/xml"
RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/customXml"


def word_file(report: Report, manifest: str, template: Path | None = None) -> bytes:
    """The report as a Word file that holds its manifest. Raises `UsageError` for a template that cannot be used."""
    from docx.opc.packuri import PackURI
    from docx.opc.part import Part
    from docxtpl import DocxTemplate

    document = DocxTemplate(_template(template))
    try:
        document.render(_context(document, report), autoescape=True)
    except Exception as fault:  # Jinja, lxml and zipfile each have their own
        raise _bad_template(template, fault) from None
    whole = document.docx  # get_docx() would begin anew
    properties = whole.core_properties
    properties.title, properties.author, properties.last_modified_by = (
        report.language.say(report.title),
        "qnsim",
        "qnsim",
    )
    properties.language = report.language.code
    properties.created = properties.modified = MADE
    part = Part(PackURI(PART), XML, _as_xml(manifest), whole.part.package)
    whole.part.relate_to(part, RELATION)
    with io.BytesIO() as buffer:
        whole.save(buffer)
        return buffer.getvalue()


def _template(given: Path | None) -> Any:
    if given is None:
        return io.BytesIO(files("qnsim.reporting.report").joinpath(TEMPLATE).read_bytes())
    if not given.is_file():
        raise UsageError(say("--template {file}: there is no such file; name a Word file, .docx", file=given))
    return io.BytesIO(given.read_bytes())


def _bad_template(given: Path | None, fault: Exception) -> UsageError:
    return UsageError(
        say(
            "--template {file}: cannot be used: {fault}; expected a Word file, .docx, with tags such as {tags}",
            file=given or TEMPLATE,
            fault=str(fault),
            tags="{{ title }}",
        )
    )


def _context(document: Any, report: Report) -> dict[str, Any]:
    tell = report.language.say
    return {
        "office": tell(say("[NAME OF THE OFFICE]")),
        "nation": tell(say("[NATION]")),
        "number": tell(say("No.: ....")),
        "place_and_day": tell(say("[Place], [day]")),
        "title": tell(report.title),
        "subtitle": tell(report.subtitle),
        "footer": tell(report.footer),
        "sections": [_section(document, section, report.language) for section in report.sections],
    }


def _section(document: Any, section: Section, language: Language) -> dict[str, Any]:
    return {
        "heading": language.say(section.heading),
        "paragraphs": [unbroken(language.say(text)) for text in section.paragraphs],
        "bullets": [unbroken(language.say(text)) for text in section.bullets],
        "table": _table(document, section.table, language) if section.table else None,
        "picture": _picture(document, section.picture, language) if section.picture else None,
        "notes": list(map(language.say, section.notes)),
    }


def unbroken(text: str) -> str:
    """A text in which an error stays with its number when a line ends."""
    return text.replace(" ± ", "\N{NO-BREAK SPACE}±\N{NO-BREAK SPACE}")


def _picture(document: Any, picture: Picture, language: Language) -> Any:
    from docx.shared import Mm
    from docxtpl import InlineImage

    return _Described(
        InlineImage(document, io.BytesIO(picture.png), width=Mm(PICTURE_WIDTH)), language.say(picture.alt)
    )


class _Described:
    """A picture with a text for those who cannot see it, which docxtpl does not write by itself."""

    def __init__(self, image: Any, alt: str):
        self.image, self.alt = image, alt

    def __str__(self) -> str:
        from xml.sax.saxutils import quoteattr

        return str(self.image).replace("<wp:docPr ", f"<wp:docPr descr={quoteattr(self.alt)} ", 1)

    def __html__(self) -> str:
        return str(self)


def _table(document: Any, table: Table, language: Language) -> Any:
    from docx.shared import Mm

    part = document.new_subdoc()
    made = part.add_table(rows=1 + table.row_count, cols=len(table.columns))
    made.style = "Table Grid"
    made.autofit = False
    whole = sum(column.ratio or 1 for column in table.columns)
    for column, own in zip(table.columns, made.columns, strict=True):
        own.width = Mm(TEXT_WIDTH * (column.ratio or 1) / whole)
    for row, texts, bold in _rows(table):
        for place, (cell, text) in enumerate(zip(made.rows[row].cells, texts, strict=True)):
            cell.width = made.columns[place].width
            _write(cell, language.say(text), table.columns[place].justify == "right", bold)
    return part


def _rows(table: Table) -> Iterator[tuple[int, tuple[str, ...], bool]]:
    yield 0, tuple(column.header for column in table.columns), True
    for number, row in enumerate(table.rows):
        yield number + 1, row, number in table.bold


def _write(cell: Any, text: str, right: bool, bold: bool) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Pt

    paragraph = cell.paragraphs[0]
    paragraph.paragraph_format.space_after = Pt(2)
    if right:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    run = paragraph.add_run(unbroken(text))
    run.bold = bold
    run.font.size = Pt(TABLE_SIZE)


def _as_xml(manifest: str) -> bytes:
    from xml.sax.saxutils import escape

    return f'<?xml version="1.0" encoding="UTF-8"?>\n<qnsim>{escape(manifest)}</qnsim>'.encode()


def read_word(file: Path) -> tuple[str | None, list[str]]:
    """The manifest in a Word file, None if it has none, and every text that stands in it."""
    from xml.etree import ElementTree

    from docx import Document

    document = Document(str(file))
    parts = [part for part in document.part.package.iter_parts() if str(part.partname) == PART]
    manifest = ElementTree.fromstring(parts[0].blob).text if parts else None
    sections = [section for each in document.sections for section in (each.footer, each.first_page_footer)]
    paragraphs = [*document.paragraphs, *(paragraph for section in sections for paragraph in section.paragraphs)]
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return manifest, [paragraph.text for paragraph in paragraphs] + cells
