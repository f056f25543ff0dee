"""The written parts of record.md: the reconciled record beside its measurements, and the chart of growth by branch."""

from __future__ import annotations

import runpy
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import matplotlib.pyplot as plt
import numpy as np
import prior_page
from matplotlib.axes import Axes

from qnsim.chance.accounts import PRODUCTIVITY, domestic_capital_first, solve_accounts
from qnsim.chance.designs import Stratified
from qnsim.chance.draws import uncertain_values
from qnsim.facts.case import read_case
from qnsim.facts.history import History
from qnsim.facts.reconciliation import Estimate, Key, Measurement, reconcile
from qnsim.press.palette import BANDS, GREY, INK, STYLE, TARGET
from qnsim.quantities.distributions import Distribution
from qnsim.run import prepare
from qnsim.workflow.scenarios import load_scenario

SCRIPT = runpy.run_path(str(Path(__file__).parents[1] / "data" / "quang-ninh" / "2022-12" / "record" / "reconcile.py"))
YEARS = [str(year) for year in SCRIPT["YEARS"]]
MEAN = f"{YEARS[1]}-{YEARS[-1]}"
BRANCH_NAMES = {
    "agriculture": "agriculture (khu vực I)",
    "mining": "mining",
    "manufacturing": "manufacturing",
    "electricity": "electricity, water",
    "construction": "construction",
    "services": "services (khu vực III)",
    "product_taxes": "product taxes",
}
NAMES = {
    **BRANCH_NAMES,
    "total": "total",
    "mining+manufacturing+electricity": "industry",
    "mining+manufacturing+electricity+construction": "khu vực II",
    "agriculture+mining+manufacturing+electricity+construction+services": "all branches without taxes",
    "public_work": "public works",
    "fdi": "FDI without power",
    "resource": "coal and power",
    "private": "private and other",
    "public_work+resource": "public works, coal and power",
}
PIPELINE = {
    "fdi_registered": "registered",
    "fdi_accepted": "accepted: registered x realised share",
    "fdi_spent": "spent",
    "fdi_backlog": "backlog at the end of the year",
}
LEVELS = (0.05, 0.5, 0.95)
HOUSING = (  # what a third of it is, of capital of the first year, of investment
    ("domestic capital and of its investment", 1 / 3, 1 / 3),
    ("its investment alone", 0.0, 1 / 3),
    ("the capital of the first year alone", 1 / 3, 0.0),
)
LARGE = 2.0  # errors; larger residuals are listed
Found = dict[Key, Estimate]


def blocks() -> dict[str, str]:
    """The text of each marked block."""
    found = {each.key: each for each in SCRIPT["estimates"]()}
    branches, kinds = (SCRIPT["PARTS"][account] for account in ("value_added", "investment"))
    return {
        "growth": years_table("Growth, %", found, "value_added_growth", sums(found, "value_added_growth"), mean=True),
        "contributions": years_table("Points", found, "value_added_contribution", (*branches, "total"), digits=2),
        "shares": years_table("Share of GRDP, %", found, "value_added_share", branches),
        "investment": years_table(
            "Trillion VND of 2022", found, "investment", (*kinds, "public_work+resource", "total")
        ),
        "pipeline": pipeline_table(found),
        "employment": years_table("Thousand persons", found, "employed", ("total",), digits=0),
        "residuals": residual_list(found),
        "sensitivity": sensitivity_table(),
        "productivity": productivity_table(),
        "prior_growth": markdown(prior_page.HEADING, prior_page.growth_rows(NAMES, found)),
        "prior_icor": markdown(prior_page.ICOR_HEADING, prior_page.icor_rows()),
    }


def sums(found: Found, quantity: str) -> list[str]:
    """The sectors of a quantity, in the order of the names."""
    return [name for name in NAMES if any(key[:2] == (quantity, name) for key in found)]


def cell(estimate: Estimate | None, digits: int) -> str:
    """The reconciled value with, in brackets, the measurement and its error."""
    if estimate is None:
        return ""
    of = estimate.measured
    assumed = " *a*" if of and of.status == "a" else ""
    told = f" ({of.value:.{digits}f} ± {of.error:.{digits}f}{assumed})" if of else ""
    return f"{estimate.value:.{digits}f}{told}".replace("-", "−")


