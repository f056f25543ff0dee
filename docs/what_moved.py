"""Print what a change of the program or its facts moved: python docs/what_moved.py; --update stores the results anew.

docs/results/<scenario>.csv holds the quantiles of every measure by year, and the probability of the headline target.
Exit code 1 if any of them differs by more than the tolerance, or is new or gone.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import numpy as np
import pandas as pd

from qnsim.analysis.assessment import Assessment
from qnsim.workflow.runs import run_scenarios

RESULTS = Path(__file__).parent / "results"
DRAWS = 2_000
DIGITS = 6
TOLERANCE = 1e-4  # part of the stored value; what is stored has six digits
KEY = ["variable", "sector", "year", "statistic"]
STATISTICS = ["p05", "p50", "p95"]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("scenarios", nargs="*", help="all that ship if none is named")
    parser.add_argument("--update", action="store_true", help="store the results instead of comparing them")
    parser.add_argument("--tolerance", type=float, default=TOLERANCE, help="part of the stored value (%(default)s)")
    asked = parser.parse_args()
    report = run_scenarios(asked.scenarios, draws=DRAWS, scheduler=None, out=None)
    found = {each.experiment.scenario.name: results(each) for each in report.assessments}
    if asked.update:
        store(found, RESULTS)
        return
    moved = pd.concat([moves(name, now, RESULTS, asked.tolerance) for name, now in found.items()])
    if moved.empty:
        print(f"Nothing moved by more than {asked.tolerance:g} of its value ({DRAWS} draws).")
        return
    print(moved.to_string(index=False))
    sys.exit(1)


def results(assessment: Assessment) -> pd.DataFrame:
    """The numbers of a run by variable, sector and year, with six digits."""
    summary = assessment.summary
    yearly = summary[~summary["period"].str.contains("Q") & summary["statistic"].isin(STATISTICS)]
    wide = yearly.pivot_table(index=["variable", "sector", "period"], columns="statistic", values="value").reset_index()
    kept = wide.rename(columns={"period": "year"})[["variable", "sector", "year", *STATISTICS]]
    kept.loc[len(kept)] = [
        "P of the headline target",
        "",
        assessment.target.due,
        np.nan,
        assessment.headline.value,
        np.nan,
    ]
    for column in STATISTICS:
        kept[column] = [f"{value:.{DIGITS}g}" if pd.notna(value) else "" for value in kept[column]]
    return kept.astype(str).sort_values(["variable", "sector", "year"]).reset_index(drop=True)


def store(found: dict[str, pd.DataFrame], folder: Path) -> None:
    """Write a file for each scenario."""
    folder.mkdir(exist_ok=True)
    for name, numbers in found.items():
        numbers.to_csv(folder / f"{name}.csv", index=False, lineterminator="\n")


def moves(scenario: str, now: pd.DataFrame, folder: Path, tolerance: float = TOLERANCE) -> pd.DataFrame:
    """What differs from the stored numbers, largest part of the stored value first; new or gone comes before all."""
    file = folder / f"{scenario}.csv"
    if not file.exists():
        sys.exit(f"{file}: there are no stored results; expected one file per scenario; run with --update")
    both = pd.merge(_long(pd.read_csv(file, dtype=str, keep_default_na=False)), _long(now), on=KEY, how="outer")
    both.columns = pd.Index([*KEY, "before", "now"])
    size = both["before"].abs().where(both["before"] != 0, 1.0)
    both["moved"] = ((both["now"] - both["before"]).abs() / size).fillna(float("inf"))
    both.insert(0, "scenario", scenario)
    return both[both["moved"] > tolerance].sort_values("moved", ascending=False)


def _long(numbers: pd.DataFrame) -> pd.DataFrame:
    rows = numbers.melt(["variable", "sector", "year"], STATISTICS, var_name="statistic")
    return rows[rows["value"] != ""].astype({"value": float})


if __name__ == "__main__":
    main()
