"""Calibration of a case: from its likelihood to a posterior beside it, and a folder that says what was learned."""

from __future__ import annotations

import tempfile
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path

import numpy as np
import pandas as pd
from scipy.special import ndtr

from qnsim.analysis.calibration.fit import Predicted, predict
from qnsim.analysis.calibration.learned import Learned
from qnsim.analysis.calibration.misfit import EDGE, Misfit, misfit_of
from qnsim.analysis.outcomes import PROBABILITY, Outcomes, chance
from qnsim.analysis.probability import Probability
from qnsim.analysis.sampling.diagnostics import Diagnosis, diagnose, disagreements
from qnsim.analysis.sampling.population import Posterior as Chains
from qnsim.analysis.sampling.population import sample_posterior
from qnsim.analysis.sampling.settings import Settings
from qnsim.chance.coordinates import coordinates_of
from qnsim.chance.designs import DEFAULT_DRAWS, DEFAULT_SEED, Stratified
from qnsim.errors import SimulationError
from qnsim.facts.case import Case, read_case
from qnsim.facts.posterior import Posterior, posterior_bytes
from qnsim.facts.targets import headline_of
from qnsim.language import ENGLISH, Language, join, say
from qnsim.press.files import replace_file
from qnsim.reporting.charts.calibration_chart import save_calibration_charts
from qnsim.run import prepare, run_experiments
from qnsim.scheduler import InProcess, Scheduler
from qnsim.workflow.asking import Progress, silent
from qnsim.workflow.posteriors import calibration_of, digest_of_sources, figures_of, past_of, probe_of, usual_design
from qnsim.workflow.scenarios import BASELINE, load_scenario, resolution_targets
from qnsim.workflow.study_folder import Request, write_study

USUAL = Settings(stages=(60, 100, 340), steps=200, kept_every=10)  # land-use fees need a long burn-in
SEEDS = 2  # samplings that must agree
STATES = 4_000  # of the posterior that are written
LOOK = 0.3  # seconds between two looks at how far the samplings are


@dataclass(frozen=True, eq=False)
class CalibrationStudy:
    """What the record says: the states and what they tell, how good they are, and the headline before and after."""

    learned: Learned
    predicted: Predicted
    diagnoses: tuple[Diagnosis, ...]
    handed_over: tuple[str, ...]
    prior: Probability
    posterior: Probability
    file: Path
    folder: Path | None


def study_calibration(
    seed: int = 1,
    out: Path | None = Path("runs"),
    scheduler: Scheduler = InProcess(),
    progress: Progress = silent,
    case: Case | None = None,
    settings: Settings = USUAL,
    states: int = STATES,
    language: Language = ENGLISH,
) -> CalibrationStudy:
    """Sample the posterior of a case twice, write it beside the case, and what was learned below `out` (not if None).

    So many `states` are written, in equal parts from both samplings; the charts are in `language`.
    Raises `SimulationError`, and writes no posterior, if the draws cannot be used or the two samplings do not agree.
    """
    case = case or read_case()
    calibration, figures, past = calibration_of(case), figures_of(case), past_of(case)
    misfit = misfit_of(past, figures)
    chains, diagnoses = zip(
        *_sampled(misfit, settings, seed, scheduler, partial(progress, say("Sampling"))), strict=True
    )
    progress(say("Comparing the samplings"), 0, 1)
    one, other = chains
    _refuse(diagnoses, disagreements(one, other, misfit.numbers))
    learned = Learned(misfit, _thinned(chains, states))
    written = _posterior(learned, case, diagnoses, settings, seed)
    replace_file(calibration.posterior, posterior_bytes(written))
    progress(say("Running the baseline"), 0, 1)
    prior, posterior = _headline(case, scheduler)
    predicted = predict(misfit, *misfit.design(learned.z), seed)
    found = CalibrationStudy(
        learned, predicted, diagnoses, tuple(written.marginals), prior, posterior, calibration.posterior, None
    )
    if out is None:
        return found
    request = Request("calibrate", (past.scenario,), {"seed": seed, **plain(settings)}, (past.case,))
    folder = write_study(
        request, case, Path(out), tables_of(found), partial(save_calibration_charts, learned, predicted, language)
    )
    return CalibrationStudy(
        learned, predicted, diagnoses, found.handed_over, prior, posterior, calibration.posterior, folder
    )


def tables_of(found: CalibrationStudy) -> dict[str, pd.DataFrame]:
    """The tables of a calibration, by the name of their file."""
    judged = [
        pd.DataFrame(
            {"sampling": number, "name": each.names, "nested_r_hat": each.nested_r_hat, "ess_bulk": each.bulk,
             "ess_tail": each.tail}
        )
        for number, each in enumerate(found.diagnoses, 1)
    ]  # fmt: skip
    return {
        "parameters": found.learned.table(),
        "figures": found.predicted.table(),
        "fit": found.predicted.series(),
        "diagnosis": pd.concat(judged, ignore_index=True),
    }


