"""A calibration in words and pictures."""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from rich.console import Console

from qnsim.analysis.probability import Probability
from qnsim.analysis.sampling.diagnostics import Diagnosis
from qnsim.language import ENGLISH
from qnsim.reporting.calibration_words import (
    calibration_lines,
    cases_table,
    learned_table,
    measure_words,
    most_learned,
    of_a_year,
    probability_lines,
)
from qnsim.reporting.charts.calibration_chart import fit_alt_text, fit_chart, parameter_alt_text, parameter_chart


def parameter(name: str, shift: float, spread: float, verdict: str, unit: str = "1") -> dict[str, object]:
    quantiles = {"prior_p05": 0.1, "prior_p50": 0.3, "prior_p95": 0.5, "p05": 0.25, "p50": 0.35, "p95": 0.45}
    return {"coordinate": name, "label": f"label of {name}", "unit": unit, **quantiles, "shift": shift,
            "spread": spread, "verdict": verdict}  # fmt: skip


PARAMETERS = pd.DataFrame(
    [
        parameter("narrow", 0.1, 0.7, "narrowed", "% / year"),
        parameter("mover", -1.2, 0.5, "moved"),
        parameter("idle", 0.0, 1.0, "untouched"),
        parameter("local_draw@2017", 2.0, 0.2, "moved"),
    ]
)


def published(year: str, value: float, told: bool, measure: str = "grdp_growth", sector: str = "") -> dict[str, object]:
    kind = "level" if sector else "first_release"
    about = {"measure": measure, "sector": sector, "period": year, "kind": kind, "unit": "%", "value": value}
    return {**about, "p05": 8.0, "median": 10.0, "p95": 12.0, "share_below": 0.5, "told": told}


FIGURES = pd.DataFrame(
    [
        published("2016", 10.1, True),
        published("2017", 13.5, False),
        published("2016-2017", 11.0, True, "value_added_growth", "services"),
    ]
)


def printed(table: object) -> str:
    console = Console(file=io.StringIO(), width=150)
    console.print(table)
    return console.file.getvalue()  # type: ignore[attr-defined]


def test_parameters_come_first_that_learned_most_and_years_do_not_count() -> None:
    assert [row["coordinate"] for row in most_learned(PARAMETERS)] == ["mover", "narrow"]
    text = printed(learned_table(PARAMETERS))
    assert text.index("label of mover") < text.index("label of narrow")
    assert "idle" not in text
    assert "0.25 – 0.35 – 0.45 % / year" in text
    assert "-1.2" in text


def test_the_lines_count_parameters_and_name_the_figures_that_cannot_be_told() -> None:
    first, second, third = calibration_lines(PARAMETERS, FIGURES, 7)
    assert first.startswith(
        "Of 3 parameters that act on a figure, 1 moved by half a prior standard deviation or more, 1 "
    )
    assert "7 coordinates are handed over" in first
    assert second.startswith("2 of 3 published figures lie within 90%")
    assert third == "It cannot tell: GRDP growth, first release (%) of 2017 (13.5; 8 to 12)."


def test_nothing_is_named_where_all_is_told() -> None:
    assert len(calibration_lines(PARAMETERS, FIGURES[FIGURES["told"]], 7)) == 2


def test_both_probabilities_and_the_verdict_on_the_draws_are_said() -> None:
    prior, posterior = (Probability(np.full(20, share), np.full(20, 500)) for share in (0.25, 0.5))
    good = Diagnosis(("a",), np.ones(1), np.full(1, 2e3), np.full(1, 2e3), 0.25, 3, ())
    first, second, third = probability_lines(prior, posterior, (good, good))
    assert "25" in first.partition("on priors")[0]
    assert "50" in first.partition("on priors")[2]
    assert second == good.verdict
    assert third == "2 samplings from different seeds agree."


@pytest.mark.parametrize(("period", "years"), [("2016", [2016]), ("2016-2018", [2016, 2017, 2018])])
def test_a_period_is_its_years(period: str, years: list[int]) -> None:
    assert of_a_year(period) == years


def test_a_share_is_called_one() -> None:
    assert measure_words("value_added", "services", "share").startswith("Share of ")


def test_a_table_of_cases_has_a_row_for_each() -> None:
    row = {"case": "2016-12-31", "figures": 5, "coordinates": 113, "handed_over": 40, "nested_r_hat": 1.0012,
           "sample_size": 5432.1, "prior": 0.123, "posterior": 0.456}  # fmt: skip
    text = printed(cases_table(pd.DataFrame([row])))
    for shown in ("2016-12-31", "113", "1.001", "5,432", "12.3%", "45.6%"):
        assert shown in text


def test_the_charts_are_drawn_and_say_in_words_what_they_show(tmp_path: Path) -> None:
    for figure, name in ((parameter_chart(PARAMETERS, ENGLISH), "parameters"), (fit_chart(FIGURES, ENGLISH), "record")):
        figure.savefig(tmp_path / f"{name}.png")
        assert (tmp_path / f"{name}.png").stat().st_size > 10_000
    said = parameter_alt_text(PARAMETERS)
    assert said.startswith("The record says something of 2 of 3 parameters that it could reach.")
    assert "label of mover: 0.1 – 0.3 – 0.5, then 0.25 – 0.35 – 0.45." in said
    assert fit_alt_text(FIGURES).startswith("2 of 3 published figures lie within 90%")
