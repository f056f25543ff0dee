"""What scenario discovery found, in plain sentences and as a table."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from qnsim.analysis.discovery import MISSED, REACHED, Discovery
from qnsim.analysis.prim import LEVEL
from qnsim.analysis.sensitivity.factors import group_words
from qnsim.language import figure, join, label, say
from qnsim.press.dates import period_within
from qnsim.press.numbers import from_to, share
from qnsim.press.table import Table
from qnsim.quantities.unit_words import unit_words

VERBS = {MISSED: say("miss"), REACHED: say("reach")}
OUTCOMES = {MISSED: say("missed"), REACHED: say("reached")}
OTHER = {MISSED: REACHED, REACHED: MISSED}
SMALLEST = 0.001


def discovery_lines(found: Discovery) -> list[str]:
    """The finding in one sentence, then why this outcome is told and how far to trust it."""
    return [finding(found), *reading_notes(found)]


def target_words(found: Discovery) -> str:
    """The target with the period it is due in."""
    return say("the target {target}, {due},", target=label(found.target.indicator), due=period_within(found.target.due))


def chart_title(found: Discovery) -> str:
    """What the chart of a study shows."""
    return say(
        "When {target} is {outcome} under {scenario}",
        target=target_words(found),
        outcome=OUTCOMES[found.when],
        scenario=found.scenario,
    )


def chart_note(found: Discovery, study: str) -> str:
    """How the box was searched for, and in which study."""
    return say(
        "Each step of the search gives up a twentieth of the draws inside (PRIM). {draws} draws, half of them held "
        "back; {inputs} inputs. Study {study}.",
        draws=figure(f"{found.draws:,}"),
        inputs=found.inputs,
        study=study,
    )


def finding(found: Discovery) -> str:
    """The conditions in one sentence with their coverage and density on the draws held back, or that none tell."""
    about = {
        "target": label(found.target.indicator),
        "due": period_within(found.target.due),
        "outcome": OUTCOMES[found.when],
    }
    if found.conditions.empty:
        return say(
            "The target {target}, {due}, is {outcome} in {base} of all draws, and no few conditions tell in which: no "
            "condition on any of {count} inputs can be told from chance.",
            base=share(found.base),
            count=found.inputs,
            **about,
        )
    if not found.tells:
        return say(
            "The target {target}, {due}, is {outcome} in {base} of all draws, and no few conditions tell in which: the "
            "best box {fit}, which cannot be told from chance; more draws may tell.",
            base=share(found.base),
            fit=_fit(found),
            **about,
        )
    conditions = join("; ", [condition_words(row) for row in found.conditions.to_dict("records")])
    return say(
        "The target {target}, {due}, is {outcome} most often when: {conditions}. This box {fit}.",
        conditions=conditions,
        fit=_fit(found),
        **about,
    )


def _fit(found: Discovery) -> str:
    """How the box fits the draws held back."""
    again = found.held_back
    return say(
        "covers {coverage} of the draws that {verb} it; of the draws inside, {density} {verb} it, against {base} of "
        "all",
        coverage=_with_interval(again.coverage, again.coverage_interval),
        density=_with_interval(again.density, again.density_interval),
        verb=VERBS[found.when],
        base=share(again.base),
    )


def reading_notes(found: Discovery) -> list[str]:
    """Why this outcome is described, what the numbers rest on, and what they do not say."""
    notes = [_which(found)]
    weak = [row["label"] for _, row in found.conditions.iterrows() if row["held_back_quasi_p"] > LEVEL]
    if found.tells and weak:
        notes.append(
            say("May be chance, as the draws held back do not bear it out: {conditions}.", conditions=join("; ", weak))
        )
    notes.append(
        say(
            "Conditions are found on {found} draws; the shares in the first sentence are those of {held_back} others, "
            "with 95% intervals. Of the boxes on the way, the one is told that holds most draws that {verb} the target "
            "beyond those that as many draws taken blindly would hold.",
            found=figure(f"{found.found.draws:,}"),
            held_back=figure(f"{found.held_back.draws:,}"),
            verb=VERBS[found.when],
        )
    )
    return notes


def _which(found: Discovery) -> str:
    """Which outcome is described, and why."""
    facts = {
        "outcome": OUTCOMES[found.when],
        "base": share(found.base),
        "option": f"--when {OTHER[found.when]}",
    }
    if found.base <= 0.5:
        return say(
            "Told is when the target is {outcome}, the rarer outcome ({base} of all draws); {option} tells the other.",
            **facts,
        )
    return say(
        "Told is when the target is {outcome}, the more frequent outcome ({base} of all draws): conditions can hardly "
        "add to what is frequent anyway; {option} tells the other.",
        **facts,
    )


def condition_table(found: Discovery) -> Table:
    """A row per condition, the surest first."""
    title = say(
        "{scenario}: the target is {outcome} most often when all of these hold",
        scenario=found.scenario,
        outcome=OUTCOMES[found.when],
    )
    table = Table(title=title)
    table.add_column(say("Condition"), ratio=3)
    table.add_column(say("Limit"), ratio=2)
    table.add_column(say("Belongs to"), ratio=2)
    table.add_column(say("Draws that meet it"), justify="right")
    table.add_column(say("Chance (quasi-p,\nheld back)"), justify="right", no_wrap=True)
    for row in found.conditions.to_dict("records"):
        value = row["held_back_quasi_p"]
        told = figure(f"<{SMALLEST:g}" if value < SMALLEST else f"{value:.2g}")
        table.add_row(row["label"], limit_words(row), group_words(row["group"]), share(row["share"]), told)
    return table


def condition_words(row: Mapping[Any, Any]) -> str:
    """A condition as a phrase."""
    return say("{input} is {limit}", input=row["label"], limit=limit_words(row))


def limit_words(row: Mapping[Any, Any]) -> str:
    """The limits of a condition with their unit."""
    low, high = row["low"], row["high"]
    unit = _unit(row["unit"].removeprefix("1").strip())
    if np.isnan(high):
        return say("at least {value}{unit}", value=_number(low), unit=unit)
    if np.isnan(low):
        return say("at most {value}{unit}", value=_number(high), unit=unit)
    return join("", [from_to(_number(low), _number(high)), unit])


def _unit(unit: str) -> str:
    """A unit behind its number: with a space before it, unless it begins with %."""
    words = unit_words(unit)
    return words if unit.startswith("%") or not unit else join("", [" ", words])


def _number(value: float) -> str:
    """Two digits, or all that stand before the point: the draws support no more."""
    text = f"{value:,.0f}" if abs(value) >= 10 else f"{value:.2g}"
    return figure(text.replace("-", "\N{MINUS SIGN}"))


def _with_interval(part: float, interval: tuple[float, float]) -> str:
    low, high = (f"{100 * end:.0f}" for end in interval)
    return say("{share} ({low} to {high})", share=share(part), low=low, high=high)