def years_table(
    heading: str, found: Found, quantity: str, sectors: Sequence[str], digits: int = 1, mean: bool = False
) -> str:
    """A row per sector, a column per year."""
    years = [year for year in YEARS if (quantity, sectors[0], year) in found]
    rows = [[NAMES[s], *(cell(found[quantity, s, year], digits) for year in years)] for s in sectors]
    if mean:
        years.append("Mean ± standard error")
        for row, sector in zip(rows, sectors, strict=True):
            of = found[f"{quantity}_mean", sector, MEAN]
            row.append(f"{of.value:.2f} ± {of.error:.2f}")
    return markdown([heading, *years], rows)


def pipeline_table(found: Found) -> str:
    """The flows and the stock of registered capital, and the two shares."""
    rows = [[label, *(cell(found[name, "total", year], 0) for year in YEARS)] for name, label in PIPELINE.items()]
    shares = [
        f"{label} {found[name, 'total', ''].value:.2f} ± {found[name, 'total', ''].error:.2f} "
        f"(prior {found[name, 'total', ''].measured.value:.2f} ± {found[name, 'total', ''].measured.error:.2f})"
        for name, label in (
            ("fdi_realised_share", "Realised share"),
            ("fdi_fixed_capital_share", "fixed capital share"),
        )
    ]
    first, last = (found["fdi_backlog", "total", year] for year in (YEARS[0], YEARS[-1]))
    flows = [sum(found[name, "total", y].value for y in YEARS[1:]) for name in ("fdi_accepted", "fdi_spent")]
    closed = f"{first.value:.0f} + {flows[0]:.0f} − {flows[1]:.0f} = {last.value:.0f} (standard error {last.error:.0f})"
    return f"{markdown(['Million USD', *YEARS], rows)}\n\n{', '.join(shares)}. Backlog: {closed}."


def residual_list(found: Found) -> str:
    """Every measurement that lies more than two errors off, and how far the worst does and all do."""
    residuals = {key: each.residual for key, each in found.items() if each.residual is not None}
    large = [f"- {' '.join(key)}: {size:+.1f} errors" for key, size in residuals.items() if abs(size) > LARGE]
    worst = max(residuals, key=lambda key: abs(residuals[key]))
    squares = sum(size**2 for size in residuals.values())
    said = (
        f"{len(residuals)} measurements, sum of squared residuals {squares:.1f}; the largest residual is "
        f"{residuals[worst]:+.1f} errors ({' '.join(worst)})."
    )
    return "\n".join([said, "", *(large or [f"No residual is above {LARGE:g} errors."])])


Change = Callable[[Measurement], Measurement | None]
VARIANTS: dict[str, Change] = {
    "as stored": lambda m: m,
    "without the weights of 2021": lambda m: None if m.quantity == "value_added_share" and m.year == "2021" else m,
    "without the published growth of services": lambda m: (
        None if (m.quantity, m.sector) == ("value_added_growth", "services") else m
    ),
    "early December estimate of services in 2022 (17.34)": lambda m: (
        replace(m, value=17.34) if m.key == ("value_added_growth", "services", "2022") else m
    ),
    "errors of branch growth doubled": lambda m: (
        replace(m, error=2 * m.error) if m.quantity == "value_added_growth" and m.sector != "total" else m
    ),
    "errors of shares halved": lambda m: replace(m, error=m.error / 2) if m.quantity == "value_added_share" else m,
    "smoothness half as strong": lambda m: replace(m, error=2 * m.error) if m.quantity.endswith("_change") else m,
}


def sensitivity_table() -> str:
    """What services come to when evidence is left out or weighted differently."""
    rows = []
    for label, change in VARIANTS.items():
        kept = [each for m in SCRIPT["measurements"]() if (each := change(m)) is not None]
        found = {e.key: e for e in reconcile(kept, SCRIPT["PARTS"], SCRIPT["YEARS"], SCRIPT["EXCHANGE_RATE"])}
        mean, share = (
            found["value_added_growth_mean", "services", MEAN],
            found["value_added_share", "services", YEARS[-1]],
        )
        rows.append([label, f"{mean.value:.1f} ± {mean.error:.1f}", f"{share.value:.1f} ± {share.error:.1f}"])
    return markdown(["", f"Mean growth of services, {MEAN}, %", f"Share in {YEARS[-1]}, %"], rows)


