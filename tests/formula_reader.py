r"""A reader of formulas that shares no code with the writer: LaTeX in, value out.

It knows school algebra only: a sign stands at the start of a sum, powers bind before products, products before sums.
So a lost parenthesis is a wrong value or a formula that cannot be read.
"""

from __future__ import annotations

import math
import operator
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

TOKEN = re.compile(
    r"\s*(\\text\{[^}]*\}|\\(?:begin|end)\{\w+\}|\\(?:left|right|[bB]igl|[bB]igr)(?![a-z])|\\[a-z]+|\\\\|\d+(?:\.\d+)?|\S)"
)
SIZES = {r"\left", r"\right", r"\bigl", r"\bigr", r"\Bigl", r"\Bigr"}
RELATIONS = {"<": "lt", r"\leq": "le", ">": "gt", r"\geq": "ge", "=": "eq", r"\neq": "ne"}
USUAL: dict[str, Callable[..., Any]] = {
    r"\min": min,
    r"\max": max,
    r"\exp": math.exp,
    r"\ln": math.log,
    r"\sqrt": math.sqrt,
    r"\lfloor": math.floor,
    "^": operator.pow,
}


def tokens(text: str) -> list[str]:
    """The signs of a formula; sizes of brackets say nothing and are left out."""
    return [token for token in TOKEN.findall(text) if token not in SIZES]


def value(signs: Sequence[str], known: Mapping[str, Any], meaning: Mapping[str, Callable[..., Any]] = USUAL) -> Any:
    """The value of a formula, given the values of its names and what its functions mean."""
    reader = _Reader(signs, known, meaning)
    found = reader.sum()
    if reader.rest:
        raise ValueError(f"cannot read on at {' '.join(reader.rest[:8])}")
    return found


class _Reader:
    def __init__(self, signs: Sequence[str], known: Mapping[str, Any], meaning: Mapping[str, Callable[..., Any]]):
        self.rest = list(signs)
        self.known = known
        self.meaning = meaning

    def next(self, *wanted: str) -> str:
        sign = self.rest.pop(0) if self.rest else "the end"
        if wanted and sign not in wanted:
            raise ValueError(f"expected {wanted}, found {sign} before {' '.join(self.rest[:8])}")
        return sign

    def sees(self, *signs: str) -> bool:
        return bool(self.rest) and self.rest[0] in signs

    def sum(self) -> Any:
        if self.sees("-"):
            self.next()
            total = -self.product()
        else:
            total = self.product()
        while self.sees("+", "-"):
            sign, part = self.next(), self.product()
            total = total + part if sign == "+" else total - part
        return total

    def product(self) -> Any:
        total = self.power()
        while self.sees(r"\times"):
            self.next()
            total = total * self.power()
        return total

    def power(self) -> Any:
        base = self.atom()
        if not self.sees("^"):
            return base
        self.next()
        return self.meaning["^"](base, self.group())

    def group(self, left: str = "{", right: str = "}") -> Any:
        self.next(left)
        inside = self.sum()
        self.next(right)
        return inside

    def relation(self) -> Any:
        left, sign, right = self.sum(), self.next(*RELATIONS), self.sum()
        return int(getattr(operator, RELATIONS[sign])(left, right))

    def atom(self) -> Any:
        sign = self.next()
        if sign.startswith(r"\text{"):
            return self.known[sign[6:-1].replace(" ", "_")]
        if sign[0].isdigit():
            return type(next(iter(self.known.values()), 0.0))(float(sign))
        self.rest.insert(0, sign)
        if sign == "(":
            return self.group("(", ")")
        if sign == "[":
            return self.bracket()
        return self.function()

    def bracket(self) -> Any:
        self.next("[")
        holds = self.relation()
        self.next("]")
        return holds

    def function(self) -> Any:
        sign = self.next(r"\frac", r"\sqrt", r"\lfloor", r"\min", r"\max", r"\exp", r"\ln", r"\begin{cases}")
        if sign == r"\frac":
            return self.group() / self.group()
        if sign == r"\begin{cases}":
            return self.cases()
        if sign == r"\sqrt":
            return self.meaning[sign](self.group())
        if sign == r"\lfloor":
            inside = self.sum()
            self.next(r"\rfloor")
            return self.meaning[sign](inside)
        self.next("(")
        inside = [self.sum()]
        while self.sees(","):
            self.next()
            inside.append(self.sum())
        self.next(")")
        return self.meaning[sign](*inside)

    def cases(self) -> Any:
        yes = self.sum()
        self.next("&")
        self.next(r"\text{if }")
        holds = self.relation()
        self.next(r"\\")
        no = self.sum()
        self.next("&")
        self.next(r"\text{otherwise}")
        self.next(r"\end{cases}")
        return yes if holds else no
