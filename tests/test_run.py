"""The pipeline: what a scenario changes, blocks side by side, and one draw looked at closely."""

from __future__ import annotations

import json
from collections.abc import Callable

import numpy as np
import pytest

from qnsim.analysis.assessment import assess
from qnsim.chance import blocks
from qnsim.chance.blocks import plan_blocks
from qnsim.chance.designs import FEWEST_DRAWS, Stratified
from qnsim.ensemble import KeepPaths
from qnsim.errors import UsageError
from qnsim.facts.case import Case, read_case
from qnsim.facts.shipped import data_folder, scenario_folder
from qnsim.facts.targets import read_targets
from qnsim.run import Experiment, prepare, run_central, run_experiments, run_one_draw
from qnsim.scenarios.scenario import Scenario, read_scenario
from qnsim.scheduler import Threads

TARGETS = read_targets(data_folder() / "targets" / "resolution-2023.yaml")
DRAWS = 1_600
KEEP = ("grdp", "growth_first_release", "new_firms", "capital_public", "price_level_start")
BUSY = """
levers: {public_investment_disbursement_rate: {2024: {uniform: [70, 90], unit: '%'}}}
conditions: {new_firms: {2024: 2000 firm / year}}
judgements: [{variable: new_firms, when: 2025, add: 10 %, reason: a guess, author: a}]
"""


@pytest.fixture(scope="module")
def case() -> Case:
    return read_case()


@pytest.fixture(scope="module")
def scenario(case: Case, tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Scenario]:
    """Read a scenario from the body of its file."""
    folder = tmp_path_factory.mktemp("run")

    def read(body: str = "", name: str = "trial") -> Scenario:
        file = folder / f"{name}.yaml"
        file.write_text(f"name: {name}\ntitle: {{vi: a, en: b}}\nwhy: t\n{body}", encoding="utf-8")
        return read_scenario(file, case.catalogue, scenario_folder())

    return read


@pytest.fixture(scope="module")
def busy(case: Case, scenario: Callable[..., Scenario]) -> Experiment:
    return prepare(scenario(BUSY, "busy"), case, Stratified(5, DRAWS))


@pytest.fixture(scope="module")
def plain(case: Case, scenario: Callable[..., Scenario]) -> Experiment:
    return prepare(scenario(), case, Stratified(5, DRAWS))


