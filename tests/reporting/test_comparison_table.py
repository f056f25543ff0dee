"""The tables of a comparison say what its numbers say."""

from __future__ import annotations

import pytest
from rich.console import Console
from rich.table import Table

import qnsim
from qnsim.analysis.comparison import ScenarioComparison
from qnsim.facts.targets import headline_of
from qnsim.press.numbers import growth_points, points
from qnsim.reporting.comparison_table import comparison_tables, reading_notes

CASE = qnsim.read_case()
DESIGN = qnsim.Stratified(draws=80)


def compared(*names: str) -> ScenarioComparison:
    experiments = [qnsim.prepare(qnsim.load_scenario(name, CASE), CASE, DESIGN) for name in names]
    return qnsim.compare(experiments, headline_of(qnsim.resolution_targets(CASE)), through=2024)


def printed(table: Table) -> str:
    console = Console(width=160)
    with console.capture() as capture:
        console.print(table)
    return capture.get()


def test_every_difference_and_part_is_printed() -> None:
    found = compared("baseline", "tourism-boom")
    differences, branches, parts = map(printed, comparison_tables(found))
    own = found.differences.set_index(["year", "of", "sector"])
    for year in ("2023", "2024"):
        assert growth_points(tuple(own.loc[(year, "median", ""), ["difference", "error"]])) in differences
        assert points(tuple(own.loc[(year, "probability", ""), ["difference", "error"]])) in parts
    assert growth_points(tuple(own.loc[("2023", "contribution", "services"), ["difference", "error"]])) in branches
    labels = found.parts["label"].unique()
    assert all(label in parts for label in labels)
    assert "averaged over all orders" in reading_notes(found)[0]


def test_a_scenario_that_is_the_same_has_no_table_of_parts() -> None:
    found = compared("baseline", "baseline")
    assert len(list(comparison_tables(found))) == 2
    assert reading_notes(found)[-1] == "baseline: no setting differs from baseline in these years."


@pytest.mark.parametrize(
    ("difference", "told"),
    [
        ((0.14, 0.003), "+0.14 ± 0.003"),
        ((-0.26, 0.02), "−0.3 ± 0.02"),
        ((0.04, 0.00001), "+0.04 ± 0.001"),
        ((0.0, 0.0), "same"),
    ],
)
def test_a_difference_of_growth_is_told_with_its_error(difference: tuple[float, float], told: str) -> None:
    assert growth_points(difference) == told
