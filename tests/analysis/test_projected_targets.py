"""Which targets are projected, from figures known on a day."""

from __future__ import annotations

import datetime
from dataclasses import replace

import pandas as pd
import pytest

from qnsim.analysis.projected_targets import projections_of
from qnsim.errors import DataError
from qnsim.facts.case import read_case
from qnsim.facts.observations import latest_by_year, read_observations, yearly_rows
from qnsim.facts.projected import Figures
from qnsim.facts.targets import Target, read_targets
from qnsim.scenarios.settings import Baseline

ABOUT = read_case().about
TARGETS = read_targets(ABOUT.targets)
BY_ID = {target.id: target for target in TARGETS}
RECORD = read_observations(ABOUT.record.observations, ABOUT.record.last_year)
LATER = datetime.date(2024, 12, 31)


def test_targets_with_a_figure_known_on_the_day_are_projected_and_no_others() -> None:
    found = projections_of(TARGETS, RECORD, ABOUT.vintage, {})
    assert set(found) == {
        *("hospital_beds", "doctors", "health_insurance_share", "urban_clean_water_share"),
        *("rural_hygienic_water_share", "forest_cover_share", "governance_indices"),
    }
    assert all(0 <= each.probability <= 1 and each.figures > 0 for each in found.values())
    assert found == projections_of(TARGETS, RECORD, ABOUT.vintage, {})


def test_a_figure_published_after_the_day_does_not_enter() -> None:
    doctors = RECORD[RECORD["series"] == "doctors_per_10000"]
    printed_later = doctors.assign(period="2021", value=20.0, published="2024-06", known_from=LATER)
    rows = pd.concat([doctors, printed_later], ignore_index=True)
    then, later = (projections_of([BY_ID["doctors"]], rows, day, {})["doctors"] for day in (ABOUT.vintage, LATER))
    assert (then.figures, later.figures) == (1, 2)
    assert then == projections_of([BY_ID["doctors"]], RECORD, LATER, {})["doctors"]
    of_later = [replace(BY_ID["doctors"], id="nurses")]
    assert not projections_of(of_later, printed_later, ABOUT.vintage, {})
    assert set(projections_of(of_later, printed_later, LATER, {})) == {"nurses"}


def test_no_figure_of_the_year_of_the_target_enters() -> None:
    early = replace(BY_ID["urban_clean_water_share"], due="2020")
    assert projections_of([early], RECORD, LATER, {})["urban_clean_water_share"].figures == 1


def test_a_record_may_have_a_prior_of_its_own() -> None:
    forest = projections_of([BY_ID["forest_cover_share"]], RECORD, ABOUT.vintage, {})["forest_cover_share"]
    assert forest.spread is not None
    assert 1 < forest.spread[2] - forest.spread[0] < 5


def test_plans_and_bounds_are_no_figures() -> None:
    rows = yearly_rows(RECORD, "timber_forest_planted", "lim_gioi_lat", LATER)
    assert rows["value"].tolist() == [600]


def test_of_two_figures_of_a_year_the_last_one_counts_and_of_a_day_the_surest() -> None:
    day = datetime.date(2022, 1, 1)
    rows = pd.DataFrame(
        [(2020, 1.0, day, "A"), (2021, 2.0, day, "C"), (2021, 3.0, day, "A"), (2020, 4.0, LATER, "C")],
        columns=["period", "value", "known_from", "confidence"],
    )
    assert latest_by_year(rows).to_dict() == {2020: 4.0, 2021: 3.0}


def test_a_figure_that_is_given_makes_a_tracked_target_a_projected_one() -> None:
    nurses = {"nurses": Baseline(2021, 22.0, "judgement")}
    found = projections_of(TARGETS, RECORD, ABOUT.vintage, nurses)["nurses"]
    assert found.figures == 1
    assert found.spread is not None and found.spread[1] == pytest.approx(22)
    assert 0 < found.probability < 0.5


@pytest.mark.parametrize(
    ("target", "fault"),
    [
        (replace(BY_ID["doctors"], figures=Figures(("doctors_per_1000|total",))), "Did you mean 'doctors_per_10000|to"),
        (replace(BY_ID["doctors"], unit="%", walk=None), "'1 / ten_thousand person' cannot be converted to '%'"),
        (replace(BY_ID["forest_cover_share"], figures=Figures(("grdp_per_capita|total",))), "is in several units"),
    ],
)
def test_a_record_that_cannot_be_read_is_refused_at_its_place(target: Target, fault: str) -> None:
    with pytest.raises(DataError) as caught:
        projections_of([target], RECORD, ABOUT.vintage, {})
    assert fault in str(caught.value)
    assert str(caught.value).startswith(str(ABOUT.targets) + ":")


@pytest.mark.parametrize(("value", "fault"), [(100.0, "leaves a share no room to move"), (-1.0, "leaves a share no")])
def test_a_share_at_its_bound_is_refused(value: float, fault: str) -> None:
    rows = RECORD[RECORD["series"] == "health_insurance_coverage"].assign(value=value)
    with pytest.raises(DataError, match=fault):
        projections_of([BY_ID["health_insurance_share"]], rows, ABOUT.vintage, {})


def test_a_quantity_of_nothing_is_refused() -> None:
    rows = RECORD[RECORD["series"] == "doctors_per_10000"].assign(value=0.0)
    with pytest.raises(DataError, match="0 is not a quantity that can grow"):
        projections_of([BY_ID["doctors"]], rows, ABOUT.vintage, {})
