"""Tables for the terminal."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from qnsim.analysis.assessment import SHIFT, Assessment
from qnsim.analysis.best_lever import LeverGain
from qnsim.analysis.judging import measure_of
from qnsim.analysis.lever_effects import LeverEffect, LeverEffects
from qnsim.analysis.readings import Readings
from qnsim.analysis.record import BaseRate
from qnsim.chance.designs import Design, Sample
from qnsim.facts.targets import Target
from qnsim.press.numbers import percent, percent_with_error, points, signed
from qnsim.press.table import Table
from qnsim.quantities.periods import Years, example_periods
from qnsim.reporting.goal_words import amount

ROOM_FOR_DECIDERS, ROOM_FOR_LATER_YEARS = 112, 146
LATER_YEARS = 2


def scenario_table(assessments: Sequence[Assessment], baseline: Assessment, target: Target, width: int) -> Table:
    """The first table of a run: growth, probability of the target, change against the baseline, what decides it.

    What decides it is left to `decider_lines` where the page is too narrow.
    """
    wide = width >= ROOM_FOR_DECIDERS
    table = Table(title=f"GRDP growth {target.due}, as first published")
    table.add_column("Scenario", no_wrap=True)
    table.add_column("Median", justify="right")
    table.add_column("90% interval", justify="right", no_wrap=True)
    table.add_column(f"P(growth > {target.threshold:g}%)", justify="right", no_wrap=True)
    table.add_column("vs baseline", justify="right", no_wrap=True)
    if wide:
        table.add_column("Decided most by (points)")
    later = later_years(assessments, target) if width >= ROOM_FOR_LATER_YEARS else []
    for year in later:
        table.add_column(f"{year}: median, P", justify="right", no_wrap=True)
    for assessment in assessments:
        low, middle, high = (headline_statistic(assessment, target, s) for s in ("p05", "p50", "p95"))
        change = "\N{EN DASH}" if assessment is baseline else points(assessment.headline.minus(baseline.headline))
        table.add_row(
            assessment.experiment.scenario.name,
            f"{signed(middle, 1)}%",
            f"{signed(low, 1)} to {signed(high, 1)}%",
            percent_with_error(assessment.headline),
            change,
            *([decider(assessment)] if wide else []),
            *(_later(assessment, year) for year in later),
        )
    return table


def parent_lines(assessments: Sequence[Assessment], parents: Mapping[str, Assessment], target: Target) -> list[str]:
    """Of each scenario that extends another than the baseline: what that one comes to, and what the change adds."""
    lines = []
    for assessment in assessments:
        name = assessment.experiment.scenario.name
        if parent := parents.get(name):
            medians = [headline_statistic(each, target, "p50") for each in (assessment, parent)]
            lines.append(
                f"{name} extends {parent.experiment.scenario.name}: median {signed(medians[1], 1)}%, "
                f"P {percent_with_error(parent.headline)}; what it changes adds {signed(medians[0] - medians[1], 1)} "
                f"to the median and {points(assessment.headline.minus(parent.headline))} points to P."
            )
    return lines


def lever_line(scenario: str, gain: LeverGain | None) -> str:
    """The lever that would raise the probability of a scenario most within its usual band."""
    if gain is None:
        return f"No single lever within its usual band would clearly raise P of {scenario}."
    return (
        f"The lever that would raise P of {scenario} most within its usual band: {gain.lever.label['en']} at "
        f"{amount(gain.lever, gain.value)} ({gain.band.label['en']}), {points(gain.gain)} points."
    )


def reading_lines(found: Sequence[Readings]) -> list[str]:
    """What two readings of the evidence would make of the probability, a line for each pair."""
    return [
        f"P if {low['en']}: {percent_with_error(each.low)}; if {high['en']}: {percent_with_error(each.high)} "
        f"({each.parameter.name} {each.parameter.low:g} or {each.parameter.high:g})."
        for each in found
        for low, high in [each.parameter.readings or ({}, {})]
    ]


def headline_statistic(assessment: Assessment, target: Target, statistic: str) -> float:
    """A statistic of the headline's measure when the target is due."""
    variable, sector = measure_of(target).key
    return assessment.statistic(variable, target.due, statistic, sector)


def later_years(assessments: Sequence[Assessment], target: Target) -> list[str]:
    """The next years after the target's that every scenario runs to: what licences of this year do shows only there."""
    first = int(target.due[:4]) + 1
    years = [str(year) for year in range(first, first + LATER_YEARS)]
    return [year for year in years if all(f"growth@{year}" in each.chances for each in assessments)]


