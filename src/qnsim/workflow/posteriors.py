"""The posterior of a case as a design: found beside the case, known to fit its facts, used by who runs scenarios."""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Iterable, Iterator
from pathlib import Path

import numpy as np

import qnsim
from qnsim.analysis.calibration.misfit import LEFT_OUT, Misfit
from qnsim.analysis.outcomes import until
from qnsim.chance.coordinates import coordinates_of
from qnsim.chance.designs import Design, Sample, Stratified, blocks_of
from qnsim.errors import DataError, UsageError
from qnsim.facts.about import CASE_FILE, POSTERIOR_FILE, Calibration, read_about
from qnsim.facts.case import Case, read_case
from qnsim.facts.likelihood import Figure, read_figures
from qnsim.facts.posterior import COMMAND, Posterior, read_posterior
from qnsim.language import say
from qnsim.run import Experiment, prepare
from qnsim.workflow.scenarios import load_scenario

PROBE = Stratified(0, 80)  # the points at which likelihoods are compared: by the names of their coordinates
SAME = 1e-6  # of a residual: far above rounding on other machines, far below any change of facts
FACTS = ("parameters.yaml", "correlations.yaml", "history.yaml", "conditions.yaml", CASE_FILE)
CODE = ("economy", "engine", "chance", "quantities")


def usual_design(case: Case, seed: int, draws: int, prior: bool = False) -> Design:
    """The design of a case: its posterior where there is one, else its priors.

    Raises `DataError` for a posterior that is damaged or was made of other facts, with the command that makes it anew.
    """
    fresh = Stratified(seed, draws)
    calibration = case.about.calibration
    if prior or calibration is None or not calibration.posterior.exists():
        return fresh
    posterior = _checked(calibration.posterior, case)
    states = dict(zip(posterior.marginals, posterior.states, strict=True))
    return Sample(states, fresh=fresh, marginals=posterior.marginals)


def _checked(file: Path, case: Case) -> Posterior:
    """The posterior in a file, of the facts and equations that are here."""
    posterior = read_posterior(file)
    if posterior.sources != digest_of_sources(case):
        probe = probe_of(past_of(case), figures_of(case))
        if probe.shape != posterior.probe.shape or not np.allclose(probe, posterior.probe, SAME, SAME, equal_nan=True):
            raise DataError(
                say(
                    "{file}: made of other facts or other equations than those here; {command}",
                    file=file,
                    command=COMMAND,
                )
            )
    return posterior


def calibration_of(case: Case) -> Calibration:
    """How a case is calibrated. Raises `UsageError` if it does not say."""
    if case.about.calibration is None:
        file = case.about.folders[-1] / CASE_FILE
        raise UsageError(
            say(
                "{file} does not say how it is calibrated; expected calibration: {{start: ..., scenario: ..., "
                "likelihood: ...}}, which a case says of itself alone; add it, or leave --case out for the shipped "
                "case",
                file=file,
            )
        )
    return case.about.calibration


def past_of(case: Case) -> Experiment:
    """The experiment that runs over the recorded years."""
    calibration = calibration_of(case)
    start = read_case(calibration.start)
    return prepare(load_scenario(calibration.scenario, start), start)


def known_figures(case: Case) -> tuple[Figure, ...]:
    """The figures that were known on the day of a case, perhaps none."""
    read = read_figures(calibration_of(case).likelihood, case.about.record.last_year)
    return tuple(each for each in read if each.known_from <= case.about.vintage)


def figures_of(case: Case) -> tuple[Figure, ...]:
    """The figures that were known on the day of a case. Raises `UsageError` if none was."""
    known = known_figures(case)
    if not known:
        file = calibration_of(case).likelihood
        raise UsageError(
            say(
                "{file}: no figure was known on {vintage}; nothing to learn from", file=file, vintage=case.about.vintage
            )
        )
    return known


def probe_of(past: Experiment, figures: tuple[Figure, ...]) -> np.ndarray:
    """The residuals of the likelihood (figure, point) at the fixed points."""
    short = until(past, max(figure.last for figure in figures))
    names = [each.name for each in coordinates_of(short.scenario, short.case, short.horizon)]
    misfit = Misfit(short, figures, tuple(name for name in names if not name.startswith(LEFT_OUT)))
    (block,) = blocks_of(PROBE)
    return misfit.judged(misfit.simulated(PROBE, block))[0]


def digest_of_sources(case: Case) -> str:
    """Twelve hexadecimal digits of every file a likelihood may depend on: most changes of them do not change it."""
    return digest_of_files(case.about.vintage, _sources(calibration_of(case)))


def digest_of_files(day: datetime.date, files: Iterable[Path]) -> str:
    """Twelve hexadecimal digits of a day and of files in order, the same however lines end."""
    content = hashlib.sha256(day.isoformat().encode())
    for file in files:
        content.update(file.name.encode())
        data = file.read_bytes()
        content.update(data if file.name == POSTERIOR_FILE else data.replace(b"\r\n", b"\n"))
    return content.hexdigest()[:12]


def _sources(calibration: Calibration) -> Iterator[Path]:
    yield calibration.likelihood
    for folder in read_about(calibration.start).folders:
        yield from (folder / name for name in FACTS if (folder / name).is_file())
        yield from sorted((folder / "scenarios").glob("*.yaml"))
    package = Path(qnsim.__file__).parent
    for room in CODE:
        yield from sorted((package / room).rglob("*.py"))
