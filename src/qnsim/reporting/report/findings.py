"""The first section of a report: what was found, in plain sentences made from the numbers."""

from __future__ import annotations

from collections.abc import Iterator

from qnsim.analysis.assessment import Assessment
from qnsim.analysis.backtest.views import Views
from qnsim.analysis.judging import measure_of
from qnsim.language import figure, label, say
from qnsim.press.numbers import percent, percent_with_error, points, signed
from qnsim.reporting.goal_words import amount
from qnsim.reporting.report.content import Findings, Section


def finding_section(found: Findings) -> Section:
    """The answer first: the chance, how sure it is, what decides it and what would raise it."""
    return Section(say("Findings"), bullets=tuple(_sentences(found)), notes=(_reading_note(),))


def _sentences(found: Findings) -> Iterator[str]:
    main = found.main
    views = found.views.get(main.experiment.scenario.name)
    yield _chance(main)
    if views:
        yield _three_views(views)
    yield _range(main)
    yield _record(found)
    if found.past:
        yield _past(found)
    if main is not found.baseline:
        yield _against_baseline(main, found.baseline)
    yield _decider(main)
    yield _lever(found)
    yield _together(found)


def _chance(main: Assessment) -> str:
    target, experiment = main.target, main.experiment
    return say(
        "Under the scenario “{scenario}”, GRDP of {place} grows by more than {threshold} in {year} in {count} of 100 "
        "simulations: P = {chance}, by the model alone.",
        scenario=label(experiment.scenario.title),
        place=label(experiment.case.about.place),
        threshold=figure(f"{target.threshold:g}%"),
        year=target.due,
        count=figure(percent(main.headline).removesuffix("%")),
        chance=percent_with_error(main.headline),
    )


def _three_views(views: Views) -> str:
    together, record = views.together, views.record
    if together.low is None or together.high is None:
        return say(
            "The record of earlier years by itself says {record}, model and record together {together}.",
            record=figure(f"{100 * record.probability:.0f}%"),
            together=figure(f"{100 * together.probability:.0f}%"),
        )
    return say(
        "The record of earlier years by itself says {record}, model and record together {together} ({low} to {high} "
        "with other weights). The number to quote is the last, with the others beside it.",
        record=figure(f"{100 * record.probability:.0f}%"),
        together=figure(f"{100 * together.probability:.0f}%"),
        low=figure(f"{100 * together.low:.0f}%"),
        high=figure(f"{100 * together.high:.0f}%"),
    )


def _range(main: Assessment) -> str:
    measure = measure_of(main.target)
    low, middle, high = (
        figure(f"{signed(main.statistic(measure.variable, main.target.due, each, measure.sector), 1)}%")
        for each in ("p05", "p50", "p95")
    )
    return say(
        "The middle of the forecast is growth of {middle}; nine of ten simulations lie between {low} and {high}.",
        middle=middle,
        low=low,
        high=high,
    )


def _record(found: Findings) -> str:
    rate, threshold = found.rate, figure(f"{found.main.target.threshold:g}%")
    if not rate.years:
        return say("No first release is on record to compare this with.")
    return say(
        "In the record {hits} of {years} first releases ({first}–{last}) were above {threshold}; so few years prove "
        "little.",
        hits=rate.hits,
        years=rate.years,
        first=rate.first_year,
        last=rate.last_year,
        threshold=threshold,
    )


def _past(found: Findings) -> str:
    assert found.past is not None
    said = found.past.together.values()
    return say(
        "One year ahead, model and record together would have given between {low} and {high} in {years} earlier years, "
        "of which {passed} passed.",
        low=figure(f"{100 * min(said):.0f}%"),
        high=figure(f"{100 * max(said):.0f}%"),
        years=len(found.past.together),
        passed=found.past.passed,
    )


def _against_baseline(main: Assessment, baseline: Assessment) -> str:
    return say(
        "Against “{baseline}” ({chance}) that is {points} points.",
        baseline=label(baseline.experiment.scenario.title),
        chance=percent_with_error(baseline.headline),
        points=points(main.headline.minus(baseline.headline)),
    )


def _decider(main: Assessment) -> str:
    table = main.drivers
    if table.empty or abs(table.iloc[0]["effect"]) < 2 * table.iloc[0]["error"]:
        return say("No single input stands out as what decides the target.")
    first, case = table.iloc[0], main.experiment.case
    name = label({language: case.label(first["input"], language) for language in ("en", "vi")})
    return say(
        "What decides the target most is: {input} ({points} points between its highest and its lowest quarter).",
        input=name,
        points=points((first["effect"], first["error"])),
    )


def _lever(found: Findings) -> str:
    gain = found.lever
    if gain is None:
        return say("No single lever within its usual band would clearly raise the chance.")
    return say(
        "The lever that would raise the chance most within its usual band is “{lever}” at {value} ({band}): {points} "
        "points.",
        lever=label(gain.lever.label),
        value=amount(gain.lever, gain.value),
        band=label(gain.band.label),
        points=points(gain.gain),
    )


def _together(found: Findings) -> str:
    return say(
        "All {count} targets of the resolution to which the model gives a chance are reached in the same future with a "
        "chance of {chance}.",
        count=len(found.score.chances),
        chance=percent_with_error(found.score.all_modelled),
    )


def _reading_note() -> str:
    return say(
        "± is the simulation error (one standard error). It does not hold the risk that the model is wrong, which is "
        "larger: that is why the record stands beside it."
    )
