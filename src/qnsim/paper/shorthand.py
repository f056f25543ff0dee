"""Long parts that a formula uses more than once, written once under a letter."""

from __future__ import annotations

from collections import Counter
from string import ascii_uppercase

from qnsim.engine.formula import Term
from qnsim.paper.latex import pieces

LONG = 24  # letters: a part shorter than this is written out each time


def shortened(term: Term) -> dict[str, Term]:
    """The formula under an empty name, and under letters the parts it shares; a part may read another letter."""
    uses: Counter[int] = Counter()
    _count(term, uses)
    letters: dict[int, str] = {}
    found: dict[str, Term] = {}
    found[""] = _rewritten(term, uses, letters, found)
    return {name: found[name] for name in sorted(found)}


def _count(term: Term, uses: Counter[int]) -> None:
    for part in term.parts:
        uses[id(part)] += 1
        if uses[id(part)] == 1:
            _count(part, uses)


def _rewritten(term: Term, uses: Counter[int], letters: dict[int, str], found: dict[str, Term]) -> Term:
    """The same formula with letters in place of what it shares; the parts themselves are added to `found`."""
    if not term.parts:
        return term
    if uses[id(term)] > 1 and sum(piece.width for piece in pieces(term)) > LONG:
        if id(term) not in letters:
            letters[id(term)] = letter = ascii_uppercase[len(letters)]
            found[letter] = Term(
                term.head, tuple(_rewritten(part, uses, letters, found) for part in term.parts), term.number
            )
        return Term(letters[id(term)])
    return Term(term.head, tuple(_rewritten(part, uses, letters, found) for part in term.parts), term.number)
