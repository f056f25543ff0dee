"""Model and record together, by hand, and what a scenario moves."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from scipy.stats import norm

from qnsim.analysis.backtest.members import StudentT
from qnsim.analysis.backtest.views import Together, Views, see
from qnsim.errors import DataError
from qnsim.facts.past_forecasts import PRIORS, Law, PastForecasts

RECORD = Law(9, 10.0, 1.5)
PAST = PastForecasts(
    "0123456789ab",
    PRIORS,
    {"2022": 0.5},
    1,
    (Law(5, 1.0, 0.5),),
    Law(5, 0.0, 1.25),
    {"model_corrected": 0.5, "climatology": 0.5},
    ((0.01, -0.01), (-0.01, 0.01)),
    {"2023": {"climatology": RECORD}},
)
DRAWS = np.random.default_rng(1).normal(8, 2, 5_000)


def seen(own: np.ndarray, baseline: np.ndarray = DRAWS, past: PastForecasts = PAST) -> Views:
    found = see(past, "2023", 1, 10, own, baseline)
    assert found
    return found


def test_the_model_alone_is_its_draws_and_the_record_its_law() -> None:
    views = seen(DRAWS)
    assert views.model.probability == np.mean(DRAWS > 10)
    assert views.record.probability == pytest.approx(0.5)
    assert views.record.p95 == pytest.approx(StudentT(9, 10, 1.5).quantiles(np.array([0.95]))[0])


def test_together_lies_between_the_record_and_the_model_moved_by_its_error() -> None:
    together, record = seen(DRAWS).together, seen(DRAWS).record
    corrected = seen(DRAWS, past=replace(PAST, weights={"model_corrected": 1.0, "climatology": 0.0})).together
    assert corrected.middle == pytest.approx(9, abs=0.1)
    assert together.probability == pytest.approx((corrected.probability + record.probability) / 2)


def test_a_scenario_moves_the_record_in_the_pool_by_the_difference_in_the_model() -> None:
    before, after = seen(DRAWS), seen(DRAWS + 2)
    assert after.record == before.record
    assert after.together.middle - before.together.middle == pytest.approx(2, abs=0.05)
    assert after.together.p95 - before.together.p95 == pytest.approx(2, abs=0.1)


def test_a_difference_that_is_not_sure_widens_the_record() -> None:
    unsure = DRAWS + np.random.default_rng(2).normal(0, 3, DRAWS.size)
    past = replace(PAST, weights={"model_corrected": 0.0, "climatology": 1.0})
    assert seen(unsure, past=past).together.p05 < seen(DRAWS, past=past).together.p05 - 1


def test_other_weights_give_no_probability_outside_those_of_the_members() -> None:
    together = seen(DRAWS).together
    assert together.low is not None and together.high is not None
    assert together.low < together.probability < together.high <= 0.5
    sure = seen(DRAWS, past=replace(PAST, covariance=((0.0, 0.0), (0.0, 0.0)))).together
    assert sure.low == sure.high == sure.probability


def test_of_a_year_that_the_record_does_not_tell_nothing_is_seen() -> None:
    assert see(PAST, "2024", 2, 10, DRAWS, DRAWS) is None


def test_the_mean_of_what_each_draw_is_given_is_the_probability_of_the_pool() -> None:
    moved = DRAWS + 0.5 + np.random.default_rng(3).normal(0, 0.5, DRAWS.size)
    each = Together(PAST, 10, 2022).chances("2023", moved, DRAWS)
    assert each.shape == DRAWS.shape and each.min() > 0 and each.max() < 1
    assert each.mean() == pytest.approx(seen(moved).together.probability)
    error, record = StudentT(5, 1.0, 0.5), StudentT(9, 10, 1.5)
    by_hand = [(1 - error.below(10 - own)) / 2 + (1 - record.below(10 - own + base)) / 2
               for own, base in zip(moved[:5], DRAWS[:5], strict=True)]  # fmt: skip
    assert each[:5] == pytest.approx(by_hand)


def test_a_year_without_a_record_is_refused() -> None:
    with pytest.raises(DataError, match=r"say nothing of 2024; expected one of 2023"):
        Together(PAST, 10, 2022).chances("2024", DRAWS, DRAWS)


def test_the_simulation_error_of_together_is_smaller_than_that_of_counted_draws() -> None:
    views = see(PAST, "2023", 1, 10, DRAWS, DRAWS, [500] * 10)
    assert views is not None and views.together.chance is not None and views.model.chance is not None
    assert views.together.chance.value == pytest.approx(views.together.probability)
    assert 0 < views.together.chance.error < views.model.chance.error
    assert views.record.chance is None


def test_the_interval_of_the_record_is_what_samples_of_so_few_years_leave_open() -> None:
    record, source = seen(DRAWS).record, np.random.default_rng(4)
    spread = 1.5 / np.sqrt(1.1) * np.sqrt(9 / source.chisquare(9, 200_000))
    mean = 10.0 + source.normal(0, 1, 200_000) * spread / np.sqrt(10)
    chances = norm.sf((10 - mean) / spread)
    assert chances.mean() == pytest.approx(record.probability, abs=0.002)
    assert (record.low, record.high) == pytest.approx(tuple(np.quantile(chances, [0.05, 0.95])), abs=0.005)
