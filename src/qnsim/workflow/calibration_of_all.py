"""Calibration of a case and of the earlier cases its hindcast names, each on what was known on its own day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from qnsim.analysis.sampling.settings import Settings
from qnsim.errors import SimulationError
from qnsim.facts.about import CASE_FILE
from qnsim.facts.case import Case, read_case
from qnsim.language import ENGLISH, Language, join, say
from qnsim.scheduler import InProcess, Scheduler
from qnsim.workflow.asking import Progress, silent
from qnsim.workflow.calibration_study import STATES, USUAL, CalibrationStudy, study_calibration
from qnsim.workflow.posteriors import known_figures

# Few figures inform few directions, in which half the chains and two thirds of the steps find as much.
EARLIER = Settings(stages=(60, 100, 120), steps=200, chains_each=64, kept_every=10)
EARLIER_STATES = 1_000


@dataclass(frozen=True, eq=False)
class Calibrated:
    """What became of the calibration of one case: the study, or in words why there is none.

    It is `refused` if draws were made that cannot be used; where no figure was known there is nothing to refuse.
    """

    case: Case
    study: CalibrationStudy | None
    told: str = ""
    refused: bool = False


def calibrate_all(
    seed: int = 1,
    out: Path | None = Path("runs"),
    scheduler: Scheduler = InProcess(),
    progress: Progress = silent,
    case: Case | None = None,
    language: Language = ENGLISH,
    settings: tuple[Settings, Settings] = (USUAL, EARLIER),
) -> list[Calibrated]:
    """Calibrate a case with the first `settings`, and with the second every earlier case that it names.

    Each writes its posterior beside itself; one whose draws cannot be used keeps the file it had. Charts are in
    `language`. Raises `UsageError` before anything is sampled if a case does not say how it is calibrated.
    """
    main = case or read_case()
    earlier = [read_case(folder) for folder in main.about.hindcast.cases] if main.about.hindcast else []
    plans = [(main, settings[0], STATES), *((each, settings[1], EARLIER_STATES) for each in earlier)]
    known = [bool(known_figures(each)) for each, _, _ in plans]
    found = []
    for (each, own, states), anything in zip(plans, known, strict=True):
        day = each.about.vintage

        def report(stage: str, done: int, total: int, day: object = day) -> None:
            progress(say("{day}: {stage}", day=day, stage=stage), done, total)

        if not anything:
            found.append(Calibrated(each, None, say("no figure was known, so its runs draw from the priors")))
            continue
        try:
            found.append(Calibrated(each, study_calibration(seed, out, scheduler, report, each, own, states, language)))
        except SimulationError as fault:
            found.append(Calibrated(each, None, str(fault), refused=True))
    return found


def table_of_all(found: Sequence[Calibrated]) -> pd.DataFrame:
    """A row per case that was calibrated: what it was made of, how good the draws are, P of its headline."""
    return pd.DataFrame(
        [
            {
                "case": each.case.about.vintage.isoformat(),
                "figures": len(study.predicted.figures),
                "coordinates": len(study.learned.z),
                "handed_over": len(study.handed_over),
                "nested_r_hat": max(float(of.nested_r_hat.max()) for of in study.diagnoses),
                "sample_size": min(float(min(of.bulk.min(), of.tail.min())) for of in study.diagnoses),
                "prior": study.prior.value,
                "posterior": study.posterior.value,
            }
            for each in found
            if (study := each.study)
        ]
    )


def lines_of_all(found: Sequence[Calibrated]) -> list[str]:
    """A line for each case that has no new posterior, and where those that have one keep it."""
    without = [
        say("{vintage}: {told}.", vintage=each.case.about.vintage, told=each.told)
        for each in found
        if not each.study and not each.refused
    ]
    return [*without, *(str(each.study.file) for each in found if each.study)]


def refuse_any(found: Sequence[Calibrated]) -> None:
    """Raises `SimulationError` that names every case whose draws cannot be used."""
    refused = [each for each in found if each.refused]
    if refused:
        raise SimulationError(
            join(
                "\n",
                [
                    say("{file}: {told}", file=each.case.about.folders[-1] / CASE_FILE, told=each.told)
                    for each in refused
                ],
            )
        )
