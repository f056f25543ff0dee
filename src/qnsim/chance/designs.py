"""Designs: where the uniform numbers of an experiment come from.

Everything uncertain is a function of coordinates, independent numbers between 0 and 1 that have a name each. A design
gives them: stratified random numbers, the columns of a sensitivity study, a sample of a posterior, or the middle. To
everything below they are the same.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache
from typing import Any, Protocol, runtime_checkable

import numpy as np

from qnsim.arguments import check
from qnsim.chance.blocks import Block, Replicate, plan_blocks
from qnsim.chance.strata import stratified
from qnsim.errors import UsageError
from qnsim.language import say

Array = np.ndarray
DEFAULT_DRAWS = 10_000
DEFAULT_SEED = 20221209  # any number; this one is the day of the first resolution that was studied
FEWEST_DRAWS = 80
SHOWN = 3
BLOCKS_REMEMBERED = 4
CHOICE = "which state of the sample"


@runtime_checkable
class Design(Protocol):
    """Where uniform numbers come from."""

    def __hash__(self) -> int:
        """Streams are remembered by their design."""

    @property
    def draws(self) -> int:
        """How many draws the design has."""

    def coordinate(self, name: str, block: Block) -> Array:
        """The coordinate called `name` of each draw of a block: numbers between 0 and 1."""

    @property
    def label(self) -> str:
        """The design in a footnote."""

    def about(self) -> dict[str, Any]:
        """What a manifest says of the design: with it and the program the same numbers can be made again."""


@dataclass(frozen=True)
class Stratified:
    """Random numbers, one stream per name, Latin-hypercube stratified within each replicate.

    They depend on the seed, the replicate and the name alone. So adding a parameter leaves all other draws unchanged,
    two scenarios share their draws name by name, and more draws only add replicates.
    """

    seed: int = DEFAULT_SEED
    draws: int = DEFAULT_DRAWS

    def __post_init__(self) -> None:
        if isinstance(self.draws, bool) or not isinstance(self.draws, int | np.integer):
            raise UsageError(
                say(
                    "draws is {draws!r}; expected a whole number such as {usual}",
                    draws=self.draws,
                    usual=DEFAULT_DRAWS,
                )
            )
        if isinstance(self.seed, bool) or not isinstance(self.seed, int | np.integer):
            raise UsageError(say("seed is {seed!r}; expected a whole number such as 1", seed=self.seed))
        if self.draws < FEWEST_DRAWS:
            raise UsageError(
                say(
                    "--draws {draws} is too few to estimate an error; use at least {fewest}",
                    draws=self.draws,
                    fewest=FEWEST_DRAWS,
                )
            )
        if self.seed < 0:
            raise UsageError(say("--seed {seed} is negative; use 0 or more", seed=self.seed))

    def coordinate(self, name: str, block: Block) -> Array:
        """See `Design`."""
        words = np.frombuffer(hashlib.blake2b(name.encode(), digest_size=16).digest(), dtype="<u4")
        parts = block.replicates
        return np.concatenate([stratified(each.size, self.seed, (each.number, *map(int, words))) for each in parts])

    @property
    def label(self) -> str:
        """See `Design`."""
        return f"seed {self.seed}"

    def about(self) -> dict[str, Any]:
        """See `Design`."""
        return {"kind": "stratified", "seed": self.seed, "draws": self.draws}


@dataclass(frozen=True, eq=False)
class Columns:
    """Given points of the unit cube: a column per coordinate by name, such as the design of a sensitivity study.

    Coordinates without a column come from `rest`, by default the middle: they do not vary. Raises `UsageError` for
    columns of unequal length, or for numbers that are not strictly between 0 and 1.
    """

    columns: Mapping[str, Array]
    rest: Design = field(default_factory=lambda: Middle())
    draws: int = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "columns", _unit_columns("columns", self.columns))
        object.__setattr__(self, "draws", _common_length(self.columns))
        if not isinstance(self.rest, Middle) and self.rest.draws != self.draws:
            raise UsageError(
                say(
                    "the columns have {draws} points but the rest {rest}; give as many of both",
                    draws=self.draws,
                    rest=self.rest.draws,
                )
            )

    def coordinate(self, name: str, block: Block) -> Array:
        """See `Design`."""
        if name in self.columns:
            return self.columns[name][block.first : block.first + block.size]
        return self.rest.coordinate(name, block)

    @cached_property
    def digest(self) -> str:
        """Twelve hexadecimal digits that differ between different columns."""
        return digest_of(self.columns)

    @property
    def label(self) -> str:
        """See `Design`."""
        return f"columns {self.digest}"

    def about(self) -> dict[str, Any]:
        """See `Design`."""
        return {"kind": "columns", "digest": self.digest, "draws": self.draws, "rest": self.rest.about()}

    def __repr__(self) -> str:
        return f"Columns({_few(self.columns)}, draws {self.draws}, rest {self.rest.label})"


@dataclass(frozen=True, eq=False)
class Sample:
    """States of some coordinates, such as a posterior; each draw takes one whole, so that what belongs together stays.

    States are taken in proportion to their `weights` (equally without), as evenly as the stratified numbers of `fresh`
    allow; coordinates that the sample does not hold are drawn by `fresh` anew for every draw. Where `marginals` says
    what a coordinate was turned into, its states serve only an experiment that turns it into the same; what it was
    before some were left out for that is its `whole`.
    """

    states: Mapping[str, Array]
    weights: Array | None = None
    fresh: Design = Stratified()
    marginals: Mapping[str, str] = field(default_factory=dict)
    whole: Sample | None = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "states", _unit_columns("states", self.states))
        count = _common_length(self.states)
        weights = np.ones(count) if self.weights is None else np.asarray(self.weights, dtype=float)
        if weights.shape != (count,) or not np.all(np.isfinite(weights)) or weights.min() < 0 or not weights.sum() > 0:
            raise UsageError(
                say(
                    "weights: expected {count} numbers, one per state, none below 0 and not all 0; give these",
                    count=count,
                )
            )
        object.__setattr__(self, "weights", weights / weights.sum())

    @property
    def draws(self) -> int:
        """See `Design`."""
        return self.fresh.draws

    def fitting(self, marginals: Mapping[str, str]) -> Design:
        """The sample without coordinates that are turned into something else here: those are drawn anew.

        A value that a scenario fixes for some time is no distribution: elsewhere the states serve.
        """
        here = {name: told for name, told in marginals.items() if not _is_number(told)}
        other = frozenset(name for name, told in self.marginals.items() if here.get(name, told) != told)
        return self._without[other] if other in self._without else self._without.setdefault(other, self._lacking(other))

    @cached_property
    def _without(self) -> dict[frozenset[str], Design]:
        """The sample without some coordinates: always the same one, so that scenarios share their streams."""
        return {frozenset(): self}

    def _lacking(self, other: frozenset[str]) -> Design:
        kept = {name: values for name, values in self.states.items() if name not in other}
        return replace(self, states=kept, whole=self.asked) if kept else self.fresh

    @property
    def asked(self) -> Sample:
        """The sample that was asked for, before some coordinates were left out for a scenario."""
        return self.whole or self

    def coordinate(self, name: str, block: Block) -> Array:
        """See `Design`."""
        if name not in self.states:
            return self.fresh.coordinate(name, block)
        return self.states[name][_chosen(self, block)]

    @cached_property
    def digest(self) -> str:
        """Twelve hexadecimal digits that differ between different samples."""
        return digest_of({**self.states, "weights": self.weights})

    @property
    def label(self) -> str:
        """See `Design`."""
        return f"sample {self.digest}, {self.fresh.label}"

    def about(self) -> dict[str, Any]:
        """See `Design`."""
        return {"kind": "sample", "digest": self.digest, "fresh": self.fresh.about()}

    def __repr__(self) -> str:
        count = len(next(iter(self.states.values())))
        return f"Sample({count} states of {_few(self.states)}, draws {self.draws}, {self.fresh.label})"


@lru_cache(maxsize=BLOCKS_REMEMBERED)
def _chosen(sample: Sample, block: Block) -> Array:
    """Which state each draw of a block takes, kept for the next coordinate."""
    assert sample.weights is not None
    reached = np.cumsum(sample.weights)
    place = np.searchsorted(reached / reached[-1], sample.fresh.coordinate(CHOICE, block), side="right")
    return np.minimum(place, len(reached) - 1)


@dataclass(frozen=True)
class Middle:
    """The one draw in which every number stands at its median; also what does not vary beside given columns."""

    draws: int = 1

    def coordinate(self, name: str, block: Block) -> Array:
        """See `Design`."""
        return np.full(block.size, 0.5)

    @property
    def label(self) -> str:
        """See `Design`."""
        return "the middle"

    def about(self) -> dict[str, Any]:
        """See `Design`."""
        return {"kind": "middle"}


def asked_for(design: Design) -> Design:
    """The design that was asked for, of one that was made to fit a scenario."""
    return design.asked if isinstance(design, Sample) else design


def blocks_of(design: Design) -> list[Block]:
    """The blocks of a design; which draws a block holds depends on their index alone."""
    return plan_blocks(design.draws) if design.draws > 1 else [Block((Replicate(0, 0, 1),))]


def replicate_sizes(design: Design) -> list[int]:
    """How many draws each replicate of a design has, in order."""
    return [replicate.size for block in blocks_of(design) for replicate in block.replicates]


def _unit_columns(argument: str, given: Mapping[str, Any]) -> dict[str, Array]:
    check(argument, given, Mapping, say("numbers by the name of their coordinate; see qnsim.coordinates(experiment)"))
    return {name: _unit_column(name, each) for name, each in given.items()}


def _is_number(told: str) -> bool:
    """Whether a marginal is one fixed value."""
    try:
        float(told)
    except ValueError:
        return False
    return True


def _few(columns: Mapping[str, Array]) -> str:
    """The first names, and how many there are besides."""
    first, others = list(columns)[:SHOWN], len(columns) - SHOWN
    return ", ".join([*first, *([f"{others} more"] if others > 0 else [])])


def _unit_column(name: str, given: Any) -> Array:
    values = np.asarray(given, dtype=float)
    if values.ndim != 1:
        raise UsageError(
            say(
                "the column of '{name}' has {count} dimensions; expected one number per draw",
                name=name,
                count=values.ndim,
            )
        )
    if not np.all((values > 0) & (values < 1)):
        place = int(np.argmin((values > 0) & (values < 1)))
        raise UsageError(
            say(
                "the column of '{name}' has {value:g} at {place}; expected numbers between 0 and 1, both excluded, "
                "because at the ends a quantile may be infinite; move it inside",
                name=name,
                value=values[place],
                place=place,
            )
        )
    return values


def _common_length(columns: Mapping[str, Array]) -> int:
    lengths = {name: len(values) for name, values in columns.items()}
    if not lengths:
        raise UsageError(
            say("a design without columns has no draws; give at least one column by the name of its coordinate")
        )
    if len(set(lengths.values())) > 1:
        raise UsageError(
            say("columns differ in length, {lengths}; give each the same number of points", lengths=lengths)
        )
    return next(iter(lengths.values()))


def digest_of(columns: Mapping[str, Array | None]) -> str:
    """Twelve hexadecimal digits that differ between different columns."""
    content = hashlib.sha256()
    for name, values in sorted(columns.items()):
        content.update(name.encode())
        content.update(np.ascontiguousarray(values, dtype="<f8").tobytes())
    return content.hexdigest()[:12]
