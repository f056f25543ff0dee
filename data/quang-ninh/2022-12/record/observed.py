"""Write what the cases of the hindcast need to run with observed drivers: a scenario, and what it may set.

Run it in the root of the repository, after cases.py: python data/quang-ninh/2022-12/record/observed.py

The first case gets besides it `record`, over which parameters are calibrated. The scenario `observed` gives drivers
of the years ahead as the reconciled record has them: agriculture, mining, electricity, tourist arrivals, FDI that was
spent (licences do not explain it), public works. A branch is held at its level at the start, and its shock is the
growth of the record. The case at the end of 2021, made by hand, gets a folder that extends it and adds these files.

The scenario `plants` gives large plants with a date (PLANTS): what they add if nothing else had been built in their
place, so at most.
"""

from __future__ import annotations

import runpy
from math import log, sqrt
from pathlib import Path
from re import findall

CASES = runpy.run_path(str(Path(__file__).with_name("cases.py")))
KNOWN, PACE, n = CASES["KNOWN"], CASES["PACE"], CASES["n"]
LAST, BY_HAND = CASES["LAST"], 2021
YEARS = (*CASES["YEARS"], BY_HAND)
DEFLATOR = CASES["DEFLATOR"] | {BY_HAND: 1.039}
ARRIVALS = CASES["ARRIVALS"] | {2021: 4.4, 2022: 11.6}  # history.yaml
PACE_BY_HAND = {"agriculture": 4.5, "mining": 8.1, "electricity": 5.9}  # 2021-12/parameters.yaml
STILL = {
    "coal_output_growth": "Mt / year / year",
    "coal_value_growth": "1 / year",
    "electricity_dispatch_growth": "1 / year",
    "agriculture_capacity_growth": "1 / year",
}
CONDITIONS = """# What a scenario may set besides what the main case offers, and ranges in money at prices of {year}.
public_investment_plan:
  unit: trillion VND_{year} / year
  meaning: public investment plan of the year, at the prices of {year}
investment_private:
  unit: trillion VND_{year} / year
  meaning: domestic private investment, at the prices of {year}
"""
SETTABLE = """{name}:
  section: conditions
  kind: variable
  unit: "{unit}"
  range: [-100, 100]
  meaning: given where the hindcast has observed drivers
"""
SCENARIO = """name: observed
extends: baseline.yaml
title: {vi: "Biết trước các yếu tố đầu vào", en: "Observed drivers"}
why: Drivers of the years ahead as they came; what is left is what the model makes of them.
conditions:
"""
RECORD = """name: record
extends: observed.yaml
title: {vi: "Các năm đã qua", en: "The recorded years"}
why: >-
  What calibration runs over: drivers as they came, with the errors of the reconciled record; no pandemic and no storm
  besides what is in them.
conditions:
"""
CALM = """shocks:
  pandemic: 0
  storm: 0
  major_storm: 0
"""
CASE = """# The case of 2021, made by hand, with observed drivers. Written by ../../2022-12/record/observed.py
extends: ../../2021-12
end: 2022Q4
scenarios: scenarios
"""

# Variable, what it gains by period, reason; a case without one has no scenario. Sources: ../SOURCES.md
PLANTS = {
    2015: (
        "value_added_electricity",
        {str(year): "24 %" for year in range(2016, LAST + 1)},
        "two coal power plants of 2 300 MW came into use in the course of 2015 [F14B]: half of that was missing in the "
        "average of 2015, 1 150 of 4 750 MW, the 5 900 of 2022 less these 1 150 (power_capacity_base)",
    ),
    2020: (
        "value_added_manufacturing",
        {"2021Q4": "1.5 trillion VND_2020 / year", "2022": "3 trillion VND_2020 / year"},
        "Jinko 1, 498 million USD, licensed in March and on stream about October 2021 [JINKO] [JINKO2]: at usual "
        "shares realised and fixed (0.74, 0.89) and 0.42 of value added per plant 3 trillion a year; half of "
        "it at first, judgement",
    ),
}
KNOWN_PLANTS = """name: plants
extends: baseline.yaml
title: {vi: "Biết trước các nhà máy lớn", en: "Plants known"}
why: Large plants with a date; what they add at most, since licences of the baseline hold plants, too.
judgements:
"""


def plants(base: int) -> str:
    """The scenario that gives large plants with a date."""
    variable, gains, reason = PLANTS[base]
    return KNOWN_PLANTS + "".join(
        f'  - variable: {variable}\n    when: {when}\n    add: {gain}\n    reason: "{reason}"\n'
        for when, gain in gains.items()
    )


