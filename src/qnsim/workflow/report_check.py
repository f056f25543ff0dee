"""Verify a report: make it anew from what the file holds of its run, and compare every number that stands in it."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

from pydantic import ValidationError

from qnsim.errors import UsageError
from qnsim.facts.case import Case, read_case
from qnsim.language import say
from qnsim.reporting.report.content import Report
from qnsim.reporting.report.excel import read_excel
from qnsim.reporting.report.pdf import read_pdf
from qnsim.reporting.report.word import read_word
from qnsim.scheduler import InProcess, Scheduler
from qnsim.workflow.asking import Progress, silent
from qnsim.workflow.report_study import FORMATS, ReportStudy, excel_of, study_report
from qnsim.workflow.study_folder import StudyForm, recorded_scenarios

NUMBER = re.compile(r"\d(?:[\d.,]*\d)?")
NEAR = 0.6  # how alike a text must be to be taken for one that was changed


@dataclass(frozen=True)
class Difference:
    """A text or a cell that the run writes otherwise than the file has it, `found` empty if it is missing there."""

    expected: str
    found: str


@dataclass(frozen=True)
class Verified:
    """How many numbers of a file are those of its run, and what differs."""

    file: Path
    numbers: int
    differences: tuple[Difference, ...]

    def lines(self) -> Iterator[str]:
        """What the reader is told."""
        for each in self.differences:
            if each.found:
                yield say("differs: “{found}”; the run says “{expected}”", found=each.found, expected=each.expected)
            else:
                yield say("missing: “{expected}”", expected=each.expected)
        if self.differences:
            yield say(
                "{file}: {count} of its passages with numbers are not those of its run, {numbers} numbers are",
                file=self.file,
                count=len(self.differences),
                numbers=self.numbers,
            )
        else:
            yield say("{file}: all {numbers} numbers are those of its run", file=self.file, numbers=self.numbers)


def verify_report(
    file: Path, scheduler: Scheduler = InProcess(), progress: Progress = silent, case: Case | None = None
) -> Verified:
    """Compare a report with its run, simulated again.

    Raises `UsageError` for a file that is no report, or one whose run cannot be repeated with the facts and the version
    installed here.
    """
    case = case or read_case()
    kind = file.suffix.lstrip(".").lower()
    if kind not in FORMATS or not file.is_file():
        expected = ", ".join(f".{each}" for each in FORMATS)
        raise UsageError(say("{file}: no such report; expected a file that ends in {kinds}", file=file, kinds=expected))
    manifest, content = _read(file, kind)
    form = _form(file, manifest)
    made = _again(form, file, scheduler, progress, case)
    compared = _compare_cells(made, content) if isinstance(content, dict) else _compare_texts(made.report, content)
    return Verified(file, *compared)


def _read(file: Path, kind: str) -> tuple[str | None, list[str] | dict[str, dict[str, object]]]:
    readers: dict[str, Callable[[Path], tuple[str | None, list[str] | dict[str, dict[str, object]]]]] = {
        "docx": read_word,
        "xlsx": read_excel,
        "pdf": read_pdf,
    }
    try:
        return readers[kind](file)
    except ImportError as fault:
        raise UsageError(
            say("this needs {library}; install it with: python -m pip install 'qnsim[report]'", library=fault.name)
        ) from None
    except Exception as fault:  # each library has errors of its own for a damaged file
        raise UsageError(say("{file}: cannot be read as .{kind}: {fault}", file=file, kind=kind, fault=fault)) from None


def _form(file: Path, manifest: str | None) -> StudyForm:
    try:
        form = StudyForm.model_validate_json(manifest or "")
    except ValidationError:
        form = None
    if form is None or form.study != "report":
        raise UsageError(
            say("{file}: holds no manifest of a report; expected a file written by qnsim report, as it was", file=file)
        )
    return form


def _again(form: StudyForm, file: Path, scheduler: Scheduler, progress: Progress, case: Case) -> ReportStudy:
    with tempfile.TemporaryDirectory() as folder:
        files = recorded_scenarios(form, Path(folder))
        made = study_report(*files, **form.options, out=None, scheduler=scheduler, progress=progress, case=case)
    if made.found.run != form.run:
        raise UsageError(
            say(
                "{file}: report {run} cannot be made again with the facts and the version installed here, which give "
                "{now}: it was made with other facts or another version, or its manifest was changed",
                file=file,
                run=form.run,
                now=made.found.run,
            )
        )
    return made


def _compare_texts(report: Report, content: Sequence[str]) -> tuple[int, tuple[Difference, ...]]:
    """Every text of the report that has a number must stand in the file, line breaks and spaces apart."""
    whole = _bare(" ".join(content))
    expected = list(dict.fromkeys(text for text in report.texts() if NUMBER.search(text)))
    missing = [text for text in expected if _bare(text) not in whole]
    numbers = sum(len(NUMBER.findall(text)) for text in expected if text not in missing)
    passages = [text.strip() for text in content if len(text) < 2_000]
    return numbers, tuple(Difference(text, _like(text, passages)) for text in missing)


def _like(text: str, passages: Sequence[str]) -> str:
    return next(iter(get_close_matches(text, passages, 1, NEAR)), "")


def _bare(text: str) -> str:
    return re.sub(r"\s+|\N{SOFT HYPHEN}|-(?=\n)", "", text)


def _compare_cells(made: ReportStudy, content: dict[str, dict[str, object]]) -> tuple[int, tuple[Difference, ...]]:
    """Every cell of the workbook must hold what the run writes into it."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "report.xlsx"
        file.write_bytes(excel_of(made.report, made.found, ""))
        _, expected = read_excel(file)
    cells = [(page, place, value) for page, own in expected.items() for place, value in own.items()]
    wrong = [
        Difference(f"{page}!{place}: {value}", f"{page}!{place}: {content.get(page, {}).get(place, '')}")
        for page, place, value in cells
        if content.get(page, {}).get(place) != value
    ]
    numbers = sum(
        isinstance(value, int | float) for page, place, value in cells if content.get(page, {}).get(place) == value
    )
    return numbers, tuple(wrong)
