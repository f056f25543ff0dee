"""What a run leaves behind: one folder per scenario with tables and draws."""

from __future__ import annotations

import io
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from qnsim.analysis.assessment import Assessment
from qnsim.analysis.backtest.views import Views
from qnsim.press.files import replace_file, sweep_parts
from qnsim.reporting.views_table import views_frame
from qnsim.run import run_id

MANIFEST = "manifest.json"
VIEWS = "views"  # not in the manifest: it also hangs on what past forecasts taught, which is no fact of the run
TABLES = ("summary.csv", "scorecard.csv", "drivers.csv", "years.csv")


def write_tables(assessment: Assessment, out: Path, about: Mapping[str, Any], views: Views | None = None) -> Path:
    """Write the tables of one scenario into its folder, which is returned; the manifest comes last, by itself.

    `about` is the manifest, which the draws hold too.
    """
    folder = out / run_id(assessment.experiment)
    begin_folder(folder)
    for name, table in tables_of(assessment, views).items():
        write_table(folder / f"{name}.csv", table)
    if assessment.draws is not None:
        write_draws(folder / "draws.nc", assessment.draws, about)
    return folder


def begin_folder(folder: Path) -> None:
    """Make a folder ready: one of an earlier run is not whole again until its manifest is."""
    folder.mkdir(parents=True, exist_ok=True)
    sweep_parts(folder)
    (folder / MANIFEST).unlink(missing_ok=True)


def tables_of(assessment: Assessment, views: Views | None = None) -> dict[str, pd.DataFrame]:
    """The tables of one scenario by name, with the three views of its headline where past forecasts are written."""
    seen = {VIEWS: views_frame(assessment.experiment.scenario.name, views)} if views else {}
    return {
        "summary": assessment.summary,
        "scorecard": assessment.scorecard,
        "drivers": labelled_drivers(assessment),
        "years": assessment.by_year,
        **seen,
    }


def labelled_drivers(assessment: Assessment) -> pd.DataFrame:
    """The inputs that decide the target, with what people call them and what they are."""
    case, inputs = assessment.experiment.case, assessment.drivers["input"]
    words = {f"label_{language}": [case.label(name, language) for name in inputs] for language in ("en", "vi")}
    return assessment.drivers.assign(**words, meaning=[case.meaning(name) for name in inputs])


def write_table(file: Path, table: pd.DataFrame) -> None:
    """Write a table as CSV, numbers to ten significant digits."""
    replace_file(file, table.to_csv(index=False, float_format="%.10g", lineterminator="\n"))


def write_draws(file: Path, draws: Any, about: Mapping[str, Any]) -> None:
    """Write the draws as NetCDF, with the manifest in an attribute.

    They are made in memory: HDF5 crashes when the disk is full.
    """
    labelled = draws.assign_attrs(manifest=json.dumps(about, ensure_ascii=False))
    with io.BytesIO() as buffer:
        labelled.to_netcdf(buffer, engine="h5netcdf")
        replace_file(file, buffer.getvalue())
