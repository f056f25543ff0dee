"""The draws of a scenario: marginals, correlations, shared randomness, events, and the central run."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import groupby
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from qnsim.chance.blocks import Block, Replicate
from qnsim.chance.designs import Stratified
from qnsim.chance.draws import Draws, central, draw
from qnsim.engine.laws import OfYear
from qnsim.engine.simulate import Horizon
from qnsim.facts.case import Case, read_case
from qnsim.facts.parameters import USED
from qnsim.facts.shipped import scenario_folder
from qnsim.quantities.distributions import Distribution
from qnsim.scenarios.scenario import Scenario, read_scenario

HORIZON = Horizon(2023.0, 16)
YEARS = (2023, 2024, 2025, 2026)
BLOCK = Block(tuple(Replicate(number, 1_000 * number, 1_000) for number in range(4)))
SEED = 20221209
SOLVED = "services_tfp_growth"
LAWS = {name: surprise.law for name, surprise in read_case().model.surprises.items()}
OF_YEAR = [name for name, law in LAWS.items() if isinstance(law, OfYear) and not law.accumulates]
WALKS = [name for name, law in LAWS.items() if isinstance(law, OfYear) and law.accumulates]


@pytest.fixture(scope="module")
def case() -> Case:
    return read_case()


@pytest.fixture(scope="module")
def read(case: Case, tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Scenario]:
    """Read a scenario from the body of its file."""
    file = tmp_path_factory.mktemp("draws") / "trial.yaml"

    def read_body(body: str) -> Scenario:
        file.write_text("name: trial\ntitle: {vi: a, en: b}\nwhy: t\n" + body, encoding="utf-8")
        return read_scenario(file, case.catalogue, scenario_folder())

    return read_body


@pytest.fixture(scope="module")
def draws_of(case: Case, read: Callable[[str], Scenario]) -> Callable[[str], Draws]:
    """The draws of a scenario with this body."""
    return lambda body: draw(read(body), case, HORIZON, Stratified(SEED), BLOCK)


@pytest.fixture(scope="module")
def plain(draws_of: Callable[[str], Draws]) -> Draws:
    return draws_of("")


@pytest.fixture(scope="module")
def middle(case: Case, read: Callable[[str], Scenario]) -> Any:
    return central(read(""), case, HORIZON)


def correlation(one: np.ndarray, other: np.ndarray) -> float:
    """The correlation of two normal numbers with the ranks of these."""
    ranks = np.corrcoef(np.argsort(np.argsort(one)), np.argsort(np.argsort(other)))[0, 1]
    return float(2 * np.sin(np.pi * ranks / 6))


def priors(case: Case) -> dict[str, Distribution]:
    return {
        name: p.prior for name, p in case.parameters.items() if isinstance(p.prior, Distribution) and p.role in USED
    }


def test_every_parameter_follows_its_distribution(case: Case, plain: Draws) -> None:
    joined = {name for names, _ in case.correlations(YEARS) for name in names}
    drawn = {name: law for name, law in priors(case).items() if not law.is_fixed and name != SOLVED}
    assert len(drawn) > 80
    for name, law in drawn.items():
        shares = [np.mean(plain.uncertain[name] < law.quantile(level)) for level in (0.05, 0.5, 0.95)]
        assert shares == pytest.approx([0.05, 0.5, 0.95], abs=0.02 if name in joined else 0.0011), name


def test_every_draw_of_a_parameter_lies_within_its_distribution(case: Case, plain: Draws) -> None:
    for name, law in priors(case).items():
        if not law.is_fixed and name != SOLVED:
            low, high = law.bounds()
            assert low <= plain.uncertain[name].min() <= plain.uncertain[name].max() <= high, name


def test_the_model_gets_exactly_the_inputs_it_reads(case: Case, plain: Draws) -> None:
    assert set(plain.inputs.constants) == case.model.parameters
    assert set(plain.inputs.paths) == case.model.paths


def test_listed_pairs_have_their_correlation(case: Case, plain: Draws) -> None:
    joined = {name for names, _ in case.correlations(YEARS) for name in names}
    listed = {("@" in one + other, one, other): value for one, other, value in case.correlated}
    assert listed
    assert joined <= set(plain.uncertain)
    for (yearly, one, other), value in listed.items():
        for year in YEARS if yearly and "@first" not in one + other else YEARS[:1]:
            names = (name.replace("@year", f"@{year}").replace("@first", f"@{year}") for name in (one, other))
            found = correlation(*(plain.uncertain[name] for name in names))
            assert found == pytest.approx(value, abs=0.04), (one, other, year)


def test_facts_without_correlations_are_drawn_without_them(case: Case, read: Callable[[str], Scenario]) -> None:
    one, other = "fdi_realised_share", "fdi_realisation_delay"
    joined = draw(read(""), case, HORIZON, Stratified(SEED), BLOCK).uncertain
    apart = draw(read(""), replace(case, correlated=()), HORIZON, Stratified(SEED), BLOCK).uncertain
    assert correlation(joined[one], joined[other]) == pytest.approx(-0.3, abs=0.04)
    assert correlation(apart[one], apart[other]) == pytest.approx(0, abs=0.04)


def test_pairs_that_are_not_listed_are_independent(case: Case, plain: Draws) -> None:
    loose = {name for names, _ in case.correlations(YEARS) for name in names} | {SOLVED}
    names = [name for name, law in priors(case).items() if not law.is_fixed and name not in loose]
    matrix = np.corrcoef([np.argsort(np.argsort(plain.uncertain[name])) for name in names]) - np.eye(len(names))
    assert np.abs(matrix).max() < 0.09
    assert matrix.std() == pytest.approx(1 / np.sqrt(4_000), rel=0.1)


def test_the_same_scenario_gives_the_same_draws(plain: Draws, draws_of: Callable[[str], Draws]) -> None:
    again = draws_of("")
    assert all(np.array_equal(values, again.uncertain[name]) for name, values in plain.uncertain.items())


@pytest.mark.parametrize(
    ("body", "touched"),
    [
        ("levers: {fdi_realisation_speed: 1.2}", {"fdi_realisation_speed"}),
        ("levers: {public_investment_disbursement_rate: 80 %}", {"public_investment_disbursement_rate"}),
        ("levers: {mining_growth_policy: {2024: -1 pp / year}}", {"mining_growth_policy"}),
        ("conditions: {new_firms: {2024: 2000 firm / year}}", {"new_firms_given", "new_firms_is_given"}),
        ("conditions: {pandemic_growth_loss: {uniform: [0.02, 0.06]}}", {"pandemic_growth_loss"}),
        ("shocks: {storm: {2024: 2}}", {"storm", "storm@2024"}),
        (
            "judgements: [{variable: new_firms, when: '2024', add: 5 %, reason: a guess, author: a}]",
            {"new_firms_judged_share", "new_firms_judged_amount"},
        ),
    ],
)
def test_a_setting_leaves_all_other_draws_unchanged(
    plain: Draws, draws_of: Callable[[str], Draws], body: str, touched: set[str]
) -> None:
    changed = draws_of(body)
    sides = [{**each.uncertain, **each.inputs.constants, **each.inputs.paths} for each in (plain, changed)]
    differing = {
        name
        for name in set(sides[0]) | set(sides[1])
        if name not in sides[0] or name not in sides[1] or not np.array_equal(sides[0][name], sides[1][name])
    }
    assert differing == touched


def test_a_distribution_in_a_scenario_uses_the_numbers_of_the_prior(
    plain: Draws, draws_of: Callable[[str], Draws]
) -> None:
    changed = draws_of("conditions: {pandemic_growth_loss: {uniform: [0.02, 0.06]}}").uncertain["pandemic_growth_loss"]
    order = np.argsort(plain.uncertain["pandemic_growth_loss"])
    assert np.all(np.diff(changed[order]) > 0)
    assert (changed.min(), changed.max()) == pytest.approx((0.02, 0.06), abs=1e-4)


def test_a_parameter_set_over_time_holds_in_its_periods_and_is_the_prior_elsewhere(
    plain: Draws, draws_of: Callable[[str], Draws]
) -> None:
    body = "levers: {public_investment_disbursement_rate: {2024: 80 %, 2025Q3: 90 %}}"
    path = draws_of(body).inputs.paths["public_investment_disbursement_rate"]
    prior = plain.uncertain["public_investment_disbursement_rate"]
    given = {4: 0.8, 5: 0.8, 6: 0.8, 7: 0.8, 10: 0.9}
    for quarter, values in enumerate(path):
        assert np.array_equal(values, np.full_like(prior, given[quarter]) if quarter in given else prior), quarter


def test_an_event_given_for_years_happens_once_in_each(draws_of: Callable[[str], Draws]) -> None:
    storms = draws_of("shocks: {major_storm: {2023..2025: 1, 2026: 0}}").inputs.paths["major_storm"]
    assert storms[:, 5].tolist() == [0, 0, 1, 0] * 3 + [0] * 4


def test_a_variable_given_for_a_range_is_given_in_each_of_its_years(draws_of: Callable[[str], Draws]) -> None:
    value = "{triangular: [1, 2, 3], unit: thousand firm / year}"
    ranged = draws_of(f"conditions: {{new_firms: {{2024..: {value}}}}}").inputs.paths
    written = draws_of(f"conditions: {{new_firms: {{2024: {value}, 2025: {value}, 2026: {value}}}}}").inputs.paths
    assert np.array_equal(ranged["new_firms_given"], written["new_firms_given"])
    assert ranged["new_firms_is_given"].tolist() == [0] * 4 + [1] * 12


def test_a_given_variable_is_given_in_its_periods_only(draws_of: Callable[[str], Draws]) -> None:
    paths = draws_of("conditions: {new_firms: {2023: 2000 firm / year, 2024Q2: 3000 firm / year}}").inputs.paths
    assert paths["new_firms_is_given"].tolist() == [1, 1, 1, 1, 0, 1, *[0] * 10]
    assert paths["new_firms_given"][[0, 5], 7].tolist() == [2_000, 3_000]


def test_shares_of_judgements_compound_and_amounts_add_up(draws_of: Callable[[str], Draws]) -> None:
    entries = (("2023", "10 %"), ("2023Q2", "10 %"), ("2023Q2", "50 firm / year"), ("2023", "20 firm / year"))
    lines = [f"  - {{variable: new_firms, when: '{w}', add: {a}, reason: r, author: a}}" for w, a in entries]
    paths = draws_of("judgements:\n" + "\n".join(lines)).inputs.paths
    assert paths["new_firms_judged_share"][:5] == pytest.approx([0.1, 0.21, 0.1, 0.1, 0])
    assert paths["new_firms_judged_amount"][:5].tolist() == [20, 70, 20, 20, 0]


def test_surprises_of_a_year_hold_all_year_and_walks_add_up(plain: Draws) -> None:
    for name in OF_YEAR:
        by_year = np.stack([plain.uncertain[f"{name}@{year}"] for year in YEARS])
        assert np.array_equal(plain.inputs.paths[name], np.repeat(by_year, 4, axis=0)), name
    for name in WALKS:
        by_year = np.stack([plain.uncertain[f"{name}@{year}"] for year in YEARS])
        assert np.array_equal(plain.inputs.paths[name], np.repeat(np.cumsum(by_year, axis=0), 4, axis=0)), name


def test_surprises_have_standard_deviation_one_in_every_year(plain: Draws) -> None:
    for name in (*OF_YEAR, *WALKS):
        for year in YEARS:
            values = plain.uncertain[f"{name}@{year}"]
            assert (values.mean(), values.std()) == pytest.approx((0, 1), abs=0.03), (name, year)


def test_yearly_draws_of_different_years_are_independent(plain: Draws) -> None:
    for name in ("national_draw", "fdi_draw", "mining_walk"):
        assert abs(correlation(plain.uncertain[f"{name}@2023"], plain.uncertain[f"{name}@2024"])) < 0.06


def test_quarter_shares_of_a_year_add_up_to_one(plain: Draws) -> None:
    for name in ("fdi_quarter_share", "payment_share", "grdp_quarter_weight"):
        shares = plain.inputs.paths[name].reshape(4, 4, -1).sum(axis=1)
        assert shares == pytest.approx(np.ones_like(shares)), name


@pytest.mark.parametrize("name", ["storm", "major_storm"])
def test_storms_come_at_their_frequency_in_their_season(case: Case, plain: Draws, name: str) -> None:
    path = plain.inputs.paths[name]
    expected = plain.uncertain[f"{name}_frequency"].mean()
    assert path.sum() / (4 * 4_000) == pytest.approx(expected, rel=0.05)
    by_quarter = path.reshape(4, 4, -1).sum(axis=(0, 2))
    season = case.parameters["storm_quarter_shares"].prior
    assert isinstance(season, tuple)
    assert by_quarter / by_quarter.sum() == pytest.approx(np.array(season) / sum(season), abs=0.06)


def runs_of_ones(path: np.ndarray) -> list[tuple[int, bool]]:
    """Length of each run of ones of every draw, and whether it ends with the horizon."""
    found = []
    for values in path.T:
        place = 0
        for on, group in groupby(values):
            place += (length := len(list(group)))
            if on:
                found.append((length, place == len(values)))
    return found


def test_a_pandemic_lasts_four_quarters(plain: Draws) -> None:
    runs = runs_of_ones(plain.inputs.paths["pandemic"])
    assert len(runs) > 200
    assert all(length >= 4 or cut for length, cut in runs)
    assert np.mean([length == 4 for length, cut in runs if not cut]) > 0.9


def test_a_pandemic_begins_in_a_year_with_its_probability(plain: Draws) -> None:
    path = plain.inputs.paths["pandemic"]
    begun = path.reshape(4, 4, -1)[0].max(axis=0)
    assert begun.mean() == pytest.approx(plain.uncertain["pandemic_probability"].mean(), rel=0.15)
    assert set(np.unique(path)) == {0, 1}


def test_no_pandemic_in_one_year_leaves_no_half_pandemic_in_the_next(draws_of: Callable[[str], Draws]) -> None:
    runs = runs_of_ones(draws_of("shocks: {pandemic: {2023: 0}}").inputs.paths["pandemic"])
    assert all(length >= 4 or cut for length, cut in runs)


def test_storms_given_for_a_year_hit_in_its_third_quarter(draws_of: Callable[[str], Draws]) -> None:
    path = draws_of("shocks: {major_storm: {2024: 2}}").inputs.paths["major_storm"]
    assert np.all(path[4:8] == np.array([0, 0, 2, 0])[:, None])


def test_storms_given_for_a_quarter_hit_in_it(draws_of: Callable[[str], Draws]) -> None:
    path = draws_of("shocks: {major_storm: {2024Q2: 1}}").inputs.paths["major_storm"]
    assert np.all(path[5] == 1)


def test_a_pandemic_given_for_a_year_lasts_that_year(draws_of: Callable[[str], Draws]) -> None:
    assert np.all(draws_of("shocks: {pandemic: {2024: 1}}").inputs.paths["pandemic"][4:8] == 1)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("capital_output_ratio_early", 0.5),
        ("services_capital_elasticity", -0.3),
        ("capital_share_resource_early", -0.3),
        ("capital_share_public", -0.2),
        ("services_tourism_elasticity", -0.2),
    ],
)
def test_productivity_of_services_is_what_the_accounts_leave(plain: Draws, name: str, expected: float) -> None:
    found = correlation(plain.uncertain[SOLVED], plain.uncertain[name])
    assert found == pytest.approx(expected, abs=0.17)
    assert found * expected > 0


def test_a_given_productivity_of_services_is_not_solved(draws_of: Callable[[str], Draws]) -> None:
    draws = draws_of("conditions: {services_tfp_growth: 5 % / year}")
    assert draws.inputs.constants[SOLVED] == pytest.approx(0.05)


def test_a_productivity_of_services_given_later_is_solved_until_then(
    plain: Draws, draws_of: Callable[[str], Draws]
) -> None:
    path = draws_of("conditions: {services_tfp_growth: {2025: 5 % / year}}").inputs.paths[SOLVED]
    assert np.array_equal(path[0], plain.inputs.constants[SOLVED])


def test_the_central_run_has_every_parameter_at_its_median(case: Case, middle: Any) -> None:
    for name, law in priors(case).items():
        if name in middle.constants and name != SOLVED:
            assert float(np.ravel(middle.constants[name])[0]) == pytest.approx(law.median), name


def test_the_central_run_has_no_surprise_and_no_event(middle: Any) -> None:
    quiet = (*OF_YEAR, *WALKS, "release_draw", "pandemic", "storm", "major_storm")
    for name in quiet:
        assert np.abs(middle.paths[name]).max() < 1e-12, name


def test_what_does_not_vary_is_not_called_uncertain(draws_of: Callable[[str], Draws]) -> None:
    draws = draws_of("levers: {public_investment_disbursement_rate: 80 %}")
    assert "public_investment_disbursement_rate" not in draws.uncertain
    assert all(np.ptp(values) > 0 for values in draws.uncertain.values())


def test_the_scenarios_that_ship_can_be_drawn(case: Case) -> None:
    block = Block((Replicate(0, 0, 20),))
    files = sorted(Path(scenario_folder()).glob("*.yaml"))
    assert files
    for file in files:
        inputs = draw(
            read_scenario(file, case.catalogue, scenario_folder()), case, HORIZON, Stratified(SEED), block
        ).inputs
        values = [*inputs.constants.values(), *inputs.paths.values()]
        assert all(np.isfinite(value).all() for value in values), file.name
