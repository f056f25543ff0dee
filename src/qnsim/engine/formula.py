"""An equation run on names: the formula as a tree.

Feeding a `Term` for each parameter of an equation yields its own formula, without reading any text. What cannot be a
formula is refused at the line where it stands.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from qnsim.errors import ModelError
from qnsim.language import say

ALLOWED_NUMBERS = (0, 1, 2)
NO_NUMBER = say("a comparison is no number; use where(condition, yes, no)")  # NumPy adds True and True to True
COMPARISONS = ("<", "<=", ">", ">=", "==", "!=")


@dataclass(frozen=True, eq=False)
class Term:
    """A node of a formula: a name, a number, or an operation on other terms."""

    head: str
    parts: tuple[Term, ...] = ()
    number: float | None = None

    @staticmethod
    def of(value: Any) -> Term:
        """A term for a term or a plain number."""
        if isinstance(value, Term):
            return value
        if isinstance(value, (bool, int, float)):
            return Term("number", number=value)
        raise ModelError(
            say("an equation works on its inputs and on numbers, not on {kind}", kind=type(value).__name__)
        )

    @staticmethod
    def call(head: str, values: Any) -> Term:
        """The term of an operation or word applied to values."""
        parts = tuple(Term.of(value) for value in values)
        numbers = parts[1:] if head == "where" else parts
        if any(part.head in COMPARISONS for part in numbers):
            raise ModelError(NO_NUMBER)
        return Term(head, parts)

    def walk(self) -> Iterator[Term]:
        """This term and all below it."""
        yield self
        for part in self.parts:
            yield from part.walk()

    @property
    def names(self) -> set[str]:
        """The names a formula depends on."""
        return {term.head for term in self.walk() if not term.parts and term.number is None}

    @property
    def numbers(self) -> set[float]:
        """The numbers written in a formula."""
        return {term.number for term in self.walk() if term.number is not None}

    def __neg__(self) -> Term:
        return Term.call("negative", (self,))

    def __bool__(self) -> bool:
        raise ModelError(say("an equation cannot branch with 'if', 'and' or 'or'; use where(condition, yes, no)"))

    def __iter__(self) -> Iterator[Any]:
        raise ModelError(say("an equation cannot loop over a variable"))

    def __float__(self) -> float:
        raise ModelError(say("an equation uses the words of qnsim.engine.words, not functions of math"))

    def __array__(self, *_: Any, **__: Any) -> Any:
        raise ModelError(say("an equation uses the words of qnsim.engine.words, not functions of NumPy"))

    def __array_ufunc__(self, *_: Any, **__: Any) -> Any:
        raise ModelError(say("an equation uses the words of qnsim.engine.words, not functions of NumPy"))


def _operation(head: str, swapped: bool = False) -> Callable[[Term, Any], Term]:
    def operate(self: Term, other: Any) -> Term:
        return Term.call(head, (other, self) if swapped else (self, other))

    return operate


for _head, _name in {"+": "add", "-": "sub", "*": "mul", "/": "truediv", "**": "pow"}.items():
    setattr(Term, f"__{_name}__", _operation(_head))
    setattr(Term, f"__r{_name}__", _operation(_head, swapped=True))
for _head, _name in zip(COMPARISONS, ("lt", "le", "gt", "ge", "eq", "ne"), strict=True):
    setattr(Term, f"__{_name}__", _operation(_head))
Term.__hash__ = object.__hash__  # type: ignore[method-assign]


def trace(equation: Callable[..., Any], reads: tuple[str, ...]) -> Term:
    """The formula of an equation. Raises `ModelError` if its body is not one formula of its inputs and 0, 1, 2."""
    try:
        result = Term.of(equation(**{name: Term(name) for name in reads}))
    except ModelError:
        raise
    except Exception as fault:
        raise ModelError(say("its body cannot be read as a formula: {fault}", fault=str(fault))) from fault
    if result.head in COMPARISONS:
        raise ModelError(NO_NUMBER)
    magic = sorted(result.numbers - set(ALLOWED_NUMBERS))
    if magic:
        raise ModelError(say("it contains the number {number:g}; make it a parameter with a source", number=magic[0]))
    unused = [name for name in reads if name not in result.names]
    if unused:
        raise ModelError(say("it names '{name}' but its formula does not use it", name=unused[0]))
    return result


def place_of(equation: Callable[..., Any]) -> tuple[str, int]:
    """File (below the package) and first line of an equation, for messages."""
    code = inspect.unwrap(equation).__code__
    folder, _, tail = code.co_filename.replace("\\", "/").rpartition("/qnsim/")
    return (tail if folder else code.co_filename.rpartition("/")[2]), code.co_firstlineno
