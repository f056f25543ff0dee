"""Check of a calibration: whether it finds the truth where figures are drawn from the model itself."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from qnsim.analysis.calibration.misfit import Misfit, misfit_of
from qnsim.analysis.sampling.settings import Settings
from qnsim.analysis.sampling.truths import Places, place_truths, together
from qnsim.facts.case import Case, read_case
from qnsim.language import say
from qnsim.scheduler import InProcess, Scheduler
from qnsim.workflow.asking import Progress, silent
from qnsim.workflow.calibration_study import note, plain, watching
from qnsim.workflow.posteriors import figures_of, past_of
from qnsim.workflow.study_folder import Request, write_study

PARTS = 2  # that can go on side by side, each with half of the data sets; not by processes, so that bits stay
# 40 data sets with 32 chains in each part: 80 sets in all, 300 steps of burn-in and 300 that count.
USUAL = Settings(super_chains=40, chains_each=32, stages=(60, 100, 140), steps=300, kept_every=10)


@dataclass(frozen=True, eq=False)
class CheckStudy:
    """Where truths lie, and the folder that holds it."""

    places: Places
    sets: int
    folder: Path | None


def study_check(
    seed: int = 1,
    out: Path | None = Path("runs"),
    scheduler: Scheduler = InProcess(),
    progress: Progress = silent,
    case: Case | None = None,
    settings: Settings = USUAL,
) -> CheckStudy:
    """Draw data sets from the priors of a case, sample the posterior of each, and place the truths; written to `out`.

    There are twice as many data sets as `settings` has groups. The posterior of the case is neither read nor written.
    """
    case = case or read_case()
    past, figures = past_of(case), figures_of(case)
    misfit = misfit_of(past, figures)
    with tempfile.TemporaryDirectory() as counts, watching(Path(counts), partial(progress, say("Sampling")), PARTS):
        work = _Part(misfit, settings, Path(counts))
        places = together(scheduler.each(work, [(number, PARTS * seed + number) for number in range(PARTS)]))
    sets = PARTS * settings.super_chains
    if out is None:
        return CheckStudy(places, sets, None)
    request = Request("calibrate-check", (past.scenario,), {"seed": seed, **plain(settings)}, (past.case,))
    return CheckStudy(places, sets, write_study(request, case, Path(out), {"places": places.table()}))


@dataclass(frozen=True)
class _Part:
    """Some of the data sets, as work for a scheduler: a task is a number and a seed."""

    misfit: Misfit
    settings: Settings
    counts: Path

    def __call__(self, task: tuple[int, int]) -> Places:
        number, seed = task
        counted = partial(note, self.counts / str(number))
        return place_truths(self.misfit, self.misfit.numbers, self.settings, seed, counted)
