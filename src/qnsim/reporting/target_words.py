"""What a target asks, in words."""

from __future__ import annotations

from qnsim.facts.targets import Target
from qnsim.language import figure, say
from qnsim.quantities.unit_words import unit_words

SIGNS = {">=": "\N{GREATER-THAN OR EQUAL TO}", "<=": "\N{LESS-THAN OR EQUAL TO}", "about": "\N{ALMOST EQUAL TO}"}
WITHOUT_NUMBER = {
    "highest": say("the highest so far"),
    "completed": say("completed"),
    "leading group": say("leading group"),
}


def asked_words(target: Target) -> str:
    """What is asked of an indicator, such as > 10% or ≥ 2,000 firms; without a number what the resolution says."""
    sign = SIGNS.get(target.comparator, target.comparator)
    if target.threshold is None:
        if target.against:
            return say("{sign} as clause {clause} asks", sign=sign, clause=target.clause)
        return WITHOUT_NUMBER.get(target.comparator, target.comparator)
    shown, unit = figure(f"{target.threshold:,.10g}"), target.unit.removesuffix(" / year")
    if unit == "%":
        return say("{sign} {number}%", sign=sign, number=shown)
    return say("{sign} {number} {unit}", sign=sign, number=shown, unit=unit_words(unit))
