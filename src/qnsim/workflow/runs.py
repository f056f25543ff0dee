"""Runs: simulate scenarios, repeat a run, and write what each leaves behind."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from importlib.util import find_spec
from pathlib import Path

from qnsim.analysis.assessment import Assessment, assess
from qnsim.analysis.backtest.views import Views
from qnsim.analysis.best_lever import LeverGain, best_usual_lever
from qnsim.analysis.judging import check_due
from qnsim.analysis.lever_effects import DRAWS
from qnsim.analysis.readings import Readings, readings_of
from qnsim.analysis.record import BaseRate, base_rate, growth_history
from qnsim.chance.designs import DEFAULT_DRAWS, DEFAULT_SEED, Design, Sample, Stratified
from qnsim.cluster import beside_files
from qnsim.engine.simulate import NUMPY, Engine
from qnsim.errors import UsageError
from qnsim.facts.case import Case, read_case
from qnsim.facts.targets import Target, headline_of
from qnsim.language import ENGLISH, Language, say
from qnsim.run import (
    Experiment,
    prepare,
)
from qnsim.scenarios.scenario import Scenario
from qnsim.scheduler import InProcess, Scheduler
from qnsim.workflow.asking import Progress, silent
from qnsim.workflow.keeping import keeping_blocks
from qnsim.workflow.manifests import (
    Comparison,
    compare,
    read_manifest,
    recorded_experiment,
)
from qnsim.workflow.past_forecasts import look_back
from qnsim.workflow.posteriors import usual_design
from qnsim.workflow.scenarios import BASELINE, load_scenario, load_scenarios, parent_of, resolution_targets
from qnsim.workflow.schedulers import begin_for, loading

EXTRAS = {"netcdf": "h5netcdf", "excel": "xlsxwriter"}  # of qnsim, with what each installs
KEPT_FROM = 100_000  # draws of a run long enough that its blocks are kept without being asked for


@dataclass(frozen=True)
class RunReport:
    """What a run made: assessments in the order asked for, the baseline they are compared with, and their folders.

    `parents` are the assessments of the scenarios that others extend, by the name of the other, unless it is the
    baseline. If folders were written, `views` are those of each scenario by its name, and `said_of_past` is what is to
    be said of past forecasts, `said_of_kept` what is to be said of a run that was resumed.
    """

    assessments: tuple[Assessment, ...]
    baseline: Assessment
    folders: tuple[Path, ...]
    target: Target
    record: BaseRate
    parents: Mapping[str, Assessment] = field(default_factory=dict)
    views: Mapping[str, Views] = field(default_factory=dict)
    said_of_past: tuple[str, ...] = ()
    said_of_kept: tuple[str, ...] = ()


def run_scenarios(
    arguments: Sequence[str | Path] | str | Path = (),
    draws: int = DEFAULT_DRAWS,
    seed: int = DEFAULT_SEED,
    scheduler: Scheduler | None = InProcess(),
    out: Path | str | None = Path("runs"),
    keep_draws: bool = False,
    progress: Progress = silent,
    case: Case | None = None,
    excel: bool = False,
    prior: bool = False,
    language: Language = ENGLISH,
    charts: bool = False,
    resume: bool = False,
    engine: Engine = NUMPY,
) -> RunReport:
    """Run scenarios, or one, and write a folder for each below `out` (nothing if None), with `excel` a workbook too.

    With `resume` blocks that a run before kept below `out` are not computed again; each is kept as soon as it is done,
    as in any long run. With `charts` there are charts beside the fan, and for several scenarios one of all.

    `scheduler` None means processes where they pay. `progress(stage, done, total)` is called as the work goes on. With
    `prior` parameters are drawn from their priors even if the case has a posterior. Charts speak `language`; tables,
    which programs read, English. The `engine` is 'numpy', or 'kernel': compiled code (extra `fast`).
    """
    case = case or read_case()
    scheduler = loading(scheduler) if scheduler else begin_for(arguments, case.about.scenarios, draws)
    scenarios = load_scenarios(arguments, case)
    if keep_draws:
        _need("netcdf", "--keep-draws")
    if excel:
        _need("excel", "--excel")
    if out is not None:
        out = Path(out)
        out.mkdir(parents=True, exist_ok=True)  # before the work, so that a folder that cannot be written costs no time
    baseline = next((each for each in scenarios if each.name == BASELINE), None) or load_scenario(BASELINE, case)
    parents = {each.name: parent for each in scenarios if (parent := parent_of(each, case))}
    compared = list({each.files: each for each in (baseline, *parents.values(), *scenarios)}.values())
    targets = resolution_targets(case)
    experiments = plan_runs(compared, case, draws, seed, prior, engine)
    keeping = None
    if out is not None and (resume or (draws >= KEPT_FROM and not keep_draws)):
        keeping = keeping_blocks(experiments, scheduler, out, targets, keep_draws, resume)
    assessed = assess(experiments, targets, keeping or scheduler, partial(progress, say("Simulating")), keep_draws)
    found = {each.experiment.scenario.files: each for each in assessed}
    wanted = tuple(found[each.files] for each in scenarios)
    target = headline_of(targets)
    assert target.threshold is not None
    folders: list[Path] = []
    views: Mapping[str, Views] = {}
    said_of_past: list[str] = []
    if out is not None:
        progress(say("Writing charts"), 0, len(wanted))
        views, said_of_past = look_back(wanted, found[baseline.files], target)
        seen = [(each, views.get(each.experiment.scenario.name)) for each in wanted]
        folders = beside_files(scheduler).each(
            _Folders(out, excel, language, tuple(targets) if charts else ()),
            seen,
            partial(progress, say("Writing charts")),
        )
        if charts and len(wanted) > 1:
            from qnsim.workflow.run_charts import save_side_by_side

            save_side_by_side(wanted, views, out, language)
    for run in keeping.runs if keeping else ():
        run.remove()
    rate = base_rate(case.about.record, case.about.vintage, target.threshold)
    return RunReport(
        wanted,
        found[baseline.files],
        tuple(folders),
        target,
        rate,
        {name: found[parent.files] for name, parent in parents.items()},
        views,
        tuple(said_of_past),
        tuple(keeping.lines()) if keeping and resume else (),
    )


def what_it_hangs_on(report: RunReport) -> tuple[LeverGain | None, tuple[Readings, ...]]:
    """Of a run of one scenario: the lever that would raise its probability most, and what each reading makes of it.

    It takes runs of its own, so only who prints it asks.
    """
    (assessment,) = report.assessments
    case, scenario = assessment.experiment.case, assessment.experiment.scenario
    return lever_of_run(report), readings_of(case, scenario, report.target, _fewer_draws(assessment))


def lever_of_run(report: RunReport) -> LeverGain | None:
    """The lever that would raise the probability of a run's one scenario most; it takes runs of its own."""
    (assessment,) = report.assessments
    case, scenario = assessment.experiment.case, assessment.experiment.scenario
    return best_usual_lever(case, scenario, report.target, _fewer_draws(assessment))


