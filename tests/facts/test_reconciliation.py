"""Least squares of accounts: the identities hold, and errors decide who gives way."""

from __future__ import annotations

from dataclasses import replace

import pytest

from qnsim.errors import DataError
from qnsim.facts.reconciliation import Estimate, Key, Measurement, reconcile

YEARS = range(2001, 2003)
PARTS = {"value_added": ("farms", "shops"), "investment": ("fdi", "other")}
LEVELS = [
    Measurement("value_added", "farms", "2001", 40, 1, "u"),
    Measurement("value_added", "shops", "2001", 60, 1, "u"),
    Measurement("value_added_growth", "farms", "2002", 5, 1, "%"),
    Measurement("value_added_growth", "shops", "2002", 10, 1, "%"),
    Measurement("investment", "fdi", "2001", 10, 1, "u"),
    Measurement("investment", "fdi", "2002", 10, 1, "u"),
    Measurement("investment", "other", "2001", 20, 1, "u"),
    Measurement("investment", "other", "2002", 20, 1, "u"),
    Measurement("fdi_registered", "total", "2001", 30, 1, "u"),
    Measurement("fdi_registered", "total", "2002", 30, 1, "u"),
    Measurement("fdi_backlog", "total", "2001", 50, 10, "u"),
    Measurement("fdi_realised_share", "total", "", 0.5, 0.1, "1"),
    Measurement("fdi_fixed_capital_share", "total", "", 0.8, 0.1, "1"),
    Measurement("employed", "total", "2001", 7, 1, "u"),
    Measurement("employed", "total", "2002", 7, 1, "u"),
]


def solved(measurements: list[Measurement], exchange_rate: float = 0.5) -> dict[Key, Estimate]:
    return {each.key: each for each in reconcile(measurements, PARTS, YEARS, exchange_rate)}


def test_figures_that_agree_are_kept_and_what_follows_from_them_is_added() -> None:
    found = solved(LEVELS)
    assert found["value_added_growth", "total", "2002"].value == pytest.approx(8)
    assert found["value_added_contribution", "shops", "2002"].value == pytest.approx(6)
    assert found["fdi_spent", "total", "2002"].value == pytest.approx(25)
    assert found["fdi_backlog", "total", "2002"].value == pytest.approx(50 + 0.5 * 30 - 25)
    assert max(abs(each.residual or 0) for each in found.values()) < 1e-6


def test_a_figure_alone_keeps_its_error() -> None:
    found = solved(LEVELS)
    assert found["value_added_growth", "farms", "2002"].error == pytest.approx(1, rel=1e-4)
    assert found["value_added", "total", "2001"].error == pytest.approx(2**0.5, rel=1e-4)


def test_of_figures_that_disagree_the_surer_one_moves_less() -> None:
    total = Measurement("value_added_growth", "total", "2002", 9, 0.01, "%")
    surer = [replace(m, error=0.1) if m.key == ("value_added_growth", "farms", "2002") else m for m in LEVELS]
    found = solved([*surer, total])
    assert found["value_added_growth", "total", "2002"].value == pytest.approx(9, abs=0.01)
    assert found["value_added_growth", "farms", "2002"].value == pytest.approx(5, abs=0.1)
    assert found["value_added_growth", "shops", "2002"].value == pytest.approx(11.6, abs=0.1)


def test_what_is_measured_twice_is_refused() -> None:
    with pytest.raises(DataError, match="value_added farms 2001: measured twice"):
        solved([*LEVELS, LEVELS[0]])


def test_what_is_not_of_the_accounts_is_refused_by_name() -> None:
    with pytest.raises(DataError, match="value_added shops 1999: not a quantity of the accounts of 2001 to 2002"):
        solved([*LEVELS, Measurement("value_added", "shops", "1999", 1, 1, "u")])


def test_a_level_that_nothing_measures_is_refused() -> None:
    with pytest.raises(DataError, match="leave some levels open"):
        solved([each for each in LEVELS if each.key != ("employed", "total", "2002")])
