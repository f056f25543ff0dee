"""The outcomes a run reports, in the units and definitions people know, computed draw by draw from model paths.

Money with `VND_base` is at base-year prices. Growth is in percent. A year's production is the sum of its quarters
with their seasonal weights; the base year gets the same weights, so contributions of sectors add up to growth.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from qnsim.errors import SimulationError

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
MOVING = (
    *SECTORS.values(),
    "grdp",
    "grdp_year_ago",
    "grdp_quarter_weight",
    "grdp_nominal",
    "growth_first_release",
    "growth_year_to_date",
    "growth_year_on_year",
    "investment_total",
    "price_level",
    "fdi_registered",
    "fdi_realised",
    "public_investment_paid",
    "public_investment_plan",
    "revenue_total",
    "revenue_domestic",
    "revenue_import_export",
    "new_firms",
    "firm_exits",
    "employed_persons",
    "additional_jobs",
    "tourist_arrivals",
)
FIXED = (
    *(f"{name}_base" for name in SECTORS.values() if name not in COMPOSITES),
    "grdp_base",
    "grdp_growth_base",
    *KNOWN_SLOPES.values(),
    "investment_total_base",
    "price_level_base",
    "firm_exits_start",
    "employed_start",
)
KEEP = (*MOVING, *FIXED)


class Paths:
    """The kept paths of one block, with sums over years. Arrays are (quarter, draw), (year, draw) or (draw,)."""

    def __init__(self, paths: Mapping[str, Array], first_year: int, step: float = 1 / QUARTERS):
        self.paths = paths
        self.step = step
        self.years = [first_year + place for place in range(len(paths["grdp"]) // QUARTERS)]
        self._yearly: dict[str, Array] = {}

    def __getitem__(self, name: str) -> Array:
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
        slope = self[KNOWN_SLOPES[name]] if name in KNOWN_SLOPES else self.other_slope
        return self[f"{name}_base"] * (1 + slope * self.time_from_middle)

    @cached_property
    def time_from_middle(self) -> Array:
        """Years from the middle of the base year to each of its quarters: (quarter of the year, draw)."""
        return (self["grdp_year_ago"][:QUARTERS] / self["grdp_base"] - 1) / self["grdp_growth_base"]

    @cached_property
    def other_slope(self) -> Array:
        """Slope within the base year of the sectors whose own is not a fact: (draw,)."""
        known = sum((self[f"{name}_base"] * self[slope] for name, slope in KNOWN_SLOPES.items()), np.zeros(1))
        known_size = sum((self[f"{name}_base"] for name in KNOWN_SLOPES), np.zeros(1))
        return (self["grdp_base"] * self["grdp_growth_base"] - known) / (self["grdp_base"] - known_size)

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
        return np.concatenate([self["employed_start"][None], self.mean("employed_persons")[:-1]])

    def mean(self, name: str) -> Array:
        """Average of each year."""
        return self.by_year(self[name]).mean(axis=1)


Measure = Callable[[Paths], Array]


@dataclass(frozen=True)
class Outcome:
    """One reported quantity: by year and, where it makes sense, by quarter."""

    variable: str
    sector: str
    unit: str
    year: Measure
    quarter: Measure | None


def growth(now: Array, before: Array) -> Array:
    """Growth in percent."""
    return 100 * (now / before - 1)


def outcomes() -> list[Outcome]:
    """All outcomes a run reports, in the order of the summary."""
    return [*_production(), *_sectors(), *_investment(), *_budget(), *_firms(), *_labour(), *_tourism()]


def _production() -> list[Outcome]:
    def last_quarter(name: str) -> Measure:
        return lambda p: 100 * p.by_year(p[name])[:, -1]

    return [
        Outcome(
            "grdp",
            "",
            "trillion VND_base",
            lambda p: p.production("grdp"),
            lambda p: p["grdp"] * p["grdp_quarter_weight"],
        ),
        Outcome("grdp_growth", "", "%", last_quarter("growth_first_release"), lambda p: 100 * p["growth_year_on_year"]),
        Outcome("grdp_growth_final", "", "%", last_quarter("growth_year_to_date"), None),
        Outcome(
            "grdp_nominal",
            "",
            "trillion VND",
            lambda p: p.production("grdp_nominal"),
            lambda p: p["grdp_nominal"] * p["grdp_quarter_weight"],
        ),
    ]


def _sectors() -> list[Outcome]:
    def added(name: str) -> tuple[Measure, Measure]:
        return (
            lambda p: growth(p.production(name), p.production_before(name)),
            lambda p: growth(p[name], p.year_ago(name)),
        )

    def contributed(name: str) -> tuple[Measure, Measure]:
        return (
            lambda p: 100 * (p.production(name) - p.production_before(name)) / p.production_before("grdp"),
            lambda p: 100 * (p[name] - p.year_ago(name)) / p["grdp_year_ago"],
        )

    return [
        *(Outcome("value_added_growth", sector, "%", *added(name)) for sector, name in SECTORS.items()),
        *(Outcome("growth_contribution", sector, "pp", *contributed(name)) for sector, name in SECTORS.items()),
    ]


def _investment() -> list[Outcome]:
    def invested(p: Paths) -> Array:
        return p["investment_total"] * p["price_level"]

    def of_year(p: Paths) -> Array:
        return p.by_year(invested(p)).sum(axis=1) * p.step

    def growth_of_year(p: Paths) -> Array:
        base = p["investment_total_base"] * p["price_level_base"]
        return growth(of_year(p), np.concatenate([base[None], of_year(p)[:-1]]))

    def disbursed(p: Paths) -> Array:
        paid = np.cumsum(p.by_year(p["public_investment_paid"]), axis=1) * p.step
        return 100 * paid / p.by_year(p["public_investment_plan"])

    return [
        Outcome("investment_total", "", "trillion VND", of_year, lambda p: invested(p) * p.step),
        Outcome("investment_growth", "", "%", growth_of_year, None),
        _flow("fdi_registered", "million USD"),
        _flow("fdi_realised", "million USD"),
        Outcome(
            "public_investment_disbursement_rate",
            "",
            "%",
            lambda p: disbursed(p)[:, -1],
            lambda p: disbursed(p).reshape(len(p.years) * QUARTERS, -1),
        ),
    ]


def _budget() -> list[Outcome]:
    return [_flow(name, "trillion VND") for name in ("revenue_total", "revenue_domestic", "revenue_import_export")]


def _firms() -> list[Outcome]:
    return [_flow("new_firms", "firm"), _flow("firm_exits", "firm")]


def _labour() -> list[Outcome]:
    def level(p: Paths, prices: Array) -> Array:
        return 1000 * p.production("grdp") * prices / p.mean("employed_persons")

    def rise(p: Paths, prices: Array, price_base: Array) -> Array:
        before = 1000 * p.production_before("grdp") / p.employed_before
        prices_before = np.concatenate([price_base[None], prices[:-1]])
        return growth(level(p, prices), before * prices_before)

    def deflator(p: Paths) -> Array:
        return p.production("grdp_nominal") / p.production("grdp")

    def one(p: Paths) -> Array:
        return np.ones((len(p.years), 1))

    def base_one(p: Paths) -> Array:
        return np.ones(1)

    unit, growth_name = "million VND / person", "labour_productivity_growth"
    return [
        Outcome(
            "employed_persons",
            "",
            "thousand person",
            lambda p: p.mean("employed_persons"),
            lambda p: p["employed_persons"],
        ),
        _flow("additional_jobs", "thousand person"),
        Outcome("labour_productivity", "real", "million VND_base / person", lambda p: level(p, one(p)), None),
        Outcome("labour_productivity", "current", unit, lambda p: level(p, deflator(p)), None),
        Outcome(growth_name, "real", "%", lambda p: rise(p, one(p), base_one(p)), None),
        Outcome(growth_name, "current", "%", lambda p: rise(p, deflator(p), p["price_level_base"]), None),
    ]


def _tourism() -> list[Outcome]:
    return [_flow("tourist_arrivals", "million arrival")]


def _flow(name: str, unit: str) -> Outcome:
    """A yearly rate of the model, summed over the year and over the quarter."""
    return Outcome(name, "", unit, lambda p: p.total(name), lambda p: p[name] * p.step)


@dataclass(frozen=True)
class Series:
    """The values of one outcome: (period, draw), quarters and years in one array of periods."""

    outcome: Outcome
    periods: tuple[str, ...]
    values: Array

    def at(self, period: str) -> Array:
        """The draws of one period."""
        return self.values[self.periods.index(period)]


def measure(paths: Paths, wanted: Sequence[Outcome]) -> dict[tuple[str, str], Series]:
    """The outcomes of a block, by variable and sector."""
    years = tuple(str(year) for year in paths.years)
    quarters = tuple(f"{year}Q{quarter}" for year in years for quarter in range(1, QUARTERS + 1))
    size = paths["grdp"].shape[-1]
    found = {}
    for outcome in wanted:
        values = np.broadcast_to(outcome.year(paths), (len(years), size))
        periods = years
        if outcome.quarter:
            values = np.concatenate([np.broadcast_to(outcome.quarter(paths), (len(quarters), size)), values])
            periods = quarters + years
        if not np.isfinite(values).all():
            bad = periods[int(np.argmin(np.isfinite(values).all(axis=1)))]
            raise SimulationError(f"{bad}: {outcome.variable} {outcome.sector} is not finite in some draw")
        found[outcome.variable, outcome.sector] = Series(outcome, periods, values)
    return found
