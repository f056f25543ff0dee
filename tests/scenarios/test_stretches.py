"""How long a value lasts: exactly in the periods written before it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from qnsim.quantities.distributions import fixed
from qnsim.quantities.periods import Years, periods_of
from qnsim.scenarios.scenario import Catalogue, Scenario, read_scenario
from qnsim.scenarios.stretches import in_force

RATE = "public_investment_disbursement_rate"
END = "2026Q4"


@pytest.fixture
def chain(tmp_path: Path, catalogue: Catalogue) -> Any:
    """Read the last of a chain of scenarios, each given by its lines `section: {...}`; it ends in 2026."""

    def write_and_read(*bodies: str) -> Scenario:
        for depth, body in enumerate(bodies):
            above = f"extends: step-{depth - 1}\n" if depth else f"horizon: {{end: {END}}}\n"
            head = f"name: step-{depth}\ntitle: {{vi: a, en: b}}\nwhy: a test\n"
            (tmp_path / f"step-{depth}.yaml").write_text(f"{head}{above}{body}\n", encoding="utf-8")
        return read_scenario(tmp_path / f"step-{len(bodies) - 1}.yaml", catalogue, tmp_path / "shipped")

    return write_and_read


def told(scenario: Scenario, name: str) -> list[tuple[str | None, float, str]]:
    """Span, value and file of each stretch in force."""
    stretches = in_force(scenario.history[name], scenario.years)
    return [(each.span, each.distribution.median, Path(each.setting.place.file).stem) for each in stretches]


@pytest.mark.parametrize(
    ("span", "periods"),
    [
        ("2023", ["2023"]),
        ("2023Q3", ["2023Q3"]),
        ("2023..2025", ["2023", "2024", "2025"]),
        ("2025..", ["2025", "2026"]),
        ("2023Q3..2024Q1", ["2023Q3", "2023Q4", "2024Q1"]),
        ("2026Q3..", ["2026Q3", "2026Q4"]),
        ("2023..2024Q1", ["2023Q1", "2023Q2", "2023Q3", "2023Q4", "2024Q1"]),
    ],
)
def test_a_span_names_its_years_or_quarters(span: str, periods: list[str]) -> None:
    assert periods_of(span, Years(2023, END)) == periods


@pytest.mark.parametrize(
    ("lines", "name", "unit"),
    [
        (f"levers: {{{RATE}: {{SPAN: 0.5}}}}", RATE, 0.5),
        ("conditions: {fdi_registered: {SPAN: 500 million USD / year}}", "fdi_registered", 500.0),
        ("shocks: {major_storm: {SPAN: 1}}", "major_storm", 1.0),
    ],
)
def test_one_rule_holds_for_parameters_variables_and_shocks(chain: Any, lines: str, name: str, unit: float) -> None:
    scenario = chain(lines.replace("SPAN", "2024..2025"))
    assert scenario.settings[name].values == (("2024", fixed(unit)), ("2025", fixed(unit)))


def test_a_variable_or_event_without_a_period_is_given_the_whole_run(chain: Any) -> None:
    scenario = chain("conditions: {fdi_registered: 1 billion USD}\nshocks: {major_storm: 0}")
    years = ("2023", "2024", "2025", "2026")
    assert scenario.settings["fdi_registered"].values == tuple((year, fixed(1000.0)) for year in years)
    assert scenario.settings["major_storm"].values == tuple((year, fixed(0.0)) for year in years)


def test_a_child_takes_exactly_its_quarters_from_the_parent(chain: Any) -> None:
    scenario = chain(f"levers: {{{RATE}: {{2023..2025: 0.5}}}}", f"levers: {{{RATE}: {{2024Q2..2024Q3: 0.7}}}}")
    assert told(scenario, RATE) == [
        ("2023", 0.5, "step-0"),
        ("2024Q1", 0.5, "step-0"),
        ("2024Q2..2024Q3", 0.7, "step-1"),
        ("2024Q4", 0.5, "step-0"),
        ("2025", 0.5, "step-0"),
    ]


def test_a_year_of_a_child_covers_quarters_of_the_parent(chain: Any) -> None:
    scenario = chain(f"levers: {{{RATE}: {{2023Q2: 0.5, 2024Q1: 0.6}}}}", f"levers: {{{RATE}: {{2023: 0.7}}}}")
    assert scenario.settings[RATE].values == (("2023", fixed(0.7)), ("2024Q1", fixed(0.6)))


def test_a_year_of_a_child_stands_before_a_constant_of_the_parent(chain: Any) -> None:
    scenario = chain(f"levers: {{{RATE}: 0.5}}", f"levers: {{{RATE}: {{2023: 0.7}}}}")
    assert scenario.settings[RATE].values == ((None, fixed(0.5)), ("2023", fixed(0.7)))
    assert told(scenario, RATE) == [(None, 0.5, "step-0"), ("2023", 0.7, "step-1")]


def test_a_value_for_the_whole_run_replaces_everything_before_it(chain: Any) -> None:
    bodies = (f"levers: {{{RATE}: {{2023: 0.7, 2025..: 0.8}}}}", f"levers: {{{RATE}: 0.5}}")
    assert chain(*bodies).settings[RATE].values == ((None, fixed(0.5)),)
    assert told(chain(*bodies), RATE) == [(None, 0.5, "step-1")]


def test_to_the_end_means_the_end_of_the_scenario_that_runs(chain: Any) -> None:
    longer = chain(f"levers: {{{RATE}: {{2025..: 0.8}}}}", "horizon: {end: 2028Q4}")
    assert [period for period, _ in longer.settings[RATE].values] == ["2025", "2026", "2027", "2028"]
    assert told(longer, RATE) == [("2025..", 0.8, "step-0")]