@dataclass(frozen=True)
class _Sampling:
    """The sampling of a misfit, as work for a scheduler: a task is a number and a seed."""

    misfit: Misfit
    settings: Settings
    counts: Path

    def __call__(self, task: tuple[int, int]) -> tuple[Chains, Diagnosis]:
        number, seed = task
        file = self.counts / str(number)
        found = sample_posterior(self.misfit, self.misfit.dimension, self.settings, seed, partial(note, file))
        return found, diagnose(found, self.misfit.numbers)


def _sampled(
    misfit: Misfit,
    settings: Settings,
    seed: int,
    scheduler: Scheduler,
    progress: Callable[[int, int], None],
) -> list[tuple[Chains, Diagnosis]]:
    """The samplings, each with what its draws are worth."""
    with tempfile.TemporaryDirectory() as folder, watching(Path(folder), progress, SEEDS):
        tasks = [(number, SEEDS * seed + number) for number in range(SEEDS)]
        return scheduler.each(_Sampling(misfit, settings, Path(folder)), tasks)


def note(file: Path, done: int, total: int) -> None:
    """Write down how far a sampling is, for who watches it; on another machine nobody does."""
    if file.parent.is_dir():
        file.write_text(f"{done} {total}")


@contextmanager
def watching(folder: Path, progress: Callable[[int, int], None], count: int) -> Iterator[None]:
    """While so many samplings go on, perhaps in other processes, tell how far they are: each notes it in a file."""
    ended = threading.Event()

    def watch() -> None:
        while not ended.wait(LOOK):
            noted = [text.split() for file in folder.iterdir() if (text := file.read_text())]
            if noted:
                progress(sum(int(done) for done, _ in noted), count * int(noted[0][1]))

    watcher = threading.Thread(target=watch, daemon=True)
    watcher.start()
    try:
        yield
    finally:
        ended.set()
        watcher.join()


def _refuse(diagnoses: Sequence[Diagnosis], apart: Sequence[str]) -> None:
    problems: list[str] = [
        say("sampling {number}: {text}", number=number, text=text)
        for number, each in enumerate(diagnoses, 1)
        for text in each.problems
    ]
    problems += apart
    if problems:
        told = join("\n  ", problems)
        raise SimulationError(
            say(
                "no posterior is written, because its draws cannot be used:\n  {told}\nLook for a figure that the "
                "model cannot tell, or lengthen the burn-in (settings of qnsim.workflow.calibration_study)",
                told=told,
            )
        )


def _thinned(chains: Sequence[Chains], states: int) -> np.ndarray:
    """So many states in equal parts from each sampling, evenly over its chains and steps: (coordinate, state)."""
    each = states // len(chains)
    parts = [found.states[:, np.linspace(0, found.states.shape[1] - 1, each).astype(int)] for found in chains]
    return np.concatenate(parts, axis=1)


def _posterior(
    learned: Learned, case: Case, diagnoses: Sequence[Diagnosis], settings: Settings, seed: int
) -> Posterior:
    """The posterior as it is written: what is handed over to runs of the case."""
    forecast = prepare(load_scenario(BASELINE, case), case)
    told = {each.name: each.marginal for each in coordinates_of(forecast.scenario, forecast.case, forecast.horizon)}
    marginals = learned.handed_over(told, calibration_of(case).own)
    places = [learned.misfit.names.index(name) for name in marginals]
    misfit = learned.misfit
    about = {
        "vintage": case.about.vintage.isoformat(),
        "figures": len(misfit.figures),
        "coordinates": misfit.dimension,
        "seed": seed,
        "settings": plain(settings),
        "nested_r_hat": max(float(each.nested_r_hat.max()) for each in diagnoses),
        "sample_size": min(float(min(each.bulk.min(), each.tail.min())) for each in diagnoses),
        "acceptance": [each.acceptance for each in diagnoses],
    }
    states = np.clip(ndtr(learned.z[places]), EDGE, 1 - EDGE)
    return Posterior(marginals, states, probe_of(past_of(case), misfit.figures), digest_of_sources(case), about)


def plain(settings: Settings) -> dict[str, object]:
    """The settings as JSON holds them."""
    return {name: list(each) if isinstance(each, tuple) else each for name, each in asdict(settings).items()}


def _headline(case: Case, scheduler: Scheduler) -> tuple[Probability, Probability]:
    """The probability of the headline under the baseline, on the priors and on the posterior."""
    target, baseline = headline_of(resolution_targets(case)), load_scenario(BASELINE, case)
    designs = (Stratified(DEFAULT_SEED, DEFAULT_DRAWS), usual_design(case, DEFAULT_SEED, DEFAULT_DRAWS))
    experiments = [prepare(baseline, case, design) for design in designs]
    found = run_experiments(experiments, Outcomes(target, (target.due,)), scheduler)
    prior, posterior = (
        chance(experiment, each[PROBABILITY, target.due]) for experiment, each in zip(experiments, found, strict=True)
    )
    return prior, posterior
