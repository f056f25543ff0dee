"""When each value of a program is computed, and into which buffer.

A value that no draw changes stays one number, and a value that no quarter changes is computed once, before the first.
What remains is done every quarter: each statement writes into a buffer that is taken again when nobody needs it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from qnsim.engine.formula import COMPARISONS
from qnsim.engine.program import Change, Dependence, Program, dependence


@dataclass(frozen=True, eq=False)
class Plan:
    """Which values are computed when, and where the result of each statement stands.

    `once` holds before the first quarter; `numbers` are computed each quarter, then the `statements`: places of
    operations, and changes of stocks. `rows` are the places that are written straight into a kept path, `buffers` the
    number of the buffer of every other place; tests have buffers of their own. `moving` are the places whose value
    stands elsewhere in each quarter: a number, a path from outside or a kept row. `written` are the kept names that
    only the statements know; all others are copied before these overwrite them.
    """

    program: Program
    dependence: Dependence
    once: tuple[int, ...]
    numbers: tuple[int, ...]
    statements: tuple[int | Change, ...]
    rows: Mapping[int, str]
    buffers: Mapping[int, int]
    moving: frozenset[int]
    written: frozenset[str]

    def is_test(self, place: int) -> bool:
        """Whether the value at a place is true or false."""
        return self.program.operations[place].head in COMPARISONS


@lru_cache(maxsize=64)
def plan_statements(program: Program, drawn: frozenset[str], timed: frozenset[str], keep: tuple[str, ...]) -> Plan:
    """The plan for inputs of which some differ by draw and some by quarter, keeping the paths of some names."""
    found = dependence(program, drawn, timed)
    computed = [place for place, operation in enumerate(program.operations) if operation.reads]
    both = [place for place in computed if place in found.drawn and place in found.timed]
    statements = _with_changes(program, both, found)
    rows: dict[int, str] = {}
    inside = set(both)
    for name in keep:
        place = program.places.get(name, -1)
        if place in inside:
            rows.setdefault(place, name)
    buffers = _share_buffers(program, statements, both, rows)
    levels = {program.places[name] for name in program.stocks} & found.drawn
    return Plan(
        program,
        found,
        tuple(place for place in computed if place not in found.timed),
        tuple(place for place in computed if place in found.timed and place not in found.drawn),
        tuple(statements),
        rows,
        buffers,
        found.timed - buffers.keys() - levels,
        frozenset(name for name in keep if program.places.get(name) in rows),
    )


def _with_changes(program: Program, both: Sequence[int], found: Dependence) -> list[int | Change]:
    """The places in order, with the change of each stock as early as its flow is known and its level no longer read."""
    position = {place: number for number, place in enumerate(both)}
    free = {program.places[name]: -1 for name in program.stocks}
    for place in both:
        for read in program.operations[place].reads:
            if read in free:
                free[read] = position[place]
    after: dict[int, list[Change]] = {}
    for change in program.changes:
        if change.stock in found.drawn:
            free[change.stock] = max(free[change.stock], position.get(change.amount, -1))
            after.setdefault(free[change.stock], []).append(change)
    ordered: list[int | Change] = list(after.get(-1, []))
    for place in both:
        ordered += [place, *after.get(position[place], [])]
    return ordered


def _share_buffers(
    program: Program, statements: Sequence[int | Change], both: Sequence[int], rows: Mapping[int, str]
) -> dict[int, int]:
    """The buffer of each place: one that nobody reads any more, if there is one."""
    reads = [(s.amount,) if isinstance(s, Change) else program.operations[s].reads for s in statements]
    last = {read: number for number, several in enumerate(reads) for read in several}
    buffers: dict[int, int] = {}
    free: dict[bool, list[int]] = {False: [], True: []}
    count = {False: 0, True: 0}
    inner = set(both) - rows.keys()
    for number, statement in enumerate(statements):
        done = [read for read in dict.fromkeys(reads[number]) if read in inner and last[read] == number]
        overwrites = isinstance(statement, int) and program.operations[statement].head == "where"
        if not overwrites:  # a choice writes its result before it has read all of its inputs
            _release(program, done, buffers, free)
        if isinstance(statement, int) and statement in inner:
            kind = program.operations[statement].head in COMPARISONS
            if not free[kind]:
                free[kind].append(count[kind])
                count[kind] += 1
            buffers[statement] = free[kind].pop()
            if statement not in last:  # computed only to be looked at
                _release(program, [statement], buffers, free)
        if overwrites:
            _release(program, done, buffers, free)
    return buffers


def _release(
    program: Program, places: Sequence[int], buffers: Mapping[int, int], free: Mapping[bool, list[int]]
) -> None:
    for place in places:
        free[program.operations[place].head in COMPARISONS].append(buffers[place])
