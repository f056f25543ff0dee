"""What is forecast: growth of GRDP and of branches, and levels of money and visitors, each with its dated figures."""

from __future__ import annotations

import datetime
import math
from collections.abc import Mapping
from dataclasses import dataclass, replace

import pandas as pd

from qnsim.analysis.backtest import members, seen
from qnsim.analysis.backtest.members import Said
from qnsim.analysis.backtest.seen import RECONCILED, Figures, known_on
from qnsim.analysis.hindcast import BRANCH_GROWTH, BRANCHES, GROWTH
from qnsim.facts.known_values import Values

LEVELS = ("investment_total", "revenue_total", "tourist_arrivals")  # published under the name of the measure
SPENT, RECORDED_SPENT = "fdi_realised", "fdi_spent"
NATION = ("national_gdp_growth", "national")
SCALE = 100  # logarithms in percent


@dataclass(frozen=True)
class Question:
    """A measure of the model, and the dated figures it is compared with.

    Growth is in percent. A level is 100 times its logarithm, so that differences are about percent.
    """

    quantity: str
    sector: str
    figures: Figures
    is_level: bool = False
    national: Figures = ()
    targets: Figures = ()

    @property
    def key(self) -> tuple[str, str]:
        """The measure."""
        return self.quantity, self.sector

    def came(self, day: datetime.date) -> Mapping[int, float]:
        """What came, by year, as known on a day; of the reconciled record all of the day's year."""
        return {
            each.year: each.value
            for each in self.figures
            if each.known_from <= day or (each.basis == RECONCILED and each.year <= day.year)
        }

    def naive(self, day: datetime.date, year: int) -> list[Said]:
        """What the forecasts that need no model said of a year on a day; those that knew too little are left out."""
        known, national = known_on(self.figures, day), known_on(self.national, day)
        average = members.level_as_grown if self.is_level else members.growth_as_on_average
        said = (
            average(known, year),
            members.as_last(known, year),
            members.nation_and_usual_gap(known, national, year),
            members.target_as_forecast(known_on(self.targets, day), year),
        )
        return [each for each in said if each]


def questions_of(province: pd.DataFrame, nation: pd.DataFrame, record: Values) -> tuple[Question, ...]:
    """All questions, from the observations of province and nation and the reconciled record.

    Growth of GRDP and levels that are published have the dates of their first publication. Branches and spending of FDI
    are published too seldom; of them it is the record as known today, counted from the end of each year.
    """
    total = Question(
        GROWTH,
        "",
        seen.first_published(province, GROWTH),
        national=seen.first_published(nation, *NATION),
        targets=seen.growth_targets(province),
    )
    branches = (Question(BRANCH_GROWTH, branch, seen.reconciled(record, BRANCH_GROWTH, branch)) for branch in BRANCHES)
    levels = (_level(name, seen.first_published(province, name)) for name in LEVELS)
    spent = _level(SPENT, seen.reconciled(record, RECORDED_SPENT, seen.TOTAL))
    return tuple(each for each in (total, *branches, *levels, spent) if each.figures)


def _level(quantity: str, figures: Figures) -> Question:
    logs = tuple(replace(each, value=SCALE * math.log(each.value)) for each in figures if each.value > 0)
    return Question(quantity, "", logs, is_level=True)
