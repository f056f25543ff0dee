"""Measures: definitions by hand on a tiny run, identities on draws of the whole model."""

from __future__ import annotations

import pickle
import unicodedata
from pathlib import Path

import numpy as np
import pytest

from qnsim.analysis.measures import BY_KEY, MEASURES
from qnsim.analysis.measures.measure import Measure, Series, measure, names_to_keep
from qnsim.analysis.measures.paths import SECTORS, Paths, growth
from qnsim.chance.blocks import plan_blocks
from qnsim.chance.designs import Stratified
from qnsim.chance.draws import draw
from qnsim.engine.simulate import Horizon, simulate
from qnsim.facts.case import Case, read_case
from qnsim.run import central_inputs, prepare
from qnsim.scenarios.scenario import read_scenario
from qnsim.workflow.scenarios import load_scenario

YEARS = ("2023", "2024", "2025")
PARTS = [name for name in SECTORS if name != "industry_construction"]
Measured = dict[tuple[str, str], Series]


def column(*values: float) -> np.ndarray:
    return np.array(values, dtype=float)[:, None]


@pytest.fixture
def tiny() -> Paths:
    """Two years of one draw: GRDP 110 in every quarter of the first and 121 of the second, against a base of 100.

    The quarters of the base year all lie at its middle, whatever its slopes.
    """
    weights = np.tile(column(0.2, 0.25, 0.25, 0.3), (2, 1))
    now = column(*[110] * 4, *[121] * 4)
    return Paths(
        {
            "grdp": now,
            "grdp_base": np.array([100.0]),
            "grdp_growth_base": np.array([0.1]),
            "grdp_year_ago": column(*[100] * 4, *[110] * 4),
            "grdp_quarter_weight": weights,
            "grdp_nominal": now * 1.1,
            "value_added_mining": 0.2 * now,
            "value_added_mining_base": np.array([20.0]),
            "mining_growth_base": np.array([0.08]),
            "employed_persons": column(*[55] * 4, *[50] * 4),
            "employed_start": np.array([50.0]),
            "price_level": np.full((8, 1), 1.1),
            "price_level_base": np.array([1.0]),
            "investment_total": column(30, 34, 38, 42, *[36] * 4),
            "investment_total_base": np.array([33.0]),
            "public_investment_paid": column(4, 8, 12, 16, 2, 2, 2, 2),
            "public_investment_plan": column(*[20] * 4, *[8] * 4),
            "growth_first_release": column(0.01, 0.02, 0.03, 0.104, 0.05, 0.06, 0.07, 0.096),
            "growth_year_to_date": column(0.01, 0.02, 0.03, 0.1, 0.05, 0.06, 0.07, 0.1),
            "growth_year_on_year": np.full((8, 1), 0.1),
            "new_firms": column(1000, 2000, 3000, 2000, *[1200] * 4),
        },
        first_year=2023,
    )


def values(paths: Paths, variable: str, sector: str = "") -> tuple[list[float], list[float]]:
    """By year, and by quarter if there are any."""
    series = measure(paths, [BY_KEY[variable, sector]])[variable, sector]
    by_period = dict(zip(series.periods, series.values[:, 0].tolist(), strict=True))
    years = [value for period, value in by_period.items() if "Q" not in period]
    return years, [value for period, value in by_period.items() if "Q" in period]


def test_growth_is_in_percent() -> None:
    assert growth(np.array([121.0]), np.array([110.0])) == pytest.approx([10.0])


def test_a_year_of_production_is_its_quarters_with_their_weights(tiny: Paths) -> None:
    years, quarters = values(tiny, "grdp")
    assert years == pytest.approx([110.0, 121.0])
    assert quarters[:4] == pytest.approx([22.0, 27.5, 27.5, 33.0])


def test_headline_growth_is_the_first_release_of_the_fourth_quarter(tiny: Paths) -> None:
    assert values(tiny, "grdp_growth")[0] == pytest.approx([10.4, 9.6])
    assert values(tiny, "grdp_growth_final")[0] == pytest.approx([10.0, 10.0])


def test_a_sector_contributes_its_rise_per_grdp_of_the_year_before(tiny: Paths) -> None:
    years, quarters = values(tiny, "growth_contribution", "mining")
    assert years == pytest.approx([2.0, 2.0])
    assert quarters == pytest.approx([2.0] * 8)
    assert values(tiny, "value_added_growth", "mining")[0] == pytest.approx([10.0, 10.0])


BASE_2022 = {  # adds up to a GRDP of 100; the known slopes take 4 of its 10, the rest of 50 shares 6: a slope of 0.12
    "value_added_agriculture": 10.0,
    "value_added_mining": 20.0,
    "value_added_electricity": 20.0,
    "value_added_manufacturing": 10.0,
    "value_added_construction": 10.0,
    "value_added_services": 20.0,
    "product_taxes": 10.0,
}
SLOPES = {"grdp_growth_base": 0.1, "agriculture_growth_base": 0.04, "mining_growth_base": 0.08}
SLOPES["electricity_growth_base"] = 0.1
BASE_QUARTERS = {
    "grdp": [96.25, 98.75, 101.25, 103.75],
    "value_added_agriculture": [9.85, 9.95, 10.05, 10.15],
    "value_added_mining": [19.4, 19.8, 20.2, 20.6],
    "value_added_electricity": [19.25, 19.75, 20.25, 20.75],
    "value_added_manufacturing": [9.55, 9.85, 10.15, 10.45],
    "value_added_services": [19.1, 19.7, 20.3, 20.9],
    "product_taxes": [9.55, 9.85, 10.15, 10.45],
    "value_added_industry_construction": [57.75, 59.25, 60.75, 62.25],
}


