"""The charts of a run beside its fan: dots, branches, causes and targets of each, and scenarios side by side."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from qnsim.analysis.assessment import Assessment
from qnsim.analysis.backtest.views import Views
from qnsim.facts.targets import Target
from qnsim.language import Language
from qnsim.reporting.charts.dots import save_dots
from qnsim.reporting.charts.fan_of_growth import fan_of
from qnsim.reporting.charts.growth_rows import branch_rows, driver_rows, scenario_rows, target_rows
from qnsim.reporting.charts.rows import save_rows

SIDE_BY_SIDE = "scenarios"


def save_more_charts(
    assessment: Assessment, targets: Sequence[Target], views: Views | None, folder: Path, language: Language
) -> None:
    """Write the further charts of one scenario into its run folder."""
    save_dots(fan_of(assessment, views), language, folder / "dots_grdp_growth")
    for name, data in (
        ("branches", branch_rows(assessment)),
        ("drivers", driver_rows(assessment)),
        ("targets", target_rows(assessment, targets)),
    ):
        if data.rows:  # few draws tell no cause from chance, and an empty chart tells nothing
            save_rows(data, language, folder / f"chart_{name}")


def save_side_by_side(
    assessments: Sequence[Assessment], views: Mapping[str, Views], out: Path, language: Language
) -> list[Path]:
    """Write the chart of several scenarios on one scale, beside their folders."""
    return save_rows(scenario_rows(assessments, views), language, out / SIDE_BY_SIDE)
