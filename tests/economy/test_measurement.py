"""What the statistics office publishes, by hand."""

from __future__ import annotations

import pytest

from qnsim.economy import measurement

WEIGHTS = (0.22, 0.25, 0.25, 0.28)


def test_an_even_quarter_has_the_season_one() -> None:
    assert measurement.season(grdp_quarter_weight=0.25, accounting_year=1.0, quarter_length=0.25) == 1.0
    assert measurement.season(0.28, 1.0, 0.25) == pytest.approx(1.12)


def test_a_quarter_counts_with_its_season_this_year_and_last() -> None:
    assert measurement.grdp_seasonal(grdp=300.0, season=1.1) == pytest.approx(330.0)
    assert measurement.grdp_seasonal_last_year(grdp_year_ago=280.0, season=1.1) == pytest.approx(308.0)


def test_at_the_end_of_a_year_both_accounts_are_emptied() -> None:
    now = measurement.grdp_year_closing(year_end=1, grdp_year_to_date=200.0, grdp_seasonal=300.0, step=0.25)
    before = measurement.grdp_last_year_closing(
        year_end=1, grdp_year_to_date_last_year=180.0, grdp_seasonal_last_year=280.0, step=0.25
    )
    assert 200 + 0.25 * (300 - now) == pytest.approx(0.0)
    assert 180 + 0.25 * (280 - before) == pytest.approx(0.0)
    assert measurement.grdp_year_closing(0, 200.0, 300.0, 0.25) == 0.0
    assert measurement.grdp_last_year_closing(0, 180.0, 280.0, 0.25) == 0.0


def test_growth_to_date_in_the_fourth_quarter_is_growth_of_the_year_with_seasonal_weights() -> None:
    now, before = (220.0, 230.0, 240.0, 250.0), (200.0, 210.0, 220.0, 230.0)
    season = [measurement.season(weight, 1.0, 0.25) for weight in WEIGHTS]
    growth = measurement.growth_year_to_date(
        grdp_year_to_date=sum(0.25 * s * x for s, x in zip(season[:3], now[:3], strict=True)),
        grdp_seasonal=season[3] * now[3],
        grdp_year_to_date_last_year=sum(0.25 * s * x for s, x in zip(season[:3], before[:3], strict=True)),
        grdp_seasonal_last_year=season[3] * before[3],
        step=0.25,
    )
    years = [sum(weight * x for weight, x in zip(WEIGHTS, year, strict=True)) for year in (now, before)]
    assert growth == pytest.approx(years[0] / years[1] - 1, rel=1e-12)


def test_the_first_figure_of_a_year_lies_below_the_later_one_by_the_mean_revision() -> None:
    error = measurement.release_error(
        year_end=1, first_release_error_sd=0.004, mean_revision=0.001, ytd_revision_sd=0.008, release_draw=1.0
    )
    assert error == pytest.approx(0.004 - 0.001)


def test_figures_within_a_year_have_their_own_error() -> None:
    assert measurement.release_error(0, 0.004, 0.001, 0.008, release_draw=-1.0) == pytest.approx(-0.008)


@pytest.mark.parametrize(
    ("switch", "year_end", "storm", "pandemic", "effort"),
    [(1, 1, 0, 0, 0.4), (0, 1, 0, 0, 0), (1, 0, 0, 0, 0), (1, 1, 1, 0, 0), (1, 1, 0, 1, 0), (1, 1, 1, 1, 0)],
)
def test_effort_late_in_the_year_is_made_in_ordinary_years_only(
    switch: float, year_end: float, storm: float, pandemic: float, effort: float
) -> None:
    found = measurement.target_effort(
        target_seeking=switch,
        target_seeking_strength=0.4,
        year_end=year_end,
        major_storm_year=storm,
        pandemic=pandemic,
    )
    assert found == effort


@pytest.mark.parametrize(("growth", "released"), [(0.09, 0.091), (0.079, 0.088), (0.12, 0.121)])
def test_effort_closes_part_of_a_shortfall_and_nothing_else(growth: float, released: float) -> None:
    effort = 0.4 if growth == 0.079 else 0.0
    found = measurement.growth_first_release(
        growth_year_to_date=growth, release_error=0.001, target_effort=effort, growth_target=0.1
    )
    assert found == pytest.approx(released)


def test_effort_does_nothing_above_the_target() -> None:
    assert measurement.growth_first_release(0.12, 0.0, target_effort=0.4, growth_target=0.1) == 0.12


@pytest.mark.parametrize("effort", [0.1, 0.4, 0.9])
def test_effort_that_makes_up_part_of_a_shortfall_stays_below_its_aim(effort: float) -> None:
    released = measurement.growth_first_release(
        growth_year_to_date=0.09, release_error=0.001, target_effort=effort, growth_target=0.1
    )
    assert 0.091 < released < 0.1
