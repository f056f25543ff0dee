"""What goal seek found, in plain sentences."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from qnsim.analysis.goal import GoalAnswer
from qnsim.facts.levers import Lever
from qnsim.language import figure, join, label, say
from qnsim.press.numbers import percent_with_error, share
from qnsim.quantities.unit_words import unit_words
from qnsim.reporting.views_table import VIEWS


@dataclass(frozen=True)
class GoalWords:
    """What stands around the curve."""

    title: str
    answer: str
    note: str


def goal_chart_words(answer: GoalAnswer, scenario: str, lines: Sequence[str], study: str = "") -> GoalWords:
    """Title, answer and note of the curve; `lines` are those of `goal_lines`, `study` names the folder it stands in."""
    title = say(
        "Chance of the target under {scenario}, by {lever}, {view}",
        scenario=scenario,
        lever=label(answer.lever.label),
        view=VIEWS[answer.view],
    )
    named = say(" Study {study}.", study=study) if study else ""
    note = say("Band: two standard errors of the simulation. {last}{named}", last=lines[-1], named=named)
    return GoalWords(title, lines[1], note)


def amount(lever: Lever, value: float) -> str:
    """A value of a lever with its unit, to three significant digits."""
    number = figure(f"{value:.3g}")
    if lever.unit in ("1", "%"):
        return figure(f"{number}{lever.unit.strip('1')}")
    return say("{number} {unit}", number=number, unit=unit_words(lever.unit))


def event_words(answer: GoalAnswer) -> str:
    """The targets that are to be reached."""
    names = [label(target.indicator) for target in answer.targets]
    return names[0] if len(names) == 1 else say("all of: {names}", names=join("; ", names))


def goal_lines(answer: GoalAnswer, scenario: str) -> list[str]:
    """The answer, how sure it is, and what it rests on."""
    lever, asked = answer.lever, figure(f"{100 * answer.asked:g}%")
    named = say("{label} ({name})", label=label(lever.label), name=lever.name)
    best, lowest = answer.best, answer.lowest
    said: list[str] = [
        say(
            "{event}: as {scenario} stands, P ({view}) is {chance}.",
            event=event_words(answer),
            scenario=scenario,
            view=VIEWS[answer.view],
            chance=percent_with_error(answer.start),
        )
    ]
    if answer.value is not None and answer.interval and answer.reached and answer.band:
        low, high = (amount(lever, end) for end in answer.interval)
        said.append(
            say(
                "P of {asked} needs {lever} at {value}, 95% interval {low} to {high}: {band}. There P is {chance}.",
                asked=asked,
                lever=named,
                value=amount(lever, answer.value),
                low=low,
                high=high,
                band=label(answer.band.label),
                chance=percent_with_error(answer.reached),
            )
        )
    elif best[1].value < answer.asked:
        said.append(
            say(
                "P of {asked} is not within the range of {lever}, {low} to {high}: the best is {chance}, at {value}.",
                asked=asked,
                lever=named,
                low=amount(lever, lever.low),
                high=amount(lever, lever.high),
                chance=percent_with_error(best[1]),
                value=amount(lever, best[0]),
            )
        )
    else:
        said.append(
            say(
                "P is above {asked} wherever {lever} stands: the lowest is {chance}, at {value}.",
                asked=asked,
                lever=named,
                chance=percent_with_error(lowest[1]),
                value=amount(lever, lowest[0]),
            )
        )
    if best[1].minus(lowest[1])[0] == 0:
        said.append(say("The lever does nothing here: in the years that count the scenario sets what it acts on."))
    if not answer.monotone:
        said.append(
            say("P does not move in one direction along the lever; other values may reach it too: see the curve.")
        )
    return [*said, say("The lever stands at one value for the whole run, in place of what the scenario says of it.")]


def iso_lines(table: pd.DataFrame, first: Lever, second: Lever, asked: float) -> list[str]:
    """For each value of the second lever, what the first must be."""
    view = VIEWS[table["view"].iloc[0]]
    said: list[str] = [
        say(
            "P of {asked} ({view}): {second} against {first}",
            asked=figure(f"{100 * asked:g}%"),
            view=view,
            second=label(second.label),
            first=label(first.label),
        )
    ]
    for other, value, lowest, best in table.drop(columns="view").itertuples(index=False):
        short = say("not in its range: at best {chance}", chance=share(best))
        beyond = short if best < asked else say("anywhere in its range: at least {chance}", chance=share(lowest))
        found = amount(first, value) if value == value else beyond
        said.append(say("  {other:>15}  {found}", other=amount(second, other), found=found))
    return said
