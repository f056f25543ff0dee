"""The model alone, the record, and both together, below the table of a run."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from qnsim.analysis.backtest.views import View, Views
from qnsim.analysis.outcomes import MODEL, POOLED
from qnsim.facts.past_forecasts import BOTH, COMMAND, POSTERIORS, PRIORS, PastForecasts
from qnsim.facts.targets import Target
from qnsim.language import figure, join, say
from qnsim.press.numbers import from_to, percent_with_error, share, signed
from qnsim.press.table import Table
from qnsim.reporting.hindcast_words import NOTHING
from qnsim.reporting.pool_words import counted_within

ALONE, RECORD, TOGETHER = say("the model alone"), say("the record"), say("together")
COLUMNS = ("scenario", "view", "median", "p05", "p95", "probability", "mc_error", "low", "high")
DRAWN = {PRIORS: say("priors"), POSTERIORS: say("posteriors"), BOTH: say("priors and posteriors")}
VIEWS = {MODEL: ALONE, POOLED: TOGETHER}  # what people call the views of a study


def views_table(views: Mapping[str, Views], target: Target) -> Table:
    """Three rows for one scenario; of several, the record, which knows no scenario, and each together with it."""
    table = Table(title=say("Growth in {year}, model and record", year=target.due))
    table.add_column(say("View"))
    event = say("P(growth > {threshold}%)", threshold=figure(f"{target.threshold:g}"))
    for heading in (say("Median"), say("90% interval"), event, say("90% interval of P")):
        table.add_column(heading, justify="right", no_wrap=True)
    several = len(views) > 1
    for place, (name, each) in enumerate(views.items()):
        if not several:
            table.add_row(ALONE, *_cells(each.model))
        if not place:
            table.add_row(RECORD, *_cells(each.record))
        table.add_row(join(": ", (TOGETHER, name)) if several else TOGETHER, *_cells(each.together))
    return table


def _cells(view: View) -> tuple[str, ...]:
    interval = from_to(signed(view.p05, 1), figure(f"{signed(view.p95, 1)}%"))
    other: str = NOTHING
    if view.low is not None and view.high is not None:
        other = from_to(figure(f"{100 * view.low:.0f}"), share(view.high))
    told = percent_with_error(view.chance) if view.chance else share(view.probability)
    return figure(f"{signed(view.middle, 1)}%"), interval, told, other


def views_frame(scenario: str, views: Views) -> pd.DataFrame:
    """A row for each view, with `COLUMNS`; no error of a law, and no interval of what has none."""
    rows = []
    for name, view in ((MODEL, views.model), ("record", views.record), (POOLED, views.together)):
        error = view.chance.error if view.chance else None
        rows.append((scenario, name, view.middle, view.p05, view.p95, view.probability, error, view.low, view.high))
    return pd.DataFrame(rows, columns=list(COLUMNS)).astype(dict.fromkeys(("mc_error", "low", "high"), float))


def past_lines(past: PastForecasts, drawn: str) -> list[str]:
    """What the pool would have said earlier, and whether that fits a run whose parameters were `drawn` so."""
    said = past.together.values()
    lines: list[str] = [
        say(
            "One year ahead, together it would have given {low} to {high} in {count} years of which {passed} passed "
            "(qnsim backtest): {count} years are few.",
            low=figure(f"{100 * min(said):.0f}"),
            high=share(max(said)),
            count=counted_within(len(past.together)),
            passed=counted_within(past.passed),
        ),
        say(
            "Together: the model corrected by its past errors, the record so far and no change, weighted by what each "
            "gave to what came. The interval of its P is that of other weights; what all three leave out is not in it."
        ),
    ]
    if drawn not in past.drawn:  # an origin that knew no figure has its prior as its posterior, so both may be right
        doubt = say("the record may count twice, in the posterior of this run and in the correction")
        other = say("they were forecasts of another kind than this one")
        lines.append(
            say(
                "Past forecasts drew their parameters from {before}, this run from {now}: {doubt}.",
                before=DRAWN.get(past.drawn, past.drawn),
                now=DRAWN.get(drawn, drawn),
                doubt=doubt if drawn == POSTERIORS else other,
            )
        )
    return lines


def stale_line(file: object) -> str:
    """That past forecasts are of other facts, and what to do."""
    return say(
        "Model and record are not put together: {file} was made with other facts or equations than those here; make "
        "it anew with: {command}",
        file=file,
        command=COMMAND,
    )
