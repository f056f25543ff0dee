"""Values as text: for a scenario file, so that reading them back gives the same value, and for a sentence."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path

from qnsim.facts.catalogue import Entry
from qnsim.language import say
from qnsim.quantities.distributions import Distribution
from qnsim.quantities.periods import Years
from qnsim.quantities.written_amounts import AMBIGUOUS
from qnsim.quantities.written_units import factor
from qnsim.scenarios.stretches import Stretch, by_period

_UNITLESS = ("beta",)


def yaml_of(stretches: Sequence[Stretch], entry: Entry, years: Years) -> str:
    """Stretches as a scenario file writes them: one value, or a path over time."""
    if len(stretches) == 1 and stretches[0].span is None:
        return value_yaml(stretches[0].distribution, entry)
    parts = (f"{each.span}: {value_yaml(each.distribution, entry)}" for each in by_period(stretches, years))
    return "{" + ", ".join(parts) + "}"


def value_yaml(distribution: Distribution, entry: Entry) -> str:
    """One value as a scenario file writes it, in the unit people use."""
    unit, numbers = _in_shown_unit(distribution, entry)
    if distribution.is_fixed:
        return numbers[0] if unit == "1" else f"{numbers[0]} {unit}"
    tail = "" if unit == "1" else f", unit: '{unit}'"
    return f"{{{distribution.family}: [{', '.join(numbers)}]{tail}}}"


def value_words(distribution: Distribution, entry: Entry) -> str:
    """One value in a sentence; a distribution with its median."""
    unit, numbers = _in_shown_unit(distribution, entry)
    tail = "" if unit == "1" else f" {unit}"
    if distribution.is_fixed:
        return f"{numbers[0]}{tail}"
    middle = distribution.median / _size(entry.shown_unit, entry)
    shown_tail = "" if entry.shown_unit == "1" else f" {entry.shown_unit}"
    return say(
        "{family} [{numbers}]{unit} (median {middle:.4g}{shown_unit})",
        family=distribution.family,
        numbers=", ".join(numbers),
        unit=tail,
        middle=middle,
        shown_unit=shown_tail,
    )


def span_words(span: str | None) -> str:
    """A span in a sentence."""
    if span is None:
        return say("in the whole run")
    first, dots, last = span.partition("..")
    return (
        say("in {span}", span=span)
        if not dots
        else say("from {first} to {last}", first=first, last=last or say("the end"))
    )


def place_words(stretch: Stretch) -> str:
    """The file and line that set a stretch."""
    place = stretch.setting.place
    return f"{Path(place.file).name}:{place.line}"


def _in_shown_unit(distribution: Distribution, entry: Entry) -> tuple[str, list[str]]:
    unit = entry.unit if distribution.family in _UNITLESS else entry.shown_unit
    scaled = distribution.scaled(1 / _size(unit, entry))
    return unit, [_digits(value) for value in scaled.values]


def _size(unit: str, entry: Entry) -> float:
    return factor(unit, entry.unit, by_quarter=False)


def _digits(value: float) -> str:
    """A number without exponent, binary noise, or three decimals that could be thousands."""
    text = format(Decimal(f"{value:.14g}"), "f")
    return f"{text}0" if re.fullmatch(AMBIGUOUS, text) else text
