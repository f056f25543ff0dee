"""A report as a PDF, set by Typst, which brings its own fonts."""

from __future__ import annotations

import io
import json
import tempfile
from importlib.resources import files
from pathlib import Path
from typing import Any

from qnsim.language import Language
from qnsim.press.table import Table
from qnsim.reporting.report.content import Report, Section

TEMPLATE, DATA, MANIFEST = "report.typ", "data.json", "qnsim-manifest.json"


def pdf_file(report: Report, manifest: str) -> bytes:
    """The report as a PDF that holds its manifest as an attachment."""
    import typst

    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        (place / TEMPLATE).write_bytes(files("qnsim.reporting.report").joinpath(TEMPLATE).read_bytes())
        for section in report.sections:
            if section.picture:
                (place / f"{section.picture.name}.svg").write_bytes(section.picture.svg)
        (place / DATA).write_text(json.dumps(_data(report), ensure_ascii=False), encoding="utf-8")
        made = typst.compile(str(place / TEMPLATE))
    return _with_manifest(bytes(made), manifest)


def _with_manifest(made: bytes, manifest: str) -> bytes:
    from pypdf import PdfReader, PdfWriter

    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(made)))
    writer.add_attachment(MANIFEST, manifest.encode())
    with io.BytesIO() as buffer:
        writer.write(buffer)
        return buffer.getvalue()


def _data(report: Report) -> dict[str, Any]:
    tell = report.language.say
    return {
        "language": report.language.code,
        "title": tell(report.title),
        "subtitle": tell(report.subtitle),
        "footer": tell(report.footer),
        "sections": [_section(section, report.language) for section in report.sections],
    }


def _section(section: Section, language: Language) -> dict[str, Any]:
    picture = section.picture
    return {
        "heading": language.say(section.heading),
        "paragraphs": list(map(language.say, section.paragraphs)),
        "bullets": list(map(language.say, section.bullets)),
        "table": _table(section.table, language) if section.table else None,
        "picture": {"file": f"{picture.name}.svg", "alt": language.say(picture.alt)} if picture else None,
        "notes": list(map(language.say, section.notes)),
    }


def _table(table: Table, language: Language) -> dict[str, Any]:
    return {
        "widths": [column.ratio or 1 for column in table.columns],
        "right": [column.justify == "right" for column in table.columns],
        "header": [language.say(column.header) for column in table.columns],
        "rows": [list(map(language.say, row)) for row in table.rows],
        "bold": sorted(table.bold),
    }


def read_pdf(file: Path) -> tuple[str | None, list[str]]:
    """The manifest in a PDF, None if it has none, and its text page by page."""
    from pypdf import PdfReader

    reader = PdfReader(file)
    attached = reader.attachments.get(MANIFEST)
    return attached[0].decode() if attached else None, [page.extract_text() for page in reader.pages]
