"""The written parts of calibration.md: the likelihood, what was learned, the fit, and the cases of all days.

Nothing is sampled here. The tables of a calibration are kept in docs/results/calibration; after `qnsim calibrate` has
written a new posterior, keep those of its folder: python docs/calibration_page.py runs/calibrate-record-...
So too after `qnsim calibrate --check`, whose folder is runs/calibrate-check-record-...
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from shutil import copy

import pandas as pd

from qnsim.analysis.calibration.learned import MOVED, NARROWED
from qnsim.facts.case import Case, read_case
from qnsim.facts.likelihood import FIRST_RELEASE, MEAN, RATIO
from qnsim.facts.posterior import read_posterior
from qnsim.reporting.calibration_words import fit_title, measure_words, most_learned, parameter_title, shown_range
from qnsim.workflow.posteriors import calibration_of, known_figures

KEPT = Path(__file__).parent / "results" / "calibration"
TABLES, CHECKED, ALTERNATIVES = ("parameters", "figures", "fit"), "places", "alternatives"
MOST = 25


def blocks() -> dict[str, str]:
    """The text of each marked block."""
    parameters, figures, fit = (kept(name) for name in TABLES)
    return {
        "likelihood": likelihood_table(read_case()),
        "learned": learned_table(parameters),
        "figures": missed_table(figures),
        "fit": fit_table(fit),
        "check": check_line(kept(CHECKED)),
        "alternatives": alternatives_table(kept(ALTERNATIVES)),
        "cases": cases_table([read_case(), *map(read_case, starts(read_case()))]),
    }


def kept(name: str) -> pd.DataFrame:
    """A table of the last calibration."""
    table = pd.read_csv(KEPT / f"{name}.csv", dtype={"sector": str})
    return table.fillna({"sector": ""}) if "sector" in table else table


def starts(case: Case) -> Sequence[Path]:
    """The earlier cases of a case."""
    return case.about.hindcast.cases if case.about.hindcast else ()


def likelihood_table(case: Case) -> str:
    """A row per series of the likelihood: years, values and errors."""
    series: dict[str, list[tuple[str, str, str]]] = {}
    for each in known_figures(case):
        years = each.period if each.kind != MEAN else f"{each.period}–{each.last}"
        unit = "%" if each.kind == RATIO else ""
        error = f"{each.error:g}{unit}" if each.error else "as drawn"
        if each.kind == FIRST_RELEASE and each.error:
            error = f"{each.error:g} besides"
        name = measure_words(each.measure, each.sector, each.kind)
        series.setdefault(name, []).append((years, f"{each.value:g}", error))
    rows = []
    for name, found in series.items():
        years, values, errors = zip(*found, strict=True)
        shown = dict.fromkeys(errors)  # each error once, in order
        rows.append((name, ", ".join(years), "; ".join(values), ", ".join(shown)))
    return markdown(("Series", "Years", "Figures", "Standard error"), rows)


def learned_table(table: pd.DataFrame) -> str:
    """The parameters that learned most, prior and posterior."""
    rows = []
    for row in most_learned(table)[:MOST]:
        prior, posterior = shown_range(row).split("\n")
        rows.append((row["label"], prior, posterior, f"{row['shift']:+.1f}", f"{100 * row['spread']:.0f}%"))
    heading = ("Parameter", "Prior: 5, 50, 95%", "Posterior: 5, 50, 95%", "Moved by, prior sd", "Spread left")
    counts = table[~table["coordinate"].str.contains("[@=]")]["verdict"].value_counts()
    said = f"{parameter_title(table)}: {counts.get(MOVED, 0)} moved, {counts.get(NARROWED, 0)} only narrowed."
    return f"{said}\n\n{markdown(heading, rows)}"


def missed_table(table: pd.DataFrame) -> str:
    """The figures that the calibrated model cannot tell."""
    rows = [
        (
            measure_words(row["measure"], row["sector"], row["kind"]),
            str(row["period"]),
            f"{row['value']:g}",
            f"{row['p05']:.3g} to {row['p95']:.3g}",
        )
        for row in table[~table["told"]].to_dict("records")
    ]
    said = f"{fit_title(table)}."
    return f"{said}\n\n{markdown(('Cannot be told', 'Year', 'Published', 'Model, 90%'), rows)}" if rows else said


def check_line(table: pd.DataFrame) -> str:
    """What the last check found."""
    least, tests = table[["p_place", "p_width"]].min().min(), 2 * len(table)
    return (
        f"The last check: 90% intervals covered {100 * table['covered'].mean():.0f}% of the truths in the mean of "
        f"{len(table)} numbers; the least of {tests} p-values of evenness was {least:.1g}."
    )


def alternatives_table(table: pd.DataFrame) -> str:
    """The probability of the headline with one likelihood after the other."""
    rows = [
        (
            row["likelihood"],
            str(row["figures"]),
            f"{row['median']:.1f}%",
            f"{row['p05']:.1f} to {row['p95']:.1f}%",
            f"{100 * row['probability']:.1f}% ± {100 * row['error']:.1f}",
            "–" if pd.isna(row["nested_r_hat"]) else _worth(row),
        )
        for row in table.to_dict("records")
    ]
    heading = ("Figures in the likelihood", "Number", "Median", "90% interval", "P(growth > 10%)", "R-hat, sample size")
    return markdown(heading, rows)


def _worth(row: dict[str, object]) -> str:
    """Nested R-hat and effective sample size, with a star if something else was amiss."""
    return f"{row['nested_r_hat']:.3f}, {row['sample_size']:,.0f}{'' if row['usable'] else ' *'}"


def fit_table(table: pd.DataFrame) -> str:
    """Statistics of fit by series."""
    rows = [
        (
            measure_words(row["measure"], row["sector"], row["kind"]),
            str(row["figures"]),
            f"{row['rmse']:.2f}",
            f"{row['mape']:.0f}%",
            f"{row['r2']:.2f}",
            f"{row['theil_u']:.3f}",
            f"{row['theil_bias']:.2f}, {row['theil_variance']:.2f}, {row['theil_covariance']:.2f}",
            f"{row['durbin_watson']:.1f}",
        )
        for row in table.to_dict("records")
    ]
    heading = ("Series", "Figures", "RMSE", "MAPE", "R²", "Theil's U", "Bias, variance, covariance", "Durbin–Watson")
    return markdown(heading, rows)


def cases_table(cases: Iterable[Case]) -> str:
    """A row per case: what it was calibrated on, and how good its draws are, as its posterior says."""
    rows = []
    for case in cases:
        file, figures = calibration_of(case).posterior, len(known_figures(case))
        day = case.about.vintage.isoformat()
        if not file.exists():
            rows.append((day, str(figures), *["–"] * 5))
            continue
        found = read_posterior(file)
        about = found.about
        accepted = ", ".join(f"{100 * share:.0f}%" for share in about["acceptance"])
        judged = (f"{about['nested_r_hat']:.3f}", f"{about['sample_size']:,.0f}", accepted)
        rows.append((day, str(figures), str(about["coordinates"]), str(len(found.marginals)), *judged))
    heading = ("Case", "Figures", "Coordinates", "Handed over", "Nested R-hat", "Sample size", "Accepted")
    return markdown(heading, rows)


def markdown(heading: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A Markdown table, all columns but the first to the right."""
    lines = [heading, ["---", *["--:"] * (len(heading) - 1)], *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def keep(folder: Path) -> None:
    """Keep the tables of a calibration for this page."""
    KEPT.mkdir(parents=True, exist_ok=True)
    for name in (CHECKED,) if (folder / f"{CHECKED}.csv").exists() else TABLES:
        copy(folder / f"{name}.csv", KEPT / f"{name}.csv")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("python docs/calibration_page.py FOLDER: expected the folder that 'qnsim calibrate' named at its end")
    keep(Path(sys.argv[1]))
