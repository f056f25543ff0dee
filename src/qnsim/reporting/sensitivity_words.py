"""What stands around the tables and charts of a sensitivity study."""

from __future__ import annotations

import pandas as pd

from qnsim.analysis.judging import measure_of
from qnsim.analysis.outcomes import MODEL, POOLED
from qnsim.facts.targets import Target
from qnsim.reporting.charts.sensitivity_chart import SensitivityWords
from qnsim.reporting.views_table import ALONE, TOGETHER, VIEWS
from qnsim.run import Experiment


def sensitivity_words(table: pd.DataFrame, experiment: Experiment, target: Target, name: str) -> SensitivityWords:
    """The words around one table of a study that has a name."""
    scenario, about = experiment.scenario, table.attrs
    indicator = measure_of(target).label.en.partition(",")[0]
    lowered = indicator if indicator[:2].isupper() else indicator[0].lower() + indicator[1:]
    pooled = about.get("view") == POOLED
    return SensitivityWords(
        f"What decides {lowered} in {target.due} under {scenario.name}, {VIEWS[about.get('view', MODEL)]}",
        f"{indicator}, {ALONE}" if pooled else indicator,
        f"{event_in_words(target)} {TOGETHER}" if pooled else event_in_words(target),
        f"Lines are 95% intervals; grey cannot be told from zero. {about['runs']:,} runs, method "
        f"{about['method']}, inputs by {about['by']}. Data known on {scenario.as_of}. Study {name}.",
    )


def event_in_words(target: Target) -> str:
    """What it means to reach a target, for a heading."""
    unit = "%" if target.model_unit == "%" else f" {target.model_unit}"
    mark = f"{target.threshold:g}{unit}" if target.threshold is not None else target.against.replace("_", " ")
    return f"P({target.comparator} {mark})"
