"""The written parts of evidence.md: what the record says, what it cannot say, and how much of P rests on judgement."""

from __future__ import annotations

import numpy as np
from evidence_case import NOT_ASKED, Evidence, Markdown
from evidence_record import clustering_block, effort_block, releases_block, shifts_block, views_block

from qnsim.analysis.calibration.learned import MOVED, NARROWED, UNTOUCHED
from qnsim.analysis.judgement import Weight, spread_of_chance, weakly_evidenced, weight_of_judgement
from qnsim.chance.accounts import PRODUCTIVITY
from qnsim.chance.designs import DEFAULT_SEED, Stratified
from qnsim.facts.case import read_case
from qnsim.facts.parameters import CONFIDENCE
from qnsim.facts.targets import headline_of
from qnsim.press.numbers import percent, percent_with_error, points
from qnsim.run import coordinates, prepare
from qnsim.workflow.scenarios import load_scenario, resolution_targets

SHARED_DRAWS = 40_000
MOST, FIRMER = 20, 10
TELLS = (MOVED, NARROWED)
MINUS = "\N{MINUS SIGN}"
TENTHS = "Highest less lowest tenth"


def blocks(markdown: Markdown) -> dict[str, str]:
    """The text of each marked block of the page."""
    case = read_case()
    found = Evidence(case, load_scenario("baseline", case), headline_of(resolution_targets(case)), markdown)
    return {
        "views": views_block(found),
        "releases": releases_block(found),
        "shifts": shifts_block(found),
        "clustering": clustering_block(found),
        "effort": effort_block(found),
        "silent": silent_block(found),
        "weights": weights_block(found),
        "sum": sum_block(found),
        "firmer": firmer_block(found),
    }


def silent_block(found: Evidence) -> str:
    """How many uncertain parameters the record speaks of, by the grade of their evidence."""
    numbers = {each.name for each in coordinates(prepare(found.scenario, found.case))}
    drawn = (numbers - {PRODUCTIVITY}) & set(found.case.parameters)
    table = []
    for confidence in reversed(CONFIDENCE):
        said = [
            found.record_says(n) for n, p in found.case.parameters.items() if n in drawn and p.confidence == confidence
        ]
        counts = [said.count(each) for each in (*TELLS, UNTOUCHED, NOT_ASKED)]
        table.append((confidence, *map(str, counts), str(len(said))))
    heading = ("Evidence", "Moved", "Only narrowed", "As wide as before", "Not asked", "All")
    return found.markdown(heading, table)


def weights_block(found: Evidence) -> str:
    """The parameters whose judgement matters most."""
    judgement = found.judgement
    rows = [
        (
            each.parameter.label["en"],
            found.record_says(each.parameter.name),
            _range(each),
            percent(each.at_low),
            percent(each.at_high),
            points(each.difference),
            points(each.slices),
        )
        for each in judgement.weights[:MOST]
    ]
    heading = (
        "Parameter",
        "The record",
        "5% and 95% point",
        "P at 5%",
        "P at 95%",
        "Difference",
        "Highest less lowest tenth",
    )
    alike = sum(abs(each.difference[0]) < 0.01 for each in judgement.weights)
    said = (
        f"P with all as drawn: {percent_with_error(judgement.probability)}. {len(judgement.weights)} parameters; "
        f"the {MOST} largest are shown, {alike} of the others move P by less than one point."
    )
    return f"{said}\n\n{found.markdown(heading, rows)}\n\n{_solved_line(found)}"


def _range(weight: Weight) -> str:
    parameter = weight.parameter
    ends = (
        np.format_float_positional(value / parameter.factor, 3, fractional=False, trim="-").replace("-", MINUS)
        for value in (weight.low, weight.high)
    )
    unit = "" if parameter.written_unit == "1" else f" ({parameter.written_unit})"
    return f"{' to '.join(ends)}{unit}"


def _solved_line(found: Evidence) -> str:
    """What fixing the residual of the growth accounts does, which is no judgement but the largest term."""
    solved = found.case.parameters[PRODUCTIVITY]
    (each,) = weight_of_judgement(found.case, found.scenario, found.target, found.design, [solved]).weights
    return (
        f"Not among them, because the growth accounts solve it from many of these and from the record: "
        f"{solved.label['en']}. Fixed at its two ends, {_range(each)}, it takes P from {percent(each.at_low)} to "
        f"{percent(each.at_high)}."
    )


def sum_block(found: Evidence) -> str:
    """What all weakly evidenced parameters together do, and all parameters, and everything."""
    weak = {each.name for each in weakly_evidenced(found.case, found.scenario)}
    drawn = {each.input for each in coordinates(prepare(found.scenario, found.case))}
    silent = {name for name in weak if found.record_says(name) not in TELLS}
    groups = {
        f"the {len(weak)} weakly evidenced parameters": weak,
        f"of these the {len(silent)} of which the record says nothing": silent,
        "all parameters": drawn & set(found.case.parameters),
        "all parameters and all chance of the years": drawn,
    }
    spreads = {name: _spread(found, inputs) for name, inputs in groups.items()}
    whole = spreads["all parameters and all chance of the years"][0] ** 2
    rows = [
        (name, f"{100 * spread:.0f} ± {100 * error:.1f}", f"{100 * spread**2 / whole:.0f}%")
        for name, (spread, error) in spreads.items()
    ]
    usual = weight_of_judgement(found.case, found.scenario, found.target, Stratified(DEFAULT_SEED, SHARED_DRAWS), [])
    said = f"On priors P is {percent_with_error(usual.probability)}."
    return f"{said}\n\n" + found.markdown(
        ("If one knew", "P would lie from its mean by, points", "Share of the variance"), rows
    )


def _spread(found: Evidence, inputs: set[str]) -> tuple[float, float]:
    return spread_of_chance(found.case, found.scenario, found.target, inputs, SHARED_DRAWS, DEFAULT_SEED)


def firmer_block(found: Evidence) -> str:
    """The largest weights, what each is and on what it rests today."""
    lines = ["| Parameter | What would have to be known | What it rests on today |", "|---|---|---|"]
    for each in found.judgement.weights[:FIRMER]:
        parameter = each.parameter
        lines.append(f"| {parameter.label['en']} | {parameter.meaning} | {parameter.source.replace('|', '/')} |")
    return "\n".join(lines)
