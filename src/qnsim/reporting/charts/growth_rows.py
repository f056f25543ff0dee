"""Charts of rows from the results of a run: branches, scenarios, what decides the target, and the targets."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from qnsim.analysis.assessment import Assessment
from qnsim.analysis.backtest.views import Views
from qnsim.analysis.judging import measure_of
from qnsim.analysis.measures.paths import COMPOSITES, SECTORS
from qnsim.analysis.measures.production import SECTOR_WORDS
from qnsim.facts.targets import Target
from qnsim.language import Label, figure, label, say
from qnsim.press.numbers import percent, percent_with_error, points, share, signed
from qnsim.reporting.charts.rows import PERCENT, SPREAD, Amount, Row, RowData, Spread
from qnsim.run import run_id

CONTRIBUTION = "growth_contribution"
MOST_DRIVERS = 12


def branch_rows(assessment: Assessment) -> RowData:
    """What each branch adds to growth in the year of the target, largest first, and their sum."""
    target, experiment = assessment.target, assessment.experiment
    year, measure = target.due, measure_of(assessment.target)
    branches = [sector for sector, code in SECTORS.items() if code not in COMPOSITES]
    spreads = {sector: _spread(assessment, CONTRIBUTION, year, sector) for sector in branches}
    ordered = sorted(branches, key=lambda sector: spreads[sector].points[2], reverse=True)
    rows = [_spread_row(sector, branch_label(sector), spreads[sector]) for sector in ordered]
    whole = _spread(assessment, measure.variable, year, measure.sector)
    total = _spread_row("grdp", say("Growth of GRDP, as first published"), whole, bold=True)
    first = ordered[0]
    return RowData(
        title=say(
            "{branch} adds most to growth in {year}: {points} points at the middle",
            branch=branch_label(first),
            year=year,
            points=signed(spreads[first].points[2], 1),
        ),
        subtitle=_of_scenario(assessment, say("Contributions of branches to the growth of GRDP, percentage points")),
        note=say(
            "Bars hold 50 and 90% of {draws} simulations, the line is the middle. Middles do not add up exactly, "
            "because branches move apart; and the first publication errs. Run {run}.",
            draws=figure(f"{experiment.draws:,}"),
            run=run_id(experiment),
        ),
        axis=say("percentage points; the last row in per cent"),
        columns=(say("middle"), say("90% interval")),
        rows=(*rows, total),
        unit="pp",
        line=target.threshold,
        line_label=_target_label(target),
    )


def scenario_rows(assessments: Sequence[Assessment], views: Mapping[str, Views]) -> RowData:
    """Growth in the year of the target under each scenario, the likeliest to reach it first.

    Beside it stands the probability by model and record together, if `views` has that of every scenario by its name.
    """
    target, measure = assessments[0].target, measure_of(assessments[0].target)
    ordered = sorted(assessments, key=lambda each: each.headline.value, reverse=True)
    pooled = all(each.experiment.scenario.name in views for each in assessments)
    rows = []
    for each in ordered:
        scenario = each.experiment.scenario
        spread = _spread(each, measure.variable, target.due, measure.sector)
        said = [figure(f"{signed(spread.points[2], 1)}%"), percent_with_error(each.headline)]
        if pooled:
            said.append(share(views[scenario.name].together.probability))
        rows.append(Row(scenario.name, label(scenario.title), spread, tuple(said)))
    best, worst = ordered[0], ordered[-1]
    return RowData(
        title=say(
            "The chance of the target in {year} runs from {low} (“{worst}”) to {high} (“{best}”)",
            year=target.due,
            low=percent(worst.headline),
            worst=label(worst.experiment.scenario.title),
            high=percent(best.headline),
            best=label(best.experiment.scenario.title),
        ),
        subtitle=say(
            "{place}, growth of GRDP in {year} as first published, by scenario",
            place=label(best.experiment.case.about.place),
            year=target.due,
        ),
        note=say(
            "Bars hold 50 and 90% of {draws} simulations of each scenario, with the same random numbers; the line is "
            "the middle. ± is the simulation error.",
            draws=figure(f"{best.experiment.draws:,}"),
        ),
        axis=say("growth, %"),
        columns=(
            say("middle"),
            say("P, the model alone"),
            *([say("P, together with the record")] if pooled else []),
        ),
        rows=tuple(rows),
        unit=PERCENT,
        line=target.threshold,
        line_label=_target_label(target),
    )


def driver_rows(assessment: Assessment) -> RowData:
    """What decides the target: P in the top quarter of each input's values less P in the bottom quarter."""
    case, target = assessment.experiment.case, assessment.target
    table = assessment.drivers
    shown = table[table["effect"].abs() > 2 * table["error"]].head(MOST_DRIVERS)
    rows = []
    for name, effect, error in shown[["input", "effect", "error"]].itertuples(index=False):
        both = label({language: case.label(name, language) for language in ("en", "vi")})
        amount = Amount(100 * effect, 100 * error, is_bar=True)
        rows.append(Row(name, both, amount, (points((effect, error)),)))
    return RowData(
        title=say("{input} decides the target most", input=rows[0].label) if rows else say("No input stands out"),
        subtitle=_of_scenario(assessment, say("What decides whether the target of {year} is met", year=target.due)),
        note=say(
            "The chance of the target in the top quarter of an input's values less that in its bottom quarter, in "
            "percentage points, with two standard errors of the simulation. The {count} largest that stand out from "
            "chance. Run {run}.",
            count=len(rows),
            run=run_id(assessment.experiment),
        ),
        axis=say("points of probability"),
        columns=(say("points"),),
        rows=tuple(rows),
        unit="pp",
    )


