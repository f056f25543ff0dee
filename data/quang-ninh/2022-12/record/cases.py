"""Write the cases of the hindcast, data/quang-ninh/hindcast/YYYY-12, from the reconciled record.

Run it in the root of the repository: python data/quang-ninh/2022-12/record/cases.py

Each case extends the main one and says what differs at the end of its year: start, base values and the record so far,
at prices of that year. The case at the end of 2021 was made by hand from what was known then and is not written here.
What scenarios with observed drivers need is written by observed.py.

Rules, each used wherever the record lacks a figure:
- Priors of behaviour, and what is not said here, are those of the main case: this is no exercise in real time.
- A stock known in 2015 (the parameters ending in _early) and in 2022 moves between them in a straight line, in
  logarithms if it is a number of firms.
- The pace of a branch within the base year is its recorded growth and its usual pace (PACE), weighted by their errors.
  Nothing is known of branches in 2015, so there the pace is the usual one.
- The year before the record has the amounts of 2015 less the growth of 2015.
- Productivity of services is the residual of the record up to the base year where that has LEAST_YEARS years of growth.
  With fewer it is RESIDUAL, that of the whole record, which nobody could know: not blind in this.
"""

from __future__ import annotations

import csv
import runpy
from collections.abc import Callable, Iterable
from pathlib import Path
from statistics import fmean

from ruamel.yaml import YAML

HERE = Path(__file__).parent
FOLDER = HERE.parents[1] / "hindcast"
YEARS = range(2015, 2021)
FIRST, LAST = 2015, 2022  # of the record
LEAST_YEARS = 3
RESIDUAL = (4.0, 1.55)  # % a year, mean and standard deviation; docs/record.md
GROWTH_BEFORE = 9.2  # % a year, mean of 2011-15, row grdp_growth of observations/quang-ninh.csv
PACE = {"agriculture": (4.0, 1.4), "mining": (5.5, 4.3), "electricity": (5.0, 5.6)}  # trend, spread of a year around it
DEFLATOR = {
    2015: 1.222,
    2016: 1.2,
    2017: 1.15,
    2018: 1.109,
    2019: 1.083,
    2020: 1.068,
}  # of investment, history.yaml
ARRIVALS = {
    2014: 7.63,
    2015: 7.76,
    2016: 8.3,
    2017: 9.87,
    2018: 12.2,
    2019: 14.0,
    2020: 8.8,
}  # history.yaml; 7.5 in 2013
REVENUE = {  # domestic, import-export; rows revenue_* of observations/quang-ninh.csv, split as in the years beside
    2015: (22.2, 11.1),
    2016: (24.0, 12.0),
    2017: (26.7, 10.9),
    2018: (30.5, 10.1),
    2019: (34.3, 11.6),
    2020: (37.0, 12.3),
}
EXCHANGE_RATE = 0.0234  # trillion VND of 2022 per million USD
USUAL_RATE = 81.25  # % of the plan, disbursement_rate_base
BRANCHES = ("agriculture", "mining", "manufacturing", "electricity", "construction", "services", "product_taxes")
KINDS = ("public_work", "fdi", "resource", "private")
SERIES = {"investment_total": "total", **{kind: kind for kind in KINDS}}
RECORD = "reconciled record"
WRITING = runpy.run_path(str(HERE / "writing.py"))
n, entry, fact, around = (WRITING[name] for name in ("n", "entry", "fact", "around"))
fixed, normal, lognormal, truncated = (WRITING[name] for name in ("fixed", "normal", "lognormal", "truncated"))


