"""One equation of a case replaced by a function of one's own, as in a notebook."""

from __future__ import annotations

import math
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

import qnsim
from qnsim.analysis.assessment import Assessment
from qnsim.engine.declare import auxiliary
from qnsim.facts.case import Case
from qnsim.scheduler import Scheduler

CASE = qnsim.read_case()
TARGETS = qnsim.resolution_targets()
DESIGN = qnsim.Stratified(draws=80)
HERE = qnsim.InProcess()


def tourist_arrivals_growth(tourism_growth, tourist_arrivals):
    """Trend growth alone: arrivals never recover what they lost."""
    return tourism_growth * tourist_arrivals


def assessed(case: Case, scheduler: Scheduler = HERE) -> Assessment:
    experiment = qnsim.prepare(qnsim.load_scenario("baseline", case), case, DESIGN)
    return qnsim.assess([experiment], TARGETS, scheduler)[0]


@pytest.fixture(scope="module")
def changed() -> Case:
    return qnsim.replace_equation(CASE, tourist_arrivals_growth)


def test_the_results_follow_the_new_equation(changed: Case) -> None:
    before, after = assessed(CASE), assessed(changed)
    asked = ("tourist_arrivals", 2023, "p50")
    assert after.statistic(*asked) < before.statistic(*asked)


def test_the_replaced_flow_changes_the_stock_by_what_the_function_says(changed: Case) -> None:
    experiment = qnsim.prepare(qnsim.load_scenario("baseline"), changed, DESIGN)
    keep = qnsim.KeepPaths(["tourist_arrivals", "tourism_growth"])
    (paths,) = qnsim.run_experiments([experiment], keep)
    level, growth = paths["tourist_arrivals"].values, paths["tourism_growth"].values
    assert level[1:] == pytest.approx(level[:-1] * (1 + growth / 4), rel=1e-12)


def test_the_shipped_model_stays_as_it_is(changed: Case) -> None:
    assert "tourism_recovery_time" in CASE.model.variables["tourist_arrivals_growth"].reads
    assert CASE.model.variables["tourist_arrivals_growth"].compute is not tourist_arrivals_growth
    assert qnsim.read_case() is CASE
    assert changed.digest != CASE.digest


def test_the_same_formula_gives_the_same_numbers() -> None:
    shipped = CASE.model.variables["tourist_arrivals_growth"].compute
    again = qnsim.replace_equation(CASE, shipped)
    assert assessed(again).summary.equals(assessed(CASE).summary)


def test_inputs_keep_the_group_of_the_block_they_belong_to(changed: Case) -> None:
    experiments = [qnsim.prepare(qnsim.load_scenario("baseline"), case, DESIGN) for case in (CASE, changed)]
    before, after = ({each.name: each.group for each in qnsim.coordinates(one)} for one in experiments)
    assert before == after


@pytest.mark.parametrize("scheduler", [qnsim.Threads(2), qnsim.Processes(2)])
def test_every_scheduler_runs_a_function_that_stands_in_a_module(scheduler: Scheduler) -> None:
    function = CASE.model.variables["tourist_arrivals_growth"].compute
    importable = qnsim.replace_equation(CASE, function)
    assert assessed(importable, scheduler).summary.equals(assessed(importable).summary)


def test_threads_run_a_function_of_a_notebook() -> None:
    def tourist_arrivals_growth(tourism_growth, tourist_arrivals):
        """Trend growth alone."""
        return tourism_growth * tourist_arrivals

    local = qnsim.replace_equation(CASE, tourist_arrivals_growth)
    assert assessed(local, qnsim.Threads(2)).summary.equals(assessed(local).summary)
    with pytest.raises(qnsim.QnsimError, match=r"cannot be sent to another process: .* use InProcess\(\)"):
        assessed(local, qnsim.Processes(2))


NOTEBOOK = '''
import qnsim
def tourist_arrivals_growth(tourism_growth, tourist_arrivals):
    """Trend growth alone."""
    return tourism_growth * tourist_arrivals
case = qnsim.replace_equation(qnsim.read_case(), tourist_arrivals_growth)
experiment = qnsim.prepare(qnsim.load_scenario("baseline"), case, qnsim.Stratified(draws=80))
try:
    qnsim.assess([experiment], qnsim.resolution_targets(), qnsim.Processes(1))
except qnsim.QnsimError as fault:
    print(fault)
'''


@pytest.mark.slow
def test_processes_say_what_to_do_with_a_function_typed_at_a_prompt() -> None:
    source = str(Path(qnsim.__file__).parents[1])
    done = subprocess.run(
        [sys.executable, "-c", NOTEBOOK],
        capture_output=True,
        encoding="utf-8",
        env={**os.environ, "PYTHONPATH": source},
        check=False,
    )
    assert "a worker process cannot find what it was sent" in done.stdout
    assert "use InProcess()" in done.stdout
    assert "Traceback" not in done.stdout + done.stderr


