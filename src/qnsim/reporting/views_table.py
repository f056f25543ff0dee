"""The model alone, the record, and both together, below the table of a run."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from qnsim.analysis.backtest.views import View, Views
from qnsim.analysis.outcomes import MODEL, POOLED
from qnsim.facts.past_forecasts import COMMAND, POSTERIORS, PastForecasts
from qnsim.facts.targets import Target
from qnsim.press.numbers import percent_with_error, signed
from qnsim.press.table import Table
from qnsim.reporting.hindcast_words import NOTHING
from qnsim.reporting.pool_words import counted

ALONE, RECORD, TOGETHER = "the model alone", "the record", "together"
COLUMNS = ("scenario", "view", "median", "p05", "p95", "probability", "mc_error", "low", "high")
VIEWS = {MODEL: ALONE, POOLED: TOGETHER}  # what people call the views of a study


def views_table(views: Mapping[str, Views], target: Target) -> Table:
    """Three rows for one scenario; of several, the record, which knows no scenario, and each together with it."""
    table = Table(title=f"Growth in {target.due}, model and record")
    table.add_column("View")
    for heading in ("Median", "90% interval", f"P(growth > {target.threshold:g}%)", "90% interval of P"):
        table.add_column(heading, justify="right", no_wrap=True)
    several = len(views) > 1
    for place, (name, each) in enumerate(views.items()):
        if not several:
            table.add_row(ALONE, *_cells(each.model))
        if not place:
            table.add_row(RECORD, *_cells(each.record))
        table.add_row(f"{TOGETHER}: {name}" if several else TOGETHER, *_cells(each.together))
    return table


def _cells(view: View) -> tuple[str, ...]:
    interval = f"{signed(view.p05, 1)} to {signed(view.p95, 1)}%"
    other = NOTHING
    if view.low is not None and view.high is not None:
        other = f"{100 * view.low:.0f} to {100 * view.high:.0f}%"
    told = percent_with_error(view.chance) if view.chance else f"{100 * view.probability:.0f}%"
    return f"{signed(view.middle, 1)}%", interval, told, other


def views_frame(scenario: str, views: Views) -> pd.DataFrame:
    """A row for each view, with `COLUMNS`; no error of a law, and no interval of what has none."""
    rows = []
    for name, view in ((MODEL, views.model), ("record", views.record), (POOLED, views.together)):
        error = view.chance.error if view.chance else None
        rows.append((scenario, name, view.middle, view.p05, view.p95, view.probability, error, view.low, view.high))
    return pd.DataFrame(rows, columns=list(COLUMNS)).astype(dict.fromkeys(("mc_error", "low", "high"), float))


def past_lines(past: PastForecasts, drawn: str) -> list[str]:
    """What the pool would have said earlier, and whether that fits a run whose parameters were `drawn` so."""
    said, count = past.together.values(), counted(len(past.together)).lower()
    lines = [
        f"One year ahead, together it would have given {100 * min(said):.0f} to {100 * max(said):.0f}% in {count} "
        f"years of which {counted(past.passed).lower()} passed (qnsim backtest): {count} years are few.",
        "Together: the model corrected by its past errors, the record so far and no change, weighted by what each gave "
        "to what came. The interval of its P is that of other weights; what all three leave out is not in it.",
    ]
    if drawn not in past.drawn:  # an origin that knew no figure has its prior as its posterior, so both may be right
        doubt = "the record may count twice, in the posterior of this run and in the correction"
        other = "they were forecasts of another kind than this one"
        lines.append(
            f"Past forecasts drew their parameters from {past.drawn}, this run from {drawn}: "
            f"{doubt if drawn == POSTERIORS else other}."
        )
    return lines


def stale_line(file: object) -> str:
    """That past forecasts are of other facts, and what to do."""
    return (
        f"Model and record are not put together: {file} was made with other facts or equations than those here; make "
        f"it anew with: {COMMAND}"
    )
