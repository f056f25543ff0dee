"""Extreme conditions: the whole economy in futures far outside experience, and at every end of every range."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pytest
from claims import Figure
from stressed import (
    FUTURES,
    FUTURES_HOW,
    STRESSED,
    Paths,
    negative_stocks,
    run_central,
    run_settings,
)

from qnsim.engine.simulate import Inputs
from qnsim.errors import QnsimError
from qnsim.facts.case import Case
from qnsim.scenarios.scenario import Scenario

KEEP = (
    *("grdp", "grdp_nominal", "value_added_services", "value_added_construction", "value_added_manufacturing_modern"),
    *("investment_total", "fdi_realised", "capital_domestic", "capital_modern", "capital_public", "tourist_arrivals"),
    *("fdi_backlog_1", "fdi_backlog_2", "fdi_backlog_3", "employed_persons", "labour_force", "new_firms"),
    *("private_works_in_progress", "growth_year_to_date"),
)


@pytest.fixture(scope="module")
def futures(case: Case, nothing_set: Scenario) -> Mapping[str, Paths]:
    """Central paths of every stressed future."""
    keep = [*case.model.stocks, *(name for name in KEEP if name not in case.model.stocks)]
    return {name: run_central(nothing_set, case, stress, keep) for name, stress in STRESSED.items()}


def ratio(futures: Mapping[str, Paths], future: str, name: str) -> np.ndarray:
    """A variable of a future against the usual run."""
    return futures[future][name] / futures["usual"][name]


@pytest.mark.claim(FUTURES, how=FUTURES_HOW)
@pytest.mark.parametrize("future", STRESSED)
def test_no_stock_is_negative_in_a_stressed_future(case: Case, futures: Mapping[str, Paths], future: str) -> None:
    assert negative_stocks(futures[future], list(case.model.stocks)) == []
    assert futures[future]["grdp"].min() > 0


@pytest.mark.claim("Without any investment nothing is built and capital wears out", how=FUTURES_HOW)
def test_ten_years_without_investment_end_construction_and_wear_capital_out(futures: Mapping[str, Paths]) -> None:
    none = futures["no investment"]
    assert none["investment_total"].max() < 1e-9
    assert none["value_added_construction"].max() < 1e-9
    for name in ("capital_domestic", "capital_public", "capital_modern"):
        assert (np.diff(none[name][16:]) < 0).all()
        assert none[name][-1] > 0
    behind = ratio(futures, "no investment", "grdp")
    assert (np.diff(behind) < 0).all()
    assert behind[-1] < 0.7


def test_without_foreign_investors_plant_falls_behind_and_nothing_else_breaks(futures: Mapping[str, Paths]) -> None:
    none = futures["no foreign investors"]
    assert none["fdi_realised"].max() == 0
    behind = ratio(futures, "no foreign investors", "capital_modern")
    assert (np.diff(behind[1:]) < 0).all()
    assert 0.5 < behind[-1] < 0.7
    assert 0.85 < ratio(futures, "no foreign investors", "grdp")[-1] < 0.95


@pytest.mark.claim("Services fall to nothing as labour goes", how=FUTURES_HOW)
def test_services_fall_as_labour_goes(futures: Mapping[str, Paths]) -> None:
    none = futures["no labour"]
    assert (np.diff(none["value_added_services"]) < 0).all()
    assert ratio(futures, "no labour", "value_added_services")[-1] < 1e-6
    assert (none["employed_persons"] < none["labour_force"]).all()
    assert ratio(futures, "no labour", "grdp")[-1] < 0.6


def test_without_disbursement_public_capital_wears_out_and_private_works_go_on(futures: Mapping[str, Paths]) -> None:
    for future in ("nothing disbursed", "no public plan"):
        none = futures[future]
        assert (np.diff(none["capital_public"][16:]) < 0).all()
        assert 0.7 < ratio(futures, future, "investment_total")[-1] < 0.8
        assert 0.9 < ratio(futures, future, "grdp")[-1] < 1


def test_with_delays_as_short_as_the_step_plant_comes_sooner_and_no_stage_is_overdrawn(
    futures: Mapping[str, Paths],
) -> None:
    sooner = ratio(futures, "all delays as short as the step", "capital_modern")
    assert (sooner[1:] > 1).all()
    assert sooner[4] > sooner[-1]
    assert all(futures["all delays as short as the step"][f"fdi_backlog_{stage}"].min() > -1e-9 for stage in (1, 2, 3))


def test_without_tourists_services_lose_their_elasticity_and_the_rest_goes_on(
    futures: Mapping[str, Paths], central_inputs: Inputs
) -> None:
    elasticity = float(np.squeeze(central_inputs.constants["services_tourism_elasticity"]))
    arrivals = ratio(futures, "no tourists", "tourist_arrivals")
    assert arrivals[-1] < 1e-9
    lost = ratio(futures, "no tourists", "value_added_services") / arrivals**elasticity
    assert lost[:4] == pytest.approx(1, abs=0.01)
    assert 0.7 < lost[-1] < 1


def test_a_pandemic_that_never_ends_costs_its_growth_once_and_not_every_year(futures: Mapping[str, Paths]) -> None:
    usual, ill = (futures[name]["growth_year_to_date"][3::4] for name in ("usual", "a pandemic in every quarter"))
    assert ill[0] - usual[0] == pytest.approx(-0.03, abs=0.002)
    assert np.abs(ill - usual)[1:].max() < 0.003


def test_typhoons_in_every_quarter_wear_public_capital_down_and_never_below_zero(futures: Mapping[str, Paths]) -> None:
    """Repair brings back the useful part of what is destroyed, and endless rebuilding keeps construction busy."""
    storms = futures["a major typhoon in every quarter"]
    assert 0 < storms["capital_public"][-1] < 0.5 * futures["usual"]["capital_public"][-1]
    assert ratio(futures, "a major typhoon in every quarter", "value_added_services")[-1] < 0.85
    assert ratio(futures, "a major typhoon in every quarter", "grdp")[-1] < 0.95


def test_prices_that_double_every_year_change_money_and_hardly_output(futures: Mapping[str, Paths]) -> None:
    dear = "prices doubling every year"
    assert ratio(futures, dear, "grdp_nominal")[-1] > 0.9 * 2**9
    assert (np.abs(ratio(futures, dear, "grdp") - 1) < 0.02).all()


def faults(case: Case, scenario: Scenario, entries: Mapping[str, float]) -> list[str]:
    """What goes wrong with these entries set: a run that fails, negative stocks, negative output."""
    try:
        paths = run_settings(scenario, case, entries)
    except QnsimError as fault:
        return [str(fault)]
    produced = [name for name in paths if name.startswith("value_added_") or name == "grdp"]
    return negative_stocks(paths, list(case.model.stocks)) + [name for name in produced if paths[name].min() < 0]


@pytest.mark.slow
@pytest.mark.claim(FUTURES, how=FUTURES_HOW)
@pytest.mark.parametrize("end", ["low", "high"])
def test_every_end_of_every_range_gives_a_possible_future(
    case: Case, nothing_set: Scenario, figure: Figure, end: str
) -> None:
    entries = {name: float(getattr(entry, end)) for name, entry in case.catalogue.entries.items()}
    found = {name: faults(case, nothing_set, {name: value}) for name, value in entries.items()}
    figure(f"levers, conditions and shocks set to their {end} end", len(entries))
    assert {name: fault for name, fault in found.items() if fault} == {}


@pytest.mark.claim(FUTURES, how=FUTURES_HOW)
@pytest.mark.parametrize("section", ["levers", "all"])
@pytest.mark.parametrize("end", ["low", "high"])
def test_all_ends_at_once_give_a_possible_future(case: Case, nothing_set: Scenario, section: str, end: str) -> None:
    chosen = {n: e for n, e in case.catalogue.entries.items() if section in ("all", e.section)}
    assert faults(case, nothing_set, {name: float(getattr(entry, end)) for name, entry in chosen.items()}) == []


@pytest.mark.slow
@pytest.mark.claim(FUTURES, how=FUTURES_HOW)
def test_ends_mixed_at_random_give_possible_futures(case: Case, nothing_set: Scenario, figure: Figure) -> None:
    random = np.random.default_rng(1)
    entries, corners = case.catalogue.entries.values(), 100
    found = []
    for _ in range(corners):
        mixed = {entry.name: float(random.choice([entry.low, entry.high])) for entry in entries}
        found += faults(case, nothing_set, mixed)
    figure("random combinations of the ends of all ranges", corners)
    assert found == []
