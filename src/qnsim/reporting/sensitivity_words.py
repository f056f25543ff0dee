"""What stands around the tables and charts of a sensitivity study."""

from __future__ import annotations

import pandas as pd

from qnsim.analysis.judging import measure_of
from qnsim.analysis.outcomes import MODEL, POOLED
from qnsim.facts.targets import Target
from qnsim.language import figure, join, label, say
from qnsim.press.dates import day
from qnsim.quantities.unit_words import unit_words
from qnsim.reporting.charts.sensitivity_chart import SensitivityWords
from qnsim.reporting.sensitivity_table import division_words
from qnsim.reporting.views_table import ALONE, TOGETHER, VIEWS
from qnsim.run import Experiment


def sensitivity_words(table: pd.DataFrame, experiment: Experiment, target: Target, name: str) -> SensitivityWords:
    """The words around one table of a study that has a name."""
    scenario, about = experiment.scenario, table.attrs
    words = measure_of(target).label
    names = {"en": words.en.partition(",")[0], "vi": words.vi.partition(",")[0]}
    indicator = label(names)
    lowered = label({code: name if name[:2].isupper() else name[0].lower() + name[1:] for code, name in names.items()})
    pooled = about.get("view") == POOLED
    return SensitivityWords(
        say(
            "What decides {indicator} in {year} under {scenario}, {view}",
            indicator=lowered,
            year=target.due,
            scenario=scenario.name,
            view=VIEWS[about.get("view", MODEL)],
        ),
        join(", ", (indicator, ALONE)) if pooled else indicator,
        join(" ", (event_in_words(target), TOGETHER)) if pooled else event_in_words(target),
        say(
            "Lines are 95% intervals; grey cannot be told from zero. {runs} runs, method {method}, inputs by {by}. "
            "Data known on {day}. Study {name}.",
            runs=figure(f"{about['runs']:,}"),
            method=about["method"],
            by=division_words(about["by"]),
            day=day(scenario.as_of),
            name=name,
        ),
    )


def sensitivity_title(words: SensitivityWords, by: str, year: str = "") -> str:
    """The title of a table of a study: how its inputs were divided, and the year if the study is of several."""
    divided = division_words(by)
    return join(": ", [words.title, join(", ", [year, divided]) if year else divided])


def event_in_words(target: Target) -> str:
    """What it means to reach a target, for a heading."""
    if target.threshold is None:
        return f"P({target.comparator} {target.against.replace('_', ' ')})"
    number = figure(f"{target.threshold:g}")
    if target.model_unit == "%":
        return say("P({sign} {number}%)", sign=target.comparator, number=number)
    unit = unit_words(target.model_unit)
    return say("P({sign} {number} {unit})", sign=target.comparator, number=number, unit=unit)
