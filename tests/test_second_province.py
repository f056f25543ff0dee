"""A province that no case that ships is about: every command serves it in its own words and years."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess

import pytest

from qnsim.facts.case import read_case
from qnsim.workflow.scenarios import resolution_targets

pytestmark = pytest.mark.slow

CASE = Path(__file__).parent / "toy" / "2018-12"
OF_ANOTHER = re.compile(r"Quảng|Quang|(?<![\w.])202[23](?!\.?[0-9])", re.IGNORECASE)
READ_BY_PEOPLE = (".csv", ".json", ".txt", ".md", ".html", ".yaml", ".xmile")
Told = Callable[..., str]


@pytest.fixture
def told(qnsim: Callable[..., CompletedProcess[str]], tmp_path: Path) -> Told:
    """What a command prints and writes for the toy case; it must succeed and name no other place and no other year."""

    def call(*arguments: str) -> str:
        done = qnsim(*arguments, "--case", str(CASE))
        assert done.returncode == 0, done.stderr
        files = sorted(file for file in tmp_path.rglob("*") if file.suffix in READ_BY_PEOPLE)
        text = "\n".join([done.stdout, *(file.name + "\n" + file.read_text(encoding="utf-8") for file in files)])
        assert OF_ANOTHER.findall(text) == []
        return text

    return call


def test_its_shares_of_grdp_add_up_and_the_parts_of_its_investment_too() -> None:
    case = read_case(CASE)
    shares = [p.prior for n, p in case.parameters.items() if n.startswith("grdp_share_") and not n.endswith("_early")]
    assert sum(share.values[0] for share in shares) == pytest.approx(1)
    series = case.history.series
    parts = sum(series[name] for name in ("public_work", "fdi", "resource", "private"))
    assert parts == pytest.approx(series["investment_total"], abs=0.01)


def test_its_years_and_its_headline_are_its_own() -> None:
    case = read_case(CASE)
    (headline,) = (target for target in resolution_targets(case) if target.headline)
    assert (case.about.base_year, case.about.first_year, case.about.end) == (2018, 2019, "2021Q4")
    assert (headline.id, headline.due, headline.threshold) == ("steady_growth", "2019", 7.5)
    assert case.about.record.last_year == 2018


def test_it_is_checked(told: Told) -> None:
    assert "9 observations in song-mo.csv" in told("check")


def test_it_is_run(told: Told, tmp_path: Path) -> None:
    text = told("run", "--draws", "400", "--out", str(tmp_path / "runs"))
    assert "GRDP growth 2019" in text
    assert "P(growth > 7.5%)" in text
    assert "1 of 5 first releases of 2014–2018" in text
    (chart,) = (tmp_path / "runs").glob("baseline-*/fan_grdp_growth.txt")
    assert "more than 7.5% in 2019" in chart.read_text(encoding="utf-8")
    assert "Song Mo" in chart.read_text(encoding="utf-8")
    (scorecard,) = (tmp_path / "runs").glob("baseline-*/scorecard.csv")
    assert "steady_growth" in scorecard.read_text(encoding="utf-8")
    (summary,) = (tmp_path / "runs").glob("baseline-*/summary.csv")
    assert "trillion VND_2018" in summary.read_text(encoding="utf-8")


def test_its_central_run_is_written(told: Told, tmp_path: Path) -> None:
    assert "2021Q4" in told("run", "more-works", "--central", "--out", str(tmp_path))


def test_its_levers_are_listed_with_periods_of_its_horizon(told: Told) -> None:
    text = " ".join(told("levers").split())
    assert "clause P.1" in text
    assert "(2019, 2019Q3, 2019..2021, 2020.. to the end;" in text


def test_its_equations_are_written_with_its_vintage_and_its_accounts(told: Told) -> None:
    text = told("equations")
    assert "held on 2018-12-31" in text
    assert "growth accounts of 2013 to 2018" in text


def test_one_name_is_described_by_its_facts_and_not_by_those_that_ship(told: Told) -> None:
    assert "[TOY]" in told("equations", "coal_capacity")


def test_a_new_scenario_of_it_is_written_read_and_explained(told: Told) -> None:
    text = told("new", "my-plan")
    assert "toy/2018-12/parameters.yaml" in text
    assert "{2019: 85 %, 2020..: 95 %, source: judgement}" in text
    assert "my-plan: no scenario file sets it" in told("explain", "my-plan.yaml", "coal_capacity")


def test_a_value_is_explained_by_its_own_file(told: Told) -> None:
    text = told("explain", "more-works", "public_investment_disbursement_rate")
    assert "98 % in 2019 (more-works.yaml:7)" in text


@pytest.mark.parametrize("command", [("schema",), ("export", "xmile", "baseline")])
def test_its_schema_and_its_exchange_file_are_written(told: Told, command: tuple[str, ...]) -> None:
    assert told(*command)


def test_a_period_outside_its_horizon_is_answered_in_its_years(
    qnsim: Callable[..., CompletedProcess[str]], tmp_path: Path
) -> None:
    text = (
        "name: late\ntitle: {vi: a, en: b}\nwhy: t\nextends: baseline\nlevers: {training_policy: {soon: 1 pp / year}}\n"
    )
    (tmp_path / "late.yaml").write_text(text, encoding="utf-8")
    done = qnsim("run", "late.yaml", "--case", str(CASE))
    assert done.returncode == 1
    assert "expected one such as 2019 or 2019Q3" in done.stderr
