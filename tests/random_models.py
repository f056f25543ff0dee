"""Small models that hypothesis makes up: random formulas of every word an equation may use, random stocks and flows."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from typing import Any

from hypothesis import strategies as st

from qnsim.engine import words
from qnsim.engine.declare import Note, Stock

NAMES_OF_STOCKS = ("s0", "s1", "s2", "s3", "s4")
PARAMETERS = ("p0", "p1", "p2")
WORDS: Mapping[str, tuple[int, Callable[..., Any]]] = {
    "add": (2, lambda a, b: a + b),
    "take": (2, lambda a, b: a - b),
    "times": (2, lambda a, b: a * b),
    "ratio": (2, lambda a, b: a / (1 + b * b)),
    "power": (2, lambda a, b: (1 + a * a) ** words.minimum(b, 1)),
    "double": (1, lambda a: 2 * a),
    "rest": (1, lambda a: 1 - a),
    "negative": (1, lambda a: -a),
    "minimum": (2, words.minimum),
    "maximum": (2, words.maximum),
    "excess": (2, lambda a, b: words.where(a > b, a - b, 0)),
    "exp": (1, lambda a: words.exp(words.minimum(a, 1))),
    "log": (1, lambda a: words.log(1 + a * a)),
    "sqrt": (1, lambda a: words.sqrt(1 + a * a)),
}


@st.composite
def formulas(draw_from: st.DrawFn, names: tuple[str, ...]) -> Any:
    """A random formula as nested tuples; every leaf is a name."""
    leaf = st.sampled_from(names)
    return draw_from(
        st.recursive(leaf, lambda inner: st.one_of(*(_applied(word, inner) for word in WORDS)), max_leaves=8)
    )


def _applied(word: str, inner: Any) -> Any:
    return st.tuples(st.just(word), *[inner] * WORDS[word][0])


def leaves(formula: Any) -> set[str]:
    if isinstance(formula, tuple):
        return set().union(*(leaves(part) for part in formula[1:]))
    return {formula}


def computed(formula: Any, known: Mapping[str, Any]) -> Any:
    if isinstance(formula, tuple):
        return WORDS[formula[0]][1](*(computed(part, known) for part in formula[1:]))
    return known[formula]


def equation_of(name: str, formula: Any, **stocks: str | None) -> Any:
    """A real function with its own signature that computes a formula, held between 0 and 2."""
    reads = sorted(leaves(formula))

    def equation(*values: Any, **named: Any) -> Any:
        """A random formula."""
        return words.maximum(
            words.minimum(computed(formula, {**dict(zip(reads, values, strict=False)), **named}), 2), 0
        )

    kind = inspect.Parameter.POSITIONAL_OR_KEYWORD
    equation.__signature__ = inspect.Signature([inspect.Parameter(read, kind) for read in reads])  # type: ignore[attr-defined]
    equation.__name__ = name
    equation.note = Note("1", **stocks)  # type: ignore[attr-defined]
    return equation


@st.composite
def models(draw_from: st.DrawFn) -> tuple[list[Any], dict[str, Stock]]:
    """Equations and stocks of a small model: auxiliaries read earlier ones, flows leave and enter any stock."""
    names = NAMES_OF_STOCKS[: draw_from(st.integers(2, 5))]
    equations, readable = [], (*PARAMETERS, "step")
    start = equation_of("start", draw_from(formulas(readable)))
    equations.append(start)
    readable = (*readable, *names, "time", "quarter_of_year", "shock")
    for number in range(draw_from(st.integers(1, 4))):
        equations.append(equation_of(f"a{number}", draw_from(formulas(readable))))
        readable = (*readable, f"a{number}")
    for number in range(draw_from(st.integers(1, 4))):
        ends = draw_from(st.permutations([None, *names]))[:2]
        sides = {"out_of": ends[0], "into": ends[1]}
        equations.append(equation_of(f"f{number}", draw_from(formulas(readable)), **sides))
    return equations, {name: Stock("1", start=[None, "start", *PARAMETERS][place]) for place, name in enumerate(names)}