def test_words_of_equations_are_public_names() -> None:
    def tourism_growth(tourist_arrivals_trend_growth, tourism_growth_policy):
        """The larger of the two."""
        return qnsim.maximum(tourist_arrivals_trend_growth, tourism_growth_policy)

    changed = qnsim.replace_equation(CASE, tourism_growth)
    assert changed.model.variables["tourism_growth"].formula.head == "maximum"


def tourism_grwth(tourist_arrivals_trend_growth):
    """A slip of the pen."""
    return tourist_arrivals_trend_growth


def misspelt(tourist_arrival_trend_growth):
    """A slip in an input."""
    return tourist_arrival_trend_growth


def wrong_unit(tourist_arrivals):
    """A level where a rate belongs."""
    return tourist_arrivals


def hidden_number(tourist_arrivals_trend_growth):
    """A number without a source."""
    return tourist_arrivals_trend_growth * 1.5


def loop(tourist_arrivals_growth, tourist_arrivals):
    """It reads what is computed from it."""
    return tourist_arrivals_growth / tourist_arrivals


def branch(tourist_arrivals_trend_growth, tourism_growth_policy):
    """A choice that is no formula."""
    return tourist_arrivals_trend_growth if tourism_growth_policy else tourism_growth_policy


def of_math(tourist_arrivals_trend_growth):
    """Another library's function."""
    return math.exp(tourist_arrivals_trend_growth)


def silent(tourist_arrivals_trend_growth):
    return tourist_arrivals_trend_growth


@auxiliary("1")
def redeclared(tourist_arrivals_trend_growth):
    """A unit of its own."""
    return tourist_arrivals_trend_growth


def named(function: Callable[..., Any], name: str) -> Callable[..., Any]:
    function.__name__ = name
    return function


SLIPS = {
    tourism_grwth: (
        r"test_replaced_equation.py:\d+: 'tourism_grwth' is not an equation .* Did you mean 'tourism_growth'\?"
    ),
    named(misspelt, "tourism_growth"): "reads 'tourist_arrival_trend_growth', .* 'tourist_arrivals_trend_growth'",
    named(wrong_unit, "tourism_growth"): "'tourism_growth' returns .*arrival.* but its unit is 1 / year",
    named(hidden_number, "tourism_growth"): "contains the number 1.5; make it a parameter with a source",
    named(loop, "tourism_growth"): "a loop within one quarter: .*tourism_growth",
    named(branch, "tourism_growth"): "cannot branch with 'if'",
    named(of_math, "tourism_growth"): "not functions of math",
    named(silent, "tourism_growth"): "'tourism_growth' has no docstring",
    named(
        redeclared, "tourism_growth"
    ): "'tourism_growth' declares another unit or other stocks than the model; leave the decorator out",
}


@pytest.mark.parametrize(("function", "advice"), SLIPS.items())
def test_a_slip_is_refused_as_in_the_model_itself(function: Callable[..., Any], advice: str) -> None:
    with pytest.raises(qnsim.QnsimError, match=advice):
        qnsim.replace_equation(CASE, function)


def test_a_stock_is_not_an_equation() -> None:
    def tourist_arrivals(tourism_growth):
        """A level cannot be computed."""
        return tourism_growth

    with pytest.raises(qnsim.QnsimError, match="'tourist_arrivals' is a stock, which only flows change"):
        qnsim.replace_equation(CASE, tourist_arrivals)


@pytest.mark.parametrize(
    ("slip", "advice"),
    [
        (
            lambda: qnsim.replace_equation("baseline", tourism_grwth),
            "case is 'baseline'; expected a Case; use qnsim.read_case",
        ),
        (lambda: qnsim.replace_equation(CASE, "tourism_growth"), "function is 'tourism_growth'; expected a function"),
        (lambda: qnsim.replace_equation(CASE, lambda tourism: tourism), "'<lambda>' is not an equation"),
    ],
)
def test_anything_but_a_case_and_a_function_is_refused(slip: Callable[[], Any], advice: str) -> None:
    with pytest.raises(qnsim.QnsimError, match=advice):
        slip()


def test_two_equations_are_replaced_one_after_the_other(changed: Case) -> None:
    def tourism_growth(tourist_arrivals_trend_growth):
        """Without promotion."""
        return tourist_arrivals_trend_growth

    both = qnsim.replace_equation(changed, tourism_growth)
    assert both.model.variables["tourist_arrivals_growth"].compute is tourist_arrivals_growth
    assert both.model.variables["tourism_growth"].compute is tourism_growth
    assert len({CASE.digest, changed.digest, both.digest}) == 3
    assert replace(both, model=CASE.model, digest=CASE.digest) == CASE
