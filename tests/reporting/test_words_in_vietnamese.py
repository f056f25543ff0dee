"""Findings are told in Vietnamese, with nothing of their English left."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from vietnamese import english_words

from qnsim.analysis.discovery import CONDITIONS, MISSED, REACHED, STANDARD, TRAJECTORY, Discovery, Fit
from qnsim.analysis.measures import MEASURES
from qnsim.facts.targets import headline_of
from qnsim.language import VIETNAMESE, label
from qnsim.reporting.backtest_words import verdict
from qnsim.reporting.calibration_words import calibration_lines, fit_title, learned_table, measure_words
from qnsim.reporting.discovery_words import condition_table, discovery_lines
from qnsim.reporting.pool_words import COUNTS, counted, counted_within
from qnsim.workflow.scenarios import resolution_targets

LABEL = label({"vi": "Giải ngân", "en": "Disbursement of the plan"})
ROWS = [
    ("pace", LABEL, LABEL, -0.5761, np.nan, STANDARD, 0.3, 0.7, 0, 0),
    ("rate", LABEL, LABEL, np.nan, 91.7, "%", 0.0, 0.6, 1e-3, 0.2),
    ("money", LABEL, LABEL, 1.5, 1234.5, "million USD / year", 0.1, 0.6, 1e-3, 0.2),
]
FOUND = Discovery(
    headline_of(resolution_targets()),
    "plan",
    REACHED,
    pd.DataFrame(ROWS, columns=list(CONDITIONS)),
    Fit(1000, 200, 250, 160),
    Fit(1000, 200, 250, 150),
    pd.DataFrame([(0, 0, 1, 1, 0.2, 1, 0.2)], columns=list(TRAJECTORY)),
    12,
)
FREQUENT = {"found": Fit(1000, 800, 250, 240), "held_back": Fit(1000, 800, 250, 240)}


@pytest.mark.parametrize(
    "found",
    [
        FOUND,
        replace(FOUND, conditions=FOUND.conditions[:0]),
        replace(FOUND, held_back=Fit(1000, 200, 250, 52)),
        replace(FOUND, when=MISSED, **FREQUENT),
    ],
)
def test_every_way_a_discovery_ends_is_told(found: Discovery) -> None:
    assert english_words("\n".join(map(VIETNAMESE.say, discovery_lines(found)))) == set()


def test_a_condition_has_vietnamese_marks_and_units() -> None:
    cells = [[VIETNAMESE.say(cell) for cell in row] for row in condition_table(FOUND).rows]
    assert [row[1] for row in cells] == [
        "tối thiểu −0,58 độ lệch chuẩn",
        "tối đa 92%",
        "1,5 đến 1.234 triệu USD / năm",
    ]
    assert cells[0][4] == "<0,001"


@pytest.mark.parametrize("measure", MEASURES, ids=lambda measure: "-".join(measure.key))
def test_every_measure_is_called_by_its_vietnamese_words(measure: object) -> None:
    variable, sector = measure.key  # type: ignore[attr-defined]
    assert english_words(VIETNAMESE.say(measure_words(variable, sector, "level"))) == set()


def test_a_calibration_is_told() -> None:
    quantiles = {"prior_p05": 0.1, "prior_p50": 0.3, "prior_p95": 0.5, "p05": 0.25, "p50": 0.35, "p95": 0.45}
    about = {"coordinate": "rate", "label": LABEL, "unit": "thousand person / year", "shift": -1.2, "spread": 0.7}
    parameters = pd.DataFrame([{**about, **quantiles, "verdict": "moved"}])
    published = {"measure": "grdp_growth", "sector": "", "period": "2017", "kind": "first_release", "unit": "%"}
    figures = pd.DataFrame([{**published, "value": 13.5, "p05": 8.0, "median": 10.0, "p95": 12.0, "told": False}])
    cells = learned_table(parameters).rows[0]
    said = [*calibration_lines(parameters, figures, 7), fit_title(figures), *cells]
    assert english_words("\n".join(map(VIETNAMESE.say, said))) == set()
    assert VIETNAMESE.say(cells[1]) == "0,1 – 0,3 – 0,5 nghìn người / năm"


@pytest.mark.parametrize(("low", "high"), [(-0.4, -0.1), (0.1, 0.4), (-0.4, 0.1), (-0.1, 0.4)])
def test_who_won_is_told(low: float, high: float) -> None:
    row = {"against": "climatology", "skill": (low + high) / 2, "low": low, "high": high, "years": 7}
    assert english_words(VIETNAMESE.say(verdict(row))) == set()


def test_small_counts_are_words_in_both_languages() -> None:
    assert (counted(7), counted_within(7), counted(70)) == ("Seven", "seven", "70")
    assert (VIETNAMESE.say(counted(7)), VIETNAMESE.say(counted_within(7))) == ("Bảy", "bảy")
    assert all(first.lower() == within for first, within in COUNTS)
