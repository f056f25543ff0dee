"""A report from its findings: every section in its order."""

from __future__ import annotations

from qnsim.language import Language, figure, label, say
from qnsim.reporting.report.assumptions import assumption_section
from qnsim.reporting.report.content import Findings, Report, Section
from qnsim.reporting.report.findings import finding_section
from qnsim.reporting.report.sections import (
    branch_section,
    driver_section,
    fan_section,
    limit_section,
    made_section,
    scenario_section,
    target_section,
)


def report_of(found: Findings, language: Language) -> Report:
    """The report in a language; its pictures are drawn in it."""
    experiment, target = found.main.experiment, found.main.target
    compared: tuple[Section, ...] = ()
    if len(found.assessments) > 1 or found.main is not found.baseline:
        compared = (scenario_section(found, language),)
    return Report(
        language,
        title=say(
            "How likely is it that GRDP of {place} grows by more than {threshold}% in {year}?",
            place=label(experiment.case.about.place),
            threshold=figure(f"{target.threshold:g}"),
            year=target.due,
        ),
        subtitle=say("Scenario: {scenario}", scenario=label(experiment.scenario.title)),
        sections=(
            finding_section(found),
            fan_section(found, language),
            target_section(found, language),
            driver_section(found, language),
            *compared,
            branch_section(found, language),
            assumption_section(found, language),
            limit_section(),
            made_section(found),
        ),
        footer=say("qnsim {version}, {run}", version=found.versions["qnsim"], run=found.run),
    )
