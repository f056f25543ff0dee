"""A small catalogue, so that the reader of scenarios is tested without the model."""

from __future__ import annotations

import datetime

import pytest

from qnsim.quantities.periods import Years
from qnsim.scenarios.scenario import Catalogue, Entry

ENTRIES = (
    Entry(
        "public_investment_disbursement_rate", "parameter", "levers", "1", 0.0, 1.2, True, "Share of the plan spent."
    ),
    Entry("planning_share", "parameter", "levers", "1", 0.0, 1.0, False, "Share of land under a plan."),
    Entry("tourism_policy", "parameter", "levers", "1 / year", -0.1, 0.15, True, "Promotion of tourism."),
    Entry("coal_capacity", "parameter", "conditions", "Mt / year", 0.0, 100.0, True, "Coal that can be mined."),
    Entry("fdi_registered", "variable", "conditions", "million USD / year", 0.0, 20000.0, True, "Capital registered."),
    Entry("major_storm", "shock", "shocks", "1", 0.0, 3.0, True, "Storms that reach the coast."),
)
VINTAGE = datetime.date(2022, 12, 9)
ADJUSTABLE = {"value_added_mining": "trillion VND_2022 / year", "employment_share": "1"}


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    return Catalogue({entry.name: entry for entry in ENTRIES}, ADJUSTABLE, Years(2023, "2030Q4"), "2040Q4", VINTAGE)
