"""Write the schema of scenario files and the tables and pictures of the pages: python docs/update_docs.py.

A test calls `blocks` and compares, so the pages cannot drift from the program. The claims of validation.md come from a
run of the tests: python -m pytest --claims claims.json, then python docs/update_docs.py --claims claims.json; with
--check instead of --claims the page is only compared.
"""

from __future__ import annotations

import argparse
import io
import json
import sys
import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path
from shutil import copy

import calibration_page
import evidence_page
import glossary_page
import nowcast_page
import record_page
import validation_page
from rich.console import Console
from rich.table import Table

from qnsim.analysis.assessment import Assessment
from qnsim.analysis.backtest.backtest import Backtest
from qnsim.analysis.hindcast import Hindcast
from qnsim.analysis.lever_effects import lever_effects
from qnsim.chance.designs import Stratified
from qnsim.facts.case import read_case
from qnsim.facts.targets import headline_of
from qnsim.language import ENGLISH, VIETNAMESE, Language
from qnsim.press.numbers import percent, points, signed
from qnsim.reporting import backtest_words, pool_words
from qnsim.reporting.charts.backtest_chart import save_backtest_chart
from qnsim.reporting.charts.hindcast_chart import save_hindcast_chart
from qnsim.reporting.hindcast_words import AHEAD, MARK, ahead_rows, branch_errors, direction, hindcast_lines, with_sign
from qnsim.reporting.tables import reading_notes, scenario_table
from qnsim.workflow.backtest_study import backtest
from qnsim.workflow.hindcast_study import hindcast
from qnsim.workflow.model_pages import draw_diagrams
from qnsim.workflow.runs import RunReport, run_scenarios
from qnsim.workflow.scenarios import load_scenario, resolution_targets, schema_text

ROOT = Path(__file__).parents[1]
VALIDATION = ROOT / "docs" / "validation.md"
RECORD = ROOT / "docs" / "record.md"
HINDCAST = ROOT / "docs" / "hindcast.md"
BACKTEST = ROOT / "docs" / "backtest.md"
GLOSSARY = ROOT / "docs" / "glossary.md"
NOWCAST = ROOT / "docs" / "nowcast.md"
CALIBRATION = ROOT / "docs" / "calibration.md"
EVIDENCE = ROOT / "docs" / "evidence.md"
SCHEMA = ROOT / "schema" / "scenario.schema.json"
PICTURED = "resolution-2023"
WIDTH = 128


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--claims", metavar="FILE", type=Path, help="write the claims of validation.md from FILE alone")
    parser.add_argument("--check", metavar="FILE", type=Path, help="compare the claims of validation.md with FILE")
    asked = parser.parse_args()
    if asked.check:
        sys.exit(claims_drift(asked.check))
    if asked.claims:
        VALIDATION.write_text(with_claims(asked.claims), encoding="utf-8")
        return
    SCHEMA.write_text(schema_text(), encoding="utf-8")
    with tempfile.TemporaryDirectory() as folder:
        report = run_scenarios(out=Path(folder))
        for page, found in blocks(report).items():
            page.write_text(with_blocks(page.read_text(encoding="utf-8"), found), encoding="utf-8")
        (run,) = Path(folder).glob(f"{PICTURED}-*")
        picture = ROOT / "docs" / "pictures" / f"{PICTURED}.png"
        picture.parent.mkdir(exist_ok=True)
        copy(run / "fan_grdp_growth.png", picture)
        vietnamese = run_scenarios(PICTURED, out=Path(folder) / "vi", language=VIETNAMESE).folders[0]
        copy(vietnamese / "fan_grdp_growth.png", picture.with_name(f"{PICTURED}.vi.png"))
    write_glossary()
    write_record()
    write_hindcast()
    write_backtest()
    write_nowcast()
    page = CALIBRATION.read_text(encoding="utf-8")
    CALIBRATION.write_text(with_blocks(page, calibration_page.blocks()), encoding="utf-8")
    write_evidence()
    draw_diagrams(picture.parent / "model", ["overview", "foreign_investment"])


def write_glossary() -> None:
    """The tables of the glossary."""
    page = GLOSSARY.read_text(encoding="utf-8")
    GLOSSARY.write_text(with_blocks(page, {"terms": glossary_page.block()}), encoding="utf-8")


