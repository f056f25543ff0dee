"""Sensitivity studies of the model itself."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from qnsim.analysis.outcomes import Outcomes
from qnsim.analysis.pooling import Pooling
from qnsim.analysis.sensitivity.methods import Delta, Morris, Pawn, Sobol
from qnsim.analysis.sensitivity.study import COLUMNS, sensitivity, share_left_out
from qnsim.chance.designs import Columns, Stratified
from qnsim.economy import GROUPS
from qnsim.ensemble import KeepPaths
from qnsim.errors import UsageError
from qnsim.facts.case import read_case
from qnsim.facts.targets import Target, headline_of
from qnsim.run import Experiment, coordinates, prepare, run_experiments
from qnsim.scheduler import Threads
from qnsim.workflow.past_forecasts import pooling_of
from qnsim.workflow.scenarios import load_scenario, resolution_targets

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def experiment() -> Experiment:
    return prepare(load_scenario("resolution-2023"), read_case(), Stratified(3, 160))


@pytest.fixture(scope="module")
def target() -> Target:
    return headline_of(resolution_targets(read_case()))


def test_by_groups_every_group_has_first_and_total_of_mean_and_probability(
    experiment: Experiment, target: Target
) -> None:
    table = sensitivity(experiment, target, Sobol(64))
    assert tuple(table.columns) == COLUMNS
    assert set(table["input"]) == set(table["group"]) == set(GROUPS)
    assert len(table) == len(GROUPS) * 2 * 2
    assert table.attrs["runs"] == 64 * (len(GROUPS) + 2)
    assert set(table["year"]) == {"2023"}


def test_first_indices_of_the_mean_add_up_to_about_one(experiment: Experiment, target: Target) -> None:
    """Growth of one year is nearly a sum of what the groups add, so hardly anything is left for interactions."""
    table = sensitivity(experiment, target, Sobol(1024), of=["mean"])
    first = table[table["kind"] == "first"]
    error = np.sqrt((((first["high"] - first["low"]) / 2) ** 2).sum())
    assert abs(first["index"].sum() - 1) < 0.06 + error


def test_the_indices_of_two_groups_agree_with_a_brute_force_estimate(experiment: Experiment, target: Target) -> None:
    """The variance of the mean over everything else, from a grid of outer and inner draws."""
    outer, inner = 128, 64
    table = sensitivity(experiment, target, Sobol(1024), of=["mean"])
    known = coordinates(experiment)
    source = np.random.default_rng(11)
    for group in ("coal and power", "foreign investment"):
        columns = {}
        for each in known:
            if each.group == group:
                columns[each.name] = np.repeat(source.uniform(size=outer), inner)
            else:
                columns[each.name] = source.uniform(size=outer * inner)
        given = replace(experiment, design=Columns(columns))
        (found,) = run_experiments([given], Outcomes(target, ("2023",)))
        cells = found["mean", "2023"].reshape(outer, inner)
        within = cells.var(axis=1, ddof=1).mean() / inner
        brute = (cells.mean(axis=1).var(ddof=1) - within) / cells.var(ddof=1)
        index = table[(table["kind"] == "first") & (table["input"] == group)].iloc[0]
        assert brute == pytest.approx(index["index"], abs=0.06)


def test_what_is_simulated_for_a_study_is_the_start_of_the_whole_run(experiment: Experiment, target: Target) -> None:
    (short,) = run_experiments(
        [replace(experiment, horizon=replace(experiment.horizon, count=4))], Outcomes(target, ("2023",))
    )
    (whole,) = run_experiments([experiment], KeepPaths(["growth_first_release"]))
    assert np.array_equal(short["mean", "2023"], 100 * whole["growth_first_release"].sel(quarter="2023Q4").to_numpy())


def test_a_group_by_name_shows_its_inputs_and_the_other_groups_as_a_whole(
    experiment: Experiment, target: Target
) -> None:
    table = sensitivity(experiment, target, Morris(4), by="coal and power", of=["mean"])
    names = set(table["input"])
    assert {"mining_walk@2023", "electricity_walk@2023", "Other inputs: foreign investment"} <= names
    assert "Other inputs: coal and power" not in names


def test_screening_keeps_what_matters_and_the_rest_of_each_group(experiment: Experiment, target: Target) -> None:
    table = sensitivity(experiment, target, Sobol(64), by="screened", of=["mean"])
    own = [name for name in table["input"].unique() if not name.startswith("Other inputs")]
    assert len(own) == 20
    assert {"mining_walk@2023", "electricity_walk@2023", "modern_output_capital_ratio"} <= set(own)


def test_years_come_from_one_set_of_runs(experiment: Experiment, target: Target) -> None:
    table = sensitivity(experiment, target, Sobol(64), through=2025)
    assert list(table["year"].unique()) == ["2023", "2024", "2025"]
    assert table.attrs["runs"] == 64 * (len(GROUPS) + 2)


def test_any_scheduler_gives_the_same_table(experiment: Experiment, target: Target) -> None:
    here = sensitivity(experiment, target, Sobol(64))
    assert here.equals(sensitivity(experiment, target, Sobol(64), scheduler=Threads(2)))


def test_a_target_that_no_run_reaches_is_noted_and_has_no_index(experiment: Experiment, target: Target) -> None:
    table = sensitivity(experiment, replace(target, threshold=90.0), Sobol(64))
    assert set(table["of"]) == {"mean"}
    assert table.attrs["notes"][0] == "2023: the target is missed in every run; nothing decides it"


def test_names_that_are_drawn_together_are_told(experiment: Experiment, target: Target) -> None:
    (note,) = sensitivity(experiment, target, Sobol(64)).attrs["notes"]
    assert note.startswith("Drawn together in a run: ")
    assert "Trend growth of tourist arrivals" in note
    assert "Surprise in national growth" in note


def test_what_a_method_cannot_do_is_refused_with_one_that_can(experiment: Experiment, target: Target) -> None:
    with pytest.raises(UsageError, match=r"pawn has no index for inputs that vary together; .* or sobol or morris"):
        sensitivity(experiment, target, Pawn(), by="groups")
    with pytest.raises(UsageError, match=r"delta compares densities.*use sobol, pawn or rbd-fast"):
        sensitivity(experiment, target, Delta(), by="inputs")
    with pytest.raises(UsageError, match=r"'coal and powr' is not a way.*Did you mean 'coal and power'"):
        sensitivity(experiment, target, by="coal and powr")
    with pytest.raises(UsageError, match="of: 'median' is not an outcome; expected mean or probability"):
        sensitivity(experiment, target, of=["median"])
    with pytest.raises(UsageError, match="--through 2022 is not a year from 2023 to 2030"):
        sensitivity(experiment, target, through=2022)
    tracked = next(t for t in resolution_targets(read_case()) if t.treatment == "tracked")
    with pytest.raises(UsageError, match="is tracked, so nothing in the model decides it"):
        sensitivity(experiment, tracked)


@pytest.fixture(scope="module")
def pooling(target: Target) -> Pooling:
    found = pooling_of(read_case(), target, "together")
    assert found
    return found


def test_together_it_is_the_chance_of_model_and_record_whose_indices_are_told(
    experiment: Experiment, target: Target, pooling: Pooling
) -> None:
    alone, both = (
        sensitivity(experiment, target, Sobol(64)),
        sensitivity(experiment, target, Sobol(64), pooling=pooling),
    )
    assert set(both["of"]) == {"mean", "together"}
    mean = [table[table["of"] == "mean"].reset_index(drop=True) for table in (alone, both)]
    assert mean[0].equals(mean[1])
    chances = [each.attrs["middle"] for each in (alone, both)]
    assert chances[0]["probability@2023"] == chances[1]["probability@2023"] < chances[1]["together@2023"]
    assert (alone.attrs["view"], both.attrs["view"]) == ("model", "together")
    assert any("learned error and in the record" in note for note in both.attrs["notes"])


def test_a_chance_that_takes_many_values_can_be_studied_by_its_density(
    experiment: Experiment, target: Target, pooling: Pooling
) -> None:
    table = sensitivity(experiment, target, Delta(256), "storms and epidemics", ["probability"], pooling=pooling)
    assert set(table["of"]) == {"together"}


def test_what_the_chances_do_not_tell_of_an_event_is_left_out_of_its_variance() -> None:
    assert share_left_out(np.tile([0.2, 0.8], 80))[0] == pytest.approx(1 - 0.09 / 0.25)
    assert share_left_out(np.tile([0.0, 1.0], 80)) == pytest.approx((0, 0))
    assert share_left_out(np.full(80, 0.3)) == pytest.approx((1, 0))
