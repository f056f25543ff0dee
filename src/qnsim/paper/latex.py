"""The formula of an equation as LaTeX, by a walk over its tree: no parenthesis more than it needs, and none less.

A formula comes as pieces: between two pieces a line may break, within one it may not. So the same formula fills a wide
page or a narrow one. A product of quotients keeps the author's order: `a * b / c` is a times the fraction b over c.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import reduce

from qnsim.engine.formula import Term

OPEN, SUM, SIGN, PRODUCT, CLOSED = range(
    5
)  # how tightly a formula holds together; OPEN needs brackets in any operation
WHOLE = 40  # letters: a bracket up to this wide stays on one line
WIDE_ABOVE = 44  # letters: a numerator wider than this is written before a stroke, where it can break
RELATIONS = {"<": "<", "<=": r"\leq", ">": ">", ">=": r"\geq", "==": "=", "!=": r"\neq"}
FUNCTIONS = {"minimum": r"\min", "maximum": r"\max", "exp": r"\exp", "log": r"\ln"}


@dataclass(frozen=True)
class Piece:
    """A part of a formula that stays on one line: its LaTeX, its width in letters, and whether it is tall."""

    text: str
    width: int
    tall: bool = False


@dataclass(frozen=True)
class _Factor:
    over: Term
    under: tuple[Term, ...] = ()


def latex(term: Term) -> str:
    """A formula on one line."""
    return _whole(pieces(term)).text


def word(name: str) -> str:
    """A name in a formula: upright, its parts set apart by spaces."""
    return rf"\text{{{name.replace('_', ' ')}}}"


def pieces(term: Term) -> list[Piece]:
    """A formula in pieces between which a line may break."""
    if term.number is not None:
        text = f"{term.number:.15g}"
        return [Piece(text, len(text))]
    if not term.parts:
        return [Piece(word(term.head), len(term.head))]
    if term.head in ("+", "-"):
        return _sum(term)
    if term.head in ("*", "/"):
        return _product(term)
    if term.head in RELATIONS:
        return _bracket(_relation(term), r"\left[", r"\right]")
    return _call(term)


def _call(term: Term) -> list[Piece]:
    if term.head == "negative":
        return _led_by("-", _operand(term.parts[0], PRODUCT))
    if term.head == "**":
        return [_power(*term.parts)]
    if term.head == "where":
        return [_cases(*term.parts)]
    if term.head == "sqrt":
        inside = _whole(pieces(term.parts[0]))
        return [Piece(rf"\sqrt{{{inside.text}}}", inside.width + 2, inside.tall)]
    if term.head == "floor":
        return _bracket([_whole(pieces(term.parts[0]))], r"\left\lfloor", r"\right\rfloor")
    first, *others = [pieces(part) for part in term.parts]
    listed = list(first)
    for other in others:
        listed[-1] = _followed(listed[-1], ",")
        listed += other
    return _led_by(FUNCTIONS[term.head], _parenthesised(listed))


def _sum(term: Term) -> list[Piece]:
    left, right = term.parts
    begun = _operand(left, SUM)
    if term.head == "+" and _holds(right) == SUM and not _has_sign(right):
        return begun + _led_by("+", pieces(right))
    return begun + _led_by(term.head, _operand(right, PRODUCT))


def _product(term: Term) -> list[Piece]:
    first, *others = _factors(term)
    found = _written(first, SIGN)
    for factor in others:
        found += _led_by(r"\times", _written(factor, PRODUCT))
    return found


def _factors(term: Term) -> list[_Factor]:
    """A product as a list; a divisor goes below the factor before it."""
    if term.head == "*":
        return _factors(term.parts[0]) + _factors(term.parts[1])
    if term.head == "/":
        *before, last = _factors(term.parts[0])
        return [*before, replace(last, under=(*last.under, term.parts[1]))]
    return [_Factor(term)]


def _written(factor: _Factor, least: int) -> list[Piece]:
    if not factor.under:
        return _operand(factor.over, least)
    under = reduce(lambda one, other: Term.call("*", (one, other)), factor.under)
    above, below = _whole(pieces(factor.over)), _whole(pieces(under))
    if above.width > WIDE_ABOVE and _holds(factor.over) == SUM:
        return _stroke(factor.over, under)
    return [Piece(rf"\frac{{{above.text}}}{{{below.text}}}", max(above.width, below.width), tall=True)]


def _stroke(over: Term, under: Term) -> list[Piece]:
    """A quotient too wide for a fraction, as a product with the inverse, so that a line can break within it."""
    below = _whole(pieces(under))
    inverse = Piece(rf"\frac{{1}}{{{below.text}}}", below.width, tall=True)
    return [*_led_by("", [inverse]), *_led_by(r"\times", _parenthesised(pieces(over)))]


def _power(base: Term, exponent: Term) -> Piece:
    raised, above = _whole(pieces(base)), _whole(pieces(exponent))
    if _holds(base) < CLOSED:
        raised = replace(raised, text=rf"\left( {raised.text} \right)", width=raised.width + 2)
    return Piece(f"{raised.text}^{{{above.text}}}", raised.width + above.width, raised.tall)


def _cases(condition: Term, yes: Term, no: Term) -> Piece:
    test = condition if condition.head in RELATIONS else Term.call("!=", (condition, 0))
    rows = [_whole(part) for part in (pieces(yes), _relation(test), pieces(no))]
    lines = rf"{rows[0].text} & \text{{if }} {rows[1].text} \\ {rows[2].text} & \text{{otherwise}}"
    return Piece(
        rf"\begin{{cases}} {lines} \end{{cases}}", max(rows[0].width + rows[1].width + 4, rows[2].width), tall=True
    )


def _relation(term: Term) -> list[Piece]:
    left, right = (_operand(part, SUM) for part in term.parts)
    return left + _led_by(RELATIONS[term.head], right)


def _operand(term: Term, least: int) -> list[Piece]:
    """The pieces of a part of an operation, in parentheses if it holds together less than the operation needs."""
    return pieces(term) if _holds(term) >= least else _parenthesised(pieces(term))


def _holds(term: Term) -> int:
    """How tightly a formula holds together."""
    if term.head == "where":
        return OPEN
    if term.head in ("+", "-"):
        return SUM
    if _has_sign(term):
        return SIGN
    if term.head in ("*", "/", "**"):
        return PRODUCT
    return CLOSED if not term.parts or term.head in ("sqrt", "floor", *RELATIONS) else PRODUCT


def _has_sign(term: Term) -> bool:
    """Whether a formula begins with a minus sign."""
    if term.head == "negative" or (term.number is not None and term.number < 0):
        return True
    if term.head in ("+", "-"):
        return _has_sign(term.parts[0])
    if term.head in ("*", "/"):
        first = _factors(term)[0]
        return not first.under and _has_sign(first.over) and _holds(first.over) == SIGN
    return False


def _parenthesised(inside: Sequence[Piece]) -> list[Piece]:
    return _bracket(inside, r"\left(", r"\right)")


def _bracket(inside: Sequence[Piece], left: str, right: str) -> list[Piece]:
    """Pieces within brackets: in one piece if short, else with brackets of a fixed size, between which lines break."""
    whole = _whole(inside)
    if whole.width <= WHOLE or len(inside) == 1 or left != r"\left(":
        return [Piece(f"{left} {whole.text} {right}", whole.width + 2, whole.tall)]
    size = "Big" if whole.tall else "big"
    return _led_by(rf"\{size}l(", [*inside[:-1], _followed(inside[-1], rf"\{size}r)")])


def _led_by(sign: str, inside: Sequence[Piece]) -> list[Piece]:
    first, *others = inside
    return [replace(first, text=f"{sign} {first.text}".strip(), width=first.width + 3), *others]


def _followed(piece: Piece, sign: str) -> Piece:
    return replace(piece, text=f"{piece.text} {sign}", width=piece.width + 1)


def _whole(inside: Sequence[Piece]) -> Piece:
    return Piece(
        " ".join(piece.text for piece in inside),
        sum(piece.width for piece in inside),
        any(piece.tall for piece in inside),
    )