def read_record() -> dict[tuple[str, str, int], tuple[float, float]]:
    """Value and standard error by quantity, sector and year."""
    with (HERE / "reconciled.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["year"].isdigit()]
    return {
        (row["quantity"], row["sector"], int(row["year"])): (float(row["value"]), float(row["standard_error"]))
        for row in rows
    }


KNOWN = read_record()


def growth(sector: str, year: int) -> float:
    """Growth of a branch, or of the total, in the record; in 2015 that of the total before."""
    return GROWTH_BEFORE if year == FIRST else KNOWN["value_added_growth", sector, year][0]


def pace(branch: str, year: int) -> float:
    """The pace of a branch within a year: recorded growth, drawn towards the usual pace by its error."""
    usual, spread = PACE[branch]
    if year == FIRST:
        return usual
    recorded, error = KNOWN["value_added_growth", branch, year]
    return (recorded / error**2 + usual / spread**2) / (1 / error**2 + 1 / spread**2)


def between(early: float, late: float, year: int) -> float:
    """A straight line from 2015 to 2022."""
    return early + (late - early) * (year - FIRST) / (LAST - FIRST)


def amount(quantity: str, sector: str, year: int, base: int) -> float:
    """Money of a year at the prices of the base year."""
    if year < FIRST:
        return amount(quantity, sector, FIRST, base) / (1 + GROWTH_BEFORE / 100)
    return KNOWN[quantity, sector, year][0] / DEFLATOR[base]


def money(year: int) -> list[str]:
    """Parameters in money of the base year."""
    unit = f"trillion VND_{year} / year"
    grdp = amount("value_added", "total", year, year)
    total = amount("investment", "total", year, year)
    plan = amount("investment", "public_work", year, year) / (USUAL_RATE / 100)
    entries = [
        entry("grdp_base", fixed(grdp), RECORD, unit, around(grdp)),
        entry("investment_total_base", fixed(total), RECORD, unit, around(total)),
    ]
    for kind in ("fdi", "resource"):
        value = amount("investment", kind, year, year)
        error = KNOWN["investment", kind, year][1] / DEFLATOR[year]
        prior = truncated(value, error, value / 2, value * 1.5)
        entries.append(entry(f"investment_{kind}_base", prior, RECORD, unit, around(value)))
    source = f"public works of the {RECORD} at the usual rate of disbursement"
    entries.append(entry("public_investment_plan_base", fixed(plan), source, unit, around(plan)))
    real, unit = EXCHANGE_RATE / DEFLATOR[year], f"trillion VND_{year} / million USD"
    entries.append(entry("exchange_rate_real", fixed(real), "that of the main case", unit, around(real)))
    return entries


def production(year: int) -> list[str]:
    """Growth of the base year and weights of the branches."""
    source = RECORD if year > FIRST else "mean of 2011-15, first estimate"
    so_far = fmean(growth("total", each) for each in range(min(FIRST + 1, year), year + 1))
    entries = [
        entry("base_time", f"fixed: [{year + 0.5}]", "definition", limits=(year, year + 1)),
        entry("grdp_growth_base", fixed(growth("total", year)), source),
        entry("expected_growth_start", fixed(so_far), "mean growth of the record so far"),
    ]
    for branch in PACE:
        said = f"{RECORD}, drawn towards the usual pace" if year > FIRST else "the usual pace"
        entries.append(entry(f"{branch}_growth_base", fixed(pace(branch, year)), said, limits=(-15, 40)))
    inflation = 100 * (DEFLATOR[max(year, FIRST + 1) - 1] / DEFLATOR[max(year, FIRST + 1)] - 1)
    entries.append(entry("grdp_deflator_growth_base", fixed(inflation), "national deflator; 2015 as 2016"))
    for branch in BRANCHES:
        share, error = (each / 100 for each in KNOWN["value_added_share", branch, year])
        prior = truncated(share, error, share - 3 * error, share + 3 * error)
        entries.append(entry(f"grdp_share_{branch}", prior, RECORD, limits=around(share)))
    return entries


def start_of_arrivals(year: int) -> float:
    """The rate of arrivals at the end of a year: its average and half a year of its growth."""
    return ARRIVALS[year] * (ARRIVALS[year] / ARRIVALS[year - 1]) ** 0.5


def people(year: int) -> list[str]:
    """Firms, workers, guests."""
    line = "straight line from 2015 to 2022 between the priors of the main case"
    certified, spread = between(0.35, 0.4, year), between(0.012, 0.03, year)
    firms = 6500 * (10500 / 6500) ** ((year - FIRST) / (LAST - FIRST))
    employed, error = KNOWN["employed", "total", year]
    start = {each: start_of_arrivals(each) for each in range(FIRST, year + 1)}
    guests, reach = (3, 40), max(start.values())
    return [
        entry("certified_share_start", truncated(certified, spread, certified - 0.1, certified + 0.1), line),
        entry(
            "active_firms_start", f"lognormal: [{n(firms)}, {n(between(0.25, 0.15, year))}]", line, limits=around(firms)
        ),
        entry("employed_start", normal(employed, error), RECORD),
        entry("tourist_arrivals_base", fixed(ARRIVALS[year]), "history.yaml of the main case", limits=guests),
        entry("tourist_arrivals_start", fixed(start[year]), "base value and half a year of its growth", limits=guests),
        entry(
            "tourist_arrivals_potential_start",
            f"lognormal: [{n(reach)}, 0.12]",
            "the highest rate so far",
            limits=guests,
        ),
    ]


def capital_and_budget(year: int) -> list[str]:
    """Foreign capital and revenue."""
    registered = KNOWN["fdi_registered", "total", year][0]
    backlog, error = KNOWN["fdi_backlog", "total", year]
    domestic, customs = REVENUE[year]
    observed = "observations of revenue"
    return [
        entry("fdi_registered_base", fixed(registered), RECORD, limits=(20, 5000)),
        entry("fdi_backlog_start", truncated(backlog, error, 50, 4000), RECORD, limits=(20, 6000)),
        entry("revenue_domestic_base", normal(domestic, 0.03 * domestic), observed, limits=around(domestic)),
        entry("revenue_import_export_base", normal(customs, 0.03 * customs), observed, limits=around(customs)),
    ]


def parameters(year: int) -> str:
    """The file of parameters of a case."""
    entries = [*money(year), *production(year), *people(year), *capital_and_budget(year)]
    return "\n\n".join([f"# Base values of {year}. Rules: ../../2022-12/record/cases.py", *entries]) + "\n"


def first_account(year: int) -> int:
    """The year from whose end the growth accounts roll capital."""
    return min(FIRST, year - 1)


def history(year: int) -> str:
    """The record up to a year at its prices."""
    span = range(first_account(year), year + 1)
    lines = [f"# The {RECORD} at prices of {year}. Rules: ../../2022-12/record/cases.py", "series:"]
    for name, sector in SERIES.items():
        lines += [f"  {name}:", f"    unit: trillion VND_{year}", f'    source: "{RECORD}"', "    values:"]
        lines += [f"      {each}: {{value: {n(amount('investment', sector, each, year))}, status: d}}" for each in span]
    if span[0] < FIRST:
        lines += ["  tourist_arrivals:", "    values:"]
        lines += [f"      {span[0]}: {{value: {ARRIVALS[span[0]]}, status: a}}"]
    grown = range(FIRST + 1, year + 1) or range(FIRST, year + 1)
    services = [growth("services", each) for each in grown]
    errors = [KNOWN["value_added_growth", "services", max(each, FIRST + 1)][1] for each in grown]
    error = (fmean(each**2 for each in errors) / len(errors)) ** 0.5
    mean = fmean(growth("total", each) for each in grown)
    lines += ["facts:"]
    lines += [fact("services_growth_mean", RECORD, fmean(services)), fact("services_growth_mean_error", RECORD, error)]
    lines += [fact("grdp_growth_mean", RECORD, mean)]
    grdp = amount("value_added", "total", span[0], year)
    lines += [fact("grdp_early", RECORD, grdp, f"trillion VND_{year} / year")]
    return "\n".join(lines) + "\n"


CASE = """# The end of {year}, to forecast {next}. Written by ../../2022-12/record/cases.py, which says the rules.
extends: ../../2022-12
vintage: {year}-12-31
base_year: {year}
accounts_from: {accounts}
end: {last}Q4
targets: targets.yaml
scenarios: scenarios
{calibration}"""
CALIBRATION = """calibration: # on the figures known on the day; start and likelihood are those of the main case
  start: {start}
  scenario: {scenario}
  likelihood: ../../2022-12/record/{likelihood}
  own: [{own}]
"""
TARGETS = """# The event of the hindcast: the threshold of the main case's resolution, in every year.
headline: grdp_growth
targets:
  - id: grdp_growth
    clause: "growth"
    indicator: {{vi: "Tốc độ tăng trưởng GRDP (giá so sánh)", en: "GRDP growth (constant prices)"}}
    measure: {{variable: grdp_growth}}
    comparator: ">"
    threshold: 10
    unit: "% / year"
    model_unit: "%"
    due: "{next}"
    treatment: modelled
    note: "growth as first published"
    note_vi: "tăng trưởng theo công bố lần đầu"
    verbatim: "trên 10%"
    definition: "constant 2010 prices; judged on the first release"
"""
SCENARIO = """name: baseline
title: {{vi: "Cơ sở: theo xu thế", en: "Baseline: trend"}}
why: What the record up to {year} leads one to expect.
"""
NOT_BLIND = """conditions:
  services_tfp_growth: # the residual of the whole record: not blind in this
    normal: [{mean}, {error}]
    unit: percent
    source: judgement
"""


def calibration() -> str:
    """What a case says of its calibration: as the main one, from the same start."""
    main = YAML(typ="safe").load(HERE.parent / "case.yaml")["calibration"]
    start, likelihood = (Path(main[name]).name for name in ("start", "likelihood"))
    words = {"start": f"../{start}", "likelihood": likelihood, "scenario": main["scenario"]}
    return CALIBRATION.format(**words, own=", ".join(main["own"]))


def files(year: int) -> dict[str, str]:
    """The files of a case by their path."""
    words = {"year": year, "next": year + 1, "accounts": first_account(year), "last": LAST}
    short = year - FIRST < LEAST_YEARS
    mean, error = RESIDUAL
    scenario = SCENARIO.format(**words) + (NOT_BLIND.format(mean=mean, error=error) if short else "")
    return {
        "case.yaml": CASE.format(**words, calibration=calibration()),
        "parameters.yaml": parameters(year),
        "history.yaml": history(year),
        "targets.yaml": TARGETS.format(**words),
        "scenarios/baseline.yaml": scenario,
    }


def write(files_of: Callable[[int], dict[str, str]], years: Iterable[int]) -> None:
    """Write the files of all cases."""
    for year in years:
        for name, text in files_of(year).items():
            file = FOLDER / f"{year}-12" / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    write(files, YEARS)
