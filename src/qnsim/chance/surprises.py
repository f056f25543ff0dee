"""Each declared surprise, drawn by its law: a path (quarter, draw) for the engine, and what varies in it by name."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, singledispatchmethod
from typing import Any

import numpy as np

from qnsim.chance.streams import Streams
from qnsim.engine.laws import Law, OfQuarter, OfYear, ShareOfYear, Spell, UsualShareOfYear, Visits

Array = np.ndarray
QUARTERS = 4
Given = Sequence[tuple[slice, Array]]


@dataclass(frozen=True)
class Surprises:
    """What drawing needs: the streams, the quarters simulated, parameters, shares, and what the scenario gives by name.

    `varying` gathers, by `name@year`, the yearly values of what was drawn.
    """

    streams: Streams
    labels: Sequence[str]
    constants: Mapping[str, Any]
    shares: Mapping[str, Array]
    usual_shares: Mapping[str, Array]
    given: Callable[[str], Given]
    varying: dict[str, Array] = field(default_factory=dict)

    @cached_property
    def years(self) -> list[int]:
        """The years simulated."""
        return list(dict.fromkeys(int(label[:4]) for label in self.labels))

    @cached_property
    def quarter(self) -> Array:
        """The quarter of the year, from 0, of each quarter simulated."""
        return np.array([int(label[-1]) - 1 for label in self.labels])

    def paths(self, laws: Mapping[str, Law]) -> dict[str, Array]:
        """The path of every surprise."""
        return {name: self.draw(law, name) for name, law in laws.items()}

    @singledispatchmethod
    def draw(self, law: Law, name: str) -> Array:
        """The path of one surprise."""
        raise NotImplementedError(f"no way to draw {law}")

    @draw.register
    def _(self, law: OfYear, name: str) -> Array:
        drawn = []
        for year in self.years:
            stream = f"{name}@{year}"
            normal = law.degrees is None
            values = self.streams.normal(stream) if normal else self.streams.heavy_tailed(stream, law.degrees or 0)
            self.varying[stream] = values
            drawn.append(values)
        by_year = np.stack(drawn)
        place = np.array([self.years.index(int(label[:4])) for label in self.labels])
        return (np.cumsum(by_year, axis=0) if law.accumulates else by_year)[place]

    @draw.register
    def _(self, law: OfQuarter, name: str) -> Array:
        path = np.stack([self.streams.normal(f"{name}@{label}") for label in self.labels])
        for place, year in enumerate(self.years):
            self.varying[f"{name}@{year}"] = path[QUARTERS * place + QUARTERS - 1]
        return path

    @draw.register
    def _(self, law: ShareOfYear, name: str) -> Array:
        return self.shares[law.shares][self.quarter]

    @draw.register
    def _(self, law: UsualShareOfYear, name: str) -> Array:
        weights, drawn = self.usual_shares[law.shares][:, None], self.shares[law.shares]
        usual = weights / weights.sum()
        return (usual * (drawn / usual).mean(axis=0))[self.quarter]

    @draw.register
    def _(self, law: Visits, name: str) -> Array:
        """Number of events by quarter; those of one year come in the same quarter."""
        path = np.zeros((len(self.labels), self.streams.size))
        latest = np.cumsum(self.shares[law.season][:-1, 0])
        for place, year in enumerate(self.years):
            quarter = np.searchsorted(latest, self.streams.uniform(f"{name}_quarter@{year}"))
            count = self.streams.poisson(self.constants[law.frequency], f"{name}@{year}")
            path[QUARTERS * place + quarter, np.arange(self.streams.size)] = count
        for where, amount in self.given(name):
            if where.stop - where.start > 1:
                path[where] = 0
                where = slice(where.start + law.peak, where.start + law.peak + 1)
            path[where] = amount
        return self._counted(name, path)

    @draw.register
    def _(self, law: Spell, name: str) -> Array:
        """1 in the quarters of the state; one that would begin where the scenario speaks is not drawn."""
        path = np.zeros((len(self.labels) + law.quarters, self.streams.size))
        spoken = np.zeros(len(self.labels), dtype=bool)
        for where, _ in self.given(name):
            spoken[where] = True
        for place, year in enumerate(self.years):
            begins = QUARTERS * self.streams.uniform(f"{name}_quarter@{year}")
            quarter = QUARTERS * place + begins.astype(int)
            drawn = self.streams.uniform(f"{name}@{year}") > 1 - self.constants[law.probability]
            struck = np.flatnonzero(drawn & ~spoken[quarter])
            for later in range(law.quarters):
                path[quarter[struck] + later, struck] = 1
        path = path[: len(self.labels)]
        for where, amount in self.given(name):
            path[where] = amount
        return self._counted(name, path)

    def _counted(self, name: str, path: Array) -> Array:
        """The path, after noting how much of it falls in each year."""
        for place, year in enumerate(self.years):
            self.varying[f"{name}@{year}"] = path[QUARTERS * place : QUARTERS * (place + 1)].sum(axis=0)
        return path
