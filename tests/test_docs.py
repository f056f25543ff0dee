"""The pages say what the program says."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import update_docs

import qnsim
from qnsim.facts.case import read_case
from qnsim.workflow.posteriors import known_figures
from qnsim.workflow.runs import run_scenarios
from qnsim.workflow.scenarios import schema_text

ROOT = Path(__file__).parents[1]


@pytest.mark.slow
def test_the_tables_in_the_docs_are_those_of_a_run() -> None:
    for page, found in update_docs.blocks(run_scenarios(out=None)).items():
        text = page.read_text(encoding="utf-8")
        assert update_docs.with_blocks(text, found) == text, (
            f"{page.name} is out of date; run: python docs/update_docs.py"
        )


def test_the_page_of_the_record_shows_the_reconciled_record() -> None:
    page = update_docs.RECORD.read_text(encoding="utf-8")
    found = update_docs.record_page.blocks()
    assert update_docs.with_blocks(page, found) == page, f"{update_docs.RECORD.name}: run: python docs/update_docs.py"
    assert all(f"<!-- {name}: written by docs/update_docs.py -->" in page for name in found)


def test_the_page_of_the_glossary_shows_the_terms_of_the_program() -> None:
    page = update_docs.GLOSSARY.read_text(encoding="utf-8")
    found = {"terms": update_docs.glossary_page.block()}
    assert update_docs.with_blocks(page, found) == page, f"{update_docs.GLOSSARY.name}: run: python docs/update_docs.py"
    assert all(f"<!-- {name}: written by docs/update_docs.py -->" in page for name in found)


def test_the_page_of_the_calibration_shows_the_kept_tables_and_the_posteriors_that_are_there() -> None:
    page = update_docs.CALIBRATION.read_text(encoding="utf-8")
    found = update_docs.calibration_page.blocks()
    again = "run: python docs/update_docs.py"
    assert update_docs.with_blocks(page, found) == page, f"{update_docs.CALIBRATION.name}: {again}"
    assert all(f"<!-- {name}: written by docs/update_docs.py -->" in page for name in found)


def test_the_kept_tables_are_of_the_likelihood_that_is_here() -> None:
    kept = update_docs.calibration_page.kept("figures")
    known = [(each.measure, each.sector, each.period, each.value) for each in known_figures(read_case())]
    columns = (kept[name] for name in ("measure", "sector", "period", "value"))
    found = [(m, s, str(period), value) for m, s, period, value in zip(*columns, strict=True)]
    assert found == known, "run: qnsim calibrate, then python docs/calibration_page.py with the folder it names"


@pytest.mark.slow
def test_the_page_of_the_hindcast_shows_what_the_command_finds() -> None:
    page = update_docs.HINDCAST.read_text(encoding="utf-8")
    found = update_docs.hindcast_blocks(qnsim.hindcast())
    assert update_docs.with_blocks(page, found) == page, f"{update_docs.HINDCAST.name}: run: python docs/update_docs.py"
    assert all(f"<!-- {name}: written by docs/update_docs.py -->" in page for name in found)


@pytest.mark.slow
def test_the_page_of_the_back_test_shows_what_the_command_finds() -> None:
    page = update_docs.BACKTEST.read_text(encoding="utf-8")
    found = update_docs.backtest_blocks(qnsim.backtest())
    assert update_docs.with_blocks(page, found) == page, f"{update_docs.BACKTEST.name}: run: python docs/update_docs.py"
    assert all(f"<!-- {name}: written by docs/update_docs.py -->" in page for name in found)


@pytest.mark.slow
def test_the_page_of_the_nowcast_shows_what_the_command_finds() -> None:
    page = update_docs.NOWCAST.read_text(encoding="utf-8")
    found = update_docs.nowcast_page.blocks(update_docs.markdown)
    assert update_docs.with_blocks(page, found) == page, f"{update_docs.NOWCAST.name}: run: python docs/update_docs.py"
    assert all(f"<!-- {name}: written by docs/update_docs.py -->" in page for name in found)


@pytest.mark.slow
def test_the_page_of_the_evidence_shows_what_is_found() -> None:
    page = update_docs.EVIDENCE.read_text(encoding="utf-8")
    found = update_docs.evidence_page.blocks(update_docs.markdown)
    assert update_docs.with_blocks(page, found) == page, f"{update_docs.EVIDENCE.name}: run: python docs/update_docs.py"
    assert all(f"<!-- {name}: written by docs/update_docs.py -->" in page for name in found)


def test_every_residual_above_two_errors_is_listed_on_the_page() -> None:
    page, estimates = update_docs.RECORD.read_text(encoding="utf-8"), update_docs.record_page.SCRIPT["estimates"]()
    large = [each for each in estimates if each.residual is not None and abs(each.residual) > 2]
    assert all(f"- {' '.join(each.key)}: {each.residual:+.1f} errors" in page for each in large)
    assert ("No residual is above 2 errors." in page) == (not large)


def test_a_residual_above_two_errors_would_be_listed() -> None:
    page = update_docs.record_page
    of = page.Measurement("investment", "fdi", "2020", 10.0, 1.0, "trillion VND_2022 / year")
    far = page.Estimate(of.key, 13.0, 1.0, of)
    assert "- investment fdi 2020: +3.0 errors" in page.residual_list({of.key: far})


def test_the_schema_in_the_repository_is_that_of_the_program() -> None:
    assert update_docs.SCHEMA.read_text(encoding="utf-8") == schema_text(), "run: python docs/update_docs.py"


def test_the_boundary_of_the_model_names_what_the_model_knows() -> None:
    page = (ROOT / "docs" / "validation.md").read_text(encoding="utf-8")
    boundary = page.partition("## Where the model ends")[2].partition("\n## ")[0]
    case = read_case()
    known = {*case.model.stocks, *case.model.variables, *case.model.paths, *case.parameters, *case.levers}
    known |= {item.name for item in case.settable}
    named = re.findall(r"`([a-z_0-9]+)`", boundary)
    assert len(named) > 20
    assert set(named) - known == set()


def test_every_link_in_the_pages_leads_somewhere() -> None:
    for page in [*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")]:
        for target in re.findall(r"\]\(([^)#]+)", page.read_text(encoding="utf-8")):
            assert target.startswith("http") or (page.parent / target).exists(), f"{page.name} links to {target}"


def test_the_python_example_of_the_readme_runs() -> None:
    (example,) = re.findall(r"```python\n(.*?)```", (ROOT / "README.md").read_text(encoding="utf-8"), re.DOTALL)
    names: dict[str, object] = {}
    exec(example.replace("10_000", "400"), names)
    assert names["draws"]["grdp"].sizes == {"quarter": 32, "draw": 400}  # type: ignore[index]


def test_every_public_name_stands_in_an_example_that_runs() -> None:
    page = (ROOT / "docs" / "python.md").read_text(encoding="utf-8")
    examples = re.findall(r"```python\n(.*?)```", page, re.DOTALL)
    told = {name for name in qnsim.__all__ if re.search(rf"\bqnsim\.{name}\b", page)}
    assert set(qnsim.__all__) - told == set()
    names: dict[str, object] = {}
    for example in examples:
        exec(example, names)


def test_the_page_gives_the_shares_of_the_branches_as_the_facts_have_them() -> None:
    """They add up to 100 on the page too."""
    page = (ROOT / "docs" / "how-the-number-is-made.md").read_text(encoding="utf-8")
    told = [float(share) for share in re.findall(r"^\| [^|]+ \(([0-9.]+)%\) \|", page, re.MULTILINE)]
    parameters = read_case().parameters
    facts = [p.prior.median for name, p in parameters.items() if name.startswith("grdp_share_") and p.role == "model"]
    assert sorted(told) == pytest.approx(sorted(100 * share for share in facts), abs=0.051)
    assert sum(told) == pytest.approx(100)
