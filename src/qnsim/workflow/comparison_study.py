"""The comparison of scenarios with the first of them, written into a folder."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from pathlib import Path

from qnsim.analysis.comparison import DRAWS, ScenarioComparison, compare, years_compared
from qnsim.chance.designs import DEFAULT_SEED
from qnsim.facts.case import Case, read_case
from qnsim.facts.targets import headline_of
from qnsim.language import ENGLISH, Language, say
from qnsim.reporting.charts.waterfall_of_growth import growth_waterfall, save_waterfall
from qnsim.run import prepare
from qnsim.scheduler import InProcess, Scheduler
from qnsim.workflow.asking import Progress, silent
from qnsim.workflow.past_forecasts import MODEL_VIEW, digest_of_past, pooling_of, said_of_the_past
from qnsim.workflow.posteriors import usual_design
from qnsim.workflow.scenarios import load_scenario, resolution_targets
from qnsim.workflow.study_folder import Request, write_study


@dataclass(frozen=True)
class ComparisonStudy:
    """A comparison, where it was written, and what is to be said of past forecasts if the record is in it."""

    found: ScenarioComparison
    folder: Path | None
    past: tuple[str, ...] = ()


def study_comparison(
    *scenarios: str | Path,
    through: int | None = None,
    draws: int = DRAWS,
    seed: int = DEFAULT_SEED,
    out: Path | None = Path("runs"),
    scheduler: Scheduler = InProcess(),
    progress: Progress = silent,
    case: Case | None = None,
    prior: bool = False,
    view: str = MODEL_VIEW,
    language: Language = ENGLISH,
) -> ComparisonStudy:
    """Compare scenarios with the first, with tables and a chart for each scenario and year below `out`.

    With `prior` parameters are drawn from their priors even if the case has a posterior. With the view `together` the
    probability by model and record stands beside the model's. Charts are in `language`.
    """
    case = case or read_case()
    read = tuple(load_scenario(each, case) for each in scenarios)
    design = usual_design(case, seed, draws, prior)
    experiments = [prepare(each, case, design) for each in read]
    years_compared(experiments, through)  # a mistake is told before the work
    headline = headline_of(resolution_targets(case))
    pooling = pooling_of(case, headline, view)
    found = compare(experiments, headline, through, scheduler, partial(progress, say("Simulating")), pooling)
    past = tuple(said_of_the_past(pooling, design))
    if out is None:
        return ComparisonStudy(found, None, past)
    options = {"through": through, "draws": draws, "seed": seed, "prior": prior, "view": view}
    request = Request("compare", read, options, learned=digest_of_past(case, view))
    tables = {"levels": found.levels, "differences": found.differences, "parts": found.parts}
    folder = write_study(request, case, Path(out), tables, partial(_draw, found, progress, language))
    return ComparisonStudy(found, folder, past)


def _draw(found: ScenarioComparison, progress: Progress, language: Language, folder: Path) -> None:
    charts = [(name, year) for name in found.others if found.settings_changed(name) for year in found.years]
    for done, (name, year) in enumerate(charts):
        progress(say("Drawing charts"), done, len(charts))
        save_waterfall(growth_waterfall(found, name, year), folder / f"waterfall_{name}_{year}", language)
