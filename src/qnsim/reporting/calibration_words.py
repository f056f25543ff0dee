"""What a calibration found, as tables and in plain sentences."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from qnsim.analysis.calibration.learned import MOVED, NARROWED
from qnsim.analysis.measures import BY_KEY
from qnsim.analysis.measures.measure import Words
from qnsim.analysis.measures.production import SECTOR_WORDS
from qnsim.analysis.probability import Probability
from qnsim.analysis.sampling.diagnostics import Diagnosis
from qnsim.analysis.sampling.truths import Places
from qnsim.facts.likelihood import FIRST_RELEASE, SHARE
from qnsim.language import figure, join, label, say
from qnsim.press.numbers import from_to, percent_with_error, plain, share
from qnsim.press.table import Table
from qnsim.quantities.unit_words import unit_words

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
    shown = Table(title=say("What the record says of parameters"))
    shown.add_column(say("Parameter"))
    for heading in (say("Prior: 5, 50, 95%"), say("Posterior: 5, 50, 95%"), say("Moved by"), say("Spread left")):
        shown.add_column(heading, justify="right")
    for row in most_learned(table)[:MOST_ROWS]:
        prior, posterior = (_three(row, prefix, row["unit"]) for prefix in ("prior_", ""))
        shown.add_row(row["label"], prior, posterior, figure(f"{row['shift']:+.1f}"), share(row["spread"]))
    return shown


def shown_range(row: Mapping[str, Any]) -> str:
    """Both ranges in figures, prior above."""
    return join("\n", both_ranges(row))


def both_ranges(row: Mapping[str, Any]) -> tuple[str, str]:
    """The range of the prior and that of the posterior in figures."""
    return _three(row, "prior_", row["unit"]), _three(row, "", row["unit"])


def _three(row: Mapping[str, Any], prefix: str, unit: str) -> str:
    values = (row[f"{prefix}{level}"] for level in ("p05", "p50", "p95"))
    short = (np.format_float_positional(value, 3, fractional=False, trim="-") for value in values)
    written = figure(" \N{EN DASH} ".join(each.replace("-", "\N{MINUS SIGN}") for each in short))
    return written if unit == "1" else join(" ", [written, unit_words(unit)])


def parameter_title(table: pd.DataFrame) -> str:
    """How many parameters learned anything."""
    parameters = table[~table["coordinate"].str.contains("[@=]")]
    learned = int(parameters["verdict"].isin((MOVED, NARROWED)).sum())
    return say(
        "The record says something of {learned} of {count} parameters that it could reach",
        learned=learned,
        count=len(parameters),
    )


def fit_title(figures: pd.DataFrame) -> str:
    """How many figures the calibrated model can tell."""
    told = int(figures["told"].sum())
    return say(
        "{told} of {count} published figures lie within 90% of what the calibrated model would have published",
        told=told,
        count=len(figures),
    )


def measure_words(measure: str, sector: str, kind: str) -> str:
    """A series in the words of its measure."""
    if kind == FIRST_RELEASE:
        return say("GRDP growth, first release (%)")
    if kind == SHARE:
        return say("Share of {branch} (%)", branch=_short(SECTOR_WORDS[sector]))
    found = BY_KEY[measure, sector]
    return join("", [_short(found.label), " (", unit_words(found.unit), ")"])


def _short(words: Words) -> str:
    """Words without what a reader of growth knows."""
    english = re.sub(", constant prices|, forestry and fishing", "", words.en)
    return label({"vi": re.sub(", theo giá so sánh|, giá so sánh", "", words.vi), "en": english})


def calibration_lines(table: pd.DataFrame, figures: pd.DataFrame, handed_over: int) -> list[str]:
    """The sentences below the table."""
    parameters = table[~table["coordinate"].str.contains("[@=]")]
    counts = parameters["verdict"].value_counts()
    missed = figures[~figures["told"]]
    said: list[str] = [
        say(
            "Of {count} parameters that act on a figure, {moved} moved by half a prior standard deviation or more, "
            "{narrowed} narrowed below 80% of it, the rest stayed as they were; {handed_over} coordinates are handed "
            "over to runs of the case.",
            count=len(parameters),
            moved=counts.get(MOVED, 0),
            narrowed=counts.get(NARROWED, 0),
            handed_over=handed_over,
        ),
        join("", [fit_title(figures), "."]),
    ]
    if len(missed):
        named = join(", ", [_missed(row) for row in missed.to_dict("records")])
        said.append(say("It cannot tell: {figures}.", figures=named))
    return said


def _missed(row: Mapping[Any, Any]) -> str:
    """A figure that the model cannot tell, and what it would have published."""
    return say(
        "{measure} of {period} ({value}; {low} to {high})",
        measure=measure_words(row["measure"], row["sector"], row["kind"]),
        period=row["period"],
        value=plain(row["value"]),
        low=figure(f"{row['p05']:.3g}"),
        high=figure(f"{row['p95']:.3g}"),
    )


def probability_lines(prior: Probability, posterior: Probability, diagnoses: Sequence[Diagnosis]) -> list[str]:
    """What the record does to the probability of the headline, and how good the draws are."""
    return [
        say(
            "P of the baseline: {prior} on priors, {posterior} on the posterior.",
            prior=percent_with_error(prior),
            posterior=percent_with_error(posterior),
        ),
        *(each.verdict for each in diagnoses[:1]),
        say("{count} samplings from different seeds agree.", count=len(diagnoses)) if len(diagnoses) > 1 else "",
    ]


def cases_table(table: pd.DataFrame) -> Table:
    """Cases of several days: what each was calibrated on, how good its draws are, and what that does to P."""
    shown = Table(title=say("Each case, calibrated on what was known on its day"))
    shown.add_column(say("Case"))
    counted = (say("Figures"), say("Coordinates"), say("Handed over"))
    for heading in (*counted, say("Nested R-hat"), say("Sample size"), say("P on priors"), "P"):
        shown.add_column(heading, justify="right")
    for row in table.to_dict("records"):
        counts = (str(row[name]) for name in ("figures", "coordinates", "handed_over"))
        shares = (share(row[name], 1) for name in ("prior", "posterior"))
        quality = (figure(f"{row['nested_r_hat']:.3f}"), figure(f"{row['sample_size']:,.0f}"))
        shown.add_row(str(row["case"]), *counts, *quality, *shares)
    return shown


def places_table(places: Places) -> Table:
    """Where truths lie: the numbers that figures tell most of, and growth of each year."""
    table = places.table()
    growth = table["name"].str.startswith("growth ")
    told = table[~growth & ~table["name"].str.contains("[@=]")].nsmallest(MOST_ROWS, "spread")
    shown = Table(title=say("Truths in their posteriors"))
    shown.add_column(say("Number"))
    for heading in (say("Spread left"), say("p of place"), say("p of width"), say("90% covers"), say("by chance")):
        shown.add_column(heading, justify="right")
    for row in pd.concat([told, table[growth]]).to_dict("records"):
        chance = from_to(f"{100 * row['covered_low']:.0f}", share(row["covered_high"]))
        tests = (figure(f"{row[name]:.2g}") for name in ("p_place", "p_width"))
        shown.add_row(row["name"], share(row["spread"]), *tests, share(row["covered"]), chance)
    return shown


def places_lines(places: Places, sets: int) -> list[str]:
    """The verdict, and what it rests on."""
    table, problems = places.table(), places.problems
    least = min(table["p_place"].min(), table["p_width"].min())
    said = say(
        "{sets} data sets drawn from the priors: 90% intervals cover {covered} of the truths in the mean of all "
        "numbers, of which there are {count}; the least of their p-values is {least}.",
        sets=sets,
        covered=share(table["covered"].mean()),
        count=len(table),
        least=figure(f"{least:.1g}"),
    )
    if problems:
        doubts = (join("", [each, "."]) for each in problems)
        return [said, *doubts, say("Calibration does not find what was put in.")]
    return [
        said,
        say("Calibration finds what was put in: truths lie in their posteriors as evenly as chance allows."),
    ]