def shocks(branch: str, base: int) -> str:
    """What the log level of a branch must be in each year beside its level at the start."""
    usual = PACE_BY_HAND[branch] if base == BY_HAND else CASES["pace"](branch, base)
    start = 1 + usual / 200 + PACE[branch][0] / 800  # half a year of its pace and half a quarter of its trend
    first = KNOWN["value_added", branch, base][0]
    return path({str(year): log(KNOWN["value_added", branch, year][0] / first / start) for year in ahead(base)})


def arrivals(base: int) -> str:
    """Growth of arrivals in the first quarter of each year that brings the average of the year to what came."""
    rate = ARRIVALS[base] if base == BY_HAND else CASES["start_of_arrivals"](base)
    found = {}
    for year in ahead(base):
        reached = (4 * ARRIVALS[year] - rate) / 3
        found |= {f"{year}Q1": 4 * (reached - rate), f"{year}Q2": 0.0, f"{year}Q3": 0.0, f"{year}Q4": 0.0}
        rate = reached
    return path(found)


def invested(kind: str, base: int, share: float = 1.0) -> str:
    """Recorded investment of a kind over a share, at the prices of the base year."""
    values = {str(year): KNOWN["investment", kind, year][0] / DEFLATOR[base] / share for year in ahead(base)}
    return path(values, f"trillion VND_{base} / year")


def ahead(base: int) -> range:
    """The years that are forecast."""
    return range(base + 1, LAST + 1)


def path(values: dict[str, float], unit: str = "") -> str:
    """A path as a scenario writes it."""
    amounts = [f"{period}: {n(value)}" for period, value in values.items()]
    return "{" + ", ".join([*amounts, *([f"unit: {unit}"] if unit else [])]) + "}"


def scenario(base: int) -> str:
    """The scenario that gives the drivers."""
    given = {f"{branch}_shock": shocks(branch, base) for branch in PACE}
    given |= {name: path({str(year): 0.0 for year in ahead(base)}) for name in STILL}
    given["tourist_arrivals_growth"] = arrivals(base)
    given["investment_fdi"] = invested("fdi", base)
    given["public_investment_plan"] = invested("public_work", base, CASES["USUAL_RATE"] / 100)
    return SCENARIO + "".join(f"  {name}: {values}\n" for name, values in given.items())


def recorded(base: int) -> str:
    """The scenario of calibration: the drivers of which the record has an error, drawn with it.

    The error of a level that errs alone in each year is that of growth over the root of two.
    """
    given = {}
    for branch in PACE:
        size = {year: KNOWN["value_added_growth", branch, year][1] / 100 / sqrt(2) for year in ahead(base)}
        given[f"{branch}_shock"] = drawn(middles(shocks(branch, base)), size)
    fdi = middles(invested("fdi", base))
    share = {year: KNOWN["investment", "fdi", year][1] / KNOWN["investment", "fdi", year][0] for year in ahead(base)}
    given["investment_fdi"] = drawn(
        fdi, {year: share[year] * fdi[year] for year in share}, f"trillion VND_{base} / year"
    )
    return RECORD + "".join(f"  {name}: {values}\n" for name, values in given.items()) + CALM


def middles(written: str) -> dict[int, float]:
    """The values of a path by year, as a scenario writes them."""
    return {int(year): float(value) for year, value in findall(r"(\d{4}): (-?[\d.]+)", written)}


def drawn(middle: dict[int, float], size: dict[int, float], unit: str = "") -> str:
    """A path of normal distributions as a scenario writes it."""
    amounts = [f"{year}: {{normal: [{n(middle[year])}, {n(size[year])}]}}" for year in middle]
    return "{" + ", ".join([*amounts, *([f"unit: {unit}"] if unit else [])]) + ", source: judgement}"


def conditions(year: int) -> str:
    """What the scenario may set."""
    units = {**{f"{branch}_shock": "1" for branch in PACE}, **STILL}
    units |= {"tourist_arrivals_growth": "million arrival / year / year"}
    units |= {"investment_fdi": f"trillion VND_{year} / year"}
    settable = "".join(SETTABLE.format(name=name, unit=unit) for name, unit in units.items())
    return CONDITIONS.format(year=year) + settable


def files(year: int) -> dict[str, str]:
    """The files of a case by their path."""
    found = {"conditions.yaml": conditions(year), "scenarios/observed.yaml": scenario(year)}
    if year == YEARS[0]:
        found["scenarios/record.yaml"] = recorded(year)
    if year in PLANTS:
        found["scenarios/plants.yaml"] = plants(year)
    if year == BY_HAND:
        found |= {
            "case.yaml": CASE + CASES["calibration"](),
            "scenarios/baseline.yaml": CASES["SCENARIO"].format(year=year),
        }
    return found


if __name__ == "__main__":
    CASES["write"](files, YEARS)
