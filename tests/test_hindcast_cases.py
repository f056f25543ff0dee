"""The cases of the hindcast: they are what their script makes of the record, and know nothing of the years after."""

from __future__ import annotations

import re
import runpy
from pathlib import Path

import numpy as np
import pytest

from qnsim.chance.designs import Middle, Stratified, blocks_of
from qnsim.chance.draws import draw
from qnsim.ensemble import KeepPaths
from qnsim.facts.case import Case, read_case
from qnsim.run import prepare, run_experiments
from qnsim.workflow.scenarios import load_scenario

PLACE = Path(__file__).parents[1] / "data" / "quang-ninh"
SCRIPT, DRIVERS = (runpy.run_path(str(PLACE / "2022-12" / "record" / name)) for name in ("cases.py", "observed.py"))
YEARS = list(SCRIPT["YEARS"])
FOLDERS = [*(PLACE / "hindcast" / f"{year}-12" for year in YEARS), PLACE / "2021-12", PLACE / "2022-12"]


@pytest.fixture(params=YEARS)
def case(request: pytest.FixtureRequest) -> Case:
    return read_case(PLACE / "hindcast" / f"{request.param}-12")


def test_the_stored_cases_are_those_of_the_scripts() -> None:
    for year in DRIVERS["YEARS"]:
        folder = PLACE / "hindcast" / f"{year}-12"
        stored = {
            file.relative_to(folder).as_posix(): file.read_text(encoding="utf-8") for file in folder.rglob("*.yaml")
        }
        made = (SCRIPT["files"](year) if year in YEARS else {}) | DRIVERS["files"](year)
        assert stored == made, "run: python data/quang-ninh/2022-12/record/cases.py, then observed.py"


def test_the_record_of_a_case_ends_with_its_base_year(case: Case) -> None:
    assert case.history.last_year == case.about.base_year == case.about.vintage.year
    assert {len(series) for series in case.history.series.values()} == {case.history.years + 1}


def test_the_parts_of_investment_add_up_to_the_total(case: Case) -> None:
    series = case.history.series
    parts = sum(series[name] for name in SCRIPT["KINDS"])
    assert parts == pytest.approx(series["investment_total"], abs=0.03)


def test_the_branches_add_up_to_the_total(case: Case) -> None:
    known, year = SCRIPT["KNOWN"], case.about.base_year
    assert sum(known["value_added_share", branch, year][0] for branch in SCRIPT["BRANCHES"]) == pytest.approx(100)


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_time_is_counted_from_the_middle_of_the_base_year(folder: Path) -> None:
    case = read_case(folder)
    prior = case.parameters["base_time"].prior
    assert prior is not None
    assert prior.values[0] == case.about.base_year + 0.5  # type: ignore[union-attr]


def test_a_record_too_short_takes_the_productivity_that_the_whole_record_leaves() -> None:
    """So that the number in the script does not stay behind when the growth accounts change."""
    case = read_case(PLACE / "2022-12")
    experiment = prepare(load_scenario("baseline", case), case, Stratified(draws=800))
    (block, *_) = blocks_of(experiment.design)
    drawn = (
        100
        * draw(experiment.scenario, case, experiment.horizon, experiment.design, block).uncertain["services_tfp_growth"]
    )
    assert (drawn.mean(), drawn.std()) == pytest.approx(SCRIPT["RESIDUAL"], abs=0.5)


@pytest.mark.parametrize("year", YEARS)
def test_only_a_record_long_enough_gives_productivity_by_the_accounts(year: int) -> None:
    case = read_case(PLACE / "hindcast" / f"{year}-12")
    given = "services_tfp_growth" in load_scenario("baseline", case).settings
    assert given == (year - SCRIPT["FIRST"] < SCRIPT["LEAST_YEARS"])


def by_year(base: int, scenario: str, variable: str) -> np.ndarray:
    """Averages of the years ahead in the central run."""
    folder = PLACE / "hindcast" / f"{base}-12"
    case = read_case(folder)
    experiment = prepare(load_scenario(str(folder / "scenarios" / f"{scenario}.yaml"), case), case, Middle())
    (paths,) = run_experiments([experiment], KeepPaths([variable]))
    return paths[variable].transpose("quarter", "draw").values.reshape(-1, 4).mean(axis=1)  # type: ignore[no-any-return]


def test_power_plants_opened_within_a_year_raise_the_level_of_the_years_after_once() -> None:
    known, usual = (by_year(2015, name, "value_added_electricity") for name in ("plants", "baseline"))
    assert known / usual == pytest.approx(np.full(7, 1.24), rel=1e-9)


def test_a_factory_opened_in_autumn_adds_a_quarter_of_a_year_and_cannot_be_what_raised_the_year_by_a_third() -> None:
    """1.5 at the pace of a year for a quarter, then 3; growth was 36% in the nine months before it opened."""
    known, usual = (by_year(2020, name, "value_added_manufacturing") for name in ("plants", "baseline"))
    assert (known - usual)[:2] == pytest.approx([1.5 / 4, 3.0], rel=0.02)  # what GRDP that is higher draws in is small
    gained = 100 * (known[0] / usual[0] - 1)
    missing = SCRIPT["KNOWN"]["value_added_growth", "manufacturing", 2021][0] - 17
    assert 0 < gained < 0.2 * missing


@pytest.mark.parametrize("base", DRIVERS["PLANTS"])
def test_a_plant_with_a_date_names_a_source_that_is_listed(base: int) -> None:
    listed = (PLACE / "2022-12" / "SOURCES.md").read_text(encoding="utf-8")
    keys = re.findall(r"\[([A-Z0-9]+)\]", DRIVERS["PLANTS"][base][2])
    assert keys
    assert all(f"| {key} |" in listed for key in keys)
