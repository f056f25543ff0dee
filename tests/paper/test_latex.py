"""Formulas on paper, read back by a reader that shares no code with the writer."""

from __future__ import annotations

import math
import operator
import random
from collections.abc import Callable, Iterable
from fractions import Fraction
from typing import Any

import pytest
from formula_reader import tokens, value
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from qnsim.engine.formula import Term, trace
from qnsim.engine.words import exp, floor, log, maximum, minimum, sqrt, where
from qnsim.facts.case import Case
from qnsim.paper import latex as writer
from qnsim.paper.latex import latex, pieces, word
from qnsim.paper.plain import plain
from qnsim.paper.shorthand import shortened

KNOWN = {"a": Fraction(7, 3), "b": Fraction(13, 5), "long_name_of_a_variable": Fraction(-11, 7), "d": Fraction(19, 2)}
# Exact stand-ins for functions that have no exact value: no two formulas agree by rounding, none differ by it.
EXACT: dict[str, Callable[..., Any]] = {
    r"\min": min,
    r"\max": max,
    r"\exp": lambda x: 3 * x * x + x + 5,
    r"\ln": lambda x: 2 * x * x - 7 * x + 3,
    r"\sqrt": lambda x: 5 * x * x + 11 * x + 1,
    r"\lfloor": lambda x: Fraction(math.floor(x)),
    "^": lambda base, exponent: base * base * exponent + 2 * base + 7 * exponent * exponent + 1,
}
WORDS = {"minimum": r"\min", "maximum": r"\max", "exp": r"\exp", "log": r"\ln", "sqrt": r"\sqrt", "floor": r"\lfloor"}
RELATIONS = {"<": "lt", "<=": "le", ">": "gt", ">=": "ge", "==": "eq", "!=": "ne"}
ARITHMETIC = {"+": "add", "-": "sub", "*": "mul", "/": "truediv", **RELATIONS}
PAIRS = ("+", "-", "*", "/", "**", "minimum", "maximum")
SINGLES = ("negative", "exp", "log", "sqrt", "floor")


def worth(term: Term) -> Any:
    """The exact value of a tree."""
    if term.number is not None:
        return Fraction(term.number)
    if not term.parts:
        return KNOWN[term.head]
    parts = [worth(part) for part in term.parts]
    if term.head == "where":
        return parts[1] if parts[0] != 0 else parts[2]
    if term.head == "negative":
        return -parts[0]
    if term.head == "**":
        return EXACT["^"](*parts)
    if term.head in WORDS:
        return EXACT[WORDS[term.head]](*parts)
    found = getattr(operator, ARITHMETIC[term.head])(*parts)
    return int(found) if term.head in RELATIONS else found


def bigger(smaller: st.SearchStrategy[Term]) -> st.SearchStrategy[Term]:
    """Terms one operation larger; a comparison only where an equation may have one, as the condition of a `where`."""

    def pairs(heads: Iterable[str]) -> st.SearchStrategy[Term]:
        return st.builds(lambda head, one, two: Term(head, (one, two)), st.sampled_from(tuple(heads)), smaller, smaller)

    conditions = st.one_of(smaller, pairs(RELATIONS))
    return st.one_of(
        pairs(PAIRS),
        st.builds(lambda head, one: Term(head, (one,)), st.sampled_from(SINGLES), smaller),
        st.builds(lambda one, two, three: Term("where", (one, two, three)), conditions, smaller, smaller),
    )


LEAVES = st.one_of(
    st.sampled_from(tuple(KNOWN)).map(Term), st.sampled_from((0, 1, 2, -1)).map(lambda n: Term("number", number=n))
)
TERMS = st.recursive(LEAVES, bigger, max_leaves=12)


@pytest.mark.slow
@pytest.mark.claim(
    "The formulas on paper are the equations that are simulated",
    how="A reader written apart from the writer evaluates the printed formulas: random ones exactly, and every "
    "equation of the model at random points, from the text and from the page",
)
@settings(max_examples=1000, deadline=None)
@given(TERMS)
def test_a_formula_read_back_is_exactly_the_tree_it_was_written_from(term: Term) -> None:
    try:
        wanted = worth(term)
    except ZeroDivisionError:
        assume(False)
    assert value(tokens(latex(term)), KNOWN, EXACT) == wanted


@pytest.mark.slow
@settings(max_examples=300, deadline=None)
@given(TERMS)
def test_every_piece_of_a_formula_has_its_own_braces_and_fractions(term: Term) -> None:
    for piece in pieces(term):
        assert piece.text.count("{") == piece.text.count("}")
        assert piece.text.count(r"\left") == piece.text.count(r"\right")


@pytest.mark.claim(
    "The formulas on paper are the equations that are simulated",
    how="A reader written apart from the writer evaluates the printed formulas: random ones exactly, and every "
    "equation of the model at random points, from the text and from the page",
)
def test_every_equation_of_the_model_read_back_has_the_value_it_computes(
    case: Case, figure: Callable[..., None]
) -> None:
    largest = 0.0
    for equation in case.model.variables.values():
        chance = random.Random(equation.name)
        for _ in range(5):
            known = {name: chance.uniform(0.3, 0.9) for name in equation.reads}
            wanted = float(equation.compute(*known.values()))
            found = value(tokens(latex(equation.formula)), known)
            largest = max(largest, abs(found - wanted) / max(abs(wanted), 1e-6))
    figure("equations read back", len(case.model.variables))
    figure("largest relative difference", largest, limit=1e-9)
    assert largest < 1e-9


