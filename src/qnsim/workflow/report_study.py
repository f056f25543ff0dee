"""A report of scenarios: everything is simulated once, and written as Word, Excel and PDF from the same numbers."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from importlib.util import find_spec
from pathlib import Path

import pandas as pd

from qnsim.analysis.assessment import Assessment
from qnsim.analysis.judging import measure_of
from qnsim.chance.designs import DEFAULT_DRAWS, DEFAULT_SEED
from qnsim.errors import UsageError
from qnsim.facts.case import Case, read_case
from qnsim.installed import versions
from qnsim.language import ENGLISH, LANGUAGES, Language, language_called, say
from qnsim.press.files import replace_file
from qnsim.reporting.report.content import Findings, Report
from qnsim.reporting.report.excel import EDGES, Sheet, excel_file
from qnsim.reporting.report.pdf import pdf_file
from qnsim.reporting.report.whole import report_of
from qnsim.reporting.report.word import word_file
from qnsim.scheduler import InProcess, Scheduler
from qnsim.workflow.asking import Progress, silent
from qnsim.workflow.manifests import ScenarioForm, scenario_texts
from qnsim.workflow.past_forecasts import look_back, read_past
from qnsim.workflow.runs import RunReport, lever_of_run, run_scenarios
from qnsim.workflow.scenarios import load_scenarios
from qnsim.workflow.score_study import study_score
from qnsim.workflow.study_folder import Request, write_study

FORMATS = ("docx", "xlsx", "pdf")
NEEDED = {"docx": "docxtpl", "xlsx": "xlsxwriter", "pdf": "typst"}
FILE = "report"


@dataclass(frozen=True, eq=False)
class ReportStudy:
    """A report, the results it was made from, and where it was written."""

    report: Report
    found: Findings
    folder: Path | None
    files: tuple[Path, ...]


def study_report(
    *scenarios: str | Path,
    formats: Sequence[str] = FORMATS,
    language: str = ENGLISH.code,
    draws: int = DEFAULT_DRAWS,
    seed: int = DEFAULT_SEED,
    prior: bool = False,
    template: Path | None = None,
    out: Path | None = Path("runs"),
    scheduler: Scheduler = InProcess(),
    progress: Progress = silent,
    case: Case | None = None,
) -> ReportStudy:
    """Report on the first of some scenarios, the others beside it; written below `out` (not if None).

    `formats` are some of docx, xlsx and pdf, `template` is a Word file to use instead of the one that travels along.
    """
    case = case or read_case()
    spoken = _language(language)
    for each in formats:
        _check_format(each)
    if not scenarios:
        raise UsageError(say("no scenario is given; expected one or more, the one that the report is about first"))
    read = tuple(load_scenarios([str(each) for each in scenarios], case))
    options = {"formats": list(formats), "language": spoken.code, "draws": draws, "seed": seed, "prior": prior}
    request = Request("report", read, options)
    run = request.name(case)
    found = findings_of([str(each) for each in scenarios], run, draws, seed, prior, scheduler, progress, case)
    progress(say("Writing the report"), 0, 1)
    report = report_of(found, spoken)
    if out is None:
        return ReportStudy(report, found, None, ())
    manifest = json.dumps(_about(request, case), ensure_ascii=False)
    makers = {
        "docx": lambda: word_file(report, manifest, template),
        "xlsx": lambda: excel_of(report, found, manifest),
        "pdf": lambda: pdf_file(report, manifest),
    }
    made = {f"{FILE}.{each}": makers[each]() for each in formats}
    folder = write_study(request, case, Path(out), report_tables(found), partial(_write, made))
    return ReportStudy(report, found, folder, tuple(folder / name for name in made))


def findings_of(
    scenarios: Sequence[str],
    run: str,
    draws: int,
    seed: int,
    prior: bool,
    scheduler: Scheduler,
    progress: Progress,
    case: Case,
) -> Findings:
    """Everything that a report tells, simulated; nothing is written."""
    made = run_scenarios(scenarios, draws, seed, scheduler, None, progress=progress, case=case, prior=prior)
    shown = list(dict.fromkeys((*made.assessments, made.baseline)))
    views, _ = look_back(shown, made.baseline, made.target)
    main = made.assessments[0]
    score = study_score(scenarios[0], (), draws, seed, None, case=case, prior=prior).found
    return Findings(
        assessments=made.assessments,
        baseline=made.baseline,
        views=views,
        past=read_past(case) if views else None,
        rate=made.record,
        score=score,
        lever=lever_of_run(_alone(made, main)),
        run=run,
        versions=versions(),
    )


def _alone(made: RunReport, main: Assessment) -> RunReport:
    return RunReport((main,), made.baseline, (), made.target, made.record)


def report_tables(found: Findings) -> dict[str, pd.DataFrame]:
    """The numbers of a report as tables: those of the run, of the score, and scenarios side by side."""
    shown = list(dict.fromkeys((*found.assessments, found.baseline)))
    return {
        "scenarios": scenario_table(shown),
        "score": found.score.table,
        "drivers": found.main.drivers,
        "summary": found.main.summary,
    }


def scenario_table(shown: Sequence[Assessment]) -> pd.DataFrame:
    """Growth when the target is due and its chance, a row for each scenario."""
    rows = []
    for each in shown:
        measure, year = measure_of(each.target), each.target.due
        low, middle, high = (each.statistic(measure.variable, year, name, measure.sector) for name in EDGES[::3])
        rows.append((each.experiment.scenario.name, middle, low, high, each.headline.value, each.headline.error))
    return pd.DataFrame(rows, columns=["scenario", "median", "p05", "p95", "probability", "mc_error"])


def excel_of(report: Report, found: Findings, manifest: str) -> bytes:
    """The workbook of a report."""
    assert found.main.target.threshold is not None
    summary, measure = found.main.summary, measure_of(found.main.target)
    rows = summary[(summary["variable"] == measure.variable) & (summary["sector"] == measure.sector)]
    years = rows[~rows["period"].str.contains("Q")]
    fan = years.pivot_table(index="period", columns="statistic", values="value")[list(EDGES)]
    return excel_file(report, _sheets(report, found), fan, found.main.target.threshold, manifest)


def _sheets(report: Report, found: Findings) -> list[Sheet]:
    tables, case = report_tables(found), found.main.experiment.case
    names = [case.label(name, report.language.code) for name in tables["drivers"]["input"]]
    drivers = tables["drivers"].assign(input=names)
    score = tables["score"]
    indicator = "indicator_vi" if report.language.code == "vi" else "indicator"
    shown = [indicator, "comparator", "threshold", "unit", "due", "probability", "mc_error", "median", "p05", "p95"]
    heads = {
        "scenario": say("Scenario"),
        "median": say("Median"),
        "p05": say("5% point"),
        "p95": say("95% point"),
        "probability": say("Probability"),
        "mc_error": say("Simulation error"),
        "input": say("Input"),
        "effect": say("Difference of probability"),
        "error": say("Simulation error"),
        indicator: say("Target"),
        "comparator": say("Relation"),
        "threshold": say("Threshold"),
        "unit": say("Unit"),
        "due": say("Due"),
    }
    return [
        Sheet(say("Scenarios"), tables["scenarios"], heads),
        Sheet(say("Targets"), score[shown], heads),
        Sheet(say("Drivers"), drivers, heads),
    ]


def _about(request: Request, case: Case) -> Mapping[str, object]:
    """What a file of a report holds so that its numbers can be made again."""
    scenarios = [ScenarioForm.model_validate(scenario_texts(each)).model_dump() for each in request.scenarios]
    return {
        "study": request.command,
        "run": request.name(case),
        "scenarios": scenarios,
        "options": dict(request.options),
        "facts_digest": case.digest,
        "versions": versions(),
        "tables": {},
    }


def _write(made: Mapping[str, bytes], folder: Path) -> None:
    for name, content in made.items():
        replace_file(folder / name, content)


def _language(code: str) -> Language:
    if found := language_called(code):
        return found
    known = ", ".join(each.code for each in LANGUAGES)
    raise UsageError(say("'{code}' is not a language of this program; expected one of {known}", code=code, known=known))


def _check_format(name: str) -> None:
    if name not in FORMATS:
        known = ", ".join(FORMATS)
        raise UsageError(say("--to {name}: not a format; expected some of {known}", name=name, known=known))
    if not find_spec(NEEDED[name]):
        raise UsageError(
            say(
                "--to {name} needs {library}; install it with: python -m pip install 'qnsim[report]'",
                name=name,
                library=NEEDED[name],
            )
        )
