"""What is learned of the model's errors: little from few, more from many, nothing from none."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from qnsim.analysis.backtest.errors import FREEDOM, WITHIN, LearnedErrors, PastError, corrected, learn_errors
from qnsim.analysis.backtest.members import CORRECTED, MODEL, Said, StudentT

SEVEN = [PastError(year - 1, year, 2.0, 1.0) for year in range(2016, 2023)]


def variance(law: StudentT) -> float:
    return law.scale**2 / WITHIN


def test_before_any_error_is_seen_the_law_is_the_prior() -> None:
    """Variance 1 of the common mean, 0.25 of a horizon's, and 1 of the spread times the mean of the squared factor."""
    learned = learn_errors([])
    assert learned.years == 0
    for law in learned.laws:
        assert law.location == pytest.approx(0, abs=0.01)
        assert variance(law) == pytest.approx(1.25 + np.exp(2 * 0.3**2), rel=0.02)


def test_an_error_seen_in_every_year_is_learned_but_shrunk_towards_zero() -> None:
    laws = learn_errors(SEVEN).laws
    assert 1.2 < laws[0].location < 2
    few = learn_errors(SEVEN[:2]).laws[0]
    assert 0 < few.location < laws[0].location
    assert variance(few) > variance(laws[0])


def test_other_horizons_learn_from_one_but_less() -> None:
    one, two, three = learn_errors(SEVEN).laws
    assert 0 < three.location < one.location
    assert two.location == pytest.approx(three.location, abs=0.1)
    assert variance(two) > variance(one)


def test_an_error_that_the_draws_account_for_leaves_no_spread_to_learn() -> None:
    errors = [PastError(2015 + n, 2016 + n, value, 4.0) for n, value in enumerate((-2, 2, -1, 1, 2, -2, 0))]
    narrow = learn_errors([replace(each, variance=0.01) for each in errors]).laws[0]
    assert variance(learn_errors(errors).laws[0]) < variance(narrow)


def test_errors_of_one_year_count_as_one() -> None:
    alone = learn_errors([PastError(2017, 2018, 2.0, 1.0)])
    three = learn_errors([PastError(origin, 2018, 2.0, 1.0) for origin in (2015, 2016, 2017)])
    assert three.years == alone.years == 1
    assert three.laws[0].location < 1.5 * alone.laws[0].location


def test_what_was_learned_lasts_five_years_and_then_fades_into_the_prior() -> None:
    prior = StudentT(FREEDOM, 0, 2)
    learned = LearnedErrors(tuple(StudentT(FREEDOM, mean, 1) for mean in (1, 2, 3)), prior, 7)
    assert [learned.ahead(each).location for each in (1, 2, 3, 4, 5, 6, 7)] == [1, 2, 3, 3, 3, 1.5, 0.75]
    assert learned.ahead(5).scale == 1
    assert learned.ahead(6).scale == pytest.approx(np.sqrt(0.5 + 0.5 * 4))
    assert learned.ahead(40).scale == pytest.approx(2)


def test_a_correction_moves_and_widens_what_the_model_says() -> None:
    own = Said(MODEL, draws=np.random.default_rng(1).normal(9, 2, 5_000))
    after = corrected(own, StudentT(FREEDOM, 1.0, 1.5 * np.sqrt(WITHIN)), CORRECTED)
    assert after.mean == pytest.approx(10, abs=0.1)
    assert np.std(after.points) == pytest.approx(2.5, rel=0.05)