@pytest.mark.parametrize(
    ("equation", "formula"),
    [
        (lambda a, b: (a + b) / 2, r"\frac{\text{a} + \text{b}}{2}"),
        (lambda a, b: a * b / 2, r"\text{a} \times \frac{\text{b}}{2}"),
        (lambda a, b: a / b / 2, r"\frac{\text{a}}{\text{b} \times 2}"),
        (lambda a, b: a - (b + 1), r"\text{a} - \left( \text{b} + 1 \right)"),
        (lambda a, b: a + (b + 1), r"\text{a} + \text{b} + 1"),
        (lambda a, b: (a - b) * 2, r"\left( \text{a} - \text{b} \right) \times 2"),
        (lambda a, b: (a * b) ** 2, r"\left( \text{a} \times \text{b} \right)^{2}"),
        (lambda a, b: 1 - a ** (b - 1), r"1 - \text{a}^{\text{b} - 1}"),
        (lambda a, b: -(a**b), r"- \text{a}^{\text{b}}"),
        (lambda a, b: minimum(a, maximum(b, 0)), r"\min \left( \text{a} , \max \left( \text{b} , 0 \right) \right)"),
        (lambda a, b: exp(-a) * log(b), r"\exp \left( - \text{a} \right) \times \ln \left( \text{b} \right)"),
        (lambda a, b: sqrt(a) - floor(b), r"\sqrt{\text{a}} - \left\lfloor \text{b} \right\rfloor"),
        (
            lambda a, b: where(a >= b, 1, 0),
            r"\begin{cases} 1 & \text{if } \text{a} \geq \text{b} \\ 0 & \text{otherwise} \end{cases}",
        ),
    ],
)
def test_a_formula_has_the_parentheses_it_needs_and_no_more(equation: Any, formula: str) -> None:
    assert latex(trace(equation, ("a", "b"))) == formula


def test_a_name_is_set_upright_with_spaces() -> None:
    assert word("fdi_stage_rate") == r"\text{fdi stage rate}"


def test_a_short_bracket_stays_on_one_line_and_a_long_one_may_break() -> None:
    short = trace(lambda a, b: a * (1 - b), ("a", "b"))
    long_names = ("long_name_of_a_variable", "another_long_name")
    long = trace(
        lambda long_name_of_a_variable, another_long_name: 2 * (long_name_of_a_variable - another_long_name), long_names
    )
    assert [piece.text for piece in pieces(short)] == [r"\text{a}", r"\times \left( 1 - \text{b} \right)"]
    assert [piece.text for piece in pieces(long)] == [
        "2",
        r"\times \bigl( \text{long name of a variable}",
        r"- \text{another long name} \bigr)",
    ]


def test_a_lost_parenthesis_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    term = trace(lambda a, b, d: a - (b - d), ("a", "b", "d"))
    monkeypatch.setattr(writer, "_parenthesised", lambda inside: list(inside))
    assert value(tokens(latex(term)), KNOWN, EXACT) != worth(term)


def test_a_long_part_used_twice_is_written_once_under_a_letter() -> None:
    def equation(a: Any, b: Any, long_name_of_a_variable: Any) -> Any:
        usual = maximum(long_name_of_a_variable * b, a / 2)
        return minimum(a, usual / 2) / usual

    parts = shortened(trace(equation, ("a", "b", "long_name_of_a_variable")))
    assert {name: plain(part) for name, part in parts.items()} == {
        "": "minimum(a, A / 2) / A",
        "A": "maximum(long_name_of_a_variable * b, a / 2)",
    }


def test_each_shared_part_has_its_own_letter_and_may_read_another() -> None:
    def equation(a: Any, b: Any, long_name_of_a_variable: Any) -> Any:
        first = long_name_of_a_variable + a
        second = maximum(first * b, first / b)
        return second / (1 + second) + first

    parts = shortened(trace(equation, ("a", "b", "long_name_of_a_variable")))
    assert {name: plain(part) for name, part in parts.items()} == {
        "": "A / (1 + A) + B",
        "A": "maximum(B * b, B / b)",
        "B": "long_name_of_a_variable + a",
    }


def test_a_short_part_used_twice_is_written_out() -> None:
    def equation(a: Any, b: Any) -> Any:
        both = a + b
        return both / (1 + both)

    assert {name: plain(part) for name, part in shortened(trace(equation, ("a", "b"))).items()} == {
        "": "(a + b) / (1 + (a + b))"
    }


@pytest.mark.slow
@settings(max_examples=200, deadline=None)
@given(TERMS)
def test_a_formula_in_plain_text_is_python_with_the_same_value(term: Term) -> None:
    meaning = {name: EXACT[sign] for name, sign in WORDS.items()}
    names = {**KNOWN, **meaning, "where": lambda test, yes, no: yes if test != 0 else no}
    assume(not any(part.head in ("**", "/") or part.number == -1 for part in term.walk()))
    assert eval(plain(term), {}, names) == worth(term)
