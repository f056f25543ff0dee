"""What the stock-and-flow picture of one block shows: its nodes, its pipes and its arrows of information.

Which block a name belongs to is given; where things stand on the page is not decided here.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from qnsim.engine.model import CLOCK, Equation, Model

Kind = Literal["stock", "flow", "auxiliary", "path", "cloud"]
COPY = " of "  # in the key of a node: its name, then the equation it is drawn for
MANY = 3


@dataclass(frozen=True)
class Node:
    """One thing in a picture. `given` are the parameters and constants it reads; `used_by` other blocks that read it.

    A cloud is what lies outside the model: a flow comes from it or goes there.
    """

    name: str
    kind: Kind
    block: str = ""
    unit: str = ""
    meaning: str = ""
    given: tuple[str, ...] = ()
    used_by: tuple[str, ...] = ()


@dataclass(frozen=True)
class Edge:
    """A pipe, through which material flows, or an arrow of information: the head reads the tail."""

    tail: str
    head: str
    is_pipe: bool


@dataclass(frozen=True)
class Picture:
    """All of one block, and of other blocks what it reads, fills or drains.

    Edges name nodes by their keys. `constants` and `clock` are the names that are not drawn: constants of the block,
    and what it reads of the time.
    """

    block: str
    nodes: Mapping[str, Node]
    edges: tuple[Edge, ...]
    constants: tuple[str, ...]
    clock: tuple[str, ...]


def describe(model: Model, block_of: Mapping[str, str], block: str) -> Picture:
    """The picture of one block, given the block of every stock and equation."""
    own = [equation for equation in model.equations if block_of[equation.name] == block]
    flows = [e for e in model.equations if e.note.is_flow and block in {block_of[n] for n in (e.name, *ends(e))}]
    edges = [edge for flow in flows for edge in _pipes(flow, block_of, block)]
    edges += _arrows(model, own, block_of, block, {end for edge in edges for end in (edge.tail, edge.head)})
    drawn = dict.fromkeys(name for name in model.stocks if block_of[name] == block)
    drawn.update(dict.fromkeys(equation.name for equation in own))
    drawn.update(dict.fromkeys(end for edge in edges for end in (edge.tail, edge.head)))
    return Picture(
        block=block,
        nodes={key: _node(model, block_of, key.split(COPY)[0], block) for key in drawn},
        edges=tuple(edges),
        constants=tuple(equation.name for equation in model.constants if block_of[equation.name] == block),
        clock=tuple(name for name in CLOCK if any(name in equation.reads for equation in own)),
    )


def first_sentence(text: str) -> str:
    """The first sentence of a docstring, on one line."""
    found = re.match(r".*?\.(?=\s|$)", text, re.DOTALL)
    return " ".join((found.group() if found else text).split())


def ends(flow: Equation) -> tuple[str, ...]:
    """The stocks a flow leaves and enters."""
    return tuple(name for name in (flow.note.out_of, flow.note.into) if name)


def moving_reads(model: Model, equation: Equation) -> Iterator[str]:
    """What an equation reads and that changes during a run, apart from the clock."""
    moving = {*model.stocks, *(e.name for e in model.equations), *model.paths, *model.timed}
    return (name for name in equation.reads if name in moving)


def _pipes(flow: Equation, block_of: Mapping[str, str], block: str) -> Iterator[Edge]:
    """The pipes before and after a valve. A stock that only flows of other blocks touch is copied for each of them."""

    def end(stock: str | None, cloud: str) -> str:
        apart = stock and block not in (block_of[stock], block_of[flow.name])
        return f"{stock}{COPY}{flow.name}" if apart else stock or f"{cloud}{COPY}{flow.name}"

    yield Edge(end(flow.note.out_of, "(source)"), flow.name, True)
    yield Edge(flow.name, end(flow.note.into, "(sink)"), True)


def _arrows(
    model: Model, own: Sequence[Equation], block_of: Mapping[str, str], block: str, piped: Collection[str]
) -> list[Edge]:
    """What equations read. A name of another block that many read is copied for each of them, to keep arrows short."""
    pairs = [(name, equation.name) for equation in own for name in moving_reads(model, equation)]
    readers = Counter(name for name, _ in pairs)
    copied = {
        name for name in readers if readers[name] >= MANY and block_of.get(name, block) != block and name not in piped
    }
    return [Edge(f"{name}{COPY}{head}" if name in copied else name, head, False) for name, head in pairs]


def _node(model: Model, block_of: Mapping[str, str], name: str, drawn: str) -> Node:
    if name in model.paths or name in model.timed:
        return Node(name, "path", meaning=model.surprises[name].meaning if name in model.surprises else "")
    if name not in block_of:
        return Node(name, "cloud", meaning="Outside the model")
    block, unit, own = block_of[name], model.unit(name), block_of[name] == drawn
    used_by = _other_readers(model, block_of, name) if own else ()
    if name in model.stocks:
        stock = model.stocks[name]
        start = (stock.start,) if stock.start and own else ()
        return Node(name, "stock", block, unit, first_sentence(stock.meaning), start, used_by)
    equation = model.variables[name]
    still = [read for read in equation.reads if read not in CLOCK and read not in set(moving_reads(model, equation))]
    kind: Kind = "flow" if equation.note.is_flow else "auxiliary"
    return Node(name, kind, block, unit, first_sentence(equation.meaning), tuple(still) if own else (), used_by)


def _other_readers(model: Model, block_of: Mapping[str, str], name: str) -> tuple[str, ...]:
    readers: Iterable[str] = (block_of[equation.name] for equation in model.equations if name in equation.reads)
    return tuple(sorted(set(readers) - {block_of[name]}))
