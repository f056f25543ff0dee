"""Reading reality checks: what a check holds, and one tiny bad file per error in `tests/bad/reality-checks`."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from qnsim.errors import ScenarioError
from qnsim.facts.case import _digest
from qnsim.facts.shipped import REALITY_CHECKS
from qnsim.scenarios.reality_checks import Measurable, RealityCheck, read_reality_checks
from qnsim.scenarios.scenario import Catalogue

BAD = Path(__file__).parents[1] / "bad" / "reality-checks"
OUTCOMES = {
    ("grdp", ""): Measurable("trillion VND_2022", True),
    ("grdp_growth_final", ""): Measurable("%", False),
    ("value_added_growth", "mining"): Measurable("%", True),
    ("value_added_growth", "services"): Measurable("%", True),
}
GOOD = """\
more-disbursement:
  says: {vi: Giải ngân tăng, en: Disbursement rises.}
  why: a test
  scenario: fdi-drought
  levers: {public_investment_disbursement_rate: {2023: 90 %, 2024: 80 %}}
  judgements:
    - {variable: value_added_mining, when: 2023Q3, add: -2 %, reason: a test}
  expect:
    - {variable: value_added_growth, sector: mining, period: 2023Q3, must: fall, tolerance: 0.5}
    - {variable: grdp, period: 2024, must: stay between, between: [200, 400], tolerance: 2 %}
"""


@pytest.fixture
def shipped(tmp_path: Path) -> Path:
    """A folder with two scenarios, one of which sets something."""
    folder = tmp_path / "shipped"
    folder.mkdir()
    head = "title: {vi: a, en: b}\nwhy: a test\n"
    (folder / "baseline.yaml").write_text(f"name: baseline\n{head}", encoding="utf-8")
    drought = f"name: fdi-drought\n{head}levers: {{planning_share: 0.5, public_investment_disbursement_rate: 0.6}}\n"
    (folder / "fdi-drought.yaml").write_text(drought, encoding="utf-8")
    return folder


def checks(file: Path, catalogue: Catalogue, shipped: Path) -> tuple[RealityCheck, ...]:
    return read_reality_checks(file, catalogue, shipped, OUTCOMES)


def test_a_check_changes_its_scenario_and_nothing_else(tmp_path: Path, catalogue: Catalogue, shipped: Path) -> None:
    file = tmp_path / "checks.yaml"
    file.write_text(GOOD, encoding="utf-8")
    (check,) = checks(file, catalogue, shipped)
    assert check.says == {"vi": "Giải ngân tăng", "en": "Disbursement rises."}
    rate = check.changed.settings["public_investment_disbursement_rate"].values
    assert [(period, value.median) for period, value in rate] == [(None, 0.6), ("2023", 0.9), ("2024", 0.8)]
    assert check.changed.settings["planning_share"] == check.base.settings["planning_share"]
    assert check.base.judgements == ()
    assert [(each.variable, each.add) for each in check.changed.judgements] == [("value_added_mining", -0.02)]
    assert check.base.digest != check.changed.digest


def test_an_expectation_keeps_its_place_tolerance_and_limits(
    tmp_path: Path, catalogue: Catalogue, shipped: Path
) -> None:
    file = tmp_path / "checks.yaml"
    file.write_text(GOOD, encoding="utf-8")
    first, second = checks(file, catalogue, shipped)[0].expectations
    assert (first.variable, first.sector, first.period, first.must) == (
        "value_added_growth",
        "mining",
        "2023Q3",
        "fall",
    )
    assert (first.tolerance, first.relative, first.between) == (0.5, False, ())
    assert (second.tolerance, second.relative, second.between) == (0.02, True, (200.0, 400.0))
    assert str(second.place) == f"{file}:10:7"


def problems(file: Path, catalogue: Catalogue, shipped: Path) -> list[str]:
    with pytest.raises(ScenarioError) as caught:
        checks(file, catalogue, shipped)
    return [str(problem) for problem in caught.value.problems]


@pytest.mark.parametrize("file", sorted(BAD.glob("*.yaml")), ids=lambda file: file.stem)
def test_a_bad_check_is_refused_where_it_is_wrong_and_told_what_to_do(
    file: Path, catalogue: Catalogue, shipped: Path
) -> None:
    first_line = file.read_text(encoding="utf-8").split("\n")[0]
    expected = re.fullmatch(r"# expect: (\d+:\d+): (.+)", first_line)
    assert expected, f"{file.name} does not say what it expects"
    found = problems(file, catalogue, shipped)
    assert any(f":{expected[1]}: " in problem and expected[2] in problem for problem in found), "\n".join(found)


def test_all_problems_of_all_checks_come_in_one_pass(tmp_path: Path, catalogue: Catalogue, shipped: Path) -> None:
    file = tmp_path / "checks.yaml"
    slips = (
        GOOD.replace("why: a test", "reason: a test").replace("grdp,", "grpd,").replace("2023Q3, must", "2035, must")
    )
    file.write_text(slips + slips.replace("more-disb", "again-disb"), encoding="utf-8")
    found = problems(file, catalogue, shipped)
    assert [int(line) for line in re.findall(r"yaml:(\d+):", "\n".join(found))] == [2, 3, 9, 10, 12, 13, 19, 20]


def test_a_reality_check_more_or_less_changes_no_run(tmp_path: Path) -> None:
    """Run ids rest on the digest of the facts; checks only judge results."""
    (tmp_path / "parameters.yaml").write_text("a: 1\n", encoding="utf-8")
    before = _digest([tmp_path])
    (tmp_path / REALITY_CHECKS).write_text("a: 1\n", encoding="utf-8")
    assert _digest([tmp_path]) == before
    (tmp_path / "levers.yaml").write_text("a: 1\n", encoding="utf-8")
    assert _digest([tmp_path]) != before