def target_rows(assessment: Assessment, targets: Sequence[Target]) -> RowData:
    """The chance of each target that the model gives one, the likeliest first."""
    judged = [target for target in targets if target.id in assessment.chances]
    ordered = sorted(judged, key=lambda target: assessment.chances[target.id].value, reverse=True)
    rows = []
    for target in ordered:
        chance = assessment.chances[target.id]
        amount = Amount(100 * chance.value, 100 * chance.error)
        own = target.id == assessment.target.id
        rows.append(Row(target.id, label(target.indicator), amount, (percent_with_error(chance),), bold=own))
    likely = sum(assessment.chances[target.id].value > 1 / 2 for target in judged)
    return RowData(
        title=say("{likely} of {count} targets are more likely reached than missed", likely=likely, count=len(judged)),
        subtitle=_of_scenario(assessment, say("Chance of each target of the resolution, the model alone")),
        note=say(
            "Each target by itself; ± and lines are the simulation error, which does not hold the risk that the model "
            "is wrong. Targets outside the model are not shown. Run {run}.",
            run=run_id(assessment.experiment),
        ),
        axis=say("probability"),
        columns=(say("P"),),
        rows=tuple(rows),
        unit=PERCENT,
        line=50.0,
        line_label=figure("50%"),
        limits=(0.0, 100.0),
    )


def branch_label(sector: str) -> Label:
    """What people call a branch, as it stands at the beginning of a line."""
    words = SECTOR_WORDS[sector]
    return label({language: said[0].upper() + said[1:] for language, said in (("vi", words.vi), ("en", words.en))})


def _spread(assessment: Assessment, variable: str, year: str, sector: str) -> Spread:
    return Spread(tuple(assessment.statistic(variable, year, each, sector) for each in SPREAD))


def _spread_row(name: str, said: str, spread: Spread, bold: bool = False) -> Row:
    low, middle, high = (signed(spread.points[place], 1) for place in (0, 2, 4))
    return Row(name, said, spread, (middle, say("{low} to {high}", low=low, high=high)), bold)


def _target_label(target: Target) -> str:
    return say("Target {value}", value=figure(f"{target.threshold:g}%"))


def _of_scenario(assessment: Assessment, what: str) -> str:
    experiment = assessment.experiment
    return say(
        "{place}. {what}. Scenario: {scenario}",
        place=label(experiment.case.about.place),
        what=what,
        scenario=label(experiment.scenario.title),
    )
