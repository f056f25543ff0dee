"""The quarters of 2022, one after the other, seen from the end of 2021."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from linear_year import DIMENSION, figure, linear_year, year_given
from scipy.stats import norm

import qnsim.analysis.nowcast as module
from qnsim.analysis.fresh_moves import Moves
from qnsim.analysis.measures.paths import SECTORS
from qnsim.analysis.nowcast import Conditioned, Nowcast, nowcast
from qnsim.analysis.weights import normalised
from qnsim.chance.designs import Stratified
from qnsim.errors import SimulationError, UsageError
from qnsim.facts.case import read_case
from qnsim.facts.observed_quarters import read_observed_quarters
from qnsim.facts.shipped import data_folder
from qnsim.facts.targets import headline_of
from qnsim.run import Experiment, prepare
from qnsim.workflow.scenarios import load_scenario, resolution_targets

FILE = Path(__file__).parents[2] / "docs" / "examples" / "quarters-2022.csv"
FIGURES = read_observed_quarters(FILE, range(2022, 2030), tuple(SECTORS))


@pytest.fixture(scope="module")
def experiment() -> Experiment:
    """The baseline from the end of 2021."""
    case = read_case(data_folder().parent / "2021-12")
    return prepare(load_scenario("baseline", case), case, Stratified(1, 8_000))


@pytest.fixture(scope="module")
def found(experiment: Experiment) -> Nowcast:
    """What the published quarters of 2022 make of its target."""
    return nowcast(experiment, headline_of(resolution_targets(experiment.case)), FIGURES)


def conditioned(figures: list) -> Conditioned:
    draws = linear_year(np.random.default_rng(3).standard_normal((DIMENSION, 40_000)))
    weights = normalised(draws.log_likelihood(figures))
    return Conditioned(draws, weights, (1_000,) * 40, 40_000)


def test_a_low_first_quarter_lowers_the_chance_and_a_high_half_year_raises_it(found: Nowcast) -> None:
    before, first, half, _ = (chance.value for chance in found.chances)
    assert first < before
    assert half > first


def test_each_quarter_counts_with_those_before_it(experiment: Experiment, found: Nowcast) -> None:
    alone = nowcast(experiment, found.target, FIGURES[:1])
    assert alone.chances[1].value == found.chances[1].value
    assert list(found.steps["known_to_quarter"]) == [0, 1, 2, 3]
    assert found.steps["effective_draws"].is_monotonic_decreasing


def test_the_year_narrows_as_quarters_are_known(found: Nowcast) -> None:
    widths = (found.steps["p95"] - found.steps["p05"]).to_numpy()
    assert widths[3] < widths[2] < widths[0]


def test_the_rest_as_published_makes_the_year_reach_its_target(found: Nowcast) -> None:
    rest = found.steps["rest_as_published"]
    assert np.isnan(rest[0])
    share = 0.71  # of GRDP of a year in its first three quarters, as the season of the case has it
    assert share * 10.21 + (1 - share) * rest[3] == pytest.approx(10.0, abs=0.01)


def test_what_was_expected_of_a_figure_rests_on_the_quarters_before_it(experiment: Experiment, found: Nowcast) -> None:
    other = nowcast(experiment, found.target, (FIGURES[0], replace(FIGURES[1], value=5.0)))
    assert other.figures["expected"][1] == found.figures["expected"][1]


def test_periods_needed_are_those_that_are_left(found: Nowcast) -> None:
    told = {known: list(rows["period"].unique()) for known, rows in found.needed.groupby("known_to_quarter")}
    assert told == {
        0: ["Q1", "Q2", "Q3", "Q4", "year"],
        1: ["Q2", "Q3", "Q4", "rest", "year"],
        2: ["Q3", "Q4", "rest", "year"],
        3: ["Q4", "year"],
    }


def test_needed_growth_of_a_linear_year_is_the_known_line() -> None:
    figures = [figure(9.0, 1, error=0.8)]
    mean, sd = year_given(figures)
    table = module._needed(1, conditioned(figures), 10.0)
    rows = table[table["sector"] == ""].set_index("period")
    assert rows.loc["year", "needed"] == pytest.approx(10.0, abs=0.01)
    # quarters that are left are alike, so each needs what the rest needs, and the parts add up
    for quarter in ("Q2", "Q3", "Q4"):
        assert rows.loc[quarter, "needed"] == pytest.approx(rows.loc["rest", "needed"], abs=0.05)
    assert rows.loc["year", "expected"] == pytest.approx(mean, abs=0.05)
    assert rows.loc["year", "probability"] == pytest.approx(norm.sf(10, mean, sd), abs=0.02)


def test_growth_needed_by_branches_adds_up_to_that_of_the_year(experiment: Experiment, found: Nowcast) -> None:
    short = module.until(experiment, "2022")
    (draws,) = module.run_experiments([short], module.YearOf(found.target, 2022))
    before = draws.before.sum(axis=1).mean(axis=1)
    year = found.needed[(found.needed["known_to_quarter"] == 0) & (found.needed["period"] == "year")]
    parts = [place for place, name in enumerate(year["sector"]) if name not in ("", "industry_construction")]
    needed = year["needed"].to_numpy()
    assert needed[parts] @ before[parts] / before[0] == pytest.approx(needed[0], abs=0.1)


@pytest.mark.slow
def test_fresh_draws_are_moved_where_too_few_weigh_anything(
    experiment: Experiment, found: Nowcast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "LEAST_SIZE", 10**6)
    moved = nowcast(experiment, found.target, FIGURES[:1], moves=Moves(draws=2_000))
    assert list(moved.steps["moved"]) == [False, True]
    difference = moved.chances[1].value - found.chances[1].value
    assert abs(difference) < 4 * np.hypot(moved.chances[1].error, found.chances[1].error) + 0.01


def test_figures_out_of_reach_give_no_answer_but_what_the_draws_are_worth(experiment: Experiment) -> None:
    far = [replace(FIGURES[0], value=18.0, error=0.1)]
    target = headline_of(resolution_targets(experiment.case))
    with pytest.raises(SimulationError, match=r"csv:2: .* 8000 draws are worth \d+, fewer than 400; .*raise --draws"):
        nowcast(experiment, target, far, moves=Moves(draws=400, most_steps=1))


def test_a_target_that_is_no_growth_is_refused(experiment: Experiment) -> None:
    other = next(each for each in resolution_targets(experiment.case) if each.id == "revenue_total")
    with pytest.raises(UsageError, match="target revenue_total: quarters of growth tell of a least growth of GRDP"):
        nowcast(experiment, other, FIGURES)
