"""Studies of the model: what decides a target, and what would raise its probability."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from qnsim.analysis.changes import changes
from qnsim.analysis.comparison import DRAWS, ScenarioComparison, averaging, compare, years_compared
from qnsim.analysis.lever_effects import LeverEffects, lever_effects
from qnsim.chance.designs import DEFAULT_SEED, Stratified
from qnsim.facts.case import Case, read_case
from qnsim.facts.targets import headline_of
from qnsim.press.files import sweep_parts
from qnsim.reporting.run_folder import write_table
from qnsim.reporting.waterfall_of_growth import growth_waterfall, save_waterfall
from qnsim.run import prepare
from qnsim.scenarios.scenario import Scenario
from qnsim.scheduler import InProcess, Processes, Scheduler, usable_processors
from qnsim.workflow.scenarios import BASELINE, load_scenario, resolution_targets

DRAWS_WORTH_A_POOL = 200_000  # of three years; two processes are faster from here on
Progress = Callable[[str, int, int], None]


def effects_of_levers(case: Case | None = None) -> LeverEffects:
    """What one step of each lever does to the headline when all else is as in the baseline."""
    case = case or read_case()
    return lever_effects(case, load_scenario(BASELINE, case), headline_of(resolution_targets(case)))


@dataclass(frozen=True)
class ComparisonReport:
    """A comparison, and the folder it was written to."""

    found: ScenarioComparison
    folder: Path


def compare_scenarios(
    arguments: Sequence[str | Path],
    through: int | None = None,
    draws: int = DRAWS,
    seed: int = DEFAULT_SEED,
    scheduler: Scheduler | None = InProcess(),
    out: Path = Path("runs"),
    progress: Progress = lambda stage, done, total: None,
    case: Case | None = None,
) -> ComparisonReport:
    """Compare scenarios with the first, and write tables and a chart for each scenario and year below `out`.

    `scheduler` None means processes where they pay.
    """
    case = case or read_case()
    scenarios = [load_scenario(each, case) for each in arguments]
    experiments = [prepare(each, case, Stratified(seed, draws)) for each in scenarios]
    years_compared(experiments, through)  # before a folder is made
    folder = out / "-".join(["compare", *(each.name for each in scenarios)])
    folder.mkdir(parents=True, exist_ok=True)
    sweep_parts(folder)
    target = headline_of(resolution_targets(case))
    scheduler = scheduler or fastest_scheduler(scenarios, draws)
    found = compare(experiments, target, through, scheduler, partial(progress, "Simulating"))
    write_table(folder / "levels.csv", found.levels)
    write_table(folder / "differences.csv", found.differences)
    write_table(folder / "parts.csv", found.parts)
    charts = [(name, year) for name in found.others if found.settings_changed(name) for year in found.years]
    for done, (name, year) in enumerate(charts):
        progress("Drawing charts", done, len(charts))
        save_waterfall(growth_waterfall(found, name, year), folder / f"waterfall_{name}_{year}")
    return ComparisonReport(found, folder)


def scheduler_of(jobs: int | None) -> Scheduler | None:
    """So many processes; None, for as many as pay, stays None."""
    return InProcess() if jobs == 1 else Processes(jobs) if jobs else None


def fastest_scheduler(scenarios: Sequence[Scenario], draws: int) -> Scheduler:
    """Processes where they save a comparison more than their start costs, else none."""
    reference, *others = scenarios
    counts = [len(changes(reference, other, other.end[:4])) for other in others]
    runs = sum(len(averaging(count).subsets) for count in counts)
    processors = usable_processors()
    return Processes(processors) if processors > 1 and runs * draws >= DRAWS_WORTH_A_POOL else InProcess()
