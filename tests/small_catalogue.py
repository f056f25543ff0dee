"""A small catalogue, so that the reader of scenarios is tested without the model."""

from __future__ import annotations

import datetime
from dataclasses import replace

import pytest

from qnsim.facts.projected import Walk
from qnsim.facts.targets import Target
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
WALK = Walk(0.1, 0.1, 4, "judgement")
CLAUSE = Target("", "I", {"vi": "-", "en": "-"}, ">", 24.0, "%", "", "2023", "tracked", "-", walk=WALK)
TARGETS = (
    replace(CLAUSE, id="nurses", unit="1 / ten_thousand person"),
    replace(CLAUSE, id="waste_share"),
    replace(CLAUSE, id="unprepared_share", walk=None),
    replace(CLAUSE, id="schools", comparator="completed", threshold=None),
    replace(CLAUSE, id="grdp_growth", treatment="modelled"),
)
ADJUSTABLE = {"value_added_mining": "trillion VND_2022 / year", "employment_share": "1"}


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    entries, targets = {entry.name: entry for entry in ENTRIES}, {target.id: target for target in TARGETS}
    return Catalogue(entries, ADJUSTABLE, Years(2023, "2030Q4"), "2040Q4", VINTAGE, targets)
