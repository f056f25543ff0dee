"""Differences are those of two runs, and their parts those of the runs between."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest

import qnsim
from qnsim.analysis.assessment import Assessment
from qnsim.analysis.comparison import EXACT_UP_TO, ScenarioComparison
from qnsim.analysis.outcomes import Outcomes
from qnsim.facts.targets import headline_of
from qnsim.run import Experiment
from qnsim.scenarios.moves import with_value
from qnsim.scenarios.scenario import Scenario
from qnsim.workflow.past_forecasts import pooling_of, read_past, views_of

CASE = qnsim.read_case()
TARGETS = qnsim.resolution_targets()
HEADLINE = headline_of(TARGETS)
DESIGN = qnsim.Stratified(draws=160)
LEVER, EVENT = "public_investment_disbursement_rate", "major_storm"
JUDGED = """
judgements:
  - {variable: value_added_mining, when: 2023Q3, add: -2 %, reason: pits close, author: a}
  - {variable: value_added_services, when: '2024', add: 1 %, reason: a guess, author: a}
"""


def ready(scenario: Scenario | str) -> Experiment:
    read = qnsim.load_scenario(scenario, CASE) if isinstance(scenario, str) else scenario
    return qnsim.prepare(read, CASE, DESIGN)


def moved(**values: float) -> Experiment:
    scenario = qnsim.load_scenario("baseline", CASE)
    for name, value in values.items():
        scenario = with_value(scenario, CASE.catalogue.entries[name], value)
    return ready(scenario)


def sums(table: pd.DataFrame, column: str) -> pd.Series:
    return table[table["of"].isin(["mean", "probability"])].groupby(["scenario", "year", "of"])[column].sum()


@pytest.fixture(scope="module")
def found() -> ScenarioComparison:
    """Nine changes, so that orders are chosen, and one."""
    return qnsim.compare([ready(name) for name in ("baseline", "resolution-2023", "fdi-surge")], HEADLINE)


@pytest.fixture(scope="module")
def assessed() -> list[Assessment]:
    return qnsim.assess([ready(name) for name in ("baseline", "resolution-2023", "fdi-surge")], TARGETS)


@pytest.mark.slow
def test_parts_add_up_to_the_whole_with_orders_chosen_at_random(found: ScenarioComparison) -> None:
    assert (
        found.parts[found.parts["scenario"] == "resolution-2023"]["setting"].nunique()
        == len(found.settings_changed("resolution-2023"))
        > EXACT_UP_TO
    )
    whole, parts = sums(found.differences, "difference"), sums(found.parts, "part")
    assert parts.to_numpy() == pytest.approx(whole.to_numpy(), abs=1e-12)
    assert len(whole) == 12


@pytest.mark.slow
def test_a_single_change_is_the_whole_with_its_error(found: ScenarioComparison) -> None:
    parts = found.parts[found.parts["scenario"] == "fdi-surge"].set_index(["year", "of"])
    wholes = found.differences.query("scenario == 'fdi-surge'").set_index(["year", "of"])
    assert set(parts["label"]) == {"Registered FDI without single power plants, per year"}
    for key, part in parts.iterrows():
        assert part["part"] == wholes["difference"][key]
        assert part["error"] == wholes["error"][key]


@pytest.mark.slow
def test_differences_are_those_of_the_assessments(found: ScenarioComparison, assessed: list[Assessment]) -> None:
    before, *others = assessed
    for after in others:
        name = after.experiment.scenario.name
        own = found.differences[found.differences["scenario"] == name].set_index(["year", "of", "sector"])["difference"]
        for year in found.years:
            for of in ("mean", "median"):
                change = after.statistic("grdp_growth", year, of) - before.statistic("grdp_growth", year, of)
                assert own[year, of, ""] == pytest.approx(change)
            chance = after.chances[f"growth@{year}"].value - before.chances[f"growth@{year}"].value
            assert own[year, "probability", ""] == pytest.approx(chance)
        mining = [each.statistic("growth_contribution", "2023", "mean", "mining") for each in (before, after)]
        assert own["2023", "contribution", "mining"] == pytest.approx(mining[1] - mining[0])


@pytest.mark.slow
def test_errors_are_those_of_probabilities_with_the_same_draws(
    found: ScenarioComparison, assessed: list[Assessment]
) -> None:
    own = found.differences.query("scenario == 'resolution-2023' and year == '2023' and of == 'probability'").iloc[0]
    assert (own["difference"], own["error"]) == pytest.approx(assessed[1].headline.minus(assessed[0].headline))


@pytest.mark.slow
def test_branches_add_up_to_growth_after_revisions(found: ScenarioComparison, assessed: list[Assessment]) -> None:
    growth = [each.statistic("grdp_growth_final", "2023", "mean") for each in assessed[:2]]
    own = found.differences.query("scenario == 'resolution-2023' and of == 'contribution'")
    assert own["difference"].sum() == pytest.approx(growth[1] - growth[0])


def test_a_scenario_against_itself_is_the_same() -> None:
    same = qnsim.compare([ready("baseline"), ready("baseline")], HEADLINE, through=2023)
    assert len(same.differences) > 3
    assert not same.differences[["difference", "error"]].to_numpy().any()
    assert same.parts.empty


def test_two_changes_are_those_of_four_runs() -> None:
    """Computed by hand: half of what a change does alone, half of what it does after the other."""
    settings = {LEVER: 1.0, EVENT: 1.0}
    both = qnsim.compare([ready("baseline"), moved(**settings)], HEADLINE, through=2024)
    runs = [ready("baseline"), moved(**{LEVER: 1.0}), moved(**{EVENT: 1.0}), moved(**settings)]
    outcomes = qnsim.run_experiments(runs, Outcomes(HEADLINE, ("2023", "2024")))
    for year in ("2023", "2024"):
        for of in ("mean", "probability"):
            none, lever, event, all_ = (float(np.mean(each[of, year])) for each in outcomes)
            own = both.parts.query("year == @year and of == @of").set_index("setting")["part"]
            assert own[LEVER] == pytest.approx((lever - none + all_ - event) / 2)
            assert own[EVENT] == pytest.approx((event - none + all_ - lever) / 2)
    whole = sums(both.differences, "difference")
    assert sums(both.parts, "part").to_numpy() == pytest.approx(whole.to_numpy(), abs=1e-12)


def test_judgements_are_one_change_by_that_name(scenario: Callable[[str], Scenario]) -> None:
    judged = scenario(f"extends: baseline.yaml\nlevers: {{{LEVER}: 70 %}}\n{JUDGED}")
    parts = qnsim.compare([ready("baseline"), ready(judged)], HEADLINE, through=2023).parts
    own = parts[parts["of"] == "mean"].set_index("setting")
    assert own["label"].to_dict() == {
        LEVER: "Disbursement of the public investment plan",
        "judgements": "Judgements",
    }
    assert own["part"]["judgements"] < 0


def test_what_comes_after_the_years_compared_is_no_change(scenario: Callable[[str], Scenario]) -> None:
    later = ready(scenario(f"extends: baseline.yaml\nlevers: {{{LEVER}: {{2025: 70 %}}}}\n"))
    assert qnsim.compare([ready("baseline"), later], HEADLINE, through=2024).parts.empty
    assert set(qnsim.compare([ready("baseline"), later], HEADLINE).parts["setting"]) == {LEVER}


def test_a_notebook_shows_both_tables() -> None:
    found = qnsim.compare([ready("baseline"), moved(**{LEVER: 1.0})], HEADLINE, through=2023)
    assert repr(found) == "ScenarioComparison(baseline against baseline, 2023 to 2023)"
    assert found._repr_html_().count("<table") == 2


@pytest.mark.parametrize(
    ("names", "through", "advice"),
    [
        (["baseline"], None, "a comparison of 1: expected two scenarios or more"),
        (["baseline", "stretch", "stretch"], None, "stretch is compared twice with baseline"),
        (["baseline", "stretch"], 2031, "through 2031: expected a year that every scenario has, 2023 to 2030"),
        (["baseline", "stretch"], 2022, "through 2022: expected a year"),
    ],
)
def test_what_cannot_be_compared_is_refused(names: list[str], through: int | None, advice: str) -> None:
    with pytest.raises(qnsim.QnsimError, match=advice):
        qnsim.compare([ready(name) for name in names], HEADLINE, through)


def test_other_draws_are_refused() -> None:
    other = qnsim.prepare(qnsim.load_scenario("stretch", CASE), CASE, qnsim.Stratified(1, 160))
    with pytest.raises(qnsim.QnsimError, match="stretch has another case or design than baseline"):
        qnsim.compare([ready("baseline"), other], HEADLINE)


def test_the_difference_together_is_that_of_two_runs_and_stands_beside_the_model() -> None:
    pooling, past = pooling_of(CASE, HEADLINE, "together"), read_past(CASE)
    assert pooling and past
    ends = [ready("tourism-boom"), ready("resolution-2023")]
    alone = qnsim.compare(ends, HEADLINE, 2023)
    both = qnsim.compare(ends, HEADLINE, 2023, pooling=pooling)
    base, *assessed = qnsim.assess([ready("baseline"), *ends], TARGETS)
    first, second = (each.together.chance for each in views_of(past, assessed, base, HEADLINE).values())
    assert first and second
    told = both.differences.set_index("of").loc["together"]
    assert (told["difference"], told["error"]) == pytest.approx(second.minus(first))
    assert both.differences[both.differences["of"] != "together"].reset_index(drop=True).equals(alone.differences)
    parts = both.parts[both.parts["of"] == "together"]
    assert parts["part"].sum() == pytest.approx(told["difference"])
    assert (alone.view, both.view) == ("model", "together")
