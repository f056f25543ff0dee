"""What the overview shows: how blocks feed each other on the way to a goal."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from qnsim.engine.model import CLOCK, Model
from qnsim.paper.diagrams.diagram import ends, moving_reads


@dataclass(frozen=True)
class Link:
    """What one block passes to another: names its equations read, or stocks and the flows that move them.

    `in_loop` says whether a way leads back from the head to the tail.
    """

    tail: str
    head: str
    carries: tuple[str, ...]
    is_pipe: bool
    in_loop: bool = False


@dataclass(frozen=True)
class Overview:
    """All blocks with their stocks, and the links between them that the goal depends on.

    `chance` names, by block, what reaches it from outside the model: paths, and what other blocks make of paths alone.
    `asides` names, by block, what it reads of others and the goal does not depend on; `dates` are what follows from the
    calendar alone. What holds still during a run is not shown.
    """

    stocks: Mapping[str, tuple[str, ...]]
    links: tuple[Link, ...]
    chance: Mapping[str, tuple[str, ...]]
    asides: Mapping[str, tuple[str, ...]]
    dates: tuple[str, ...]


def survey(model: Model, block_of: Mapping[str, str], goal: str) -> Overview:
    """The overview, given the block of every stock and equation; `goal` is the equation all is read for."""
    needed = _needed_for(model, goal)
    dates = _following_from(model, CLOCK)
    chance_only = _following_from(model, {*CLOCK, *model.paths}) - dates
    links: Counter[tuple[str, str, str]] = Counter()
    chance: dict[str, dict[str, None]] = {block: {} for block in block_of.values()}
    asides: dict[str, dict[str, None]] = {}
    for equation in model.equations:
        home = block_of[equation.name]
        for name in moving_reads(model, equation):
            if name in model.paths or (name in chance_only and block_of[name] != home):
                chance[home][name] = None
            elif name in dates or block_of[name] == home:
                continue
            elif equation.name in needed:
                links[block_of[name], home, name] += 1
            else:
                asides.setdefault(home, {})[name] = None
    return Overview(
        stocks={block: tuple(n for n in model.stocks if block_of[n] == block) for block in chance},
        links=_looped([*_information(links), *_material(model, block_of)]),
        chance={block: tuple(names) for block, names in chance.items()},
        asides={block: tuple(names) for block, names in asides.items()},
        dates=tuple(sorted(dates)),
    )


def _information(links: Counter[tuple[str, str, str]]) -> list[Link]:
    """One link for each pair of blocks, carrying first what goes to most blocks, then what is read most often."""
    pairs = dict.fromkeys((tail, head) for tail, head, _ in links)
    heads = Counter(name for _, _, name in links)
    ranked = sorted(links, key=lambda link: (-heads[link[2]], -links[link]))
    return [Link(*pair, tuple(name for *ends, name in ranked if tuple(ends) == pair), False) for pair in pairs]


def _material(model: Model, block_of: Mapping[str, str]) -> list[Link]:
    """One link for each pair of blocks between which flows move material: the stocks left and the flows."""
    moved: dict[tuple[str, str], dict[str, None]] = {}
    for flow in model.equations:
        source, sink = (block_of[stock or flow.name] for stock in (flow.note.out_of, flow.note.into))
        if flow.note.is_flow and source != sink:
            moved.setdefault((source, sink), {}).update(dict.fromkeys([flow.note.out_of or flow.name, flow.name]))
    return [Link(*pair, tuple(names), True) for pair, names in moved.items()]


def _looped(links: Sequence[Link]) -> tuple[Link, ...]:
    heads: dict[str, set[str]] = {}
    for link in links:
        heads.setdefault(link.tail, set()).add(link.head)
    return tuple(replace(link, in_loop=link.tail in reached(heads, link.head)) for link in links)


def reached(onward: Mapping[str, Collection[str]], start: str) -> set[str]:
    """Everything that can be reached from a start, itself included."""
    found, waiting = {start}, [start]
    while waiting:
        new = set(onward.get(waiting.pop(), ())) - found
        found |= new
        waiting += new
    return found


def _needed_for(model: Model, goal: str) -> set[str]:
    """Everything the goal depends on, in any quarter."""
    feeds: dict[str, set[str]] = {}
    for equation in model.equations:
        feeds.setdefault(equation.name, set()).update(equation.reads)
        for stock in ends(equation):
            feeds.setdefault(stock, set()).add(equation.name)
    return reached(feeds, goal)


def _following_from(model: Model, roots: Iterable[str]) -> set[str]:
    """Auxiliaries that depend on nothing but the roots and what holds still."""
    known = {*roots, *model.parameters, *(equation.name for equation in model.constants)}
    found = set()
    for equation in model.equations:
        if not equation.note.is_flow and known.issuperset(equation.reads):
            known.add(equation.name)
            found.add(equation.name)
    return found
