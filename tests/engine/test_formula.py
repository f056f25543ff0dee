"""Terms: an equation run on names gives its own formula."""

from __future__ import annotations

from typing import Any

import pytest

from qnsim.engine.formula import Term, place_of, trace
from qnsim.engine.words import where
from qnsim.errors import ModelError


def shown(term: Term) -> Any:
    """A term as nested tuples."""
    if term.number is not None:
        return term.number
    return (term.head, *map(shown, term.parts)) if term.parts else term.head


@pytest.mark.parametrize(
    ("equation", "formula"),
    [
        (lambda a, b: a + b * 2, ("+", "a", ("*", "b", 2))),
        (lambda a, b: 1 - a / b, ("-", 1, ("/", "a", "b"))),
        (lambda a, b: (2 * a) ** b, ("**", ("*", 2, "a"), "b")),
        (lambda a, b: -a - b, ("-", ("negative", "a"), "b")),
        (lambda a, b: where(a < b, a, 2), ("where", ("<", "a", "b"), "a", 2)),
        (lambda a, b: where(a != 1, b, a), ("where", ("!=", "a", 1), "b", "a")),
        (lambda a, b: 0 + a + 2**b / 1, ("+", ("+", 0, "a"), ("/", ("**", 2, "b"), 1))),
    ],
)
def test_a_body_becomes_a_tree_in_the_order_it_is_written(equation: Any, formula: Any) -> None:
    assert shown(trace(equation, ("a", "b"))) == formula


def test_a_formula_knows_its_names_and_numbers() -> None:
    term = trace(lambda a, b: 2 * a + b - 1, ("a", "b"))
    assert (term.names, term.numbers) == ({"a", "b"}, {1, 2})


@pytest.mark.parametrize("number", [3, -1, 0.5, 100, 1e-9])
def test_only_nought_one_and_two_may_stand_in_a_formula(number: float) -> None:
    with pytest.raises(ModelError, match="it contains the number"):
        trace(lambda a: number * a, ("a",))


def test_one_written_as_a_float_is_still_one() -> None:
    assert trace(lambda a: 1.0 * a, ("a",)).numbers == {1}


def test_a_term_is_neither_true_nor_false() -> None:
    with pytest.raises(ModelError, match="use where"):
        bool(Term("a") == Term("a"))


def test_terms_can_be_members_of_a_set() -> None:
    term = Term("a")
    assert len({term, term, Term("b")}) == 2


def test_an_equation_of_the_package_is_placed_below_it() -> None:
    from qnsim.economy.mining import value_added_mining

    file, line = place_of(value_added_mining)
    assert (file, line > 1) == ("economy/mining.py", True)