def write_record() -> None:
    """The page and the picture of the reconciled record."""
    RECORD.write_text(with_blocks(RECORD.read_text(encoding="utf-8"), record_page.blocks()), encoding="utf-8")
    record_page.growth_chart(ROOT / "docs" / "pictures" / "record.png")


def write_hindcast() -> None:
    """The tables and the picture of the page on the hindcast."""
    found = hindcast()
    page = HINDCAST.read_text(encoding="utf-8")
    HINDCAST.write_text(with_blocks(page, hindcast_blocks(found)), encoding="utf-8")
    with tempfile.TemporaryDirectory() as folder:
        save_hindcast_chart(found, Path(folder) / "hindcast", ENGLISH)
        copy(Path(folder) / "hindcast.png", ROOT / "docs" / "pictures" / "hindcast.png")


def write_nowcast() -> None:
    """The tables of the page on a year that is going on."""
    page = NOWCAST.read_text(encoding="utf-8")
    NOWCAST.write_text(with_blocks(page, nowcast_page.blocks(markdown)), encoding="utf-8")


def write_evidence() -> None:
    """The tables of the page on the evidence."""
    page = EVIDENCE.read_text(encoding="utf-8")
    EVIDENCE.write_text(with_blocks(page, evidence_page.blocks(markdown)), encoding="utf-8")


def hindcast_blocks(found: Hindcast) -> dict[str, str]:
    """The text of each marked block of the page on the hindcast."""
    rows = [
        (
            f"{row['year']}{MARK if row['given'] else ''}",
            f"{signed(row['median'], 1)}%",
            f"{signed(row['mean'], 1)}%",
            f"{signed(row['p05'], 1)} to {signed(row['p95'], 1)}%",
            f"{100 * row['probability']:.0f}%",
            f"{signed(row['first_release'], 1)}%",
            with_sign(row["error"]),
        )
        for row in found.table.to_dict("records")
    ]
    years = [each.year for each in found.forecasts]
    branches = [(record_page.BRANCH_NAMES[branch], *cells) for branch, cells in branch_errors(found).items()]
    heading = (
        "Year",
        "Median",
        "Mean",
        "90% interval",
        f"P(> {found.threshold:g}%)",
        "First release",
        "Error of the mean",
    )
    lines = "\n".join(f"- {line.removeprefix(MARK).strip()}" for line in hindcast_lines(found)[1:])
    return {
        "direction": f"**{direction(found)}**",
        "rolling": f"{markdown(heading, rows)}\n\n{lines}",
        "branches": markdown(("Error, points", *years, "Mean", "In GRDP"), branches),
        "ahead": markdown(AHEAD, ahead_rows(found)),
    }


def write_backtest() -> None:
    """The tables and the picture of the page on the back-test."""
    found = backtest()
    page = BACKTEST.read_text(encoding="utf-8")
    BACKTEST.write_text(with_blocks(page, backtest_blocks(found)), encoding="utf-8")
    with tempfile.TemporaryDirectory() as folder:
        save_backtest_chart(found, Path(folder) / "backtest", ENGLISH)
        copy(Path(folder) / "backtest.png", ROOT / "docs" / "pictures" / "backtest.png")


def backtest_blocks(found: Backtest) -> dict[str, str]:
    """The text of each marked block of the page on the back-test."""
    words = backtest_words
    verdicts = [*words.verdicts(found), *pool_words.pool_lines(found), pool_words.probability_line(found)]
    return {
        "headline": f"**{words.headline(found)}.**",
        "verdicts": "\n".join(f"- {line}" for line in verdicts),
        "learned": "\n".join(f"- {line}" for line in pool_words.learned_lines(found)),
        "scores": markdown(words.score_heading(found), words.score_rows(found)),
        "skills": markdown(words.SKILL, words.skill_rows(found)),
        "figures": markdown(words.FIGURES, words.figure_rows(found)),
        "farther": markdown(words.FARTHER, words.farther_rows(found)),
        "notes": "\n".join(f"- {line}" for line in words.reading_notes(found)),
    }