@pytest.fixture
def four_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Cut even a small run into four blocks."""
    monkeypatch.setattr(blocks, "REPLICATES_PER_BLOCK", 2)
    assert len(plan_blocks(DRAWS)) == 4


def test_another_seed_gives_other_draws(case: Case, plain: Experiment) -> None:
    other = prepare(plain.scenario, case, Stratified(2, plain.draws))
    one, two = run_experiments([plain, other], KeepPaths(["grdp"]))
    assert not np.any(one["grdp"].to_numpy()[1:] == two["grdp"].to_numpy()[1:])


def test_scenarios_with_the_same_content_have_the_same_draws(
    case: Case, plain: Experiment, scenario: Callable[..., Scenario]
) -> None:
    twin = prepare(scenario(name="twin"), case, Stratified(5, plain.draws))
    one, two = run_experiments([plain, twin], KeepPaths(KEEP))
    assert all(np.array_equal(one[name], two[name]) for name in KEEP)


@pytest.mark.usefixtures("four_blocks")
def test_experiments_of_different_size_run_side_by_side(case: Case, plain: Experiment) -> None:
    few = prepare(plain.scenario, case, Stratified(5, FEWEST_DRAWS))
    sizes = [dataset.sizes["draw"] for dataset in run_experiments([few, plain], KeepPaths(["grdp"]))]
    assert sizes == [FEWEST_DRAWS, plain.draws]


@pytest.mark.parametrize("number", [0, 57, DRAWS - 1])
def test_one_draw_alone_is_the_same_draw_of_the_ensemble(busy: Experiment, number: int) -> None:
    whole = run_experiments([busy], KeepPaths(KEEP))[0]
    alone = run_one_draw(busy, number, KEEP)
    for name in KEEP:
        assert alone[name] == pytest.approx(whole[name].to_numpy()[..., number], rel=1e-12), name


@pytest.mark.parametrize("number", [-1, DRAWS])
def test_a_draw_outside_the_run_is_refused(plain: Experiment, number: int) -> None:
    with pytest.raises(UsageError, match=f"--draw {number}: the run has the draws 0 to {DRAWS - 1}"):
        run_one_draw(plain, number, ["grdp"])


def test_too_few_draws_are_refused(case: Case, plain: Experiment) -> None:
    with pytest.raises(UsageError, match=f"--draws 79 is too few to estimate an error; use at least {FEWEST_DRAWS}"):
        prepare(plain.scenario, case, Stratified(draws=FEWEST_DRAWS - 1))


def test_a_negative_seed_is_refused(case: Case, plain: Experiment) -> None:
    with pytest.raises(UsageError, match="--seed -1 is negative"):
        prepare(plain.scenario, case, Stratified(-1))


def test_the_fewest_draws_are_enough_for_every_table(case: Case, plain: Experiment) -> None:
    for seed in range(3):
        (found,) = assess([prepare(plain.scenario, case, Stratified(seed, FEWEST_DRAWS))], TARGETS)
        assert 0 <= found.headline.value <= 1
        assert found.headline.error > 0


def test_what_a_scenario_gives_replaces_the_equation_in_its_period_only(plain: Experiment, busy: Experiment) -> None:
    free, given = run_experiments([plain, busy], KeepPaths(["new_firms"]))
    assert np.all(given["new_firms"].to_numpy()[4:8] == 2_000)
    assert np.array_equal(given["new_firms"][:4], free["new_firms"][:4])


def test_a_judgement_changes_its_variable_by_its_share(case: Case, scenario: Callable[..., Scenario]) -> None:
    entry = "{variable: revenue_land, when: 2024, add: 10 %, reason: a guess, author: a}"
    bodies = ("", f"judgements: [{entry}]")
    free, judged = run_experiments(
        [prepare(scenario(body), case, Stratified(draws=80)) for body in bodies], KeepPaths(["revenue_land"])
    )
    ratio = judged["revenue_land"].to_numpy() / free["revenue_land"].to_numpy()
    assert ratio[4:8] == pytest.approx(np.full((4, 80), 1.1))
    assert np.all(ratio[:4] == 1)


def test_the_horizon_ends_with_the_scenario(case: Case, scenario: Callable[..., Scenario]) -> None:
    experiment = prepare(scenario("horizon: {end: 2025Q4}"), case, Stratified(draws=80))
    assert run_central(experiment, ["grdp"])["grdp"].shape == (12,)


def test_the_central_run_lies_among_the_draws(plain: Experiment) -> None:
    middle = run_central(plain, ["grdp"])["grdp"]
    draws = run_experiments([plain], KeepPaths(["grdp"]))[0]["grdp"].to_numpy()
    shares = (draws < middle[:, None]).mean(axis=1)
    assert np.all((shares > 0.25) & (shares < 0.75))


@pytest.mark.usefixtures("four_blocks")
def test_progress_is_told_after_every_block(plain: Experiment) -> None:
    told: list[tuple[int, int]] = []
    run_experiments([plain], KeepPaths(["grdp"]), Threads(2), progress=lambda done, total: told.append((done, total)))
    assert told == [(1, 4), (2, 4), (3, 4), (4, 4)]


def test_kept_paths_carry_units_seed_and_facts(busy: Experiment) -> None:
    dataset = run_experiments([busy], KeepPaths(KEEP))[0]
    assert dataset["grdp"].attrs["unit"] == "trillion VND_2022 / year"
    assert dataset["price_level_start"].dims == ("draw",)
    assert (dataset.attrs["scenario"], json.loads(dataset.attrs["design"])["seed"]) == ("busy", 5)
    assert dataset.attrs["facts"] == busy.case.digest
    assert dataset["quarter"].to_numpy()[[0, 5]].tolist() == ["2023Q1", "2024Q2"]