def productivity_table() -> str:
    """Productivity growth of services that the accounts leave over, beside its prior, and if a third were housing."""
    case, scenario, design = read_case(), load_scenario("baseline"), Stratified(draws=10_000)
    fixed = {p.name: p.prior.values[0] for p in case.parameters.values() if isinstance(p.prior, Distribution)}
    drawn = fixed | uncertain_values(scenario, case, prepare(scenario, case, design).horizon, design)
    prior = case.parameters[PRODUCTIVITY].prior
    assert isinstance(prior, Distribution)
    spreads = {
        "residual of the accounts": np.quantile(drawn[PRODUCTIVITY], LEVELS),
        "its prior": [float(prior.quantile(level)) for level in LEVELS],
    }
    for label, of_stock, of_investment in HOUSING:
        left = drawn[PRODUCTIVITY] - growth_by_housing(drawn, case.history, of_stock, of_investment)
        spreads[f"residual, if a third of {label} were housing"] = np.quantile(left, LEVELS)
    rows = [[label, *(f"{100 * each:.1f}" for each in spread)] for label, spread in spreads.items()]
    return markdown(["Productivity of services, % a year", *(f"{level:.0%}" for level in LEVELS)], rows)


def growth_by_housing(drawn: Mapping[str, Any], history: History, of_stock: float, of_investment: float) -> Any:
    """What capital would explain of the growth of services beyond what it does, if shares of it were housing.

    Of the capital of the first year, and of what was invested since. Spillovers, which hardly move, are left out.
    """
    first = domestic_capital_first(drawn, history)
    kept = first * (1 - drawn["depreciation_domestic"]) ** history.years
    last = solve_accounts(drawn, history, residual=0)["capital_domestic_start"]
    changed = (1 - of_stock) * kept + (1 - of_investment) * (last - kept)
    growth = np.log(changed / last) - np.log(1 - of_stock)
    return drawn["services_capital_elasticity"] * growth / history.years


def growth_chart(path: Path) -> None:
    """Growth by branch: the reconciled line with its 90% band, and what was measured with one error each way."""
    found = {each.key: each for each in SCRIPT["estimates"]()}
    with plt.style.context(STYLE):
        figure, panels = plt.subplots(2, 4, figsize=(10.5, 5.2), sharex=True, layout="constrained")
        for axes, sector in zip(panels.flat, (*SCRIPT["PARTS"]["value_added"], "total"), strict=True):
            growth_panel(axes, sector, [found["value_added_growth", sector, year] for year in YEARS[1:]])
        figure.suptitle(
            "Growth by branch, %: reconciled (line, 90% band); measured (dots, one error each way; hollow: assumed)",
            color=INK,
            x=0.01,
            ha="left",
            fontsize=11,
        )
        figure.savefig(path, dpi=130)
        plt.close(figure)


def growth_panel(axes: Axes, sector: str, path: Sequence[Estimate]) -> None:
    """One branch."""
    years = np.arange(int(YEARS[1]), int(YEARS[-1]) + 1)
    value, error = (np.array([getattr(each, name) for each in path]) for name in ("value", "error"))
    axes.fill_between(years, value - 1.645 * error, value + 1.645 * error, color=BANDS[90], linewidth=0)
    axes.plot(years, value, color=INK, linewidth=1.4)
    for year, each in zip(years, path, strict=True):
        if of := each.measured:
            fill = "white" if of.status == "a" else TARGET
            axes.errorbar(year, of.value, of.error, fmt="o", color=TARGET, mfc=fill, markersize=4, elinewidth=1)
    axes.axhline(0, color=GREY, linewidth=0.6)
    axes.set_title(NAMES[sector], loc="left", fontsize=9, color=INK)
    axes.set_xticks(years[::2])


def markdown(heading: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A Markdown table, all columns but the first to the right."""
    lines = [heading, ["---", *["--:"] * (len(heading) - 1)], *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)
