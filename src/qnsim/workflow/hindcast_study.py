"""The hindcast of a case: from the cases of earlier years that it names to a folder with tables and a chart."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from qnsim.analysis.hindcast import Hindcast, forecast_next_year
from qnsim.analysis.hindcast_ahead import BLIND, OBSERVED, run_ahead
from qnsim.analysis.record import first_releases
from qnsim.chance.designs import DEFAULT_SEED, Stratified
from qnsim.errors import UsageError
from qnsim.facts.about import CASE_FILE, Starts
from qnsim.facts.case import Case, read_case
from qnsim.facts.known_values import read_known_values
from qnsim.facts.targets import headline_of
from qnsim.language import ENGLISH, Language, say
from qnsim.reporting.charts.hindcast_chart import save_hindcast_chart
from qnsim.run import Experiment, prepare
from qnsim.scheduler import InProcess, Scheduler
from qnsim.workflow.asking import Progress, silent
from qnsim.workflow.scenarios import BASELINE, load_scenario, resolution_targets
from qnsim.workflow.study_folder import Request, write_study

DRAWS = 2_000


@dataclass(frozen=True)
class HindcastStudy:
    """A hindcast, and where it was written."""

    found: Hindcast
    folder: Path | None


def study_hindcast(
    draws: int = DRAWS,
    seed: int = DEFAULT_SEED,
    out: Path | None = Path("runs"),
    scheduler: Scheduler = InProcess(),
    progress: Progress = silent,
    case: Case | None = None,
    language: Language = ENGLISH,
) -> HindcastStudy:
    """Forecast the year after each earlier case from its baseline; written below `out` (not if None).

    The chart is in `language`.
    """
    case = case or read_case()
    starts = starts_of(case)
    cases = tuple(read_case(folder) for folder in starts.cases)
    design, report = Stratified(seed, draws), partial(progress, say("Simulating"))
    blind = _experiments(cases, BASELINE, design)
    threshold = headline_of(resolution_targets(case)).threshold
    assert threshold is not None  # a headline has one
    released = first_releases(case.about.record, case.about.vintage)
    known = read_known_values(starts.values)
    found = forecast_next_year(blind, threshold, released, known, scheduler, report)
    if starts.observed:
        given = {BLIND: blind, OBSERVED: _experiments(cases, starts.observed, design)}
        found = replace(found, ahead=run_ahead(given, released, scheduler, report))
    if out is None:
        return HindcastStudy(found, None)
    request = Request("hindcast", (), {"draws": draws, "seed": seed}, cases)
    tables = {"forecasts": found.table, "branches": found.branches, "scores": found.scores}
    if starts.observed:
        tables["ahead"] = found.ahead
    return HindcastStudy(found, write_study(request, case, Path(out), tables, partial(_draw, found, language)))


def _experiments(cases: Sequence[Case], scenario: str, design: Stratified) -> list[Experiment]:
    return [prepare(load_scenario(scenario, each), each, design) for each in cases]


def starts_of(case: Case) -> Starts:
    """The earlier cases that a case names. Raises `UsageError` if it names none."""
    if case.about.hindcast is None:
        file = case.about.folders[-1] / CASE_FILE
        raise UsageError(
            say(
                "{file} names no cases of earlier years; expected hindcast: {{cases: [...], values: ...}}, which a "
                "case says of itself alone; add it, or leave --case out for the shipped case",
                file=file,
            )
        )
    return case.about.hindcast


def _draw(found: Hindcast, language: Language, folder: Path) -> None:
    save_hindcast_chart(found, folder / "chart_hindcast", language, folder.name)


def hindcast(
    draws: int = DRAWS,
    seed: int = DEFAULT_SEED,
    scheduler: Scheduler = InProcess(),
    case: Case | None = None,
) -> Hindcast:
    """What the model, started at the end of each earlier year, forecast for the next, and how far it was off.

    `table` has a row per year, `branches` one per year and branch, `scores` the errors in all and the Brier score of
    the event that growth exceeds the headline's threshold; `ahead` runs on to the last year, blind and with observed
    drivers. Raises `UsageError` if the case names no earlier cases.
    """
    return study_hindcast(draws, seed, None, scheduler, case=case).found
