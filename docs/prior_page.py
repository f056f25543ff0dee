"""The prior predictive check of record.md: what the priors say of 2016-2022 before any record was used, beside it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np

from qnsim.analysis.outcomes import until
from qnsim.chance.designs import Stratified
from qnsim.ensemble import KeepPaths
from qnsim.facts.case import read_case
from qnsim.facts.reconciliation import Estimate
from qnsim.run import prepare, run_experiments
from qnsim.workflow.scenarios import load_scenario

PLACE = Path(__file__).parents[1] / "data" / "quang-ninh"
DRAWS, FIRST, LAST = 1_000, 2016, 2022
LEVELS = (0.05, 0.5, 0.95)
BRANCHES = ("agriculture", "mining", "manufacturing", "electricity", "construction", "services")
BASES = {
    "total": ("grdp", "grdp_base"),
    **{name: (f"value_added_{name}", f"value_added_{name}_base") for name in BRANCHES},
    "product_taxes": ("product_taxes", "product_taxes_base"),
}
HEADING = ("Mean growth 2016-2022, %", "Record", "Priors, 90% range", "Median", "With plants of 2015", "Inside")
ICOR_HEADING = ("Year", "Investment per GRDP and growth, median", "90% range")
ICOR_YEARS = (2023, 2024, 2025, 2026, 2027)

Ranges = Mapping[str, np.ndarray]


def growth_ranges(scenario: str) -> Ranges:
    """Quantiles of `LEVELS` of the mean growth of 2016-2022 in percent, in total and by branch, blind from 2015."""
    paths = _paths(PLACE / "hindcast" / "2015-12", scenario, LAST, [name for pair in BASES.values() for name in pair])
    return {name: np.quantile(_mean_growth(paths, *pair), LEVELS) for name, pair in BASES.items()}


def icor_ranges() -> dict[int, np.ndarray]:
    """Quantiles of `LEVELS` of investment per GRDP and growth in each year ahead, on priors; growth of the medians."""
    names = ["investment_total", "grdp", "grdp_base"]
    paths = _paths(PLACE / "2022-12", "baseline", ICOR_YEARS[-1], names)
    grdp = _years(paths["grdp"])
    growth = grdp / np.vstack([np.broadcast_to(paths["grdp_base"], grdp[0].shape), grdp[:-1]]) - 1
    ratio = _years(paths["investment_total"]) / grdp / growth
    return {year: np.quantile(row, LEVELS) for year, row in zip(ICOR_YEARS, ratio, strict=True)}


def growth_rows(names: Mapping[str, str], record: Mapping[tuple[str, str, str], Estimate]) -> list[list[str]]:
    """A row per branch and for the total: the record, the priors, the priors with the two plants, and which hold it."""
    blind, plants = growth_ranges("baseline"), growth_ranges("plants")
    rows = []
    for name in BASES:
        value = record["value_added_growth_mean", name, f"{FIRST}-{LAST}"].value
        inside = "yes" if holds(blind[name], value) else "with plants" if holds(plants[name], value) else "**no**"
        rows.append(
            [names[name], f"{value:.1f}", _range(blind[name]), f"{blind[name][1]:.1f}", _range(plants[name]), inside]
        )
    return rows


def icor_rows() -> list[list[str]]:
    """A row per year ahead."""
    return [[str(year), f"{found[1]:.1f}", _range(found)] for year, found in icor_ranges().items()]


def holds(levels: np.ndarray, value: float) -> bool:
    """Whether a value lies between the first and the last quantile."""
    return bool(levels[0] <= value <= levels[-1])


def _range(levels: np.ndarray) -> str:
    return f"{levels[0]:.1f} to {levels[-1]:.1f}".replace("-", "\N{MINUS SIGN}")


def _paths(folder: Path, scenario: str, last: int, names: Sequence[str]) -> Mapping[str, np.ndarray]:
    case = read_case(folder)
    experiment = until(prepare(load_scenario(scenario, case), case, Stratified(draws=DRAWS)), str(last))
    (paths,) = run_experiments([experiment], KeepPaths(names))
    return {name: paths[name].to_numpy() for name in names}


def _years(path: np.ndarray) -> np.ndarray:
    return path.reshape(-1, 4, path.shape[-1]).mean(axis=1)


def _mean_growth(paths: Mapping[str, np.ndarray], name: str, base: str) -> np.ndarray:
    """The mean of the yearly growth rates of each draw, in percent."""
    levels = _years(paths[name])
    before = np.vstack([np.broadcast_to(paths[base], levels[0].shape), levels[:-1]])
    return 100 * (levels / before - 1).mean(axis=0)
