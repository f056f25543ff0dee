"""The revenue equations from the end of 2015, with recorded growth and prices and the priors of the case.

What is recorded after 2015 enters as growth of GRDP and of mining, as prices, and through priors read off the same
years: no test out of sample, but an equation that cannot follow the record fails it. Revenue of 2015 is split as that
of 2016 (its own split is not known). Figures as announced at the end of each year, in trillion VND.
"""

from __future__ import annotations

import numpy as np
import pytest

from qnsim.economy import budget
from qnsim.facts.case import Case
from qnsim.quantities.distributions import Distribution

Array = np.ndarray
DRAWS = 4000
YEARS = range(2016, 2023)
GROWTH = (0.101, 0.1013, 0.111, 0.1201, 0.1005, 0.1028, 0.1028)
MINING_GROWTH, MINING_SHARE = 0.055, 0.22  # mean of 2016-22 and share of GRDP in 2015, both derived
PRICES = (142.98, 149.22, 154.63, 158.38, 160.7, 165.17, 171.6)  # national deflator; 140.43 in 2015
PRICES_2015 = 140.43
TOTAL_2015, DOMESTIC_2015 = 34.3, 23.0
RECORD = {
    "total": {2016: 36.0, 2017: 37.6, 2018: 40.5, 2019: 45.9, 2020: 49.5, 2021: 51.0, 2022: 56.5},
    "domestic": {2016: 24.0, 2018: 30.5, 2019: 34.3, 2020: 37.0, 2022: 42.0},
    "import and export": {2016: 12.0, 2018: 10.0, 2019: 11.6, 2020: 12.3, 2022: 14.5},
}


@pytest.fixture(scope="module")
def blind(case: Case) -> dict[str, dict[int, Array]]:
    """What the equations say of each year, one number a draw."""
    random = np.random.default_rng(2015)

    def prior(name: str) -> Array:
        distribution = case.parameters[name].prior
        assert isinstance(distribution, Distribution)
        return np.asarray(distribution.quantile(random.random(DRAWS)))

    domestic_2015 = random.normal(DOMESTIC_2015, 1.2, DRAWS)
    coal = budget.revenue_coal_base(domestic_2015, prior("coal_share_of_domestic_revenue"))
    fees = prior("land_revenue") * DOMESTIC_2015 / case.parameters["revenue_domestic_base"].prior.median
    land = budget.revenue_land_base(fees, domestic_2015, coal)
    other = budget.revenue_other_domestic_base(domestic_2015, coal, land)
    buoyancy, land_spread = prior("domestic_revenue_buoyancy"), prior("land_revenue_log_sd")
    drift, left, spread = (prior(f"trade_revenue_{name}") for name in ("drift", "persistence", "log_sd"))
    usual = (TOTAL_2015 - domestic_2015) * np.exp(0.12 * random.standard_normal(DRAWS))
    deviation = budget.trade_log_deviation_base(TOTAL_2015 - domestic_2015, usual)

    said: dict[str, dict[int, Array]] = {name: {} for name in RECORD}
    grdp, mining = 1.0, MINING_SHARE
    for year, growth, level in zip(YEARS, GROWTH, PRICES, strict=True):
        grdp, mining, prices = grdp * (1 + growth), mining * (1 + MINING_GROWTH), level / PRICES_2015
        income = budget.core_income(grdp, mining, prices, 1.0, MINING_SHARE, 1.0)
        usual = usual + budget.trade_revenue_usual_growth(drift, usual)
        deviation = budget.trade_log_deviation(deviation, left, spread, random.standard_normal(DRAWS))
        domestic = budget.revenue_domestic(
            budget.revenue_coal(coal, mining, MINING_SHARE, prices, 1.0),
            budget.revenue_other_domestic(other, income, buoyancy),
            budget.revenue_land(land, land_spread, random.standard_normal(DRAWS)),
        )
        trade = budget.revenue_import_export(usual, deviation, trade_attracted=0.0, trade_revenue_response=1.0)
        said["domestic"][year], said["import and export"][year] = domestic, trade
        said["total"][year] = budget.revenue_total(domestic, trade)
    return said


@pytest.mark.parametrize(("kind", "year"), [(kind, year) for kind, years in RECORD.items() for year in years])
def test_recorded_revenue_lies_within_nine_tenths_of_the_draws(
    blind: dict[str, dict[int, Array]], kind: str, year: int
) -> None:
    low, high = np.quantile(blind[kind][year], [0.05, 0.95])
    assert low < RECORD[kind][year] < high


def test_the_middle_of_seven_years_is_not_far_from_the_record(blind: dict[str, dict[int, Array]]) -> None:
    for kind in ("domestic", "import and export"):
        misses = [np.log(np.median(blind[kind][year]) / seen) for year, seen in RECORD[kind].items()]
        assert abs(np.mean(misses)) < 0.15
