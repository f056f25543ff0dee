"""The section of a report on what its scenario assumes, each setting with what it rests on."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from qnsim.analysis.measures import BY_KEY
from qnsim.facts.case import Case
from qnsim.language import ENGLISH, Language, figure, label, say
from qnsim.press.dates import period_words
from qnsim.press.table import Table
from qnsim.quantities.distributions import Distribution
from qnsim.quantities.unit_words import unit_words
from qnsim.quantities.written_units import factor
from qnsim.reporting.report.content import Findings, Section
from qnsim.scenarios.scenario import Scenario
from qnsim.scenarios.settings import Setting

JUDGEMENT = "judgement"


def assumption_section(found: Findings, language: Language) -> Section:
    """What the scenario sets, beyond the baseline."""
    experiment = found.main.experiment
    scenario, case = experiment.scenario, experiment.case
    changed = list(_own_settings(scenario, found.baseline.experiment.scenario))
    if not changed:
        return Section(
            say("Assumptions"), paragraphs=(say("The scenario changes nothing against the parameters of the case."),)
        )
    table = Table()
    table.add_column(say("What is set"), ratio=5)
    table.add_column(say("When"), ratio=2)
    table.add_column(say("Middle (5–95%)"), justify="right", ratio=4)
    table.add_column(say("On what it rests"), ratio=5)
    table.add_column(say("Line of the file"), justify="right", ratio=2)
    for setting in changed:
        for period, distribution in setting.values:
            table.add_row(
                _setting_label(case, setting.name),
                say("whole run") if period is None else period_words(period) if ".." not in period else period,
                _value(case, setting.name, distribution),
                _rests_on(case, setting, language),
                f"{setting.place.line}",
            )
    return Section(
        say("Assumptions"),
        paragraphs=(
            say(
                "Beyond “{baseline}” the scenario sets:",
                baseline=label(found.baseline.experiment.scenario.title),
            ),
        ),
        table=table,
        notes=(
            say(
                "Lines are those of {files}; there the distributions and their sources stand in full.",
                files=", ".join(dict.fromkeys(Path(setting.place.file).name for setting in changed)),
            ),
        ),
    )


def _own_settings(scenario: Scenario, baseline: Scenario) -> Iterator[Setting]:
    """The settings as written that the files of a scenario add to those of the baseline, last one of each name."""
    for history in scenario.history.values():
        if history[-1].place.file not in baseline.files:
            yield history[-1]


def _setting_label(case: Case, name: str) -> str:
    if name in case.levers:
        return label(case.levers[name].label)
    if (name, "") in BY_KEY:
        words = BY_KEY[name, ""].label
        return label({"vi": words.vi, "en": words.en})
    if name in case.parameters or name in case.model.surprises:
        return label({language: case.label(name, language) for language in ("en", "vi")})
    return name


def _value(case: Case, name: str, distribution: Distribution) -> str:
    """The middle of a setting, with its range if it has one, in the unit that people write it in."""
    entry = case.catalogue.entries[name]
    size = factor(entry.shown_unit, entry.unit, by_quarter=False)
    unit = "%" if entry.shown_unit == "%" else f" {entry.shown_unit}" if entry.shown_unit != "1" else ""
    low, middle, high = (_three_digits(distribution.quantile(level) / size) for level in (0.05, 0.5, 0.95))
    spoken = unit_words(entry.shown_unit) if unit.startswith(" ") else unit
    if distribution.is_fixed:
        return say("{middle} {unit}", middle=middle, unit=spoken) if unit.startswith(" ") else figure(f"{middle}{unit}")
    if not unit.startswith(" "):
        return say("{middle}{unit} ({low}–{high})", middle=middle, unit=unit, low=low, high=high)
    return say("{middle} {unit} ({low}–{high})", middle=middle, unit=spoken, low=low, high=high)


def _three_digits(value: float) -> str:
    """A number to three significant digits, large ones whole."""
    shown = f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"
    return figure(shown.replace("-", "\N{MINUS SIGN}"))


def _rests_on(case: Case, setting: Setting, language: Language) -> str:
    """The source of a setting as the file has it, in the language of files; to other readers, of what kind it is."""
    written = setting.source or JUDGEMENT
    if language == ENGLISH:
        return written
    lever = case.levers.get(setting.name)
    if lever and lever.clause:
        return say("clause {clause} of the resolution; judgement", clause=lever.clause)
    return say("judgement") if JUDGEMENT in written else say("see the file")
