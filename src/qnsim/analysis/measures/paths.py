"""The kept paths of a block of draws, and the sums and bases that several measures share.

A year's production is the sum of its quarters with their seasonal weights; the base year gets the same weights, so
contributions of sectors add up to growth.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property

import numpy as np

Array = np.ndarray
QUARTERS = 4
SECTORS = {
    "agriculture": "value_added_agriculture",
    "mining": "value_added_mining",
    "manufacturing": "value_added_manufacturing",
    "electricity": "value_added_electricity",
    "construction": "value_added_construction",
    "industry_construction": "value_added_industry_construction",
    "services": "value_added_services",
    "product_taxes": "product_taxes",
}
COMPOSITES = {
    "value_added_industry_construction": (
        "value_added_mining",
        "value_added_manufacturing",
        "value_added_electricity",
        "value_added_construction",
    )
}
KNOWN_SLOPES = {
    "value_added_agriculture": "agriculture_growth_base",
    "value_added_mining": "mining_growth_base",
    "value_added_electricity": "electricity_growth_base",
}


class Paths:
    """The kept paths of one block, with sums over years. Arrays are (quarter, draw), (year, draw) or (draw,)."""

    def __init__(self, paths: Mapping[str, Array], first_year: int, step: float = 1 / QUARTERS):
        self.paths = paths
        self.step = step
        self.quarters, self.draws = next(path for path in paths.values() if path.ndim > 1).shape
        self.years = [first_year + place for place in range(self.quarters // QUARTERS)]
        self._yearly: dict[str, Array] = {}

    def __getitem__(self, name: str) -> Array:
        return self.paths[name]

    def fixed(self, name: str) -> Array:
        """A value that does not change within a run: (draw,)."""
        return self.paths[name]

    def by_year(self, values: Array) -> Array:
        """Quarters folded into years: (year, quarter of the year, draw)."""
        return values.reshape(len(self.years), QUARTERS, -1)

    def total(self, name: str) -> Array:
        """Sum over each year of a yearly rate."""
        return self.by_year(self[name]).sum(axis=1) * self.step

    def production(self, name: str) -> Array:
        """Production of each year: its quarters with their seasonal weights."""
        if name not in self._yearly:
            self._yearly[name] = self.by_year(self[name] * self["grdp_quarter_weight"]).sum(axis=1)
        return self._yearly[name]

    def base_quarters(self, name: str) -> Array:
        """The quarters of the base year, each sector on its own straight line: (quarter of the year, draw).

        Lines whose slope is not a fact share what the known ones leave of GRDP's slope, so that sectors add up.
        """
        if name == "grdp":
            return self["grdp_year_ago"][:QUARTERS]
        if name in COMPOSITES:
            return sum((self.base_quarters(part) for part in COMPOSITES[name]), np.zeros(1))
        slope = self.fixed(KNOWN_SLOPES[name]) if name in KNOWN_SLOPES else self.other_slope
        return self.fixed(f"{name}_base") * (1 + slope * self.time_from_middle)

    @cached_property
    def time_from_middle(self) -> Array:
        """Years from the middle of the base year to each of its quarters: (quarter of the year, draw)."""
        return (self["grdp_year_ago"][:QUARTERS] / self.fixed("grdp_base") - 1) / self.fixed("grdp_growth_base")

    @cached_property
    def other_slope(self) -> Array:
        """Slope within the base year of the sectors whose own is not a fact: (draw,)."""
        sizes = {name: self.fixed(f"{name}_base") for name in KNOWN_SLOPES}
        known = sum((sizes[name] * self.fixed(slope) for name, slope in KNOWN_SLOPES.items()), np.zeros(1))
        whole, known_size = self.fixed("grdp_base"), sum(sizes.values(), np.zeros(1))
        return (whole * self.fixed("grdp_growth_base") - known) / (whole - known_size)

    def production_before(self, name: str) -> Array:
        """Production of the year before each year."""
        base = (self.base_quarters(name) * self["grdp_quarter_weight"][:QUARTERS]).sum(axis=0)
        return np.concatenate([base[None], self.production(name)[:-1]])

    def year_ago(self, name: str) -> Array:
        """The same quarter of the year before."""
        return np.concatenate([self.base_quarters(name), self[name][:-QUARTERS]])

    @cached_property
    def employed_before(self) -> Array:
        """Average employed persons of the year before each year."""
        return np.concatenate([self.fixed("employed_start")[None], self.mean("employed_persons")[:-1]])

    def mean(self, name: str) -> Array:
        """Average of each year."""
        return self.by_year(self[name]).mean(axis=1)


def growth(now: Array, before: Array) -> Array:
    """Growth in percent."""
    return 100 * (now / before - 1)
