"""Reports in Word, Excel and PDF say what the run says, in the reader's language, and every number can be checked."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from docx import Document
from openpyxl import load_workbook
from vietnamese import english_words

from qnsim.errors import UsageError
from qnsim.language import ENGLISH, VIETNAMESE
from qnsim.reporting.report.pdf import read_pdf
from qnsim.reporting.report.word import read_word
from qnsim.workflow.report_check import NUMBER, Verified, verify_report
from qnsim.workflow.report_study import ReportStudy, study_report

pytestmark = pytest.mark.slow
DRAWS = 400


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> ReportStudy:
    """A Vietnamese report of two scenarios in all formats."""
    out = tmp_path_factory.mktemp("reports")
    return study_report("resolution-2023", "stretch", language="vi", draws=DRAWS, out=out)


def file_of(study: ReportStudy, kind: str) -> Path:
    return next(file for file in study.files if file.suffix == f".{kind}")


def squeezed(texts: list[str]) -> str:
    return re.sub(r"\s+", "", " ".join(texts))


@pytest.mark.parametrize(("kind", "read"), [("docx", read_word), ("pdf", read_pdf)])
def test_every_text_of_the_report_stands_in_the_file(made: ReportStudy, kind: str, read: Callable[..., Any]) -> None:
    _, content = read(file_of(made, kind))
    whole = squeezed(content)
    assert [text for text in made.report.texts() if squeezed([text]) not in whole] == []


def test_a_vietnamese_report_has_no_english_sentence(made: ReportStudy) -> None:
    told = [text for text in made.report.texts() if not text.startswith("python ")]
    assert [(text, words) for text in told if (words := english_words(text))] == []


def test_its_numbers_are_those_of_the_tables_beside_it(made: ReportStudy) -> None:
    assert made.folder
    table = pd.read_csv(made.folder / "scenarios.csv").set_index("scenario")
    chance, main = table.loc["resolution-2023", "probability"], made.found.main
    assert chance == pytest.approx(main.headline.value) and main.experiment.scenario.name == "resolution-2023"
    first = ENGLISH.say(made.report.sections[0].bullets[0])
    assert f"in {100 * chance:.0f} of 100 simulations" in first
    targets = pd.read_csv(made.folder / "score.csv").set_index("target")["probability"].dropna()
    shown = made.report.sections[2].table
    assert shown and len(shown.rows) == len(made.found.score.targets)
    for target, row in zip(made.found.score.targets, shown.rows, strict=True):
        if target.id in targets and targets[target.id] > 0.01:
            assert row[2].startswith(f"{100 * targets[target.id]:.0f}"), target.id


def test_the_workbook_holds_numbers_and_a_chart_of_its_own(made: ReportStudy) -> None:
    book = load_workbook(file_of(made, "xlsx"))
    assert book["Các chỉ tiêu"]["F2"].value == pytest.approx(made.found.main.headline.value)
    (chart,) = book["Biểu đồ quạt"]._charts
    assert len(chart.series) >= 7
    assert book["qnsim"].sheet_state == "veryHidden"


def test_a_report_has_the_page_of_an_office_and_its_run_in_every_footer(made: ReportStudy) -> None:
    document = Document(str(file_of(made, "docx")))
    (section,) = document.sections
    assert round(section.left_margin.mm) == 30 and round(section.page_width.mm) == 210
    assert document.styles["Normal"].font.name == "Times New Roman"
    for footer in (section.footer, section.first_page_footer):
        assert made.found.run in footer.paragraphs[0].text
    _, pages = read_pdf(file_of(made, "pdf"))
    assert all(made.found.run in page for page in pages)


def test_pictures_have_a_text_for_those_who_cannot_see_them(made: ReportStudy) -> None:
    document = Document(str(file_of(made, "docx")))
    told = [shape._inline.docPr.get("descr") for shape in document.inline_shapes]
    assert len(told) == 5 and all(told)


@pytest.mark.parametrize("kind", ["docx", "xlsx", "pdf"])
def test_a_report_as_it_was_written_is_verified(made: ReportStudy, kind: str) -> None:
    found = verify_report(file_of(made, kind))
    assert found.differences == () and found.numbers > 100
    assert "all" in "".join(found.lines())


def changed_word(made: ReportStudy, folder: Path) -> tuple[Path, str]:
    document = Document(str(file_of(made, "docx")))
    text = VIETNAMESE.say(made.report.sections[0].bullets[0])
    number = NUMBER.findall(text)[-2]
    paragraph = next(each for each in document.paragraphs if number in each.text and "P =" in each.text)
    said = paragraph.text.replace("P = ", "P = 9")
    for run in paragraph.runs[1:]:
        run.text = ""
    paragraph.runs[0].text = said
    document.save(str(folder / "changed.docx"))
    return folder / "changed.docx", said


def test_a_number_that_was_changed_is_found(made: ReportStudy, tmp_path: Path) -> None:
    file, said = changed_word(made, tmp_path)
    found = verify_report(file)
    (difference,) = found.differences
    assert difference.found == said
    assert difference.expected == VIETNAMESE.say(made.report.sections[0].bullets[0])
    assert any(line.startswith("differs:") for line in found.lines())


def test_a_cell_that_was_changed_is_found(made: ReportStudy, tmp_path: Path) -> None:
    book = load_workbook(file_of(made, "xlsx"))
    book["Các chỉ tiêu"]["F2"] = 0.99
    book.save(tmp_path / "changed.xlsx")
    (difference,) = verify_report(tmp_path / "changed.xlsx").differences
    assert difference.found == "Các chỉ tiêu!F2: 0.99"


def test_what_is_no_report_is_told(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"no such report; expected a file that ends in \.docx, \.xlsx, \.pdf"):
        verify_report(tmp_path / "missing.docx")
    Document().save(str(tmp_path / "letter.docx"))
    with pytest.raises(UsageError, match=r"letter\.docx: holds no manifest of a report"):
        verify_report(tmp_path / "letter.docx")
    (tmp_path / "broken.pdf").write_bytes(b"no pdf")
    with pytest.raises(UsageError, match=r"broken\.pdf: cannot be read as \.pdf"):
        verify_report(tmp_path / "broken.pdf")


def test_a_format_or_template_that_cannot_be_used_is_told(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"--to odt: not a format; expected some of docx, xlsx, pdf"):
        study_report("baseline", formats=["odt"], draws=DRAWS, out=tmp_path)
    with pytest.raises(UsageError, match=r"no scenario is given"):
        study_report(draws=DRAWS, out=tmp_path)
    broken = tmp_path / "template.docx"
    document = Document()
    document.add_paragraph("{{ title ")
    document.add_paragraph("{%p for section in %}")
    document.save(str(broken))
    with pytest.raises(UsageError, match=r"--template .*template\.docx: cannot be used"):
        study_report("baseline", formats=["docx"], template=broken, draws=DRAWS, out=tmp_path)


def test_an_office_may_use_a_template_of_its_own(tmp_path: Path) -> None:
    own = tmp_path / "own.docx"
    document = Document()
    document.add_paragraph("Our office: {{ title }}")
    document.save(str(own))
    study = study_report("baseline", formats=["docx"], template=own, draws=DRAWS, out=tmp_path)
    _, content = read_word(study.files[0])
    assert content[0].startswith("Our office: How likely is it that GRDP")


def test_a_report_of_few_draws_says_that_no_cause_stands_out() -> None:
    study = study_report("baseline", formats=[], draws=100, out=None)
    assert "No input stands out." in list(study.report.texts())


def test_what_was_verified_is_told_in_vietnamese() -> None:
    lines = "\n".join(map(VIETNAMESE.say, Verified(Path("bao-cao.docx"), 12, ()).lines()))
    assert "12" in lines and english_words(lines) == set()
