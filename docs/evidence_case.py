"""What the page on the evidence tells of: a case, its baseline, and what is found of them once."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import calibration_page

from qnsim.analysis.assessment import Assessment, assess
from qnsim.analysis.judgement import Judgement, weight_of_judgement
from qnsim.analysis.record import first_releases
from qnsim.chance.designs import DEFAULT_SEED, Design, Sample
from qnsim.facts.case import Case
from qnsim.facts.targets import Target
from qnsim.run import prepare
from qnsim.scenarios.scenario import Scenario
from qnsim.workflow.posteriors import usual_design
from qnsim.workflow.scenarios import resolution_targets

DRAWS = 10_000
NOT_ASKED = "not asked"
Markdown = Callable[[Sequence[str], Sequence[Sequence[str]]], str]


@dataclass(frozen=True)
class Evidence:
    """What the page tells of: a case, its baseline and the target it is judged by."""

    case: Case
    scenario: Scenario
    target: Target
    markdown: Markdown

    @cached_property
    def design(self) -> Design:
        """The posterior of the case, or its priors if it has none."""
        return usual_design(self.case, DEFAULT_SEED, DRAWS)

    @cached_property
    def usual(self) -> Assessment:
        """The baseline as `qnsim run` has it."""
        experiment = prepare(self.scenario, self.case, self.design)
        return assess([experiment], resolution_targets(self.case))[0]

    @cached_property
    def judgement(self) -> Judgement:
        """The weights of all weakly evidenced parameters."""
        return weight_of_judgement(self.case, self.scenario, self.target, self.design)

    @property
    def line(self) -> float:
        """Growth that the target asks for."""
        assert self.target.threshold is not None
        return self.target.threshold

    @cached_property
    def releases(self) -> Mapping[int, float]:
        """Growth as first published, by year."""
        return first_releases(self.case.about.record, self.case.about.vintage)

    @cached_property
    def verdicts(self) -> Mapping[str, str]:
        """What the record says of each coordinate that a forecast takes from it."""
        table = calibration_page.kept("parameters")
        told = dict(zip(table["coordinate"], table["verdict"], strict=True))
        held = self.design.states if isinstance(self.design, Sample) else {}
        return {name: told[name] for name in held}

    def record_says(self, name: str) -> str:
        """Whether the record moved, narrowed or left a parameter, or was not asked."""
        return self.verdicts.get(name, NOT_ASKED)
