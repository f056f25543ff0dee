"""The folder of a run: its tables, its charts and its manifest."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from qnsim.analysis.assessment import Assessment
from qnsim.analysis.backtest.views import Views
from qnsim.facts.targets import Target
from qnsim.language import ENGLISH, Language
from qnsim.reporting.charts.fan import fan_table
from qnsim.reporting.charts.fan_of_growth import FAN, fan_of, save_growth_fan
from qnsim.reporting.run_folder import tables_of, write_tables
from qnsim.reporting.workbook import write_workbook
from qnsim.workflow.manifests import manifest, write_manifest
from qnsim.workflow.run_charts import save_more_charts


def write_folder(
    assessment: Assessment,
    out: Path,
    excel: bool = False,
    views: Views | None = None,
    language: Language = ENGLISH,
    charted: Sequence[Target] = (),
) -> Path:
    """Write the run folder of one assessment, with its fan chart and, if asked for, its tables as a workbook.

    `views` are its headline by the model, by the record and by both, where past forecasts are written. With targets
    that are to be `charted` there are charts beside the fan.
    """
    folder = write_tables(assessment, out, manifest(assessment.experiment), views)
    fan = fan_of(assessment, views)
    save_growth_fan(fan, folder, language)
    if charted:
        save_more_charts(assessment, charted, views, folder, language)
    if excel:
        write_workbook(folder / "tables.xlsx", {**tables_of(assessment, views), FAN: fan_table(fan)})
    write_manifest(assessment.experiment, folder)
    return folder
