"""From a case to its posterior and to the runs that use it, with samplings far too short for any use."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from scipy.stats import norm

from qnsim.analysis.sampling.settings import Settings
from qnsim.chance.designs import Sample, Stratified, blocks_of
from qnsim.chance.draws import draw
from qnsim.errors import DataError, SimulationError, UsageError
from qnsim.facts.case import Case, read_case
from qnsim.run import prepare
from qnsim.workflow import calibration_study
from qnsim.workflow.calibration_study import CalibrationStudy, study_calibration
from qnsim.workflow.posteriors import calibration_of, usual_design
from qnsim.workflow.scenarios import load_scenario

ROOT = Path(__file__).parents[2]
TINY = Settings(
    members=100, jacobians=2, super_chains=4, chains_each=4, stages=(10, 10), steps=20, kept_every=5, inflations=(1,)
)
ELASTICITY = "services_capital_elasticity"
SURE = """name: sure
extends: baseline.yaml
title: {vi: "Thử", en: "Trial"}
why: Gives a calibrated parameter another distribution.
conditions:
  services_tfp_growth:
    normal: [5, 0.1]
    unit: percent
    source: judgement
"""


def copied(folder: Path) -> Path:
    """The earliest case with figures, with all it reads: it is the fastest to calibrate."""
    shutil.copytree(ROOT / "data", folder / "data", ignore=shutil.ignore_patterns("posterior.npz"))
    shutil.copytree(ROOT / "scenarios", folder / "scenarios")
    return folder / "data" / "quang-ninh" / "hindcast" / "2016-12"


def calibrated(folder: Path, out: Path | None = None, seed: int = 1) -> CalibrationStudy:
    """A study whose draws are taken whatever they are worth."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(calibration_study, "DEFAULT_DRAWS", 80)
        patch.setattr(calibration_study, "_refuse", lambda diagnoses, apart: None)
        return study_calibration(seed, out, case=read_case(folder), settings=TINY, states=40)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return copied(tmp_path_factory.mktemp("calibrated"))


@pytest.fixture(scope="module")
def study(folder: Path) -> CalibrationStudy:
    return calibrated(folder, folder / "runs")


@pytest.fixture
def own(folder: Path, study: CalibrationStudy, tmp_path: Path) -> Path:
    """A calibrated case that a test may change."""
    place = copied(tmp_path)
    shutil.copy(study.file, place)
    return place


