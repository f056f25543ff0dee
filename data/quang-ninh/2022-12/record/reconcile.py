"""Write reconciled.csv, the record that adds up, from measurements.csv.

Run it in the root of the repository: python data/quang-ninh/2022-12/record/reconcile.py

The method stands in qnsim.facts.reconciliation; place and years stand here. Page: docs/record.md.
"""

from __future__ import annotations

import csv
from pathlib import Path

from qnsim.facts.reconciliation import Estimate, Measurement, reconcile

HERE = Path(__file__).parent
RECONCILED = HERE / "reconciled.csv"
YEARS = range(2015, 2023)
EXCHANGE_RATE = 0.0234  # trillion VND of 2022 per million USD, exchange_rate_real of parameters.yaml
PARTS = {
    "value_added": (
        "agriculture",
        "mining",
        "manufacturing",
        "electricity",
        "construction",
        "services",
        "product_taxes",
    ),
    "investment": ("public_work", "fdi", "resource", "private"),
}
UNITS = {
    "value_added": "trillion VND_2022 / year",
    "investment": "trillion VND_2022 / year",
    "employed": "thousand person",
    "fdi_registered": "million USD / year",
    "fdi_accepted": "million USD / year",
    "fdi_spent": "million USD / year",
    "fdi_backlog": "million USD",
    "fdi_realised_share": "1",
    "fdi_fixed_capital_share": "1",
}
HEADING = ("year", "quantity", "sector", "value", "standard_error", "measured", "error", "residual", "unit")


def measurements(last_year: int = YEARS[-1]) -> list[Measurement]:
    """What was known at the end of a year, and not yet replaced by a later figure.

    GRDP sets the level alone, so its figure is taken for whichever year is the last.
    """
    with (HERE / "measurements.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    level = [r | {"known": str(last_year), "year": str(last_year)} for r in rows if r["quantity"] == "value_added"]
    others = [r for r in rows if r["quantity"] != "value_added"]
    return [
        Measurement(r["quantity"], r["sector"], r["year"], float(r["value"]), float(r["error"]), r["unit"], r["status"])
        for r in (*level, *others)
        if int(r["known"]) <= last_year <= int(r["until"] or last_year)
    ]


def estimates(last_year: int = YEARS[-1]) -> list[Estimate]:
    """The reconciled record with what was known at the end of a year."""
    return reconcile(measurements(last_year), PARTS, range(YEARS[0], last_year + 1), EXCHANGE_RATE)


def unit(quantity: str) -> str:
    """The unit of a quantity: changes and contributions in points, other growth and shares in percent."""
    points = quantity.endswith(("_change", "_contribution"))
    return UNITS.get(quantity, "pp" if points else "%")


def row(estimate: Estimate) -> tuple[str, ...]:
    """One line of the table."""
    quantity, sector, year = estimate.key
    of = estimate.measured
    measured = (f"{of.value:g}", f"{of.error:g}", f"{estimate.residual:.2f}") if of else ("", "", "")
    return year, quantity, sector, f"{estimate.value:.12g}", f"{estimate.error:.4g}", *measured, unit(quantity)


if __name__ == "__main__":
    with RECONCILED.open("w", encoding="utf-8", newline="") as out:
        csv.writer(out, lineterminator="\n").writerows([HEADING, *map(row, estimates())])
