"""Factors: what a sensitivity study varies together, one input or many."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from qnsim.chance.coordinates import Coordinate
from qnsim.economy import GROUPS
from qnsim.language import Label, label, say

REST = "Other inputs: {}"  # the name of a factor in tables


@dataclass(frozen=True)
class Factor:
    """Coordinates varied together: those of one input, or of a group of causes."""

    name: str
    label: str
    group: str
    coordinates: tuple[str, ...]


def inputs(coordinates: Sequence[Coordinate]) -> list[Factor]:
    """Each uncertain input on its own."""
    return [
        Factor(name, own[0].label, own[0].group, _names(own))
        for name, own in _gathered(coordinates, lambda each: each.input).items()
    ]


def numbers(coordinates: Sequence[Coordinate]) -> list[Factor]:
    """Each coordinate on its own, also where an input has several."""
    several = {name for name, own in _gathered(coordinates, lambda each: each.input).items() if len(own) > 1}
    return [
        Factor(
            each.name,
            say("{label} ({name})", label=each.label, name=each.name) if each.input in several else each.label,
            each.group,
            (each.name,),
        )
        for each in coordinates
    ]


def groups(coordinates: Sequence[Coordinate]) -> list[Factor]:
    """The inputs of each group of causes together."""
    return [
        Factor(group, _heading(group), group, _names(own))
        for group, own in _gathered(coordinates, lambda each: each.group).items()
    ]


def rest(coordinates: Sequence[Coordinate], factors: Sequence[Factor]) -> list[Factor]:
    """What the factors leave of every group, together."""
    taken = {name for factor in factors for name in factor.coordinates}
    left = groups([each for each in coordinates if each.name not in taken])
    return [
        Factor(REST.format(each.name), say("Other inputs: {group}", group=group_words(each.name)), each.group,
               each.coordinates)
        for each in left
    ]  # fmt: skip


def group_words(group: str) -> Label:
    """A group of causes within a sentence."""
    return label({"en": group, "vi": GROUPS.get(group, group)})


def _heading(group: str) -> str:
    """A group of causes at the head of a line."""
    return label({code: words[:1].upper() + words[1:] for code, words in group_words(group).given.items()})


def problem(factors: Sequence[Factor]) -> dict[str, Any]:
    """Factors as SALib describes them, on the unit cube."""
    owners = [(name, factor.name) for factor in factors for name in factor.coordinates]
    described: dict[str, Any] = {
        "num_vars": len(owners),
        "names": [name for name, _ in owners],
        "bounds": [[0, 1]] * len(owners),
    }
    if any(len(factor.coordinates) > 1 for factor in factors):
        described["groups"] = [owner for _, owner in owners]
    return described


def _gathered(coordinates: Sequence[Coordinate], key: Callable[[Coordinate], str]) -> Mapping[str, list[Coordinate]]:
    ordered = sorted(coordinates, key=key)
    found = {name: list(own) for name, own in groupby(ordered, key)}
    return {name: found[name] for name in dict.fromkeys(map(key, coordinates))}


def _names(coordinates: Sequence[Coordinate]) -> tuple[str, ...]:
    return tuple(each.name for each in coordinates)
