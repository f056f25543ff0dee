"""The prior predictive check: what the priors say of 2016-2022, before they meet the record, holds the record."""

from __future__ import annotations

import csv
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "docs"))

import prior_page  # noqa: E402

# Power plants of 2,300 MW opened in 2015: 2016 alone has 50%. The scenario of dated plants takes a third of the gap.
OUTSIDE = {"electricity"}
CHECK_RANGE = (3.0, 4.8)  # 90% of check_icor_province


@pytest.fixture(scope="module")
def record() -> dict[str, float]:
    file = ROOT / "data" / "quang-ninh" / "2022-12" / "record" / "reconciled.csv"
    with file.open(encoding="utf-8", newline="") as text:
        rows = [row for row in csv.DictReader(text) if row["quantity"] == "value_added_growth_mean"]
    return {row["sector"]: float(row["value"]) for row in rows}


def test_mean_growth_of_the_record_lies_within_the_prior_ranges_but_for_electricity(record: dict[str, float]) -> None:
    ranges = prior_page.growth_ranges("baseline")
    assert {name for name, levels in ranges.items() if not prior_page.holds(levels, record[name])} == OUTSIDE


def test_the_plants_of_2015_bring_electricity_nearer_to_the_record_but_not_within_its_range(
    record: dict[str, float],
) -> None:
    blind, plants = (prior_page.growth_ranges(name)["electricity"] for name in ("baseline", "plants"))
    assert blind[1] + 3 < plants[1] < plants[-1] < record["electricity"]


def test_investment_per_grdp_and_growth_of_the_first_year_lies_in_its_check_range() -> None:
    low, high = CHECK_RANGE
    medians = {year: levels[1] for year, levels in prior_page.icor_ranges().items()}
    assert low < medians[2023] < high
    assert all(low < median < high + 0.1 for median in medians.values())  # later years drift to its upper end


def test_a_value_outside_a_range_is_told() -> None:
    assert not prior_page.holds(prior_page.np.array([1.0, 2.0, 3.0]), 3.1)
