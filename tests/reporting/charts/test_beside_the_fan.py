"""Below the fan stands what the record says, and what model and record together would have said before."""

from __future__ import annotations

from dataclasses import replace

from qnsim.analysis.backtest.views import View, Views
from qnsim.language import ENGLISH, VIETNAMESE
from qnsim.reporting.charts.fan_of_growth import _beside

VIEW = View(9.0, 5.0, 13.0, 0.4)
VIEWS = Views(VIEW, replace(VIEW, probability=0.52), VIEW, (0.31, 0.64, 0.5), 2)


def test_the_record_and_the_past_stand_below_the_fan() -> None:
    assert " ".join(map(ENGLISH.say, _beside(VIEWS))) == (
        "The record by itself gives the target 52%. One year ahead, together they would have given 31% to 64% in 3 "
        "earlier years, of which 2 passed."
    )
    assert VIETNAMESE.say(_beside(VIEWS)[0]) == "Riêng lịch sử cho xác suất đạt chỉ tiêu là 52%."


def test_without_past_forecasts_nothing_is_said_of_them() -> None:
    assert _beside(None) == [] and len(_beside(replace(VIEWS, before=()))) == 1
