"""What scenario discovery found, in words that a planner reads."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from qnsim.analysis.discovery import CONDITIONS, MISSED, REACHED, STANDARD, TRAJECTORY, Discovery, Fit
from qnsim.facts.targets import headline_of
from qnsim.language import ENGLISH
from qnsim.press.terminal import Terminal
from qnsim.reporting.charts.discovery_chart import discovery_chart
from qnsim.reporting.discovery_words import condition_table, finding, limit_words, reading_notes
from qnsim.workflow.scenarios import resolution_targets

ROWS = [
    ("dispatch@2023", "Shock to power dispatch in 2023", "coal and power", -0.5761, np.nan, STANDARD, 0.3, 0.7, 0, 0),
    ("rate", "Disbursement", "levers", np.nan, 91.7, "%", 0.0, 0.6, 1e-3, 0.2),
]
PATH = pd.DataFrame([(0, 0, 1, 1, 0.2, 1, 0.2), (1, 1, 0.7, 0.9, 0.3, 0.8, 0.29)], columns=list(TRAJECTORY))
FOUND = Discovery(
    target=headline_of(resolution_targets()),
    scenario="plan",
    when=REACHED,
    conditions=pd.DataFrame(ROWS, columns=list(CONDITIONS)),
    found=Fit(1000, 200, 250, 160),
    held_back=Fit(1000, 200, 250, 150),
    trajectory=PATH,
    inputs=12,
)


def test_the_finding_is_one_sentence_with_the_shares_of_the_draws_held_back() -> None:
    said = finding(FOUND)
    assert "Shock to power dispatch in 2023 is at least −0.58 standard deviations; Disbursement is at most 92%" in said
    assert "covers 75% (69 to 80) of the draws that reach it" in said
    assert "of the draws inside, 60% (54 to 66) reach it, against 20% of all." in said


def test_no_conditions_are_said_to_be_none() -> None:
    said = finding(replace(FOUND, conditions=FOUND.conditions[:0]))
    assert "reached in 20% of all draws, and no few conditions tell in which: no condition on any of 12 inputs" in said


def test_a_box_that_fails_on_the_draws_held_back_is_not_sold() -> None:
    failed = replace(FOUND, held_back=Fit(1000, 200, 250, 52))
    assert not failed.tells
    said = finding(failed)
    assert "no few conditions tell in which: the best box covers 26%" in said
    assert said.endswith("against 20% of all, which cannot be told from chance; more draws may tell.")


def test_the_notes_say_which_outcome_and_which_condition_may_be_chance() -> None:
    first, second, third = reading_notes(FOUND)
    assert first.startswith("Told is when the target is reached, the rarer outcome (20% of all draws); --when missed")
    assert second == "May be chance, as the draws held back do not bear it out: Disbursement."
    assert "found on 1,000 draws" in third


def test_the_frequent_outcome_is_told_with_what_that_means() -> None:
    frequent = replace(FOUND, when=MISSED, found=Fit(1000, 800, 250, 240), held_back=Fit(1000, 800, 250, 240))
    assert "the more frequent outcome (80% of all draws): conditions can hardly add" in reading_notes(frequent)[0]
    assert "96% (93 to 98) miss it, against 80% of all" in finding(frequent)


@pytest.mark.parametrize(
    ("low", "high", "unit", "said"),
    [
        (0.3053, np.nan, "1 / year", "at least 0.31 / year"),
        (np.nan, 1250.4, "million USD / year", "at most 1,250 million USD / year"),
        (1.2, 3.4, "% / year", "1.2 to 3.4% / year"),
        (1.0, np.nan, "1", "at least 1"),
    ],
)
def test_a_limit_is_read_with_its_unit(low: float, high: float, unit: str, said: str) -> None:
    assert limit_words({"low": low, "high": high, "unit": unit}) == said


def test_the_table_has_a_row_per_condition(capsys: pytest.CaptureFixture[str]) -> None:
    Terminal(ENGLISH).show(condition_table(FOUND))
    said = capsys.readouterr().out
    assert "plan: the target is reached most often when all of these hold" in said
    assert "<0.001" in said
    assert "0.2" in said


def test_the_chart_shows_every_condition() -> None:
    words = [text.get_text() for text in discovery_chart(FOUND, "study", ENGLISH).axes[1].texts]
    assert words == [
        "Shock to power dispatch in 2023 is at least −0.58 standard\ndeviations",
        "Disbursement is at most 92%",
    ]