def _fewer_draws(assessment: Assessment) -> Design:
    few, own = Stratified(DEFAULT_SEED, DRAWS), assessment.experiment.design
    return replace(own, fresh=few) if isinstance(own, Sample) else few


def _need(extra: str, option: str) -> None:
    """Raises `UsageError` unless the library of an extra is there."""
    if not find_spec(EXTRAS[extra]):
        raise UsageError(
            say(
                "{option} needs {library}; install it with: python -m pip install 'qnsim[{extra}]'",
                option=option,
                library=EXTRAS[extra],
                extra=extra,
            )
        )


@dataclass(frozen=True)
class _Folders:
    """The writing of run folders, as work for a scheduler."""

    out: Path
    excel: bool = False
    language: Language = ENGLISH
    charted: tuple[Target, ...] = ()

    def __call__(self, seen: tuple[Assessment, Views | None]) -> Path:
        from qnsim.workflow.run_folders import write_folder  # where it is drawn alone, since matplotlib loads slowly

        assessment, views = seen
        return write_folder(assessment, self.out, self.excel, views, self.language, self.charted)


def plan_runs(
    scenarios: Sequence[Scenario],
    case: Case,
    draws: int = DEFAULT_DRAWS,
    seed: int = DEFAULT_SEED,
    prior: bool = False,
    engine: Engine = NUMPY,
) -> list[Experiment]:
    """The experiments of scenarios, with everything a run judges them by known to exist; nothing is simulated."""
    targets = resolution_targets(case)
    headline = headline_of(targets)
    assert headline.threshold is not None
    design = usual_design(case, seed, draws, prior)
    experiments = [prepare(scenario, case, design, engine) for scenario in scenarios]
    for experiment in experiments:
        check_due(targets, experiment.horizon)
    base_rate(case.about.record, case.about.vintage, headline.threshold)
    growth_history(case.about.record, case.about.vintage)
    return experiments


def run_again(
    place: Path,
    out: Path,
    progress: Progress = silent,
    scheduler: Scheduler | None = InProcess(),
    case: Case | None = None,
    language: Language = ENGLISH,
) -> tuple[RunReport, Comparison]:
    """Repeat the run of a manifest, or of a run folder, and compare the tables.

    Raises `UsageError` if the manifest, facts or version have changed: so would the numbers.
    """
    read = read_manifest(place)
    case = case or read_case()
    with tempfile.TemporaryDirectory() as folder:
        experiment = recorded_experiment(read, Path(folder), case)
        file, design = experiment.scenario.files[-1], read.form.design
        numbers, prior = design.stratified, not design.is_of_posterior
        report = run_scenarios(
            file,
            numbers.draws,
            numbers.seed,
            scheduler,
            out,
            progress=progress,
            case=case,
            prior=prior,
            language=language,
            engine=experiment.engine,
        )
    return report, compare(read, report.folders[0])