def _later(assessment: Assessment, year: str) -> str:
    variable, sector = measure_of(assessment.target).key
    middle = assessment.statistic(variable, year, "p50", sector)
    return f"{signed(middle, 1)}%, {percent_with_error(assessment.chances[f'growth@{year}'])}"


def decider_lines(assessments: Sequence[Assessment], width: int) -> list[str]:
    """What decides each scenario, a line each, where the table has no room for it."""
    if width >= ROOM_FOR_DECIDERS:
        return []
    return [f"{a.experiment.scenario.name}: decided most by {decider(a)}" for a in assessments]


def decider(assessment: Assessment) -> str:
    """The input that decides the target most, with its contrast; a plain word if none stands out."""
    table = assessment.drivers
    if table.empty:
        return "too few draws to say"
    first = table.iloc[0]
    if abs(first["effect"]) < 2 * first["error"]:
        return "nothing stands out"
    label = assessment.experiment.case.label(first["input"].partition("@")[0], "en")
    return f"{label} ({points((first['effect'], first['error']))})"


def reading_notes(baseline: Assessment, target: Target, rate: BaseRate) -> list[str]:
    """The sentences that stand below the table: base rate, shift of the centre, final figures."""
    chances = baseline.chances
    final = chances.get(f"final@{target.due}")
    after = f" After later revisions P is {percent_with_error(final)}." if final else ""
    return [
        "vs baseline: percentage points. Decided most by: P in the top quarter of that input's values less P in the "
        "bottom quarter, in points.",
        _record_note(target, rate),
        _parameters_note(baseline.experiment.design),
        f"{baseline.experiment.scenario.name}: if the centre of the forecast were {SHIFT:g} points higher, P would be "
        f"{percent(chances['growth+shift'])}; {SHIFT:g} points lower, {percent(chances['growth-shift'])}.{after}",
        "\N{PLUS-MINUS SIGN} is the simulation error (one standard error from replicates); "
        "it does not hold the risk that the model is wrong.",
    ]


def _parameters_note(design: Design) -> str:
    """Where the parameters of a run came from."""
    if isinstance(design, Sample):
        return (
            f"Parameters are drawn from the posterior of the case ({design.label}): what they were thought to be, made "
            "to agree with the record; --prior leaves the record out."
        )
    return "Parameters are drawn from their priors: no record has corrected them (qnsim calibrate)."


def _record_note(target: Target, rate: BaseRate) -> str:
    """How often the target was met before."""
    if not rate.years:
        return f"No first release was on record yet: how often growth is above {target.threshold:g}% is not known."
    years = f"{rate.first_year}\N{EN DASH}{rate.last_year}"
    return (
        f"In the record, {rate.hits} of {rate.years} first releases of {years} were "
        f"above {target.threshold:g}% (base rate {100 * rate.mean:.0f}%, 90% interval {100 * rate.low:.0f} to "
        f"{100 * rate.high:.0f}%): {rate.years} years are few."
    )


def lever_table(found: LeverEffects, years: Years) -> Table:
    """What the province can choose, and what one step of it does in this model."""
    how_long = (
        "Effect: change of the mean and of the probability of the target in points (\N{PLUS-MINUS SIGN} simulation "
        "error) when the step is taken at the start and kept.\n"
        f"A value lasts exactly as long as the period written before it ({example_periods(years)} to the end; none: "
        "the whole run); elsewhere the extended scenario counts."
    )
    table = Table(caption=how_long, title="Levers", show_lines=True)
    table.add_column("Lever", min_width=max(len(effect.lever.name) for effect in found.effects))
    for heading in ("Range and bands", "Who, clause", "Effect of one step", "Evidence"):
        table.add_column(heading)
    for effect in found.effects:
        lever = effect.lever
        bands = ", ".join(f"to {band.to:g} {band.label['en']}" for band in lever.bands)
        table.add_row(
            f"[bold]{lever.name}[/bold]\n{lever.label['en']}\n[dim]{lever.label['vi']}[/dim]",
            f"{lever.low:g} to {lever.high:g} {'' if lever.unit == '1' else lever.unit}\n{bands}",
            f"{lever.who['en']}\nclause {lever.clause}",
            "\n".join([f"{lever.step['en']}:", *(f"{year}: {_effect(effect, year)}" for year in found.years)]),
            lever.evidence,
        )
    return table


def _effect(effect: LeverEffect, year: str) -> str:
    return f"{signed(effect.mean[year][0], 2)}, P {points(effect.probability[year])}"
