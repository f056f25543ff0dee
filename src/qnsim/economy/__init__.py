"""The economy of the province: one file per block, in reading order.

Sources in brackets are resolved in data/SOURCES.md; a letter with a number is the row of the causal structure there.
"""

from qnsim.economy import (
    accounts,
    agriculture,
    budget,
    calendar,
    electricity,
    firms,
    foreign_investment,
    investment,
    labour,
    manufacturing,
    measurement,
    mining,
    public_works,
    services,
    shocks,
    tourism,
)

BLOCKS = (
    calendar,
    agriculture,
    mining,
    electricity,
    foreign_investment,
    manufacturing,
    investment,
    public_works,
    tourism,
    services,
    firms,
    labour,
    budget,
    shocks,
    accounts,
    measurement,
)

PATHS = {
    "fdi_quarter_share": "share of the year's registered FDI that falls in this quarter",
    "fdi_draw": "standard normal draw of the year for registered FDI",
    "payment_share": "share of the year's public investment payments that falls in this quarter",
    "payment_share_normal": "the usual share in this quarter, scaled so that works of a year add up to its payments",
    "grdp_quarter_weight": "share of a year's GRDP produced in this quarter, apart from growth",
    "agriculture_walk": "sum of standard normal draws of the years so far, agriculture",
    "mining_walk": "sum of standard normal draws of the years so far, mining",
    "electricity_walk": "sum of standard normal draws of the years so far, electricity",
    "construction_walk": "sum of standard normal draws of the years so far, construction",
    "investment_walk": "sum of standard normal draws of the years so far, private investment",
    "product_tax_walk": "sum of standard normal draws of the years so far, product taxes",
    "national_draw": "standardised draw of the year: surprise in national growth",
    "local_draw": "standardised draw of the year: provincial growth shock",
    "discrepancy_draw": "standardised draw of the year: what the model's structure leaves out",
    "land_draw": "standard normal draw of the year: land-use fees",
    "trade_draw": "standard normal draw of the year: import-export revenue",
    "release_draw": "standard normal draw of the quarter: error of the first published growth",
    "pandemic": "1 in a quarter with a pandemic, else 0",
    "storm": "number of damaging storms or floods in the quarter",
    "major_storm": "number of major typhoons with a direct hit in the quarter",
}

DIVISIONS = ("fdi_quarter_share", "payment_share", "payment_share_normal", "grdp_quarter_weight")
SURPRISES = tuple(name for name in PATHS if name not in DIVISIONS)  # what is drawn anew each year or quarter
