"""The scores of a hindcast by hand, and what is said of them."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from qnsim.analysis.hindcast import BRANCHES, Forecast, Hindcast, base_rates, brier, forecast_next_year
from qnsim.errors import UsageError
from qnsim.facts.case import read_case
from qnsim.reporting import hindcast_words
from qnsim.reporting.charts.hindcast_chart import hindcast_alt_text
from qnsim.run import prepare
from qnsim.workflow.scenarios import load_scenario


def forecast(year: str, growth: list[float], released: float, given: tuple[str, ...] = ()) -> Forecast:
    """A forecast whose branches are all a point too low, and half of that in GRDP."""
    rows = [(branch, 4.0, 5.0, -1.0, -0.5) for branch in BRANCHES]
    columns = ["branch", "forecast", "known", "error", "error_in_points"]
    return Forecast(year, np.array(growth), released, pd.DataFrame(rows, columns=columns), given)


TOO_LOW = Hindcast((forecast("2031", [6, 8, 10, 12], 10.5), forecast("2032", [8, 8, 8, 8], 9.0, ("Productivity",))), 10)
MIXED = Hindcast((forecast("2031", [8, 12], 9.0), forecast("2032", [8, 8], 8.5)), 10)


def test_the_error_is_the_mean_forecast_less_the_first_release() -> None:
    assert TOO_LOW.table["mean"].tolist() == [9, 8]
    assert TOO_LOW.table["error"].tolist() == [-1.5, -1]


def test_scores_are_those_worked_out_by_hand() -> None:
    assert TOO_LOW.score("mean_error") == -1.25
    assert TOO_LOW.score("error_sd") == pytest.approx(0.3535534)
    assert TOO_LOW.score("root_mean_square_error") == pytest.approx(((2.25 + 1) / 2) ** 0.5)
    assert TOO_LOW.table["probability"].tolist() == [0.25, 0]
    assert TOO_LOW.score("brier") == pytest.approx((0.75**2 + 0) / 2)
    assert TOO_LOW.score("share_within_90") == 0.5


def test_a_coin_scores_a_quarter_whatever_happens() -> None:
    for event in (np.array([1.0, 0.0]), np.array([1.0, 1.0])):
        assert brier(np.full(2, 0.5), event) == TOO_LOW.score("brier_coin")


def test_the_base_rate_of_a_year_knows_only_the_years_before() -> None:
    assert base_rates(np.array([1.0, 1.0, 0.0, 1.0])).tolist() == pytest.approx([0.5, 0.75, 2.5 / 3, 2.5 / 4])


def test_errors_of_one_sign_are_called_so_and_others_are_not() -> None:
    assert hindcast_words.direction(TOO_LOW) == (
        "All 2 errors have the same sign: the model forecasts too little, by 1.2 points on average."
    )
    assert hindcast_words.direction(MIXED) == (
        "1 of 2 forecasts are below what was released; the model forecasts too much, by 0.2 points on average."
    )


def test_what_a_case_was_told_is_marked_in_its_year_alone() -> None:
    notes = hindcast_words.reading_notes(TOO_LOW)
    assert any("Productivity is given in 2032:" in note and "not blind in this" in note for note in notes)
    assert len(hindcast_words.reading_notes(MIXED)) == 1


def test_a_branch_has_the_error_of_each_year_their_mean_and_what_it_comes_to() -> None:
    minus = "\N{MINUS SIGN}"
    assert hindcast_words.branch_errors(TOO_LOW)["mining"] == [*[f"{minus}1.0"] * 3, f"{minus}0.50"]


def test_what_is_not_known_is_a_dash() -> None:
    assert hindcast_words.with_sign(float("nan")) == "\N{EN DASH}"


def test_the_chart_is_told_in_words() -> None:
    assert "2031: 90% of draws between 6.3 and 11.7%, median 9.0%, first release 10.5%." in hindcast_alt_text(TOO_LOW)


def test_a_year_of_which_nothing_was_released_is_named() -> None:
    case = read_case()
    experiment = prepare(load_scenario("baseline", case), case)
    with pytest.raises(UsageError, match="no growth of 2023 was released; remove the case that forecasts it"):
        forecast_next_year([experiment], 10, {2022: 10.28}, {})


def test_the_runs_on_are_told_by_start_with_the_error_of_both() -> None:
    columns = ["start", "drivers", "year", "mean", "p05", "median", "p95", "first_release", "error"]
    rows = [
        ("2030", drivers, year, 10 + error, 5.0, 8.0, 11.0, 10.0, error)
        for drivers, error in (("blind", -3.0), ("observed", -1.0))
        for year in ("2031", "2032", "average")
    ]
    found = replace(MIXED, ahead=pd.DataFrame(rows, columns=columns))
    minus = "\N{MINUS SIGN}"
    (row,) = hindcast_words.ahead_rows(found)
    assert row == ("2031 to 2032", "10.0", "7.0", "5.0 to 11.0", f"{minus}3.0", "9.0", "5.0 to 11.0", f"{minus}1.0")
    (line,) = hindcast_words.ahead_lines(found)
    assert f"with observed drivers the error of average growth is {minus}1.0 points, blind {minus}3.0." in line
    assert hindcast_words.ahead_lines(MIXED) == []
