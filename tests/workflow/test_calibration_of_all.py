"""Calibration of a case and of those its hindcast names, with samplings that are far too short for any use."""

from __future__ import annotations

import datetime
import os
import shutil
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest
from typer.testing import CliRunner

from qnsim.analysis.sampling.settings import Settings
from qnsim.cli import app
from qnsim.errors import SimulationError, UsageError
from qnsim.facts.about import Starts
from qnsim.facts.case import Case, read_case
from qnsim.facts.posterior import read_posterior
from qnsim.workflow import calibration_of_all, calibration_study
from qnsim.workflow.calibration_of_all import calibrate_all, lines_of_all, refuse_any, table_of_all
from qnsim.workflow.posteriors import calibration_of, figures_of, known_figures

ROOT = Path(__file__).parents[2]
TINY = Settings(
    members=100, jacobians=2, super_chains=4, chains_each=4, stages=(10, 10), steps=20, kept_every=5, inflations=(1,)
)
YEARS = range(2015, 2022)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A place for cases that tests may write to, as far away from their scenarios as the shipped ones."""
    shutil.copytree(ROOT / "data", tmp_path / "data", ignore=shutil.ignore_patterns("posterior.npz"))
    shutil.copytree(ROOT / "scenarios", tmp_path / "scenarios")
    return tmp_path / "data" / "quang-ninh"


def with_two_earlier_cases(folder: Path) -> Case:
    case = read_case(folder / "2022-12")
    starts = Starts((folder / "hindcast/2015-12", folder / "hindcast/2016-12"), Path("none"), "")
    return replace(case, about=replace(case.about, hindcast=starts))


@pytest.fixture(autouse=True)
def few_draws(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(calibration_study, "DEFAULT_DRAWS", 80)


@pytest.fixture
def anything_goes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(calibration_study, "_refuse", lambda diagnoses, apart: None)


def earlier(year: int) -> Case:
    return read_case(ROOT / "data" / "quang-ninh" / "hindcast" / f"{year}-12")


@pytest.mark.parametrize("year", YEARS)
def test_an_earlier_case_is_judged_by_what_was_published_by_its_day_and_by_no_year_after_it(year: int) -> None:
    figures = known_figures(earlier(year))
    assert all(each.known_from <= datetime.date(year, 12, 31) for each in figures)
    assert all(int(each.last) <= year for each in figures)
    if year > YEARS[0]:
        assert {each.name for each in figures} > {each.name for each in known_figures(earlier(year - 1))}


def test_cases_of_all_days_are_calibrated_from_one_start_as_the_main_one_is() -> None:
    main = calibration_of(read_case())
    for case in (*map(earlier, YEARS), read_case(ROOT / "data" / "quang-ninh" / "2021-12")):
        own = calibration_of(case)
        assert (own.start, own.scenario, own.own) == (main.start, main.scenario, main.own)
        assert own.likelihood.samefile(main.likelihood)
        assert own.posterior.parent == case.about.folders[-1]


def test_of_the_first_case_nothing_was_known() -> None:
    assert known_figures(earlier(2015)) == ()
    with pytest.raises(UsageError, match="no figure was known on 2015-12-31; nothing to learn from"):
        figures_of(earlier(2015))


@pytest.mark.slow
def test_every_case_gets_its_own_posterior_and_one_without_figures_a_line(folder: Path, anything_goes: None) -> None:
    found = calibrate_all(case=with_two_earlier_cases(folder), out=None, settings=(TINY, TINY))
    table = table_of_all(found)
    assert table["case"].tolist() == ["2022-12-09", "2016-12-31"]
    assert table["figures"].tolist() == [len(known_figures(read_case())), len(known_figures(earlier(2016)))]
    assert lines_of_all(found)[0] == "2015-12-31: no figure was known, so its runs draw from the priors."
    assert not (folder / "hindcast/2015-12/posterior.npz").exists()
    main, other = (read_posterior(folder / name / "posterior.npz") for name in ("2022-12", "hindcast/2016-12"))
    assert other.about["vintage"] == "2016-12-31"
    assert "services_capital_elasticity" in main.marginals.keys() & other.marginals.keys()
    assert "grdp_share_services" not in other.marginals  # its prior is that of the end of 2016, not of the start


@pytest.mark.slow
def test_a_case_whose_draws_cannot_be_used_keeps_its_file_and_the_others_go_on(folder: Path) -> None:
    old = folder / "2022-12" / "posterior.npz"
    old.write_bytes(b"what was there")
    found = calibrate_all(case=with_two_earlier_cases(folder), out=None, settings=(TINY, TINY))
    assert [each.refused for each in found] == [True, False, True]
    assert old.read_bytes() == b"what was there"
    with pytest.raises(SimulationError, match=r"(?s)2022-12.case\.yaml: no posterior is written.*2016-12.case\.yaml"):
        refuse_any(found)


@pytest.mark.slow
def test_the_command_prints_a_row_for_each_case(
    folder: Path, anything_goes: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = folder / "2022-12" / "case.yaml"
    text = file.read_text(encoding="utf-8")
    for year in range(2017, 2022):
        text = text.replace(f"    - ../hindcast/{year}-12\n", "")
    file.write_text(text, encoding="utf-8")
    monkeypatch.setattr(calibration_of_all, "calibrate_all", partial(calibrate_all, settings=(TINY, TINY)))
    monkeypatch.chdir(folder)
    done = CliRunner().invoke(app, ["calibrate", "--all", "--jobs", "1", "--case", "2022-12"])
    assert done.exit_code == 0, done.output
    assert "2016-12-31" in done.output
    assert "2015-12-31: no figure was known" in done.output
    assert len(os.listdir("runs")) == 2
