"""The parts of evidence.md on the record: three views, releases, and the clustering just above the line."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pandas as pd
from evidence_case import Evidence

from qnsim.analysis.assessment import SHIFT
from qnsim.analysis.backtest.members import CLIMATOLOGY, StudentT
from qnsim.analysis.backtest.views import View
from qnsim.analysis.clustering import Cluster, cluster_above, spread_of
from qnsim.analysis.judging import measure_of
from qnsim.analysis.outcomes import MEAN, PROBABILITY, Outcomes, chance, mean_difference, until
from qnsim.analysis.probability import Probability
from qnsim.analysis.record import base_rate
from qnsim.facts.observations import read_observations, yearly_growth_rows
from qnsim.press.numbers import percent_with_error, points, signed
from qnsim.quantities.distributions import Distribution
from qnsim.reporting.pool_words import counted
from qnsim.reporting.views_table import ALONE, RECORD, TOGETHER
from qnsim.run import prepare, run_experiments
from qnsim.scenarios.moves import with_value
from qnsim.scenarios.scenario import Scenario
from qnsim.workflow.past_forecasts import look_back, read_past, views_of

WIDTH = 0.3  # points above the line within which releases are counted as just above it
SWITCH, STRENGTH, AIM = "target_seeking", "target_seeking_strength", "growth_target"
FARTHER = 0.5  # points above the line that effort may aim at


def views_block(found: Evidence) -> str:
    """The model alone, the record, both together, and what that would have said earlier."""
    views, lines = look_back([found.usual], found.usual, found.target)
    said = "\n".join(f"- {line}" for line in lines)
    if not views:
        return said
    three = views[found.scenario.name]
    alone = percent_with_error(found.usual.headline)
    rows = [
        (ALONE, *_range(three.model), alone, "–"),
        (RECORD, *_range(three.record), f"{100 * three.record.probability:.0f}%", "–"),
        (TOGETHER, *_range(three.together), f"{100 * three.together.probability:.0f}%", _other_weights(three.together)),
    ]
    asked = f"P(> {found.line:g}%)"
    heading = (f"Growth in {found.target.due}", "Median", "90% interval", asked, "P with other weights")
    return f"{found.markdown(heading, rows)}\n\n{said}"


def _range(view: View) -> tuple[str, str]:
    return f"{signed(view.middle, 1)}%", f"{signed(view.p05, 1)} to {signed(view.p95, 1)}%"


def _other_weights(view: View) -> str:
    return "–" if view.low is None or view.high is None else f"{100 * view.low:.0f} to {100 * view.high:.0f}%"


def releases_block(found: Evidence) -> str:
    """Each year of the record: nine months, first release, what was published last, and what was aimed at."""
    record, day = found.case.about.record, found.case.about.vintage
    observations = read_observations(record.observations, record.last_year)
    yearly = yearly_growth_rows(observations, day)
    rows = []
    for year, first in found.releases.items():
        of_year = yearly[yearly["period"] == year]
        later = of_year[of_year["known_from"] > of_year["known_from"].iloc[0]]
        last = f"{later['value'].iloc[-1]:g} ({later['published'].iloc[-1].lstrip('~')})" if len(later) else "none"
        over = signed(first - found.line, 2)
        nine, aims = _nine_months(observations, year, day), _aims(observations, year, day)
        rows.append((str(year), aims, nine, f"{first:g}", over, last))
    heading = ("Year", "Aimed at", "Nine months", "First release", "Above the line by", "Later figure")
    return f"{found.markdown(heading, rows)}\n\n{_base_line(found)}"


def _nine_months(observations: pd.DataFrame, year: int, day: datetime.date) -> str:
    rows = _growth_rows(observations, f"{year}M9", day)
    told = rows[rows["status"] != "target"]["value"]
    return f"{told.iloc[0]:g}" if len(told) else "none"


def _aims(observations: pd.DataFrame, year: int, day: datetime.date) -> str:
    rows = _growth_rows(observations, str(year), day)
    aims = rows[rows["status"] == "target"]["value"]
    return ", ".join(f"{value:g}" for value in dict.fromkeys(aims)) or "none"


def _growth_rows(observations: pd.DataFrame, period: str, day: datetime.date) -> pd.DataFrame:
    rows = observations[
        (observations["series"] == "grdp_growth")
        & (observations["breakdown"] == "total")
        & (observations["period"] == period)
    ]
    return rows[rows["known_from"] <= day].sort_values("known_from", kind="stable")


def _base_line(found: Evidence) -> str:
    rate = base_rate(found.case.about.record, found.case.about.vintage, found.line)
    return (
        f"{rate.hits} of {rate.years} first releases were above {found.line:g}%: base rate {100 * rate.mean:.0f}%, 90% "
        f"interval {100 * rate.low:.0f} to {100 * rate.high:.0f}%. {counted(rate.years)} years are few."
    )


def shifts_block(found: Evidence) -> str:
    """P on the first release and on the final value, and if the centre were half a point higher or lower."""
    chances, due = found.usual.chances, found.target.due
    told = [chances[found.target.id], chances["growth+shift"], chances["growth-shift"]]
    rows = [(f"{ALONE}, first release", *map(percent_with_error, told))]
    past = read_past(found.case)
    if past is not None and look_back([found.usual], found.usual, found.target)[0]:
        levels = [found.line, found.line - SHIFT, found.line + SHIFT]
        asked = [views_of(past, [found.usual], found.usual, replace(found.target, threshold=each)) for each in levels]
        three = [each[found.scenario.name] for each in asked]
        rows.append((RECORD, *(f"{100 * each.record.probability:.0f}%" for each in three)))
        rows.append((TOGETHER, *(f"{100 * each.together.probability:.0f}%" for each in three)))
    rows.append((f"{ALONE}, final value", *map(percent_with_error, _final(found))))
    half = f"{SHIFT:g} points"
    asked = f"P(growth > {found.line:g}%) in {due}"
    return found.markdown((asked, "As it is", f"{half} higher", f"{half} lower"), rows)


def _final(found: Evidence) -> list[Probability]:
    """P on the final value: as it is, and if the centre were half a point higher or lower."""
    first = measure_of(found.target)
    target = replace(found.target, measure=(first.revised, first.sector))
    experiment = until(found.usual.experiment, target.due)
    (values,) = run_experiments([experiment], Outcomes(target, (target.due,)))
    return [chance(experiment, values[MEAN, target.due] + shift > found.line) for shift in (0, SHIFT, -SHIFT)]


def clustering_block(found: Evidence) -> str:
    """How many releases lie just above the line, and how likely a smooth spread puts them there."""
    figures = list(found.releases.values())
    laws = {"that of these releases themselves": spread_of(figures)}
    past = read_past(found.case)
    record = past.records.get(found.target.due, {}).get(CLIMATOLOGY) if past else None
    if record:
        laws["that of the whole record, as in the table of views"] = StudentT(
            record.freedom, record.location, record.scale
        )
    clusters = {name: cluster_above(figures, found.line, WIDTH, law) for name, law in laws.items()}
    rows = [(name, *_cluster_cells(each)) for name, each in clusters.items()]
    first = next(iter(clusters.values()))
    heading = ("Smooth spread", "Expected there", "Chance of as many there", "Of as many as near anywhere")
    said = (
        f"**{first.inside} of {first.figures} first releases lie above {found.line:g}% and at most {WIDTH:g} points "
        "above it.**"
    )
    return f"{said}\n\n{found.markdown(heading, rows)}"


def _cluster_cells(cluster: Cluster) -> tuple[str, str, str]:
    return f"{cluster.figures * cluster.share:.1f}", _rare(cluster.chance), _rare(cluster.anywhere)


def _rare(chance: float) -> str:
    """A small chance in percent with one digit that counts."""
    return f"{float(f'{100 * chance:.1g}'):g}%"


def effort_block(found: Evidence) -> str:
    """P with late effort: by what it aims at and by how much of a shortfall it makes up."""
    choices = list(_efforts(found))
    scenarios = [found.scenario, *(scenario for *_, scenario in choices)]
    experiments = [until(prepare(each, found.case, found.design), found.target.due) for each in scenarios]
    off, *on = run_experiments(experiments, Outcomes(found.target, (found.target.due,)))
    what, growth = (PROBABILITY, found.target.due), (MEAN, found.target.due)
    rows = [("off", "–", percent_with_error(chance(experiments[0], off[what])), "–", *_near(off[growth], found.line))]
    for (aim, share, _), each in zip(choices, on, strict=True):
        reached = percent_with_error(chance(experiments[0], each[what]))
        change = points(mean_difference(experiments[0], each[what], off[what]))
        rows.append((f"{aim:.3g}%", share, reached, change, *_near(each[growth], found.line)))
    heading = (
        "Late effort aims at",
        "Share made up",
        f"P(> {found.line:g}%)",
        "Change, points",
        f"Draws {WIDTH:g} points above the line",
        "As much below",
    )
    return found.markdown(heading, rows)


def _efforts(found: Evidence) -> Iterator[tuple[float, str, Scenario]]:
    """What effort aims at, the share of a shortfall that it makes up, and the scenario of both."""
    entries, parameters = found.case.catalogue.entries, found.case.parameters
    strength = parameters[STRENGTH].prior
    assert isinstance(strength, Distribution)
    near = [each for each in found.releases.values() if found.line < each <= found.line + WIDTH]
    for aim in (found.line, float(np.median(near)), found.line + FARTHER):
        switched = with_value(found.scenario, entries[SWITCH], 1.0)
        aimed = with_value(switched, entries[AIM], aim * parameters[AIM].factor)
        low, high = (float(strength.quantile(level)) for level in (0.05, 0.95))
        yield aim, f"{low:.2f}, its 5% point", with_value(aimed, entries[STRENGTH], low)
        yield aim, "as drawn", aimed
        yield aim, f"{high:.2f}, its 95% point", with_value(aimed, entries[STRENGTH], high)


def _near(growth: np.ndarray, line: float) -> tuple[str, str]:
    above, below = (growth > line) & (growth <= line + WIDTH), (growth <= line) & (growth > line - WIDTH)
    return f"{100 * above.mean():.1f}%", f"{100 * below.mean():.1f}%"
