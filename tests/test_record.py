"""The reconciled record: it is what its script makes of the measurements, and it adds up."""

from __future__ import annotations

import csv
import runpy
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from qnsim.facts.case import read_case

FOLDER = Path(__file__).parents[1] / "data" / "quang-ninh" / "2022-12" / "record"
SCRIPT = runpy.run_path(str(FOLDER / "reconcile.py"))
YEARS = [str(year) for year in SCRIPT["YEARS"]]
RUN = "run: python data/quang-ninh/2022-12/record/reconcile.py"


@pytest.fixture(scope="module")
def estimates() -> list[Any]:
    return SCRIPT["estimates"]()  # type: ignore[no-any-return]


@pytest.fixture(scope="module")
def value(estimates: list[Any]) -> dict[tuple[str, str, str], float]:
    return {each.key: each.value for each in estimates}


def test_the_stored_record_is_that_of_the_script(estimates: list[Any]) -> None:
    with (FOLDER / "reconciled.csv").open(encoding="utf-8", newline="") as file:
        stored = list(csv.DictReader(file))
    assert [(row["quantity"], row["sector"], row["year"]) for row in stored] == [each.key for each in estimates], RUN
    for row, each in zip(stored, estimates, strict=True):
        assert float(row["value"]) == pytest.approx(each.value, rel=1e-4, abs=1e-3), f"{each.key}: {RUN}"
        assert float(row["standard_error"]) == pytest.approx(each.error, rel=0.01, abs=1e-3), f"{each.key}: {RUN}"


@pytest.mark.parametrize("account", ["value_added", "investment"])
def test_the_parts_add_up_to_the_total(account: str, value: dict[tuple[str, str, str], float]) -> None:
    for year in YEARS:
        parts = sum(value[account, part, year] for part in SCRIPT["PARTS"][account])
        assert parts == pytest.approx(value[account, "total", year], rel=1e-9)


def test_contributions_of_the_branches_add_up_to_growth(value: dict[tuple[str, str, str], float]) -> None:
    for before, year in pairwise(YEARS):
        weighted = [
            value["value_added_share", part, before] * value["value_added_growth", part, year] / 100
            for part in SCRIPT["PARTS"]["value_added"]
        ]
        contributions = [value["value_added_contribution", part, year] for part in SCRIPT["PARTS"]["value_added"]]
        assert contributions == pytest.approx(weighted, abs=1e-9)
        assert sum(weighted) == pytest.approx(value["value_added_growth", "total", year], abs=1e-9)


def test_growth_of_the_total_is_the_published_one_within_its_error(estimates: list[Any]) -> None:
    of_total = [each for each in estimates if each.key[:2] == ("value_added_growth", "total")]
    assert len(of_total) == len(YEARS) - 1
    assert max(abs(each.residual) for each in of_total) < 1


def test_the_stock_of_licences_is_what_flows_leave(value: dict[tuple[str, str, str], float]) -> None:
    realised, fixed = (value[name, "total", ""] for name in ("fdi_realised_share", "fdi_fixed_capital_share"))
    for before, year in pairwise(YEARS):
        accepted = realised * value["fdi_registered", "total", year]
        spent = value["investment", "fdi", year] / (fixed * SCRIPT["EXCHANGE_RATE"])
        change = value["fdi_backlog", "total", year] - value["fdi_backlog", "total", before]
        assert change == pytest.approx(accepted - spent, abs=1e-9 * 1000)
    assert min(value["fdi_backlog", "total", year] for year in YEARS) > 0


def test_every_measurement_has_a_source_that_is_listed_or_is_among_the_observations() -> None:
    listed = (FOLDER.parent / "SOURCES.md").read_text(encoding="utf-8")
    with (FOLDER / "measurements.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    with (FOLDER.parent / "observations" / "quang-ninh.csv").open(encoding="utf-8", newline="") as file:
        observed = {(row["period"], row["value"]) for row in csv.DictReader(file)}
    assert {row["status"] for row in rows} == {"p", "d", "a"}
    for row in rows:
        if row["source"] == "judgement":
            assert row["status"] == "a" and row["note"], row
        elif row["source"] == "observations":
            assert (row["year"], row["value"]) in observed, row
        else:
            assert f"| {row['source']} |" in listed, row


def test_nothing_is_measured_after_the_base_year(estimates: list[Any]) -> None:
    assert {each.key[2][:4] for each in estimates} == {*YEARS, ""}


@pytest.mark.parametrize(("case", "last_year", "deflator"), [("2022-12", 2022, 1.0), ("2021-12", 2021, 1.039)])
def test_the_history_of_each_case_is_the_record_known_then(case: str, last_year: int, deflator: float) -> None:
    record = {each.key: each for each in SCRIPT["estimates"](last_year)}
    history = read_case(FOLDER.parents[1] / case).history
    kinds = SCRIPT["PARTS"]["investment"]
    for place, year in enumerate(range(2015, last_year + 1)):
        told = {kind: history.series[kind][place] for kind in kinds}
        assert told == pytest.approx(
            {kind: record["investment", kind, str(year)].value / deflator for kind in kinds}, abs=0.051
        ), year
        assert history.series["investment_total"][place] == pytest.approx(sum(told.values()), abs=1e-6)
    growth = record["value_added_growth_mean", "services", f"2016-{last_year}"]
    assert history.facts["services_growth_mean"] == pytest.approx(growth.value, abs=0.06)
    assert history.facts["services_growth_mean_error"] == pytest.approx(growth.error, abs=0.06)


def test_priors_of_the_foreign_pipeline_are_centred_on_the_record(estimates: list[Any]) -> None:
    record, parameters = {each.key: each for each in estimates}, read_case(FOLDER.parent).parameters
    year = YEARS[-1]
    for name, key in (
        ("fdi_realised_share", ("fdi_realised_share", "total", "")),
        ("fdi_fixed_capital_share", ("fdi_fixed_capital_share", "total", "")),
        ("fdi_backlog_start", ("fdi_backlog", "total", year)),
    ):
        assert parameters[name].prior.median == pytest.approx(record[key].value, abs=0.2 * record[key].error)
