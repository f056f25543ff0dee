"""The scorecard: one row per target, events in the target's own unit."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from qnsim.analysis.judging import check_measured, event_of, measure_of, values_of
from qnsim.analysis.measures.measure import Key, Series
from qnsim.analysis.measures.paths import Paths
from qnsim.analysis.probability import Probability
from qnsim.analysis.scorecard import COLUMNS, scorecard
from qnsim.errors import DataError
from qnsim.facts.case import read_case
from qnsim.facts.shipped import data_folder
from qnsim.facts.targets import Target, read_targets
from qnsim.quantities.units import conversion_factor

TARGETS = read_targets(data_folder() / "targets" / "resolution-2023.yaml")
MODELLED = [target for target in TARGETS if target.treatment == "modelled"]
BY_ID: Mapping[str, Target] = {target.id: target for target in TARGETS}
CONSTANTS = {each.name: each.unit for each in read_case().model.constants}


def measured(target: Target, *values: float) -> dict[Key, Series]:
    """Draws of a target's indicator, in the unit of its measure."""
    measure = measure_of(target)
    return {measure.key: Series(measure, (target.due,), np.array([values]))}


def happens(target: Target, *values: float, **paths: Any) -> list[bool]:
    event = event_of(target)
    assert event
    kept = {"grdp": np.ones((4, len(values))), **paths}
    return event(measured(target, *values), Paths(kept, 2023)).tolist()  # type: ignore[no-any-return]


def test_the_columns_are_those_other_programs_read() -> None:
    assert ",".join(COLUMNS) == (
        "scenario,target,indicator,comparator,threshold,unit,due,probability,mc_error,median,p05,p95,status,note"
    )


def test_there_is_one_row_per_target_in_the_order_of_the_resolution() -> None:
    table = scorecard("baseline", TARGETS, {}, {})
    assert tuple(table.columns) == COLUMNS
    assert table["target"].tolist() == [target.id for target in TARGETS]
    assert set(table["scenario"]) == {"baseline"}


def test_a_row_carries_probability_error_and_range() -> None:
    chances = {"grdp_growth": Probability(np.array([0.4, 0.6]), np.array([10.0, 10.0]))}
    table = scorecard("baseline", TARGETS, chances, {"grdp_growth": (9.0, 5.0, 13.0)}).set_index("target")
    row = table.loc["grdp_growth"]
    assert row[["probability", "mc_error", "median", "p05", "p95"]].tolist() == pytest.approx([0.5, 0.1, 9, 5, 13])
    assert (row["status"], row["comparator"], row["threshold"], row["due"]) == ("modelled", ">", 10, "2023")


def test_a_target_the_model_does_not_know_is_tracked_without_a_probability() -> None:
    table = scorecard("baseline", TARGETS, {}, {}).set_index("target")
    for target in TARGETS:
        if target.treatment != "modelled":
            row = table.loc[target.id]
            assert row["status"] == "tracked"
            assert row["note"]
            assert row[["probability", "mc_error", "median", "p05", "p95"]].isna().all()
            assert event_of(target) is None


@pytest.mark.parametrize("target", MODELLED, ids=lambda target: target.id)
def test_every_modelled_target_is_measured_in_a_unit_that_converts(target: Target) -> None:
    measure = measure_of(target)
    assert conversion_factor(measure.unit, target.model_unit) > 0
    if len(target.due) > 4:
        assert measure.quarter


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"measure": ("grdp_grwth", "")}, "f:3:4: 'grdp_grwth' is not a measure; .* Did you mean 'grdp_growth'"),
        ({"measure": ("grdp_growth", "mining")}, "f:5:6: grdp_growth has no sector 'mining'; remove sector"),
        ({"measure": ("value_added_growth", "minin")}, "f:5:6: value_added_growth .* Did you mean 'mining'"),
        ({"measure": ("value_added_growth", "")}, "f:3:4: value_added_growth is measured by sector; expected one of"),
        ({"measure": ("new_firms", "")}, "f:7:8: '%' does not fit new_firms, which is in firm"),
        ({"measure": ("investment_growth", ""), "due": "2023Q3"}, "f:9:9: investment_growth is not known for 2023Q3"),
        ({"against": "firm_exits_strt"}, "f:1:2: 'firm_exits_strt' is not a constant .* 'firm_exits_start'"),
        ({"against": "firm_exits_start"}, "f:1:2: firm_exits_start is in firm / year, the target in %"),
        ({"measure": None}, "f:1:1: target 'grdp_growth' names no measure"),
    ],
)
def test_a_target_the_measures_cannot_decide_is_refused_at_its_place(changes: Any, fault: str) -> None:
    keys = ("", "variable", "sector", "model_unit", "due", "against")
    places = dict(zip(keys, ("f:1:1", "f:3:4", "f:5:6", "f:7:8", "f:9:9", "f:1:2"), strict=True))
    wrong = replace(BY_ID["grdp_growth"], places=places, **changes)
    with pytest.raises(DataError, match=fault):
        check_measured([BY_ID["new_firms"], wrong], CONSTANTS)


