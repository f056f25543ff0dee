"""What a run leaves behind: one folder per scenario with manifest, tables and draws."""

from __future__ import annotations

import datetime
import io
import json
import platform
from collections.abc import Mapping
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pandas as pd

from qnsim.analysis.assessment import Assessment
from qnsim.chance.blocks import FEWEST_REPLICATES, REPLICATE_SIZE
from qnsim.press.files import replace_file, sweep_parts
from qnsim.run import Experiment, run_id

SAMPLER = (
    f"Latin hypercube by stream and replicate (at most {REPLICATE_SIZE} draws, at least {FEWEST_REPLICATES} replicates)"
)
VERSIONS = ("qnsim", "numpy", "scipy", "pandas")


def manifest(experiment: Experiment) -> dict[str, Any]:
    """All that is needed to make the same numbers again."""
    scenario = experiment.scenario
    return {
        "run": run_id(experiment),
        "scenario": {
            "name": scenario.name,
            "digest": scenario.digest,
            "files": [
                {"name": Path(file).name, "text": Path(file).read_text(encoding="utf-8")} for file in scenario.files
            ],
        },
        "facts_digest": experiment.case.digest,
        "data_vintage": scenario.as_of.isoformat(),
        "design": experiment.design.about(),
        "sampler": SAMPLER,
        "versions": {"python": platform.python_version(), **{name: version(name) for name in VERSIONS}},
        "written": datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds"),
    }


def write_tables(assessment: Assessment, out: Path) -> Path:
    """Write the tables of one scenario into its folder, which is returned; the manifest comes last, by itself."""
    folder = out / run_id(assessment.experiment)
    folder.mkdir(parents=True, exist_ok=True)
    sweep_parts(folder)
    (folder / "manifest.json").unlink(missing_ok=True)  # of an earlier run, whose files are now replaced
    for name, table in tables_of(assessment).items():
        write_table(folder / f"{name}.csv", table)
    if assessment.draws is not None:
        write_draws(folder / "draws.nc", assessment.draws, manifest(assessment.experiment))
    return folder


def tables_of(assessment: Assessment) -> dict[str, pd.DataFrame]:
    """The tables of one scenario by name."""
    return {
        "summary": assessment.summary,
        "scorecard": assessment.scorecard,
        "drivers": labelled_drivers(assessment),
    }


def write_manifest(experiment: Experiment, folder: Path) -> None:
    """Write the manifest after all other files, so that a folder that has one is whole."""
    replace_file(folder / "manifest.json", json.dumps(manifest(experiment), ensure_ascii=False, indent=2) + "\n")


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
