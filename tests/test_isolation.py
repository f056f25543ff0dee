"""Nothing is carried from one run to the next: not by caches, not by shared arrays, not by what a user changes."""

from __future__ import annotations

import importlib
import locale
import os
import pickle
import pkgutil
import random
import warnings
from collections.abc import Callable, Iterator, Mapping
from dataclasses import is_dataclass, replace
from functools import cached_property
from pathlib import Path
from types import ModuleType
from typing import Any

import matplotlib as mpl
import numpy as np
import pandas as pd
import pytest

import qnsim
from qnsim.chance import draws, streams
from qnsim.chance.blocks import plan_blocks
from qnsim.chance.designs import Stratified
from qnsim.chance.draws import draw
from qnsim.chance.streams import Streams
from qnsim.engine.simulate import simulate
from qnsim.errors import SimulationError
from qnsim.facts.case import read_case
from qnsim.facts.observations import read_observations
from qnsim.facts.shipped import data_folder
from qnsim.run import Experiment, prepare, run_central
from qnsim.workflow.runs import RunReport, run_scenarios
from qnsim.workflow.scenarios import load_scenario, resolution_targets

pytestmark = pytest.mark.slow

DRAWS = 160
SEED = 3
BUSY = """
horizon: {end: 2026Q4}
levers: {public_investment_disbursement_rate: {2024: {uniform: [70, 90], unit: '%'}}, training_policy: 1 pp / year}
conditions: {new_firms: {2024: 2000 firm / year}, pandemic_growth_loss: {triangular: [7, 9, 12], unit: '%'}}
shocks: {storm: {2025: 2}}
judgements: [{variable: new_firms, when: 2025, add: 10 %, reason: a guess, author: a}]
"""
BROKEN = "judgements: [{variable: unemployment_rate, when: 2026Q2, add: -90 pp, reason: a guess, author: a}]"
# Every function that remembers, and why what it remembers cannot reach another run.
CACHES = {
    "analysis.backtest.errors._priors": "points of a prior, locked against writing",
    "analysis.backtest.pool._simplex": "points of a prior by the number of members, locked against writing",
    "chance.draws._remembered": "numbers that depend on seed, block, years and facts alone, all of them in its key",
    "facts.case.read_case": "the facts of a folder, which nobody writes to",
    "engine.program.trace_program": "the program of a model, which cannot change, traced from its equations alone",
    "engine.plan.plan_statements": "the statements of a program, frozen; their buffers belong to each run",
    "engine.kernel_code.compile_plan": "the compiled statements of a plan, which hold no numbers of a run",
    "installed.surroundings": "versions and code of this process, which stay as long as it does",
    "glossary.glossary": "the terms of a file that travels with the program, frozen",
    "facts.shipped.data_folder": "where the default case is",
    "facts.observations.read_observations": "the rows of a file; every reader selects copies",
    "language.languages._marks": "the marks of a language in numbers",
    "language.languages.catalogue": "the sentences of a language, from files that travel with the program",
    "files.yaml_source._build": "a text as data that nobody writes to; each reading has its own list of problems",
    "facts.targets.read_targets": "the targets of a file, frozen",
    "analysis.drivers._quarters": "places in an input of the streams, which nobody writes to, by the array itself",
    "analysis.ordering._quicker": "the quicker of two ways to the same bits",
    "chance.designs._chosen": "numbers that depend on a sample, which cannot change, and a block, both its key",
    "press.palette._line_width": "the width of words in a font, in the style of all charts",
    "press.palette._sheet": "an empty page to measure on; nothing is put there",
    "press.palette._letters": "the letters of a font file",
    "quantities.quantile_functions._table": "a spline that depends on a law and its values alone",
    "quantities.quantile_functions._student_table": "a spline that depends on the degrees of freedom alone",
    "press.lettering._advance": "the width of a letter",
    "press.words._file": "the font file of a weight and a slant",
    "press.words._font": "a font file that travels with the chart library",
    "press.words._letter": "the width and the outline of a letter, locked against writing",
    "press.words.line_width": "the width of words in a font",
    "press.words.outline": "the outlines of words in a font, locked against writing",
    "press.lettering._font": "a font file that travels with the chart library",
    "quantities.units.registry": "the units, which are defined once and for all",
    "workers._work": "the work of the pool this process was made for, and it ends with it",
    "quantities.units.unit": "the meaning of a written unit",
}
# Every class that remembers what it computed although it is not a frozen value, and why that is safe.
REMEMBERING = {"analysis.measures.paths.Paths": "made anew for each block, and gone with it"}
CLAIM = pytest.mark.claim(
    "Nothing is carried from one run to the next",
    how="A run is repeated after others with other settings, seeds and horizons, after failures, and after a user has "
    "changed all that came back; what a run is given is compared before and after and locked against writing",
)


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, str]:
    folder = tmp_path_factory.mktemp("scenarios")
    for name, body in {"plain": "", "busy": BUSY, "broken": BROKEN}.items():
        text = f"name: {name}\ntitle: {{vi: a, en: b}}\nwhy: t\n{body}\n"
        (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
    return {name: str(folder / f"{name}.yaml") for name in ("plain", "busy", "broken")}


@pytest.fixture
def busy(files: Mapping[str, str]) -> Experiment:
    return prepare(load_scenario(files["busy"]), read_case(), Stratified(SEED, DRAWS))


def run(file: str, **options: Any) -> RunReport:
    return run_scenarios([file], **{"draws": DRAWS, "seed": SEED, "out": None, **options})


def bits(report: RunReport) -> list[Any]:
    """All numbers of a run, as one can compare them."""
    (found,) = report.assessments
    tables = [table.to_csv(index=False) for table in (found.summary, found.scorecard, found.drivers)]
    chances = {name: chance.shares.tobytes() for name, chance in found.chances.items()}
    return [tables, chances, report.record, report.target, report.baseline.headline.shares.tobytes()]


@CLAIM
def test_a_run_with_other_settings_in_between_changes_nothing(files: Mapping[str, str]) -> None:
    first = bits(run(files["plain"]))
    for name in ("busy", "super-typhoon", "resolution-2023"):
        run(files.get(name, name), seed=SEED if name == "busy" else SEED + 1, draws=DRAWS + 40)
        run_central(prepare(load_scenario(files.get(name, name)), read_case()), ["grdp"])
    assert bits(run(files["plain"])) == first


@CLAIM
def test_a_scenario_draws_the_same_numbers_alone_and_after_others(files: Mapping[str, str]) -> None:
    (block,) = plan_blocks(DRAWS)

    def drawn_after(*others: str) -> bytes:
        draws._remembered.cache_clear()
        experiments = [
            prepare(load_scenario(files[name]), read_case(), Stratified(SEED, DRAWS)) for name in (*others, "busy")
        ]
        found = [
            draw(each.scenario, each.case, experiments[-1].horizon, Stratified(SEED), block) for each in experiments
        ]
        return pickle.dumps(found[-1])

    assert drawn_after("plain") == drawn_after()


@CLAIM
def test_a_run_that_failed_halfway_changes_nothing(files: Mapping[str, str]) -> None:
    first = bits(run(files["plain"]))
    with pytest.raises(SimulationError):
        run(files["broken"])
    with pytest.raises(ZeroDivisionError):
        run(files["plain"], progress=lambda stage, done, total: done // 0)
    assert bits(run(files["plain"])) == first


@CLAIM
def test_what_a_user_does_to_a_result_does_not_reach_the_next_run(files: Mapping[str, str]) -> None:
    first = bits(run(files["busy"]))
    spoilt = run(files["busy"], keep_draws=True)
    for assessment in {id(each): each for each in (*spoilt.assessments, spoilt.baseline)}.values():
        for table in (assessment.summary, assessment.scorecard, assessment.drivers):
            for column in table:
                table[column] = 0
        for name in assessment.draws.data_vars:
            assessment.draws[name][:] = 0
        for chance in assessment.chances.values():
            chance.shares[:] = 0.5
    assert bits(run(files["busy"])) == first


@CLAIM
def test_a_run_leaves_facts_scenario_and_model_as_they_were(files: Mapping[str, str], busy: Experiment) -> None:
    run(files["busy"])  # what is computed on first use is computed
    given = (read_case(), busy.scenario, resolution_targets())
    record = read_observations(data_folder() / "observations" / "quang-ninh.csv", 2022)
    model = (busy.model.stocks, [(e.name, e.reads, e.compute) for e in busy.model.variables.values()])
    before, rows, equations = pickle.dumps(given), record.copy(deep=True), repr(model)
    run(files["busy"], keep_draws=True)
    assert pickle.dumps(given) == before
    pd.testing.assert_frame_equal(record, rows, check_exact=True)
    assert repr(model) == equations


@CLAIM
def test_the_engine_writes_to_nothing_it_is_given(busy: Experiment) -> None:
    (block,) = plan_blocks(DRAWS)
    keep = [*busy.model.stocks, *busy.model.variables]
    inputs = draw(busy.scenario, busy.case, busy.horizon, Stratified(SEED), block).inputs
    before = pickle.dumps(inputs)
    usual = simulate(busy.model, inputs, busy.horizon, DRAWS, keep)
    assert pickle.dumps(inputs) == before
    locked = replace(inputs, constants=lock(inputs.constants), paths=lock(inputs.paths))
    found = simulate(busy.model, locked, busy.horizon, DRAWS, keep)
    assert all(np.array_equal(found[name], usual[name]) for name in keep)


def lock(values: Mapping[str, Any]) -> dict[str, Any]:
    """Copies that cannot be written to."""
    locked = {name: np.array(value) if np.ndim(value) else value for name, value in values.items()}
    for value in locked.values():
        if np.ndim(value):
            value.flags.writeable = False
    return locked


@CLAIM
def test_nobody_writes_to_random_numbers_that_scenarios_share(
    files: Mapping[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    usual = bits(run(files["busy"]))
    once, made = Streams._once, []

    def once_and_locked(self: Streams, name: str, key: Any, make: Callable[[], np.ndarray]) -> np.ndarray:
        values = once(self, name, key, make)
        values.flags.writeable = False
        made.append(name)
        return values

    monkeypatch.setattr(streams.Streams, "_once", once_and_locked)
    for name in ("busy", "super-typhoon", "covid-return"):
        run(files.get(name, name), seed=SEED + 2)
    assert made
    assert bits(run(files["busy"])) == usual


@CLAIM
def test_the_state_of_the_program_neither_matters_nor_changes(files: Mapping[str, str], tmp_path: Path) -> None:
    usual, (folder,) = bits(run(files["busy"])), run(files["busy"], out=tmp_path / "usual").folders
    chart = (folder / "fan_grdp_growth.svg").read_bytes()
    with (
        np.errstate(divide="raise", over="raise", invalid="raise"),
        np.printoptions(precision=2),
        pd.option_context("display.precision", 1, "display.float_format", "{:.1f}".format),
        mpl.rc_context({"font.size": 30, "figure.dpi": 30}),
    ):
        np.random.seed(1)
        random.seed(1)
        before = state()
        report = run(files["busy"], out=tmp_path / "other")
        assert state() == before
    assert bits(report) == usual
    assert (report.folders[0] / "fan_grdp_growth.svg").read_bytes() == chart


def state() -> list[Any]:
    """What the whole program shares and a run has no business with."""
    numpy_state = pickle.dumps(np.random.get_state())
    options = [np.geterr(), np.get_printoptions(), pd.get_option("display.precision"), dict(mpl.rcParams)]
    filters = [str(each) for each in warnings.filters]
    process = [dict(os.environ), Path.cwd(), locale.setlocale(locale.LC_ALL)]
    return [numpy_state, random.getstate(), repr(options), filters, *process]


def modules() -> Iterator[ModuleType]:
    for found in pkgutil.walk_packages(qnsim.__path__, "qnsim."):
        if found.name != "qnsim.__main__":
            yield importlib.import_module(found.name)


@CLAIM
def test_every_function_that_remembers_is_known_and_cannot_leak() -> None:
    found = {
        f"{module.__name__.removeprefix('qnsim.')}.{name}"
        for module in modules()
        for name, value in vars(module).items()
        if hasattr(value, "cache_info") and value.__module__ == module.__name__
    }
    assert found == set(CACHES)


@CLAIM
def test_values_that_remember_what_they_computed_cannot_change() -> None:
    found = {
        f"{value.__module__.removeprefix('qnsim.')}.{value.__name__}"
        for module in modules()
        for value in vars(module).values()
        if isinstance(value, type)
        and any(isinstance(each, cached_property) for each in vars(value).values())
        and not (is_dataclass(value) and value.__dataclass_params__.frozen)  # type: ignore[attr-defined]
    }
    assert found == set(REMEMBERING)


@CLAIM
def test_no_table_or_list_of_a_module_changes_in_a_run(files: Mapping[str, str], tmp_path: Path) -> None:
    run(files["busy"], out=tmp_path)  # what is computed on first use is computed
    kinds = (dict, list, set, bytearray, np.ndarray, pd.DataFrame)

    def shared() -> dict[str, str]:
        return {
            f"{module.__name__}.{name}": repr(value)
            for module in modules()
            for name, value in vars(module).items()
            if isinstance(value, kinds) and not name.startswith("__")
        }

    before = shared()
    for name in ("busy", "super-typhoon"):
        run(files.get(name, name), out=tmp_path)
    assert shared() == before
