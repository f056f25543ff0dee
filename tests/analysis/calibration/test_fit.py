"""Statistics of fit, by hand."""

from __future__ import annotations

import datetime

import numpy as np
import pytest

from qnsim.analysis.calibration.fit import Predicted, statistics_of_fit
from qnsim.facts.likelihood import Figure

KNOWN, FITTED = np.array([2.0, 4.0, 6.0]), np.array([3.0, 4.0, 8.0])


def figure(year: int, value: float) -> Figure:
    day = datetime.date(year, 12, 1)
    return Figure("grdp_growth", "", str(year), str(year), "level", value, 1.0, "%", "S", day, f"f:{year}")


def test_statistics_are_those_of_their_definitions() -> None:
    found = statistics_of_fit(KNOWN, FITTED)  # errors 1, 0, 2
    assert found["rmse"] == pytest.approx(np.sqrt(5 / 3))
    assert found["mape"] == pytest.approx(100 * (1 / 2 + 0 + 2 / 6) / 3)
    assert found["r2"] == pytest.approx(1 - 5 / 8)
    assert found["theil_u"] == pytest.approx(np.sqrt((5 / 3) / (56 / 3)))
    assert found["theil_bias"] == pytest.approx(1 / (5 / 3))
    assert found["durbin_watson"] == pytest.approx((1 + 4) / 5)


def test_the_shares_of_theil_add_up_to_one_and_name_what_kind_of_error_it_is() -> None:
    shares = ("theil_bias", "theil_variance", "theil_covariance")
    assert sum(statistics_of_fit(KNOWN, FITTED)[name] for name in shares) == pytest.approx(1)
    above, swinging, out_of_step = (
        [statistics_of_fit(KNOWN, fitted)[name] for name in shares]
        for fitted in (KNOWN + 1, 4 + 2 * (KNOWN - 4), KNOWN[::-1])
    )
    assert above == pytest.approx([1, 0, 0])
    assert swinging == pytest.approx([0, 1, 0])
    assert out_of_step == pytest.approx([0, 0, 1])


def test_without_an_error_shares_are_not_defined() -> None:
    found = statistics_of_fit(KNOWN, KNOWN)
    assert (found["rmse"], found["r2"], found["theil_u"]) == (0, 1, 0)
    assert np.isnan([found["theil_bias"], found["theil_covariance"], found["durbin_watson"]]).all()


def test_a_figure_is_told_if_it_lies_within_ninety_percent_of_what_would_have_been_published() -> None:
    drawn = np.tile(np.linspace(0, 10, 101), (3, 1))
    figures = (figure(2016, 9.4), figure(2017, 9.6), figure(2018, 5.05))
    table = Predicted(figures, drawn, drawn).table()
    assert table["told"].tolist() == [True, False, True]
    assert table["share_below"].tolist() == pytest.approx([94 / 101, 96 / 101, 51 / 101], abs=0.011)
    assert table.loc[0, ["p05", "median", "p95"]].tolist() == pytest.approx([0.5, 5, 9.5])


def test_only_series_of_three_figures_and_more_have_statistics() -> None:
    figures = (figure(2016, 2.0), figure(2017, 4.0), figure(2018, 6.0))
    modelled = np.stack([FITTED - 1, FITTED + 1], axis=1)  # their mean counts, not their noise
    (row,) = Predicted(figures, modelled, modelled).series().to_dict("records")
    assert (row["figures"], row["rmse"]) == (3, pytest.approx(np.sqrt(5 / 3)))
    assert Predicted(figures[:2], modelled[:2], modelled[:2]).series().empty
