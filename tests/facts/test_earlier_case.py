"""The case at the end of 2021: it extends the main one, runs, and knows nothing of 2022."""

from __future__ import annotations

import datetime
import re

import pytest

from qnsim.facts.case import Case, read_case
from qnsim.facts.shipped import data_folder
from qnsim.workflow.checks import check_everything
from qnsim.workflow.runs import RunReport, run_scenarios

FOLDER = data_folder().parent / "2021-12"


@pytest.fixture(scope="module")
def case() -> Case:
    return read_case(FOLDER)


@pytest.fixture(scope="module")
def report(case: Case) -> RunReport:
    return run_scenarios(draws=800, out=None, case=case)


def test_it_forecasts_2022_by_the_target_of_2022(report: RunReport) -> None:
    assert (report.target.due, report.target.threshold) == ("2022", 10)
    assert 0 < report.baseline.headline.value < 1
    assert report.baseline.summary["period"].min() == "2022"


def test_it_counts_only_the_first_releases_up_to_2021(report: RunReport) -> None:
    assert (report.record.first_year, report.record.last_year, report.record.years) == (2016, 2021, 6)


def test_its_history_ends_with_its_base_year(case: Case) -> None:
    assert (case.about.vintage, case.about.base_year) == (datetime.date(2021, 12, 31), 2021)
    assert (case.history.first_year, case.history.last_year) == (2015, 2021)
    assert {len(series) for series in case.history.series.values()} == {7}


def test_the_parts_of_investment_add_up_to_the_total(case: Case) -> None:
    series = case.history.series
    parts = sum(series[name] for name in ("public_work", "fdi", "resource", "private"))
    assert parts == pytest.approx(series["investment_total"], abs=0.02)


def test_money_is_at_the_prices_of_2021(report: RunReport) -> None:
    units = set(report.baseline.summary["unit"])
    assert "trillion VND_2021" in units
    assert not any("2022" in unit or "base" in unit for unit in units)


def test_nothing_it_says_itself_rests_on_a_work_of_2022(case: Case) -> None:
    """Every key of a source its own files name is of a work from before its vintage, or tells of earlier years only."""
    of_later_years = {"QN22", "QN22I", "QN22C", "SGGP", "RES23", "F22", "F22Z", "BDT22", "TOUR22", "MANU22"}
    for file in FOLDER.rglob("*.yaml"):
        keys = set(re.findall(r"\[([A-Z][A-Z0-9]+)\]", file.read_text(encoding="utf-8")))
        assert not keys & of_later_years, file.name


def test_the_check_passes(case: Case) -> None:
    assert any("2 targets" in line for line in check_everything([], case=case))


def test_it_may_read_the_observations_of_the_case_it_extends(case: Case) -> None:
    assert case.about.record.last_year == 2022
