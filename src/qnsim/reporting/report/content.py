"""What a report says, before any format: sections of sentences, tables and pictures."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from qnsim.analysis.assessment import Assessment
from qnsim.analysis.backtest.views import Views
from qnsim.analysis.best_lever import LeverGain
from qnsim.analysis.record import BaseRate
from qnsim.analysis.score import Score
from qnsim.facts.past_forecasts import PastForecasts
from qnsim.language import Language
from qnsim.press.table import Table


@dataclass(frozen=True)
class Findings:
    """The results that a report is made from; it is about the first of the assessments, the others stand beside it.

    `views` are by scenario, empty where past forecasts cannot be used; `past` is None then. `lever` is the one that
    would raise the chance most, None if none clearly does. `run` names the folder that everything is written to,
    `versions` what made it.
    """

    assessments: tuple[Assessment, ...]
    baseline: Assessment
    views: Mapping[str, Views]
    past: PastForecasts | None
    rate: BaseRate
    score: Score
    lever: LeverGain | None
    run: str
    versions: Mapping[str, str]

    @property
    def main(self) -> Assessment:
        """The scenario that the report is about."""
        return self.assessments[0]


@dataclass(frozen=True)
class Picture:
    """A chart as SVG and PNG, with what it shows in words; `name` is that of its files."""

    name: str
    svg: bytes
    png: bytes
    alt: str


@dataclass(frozen=True)
class Section:
    """A heading, sentences, a table and a picture; texts are still in no language."""

    heading: str
    paragraphs: tuple[str, ...] = ()
    bullets: tuple[str, ...] = ()
    table: Table | None = None
    picture: Picture | None = None
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Report:
    """All of a report in the order it is read, and the language it is printed in."""

    language: Language
    title: str
    subtitle: str
    sections: tuple[Section, ...]
    footer: str

    def texts(self) -> Iterator[str]:
        """Every text that a reader sees, in the language of the report; a table cell by cell."""
        for text in self._texts():
            if said := self.language.say(text):
                yield said

    def _texts(self) -> Iterator[str]:
        yield from (self.title, self.subtitle)
        for section in self.sections:
            yield from (section.heading, *section.paragraphs, *section.bullets)
            if section.table:
                yield from (column.header for column in section.table.columns)
                for row in section.table.rows:
                    yield from row
            yield from section.notes
        yield self.footer
