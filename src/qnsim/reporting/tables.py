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
from qnsim.facts.case import Case
from qnsim.facts.levers import Lever
from qnsim.facts.targets import Target
from qnsim.language import figure, join, label, say
from qnsim.press.dates import period_within
from qnsim.press.numbers import from_to, listed, percent, percent_with_error, plain, points, share, signed
from qnsim.press.table import Table
from qnsim.quantities.periods import Years, example_periods
from qnsim.quantities.unit_words import unit_words
from qnsim.reporting.goal_words import amount

ROOM_FOR_DECIDERS, ROOM_FOR_LATER_YEARS = 112, 146
LATER_YEARS = 2


def scenario_table(assessments: Sequence[Assessment], baseline: Assessment, target: Target, width: int) -> Table:
    """The first table of a run: growth, probability of the target, change against the baseline, what decides it.

    What decides it is left to `decider_lines` where the page is too narrow.
    """
    wide = width >= ROOM_FOR_DECIDERS
    table = Table(title=say("GRDP growth {due}, as first published", due=period_within(target.due)))
    table.add_column(say("Scenario"), no_wrap=True)
    table.add_column(say("Median"), justify="right")
    table.add_column(say("90% interval"), justify="right", no_wrap=True)
    table.add_column(say("P(growth > {threshold}%)", threshold=_threshold(target)), justify="right", no_wrap=True)
    table.add_column(say("vs baseline"), justify="right", no_wrap=True)
    if wide:
        table.add_column(say("Decided most by (points)"))
    later = later_years(assessments, target) if width >= ROOM_FOR_LATER_YEARS else []
    for year in later:
        table.add_column(say("{year}: median, P", year=year), justify="right", no_wrap=True)
    for assessment in assessments:
        low, middle, high = (headline_statistic(assessment, target, s) for s in ("p05", "p50", "p95"))
        change = "\N{EN DASH}" if assessment is baseline else points(assessment.headline.minus(baseline.headline))
        table.add_row(
            assessment.experiment.scenario.name,
            figure(f"{signed(middle, 1)}%"),
            from_to(signed(low, 1), figure(f"{signed(high, 1)}%")),
            percent_with_error(assessment.headline),
            change,
            *([decider(assessment)] if wide else []),
            *(_later(assessment, year) for year in later),
        )
    return table


def parent_lines(assessments: Sequence[Assessment], parents: Mapping[str, Assessment], target: Target) -> list[str]:
    """Of each scenario that extends another than the baseline: what that one comes to, and what the change adds."""
    lines: list[str] = []
    for assessment in assessments:
        name = assessment.experiment.scenario.name
        if parent := parents.get(name):
            medians = [headline_statistic(each, target, "p50") for each in (assessment, parent)]
            lines.append(
                say(
                    "{name} extends {parent}: median {median}%, P {chance}; what it changes adds {more} to the median "
                    "and {points} points to P.",
                    name=name,
                    parent=parent.experiment.scenario.name,
                    median=signed(medians[1], 1),
                    chance=percent_with_error(parent.headline),
                    more=signed(medians[0] - medians[1], 1),
                    points=points(assessment.headline.minus(parent.headline)),
                )
            )
    return lines


def lever_line(scenario: str, gain: LeverGain | None) -> str:
    """The lever that would raise the probability of a scenario most within its usual band."""
    if gain is None:
        return say("No single lever within its usual band would clearly raise P of {scenario}.", scenario=scenario)
    return say(
        "The lever that would raise P of {scenario} most within its usual band: {lever} at {value} ({band}), {points} "
        "points.",
        scenario=scenario,
        lever=label(gain.lever.label),
        value=amount(gain.lever, gain.value),
        band=label(gain.band.label),
        points=points(gain.gain),
    )


