"""The hindcast of the shipped case, from the command to the folder and again."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from typer.testing import CliRunner

import qnsim
from qnsim.analysis.hindcast import BRANCHES, Hindcast, forecast_next_year
from qnsim.cli import app
from qnsim.errors import DataError, UsageError
from qnsim.facts.case import read_case
from qnsim.facts.known_values import read_known_values
from qnsim.facts.shipped import data_folder
from qnsim.run import prepare
from qnsim.scheduler import Threads

DRAWS = 400
TOY = Path(__file__).parents[1] / "toy" / "2018-12"


@pytest.fixture(scope="module")
def found() -> Hindcast:
    return qnsim.hindcast(draws=DRAWS)


def test_every_year_of_the_record_is_forecast_from_the_year_before(found: Hindcast) -> None:
    assert found.table["year"].tolist() == [str(year) for year in range(2016, 2023)]
    assert found.table["first_release"].tolist() == [10.1, 10.2, 11.1, 12.1, 10.05, 10.28, 10.28]


def test_a_forecast_is_a_spread_round_a_growth_that_a_province_can_have(found: Hindcast) -> None:
    table = found.table
    assert table["mean"].between(4, 14).all()
    assert (table["p95"] - table["p05"]).between(2, 12).all()


def test_what_branches_err_by_adds_up_to_the_error_of_growth(found: Hindcast) -> None:
    """Up to rounding of the releases, their error, and the small difference of growth and first release."""
    points = found.branches.groupby("year")["error_in_points"].sum()
    assert points.to_numpy() == pytest.approx(found.table["error"].to_numpy(), abs=0.25)


def test_productivity_is_given_only_where_the_record_before_is_short(found: Hindcast) -> None:
    given = found.table.set_index("year")["given"] != ""
    assert given[given].index.tolist() == ["2016", "2017", "2018"]


def test_no_year_after_the_case_is_forecast_or_known(found: Hindcast) -> None:
    assert max(found.table["year"]) == str(read_case().about.vintage.year)
    assert set(found.branches["branch"]) == set(BRANCHES)
    assert found.branches["known"].notna().all()


def test_observed_drivers_are_those_of_the_record() -> None:
    """Of each branch that is given, mean growth is that of the reconciled record, wherever the model starts."""
    starts = read_case().about.hindcast
    assert starts is not None
    known = read_known_values(starts.values)
    for folder in starts.cases[::2]:
        case = read_case(folder)
        experiment = prepare(qnsim.load_scenario(starts.observed, case), case, qnsim.Stratified(draws=80))
        found = forecast_next_year([experiment], 10, dict.fromkeys(range(2016, 2023), 10.0), known).branches
        given = found[found["branch"].isin(["agriculture", "mining", "electricity"])]
        assert given["error"].to_numpy() == pytest.approx([0, 0, 0], abs=0.7), folder


def test_the_runs_on_end_with_the_record_and_are_told_by_start_and_drivers(found: Hindcast) -> None:
    average = found.ahead[found.ahead["year"] == "average"]
    assert len(average) == 2 * len(found.forecasts)
    assert set(found.ahead["drivers"]) == {"blind", "observed"}
    assert max(set(found.ahead["year"]) - {"average"}) == "2022"
    blind = found.ahead[(found.ahead["drivers"] == "blind") & (found.ahead["start"] == "2021")]
    assert blind["mean"].tolist() == pytest.approx([found.table["mean"].iloc[-1]] * 2)


def test_the_scheduler_changes_no_number(found: Hindcast) -> None:
    pd.testing.assert_frame_equal(qnsim.hindcast(draws=DRAWS, scheduler=Threads(2)).table, found.table)


@pytest.mark.slow
def test_the_command_prints_both_tables_and_leaves_what_can_be_made_again(tmp_path: Path) -> None:
    done = CliRunner().invoke(app, ["hindcast", "--draws", "80", "--out", str(tmp_path / "a")])
    assert done.exit_code == 0, done.output
    (folder,) = (tmp_path / "a").iterdir()
    assert "errors have the same sign" in done.output or "forecasts are below" in done.output
    assert done.output.splitlines()[-1] == str(folder)
    charts = {f"chart_hindcast.{ending}" for ending in ("csv", "png", "svg", "txt")}
    tables = {"forecasts.csv", "branches.csv", "scores.csv", "ahead.csv", "manifest.json"}
    assert {file.name for file in folder.iterdir()} == charts | tables
    again = CliRunner().invoke(app, ["rerun", str(folder), "--out", str(tmp_path / "b")])
    assert again.output.splitlines()[-1] == "the same numbers as before"


def test_a_case_that_names_no_earlier_cases_is_told_so() -> None:
    with pytest.raises(UsageError, match=r"case\.yaml names no cases of earlier years; expected hindcast: "):
        qnsim.hindcast(case=read_case(TOY))


def test_a_case_does_not_hand_its_earlier_cases_on() -> None:
    """They extend the case that names them, not the one that extends it."""
    assert read_case().about.hindcast is not None
    assert read_case(data_folder().parent / "2021-12").about.hindcast is None


def test_an_earlier_case_that_is_not_there_is_named(tmp_path: Path) -> None:
    text = f"extends: {data_folder()}\nhindcast: {{cases: [gone], values: values.csv}}\n"
    (tmp_path / "case.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(DataError, match="gone"):
        qnsim.hindcast(case=read_case(tmp_path))
