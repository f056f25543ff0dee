"""What a calibration found, as tables and in plain sentences."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from qnsim.analysis.calibration.learned import MOVED, NARROWED
from qnsim.analysis.measures import BY_KEY
from qnsim.analysis.measures.production import SECTOR_WORDS
from qnsim.analysis.probability import Probability
from qnsim.analysis.sampling.diagnostics import Diagnosis
from qnsim.analysis.sampling.truths import Places
from qnsim.facts.likelihood import FIRST_RELEASE, SHARE
from qnsim.press.numbers import percent_with_error
from qnsim.press.table import Table

MOST_ROWS = 15


def of_a_year(period: str) -> list[int]:
    """The years of a period such as 2016 or 2016-2020."""
    first, _, last = period.partition("-")
    return list(range(int(first), int(last or first) + 1))


def most_learned(table: pd.DataFrame) -> list[dict[str, Any]]:
    """The rows of parameters, not of single years, that the record moved or narrowed; first what it told most of."""
    yearly = table["coordinate"].str.contains("[@=]")
    rows = table[~yearly & table["verdict"].isin((MOVED, NARROWED))]
    weight = rows["shift"].abs() + (1 - rows["spread"]).clip(lower=0)
    return rows.loc[weight.sort_values(ascending=False).index].to_dict("records")  # type: ignore[return-value]


def learned_table(table: pd.DataFrame) -> Table:
    """The parameters of which the record tells most: prior and posterior, and how far they moved."""
    shown = Table(title="What the record says of parameters")
    shown.add_column("Parameter")
    for heading in ("Prior: 5, 50, 95%", "Posterior: 5, 50, 95%", "Moved by", "Spread left"):
        shown.add_column(heading, justify="right")
    for row in most_learned(table)[:MOST_ROWS]:
        prior, posterior = (_three(row, prefix, row["unit"]) for prefix in ("prior_", ""))
        shown.add_row(row["label"], prior, posterior, f"{row['shift']:+.1f}", f"{100 * row['spread']:.0f}%")
    return shown


def shown_range(row: Mapping[str, Any]) -> str:
    """Both ranges in figures, prior above."""
    return f"{_three(row, 'prior_', row['unit'])}\n{_three(row, '', row['unit'])}"


def _three(row: Mapping[str, Any], prefix: str, unit: str) -> str:
    values = (row[f"{prefix}{level}"] for level in ("p05", "p50", "p95"))
    plain = (np.format_float_positional(value, 3, fractional=False, trim="-") for value in values)
    written = " \N{EN DASH} ".join(each.replace("-", "\N{MINUS SIGN}") for each in plain)
    return written if unit == "1" else f"{written} {unit}"


def parameter_title(table: pd.DataFrame) -> str:
    """How many parameters learned anything."""
    parameters = table[~table["coordinate"].str.contains("[@=]")]
    learned = int(parameters["verdict"].isin((MOVED, NARROWED)).sum())
    return f"The record says something of {learned} of {len(parameters)} parameters that it could reach"


def fit_title(figures: pd.DataFrame) -> str:
    """How many figures the calibrated model can tell."""
    told = int(figures["told"].sum())
    return (
        f"{told} of {len(figures)} published figures lie within 90% of what the calibrated model would have published"
    )


def measure_words(measure: str, sector: str, kind: str) -> str:
    """A series in the words of its measure."""
    if kind == FIRST_RELEASE:
        return "GRDP growth, first release (%)"
    if kind == SHARE:
        return f"Share of {_short(SECTOR_WORDS[sector].en)} (%)"
    label, unit = BY_KEY[measure, sector].label.en, BY_KEY[measure, sector].unit
    return f"{_short(label)} ({unit})"


def _short(words: str) -> str:
    return re.sub(", constant prices|, forestry and fishing", "", words)


def calibration_lines(table: pd.DataFrame, figures: pd.DataFrame, handed_over: int) -> list[str]:
    """The sentences below the table."""
    parameters = table[~table["coordinate"].str.contains("[@=]")]
    counts = parameters["verdict"].value_counts()
    missed = figures[~figures["told"]]
    said = [
        f"Of {len(parameters)} parameters that act on a figure, {counts.get(MOVED, 0)} moved by half a prior standard "
        f"deviation or more, {counts.get(NARROWED, 0)} narrowed below 80% of it, the rest stayed as they were; "
        f"{handed_over} coordinates are handed over to runs of the case.",
        f"{fit_title(figures)}.",
    ]
    if len(missed):
        named = ", ".join(
            f"{measure_words(row['measure'], row['sector'], row['kind'])} of {row['period']} "
            f"({row['value']:g}; {row['p05']:.3g} to {row['p95']:.3g})"
            for row in missed.to_dict("records")
        )
        said.append(f"It cannot tell: {named}.")
    return said


def probability_lines(prior: Probability, posterior: Probability, diagnoses: Sequence[Diagnosis]) -> list[str]:
    """What the record does to the probability of the headline, and how good the draws are."""
    return [
        f"P of the baseline: {percent_with_error(prior)} on priors, {percent_with_error(posterior)} on the posterior.",
        *(each.verdict for each in diagnoses[:1]),
        f"{len(diagnoses)} samplings from different seeds agree." if len(diagnoses) > 1 else "",
    ]


def cases_table(table: pd.DataFrame) -> Table:
    """Cases of several days: what each was calibrated on, how good its draws are, and what that does to P."""
    shown = Table(title="Each case, calibrated on what was known on its day")
    shown.add_column("Case")
    for heading in ("Figures", "Coordinates", "Handed over", "Nested R-hat", "Sample size", "P on priors", "P"):
        shown.add_column(heading, justify="right")
    for row in table.to_dict("records"):
        counts = (str(row[name]) for name in ("figures", "coordinates", "handed_over"))
        shares = (f"{100 * row[name]:.1f}%" for name in ("prior", "posterior"))
        shown.add_row(str(row["case"]), *counts, f"{row['nested_r_hat']:.3f}", f"{row['sample_size']:,.0f}", *shares)
    return shown


def places_table(places: Places) -> Table:
    """Where truths lie: the numbers that figures tell most of, and growth of each year."""
    table = places.table()
    growth = table["name"].str.startswith("growth ")
    told = table[~growth & ~table["name"].str.contains("[@=]")].nsmallest(MOST_ROWS, "spread")
    shown = Table(title="Truths in their posteriors")
    shown.add_column("Number")
    for heading in ("Spread left", "p of place", "p of width", "90% covers", "by chance"):
        shown.add_column(heading, justify="right")
    for row in pd.concat([told, table[growth]]).to_dict("records"):
        chance = f"{100 * row['covered_low']:.0f} to {100 * row['covered_high']:.0f}%"
        tests = (f"{row[name]:.2g}" for name in ("p_place", "p_width"))
        shown.add_row(row["name"], f"{100 * row['spread']:.0f}%", *tests, f"{100 * row['covered']:.0f}%", chance)
    return shown


def places_lines(places: Places, sets: int) -> list[str]:
    """The verdict, and what it rests on."""
    table, problems = places.table(), places.problems
    share, least = table["covered"].mean(), min(table["p_place"].min(), table["p_width"].min())
    said = [
        f"{sets} data sets drawn from the priors: 90% intervals cover {100 * share:.0f}% of the truths in the mean of "
        f"all numbers, of which there are {len(table)}; the least of their p-values is {least:.1g}."
    ]
    if problems:
        return [*said, *(f"{each}." for each in problems), "Calibration does not find what was put in."]
    return [*said, "Calibration finds what was put in: truths lie in their posteriors as evenly as chance allows."]
