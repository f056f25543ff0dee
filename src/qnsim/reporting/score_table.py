"""The score of a scenario for the terminal."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from textwrap import wrap
from typing import Any

import pandas as pd

from qnsim.analysis.consistency import Consistency
from qnsim.analysis.outcomes import MODEL, POOLED
from qnsim.analysis.probability import Probability
from qnsim.analysis.score import ALL_YEARS, ANY_YEAR, Score
from qnsim.facts.targets import Target, headline_of
from qnsim.language import ENGLISH, Language, figure, join, label, say
from qnsim.press.numbers import NOTHING, from_to, percent, percent_with_error, rounded
from qnsim.press.table import Table
from qnsim.quantities.unit_words import unit_words
from qnsim.reporting.target_words import asked_words
from qnsim.reporting.views_table import ALONE

MOST_BINDING = 3
SHOWN = {MODEL: ALONE, POOLED: say("growth together with the record")}
ROOM_FOR_NOTES = 120
MARK = "*"


STATUS = {"modelled": say("modelled"), "projected": say("projected"), "tracked": say("tracked")}


def score_table(score: Score, width: int) -> Table:
    """A row per target of the resolution. Where there is no room, what is asked stands below the name of the target.

    The notes then follow the table, as `note_lines`.
    """
    table = Table(
        title=say(
            "The resolution in scenario {scenario}, {view}",
            scenario=score.experiment.scenario.name,
            view=SHOWN[score.view],
        )
    )
    wide = width >= ROOM_FOR_NOTES
    table.add_column(say("Target"), ratio=3, overflow="fold")
    if wide:
        table.add_column(say("Asked"), ratio=2, overflow="fold")
    for heading in ("P", say("Median"), "5\N{EN DASH}95%", say("Gap")):
        table.add_column(heading, justify="right", no_wrap=wide, overflow="fold")
    table.add_column(say("Status"), no_wrap=True)
    if wide:
        table.add_column(say("Note"), ratio=4, overflow="fold")
    for target, row in zip(score.targets, score.table.to_dict("records"), strict=True):
        cells = [*_numbers(score, target, row), STATUS.get(row["status"], row["status"])]
        name, asked = label(target.indicator), asked_words(target)
        table.add_row(
            *([name, asked, *cells, _note(score, target, row)] if wide else [join("\n", (name, asked)), *cells])
        )
    return table


def note_lines(score: Score, width: int, language: Language = ENGLISH) -> list[str]:
    """The notes that the table has no room for, broken into lines of a width in a language."""
    if width >= ROOM_FOR_NOTES:
        return []
    rows = zip(score.targets, score.table.to_dict("records"), strict=True)
    notes = ((label(target.indicator), _note(score, target, row)) for target, row in rows)
    told = [language.say(join(": ", (name, note))) for name, note in notes if note]
    return [line for each in told for line in wrap(each, width, subsequent_indent="  ")]


def _numbers(score: Score, target: Target, row: Mapping[Hashable, Any]) -> list[str]:
    """Probability, median, range and gap of a target, by the model or projected."""
    chance, projected = score.shown(target.id), score.projections.get(target.id)
    if projected:
        low, middle, high = projected.spread or (None, None, None)
        gap = None if middle is None or target.threshold is None else middle - target.threshold
        return [
            figure(f"{_whole_percent(projected.probability)} {MARK}"),
            rounded(middle),
            _spread(low, high),
            rounded(gap, "+"),
        ]
    shown = percent_with_error(chance) if chance else NOTHING
    return [shown, rounded(row["median"]), _spread(row["p05"], row["p95"]), rounded(row["gap"], "+")]


def _note(score: Score, target: Target, row: Mapping[Hashable, Any]) -> str:
    projected = score.projections.get(target.id)
    return join("; ", filter(None, (projected.method, target.note))) if projected else row["note"]


def _spread(low: float | None, high: float | None) -> str:
    return NOTHING if low is None or pd.isna(low) else from_to(rounded(low), rounded(high))


def _whole_percent(chance: float) -> str:
    """A projected probability: a few figures support no decimals."""
    value = round(100 * chance)
    return "<1%" if value < 1 else ">99%" if value > 99 else f"{value}%"


def view_lines(score: Score) -> list[str]:
    """Which rows show model and record together, and which do not."""
    if not score.views:
        return []
    headline = headline_of(score.targets)
    alone = percent_with_error(score.chances[headline.id])
    return [
        say(
            "{target}: its row shows model and record together; {view} gives {chance}. All other targets, the targets "
            "together and the years together are {view}: past forecasts are of {id} alone.",
            target=label(headline.indicator),
            view=ALONE,
            chance=alone,
            id=headline.id,
        )
    ]


def joint_lines(score: Score) -> list[str]:
    """What the targets do together, a sentence each."""
    names = {target.id: label(target.indicator) for target in score.targets}
    count, together = len(score.chances), percent_with_error(score.all_modelled)
    lines: list[str] = [
        say(
            "All {count} targets that the model gives a probability, in the same future: {chance}.",
            count=count,
            chance=together,
        )
    ]
    order = score.joint.binding_order[:MOST_BINDING]
    for place, (name, chance) in enumerate(order):
        facts = {"target": names[name], "id": name, "left": count - place - 1, "chance": percent_with_error(chance)}
        lines.append(_next_binding(facts) if place else _first_binding(facts))
    if not order:
        lines.append(
            say("No target binds by itself: dropping any one of them does not raise the probability of the rest.")
        )
    if score.asked:
        asked = percent_with_error(score.joint.probability(score.asked))
        lines.append(
            say("Asked for, {targets} together: {chance}.", targets=join(say(" and "), score.asked), chance=asked)
        )
    headline = headline_of(score.targets)
    lines.append(
        say(
            "{target} {sign} {threshold}% in every year of {years}: {always}; in at least one: {once}.",
            target=names[headline.id],
            sign=headline.comparator,
            threshold=figure(f"{headline.threshold:g}"),
            years=score.span,
            always=percent_with_error(score.path[ALL_YEARS]),
            once=percent_with_error(score.path[ANY_YEAR]),
        )
    )
    return lines


def _first_binding(facts: dict[str, object]) -> str:
    return say("The binding target: {target} ({id}). Without it, P(the other {left} together) is {chance}.", **facts)


def _next_binding(facts: dict[str, object]) -> str:
    return say("Next binds: {target} ({id}). Without it as well, P(the other {left} together) is {chance}.", **facts)


def conditional_table(score: Score) -> Table:
    """The probability of each target (row) in the futures that reach another (column)."""
    title = say("P of the target of the row in the futures that reach the target of the column")
    table = Table(title=title)
    table.add_column(say("Target"), no_wrap=True)
    table.add_column(say("alone"), justify="right", no_wrap=True)
    names = list(score.joint.reached)
    for number, _ in enumerate(names, 1):
        table.add_column(str(number), justify="right", no_wrap=True)
    for number, name in enumerate(names, 1):
        cells = [NOTHING if other == name else _percent(score.joint.conditional(name, other)) for other in names]
        table.add_row(f"{number} {name}", percent(score.chances[name]), *cells)
    return table


def consistency_line(found: Consistency) -> str:
    """One sentence on whether growth, productivity and jobs can hold together."""
    readings = [reading for reading in found.readings if reading.with_all]
    chances = [chance for reading in readings for chance in reading.with_all]
    least, most = (choose(chances, key=lambda chance: chance.value) for choose in (min, max))
    due, growth, jobs = found.growth.due, found.growth, found.jobs
    return say(
        "Do the targets agree? Growth is productivity growth and employment growth: {productivity} more per worker at "
        "constant prices and {jobs} more at work would be growth of {implied} in {year}, against {sign} {growth} "
        "asked; so all three hold in {least} to {most} of the futures, by how productivity and jobs are read.",
        productivity=figure(f"{found.productivity.threshold:g}%"),
        jobs=figure(f"{jobs.threshold:,.0f}"),
        implied=figure(f"{found.implied:.1f}%"),
        year=due,
        sign=growth.comparator,
        growth=figure(f"{growth.threshold:g}%"),
        least=percent(least),
        most=percent(most),
    )


def consistency_table(found: Consistency) -> Table:
    """The readings of productivity and of jobs: alone, with the growth asked for, and all three."""
    mark = figure(f"{found.growth.threshold:g}%")
    asked = say("growth {sign} {mark}", sign=found.growth.comparator, mark=mark)
    title = say("Readings ({asked} by itself: {chance})", asked=asked, chance=percent_with_error(found.alone))
    table = Table(title=title)
    table.add_column(label({"en": "Reading", "vi": "Cách hiểu"}))
    headings = (
        say("Median"),
        say("P alone"),
        say("P with {asked}", asked=asked),
        say("P all three, jobs gross"),
        say("P all three, jobs net"),
    )
    for heading in headings:
        table.add_column(heading, justify="right")
    for reading in found.readings:
        chances = [reading.alone, reading.with_growth, *(reading.with_all or (None, None))]
        cells = [percent_with_error(chance) if chance else NOTHING for chance in chances]
        median = say("{number} {unit}", number=rounded(reading.median), unit=unit_words(reading.unit))
        table.add_row(reading.label.text, median, *cells)
    return table


def score_notes() -> list[str]:
    """How to read the tables."""
    return [
        say(
            "Gap: how far the median stands above (+) or below (−) what is asked, in the target's unit. –: the model "
            "says nothing of it."
        ),
        say(
            "* projected: from the indicator's own record and not by the model, by the method in the note. No lever "
            "moves it (a scenario may give a baseline:), and it enters no probability of targets together."
        ),
        say("± is the simulation error; it does not hold the risk that the model is wrong."),
    ]


def _percent(chance: Probability | None) -> str:
    return NOTHING if chance is None else percent(chance)
