"""The calendar, by hand."""

from __future__ import annotations

import pytest

from qnsim.economy import calendar


@pytest.mark.parametrize(("time", "last"), [(2023.0, 0), (2023.25, 0), (2023.5, 0), (2023.75, 1), (2024.0, 0)])
def test_only_the_fourth_quarter_ends_a_year(time: float, last: int) -> None:
    assert calendar.year_end(time, step=0.25, accounting_year=1.0) == last


@pytest.mark.parametrize("steps_in_year", [4, 8, 16])
def test_a_year_ends_once_whatever_the_step(steps_in_year: int) -> None:
    step = 1 / steps_in_year
    ends = [calendar.year_end(2023 + place * step, step, accounting_year=1.0) for place in range(steps_in_year)]
    assert ends == [0] * (steps_in_year - 1) + [1]


@pytest.mark.parametrize(("steps_in_year", "ends"), [(4, [1, 1, 1, 1]), (8, [0, 1] * 4), (16, [0, 0, 0, 1] * 4)])
def test_a_quarter_ends_once_whatever_the_step(steps_in_year: int, ends: list[int]) -> None:
    step = 1 / steps_in_year
    found = [calendar.quarter_end(2023 + place * step, step, quarter_length=0.25) for place in range(steps_in_year)]
    assert found == ends


def test_years_are_counted_from_the_middle_of_the_base_year_to_the_middle_of_the_step() -> None:
    assert calendar.years_since_base(time=2024.0, step=0.25, base_time=2022.5) == 1.625


def test_the_head_start_is_the_first_value_of_the_years_since_the_base() -> None:
    assert calendar.head_start(accounting_year=1.0, step=0.25) == 0.625
    assert calendar.head_start(accounting_year=1.0, step=0.25) == calendar.years_since_base(2023.0, 0.25, 2022.5)


@pytest.mark.parametrize("steps_in_year", [4, 16])
def test_the_first_year_is_the_one_after_the_base_year(steps_in_year: int) -> None:
    step = 1 / steps_in_year
    first = [
        calendar.first_year(2023 + place * step, step, base_time=2022.5, accounting_year=1.0)
        for place in range(2 * steps_in_year)
    ]
    assert first == [1] * steps_in_year + [0] * steps_in_year