def changed(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


pytestmark = pytest.mark.slow


def test_it_writes_the_posterior_beside_the_case_and_what_was_learned_in_a_folder(
    folder: Path, study: CalibrationStudy
) -> None:
    assert study.file == folder / "posterior.npz"
    assert study.folder is not None
    names = {file.name for file in study.folder.glob("*.csv")}
    assert names >= {"parameters.csv", "figures.csv", "fit.csv", "diagnosis.csv", "chart_record.csv"}
    assert len(pd.read_csv(study.folder / "figures.csv")) == len(study.predicted.figures)
    assert set(pd.read_csv(study.folder / "diagnosis.csv")["sampling"]) == {1, 2}


def test_runs_of_the_case_then_use_it_and_prior_runs_without(folder: Path, study: CalibrationStudy) -> None:
    case = read_case(folder)
    found = usual_design(case, 3, 400)
    assert isinstance(found, Sample)
    assert found.draws == 400
    assert set(found.states) == set(study.handed_over)
    assert ELASTICITY in found.states
    assert usual_design(case, 3, 400, prior=True) == Stratified(3, 400)


def test_the_same_seed_gives_the_same_bytes_and_another_seed_others(study: CalibrationStudy, own: Path) -> None:
    before = study.file.read_bytes()
    assert calibrated(own).file.read_bytes() == before
    assert calibrated(own, seed=2).file.read_bytes() != before


def test_draws_that_cannot_be_used_are_refused_and_the_old_file_stays(own: Path) -> None:
    before = (own / "posterior.npz").read_bytes()
    with pytest.raises(SimulationError, match=r"(?s)no posterior is written, .*sampling 1: .*lengthen the burn-in"):
        study_calibration(1, None, case=read_case(own), settings=TINY)
    assert (own / "posterior.npz").read_bytes() == before
    (own / "posterior.npz").unlink()
    with pytest.raises(SimulationError):
        study_calibration(1, None, case=read_case(own), settings=TINY)
    assert not (own / "posterior.npz").exists()


def test_an_interrupted_run_leaves_the_old_file(own: Path) -> None:
    def interrupt(stage: str, done: int, total: int) -> None:
        if stage == "Comparing the samplings":
            raise KeyboardInterrupt

    before = (own / "posterior.npz").read_bytes()
    with pytest.raises(KeyboardInterrupt):
        study_calibration(2, None, progress=interrupt, case=read_case(own), settings=TINY)
    assert (own / "posterior.npz").read_bytes() == before
    assert not [file for file in own.iterdir() if file.suffix not in (".yaml", ".npz", "")]


def test_a_posterior_of_another_prior_is_refused_with_the_command_that_makes_it_anew(own: Path) -> None:
    assert isinstance(usual_design(read_case(own), 1, 80), Sample)
    file = own.parents[1] / "2022-12" / "parameters.yaml"
    text = file.read_text(encoding="utf-8")
    entry = text[text.index(f"\n{ELASTICITY}:") :]
    prior = entry[entry.index("  prior:") : entry.index("\n", entry.index("  prior:"))]
    file.write_text(text.replace(entry, entry.replace(prior, "  prior: {fixed: [0.4]}", 1)), encoding="utf-8")
    with pytest.raises(DataError, match=r"posterior.npz: made of other facts .*make it anew with: qnsim calibrate"):
        usual_design(read_case(own), 1, 80)
    assert usual_design(read_case(own), 1, 80, prior=True) == Stratified(1, 80)


def test_a_posterior_of_another_figure_is_refused(own: Path) -> None:
    changed(own.parents[1] / "2022-12/record/likelihood.csv", "2016,first_release,10.1", "2016,first_release,10.4")
    with pytest.raises(DataError, match="made of other facts"):
        usual_design(read_case(own), 1, 80)


def test_a_comment_in_the_facts_changes_nothing(own: Path) -> None:
    file = own.parents[1] / "2022-12" / "parameters.yaml"
    file.write_text("# a comment\n" + file.read_text(encoding="utf-8"), encoding="utf-8")
    assert isinstance(usual_design(read_case(own), 1, 80), Sample)


def test_a_scenario_that_sets_a_calibrated_parameter_uses_its_own_distribution(own: Path) -> None:
    name, case = "services_tfp_growth", read_case(own)
    (own / "scenarios" / "sure.yaml").write_text(SURE, encoding="utf-8")
    design = usual_design(case, 1, 80)
    assert isinstance(design, Sample)
    assert {name, ELASTICITY} <= design.states.keys()
    (block, *_) = blocks_of(design)
    usual, sure = (
        prepare(load_scenario(scenario, case), case, design) for scenario in ("baseline", own / "scenarios/sure.yaml")
    )
    drawn = [draw(each.scenario, case, each.horizon, each.design, block).uncertain for each in (usual, sure)]
    fresh = Stratified(1, 80).coordinate(name, block)
    assert drawn[1][name] == pytest.approx(norm.ppf(fresh, 0.05, 0.001), abs=1e-6)
    assert np.array_equal(drawn[0][ELASTICITY], drawn[1][ELASTICITY])  # the rest still comes from the posterior


def test_a_case_without_calibration_says_what_to_add(own: Path) -> None:
    text = (own / "case.yaml").read_text(encoding="utf-8")
    (own / "case.yaml").write_text(text[: text.index("calibration:")], encoding="utf-8")
    case: Case = read_case(own)
    assert usual_design(case, 1, 80) == Stratified(1, 80)  # the file beside it is not asked
    with pytest.raises(UsageError, match=r"case.yaml does not say how it is calibrated; expected calibration: \{start"):
        calibration_of(case)
    with pytest.raises(UsageError, match="does not say how it is calibrated"):
        study_calibration(1, None, case=case, settings=TINY)
