"""The model against what an economist of the province expects: every shipped check, and how verdicts are found."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from qnsim.analysis.reality import Verdict, measurable, run_checks
from qnsim.facts.case import Case, read_case
from qnsim.facts.shipped import reality_checks_file, scenario_folder
from qnsim.run import prepare, run_central
from qnsim.scenarios.reality_checks import VERBS, Expectation, RealityCheck, read_reality_checks
from qnsim.scenarios.settings import Place


def read(file: Path, case: Case) -> tuple[RealityCheck, ...]:
    return read_reality_checks(file, case.catalogue, scenario_folder(), measurable(case))


@pytest.fixture(scope="module")
def case() -> Case:
    return read_case()


@pytest.fixture(scope="module")
def verdicts(case: Case) -> list[Verdict]:
    return run_checks(read(reality_checks_file(), case), case)


@pytest.mark.claim(
    "The model behaves as an economist of the province would expect",
    how="data/reality-checks.yaml: sentences written from theory, run with and without what each one changes",
)
def test_every_shipped_reality_check_holds(verdicts: list[Verdict], figure: Callable[..., None]) -> None:
    failed = [f"{v.check.id} {v.expectation.variable} {v.before} {v.got}" for v in verdicts if not v.holds]
    assert failed == []
    figure("reality checks", len({v.check.id for v in verdicts}))
    figure("outcomes they look at", len(verdicts))
    figure("of them that fail", len(failed), limit=0)


def test_the_shipped_checks_use_every_verb_and_move_what_they_look_at(verdicts: list[Verdict]) -> None:
    """A check that compares a run with itself would find that nothing falls."""
    assert {v.expectation.must for v in verdicts} == set(VERBS)
    changing = {v.check.id for v in verdicts if v.check.changed.digest != v.check.base.digest}
    moved = {v.check.id for v in verdicts if v.got != v.before}
    assert changing == moved == {v.check.id for v in verdicts} - {"nothing-runs-away"}


def test_shipped_checks_are_told_in_both_languages_and_cite_known_sources(verdicts: list[Verdict]) -> None:
    assert all(v.check.says["vi"] != v.check.says["en"] for v in verdicts)
    sources = (reality_checks_file().parent / "SOURCES.md").read_text(encoding="utf-8")
    keys = {part.split("]")[0] for v in verdicts for part in v.check.why.split("[")[1:]}
    assert [key for key in sorted(keys) if f"| {key} |" not in sources] == []


@pytest.mark.parametrize(
    ("must", "falls", "stays", "rises"),
    [
        ("rise", False, False, True),
        ("fall", True, False, False),
        ("not rise", True, True, False),
        ("not fall", False, True, True),
        ("not change", False, True, False),
    ],
)
def test_a_verdict_compares_with_the_run_before(must: str, falls: bool, stays: bool, rises: bool) -> None:
    found = [verdict(must, 10.0, got).holds for got in (9.0, 10.0, 11.0)]
    assert found == [falls, stays, rises]
    assert [verdict(must, 10.0, got, tolerance=1.5).holds for got in (9.0, 11.0)] == [stays, stays]
    assert [verdict(must, 10.0, got, tolerance=0.15, relative=True).holds for got in (9.0, 11.0)] == [stays, stays]
    assert [verdict(must, 10.0, got, tolerance=0.05, relative=True).holds for got in (9.0, 11.0)] == [falls, rises]


@pytest.mark.parametrize(("got", "holds"), [(1.9, False), (2.0, True), (3.0, True), (3.1, False)])
def test_limits_are_for_the_outcome_itself(got: float, holds: bool) -> None:
    assert verdict("stay between", 10.0, got, between=(2.0, 3.0)).holds is holds


def verdict(
    must: str, before: float, got: float, tolerance: float = 0.0, relative: bool = False, between=()
) -> Verdict:  # type: ignore[no-untyped-def]
    wanted = Expectation("grdp", "", "2023", must, tolerance, relative, between, Place("checks.yaml", 1, 1))
    return Verdict(None, wanted, before, got, "")  # type: ignore[arg-type]


def test_an_outcome_is_measured_as_runs_report_it_and_a_variable_as_its_average(tmp_path: Path, case: Case) -> None:
    file = tmp_path / "checks.yaml"
    looked_at = [("tourist_arrivals", "2024"), ("tourist_arrivals", "2024Q3"), ("utilisation_gap", "2024Q3")]
    looked_at += [("capital_public", "2024"), ("capital_public", "2024Q3")]
    lines = [f"    - {{variable: {name}, period: {when}, must: not rise}}" for name, when in looked_at]
    head = "same:\n  says: {vi: a, en: b}\n  why: a test\n  levers: {training_policy: 0 pp / year}\n  expect:\n"
    file.write_text(head + "\n".join(lines), encoding="utf-8")
    (check,) = read(file, case)
    paths = run_central(prepare(check.base, case), list({name for name, _ in looked_at}))
    arrivals, gap, capital = (paths[name][4:8] for name in ("tourist_arrivals", "utilisation_gap", "capital_public"))
    expected = [arrivals.sum() / 4, arrivals[2] / 4, gap[2], np.mean(capital), capital[2]]
    assert [v.got for v in run_checks([check], case)] == pytest.approx(expected, rel=1e-12)


def test_a_check_that_asks_for_the_opposite_fails(tmp_path: Path, case: Case) -> None:
    file = tmp_path / "checks.yaml"
    opposite = {"rise": "not rise", "fall": "not fall", "not rise": "rise", "not fall": "fall", "not change": "rise"}
    text = reality_checks_file().read_text(encoding="utf-8")
    for must, other in opposite.items():
        text = text.replace(f"must: {must}}}", f"must: ={other}}}")
    file.write_text(text.replace("must: =", "must: "), encoding="utf-8")
    found = [v for v in run_checks(read(file, case), case) if not v.expectation.tolerance and not v.expectation.between]
    assert len(found) > 50
    assert [f"{v.check.id} {v.expectation.place}" for v in found if v.holds] == []
