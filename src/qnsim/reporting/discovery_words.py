"""What scenario discovery found, in plain sentences and as a table."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from qnsim.analysis.discovery import MISSED, REACHED, Discovery
from qnsim.analysis.prim import LEVEL
from qnsim.press.table import Table

VERBS = {MISSED: "miss", REACHED: "reach"}
OTHER = {MISSED: REACHED, REACHED: MISSED}
SMALLEST = 0.001


def discovery_lines(found: Discovery) -> list[str]:
    """The finding in one sentence, then why this outcome is told and how far to trust it."""
    return [finding(found), *reading_notes(found)]


def target_words(found: Discovery) -> str:
    """The target with the period it is due in."""
    return f"the target {found.target.indicator['en']}, {found.target.due},"


def finding(found: Discovery) -> str:
    """The conditions in one sentence with their coverage and density on the draws held back, or that none tell."""
    name, again, verb = f"T{target_words(found)[1:]}", found.held_back, VERBS[found.when]
    if found.conditions.empty:
        return (
            f"{name} is {found.when} in {_percent(found.base)} of all draws, and no few conditions tell in which: no "
            f"condition on any of {found.inputs} inputs can be told from chance."
        )
    fit = (
        f"covers {_with_interval(again.coverage, again.coverage_interval)} of the draws that {verb} it; of the draws "
        f"inside, {_with_interval(again.density, again.density_interval)} {verb} it, against "
        f"{_percent(again.base)} of all"
    )
    if not found.tells:
        return (
            f"{name} is {found.when} in {_percent(found.base)} of all draws, and no few conditions tell in which: the "
            f"best box {fit}, which cannot be told from chance; more draws may tell."
        )
    conditions = "; ".join(condition_words(row) for row in found.conditions.to_dict("records"))
    return f"{name} is {found.when} most often when: {conditions}. This box {fit}."


def reading_notes(found: Discovery) -> list[str]:
    """Why this outcome is described, what the numbers rest on, and what they do not say."""
    rare = found.base <= 0.5
    which = "rarer" if rare else "more frequent"
    other = "" if rare else ": conditions can hardly add to what is frequent anyway"
    notes = [
        f"Told is when the target is {found.when}, the {which} outcome ({_percent(found.base)} of all draws){other}; "
        f"--when {OTHER[found.when]} tells the other."
    ]
    weak = [row["label"] for _, row in found.conditions.iterrows() if row["held_back_quasi_p"] > LEVEL]
    if found.tells and weak:
        notes.append(f"May be chance, as the draws held back do not bear it out: {'; '.join(weak)}.")
    notes.append(
        f"Conditions are found on {found.found.draws:,} draws; the shares in the first sentence are those of "
        f"{found.held_back.draws:,} others, with 95% intervals. Of the boxes on the way, the one is told that holds "
        f"most draws that {VERBS[found.when]} the target beyond those that as many draws taken blindly would hold."
    )
    return notes


def condition_table(found: Discovery) -> Table:
    """A row per condition, the surest first."""
    title = f"{found.scenario}: the target is {found.when} most often when all of these hold"
    table = Table(title=title)
    table.add_column("Condition", ratio=3)
    table.add_column("Limit", ratio=2)
    table.add_column("Belongs to", ratio=2)
    table.add_column("Draws that meet it", justify="right")
    table.add_column("Chance (quasi-p,\nheld back)", justify="right", no_wrap=True)
    for row in found.conditions.to_dict("records"):
        value = row["held_back_quasi_p"]
        told = f"<{SMALLEST:g}" if value < SMALLEST else f"{value:.2g}"
        table.add_row(row["label"], limit_words(row), row["group"], _percent(row["share"]), told)
    return table


def condition_words(row: Mapping[Any, Any]) -> str:
    """A condition as a phrase."""
    return f"{row['label']} is {limit_words(row)}"


def limit_words(row: Mapping[Any, Any]) -> str:
    """The limits of a condition with their unit."""
    low, high = row["low"], row["high"]
    unit = row["unit"].removeprefix("1").strip()
    unit = unit if unit.startswith("%") else f" {unit}".rstrip()
    if np.isnan(high):
        return f"at least {_number(low)}{unit}"
    if np.isnan(low):
        return f"at most {_number(high)}{unit}"
    return f"{_number(low)} to {_number(high)}{unit}"


def _number(value: float) -> str:
    """Two digits, or all that stand before the point: the draws support no more."""
    text = f"{value:,.0f}" if abs(value) >= 10 else f"{value:.2g}"
    return text.replace("-", "\N{MINUS SIGN}")


def _percent(share: float) -> str:
    return f"{100 * share:.0f}%"


def _with_interval(share: float, interval: tuple[float, float]) -> str:
    low, high = (f"{100 * end:.0f}" for end in interval)
    return f"{_percent(share)} ({low} to {high})"
