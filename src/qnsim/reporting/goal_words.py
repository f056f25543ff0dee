"""What goal seek found, in plain sentences."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from qnsim.analysis.goal import GoalAnswer
from qnsim.facts.levers import Lever
from qnsim.press.numbers import percent_with_error
from qnsim.reporting.views_table import VIEWS


@dataclass(frozen=True)
class GoalWords:
    """What stands around the curve."""

    title: str
    note: str


def goal_chart_words(answer: GoalAnswer, scenario: str, lines: Sequence[str], study: str = "") -> GoalWords:
    """Title and note of the curve; `lines` are those of `goal_lines`, `study` names the folder it stands in."""
    title = f"Chance of the target under {scenario}, by {answer.lever.label['en']}, {VIEWS[answer.view]}"
    named = f" Study {study}." if study else ""
    return GoalWords(title, f"Band: two standard errors of the simulation. {lines[-1]}{named}")


def amount(lever: Lever, value: float) -> str:
    """A value of a lever with its unit, to three significant digits."""
    unit = {"1": "", "%": "%"}.get(lever.unit, f" {lever.unit}")
    return f"{value:.3g}{unit}"


def event_words(answer: GoalAnswer) -> str:
    """The targets that are to be reached."""
    names = [target.indicator["en"] for target in answer.targets]
    return names[0] if len(names) == 1 else f"all of: {'; '.join(names)}"


def goal_lines(answer: GoalAnswer, scenario: str) -> list[str]:
    """The answer, how sure it is, and what it rests on."""
    lever, asked = answer.lever, f"{100 * answer.asked:g}%"
    best, lowest = answer.best, answer.lowest
    said = [
        f"{event_words(answer)}: as {scenario} stands, P ({VIEWS[answer.view]}) is {percent_with_error(answer.start)}."
    ]
    if answer.value is not None and answer.interval and answer.reached and answer.band:
        low, high = (amount(lever, end) for end in answer.interval)
        said.append(
            f"P of {asked} needs {lever.label['en']} ({lever.name}) at {amount(lever, answer.value)}, 95% interval "
            f"{low} to {high}: {answer.band.label['en']}. There P is {percent_with_error(answer.reached)}."
        )
    elif best[1].value < answer.asked:
        said.append(
            f"P of {asked} is not within the range of {lever.label['en']} ({lever.name}), {amount(lever, lever.low)} "
            f"to {amount(lever, lever.high)}: the best is {percent_with_error(best[1])}, at {amount(lever, best[0])}."
        )
    else:
        said.append(
            f"P is above {asked} wherever {lever.label['en']} ({lever.name}) stands: the lowest is "
            f"{percent_with_error(lowest[1])}, at {amount(lever, lowest[0])}."
        )
    if best[1].minus(lowest[1])[0] == 0:
        said.append("The lever does nothing here: in the years that count the scenario sets what it acts on.")
    if not answer.monotone:
        said.append("P does not move in one direction along the lever; other values may reach it too: see the curve.")
    return [*said, "The lever stands at one value for the whole run, in place of what the scenario says of it."]


def iso_lines(table: pd.DataFrame, first: Lever, second: Lever, asked: float) -> list[str]:
    """For each value of the second lever, what the first must be."""
    view = VIEWS[table["view"].iloc[0]]
    said = [f"P of {100 * asked:g}% ({view}): {second.label['en']} against {first.label['en']}"]
    for other, value, lowest, best in table.drop(columns="view").itertuples(index=False):
        beyond = f"not in its range: at best {100 * best:.0f}%"
        beyond = beyond if best < asked else f"anywhere in its range: at least {100 * lowest:.0f}%"
        said.append(f"  {amount(second, other):>15}  {amount(first, value) if value == value else beyond}")
    return said