def with_claims(file: Path) -> str:
    """The validation page with the claims that a run of the tests left in a file."""
    table = validation_page.claim_table(json.loads(file.read_text(encoding="utf-8")))
    return with_blocks(VALIDATION.read_text(encoding="utf-8"), {"claims": table})


def claims_drift(file: Path) -> str | None:
    """What to do if the page claims something else than the tests have shown; the last digits of figures may differ."""
    now, then = with_claims(file), VALIDATION.read_text(encoding="utf-8")
    if validation_page.without_figures(now) == validation_page.without_figures(then):
        return None
    return f"{VALIDATION} does not say what the tests have shown; run: python docs/update_docs.py --claims {file.name}"


def blocks(report: RunReport) -> dict[Path, dict[str, str]]:
    """The text of each marked block, by page."""
    return {
        ROOT / "README.md": {"scenarios": scenario_block(report, ENGLISH)},
        ROOT / "README.vi.md": {"scenarios": scenario_block(report, VIETNAMESE)},
        ROOT / "docs" / "how-the-number-is-made.md": {
            "sectors": sector_table(report.baseline),
            "levers": lever_table(),
        },
        VALIDATION: {"parameters": validation_page.parameter_tables(read_case())},
    }


def scenario_block(report: RunReport, language: Language) -> str:
    """The first table of a run and its notes, as the terminal shows them."""
    notes = reading_notes(report.baseline, report.target, report.record)
    table = scenario_table(report.assessments, report.baseline, report.target, WIDTH)
    told = "\n".join(f"\n{language.say(note)}" for note in notes)
    return f"```text\n{rendered(table.said(language))}\n```\n{told}"


def with_blocks(page: str, found: Mapping[str, str]) -> str:
    """The page with each block between its marks replaced."""
    for name, text in found.items():
        start, end = f"<!-- {name}: written by docs/update_docs.py -->\n", f"<!-- end of {name} -->"
        before, _, rest = page.partition(start)
        _, _, after = rest.partition(end)
        page = f"{before}{start}{text}\n{end}{after}"
    return page


def rendered(table: Table) -> str:
    """A rich table as plain text."""
    out = io.StringIO()
    Console(file=out, width=WIDTH).print(table)
    return "\n".join(line.rstrip() for line in out.getvalue().strip("\n").splitlines())


def sector_table(baseline: Assessment) -> str:
    """Growth and contribution of each sector in the first year."""
    rows = []
    for sector, name in record_page.BRANCH_NAMES.items():
        low, middle, high = (baseline.statistic("value_added_growth", "2023", s, sector) for s in ("p05", "p50", "p95"))
        points_added = baseline.statistic("growth_contribution", "2023", "mean", sector)
        rows.append((name, f"{signed(middle, 1)}%", f"{signed(low, 1)} to {signed(high, 1)}%", signed(points_added, 2)))
    growth = [baseline.statistic("grdp_growth_final", "2023", s) for s in ("p50", "p05", "p95", "mean")]
    rows.append(
        (
            "**GRDP**",
            f"{signed(growth[0], 1)}%",
            f"{signed(growth[1], 1)} to {signed(growth[2], 1)}%",
            signed(growth[3], 2),
        )
    )
    return markdown(("2023, `baseline`", "Median growth", "90% interval", "Points of GRDP growth (mean)"), rows)


def lever_table() -> str:
    """What one step of each lever does to mean growth and to the probability, by year."""
    case = read_case()
    baseline, target = load_scenario("baseline"), headline_of(resolution_targets())
    found = lever_effects(case, baseline, target, Stratified(draws=10_000))
    rows = [
        (
            each.lever.step["en"],
            *(signed(each.mean[year][0], 2) for year in found.years),
            *(points(each.probability[year]) for year in found.years),
        )
        for each in found.effects
    ]
    heading = ("One step of a lever", *found.years, *(f"P {year}, points" for year in found.years))
    return markdown(heading, rows) + f"\n\nP of the baseline: {percent(found.probability)} in {found.years[0]}."


def markdown(heading: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    """A Markdown table, all columns but the first to the right."""
    heading = tuple(heading)
    lines = [heading, ("---", *["--:"] * (len(heading) - 1)), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


if __name__ == "__main__":
    main()
