"""What a run leaves behind, as other programs read it."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from qnsim.analysis.best_lever import best_usual_lever
from qnsim.analysis.lever_effects import DRAWS
from qnsim.analysis.summary import STATISTICS
from qnsim.chance.designs import DEFAULT_SEED
from qnsim.press.numbers import points
from qnsim.reporting.tables import later_years, parent_lines, scenario_table
from qnsim.workflow.posteriors import usual_design
from qnsim.workflow.runs import RunReport, run_scenarios, what_it_hangs_on
from qnsim.workflow.scenarios import resolution_targets

pytestmark = pytest.mark.slow
Call = Callable[..., subprocess.CompletedProcess[str]]

SECTORS = [
    "agriculture",
    "mining",
    "manufacturing",
    "electricity",
    "construction",
    "industry_construction",
    "services",
    "product_taxes",
]
PLAIN = [
    "grdp",
    "grdp_growth",
    "grdp_growth_final",
    "grdp_nominal",
    "investment_total",
    "investment_growth",
    "fdi_registered",
    "fdi_registered_all",
    "fdi_realised",
    "public_investment_disbursement_rate",
    "revenue_total",
    "revenue_domestic",
    "revenue_import_export",
    "new_firms",
    "firm_exits",
    "employed_persons",
    "additional_jobs",
    "jobs_direct",
    "tourist_arrivals",
]


@pytest.fixture(scope="module")
def folder(small_run: tuple[RunReport, Path]) -> Path:
    return next(folder for folder in small_run[0].folders if folder.name.startswith("resolution"))


def test_the_summary_has_the_promised_columns_statistics_and_variables(folder: Path) -> None:
    table = pd.read_csv(folder / "summary.csv", keep_default_na=False)
    assert list(table.columns) == ["scenario", "variable", "sector", "period", "statistic", "value", "unit"]
    assert tuple(table["statistic"].unique()) == STATISTICS
    assert STATISTICS == ("mean", "sd", "p01", "p05", "p10", "p25", "p50", "p75", "p90", "p95", "p99")
    found = set(zip(table["variable"], table["sector"], strict=True))
    promised = {(name, "") for name in PLAIN}
    promised |= {(name, sector) for name in ("value_added_growth", "growth_contribution") for sector in SECTORS}
    growth = "labour_productivity_growth"
    promised |= {(name, kind) for name in ("labour_productivity", growth) for kind in ("real", "current")}
    assert found == promised
    assert (table["unit"] != "").all()


def test_periods_are_years_and_quarters_from_2023_to_2030(folder: Path) -> None:
    table = pd.read_csv(folder / "summary.csv", dtype={"period": str})
    years = {str(year) for year in range(2023, 2031)}
    assert set(table["period"]) == years | {f"{year}Q{quarter}" for year in years for quarter in range(1, 5)}


def test_quantiles_never_cross(folder: Path) -> None:
    table = pd.read_csv(folder / "summary.csv", dtype={"period": str}, keep_default_na=False)
    wide = table.pivot_table(index=["variable", "sector", "period"], columns="statistic", values="value")
    quantiles = wide[[name for name in STATISTICS if name.startswith("p")]].to_numpy()
    assert (np.diff(quantiles, axis=1) >= 0).all()


def test_the_scorecard_has_a_row_per_target_and_no_made_up_probability(folder: Path) -> None:
    table = pd.read_csv(folder / "scorecard.csv", keep_default_na=False)
    columns = "scenario,target,indicator,comparator,threshold,unit,due,probability,mc_error,median,p05,p95,status,note"
    assert ",".join(table.columns) == columns
    assert list(table["target"]) == [target.id for target in resolution_targets()]
    tracked = table[table["status"] != "modelled"]
    assert (tracked["probability"] == "").all()
    assert (tracked["note"] != "").all()
    modelled = table[(table["status"] == "modelled") & (table["probability"] != "")]
    assert len(modelled) == 11
    assert (modelled["mc_error"].astype(float) > 0).all()


def test_the_manifest_holds_what_is_needed_to_repeat_the_run(folder: Path) -> None:
    about = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    assert about["run"] == folder.name
    assert [file["name"] for file in about["scenario"]["files"]] == ["baseline.yaml", "resolution-2023.yaml"]
    assert about["data_vintage"] == "2022-12-09"
    assert about["design"]["fresh"]["draws"] == 800
    assert {"design", "sampler", "versions", "facts_digest", "written"} <= set(about)


def test_a_run_leaves_only_whole_files(folder: Path) -> None:
    names = {file.name for file in folder.iterdir()}
    chart = {f"fan_grdp_growth.{ending}" for ending in ("svg", "png", "csv", "txt")}
    assert names == chart | {"summary.csv", "scorecard.csv", "drivers.csv", "years.csv", "views.csv", "manifest.json"}


def test_kept_draws_agree_with_the_summary(tmp_path: Path) -> None:
    xarray = pytest.importorskip("xarray")
    pytest.importorskip("h5netcdf")
    report = run_scenarios(["baseline"], draws=800, out=tmp_path, keep_draws=True)
    draws = xarray.load_dataset(report.folders[0] / "draws.nc", engine="h5netcdf")
    growth = draws["grdp_growth"].sel(year=2023)
    assert growth.sizes["draw"] == 800
    assert growth.attrs["unit"] == "%"
    assert float(growth.mean()) == pytest.approx(report.baseline.statistic("grdp_growth", "2023", "mean"), rel=1e-5)
    assert float((growth > 10).mean()) == pytest.approx(report.baseline.headline.value, abs=1e-3)
    assert json.loads(draws.attrs["manifest"])["design"]["fresh"]["draws"] == 800


def test_the_years_of_the_headline_stand_in_a_table_and_on_a_wide_page() -> None:
    report = run_scenarios(["fdi-surge"], draws=160, out=None)
    (surge,) = report.assessments
    years = surge.by_year.set_index(["event", "year"])
    assert years.loc[("first", "2023"), "probability"] == surge.headline.value
    assert years.loc[("first", "2024"), "median"] == surge.statistic("grdp_growth", 2024, "median")
    assert later_years([surge], report.target) == ["2024", "2025"]
    headings = [c.header for c in scenario_table([surge], report.baseline, report.target, 150).columns]
    assert headings[-2:] == ["2024: median, P", "2025: median, P"]
    assert len(scenario_table([surge], report.baseline, report.target, 120).columns) == len(headings) - 2


def test_a_scenario_that_extends_another_than_the_baseline_is_told_beside_it(tmp_path: Path) -> None:
    (tmp_path / "more.yaml").write_text(
        "name: more\ntitle: {vi: Thêm, en: More}\nwhy: a test\nextends: resolution-2023.yaml\n"
        "levers: {tourism_growth_policy: 10 pp / year}\n",
        encoding="utf-8",
    )
    report = run_scenarios(tmp_path / "more.yaml", draws=400, out=None)
    assert [each.experiment.scenario.name for each in report.assessments] == ["more"]
    (parent,) = report.parents.values()
    alone = run_scenarios("resolution-2023", draws=400, out=None)
    assert (parent, alone.parents) == (alone.assessments[0], {})
    (line,) = parent_lines(report.assessments, report.parents, report.target)
    adds = points(report.assessments[0].headline.minus(parent.headline))
    assert line.startswith("more extends resolution-2023: median ")
    assert line.endswith(f"to the median and {adds} points to P.")


def test_the_best_lever_and_the_readings_are_those_of_the_scenario_that_was_run() -> None:
    report = run_scenarios("coal-constraint", draws=80, out=None)
    lever, readings = what_it_hangs_on(report)
    scenario, case = report.assessments[0].experiment.scenario, report.assessments[0].experiment.case
    assert lever
    assert lever == best_usual_lever(case, scenario, report.target, usual_design(case, DEFAULT_SEED, DRAWS))
    assert [each.parameter.name for each in readings] == ["power_record_weight"]


def test_the_lever_and_the_readings_stand_under_the_table_of_one_scenario_only(qnsim: Call, tmp_path: Path) -> None:
    told = ("most within its usual band: ", "P if licences and shafts bind mining: ")
    alone = qnsim("run", "baseline", "--draws", "80").stdout
    together = qnsim("run", "baseline", "stretch", "--draws", "80").stdout
    assert all(words in alone for words in told)
    assert not any(words in together for words in told)