@pytest.fixture
def sloped() -> Paths:
    """One year of one draw after a base year with slopes: mining is a tenth above the same quarter of the base year."""
    fixed = {**{f"{name}_base": value for name, value in BASE_2022.items()}, "grdp_base": 100.0, **SLOPES}
    quarters = {
        "grdp": column(*[110] * 4),
        "grdp_year_ago": column(*BASE_QUARTERS["grdp"]),
        "grdp_quarter_weight": column(0.2, 0.25, 0.25, 0.3),
        "value_added_mining": 1.1 * column(*BASE_QUARTERS["value_added_mining"]),
        "value_added_industry_construction": 1.2 * column(*BASE_QUARTERS["value_added_industry_construction"]),
    }
    return Paths({**quarters, **{name: np.array([value]) for name, value in fixed.items()}}, 2023)


@pytest.mark.parametrize("name", BASE_QUARTERS)
def test_each_sector_goes_through_the_base_year_on_its_own_line(sloped: Paths, name: str) -> None:
    assert sloped.base_quarters(name)[:, 0] == pytest.approx(BASE_QUARTERS[name])


def test_the_sectors_of_the_base_year_add_up_in_every_quarter(sloped: Paths) -> None:
    total = sum(sloped.base_quarters(name) for name in BASE_2022)
    assert total == pytest.approx(sloped.base_quarters("grdp"), rel=1e-12)
    branches = [f"value_added_{name}" for name in ("mining", "manufacturing", "electricity", "construction")]
    industry = sum(sloped.base_quarters(name) for name in branches)
    assert industry == pytest.approx(sloped.base_quarters("value_added_industry_construction"), rel=1e-12)


def test_a_sector_grows_on_its_own_base_and_contributes_its_rise_per_grdp(sloped: Paths) -> None:
    """With weights, mining of the base year is 20.06 and GRDP 100.375."""
    years, quarters = values(sloped, "value_added_growth", "mining")
    assert years == pytest.approx([10.0])
    assert quarters == pytest.approx([10.0] * 4)
    years, quarters = values(sloped, "growth_contribution", "mining")
    assert years == pytest.approx([100 * 2.006 / 100.375])
    assert quarters == pytest.approx([194 / 96.25, 198 / 98.75, 202 / 101.25, 206 / 103.75])
    assert values(sloped, "value_added_growth", "industry_construction")[1] == pytest.approx([20.0] * 4)


def test_investment_is_reported_in_current_prices(tiny: Paths) -> None:
    years, quarters = values(tiny, "investment_total")
    assert years == pytest.approx([36 * 1.1, 36 * 1.1])
    assert quarters[0] == pytest.approx(30 * 1.1 / 4)
    assert values(tiny, "investment_growth")[0] == pytest.approx([20.0, 0.0])


def test_disbursement_is_what_was_paid_so_far_of_the_years_plan(tiny: Paths) -> None:
    years, quarters = values(tiny, "public_investment_disbursement_rate")
    assert quarters == pytest.approx([5.0, 15.0, 30.0, 50.0, 6.25, 12.5, 18.75, 25.0])
    assert years == pytest.approx([50.0, 25.0])


def test_a_flow_is_summed_over_its_period(tiny: Paths) -> None:
    years, quarters = values(tiny, "new_firms")
    assert years == pytest.approx([2000.0, 1200.0])
    assert quarters[:4] == pytest.approx([250.0, 500.0, 750.0, 500.0])


def test_employed_persons_of_a_year_are_its_average(tiny: Paths) -> None:
    assert values(tiny, "employed_persons")[0] == pytest.approx([55.0, 50.0])


def test_productivity_is_production_per_average_employed_person(tiny: Paths) -> None:
    assert values(tiny, "labour_productivity", "real")[0] == pytest.approx([2000.0, 2420.0])
    assert values(tiny, "labour_productivity", "current")[0] == pytest.approx([2200.0, 2662.0])
    assert values(tiny, "labour_productivity_growth", "real")[0] == pytest.approx([0.0, 21.0])
    assert values(tiny, "labour_productivity_growth", "current")[0] == pytest.approx([10.0, 21.0])


@pytest.fixture(scope="module")
def case() -> Case:
    return read_case()


