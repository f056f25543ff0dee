"""The study of under which few conditions a target is missed or reached, written into a folder."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from pathlib import Path

import pandas as pd

from qnsim.analysis.discovery import Discovery, Fit, discover
from qnsim.chance.designs import DEFAULT_DRAWS, DEFAULT_SEED
from qnsim.facts.case import Case, read_case
from qnsim.language import ENGLISH, Language, say
from qnsim.reporting.charts.discovery_chart import save_discovery_chart
from qnsim.run import prepare
from qnsim.scheduler import InProcess, Scheduler
from qnsim.workflow.asking import Progress, silent, target_of
from qnsim.workflow.posteriors import usual_design
from qnsim.workflow.scenarios import load_scenario
from qnsim.workflow.study_folder import Request, write_study


@dataclass(frozen=True)
class DiscoveryStudy:
    """What was found, and where it was written."""

    found: Discovery
    folder: Path | None


def study_discovery(
    scenario: str | Path,
    target: str | None = None,
    when: str | None = None,
    draws: int = DEFAULT_DRAWS,
    seed: int = DEFAULT_SEED,
    out: Path | None = Path("runs"),
    scheduler: Scheduler = InProcess(),
    progress: Progress = silent,
    case: Case | None = None,
    prior: bool = False,
    language: Language = ENGLISH,
) -> DiscoveryStudy:
    """The few conditions under which a target is missed or reached; written below `out` (not if None).

    Without `target` it is the headline, without `when` the rarer outcome. With `prior` parameters are drawn from their
    priors even if the case has a posterior. The chart is in `language`.
    """
    case = case or read_case()
    read, goal = load_scenario(scenario, case), target_of(case, target)
    experiment = prepare(read, case, usual_design(case, seed, draws, prior))
    found = discover(experiment, goal, when, scheduler=scheduler, progress=partial(progress, say("Simulating")))
    if out is None:
        return DiscoveryStudy(found, None)
    options = {"target": goal.id, "when": when, "draws": draws, "seed": seed, "prior": prior}
    tables = {"conditions": found.conditions, "trajectory": found.trajectory, "fit": fit_table(found)}
    request = Request("discover", (read,), options)
    return DiscoveryStudy(found, write_study(request, case, Path(out), tables, partial(_draw, found, language)))


def fit_table(found: Discovery) -> pd.DataFrame:
    """How the box fits the draws it was found on and those held back, with 95% intervals."""
    rows = [_fit_row(half, fit) for half, fit in (("found on", found.found), ("held back", found.held_back))]
    return pd.DataFrame(rows)


def _fit_row(half: str, fit: Fit) -> dict[str, object]:
    row: dict[str, object] = {"half": half, "draws": fit.draws, "base": fit.base, "share": fit.share}
    for name in ("coverage", "density"):
        low, high = getattr(fit, f"{name}_interval")
        row |= {name: getattr(fit, name), f"{name}_low": low, f"{name}_high": high}
    return row


def _draw(found: Discovery, language: Language, folder: Path) -> None:
    if not found.tells:  # there is no box to show
        return
    save_discovery_chart(found, folder / "chart_discovery", language)
