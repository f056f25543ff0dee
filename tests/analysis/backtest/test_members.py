"""The simple forecasts by hand, and what each has seen."""

from __future__ import annotations

import datetime

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from qnsim.analysis.backtest import members, seen
from qnsim.analysis.backtest.seen import Figure, Figures
from qnsim.facts.observations import parse_observations


def figures(values: dict[int, float]) -> Figures:
    return tuple(Figure(year, value, seen.year_end(year)) for year, value in values.items())


def observations(*rows: str) -> pd.DataFrame:
    head = "series,breakdown,period,frequency,value,unit,status,published,confidence,note"
    return parse_observations("rows.csv", "\n".join([head, *rows, ""]).encode(), 2022)


RECORD = figures({2011: 8, 2012: 10, 2013: 12})


def test_climatology_is_the_student_law_of_one_more_year() -> None:
    said = members.growth_as_on_average(RECORD, 2014)
    assert said and said.law == members.StudentT(2, 10, pytest.approx(2 * (4 / 3) ** 0.5))


def test_no_change_widens_with_the_root_of_the_years_since_the_last_figure() -> None:
    one, four = (members.as_last(RECORD, year) for year in (2014, 2017))
    assert one and one.law == members.StudentT(2, 12, 2)
    assert four and four.law == members.StudentT(2, 12, 4)


def test_a_gap_in_the_record_is_no_change_of_a_year() -> None:
    assert members.as_last(figures({2011: 8, 2012: 10, 2015: 12}), 2016) is None


def test_a_level_grows_on_as_it_did_on_average() -> None:
    said = members.level_as_grown(figures({2011: 0, 2012: 1, 2013: 3, 2014: 6}), 2016)
    assert said and said.law == members.StudentT(2, 6 + 2 * 2, pytest.approx((2 + 4 / 3) ** 0.5))


def test_a_record_that_is_too_short_gives_no_forecast() -> None:
    assert members.growth_as_on_average(RECORD[:2], 2014) is None
    assert members.as_last(RECORD[:2], 2014) is None
    assert members.level_as_grown(RECORD, 2014) is None
    assert members.target_as_forecast((), 2014) is None


def test_the_nation_is_carried_on_and_the_usual_gap_added() -> None:
    national = figures({2011: 5, 2012: 6, 2013: 6})
    said = members.nation_and_usual_gap(RECORD, national, 2014)
    gap = np.std([3, 4, 6], ddof=1) * (4 / 3) ** 0.5
    assert said and said.law == members.StudentT(
        2, pytest.approx(6 + 13 / 3), pytest.approx(np.hypot(gap, (1 / 2) ** 0.5))
    )
    assert members.nation_and_usual_gap(RECORD, national[:2], 2014) is None


def test_the_target_of_the_year_is_the_forecast_and_else_that_of_the_last_year() -> None:
    targets = (*figures({2013: 9, 2014: 10}), Figure(2014, 11, datetime.date(2015, 1, 1)))
    assert [said.mean for year in (2013, 2014, 2016) if (said := members.target_as_forecast(targets, year))] == [
        *(9, 11, 11)
    ]


def test_the_pool_gives_each_member_with_a_spread_the_same_weight() -> None:
    narrow = members.Said("narrow", draws=np.linspace(0, 1, 1001))
    wide = members.Said("wide", draws=np.linspace(1, 3, 1001))
    pool = members.pooled([narrow, wide, members.Said("point", draws=np.array([99.0]))])
    assert pool and pool.below(1) == pytest.approx(0.5, abs=1e-3)
    assert pool.mean == pytest.approx(1.25)
    assert pool.above(2) == pytest.approx(0.25, abs=1e-3)
    assert pool.quantiles(np.array([0.25])) == pytest.approx([0.5], abs=2e-3)
    assert members.pooled([narrow]) is None


def test_a_first_estimate_without_a_date_of_its_own_was_known_at_the_end_of_its_year() -> None:
    found = seen.first_published(
        observations(
            "grdp_growth,total,2017,year,6.8,percent,first_estimate,~2022,C,",
            "grdp_growth,total,2018,year,11.1,percent,first_estimate,unknown,C,",
            "grdp_growth,total,2019,year,12.1,percent,first_estimate,~2019-12-05,B,",
            "grdp_growth,total,2020,year,7.4,percent,first_estimate,2021-09,B,",
            "grdp_growth,total,2021,year,9,percent,revised,~2022,B,",
        ),
        "grdp_growth",
    )
    assert [each.known_from for each in found] == [
        datetime.date(2017, 12, 31),
        datetime.date(2018, 12, 31),
        datetime.date(2019, 12, 5),
        datetime.date(2021, 9, 30),
        datetime.date(2022, 12, 31),
    ]


def test_the_first_figure_of_a_year_counts_and_bounds_do_not() -> None:
    found = seen.first_published(
        observations(
            "grdp_growth,total,2011,year,12,percent,first_estimate,2011-12,B,bound: above",
            "grdp_growth,total,2011,year,7.4,percent,first_estimate,2020-09,B,",
            "grdp_growth,total,2011,year,11.7,percent,unknown,~2014,C,",
        ),
        "grdp_growth",
    )
    assert found == (Figure(2011, 11.7, datetime.date(2014, 12, 31)),)


def test_a_target_is_known_from_the_day_a_page_told_of_it() -> None:
    found = seen.growth_targets(
        observations(
            "grdp_growth,total,2021,year,10,percent,target,~2020-12,A,bound: above",
            "grdp_growth,total,2021H1,ytd,9,percent,target,~2020-07,B,",
            "grdp_growth,total,2021,year,10.28,percent,first_estimate,~2021-12,B,",
        )
    )
    assert found == (Figure(2021, 10, datetime.date(2020, 12, 31)),)


def test_only_what_was_known_on_the_day_is_seen() -> None:
    assert seen.known_on(RECORD, datetime.date(2012, 12, 31)) == RECORD[:2]


def test_a_reconciled_figure_counts_from_the_end_of_its_year_and_says_what_it_is() -> None:
    values = {("value_added_growth", "mining", "2016"): 3.0, ("value_added_growth", "mining", "2016-2022"): 4.0}
    found = seen.reconciled(values, "value_added_growth", "mining")
    assert found == (Figure(2016, 3.0, datetime.date(2016, 12, 31), seen.RECONCILED),)


def test_a_student_law_gives_the_very_numbers_of_scipy() -> None:
    levels = members.middles(101)
    for freedom, location, scale in ((2, 6.3, 1.1), (5, -0.4, 2.7), (11, 9.0, 0.3)):
        law = members.StudentT(freedom, location, scale)
        assert np.array_equal(law.quantiles(levels), stats.t.ppf(levels, freedom, location, scale))
        assert [law.below(value) for value in (-3.0, 6.3, 10.0)] == [
            float(stats.t.cdf(value, freedom, location, scale)) for value in (-3.0, 6.3, 10.0)
        ]
