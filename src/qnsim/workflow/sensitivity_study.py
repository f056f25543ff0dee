"""The study of what decides a target, written into a folder."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import pandas as pd

from qnsim.analysis.outcomes import MEAN, PROBABILITY
from qnsim.analysis.sensitivity.methods import METHODS, Method, Sobol
from qnsim.analysis.sensitivity.study import GROUPS, SCREENED, sensitivity
from qnsim.chance.designs import DEFAULT_SEED
from qnsim.engine.simulate import NUMPY, Engine
from qnsim.errors import UsageError, nearest
from qnsim.facts.case import Case, read_case
from qnsim.facts.targets import Target
from qnsim.language import ENGLISH, Language, say
from qnsim.reporting.charts.sensitivity_chart import SensitivityWords, save_sensitivity_chart
from qnsim.reporting.sensitivity_table import division_words, ranking
from qnsim.reporting.sensitivity_words import sensitivity_words
from qnsim.run import Experiment, prepare
from qnsim.scheduler import InProcess, Scheduler
from qnsim.workflow.asking import Progress, silent, target_of
from qnsim.workflow.past_forecasts import MODEL_VIEW, digest_of_past, pooling_of, said_of_the_past
from qnsim.workflow.scenarios import load_scenario
from qnsim.workflow.study_folder import Request, write_study


@dataclass(frozen=True)
class SensitivityStudy:
    """What decides a target of a scenario: a table for each way the inputs were divided, and where it was written.

    `past` is what is to be said of past forecasts where model and record are shown together.
    """

    experiment: Experiment
    target: Target
    tables: Mapping[str, pd.DataFrame]
    folder: Path | None
    past: tuple[str, ...] = ()

    def words(self, by: str) -> SensitivityWords:
        """What stands around one of its tables and its chart."""
        name = self.folder.name if self.folder else self.experiment.scenario.name
        return sensitivity_words(self.tables[by], self.experiment, self.target, name)


def method_of(name: str, settings: dict[str, Any]) -> Method:
    """A method of sensitivity analysis by its name. Raises `UsageError` for an unknown one or a setting it lacks."""
    known = {method.name: method for method in METHODS}
    if name not in known:
        raise UsageError(
            say(
                "--method {name}: not a method; expected one of {known}.{close}",
                name=name,
                known=", ".join(known),
                close=nearest(name, list(known)),
            )
        )
    try:
        return known[name](**settings)
    except TypeError:
        wrong = ", ".join(f"--{setting}" for setting in settings if setting != "seed")
        raise UsageError(
            say("{wrong} is not a setting of method {name}; leave it out", wrong=wrong, name=name)
        ) from None


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
    progress: Progress = silent,
    case: Case | None = None,
    view: str = MODEL_VIEW,
    language: Language = ENGLISH,
    engine: Engine = NUMPY,
) -> SensitivityStudy:
    """What decides a target of a scenario, by a method's name and its settings; written below `out` (not if None).

    Without `by` the inputs are taken by groups, where the method has an index for a group, and screened; without `of`
    both outcomes are studied, or the mean alone where the method compares densities. The probability is that of the
    model alone, or with the view `together` the chance that model and record together see. Charts are in `language`.
    """
    case = case or read_case()
    chosen = method_of(method, {**(settings or {}), "seed": seed})
    divided = (by,) if by else (GROUPS, SCREENED) if chosen.takes_groups else (SCREENED,)
    read, goal = load_scenario(scenario, case), target_of(case, target)
    pooling = pooling_of(case, goal, view)
    of = tuple(of) or ((MEAN, PROBABILITY) if chosen.takes_events or pooling else (MEAN,))
    experiment = prepare(read, case, engine=engine)
    tables = {}
    for each in divided:
        told = partial(progress, say("Simulating by {division}", division=division_words(each)))
        tables[each] = sensitivity(experiment, goal, chosen, each, of, through, scheduler, told, pooling)
    options = {
        "target": goal.id,
        "method": method,
        "by": by,
        "of": list(of),
        "through": through,
        "settings": settings or {},
        "seed": seed,
        "view": view,
        **({"engine": engine} if engine != NUMPY else {}),
    }
    request = Request("sensitivity", (read,), options, learned=digest_of_past(case, view))
    folder = Path(out) / request.name(case) if out is not None else None
    past = tuple(said_of_the_past(pooling, experiment.design))
    study = SensitivityStudy(experiment, goal, tables, folder, past)
    if out is not None:
        write_study(
            request, case, Path(out), {_file(each): tables[each] for each in tables}, study_drawing(study, language)
        )
    return study


def study_drawing(study: SensitivityStudy, language: Language) -> Callable[[Path], None]:
    """What draws the charts of a study into its folder: those of the first year."""

    def draw(folder: Path) -> None:
        for by, table in study.tables.items():
            years = list(table["year"].unique())
            if years and ranking(table, years[0])[0]:  # where nothing can be told from zero there is nothing to draw
                save_sensitivity_chart(table, years[0], study.words(by), folder / f"chart_{_file(by)}", language)

    return draw


def _file(by: str) -> str:
    return by.replace(" ", "_")