def reading_lines(found: Sequence[Readings]) -> list[str]:
    """What two readings of the evidence would make of the probability, a line for each pair."""
    return [
        say(
            "P if {low}: {chance_low}; if {high}: {chance_high} ({name} {from_low} or {to_high}).",
            low=label(low),
            chance_low=percent_with_error(each.low),
            high=label(high),
            chance_high=percent_with_error(each.high),
            name=each.parameter.name,
            from_low=plain(each.parameter.low),
            to_high=plain(each.parameter.high),
        )
        for each in found
        if each.parameter.readings
        for low, high in [each.parameter.readings]
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
    return listed([figure(f"{signed(middle, 1)}%"), percent_with_error(assessment.chances[f"growth@{year}"])])


def decider_lines(assessments: Sequence[Assessment], width: int) -> list[str]:
    """What decides each scenario, a line each, where the table has no room for it."""
    if width >= ROOM_FOR_DECIDERS:
        return []
    return [
        say("{name}: decided most by {decider}", name=each.experiment.scenario.name, decider=decider(each))
        for each in assessments
    ]


def decider(assessment: Assessment) -> str:
    """The input that decides the target most, with its contrast; a plain word if none stands out."""
    table = assessment.drivers
    if table.empty:
        return say("too few draws to say")
    first = table.iloc[0]
    if abs(first["effect"]) < 2 * first["error"]:
        return say("nothing stands out")
    name = input_words(assessment.experiment.case, first["input"].partition("@")[0])
    return say("{input} ({points})", input=name, points=points((first["effect"], first["error"])))


def input_words(case: Case, name: str) -> str:
    """What people call an uncertain input."""
    return label({language: case.label(name, language) for language in ("vi", "en")})


def reading_notes(baseline: Assessment, target: Target, rate: BaseRate) -> list[str]:
    """The sentences that stand below the table: base rate, shift of the centre, final figures."""
    chances = baseline.chances
    final = chances.get(f"final@{target.due}")
    after = say(" After later revisions P is {chance}.", chance=percent_with_error(final)) if final else ""
    return [
        say(
            "vs baseline: percentage points. Decided most by: P in the top quarter of that input's values less P in "
            "the bottom quarter, in points."
        ),
        _record_note(target, rate),
        _parameters_note(baseline.experiment.design),
        say(
            "{name}: if the centre of the forecast were {shift} points higher, P would be {higher}; {shift} points "
            "lower, {lower}.{after}",
            name=baseline.experiment.scenario.name,
            shift=plain(SHIFT),
            higher=percent(chances["growth+shift"]),
            lower=percent(chances["growth-shift"]),
            after=after,
        ),
        say(
            "\N{PLUS-MINUS SIGN} is the simulation error (one standard error from replicates); it does not hold the "
            "risk that the model is wrong."
        ),
    ]


def _parameters_note(design: Design) -> str:
    """Where the parameters of a run came from."""
    if isinstance(design, Sample):
        return say(
            "Parameters are drawn from the posterior of the case ({posterior}): what they were thought to be, made to "
            "agree with the record; --prior leaves the record out.",
            posterior=design.label,
        )
    return say("Parameters are drawn from their priors: no record has corrected them (qnsim calibrate).")


def _record_note(target: Target, rate: BaseRate) -> str:
    """How often the target was met before."""
    if not rate.years:
        return say(
            "No first release was on record yet: how often growth is above {threshold}% is not known.",
            threshold=_threshold(target),
        )
    return say(
        "In the record, {hits} of {count} first releases of {first}\N{EN DASH}{last} were above {threshold}% (base "
        "rate {mean}, 90% interval {low} to {high}): {count} years are few.",
        hits=rate.hits,
        count=rate.years,
        first=rate.first_year,
        last=rate.last_year,
        threshold=_threshold(target),
        mean=share(rate.mean),
        low=signed(100 * rate.low, 0),
        high=share(rate.high),
    )


def _threshold(target: Target) -> str:
    assert target.threshold is not None  # a headline has one
    return plain(target.threshold)


def lever_table(found: LeverEffects, years: Years) -> Table:
    """What the province can choose, and what one step of it does in this model."""
    how_long = say(
        "Effect: change of the mean and of the probability of the target in points (\N{PLUS-MINUS SIGN} simulation "
        "error) when the step is taken at the start and kept.\n"
        "A value lasts exactly as long as the period written before it ({periods} to the end; none: the whole run); "
        "elsewhere the extended scenario counts.",
        periods=example_periods(years),
    )
    table = Table(caption=how_long, title=say("Levers"), show_lines=True)
    table.add_column(say("Lever"), width=max(len(effect.lever.name) for effect in found.effects))
    for heading in (say("Range and bands"), say("Who, clause"), say("Effect of one step"), say("Evidence")):
        table.add_column(heading)
    for effect in found.effects:
        lever = effect.lever
        effects = (join(": ", [year, _effect(effect, year)]) for year in found.years)
        table.add_row(
            join("", [f"[bold]{lever.name}[/bold]\n", label(lever.label), _dimmed_vietnamese(lever)]),
            say("{low} to {high} {unit}\n{bands}", bands=_bands(lever), **_range(lever)),
            say("{who}\nclause {clause}", who=label(lever.who), clause=lever.clause),
            join("\n", [join("", [label(lever.step), ":"]), *effects]),
            say("{evidence}", evidence=lever.evidence),  # facts have it in English only; other languages mark it so
        )
    return table


def _dimmed_vietnamese(lever: Lever) -> str:
    """What a lever is called in the province, below its English label."""
    return label({"en": f"\n[dim]{lever.label['vi']}[/dim]", "vi": ""})


def _range(lever: Lever) -> dict[str, str]:
    unit = "" if lever.unit == "1" else unit_words(lever.unit)
    return {"low": plain(lever.low), "high": plain(lever.high), "unit": unit}


def _bands(lever: Lever) -> str:
    return join(", ", [say("to {end} {band}", end=plain(band.to), band=label(band.label)) for band in lever.bands])


def _effect(effect: LeverEffect, year: str) -> str:
    return say("{mean}, P {change}", mean=signed(effect.mean[year][0], 2), change=points(effect.probability[year]))
