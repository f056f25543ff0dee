"""Each word means the same on a number, on an array of draws and on a name."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest

from qnsim.engine import words
from qnsim.engine.formula import Term
from qnsim.quantities.units import unit

CASES = [
    (words.minimum, (1.5, -2.0), -2.0),
    (words.maximum, (1.5, -2.0), 1.5),
    (words.where, (1.0, 3.0, 4.0), 3.0),
    (words.where, (0.0, 3.0, 4.0), 4.0),
    (words.exp, (1.0,), math.e),
    (words.log, (math.e,), 1.0),
    (words.sqrt, (2.25,), 1.5),
    (words.floor, (-1.5,), -2.0),
]
NAMES = [f"{word.__name__}{given}" for word, given, _ in CASES]


@pytest.mark.parametrize(("word", "given", "expected"), CASES, ids=NAMES)
def test_a_word_on_numbers_is_a_number(word: Any, given: tuple[float, ...], expected: float) -> None:
    result = word(*given)
    assert isinstance(result, (int, float))
    assert result == expected


@pytest.mark.parametrize(("word", "given", "expected"), CASES, ids=NAMES)
def test_a_word_on_draws_acts_on_each(word: Any, given: tuple[float, ...], expected: float) -> None:
    assert word(*(np.full(3, value) for value in given)) == pytest.approx([expected] * 3, rel=1e-15)


@pytest.mark.parametrize(("word", "given", "expected"), CASES, ids=NAMES)
def test_a_word_on_numbers_and_draws_mixes_them(word: Any, given: tuple[float, ...], expected: float) -> None:
    assert word(np.full(3, given[0]), *given[1:]) == pytest.approx([expected] * 3, rel=1e-15)


@pytest.mark.parametrize(("word", "given", "expected"), CASES, ids=NAMES)
def test_a_word_on_names_is_a_node_of_the_formula(word: Any, given: tuple[float, ...], expected: float) -> None:
    term = word(*(Term(f"input_{place}") for place in range(len(given))))
    assert term.head == word.__name__
    assert [part.head for part in term.parts] == [f"input_{place}" for place in range(len(given))]


def test_a_word_accepts_a_plain_number_beside_a_name() -> None:
    term = words.maximum(Term("room"), 0)
    assert (term.names, term.numbers) == ({"room"}, {0})


@pytest.mark.parametrize("word", [words.minimum, words.maximum])
def test_a_plain_zero_stands_beside_any_unit(word: Any) -> None:
    year = unit("year")
    assert word(3 * year, 0).units == year.units
    assert word(0, 3 * year).units == year.units


def test_where_keeps_the_unit_of_what_it_chooses() -> None:
    year = unit("year")
    assert words.where(2 * year > year, 3 * year, 0) == 3 * year
    assert words.where(2 * year < year, 0, 3 * year) == 3 * year


@pytest.mark.parametrize(
    ("word", "given"),
    [
        (words.minimum, ("year", "USD")),
        (words.maximum, ("year", "1")),
        (words.where, ("1", "year", "USD")),
        (words.exp, ("year",)),
        (words.log, ("USD",)),
    ],
    ids=lambda value: getattr(value, "__name__", str(value)),
)
def test_a_word_refuses_units_that_do_not_fit(word: Any, given: tuple[str, ...]) -> None:
    import pint

    with pytest.raises(pint.DimensionalityError):
        word(*(unit(text) for text in given))


def test_the_square_root_halves_the_unit_and_floor_keeps_a_ratio() -> None:
    year = unit("year")
    assert words.sqrt(4 * year * year) == 2 * year
    assert words.floor(3 * year / (2 * year)) == unit("1")


def test_floor_of_a_ratio_of_units_is_the_floor_of_the_number() -> None:
    assert words.floor(5 * unit("quarter") / unit("year")) == unit("1")


@pytest.mark.parametrize(("word", "value"), [(words.log, -1.0), (words.sqrt, -1.0), (words.exp, 1000.0)])
def test_a_word_on_a_numpy_number_gives_what_it_gives_in_an_array(word: Any, value: float) -> None:
    with np.errstate(all="ignore"):
        assert not np.isfinite(word(np.float64(value)))