def test_a_target_due_after_the_run_is_refused() -> None:
    late = replace(BY_ID["grdp_growth"], due="2041")
    with pytest.raises(DataError, match=r"yaml:\d+:10: 2041 is not a period of this run, which ends in 2023"):
        values_of(late, measured(BY_ID["grdp_growth"], 10.0))


@pytest.mark.parametrize(
    ("comparator", "expected"),
    [
        (">", [False, False, True]),
        (">=", [False, True, True]),
        ("about", [False, True, True]),
        ("<", [True, False, False]),
        ("<=", [True, True, False]),
    ],
)
def test_every_comparator_is_tested_against_a_number_and_against_a_constant(
    comparator: str, expected: list[bool]
) -> None:
    number = replace(BY_ID["new_firms"], comparator=comparator, threshold=2_000.0)
    assert happens(number, 1_999.0, 2_000.0, 2_001.0) == expected
    constant = replace(number, threshold=None, against="firm_exits_start")
    assert happens(constant, 1_999.0, 2_000.0, 2_001.0, firm_exits_start=np.full(3, 2_000.0)) == expected


@pytest.mark.parametrize(
    ("name", "values", "expected"),
    [
        ("grdp_growth", (9.99, 10.0, 10.01), [False, False, True]),  # above, in %
        ("revenue_total", (53.9, 54.1), [False, True]),  # trillion against 54 000 billion
        ("revenue_import_export", (11.9, 12.1), [False, True]),
        ("fdi_registered", (999.0, 1_000.0, 1_001.0), [False, True, True]),  # million against 1 billion
        ("new_firms", (1_999.0, 2_000.0, 2_001.0), [False, True, True]),
        ("additional_jobs", (19.9, 20.0, 20.1), [False, True, True]),  # thousands against 20 000
        ("labour_productivity_growth", (10.9, 11.0, 11.1), [False, True, True]),  # about
        ("disbursement_q3", (79.9, 80.0, 80.1), [False, True, True]),
        ("disbursement_year", (99.9, 100 - 1e-9, 100.0), [False, True, True]),  # capped at 100: rounding forgiven
    ],
)
def test_a_threshold_is_met_in_the_unit_of_the_target(
    name: str, values: tuple[float, ...], expected: list[bool]
) -> None:
    assert happens(BY_ID[name], *values) == expected


@pytest.mark.parametrize(("name", "value"), [("revenue_total", 54.0), ("revenue_import_export", 12.0)])
def test_what_just_equals_a_threshold_is_not_above_it(name: str, value: float) -> None:
    assert happens(BY_ID[name], value) == [False]


def test_values_come_in_the_unit_of_the_target() -> None:
    target = BY_ID["revenue_total"]
    assert values_of(target, measured(target, 54.0)).tolist() == pytest.approx([54_000])


def test_firm_exits_are_compared_with_those_at_the_start() -> None:
    start = np.array([100.0, 100.0, 120.0])
    assert happens(BY_ID["firm_exits"], 99.0, 100.0, 110.0, firm_exits_start=start) == [True, False, True]


def test_a_target_without_a_figure_has_no_event() -> None:
    assert event_of(BY_ID["revenue_domestic"]) is None


def test_a_range_of_the_plan_is_read_in_per_cent() -> None:
    assert values_of(BY_ID["disbursement_q3"], measured(BY_ID["disbursement_q3"], 80.0)).tolist() == [80]
