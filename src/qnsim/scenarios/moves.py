"""A scenario with one value moved, as if a file that extends it had said so."""

from __future__ import annotations

from dataclasses import replace

from qnsim.facts.catalogue import Entry
from qnsim.language import say
from qnsim.quantities.distributions import Distribution
from qnsim.scenarios.scenario import Scenario, merged
from qnsim.scenarios.settings import Place, Setting

MOVED = Place("(moved)", 1, 1)


def with_value(scenario: Scenario, entry: Entry, value: float, period: str | None = None) -> Scenario:
    """The scenario with one name at a fixed value (in the entry's unit), for a period or for the whole run.

    What the scenario says of the name elsewhere stays. Raises `ValueError` if the value leaves the entry's range.
    """
    if not entry.low <= value <= entry.high:
        raise ValueError(
            say(
                "{name} at {value:g} {unit} leaves its range, {low:g} to {high:g}",
                name=entry.name,
                value=value,
                unit=entry.unit,
                low=entry.low,
                high=entry.high,
            )
        )
    fixed = ((period, Distribution("fixed", (float(value),))),)
    setting = Setting(entry.name, entry.section, entry.kind, entry.unit, fixed, "", f"{value:g} {entry.unit}", MOVED)
    settings = merged(scenario.settings, {entry.name: setting}, scenario.years)
    history = {**scenario.history, entry.name: (*scenario.history.get(entry.name, ()), setting)}
    return replace(scenario, settings=settings, history=history)