@pytest.fixture(scope="module")
def measured(case: Case, tmp_path_factory: pytest.TempPathFactory) -> Measured:
    """All measures of three years in draws of the whole model."""
    file: Path = tmp_path_factory.mktemp("scenarios") / "trend.yaml"
    file.write_text("name: trend\ntitle: {vi: Xu thế, en: Trend}\nwhy: a test\n", encoding="utf-8")
    scenario, horizon = read_scenario(file, case.catalogue, file.parent), Horizon(2023.0, 12)
    block = plan_blocks(400)[0]
    paths = simulate(
        case.model,
        draw(scenario, case, horizon, Stratified(1), block).inputs,
        horizon,
        block.size,
        names_to_keep(MEASURES),
    )
    return measure(Paths(paths, 2023), MEASURES)


@pytest.mark.parametrize("year", YEARS)
def test_contributions_add_up_to_final_growth(measured: Measured, year: str) -> None:
    total = sum(measured["growth_contribution", part].at(year) for part in PARTS)
    assert total == pytest.approx(measured["grdp_growth_final", ""].at(year), abs=1e-9)


@pytest.mark.parametrize("quarter", ["2023Q1", "2023Q2", "2023Q3", "2023Q4", "2024Q2"])
def test_contributions_add_up_to_growth_of_a_quarter(measured: Measured, quarter: str) -> None:
    total = sum(measured["growth_contribution", part].at(quarter) for part in PARTS)
    assert total == pytest.approx(measured["grdp_growth", ""].at(quarter), abs=1e-9)


@pytest.mark.parametrize("year", YEARS)
def test_the_second_sector_contributes_what_its_branches_do(measured: Measured, year: str) -> None:
    branches = ("mining", "manufacturing", "electricity", "construction")
    total = sum(measured["growth_contribution", branch].at(year) for branch in branches)
    assert total == pytest.approx(measured["growth_contribution", "industry_construction"].at(year), abs=1e-9)


@pytest.mark.parametrize("quarter", ["2023Q1", "2023Q4", "2024Q2"])
def test_the_second_sector_contributes_what_its_branches_do_in_a_quarter(measured: Measured, quarter: str) -> None:
    branches = ("mining", "manufacturing", "electricity", "construction")
    total = sum(measured["growth_contribution", branch].at(quarter) for branch in branches)
    assert total == pytest.approx(measured["growth_contribution", "industry_construction"].at(quarter), abs=1e-9)


@pytest.mark.parametrize("place", [1, 2])
def test_growth_is_productivity_times_employment(measured: Measured, place: int) -> None:
    year, before = YEARS[place], YEARS[place - 1]
    employed = measured["employed_persons", ""]
    productivity = 1 + measured["labour_productivity_growth", "real"].at(year) / 100
    product = 100 * (productivity * employed.at(year) / employed.at(before) - 1)
    assert product == pytest.approx(measured["grdp_growth_final", ""].at(year), abs=1e-9)


def test_every_measure_has_every_year_and_only_finite_numbers(measured: Measured) -> None:
    draws = measured["grdp", ""].values.shape[1]
    for series in measured.values():
        assert set(YEARS) <= set(series.periods)
        assert series.values.shape == (len(series.periods), draws)
        assert np.isfinite(series.values).all()


@pytest.fixture(scope="module")
def all_paths(case: Case) -> dict[str, np.ndarray]:
    """Every variable of the model in a central run of two years."""
    experiment = prepare(load_scenario("baseline"), case)
    names = [*case.model.stocks, *case.model.variables, *case.model.parameters, *case.model.paths]
    return simulate(experiment.model, central_inputs(experiment), Horizon(2023.0, 8), 1, names)


@pytest.mark.parametrize("each", MEASURES, ids=lambda each: ".".join(each.key))
def test_a_measure_needs_only_what_it_is_found_to_read(each: Measure, all_paths: dict[str, np.ndarray]) -> None:
    whole = measure(Paths(all_paths, 2023), MEASURES)[each.key].values
    alone = measure(Paths({name: all_paths[name] for name in each.reads}, 2023), [each])[each.key].values
    assert np.array_equal(alone, whole)
    for name in each.reads:
        less = {other: path for other, path in all_paths.items() if other != name}
        with pytest.raises(KeyError, match=name):
            measure(Paths(less, 2023), [each])


def test_no_two_measures_have_the_same_name() -> None:
    assert len(BY_KEY) == len(MEASURES)


@pytest.mark.parametrize("each", MEASURES, ids=lambda each: ".".join(each.key))
def test_a_measure_has_words_in_both_languages_and_composed_accents(each: Measure) -> None:
    for words in (each.label, each.meaning):
        for text in (words.vi, words.en):
            assert text.strip() == text != ""
            assert unicodedata.is_normalized("NFC", text)
        assert words.vi != words.en
    assert each.meaning.vi.endswith(".")
    assert each.meaning.en.endswith(".")


@pytest.mark.parametrize("each", MEASURES, ids=lambda each: ".".join(each.key))
def test_a_measure_sent_to_another_process_measures_the_same(each: Measure, all_paths: dict[str, np.ndarray]) -> None:
    sent = pickle.loads(pickle.dumps(each))
    paths = Paths(all_paths, 2023)
    assert (sent.key, sent.unit, sent.label, sent.reads) == (each.key, each.unit, each.label, each.reads)
    assert np.array_equal(measure(paths, [sent])[each.key].values, measure(paths, [each])[each.key].values)
