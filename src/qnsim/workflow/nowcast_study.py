"""A nowcast: from a scenario and a file of published quarters to a folder with what they tell of the year."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from pathlib import Path

from qnsim.analysis.measures.paths import SECTORS
from qnsim.analysis.nowcast import Nowcast, nowcast
from qnsim.chance.designs import DEFAULT_DRAWS, DEFAULT_SEED
from qnsim.facts.case import Case, read_case
from qnsim.facts.observed_quarters import read_observed_quarters
from qnsim.language import say
from qnsim.run import prepare
from qnsim.scheduler import InProcess, Scheduler
from qnsim.workflow.asking import Progress, silent, target_of
from qnsim.workflow.posteriors import usual_design
from qnsim.workflow.scenarios import load_scenario
from qnsim.workflow.study_folder import Request, write_study


@dataclass(frozen=True)
class NowcastStudy:
    """A nowcast, and where it was written."""

    found: Nowcast
    folder: Path | None


def study_nowcast(
    scenario: str | Path,
    observed: str | Path,
    target: str | None = None,
    draws: int = DEFAULT_DRAWS,
    seed: int = DEFAULT_SEED,
    out: Path | None = Path("runs"),
    scheduler: Scheduler = InProcess(),
    progress: Progress = silent,
    case: Case | None = None,
    prior: bool = False,
) -> NowcastStudy:
    """Condition the year of the quarters in `observed` on them, one after the other; written below `out` (not if None).

    The target, by default the headline, is asked of that year. With `prior` parameters are drawn from their priors even
    if the case has a posterior.
    """
    case = case or read_case()
    read, wanted = load_scenario(scenario, case), target_of(case, target)
    years = range(read.first_year, int(read.end[:4]) + 1)
    figures = read_observed_quarters(Path(observed), years, tuple(SECTORS))
    experiment = prepare(read, case, usual_design(case, seed, draws, prior))
    found = nowcast(experiment, wanted, figures, seed, scheduler, partial(progress, say("Simulating")))
    if out is None:
        return NowcastStudy(found, None)
    told = [[each.name, each.value, each.error] for each in figures]
    options = {"observed": told, "target": wanted.id, "draws": draws, "seed": seed, "prior": prior}
    tables = {"steps": found.steps, "figures": found.figures, "needed": found.needed}
    return NowcastStudy(found, write_study(Request("nowcast", (read,), options), case, Path(out), tables))
