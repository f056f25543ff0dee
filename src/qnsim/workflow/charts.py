"""The charts that studies write into their folders, drawn for a notebook from a result at hand."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd
from matplotlib.figure import Figure

from qnsim.analysis.assessment import Assessment
from qnsim.analysis.comparison import ScenarioComparison
from qnsim.analysis.goal import GoalAnswer
from qnsim.arguments import check
from qnsim.errors import UsageError, nearest
from qnsim.facts.targets import Target
from qnsim.language import ENGLISH, Language, join, say
from qnsim.press.figure_files import render
from qnsim.reporting.charts.fan import alt_text
from qnsim.reporting.charts.fan_chart import fan_chart
from qnsim.reporting.charts.fan_of_growth import fan_of
from qnsim.reporting.charts.goal_chart import goal_chart
from qnsim.reporting.charts.sensitivity_chart import sensitivity_alt_text, sensitivity_chart
from qnsim.reporting.charts.waterfall import waterfall_alt, waterfall_chart
from qnsim.reporting.charts.waterfall_of_growth import growth_waterfall
from qnsim.reporting.goal_words import goal_chart_words, goal_lines
from qnsim.reporting.sensitivity_table import ranking
from qnsim.reporting.sensitivity_words import sensitivity_words
from qnsim.run import EXPERIMENT, Experiment
from qnsim.scenarios.scenario import Scenario


@dataclass(frozen=True, eq=False)
class Chart:
    """A chart as a notebook shows it; `alt` says in words what it shows, `figure` is that of matplotlib."""

    figure: Figure
    alt: str

    def __repr__(self) -> str:
        return self.alt

    def _repr_svg_(self) -> str:
        return render(self.figure, "svg").decode()


def draw_fan(assessment: Assessment, language: Language = ENGLISH) -> Chart:
    """The fan of growth by year and by quarter, with the record and the chance of the target in each year."""
    check("assessment", assessment, Assessment, say("one of what qnsim.assess(experiments, targets) returns"))
    data = fan_of(assessment)
    return Chart(fan_chart(data, language), alt_text(data, language))


def draw_sensitivity(
    table: pd.DataFrame,
    experiment: Experiment,
    target: Target,
    year: str | None = None,
    language: Language = ENGLISH,
) -> Chart:
    """What decides the indicator and the probability of a target in a year, the first of the table if None.

    Raises `UsageError` where no index can be told from zero.
    """
    check("table", table, pd.DataFrame, say("what qnsim.sensitivity(experiment, target) returns"))
    check("experiment", experiment, Experiment, EXPERIMENT)
    check("target", target, Target, say("a Target; use one of qnsim.resolution_targets()"))
    chosen = year or next(iter(table["year"]), target.due)
    if not ranking(table, chosen)[0]:
        raise UsageError(
            say(
                "no index of {chosen} can be told from zero; take more runs, or a year that the table has",
                chosen=chosen,
            )
        )
    words = sensitivity_words(table, experiment, target, experiment.scenario.name)
    alt = language.say(sensitivity_alt_text(table, chosen, words))
    return Chart(sensitivity_chart(table, chosen, words, language), alt)


def draw_goal(answer: GoalAnswer, scenario: Scenario, language: Language = ENGLISH) -> Chart:
    """The probability along the lever, what was asked, and where it is reached; `alt` holds the answer in sentences."""
    check("answer", answer, GoalAnswer, say("what qnsim.goal(scenario, case, targets, probability, lever) returns"))
    check("scenario", scenario, Scenario, say("the Scenario that was asked about"))
    lines = goal_lines(answer, scenario.name)
    words = goal_chart_words(answer, scenario.name, lines)
    return Chart(goal_chart(answer, words, language), language.say(join(" ", lines)))


def draw_waterfall(
    found: ScenarioComparison, name: str | None = None, year: str | None = None, language: Language = ENGLISH
) -> Chart:
    """What each changed setting adds to growth and to the chance of the target; the first scenario and year if None.

    Raises `UsageError` for a scenario or year that was not compared, or if no setting differs.
    """
    check("found", found, ScenarioComparison, say("what qnsim.compare(experiments, target) returns"))
    name, year = name or found.others[0], year or found.years[0]
    for asked, known in ((name, found.others), (year, found.years)):
        if asked not in known:
            close = nearest(asked, known)
            raise UsageError(
                say(
                    "'{asked}' was not compared; expected one of {known}.{close}",
                    asked=asked,
                    known=", ".join(known),
                    close=close,
                )
            )
    if not found.settings_changed(name):
        raise UsageError(
            say(
                "no setting of {name} differs from {reference} in these years: nothing to draw",
                name=name,
                reference=found.reference,
            )
        )
    data = growth_waterfall(found, name, year)
    return Chart(waterfall_chart(data, language), language.say(waterfall_alt(data)))
