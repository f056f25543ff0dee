"""Make the template of Word reports anew: python docs/report_template.py

The template travels with the package; a user may replace it by one of an office (qnsim report --template). Layout
after Decree 30/2020/NĐ-CP: A4, margins 20 mm above and below, 30 mm left, 15 mm right, Times New Roman 13 to 14, a
heading block, the page number centred in the upper margin and hidden on page one.
"""

from __future__ import annotations

from pathlib import Path

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

FILE = Path(__file__).parents[1] / "src" / "qnsim" / "reporting" / "report" / "template.docx"
FONT = "Times New Roman"
CENTRE = WD_ALIGN_PARAGRAPH.CENTER
BODY = (
    ("{%p for section in sections %}", "Normal"),
    ("{{ section.heading }}", "Heading 1"),
    ("{%p for text in section.paragraphs %}", "Normal"),
    ("{{ text }}", "Normal"),
    ("{%p endfor %}", "Normal"),
    ("{%p for text in section.bullets %}", "Normal"),
    ("{{ text }}", "List Bullet"),
    ("{%p endfor %}", "Normal"),
    ("{%p if section.table %}", "Normal"),
    ("{{p section.table }}", "Normal"),
    ("{%p endif %}", "Normal"),
    ("{%p if section.picture %}", "Normal"),
    ("{{ section.picture }}", "Normal"),
    ("{%p endif %}", "Normal"),
    ("{%p for text in section.notes %}", "Normal"),
    ("{{ text }}", "Note"),
    ("{%p endfor %}", "Normal"),
    ("{%p endfor %}", "Normal"),
)


def main() -> None:
    document = Document()
    _set_page(document.sections[0])
    _set_styles(document)
    _write_head(document)
    for text, style in BODY:
        document.add_paragraph(text, style=style)
    document.core_properties.author = ""
    document.core_properties.comments = ""
    document.save(str(FILE))


def _set_page(section: object) -> None:
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin = section.bottom_margin = Mm(20)
    section.left_margin, section.right_margin = Mm(30), Mm(15)
    section.header_distance = section.footer_distance = Mm(10)
    section.different_first_page_header_footer = True
    number = section.header.paragraphs[0]
    number.alignment = CENTRE
    _add_field(number, "PAGE")
    for footer in (section.footer, section.first_page_footer):
        foot = footer.paragraphs[0]
        foot.alignment = CENTRE
        run = foot.add_run("{{ footer }}")
        run.font.size, run.font.name = Pt(9), FONT


def _set_styles(document: object) -> None:
    styles = document.styles
    for name, size, bold in (
        ("Normal", 13, False),
        ("Heading 1", 14, True),
        ("Title", 16, True),
        ("List Bullet", 13, False),
    ):
        style = styles[name]
        style.font.name, style.font.size, style.font.bold = FONT, Pt(size), bold
        style.font.color.rgb = None
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for kind in ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"):
            fonts.set(qn(kind), FONT)
        for kind in ("w:asciiTheme", "w:hAnsiTheme", "w:cstheme", "w:eastAsiaTheme"):
            fonts.attrib.pop(qn(kind), None)
        style.paragraph_format.space_after = Pt(6)
    for name in ("Heading 1", "Title"):
        color = styles[name].element.rPr.find(qn("w:color"))
        if color is not None:
            styles[name].element.rPr.remove(color)
        borders = styles[name].element.pPr.find(qn("w:pBdr"))
        if borders is not None:
            styles[name].element.pPr.remove(borders)
    styles["Heading 1"].paragraph_format.keep_with_next = True
    styles["Title"].paragraph_format.alignment = CENTRE
    note = styles.add_style("Note", 1)
    note.base_style = styles["Normal"]
    note.font.size, note.font.italic = Pt(11), True


def _write_head(document: object) -> None:
    """Office at the left, nation at the right, place and day below, then the title."""
    table = document.add_table(rows=2, cols=2)
    for column, width in zip(table.columns, (Mm(60), Mm(105)), strict=True):
        column.width = width
    cells = (("{{ office }}", "{{ nation }}"), ("{{ number }}", "{{ place_and_day }}"))
    for place, (row, texts) in enumerate(zip(table.rows, cells, strict=True)):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.paragraphs[0].alignment = CENTRE
            run = cell.paragraphs[0].add_run(text)
            run.font.size = Pt(12)
            run.bold = place == 0
    document.add_paragraph("{{ title }}", style="Title")
    below = document.add_paragraph("{{ subtitle }}")
    below.alignment = CENTRE


def _add_field(paragraph: object, code: str) -> None:
    run = paragraph.add_run()
    for kind, text in (("begin", None), (None, code), ("end", None)):
        element = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            element.set(qn("w:fldCharType"), kind)
        else:
            element.text = text
        run._r.append(element)


if __name__ == "__main__":
    main()
