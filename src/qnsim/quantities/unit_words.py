"""Units as people read them: the English words are those of files."""

from __future__ import annotations

import re

from qnsim.language import join, say

_PRICES = r"(.+ )?VND_(base|\d{4})"  # money at the prices of a year, or of the base year
WORDS = {
    str(each): each
    for each in (
        say("year"),
        say("quarter"),
        say("pp"),
        say("person"),
        say("thousand person"),
        say("million arrival"),
        say("firm"),
        say("firms"),
        say("jobs"),
        say("place"),
        say("ha"),
        say("hectares"),
        say("rank"),
        say("storm"),
        say("VND"),
        say("million VND"),
        say("billion VND"),
        say("trillion VND"),
        say("million USD"),
        say("billion USD"),
        say("standard deviations"),
    )
}


def unit_words(unit: str) -> str:
    """A unit such as `trillion VND_base / year`; what has no words, such as % or MW, stays as it is."""
    if unit == "1 / ten_thousand person":
        return say("per 10 000 people")
    return join(" / ", map(_part, unit.split(" / ")))


def _part(unit: str) -> str:
    if priced := re.fullmatch(_PRICES, unit):
        money = WORDS.get(f"{priced[1] or ''}VND", f"{priced[1] or ''}VND")
        if priced[2] == "base":
            return say("{money}_base", money=money)
        return say("{money}_{year}", money=money, year=priced[2])
    return WORDS.get(unit, unit)
