"""Studies of the model: what decides a target, and what would raise its probability."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import pandas as pd

from qnsim.analysis.goal import DRAWS_OF_PAIRS, GoalAnswer, goal, iso_probability
from qnsim.analysis.judging import measure_of
from qnsim.analysis.lever_effects import LeverEffects, lever_effects
from qnsim.analysis.outcomes import MEAN, PROBABILITY
from qnsim.analysis.sensitivity.methods import METHODS, Method, Sobol
from qnsim.analysis.sensitivity.study import GROUPS, SCREENED, sensitivity
from qnsim.chance.designs import DEFAULT_DRAWS, DEFAULT_SEED, Stratified
from qnsim.errors import UsageError, nearest
from qnsim.facts.case import Case, read_case
from qnsim.facts.levers import Lever
from qnsim.facts.targets import Target, headline_of
from qnsim.reporting.goal_chart import GoalWords, save_goal_chart
from qnsim.reporting.goal_words import goal_lines, iso_lines
from qnsim.reporting.sensitivity_chart import SensitivityWords, save_sensitivity_chart
from qnsim.run import Experiment, prepare
from qnsim.scheduler import InProcess, Scheduler
from qnsim.workflow.manifests import Comparison
from qnsim.workflow.scenarios import BASELINE, load_scenario, resolution_targets
from qnsim.workflow.study_folder import Request, StudyForm, compare_study, recorded_scenarios, write_study

Progress = Callable[[str, int, int], None]


def _silent(stage: str, done: int, total: int) -> None:
    """No progress is shown."""


@dataclass(frozen=True)
class SensitivityStudy:
    """What decides a target of a scenario: a table for each way the inputs were divided, and where it was written."""

    experiment: Experiment
    target: Target
    tables: Mapping[str, pd.DataFrame]
    folder: Path | None

    def words(self, by: str) -> SensitivityWords:
        """What stands around one of its tables and its chart."""
        scenario, about = self.experiment.scenario, self.tables[by].attrs
        indicator = measure_of(self.target).label.en.partition(",")[0]
        lowered = indicator if indicator[:2].isupper() else indicator[0].lower() + indicator[1:]
        name = self.folder.name if self.folder else scenario.name
        return SensitivityWords(
            f"What decides {lowered} in {self.target.due} under {scenario.name}",
            indicator,
            event_in_words(self.target),
            f"Lines are 95% intervals; grey cannot be told from zero. {about['runs']:,} runs, method "
            f"{about['method']}, inputs by {by}. Data known on {scenario.as_of}. Study {name}.",
        )


def event_in_words(target: Target) -> str:
    """What it means to reach a target, for a heading."""
    unit = "%" if target.model_unit == "%" else f" {target.model_unit}"
    mark = f"{target.threshold:g}{unit}" if target.threshold is not None else target.against.replace("_", " ")
    return f"P({target.comparator} {mark})"


def target_of(case: Case, wanted: str | None) -> Target:
    """The target of an id; the headline for None. Raises `UsageError` with the nearest id."""
    targets = resolution_targets(case)
    if wanted is None:
        return headline_of(targets)
    known = {target.id: target for target in targets}
    if wanted not in known:
        modelled = ", ".join(target.id for target in targets if target.treatment == "modelled")
        raise UsageError(
            f"--target {wanted}: not the id of a target.{nearest(wanted, list(known))} In the model: {modelled}"
        )
    return known[wanted]


def method_of(name: str, settings: dict[str, Any]) -> Method:
    """A method of sensitivity analysis by its name. Raises `UsageError` for an unknown one or a setting it lacks."""
    known = {method.name: method for method in METHODS}
    if name not in known:
        raise UsageError(
            f"--method {name}: not a method; expected one of {', '.join(known)}.{nearest(name, list(known))}"
        )
    try:
        return known[name](**settings)
    except TypeError:
        wrong = ", ".join(f"--{setting}" for setting in settings if setting != "seed")
        raise UsageError(f"{wrong} is not a setting of method {name}; leave it out") from None


def study_sensitivity(
    scenario: str | Path,
    target: str | None = None,
    method: str = Sobol.name,
    by: str | None = None,
    of: Sequence[str] = (),
    through: int | None = None,
    settings: dict[str, Any] | None = None,
    seed: int = DEFAULT_SEED,
    out: Path | None = Path("runs"),
    scheduler: Scheduler = InProcess(),
    progress: Progress = _silent,
    case: Case | None = None,
) -> SensitivityStudy:
    """What decides a target of a scenario, by a method's name and its settings; written below `out` (not if None).

    Without `by` the inputs are taken by groups, where the method has an index for a group, and screened; without `of`
    both outcomes are studied, or the mean alone where the method compares densities.
    """
    case = case or read_case()
    chosen = method_of(method, {**(settings or {}), "seed": seed})
    divided = (by,) if by else (GROUPS, SCREENED) if chosen.takes_groups else (SCREENED,)
    of = tuple(of) or ((MEAN, PROBABILITY) if chosen.takes_events else (MEAN,))
    read, goal = load_scenario(scenario, case), target_of(case, target)
    experiment = prepare(read, case)
    tables = {}
    for each in divided:
        told = partial(progress, f"Simulating by {each}")
        tables[each] = sensitivity(experiment, goal, chosen, each, of, through, scheduler, told)
    options = {
        "target": goal.id,
        "method": method,
        "by": by,
        "of": list(of),
        "through": through,
        "settings": settings or {},
        "seed": seed,
    }
    request = Request("sensitivity", (read,), options)
    study = SensitivityStudy(experiment, goal, tables, Path(out) / request.name(case) if out is not None else None)
    if out is not None:
        write_study(request, case, Path(out), {_file(each): tables[each] for each in tables}, study_drawing(study))
    return study


def study_drawing(study: SensitivityStudy) -> Callable[[Path], None]:
    """What draws the charts of a study into its folder: those of the first year."""

    def draw(folder: Path) -> None:
        for by, table in study.tables.items():
            if not table.empty:
                save_sensitivity_chart(
                    table, str(table["year"].iloc[0]), study.words(by), folder / f"chart_{_file(by)}"
                )

    return draw


def _file(by: str) -> str:
    return by.replace(" ", "_")


@dataclass(frozen=True)
class GoalStudy:
    """The answer for one lever, or for two the values of the first along the second; in words, and where written."""

    answer: GoalAnswer | None
    pairs: pd.DataFrame | None
    lines: list[str]
    folder: Path | None


def study_goal(
    scenario: str | Path,
    levers: Sequence[str],
    probability: float,
    targets: Sequence[str] = (),
    draws: int | None = None,
    seed: int = DEFAULT_SEED,
    out: Path | None = Path("runs"),
    scheduler: Scheduler = InProcess(),
    progress: Progress = _silent,
    case: Case | None = None,
) -> GoalStudy:
    """The value of a lever that reaches a probability of all `targets` (the headline if none), or of two levers."""
    case = case or read_case()
    read, goals = load_scenario(scenario, case), [target_of(case, each) for each in targets or (None,)]
    chosen = [lever_of(case, each) for each in levers]
    told = partial(progress, "Simulating")
    options = {
        "levers": [lever.name for lever in chosen],
        "probability": probability,
        "targets": [target.id for target in goals],
        "draws": draws,
        "seed": seed,
    }
    request = Request("goal", (read,), options)
    folder = Path(out) / request.name(case) if out is not None else None
    answer, pairs = None, None
    if len(chosen) == 1:
        design = Stratified(seed, draws or DEFAULT_DRAWS)
        answer = goal(read, case, goals, probability, chosen[0].name, design, scheduler, told)
        lines, table = goal_lines(answer, read.name), answer.curve
    elif len(chosen) == 2:
        design = Stratified(seed, draws or DRAWS_OF_PAIRS)
        names = (chosen[0].name, chosen[1].name)
        table = pairs = iso_probability(read, case, goals, probability, names, design, scheduler, told)
        lines = iso_lines(pairs, chosen[0], chosen[1], probability)
    else:
        raise UsageError(f"{len(chosen)} levers are given; expected one, or two for the line along which P is the same")
    study = GoalStudy(answer, pairs, lines, folder)
    if out is not None:
        write_study(request, case, Path(out), {"goal": table}, partial(_draw_goal, study, read.name))
    return study


def _draw_goal(study: GoalStudy, scenario: str, folder: Path) -> None:
    if study.answer:
        title = f"Chance of the target under {scenario}, by {study.answer.lever.label['en']}"
        note = f"Band: two standard errors of the simulation. {study.lines[-1]} Study {folder.name}."
        save_goal_chart(study.answer, GoalWords(title, note), study.lines, folder / "chart_goal")


def share(written: str) -> float:
    """A probability as people write it, 60% or 0.6. Raises `UsageError` for anything else."""
    text = written.strip()
    try:
        value = float(text.removesuffix("%")) / (100 if text.endswith("%") else 1)
    except ValueError:
        value = float("nan")
    if not 0 < value < 1:
        raise UsageError(f"--probability {written}: expected more than 0% and less than 100%, such as 60% or 0.6")
    return value


def lever_of(case: Case, wanted: str) -> Lever:
    """A lever by its name or label. Raises `UsageError` with the nearest."""
    name, _ = case.name_of(wanted)
    if name not in case.levers:
        close = nearest(wanted, list(case.levers))
        raise UsageError(f"--lever {wanted}: not a lever.{close} See: qnsim levers")
    return case.levers[name]


def effects_of_levers(case: Case | None = None) -> LeverEffects:
    """What one step of each lever does to the headline when all else is as in the baseline."""
    case = case or read_case()
    return lever_effects(case, load_scenario(BASELINE, case), headline_of(resolution_targets(case)))


STUDIES: dict[str, Callable[..., Any]] = {"sensitivity": study_sensitivity, "goal": study_goal}


def study_again(
    form: StudyForm, out: Path, scheduler: Scheduler, progress: Progress, case: Case
) -> tuple[Path, Comparison]:
    """Repeat a study from its manifest and compare the tables. Raises `UsageError` if it cannot be the same."""
    if form.study not in STUDIES:
        raise UsageError(f"'{form.study}' is not a study of this version; expected one of {', '.join(STUDIES)}")
    with tempfile.TemporaryDirectory() as folder:
        files = recorded_scenarios(form, Path(folder))
        common = {"out": out, "scheduler": scheduler, "progress": progress, "case": case}
        study = STUDIES[form.study](*files, **form.options, **common)
    return study.folder, compare_study(form, study.folder)
