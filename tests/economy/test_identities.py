"""Identities of the accounts and of what is reported, in every draw of several scenarios."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pytest
from claims import Figure

from qnsim.analysis.measures import MEASURES
from qnsim.analysis.measures.measure import measure, names_to_keep
from qnsim.analysis.measures.paths import SECTORS, Paths
from qnsim.chance.blocks import plan_blocks
from qnsim.chance.designs import Stratified
from qnsim.chance.draws import draw
from qnsim.engine.simulate import simulate
from qnsim.facts.case import Case
from qnsim.facts.shipped import scenario_folder
from qnsim.run import prepare
from qnsim.scenarios.scenario import read_scenario

LIMIT = 1e-9
DRAWS = 1000
SCENARIOS = ("baseline", "resolution-2023", "stretch", "super-typhoon", "covid-return", "energy-shortage")
CLAIM = "The accounts add up in every draw and every year"
HOW = "1 000 draws each of six shipped scenarios, every quarter or year of them"

# A whole and the parts that add up to it.
SUMS: Mapping[str, tuple[str, ...]] = {
    "investment_total": (
        *("investment_private", "investment_fdi", "public_work_done", "investment_resource"),
        *("repair_domestic", "repair_public", "partnership_work_done"),
    ),
    "revenue_total": ("revenue_domestic", "revenue_import_export"),
    "revenue_domestic": ("revenue_coal", "revenue_other_domestic", "revenue_land"),
    "gross_value_added": ("value_added_agriculture", "value_added_industry_construction", "value_added_services"),
    "grdp": ("gross_value_added", "product_taxes"),
    "capital_productive": ("capital_modern", "capital_domestic", "capital_public"),
    "firm_exits": ("firm_exits_young", "firm_exits_mature"),
}
PRODUCTS = {
    "grdp_nominal": ("grdp", "price_level"),
    "labour_productivity_current": ("labour_productivity", "price_level"),
    "revenue_domestic": ("revenue_domestic_real", "price_level"),
    "grdp": ("labour_productivity", "employed_persons"),
}
INDUSTRY = ("mining", "manufacturing", "electricity", "construction")
DRAWN = ("firms_young", "firms_mature", "net_entry_rate", "new_firms", "unemployment_rate", "labour_force")


@pytest.fixture(scope="module", params=SCENARIOS)
def run(request: pytest.FixtureRequest, case: Case) -> Paths:
    """All draws of a shipped scenario."""
    folder = scenario_folder()
    experiment = prepare(
        read_scenario(folder / f"{request.param}.yaml", case.catalogue, folder), case, Stratified(draws=DRAWS)
    )
    names = {name for table in (SUMS, PRODUCTS) for whole, parts in table.items() for name in (whole, *parts)}
    keep, parts = sorted({*names_to_keep(MEASURES), *DRAWN, *names}), []
    for block in plan_blocks(DRAWS):
        drawn = draw(experiment.scenario, case, experiment.horizon, experiment.design, block)
        parts.append(simulate(experiment.model, drawn.inputs, experiment.horizon, block.size, keep))
    return Paths({name: np.concatenate([part[name] for part in parts], axis=-1) for name in keep}, 2023)


def gap(whole: np.ndarray, other: np.ndarray) -> float:
    """Largest difference, relative to the whole."""
    return float((np.abs(whole - other) / np.abs(whole)).max())


@pytest.mark.claim(CLAIM, how=HOW)
def test_every_whole_is_the_sum_of_its_parts(run: Paths, figure: Figure) -> None:
    gaps = {whole: gap(run[whole], sum((run[part] for part in parts), np.zeros(1))) for whole, parts in SUMS.items()}
    figure("largest difference of a whole and its parts", max(gaps.values()), LIMIT)
    assert {whole: value for whole, value in gaps.items() if value > LIMIT} == {}


@pytest.mark.claim(CLAIM, how=HOW)
def test_every_value_is_volume_times_price_or_heads(run: Paths, figure: Figure) -> None:
    gaps = {whole: gap(run[whole], run[one] * run[other]) for whole, (one, other) in PRODUCTS.items()}
    figure("largest difference of a value and its factors", max(gaps.values()), LIMIT)
    assert {whole: value for whole, value in gaps.items() if value > LIMIT} == {}


@pytest.mark.claim(CLAIM, how=HOW)
def test_young_and_mature_firms_are_all_firms_and_grow_by_entry_less_exit(run: Paths) -> None:
    firms = run["firms_young"] + run["firms_mature"]
    assert firms[1:] == pytest.approx(firms[:-1] + 0.25 * (run["new_firms"] - run["firm_exits"])[:-1], rel=LIMIT)
    assert run["net_entry_rate"] * firms == pytest.approx(run["new_firms"] - run["firm_exits"], rel=LIMIT, abs=LIMIT)


@pytest.mark.claim(CLAIM, how=HOW)
def test_employed_and_unemployed_are_the_labour_force(run: Paths) -> None:
    unemployed = run["unemployment_rate"] * run["labour_force"]
    assert run["employed_persons"] + unemployed == pytest.approx(run["labour_force"], rel=LIMIT)
    assert unemployed.min() >= 0


@pytest.fixture(scope="module")
def reported(run: Paths) -> Mapping[tuple[str, str], np.ndarray]:
    """The outcomes of each year, as a run reports them: (year, draw), growth in percent."""
    years = [str(year) for year in run.years]
    return {key: np.stack([series.at(year) for year in years]) for key, series in measure(run, MEASURES).items()}


@pytest.mark.claim("Growth is growth of productivity and of employment", how=HOW)
def test_growth_is_productivity_times_employment(
    run: Paths, reported: Mapping[tuple[str, str], np.ndarray], figure: Figure
) -> None:
    employed = np.concatenate([run["employed_start"][None], reported["employed_persons", ""]])
    growth = 1 + reported["grdp_growth_final", ""] / 100
    product = (1 + reported["labour_productivity_growth", "real"] / 100) * employed[1:] / employed[:-1]
    figure("largest difference, points", 100 * np.abs(growth - product).max(), 100 * LIMIT, "percentage points")
    assert np.abs(growth - product).max() < LIMIT


@pytest.mark.claim("The contributions of all sectors add up to growth", how=HOW)
def test_contributions_add_up_to_growth(reported: Mapping[tuple[str, str], np.ndarray], figure: Figure) -> None:
    sectors = [name for name in SECTORS if name not in INDUSTRY]
    total = sum((reported["growth_contribution", name] for name in sectors), np.zeros(1))
    worst = np.abs(total - reported["grdp_growth_final", ""]).max()
    figure("largest difference of contributions and growth", worst, 100 * LIMIT, "percentage points")
    assert worst < 100 * LIMIT


@pytest.mark.claim("The contributions of all sectors add up to growth", how=HOW)
def test_the_branches_of_industry_add_up_to_industry(reported: Mapping[tuple[str, str], np.ndarray]) -> None:
    branches = sum((reported["growth_contribution", name] for name in INDUSTRY), np.zeros(1))
    assert np.abs(branches - reported["growth_contribution", "industry_construction"]).max() < 100 * LIMIT


@pytest.mark.claim(CLAIM, how=HOW)
def test_nominal_growth_is_real_growth_and_the_rise_of_prices(reported: Mapping[tuple[str, str], np.ndarray]) -> None:
    deflator = reported["grdp_nominal", ""] / reported["grdp", ""]
    current, real = reported["labour_productivity", "current"], reported["labour_productivity", "real"]
    assert current / real == pytest.approx(deflator, rel=LIMIT)
    assert reported["revenue_total", ""] == pytest.approx(
        reported["revenue_domestic", ""] + reported["revenue_import_export", ""], rel=LIMIT
    )
