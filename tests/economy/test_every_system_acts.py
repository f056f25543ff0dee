"""Every system that the resolution names has something to set, which moves it to the right side and in time.

A new lever needs one more line in ROWS; a lever in no line is a fault.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
import pytest

from qnsim.engine.simulate import Inputs
from qnsim.facts.case import Case

FIRST_YEAR = 2023
Paths = dict[str, np.ndarray]
Run = Callable[..., Paths]


class Row(NamedTuple):
    """What is moved: a lever by its step in levers.yaml, a parameter by `by`, a shock to `by` in all of the first year.

    The measure, its mean or that of the first `quarters` of each year, is higher (+) or lower (-) by more than `least`
    per cent in the year `first`, and by less than that in every year before.
    """

    system: str
    moved: str
    measure: str
    sign: str
    first: int
    least: float
    by: float = 0.0
    quarters: int = 4


ROWS = (
    Row("growth, I.2(1)", "public_investment_disbursement_rate", "grdp", "+", 2023, 0.2),
    Row("growth, I.2(1)", "fdi_attraction_policy", "grdp", "+", 2023, 0.1),
    Row("growth, I.2(1)", "national_growth_shift", "grdp", "+", 2023, 0.2, by=0.01),
    Row("revenue in total, I.2(2)", "mining_growth_policy", "revenue_total", "+", 2023, 0.1),
    Row("revenue at the border, I.2(2)", "logistics_policy", "revenue_import_export", "+", 2023, 1.0),
    Row("domestic revenue, I.2(2)", "mining_growth_policy", "revenue_domestic", "+", 2023, 0.1),
    Row("domestic revenue, I.2(2)", "guest_spending_policy", "revenue_domestic", "+", 2023, 0.1),
    Row("investment, I.2(3)", "private_investment_policy", "investment_total", "+", 2023, 3.0),
    Row("investment, I.2(3)", "public_investment_plan_policy", "investment_total", "+", 2023, 0.5),
    Row("FDI, I.2(3)", "fdi_attraction_policy", "fdi_registered", "+", 2023, 50.0),
    Row("FDI, I.2(3)", "fdi_realisation_speed", "fdi_realised", "+", 2023, 5.0),
    Row("firms, I.2(3)", "firm_entry_policy", "new_firms", "+", 2023, 15.0),
    Row("firms, II.4.3", "firm_exit_policy", "firm_exits", "-", 2023, 15.0),
    Row("productivity, I.2(4)", "guest_spending_policy", "labour_productivity", "+", 2023, 0.2),
    Row("productivity, I.2(4)", "training_policy", "labour_productivity", "+", 2024, 0.05),
    Row("jobs, I.2(7)", "national_growth_shift", "additional_jobs", "+", 2023, 0.5, by=0.04),
    Row("jobs, I.2(7)", "fdi_attraction_policy", "additional_jobs", "+", 2023, 0.5),
    Row(
        "disbursement of the year, II.3",
        "public_investment_disbursement_rate",
        "public_investment_paid",
        "+",
        2023,
        5.0,
    ),
    Row("disbursement by September, II.3", "disbursement_pace", "public_investment_paid", "+", 2023, 5.0, quarters=3),
    Row("coal, II.2.1", "mining_growth_policy", "coal_output", "+", 2023, 0.5),
    Row("manufacturing, II.2.1", "fdi_realisation_speed", "value_added_manufacturing", "+", 2024, 0.5),
    Row("electricity, II.2.1", "electricity_growth_trend", "value_added_electricity", "+", 2023, 0.2, by=0.01),
    Row("construction, II.2.1", "public_investment_plan_policy", "value_added_construction", "+", 2023, 1.0),
    Row("tourism, II.2.2", "tourism_growth_policy", "tourist_arrivals", "+", 2023, 2.0),
    Row("tourism, II.2.2", "guest_spending_policy", "tourism_receipts", "+", 2023, 5.0),
    Row("tourism, II.2.2", "international_share_policy", "tourism_receipts", "+", 2023, 2.0),
    Row("services, II.2.2", "tourism_growth_policy", "value_added_services", "+", 2023, 0.2),
    Row("services, II.2.2", "guest_spending_policy", "value_added_services", "+", 2023, 0.5),
    Row("logistics, ports and border trade, II.2.2", "logistics_policy", "value_added_services", "+", 2023, 0.1),
    Row("digital economy and innovation, II.2.2", "digital_policy", "value_added_services", "+", 2024, 0.1),
    Row("agriculture, II.2.3", "agriculture_growth_policy", "value_added_agriculture", "+", 2023, 0.2),
    Row("training, II.4.2", "training_policy", "certified_share", "+", 2023, 0.5),
    Row("reform, II.4.3", "administrative_reform", "new_firms", "+", 2023, 2.0),
    Row("reform, II.4.3", "administrative_reform", "firm_exits", "-", 2023, 2.0),
    Row("reform, II.4.3", "administrative_reform", "fdi_realised", "+", 2023, 1.0),
    Row("epidemics, II.1", "pandemic", "value_added_services", "-", 2023, 1.0, by=1.0),
    Row("storms, II.6", "storm", "value_added_agriculture", "-", 2023, 0.5, by=1.0),
    Row("land and resettlement, II.6", "land_clearance", "public_works_completed", "+", 2023, 2.0),
    Row("land and resettlement, II.6", "land_clearance", "grdp", "+", 2024, 0.03),
    Row("PPP, II.4.1", "partnership_capital", "investment_total", "+", 2023, 0.3),
    Row("gas power plant, II.2.1", "gas_plant_delay", "value_added_electricity", "+", 2027, 2.0),
)


def effect(row: Row, case: Case, run: Run, central_inputs: Inputs) -> np.ndarray:
    """What the row's move does to its measure, in per cent, by year."""

    def by_year(events: Paths, constants: dict[str, float]) -> np.ndarray:
        path = run([row.measure], events=events, **constants)[row.measure]
        return path.reshape(-1, 4)[:, : row.quarters].mean(axis=1)

    events: tuple[Paths, Paths] = ({}, {})
    constants: tuple[dict[str, float], dict[str, float]] = ({}, {})
    if row.moved in case.levers:
        lever = case.levers[row.moved]
        constants = ({row.moved: lever.step_from * lever.factor}, {row.moved: lever.step_to * lever.factor})
    elif row.moved in case.model.surprises or row.moved == "national_growth_shift":
        path = np.zeros_like(central_inputs.paths["storm"])
        path[:4] = row.by
        events = ({}, {row.moved: path})
    else:
        constants = ({}, {row.moved: float(np.squeeze(central_inputs.constants[row.moved])) + row.by})
    usual, moved = (by_year(*each) for each in zip(events, constants, strict=True))
    return 100 * (moved / usual - 1)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row.system}: {row.moved} on {row.measure}")
def test_every_system_of_the_resolution_moves_to_the_right_side_and_in_time(
    case: Case, run: Run, central_inputs: Inputs, row: Row
) -> None:
    moved = effect(row, case, run, central_inputs)
    first = row.first - FIRST_YEAR
    assert np.abs(moved[:first]).max(initial=0.0) < row.least
    assert moved[first] * (1 if row.sign == "+" else -1) > row.least, np.round(moved, 3)


def test_every_lever_is_in_a_row(case: Case) -> None:
    assert set(case.levers) - {row.moved for row in ROWS} == set()
