"""What past forecasts taught: written beside the case by a back-test, and put together with the model by a run."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import qnsim
from qnsim.analysis.assessment import Assessment
from qnsim.analysis.backtest.backtest import Backtest
from qnsim.analysis.backtest.errors import HORIZONS
from qnsim.analysis.backtest.members import TOGETHER, StudentT
from qnsim.analysis.backtest.pool import POOLED
from qnsim.analysis.backtest.questions import Question
from qnsim.analysis.backtest.views import Together, Views, see
from qnsim.analysis.pooling import Pooling
from qnsim.chance.designs import Design, Stratified, replicate_sizes
from qnsim.errors import UsageError
from qnsim.facts.about import CASE_FILE, POSTERIOR_FILE, About, read_about
from qnsim.facts.case import Case
from qnsim.facts.past_forecasts import (
    BOTH,
    COMMAND,
    PAST_FILE,
    POSTERIORS,
    PRIORS,
    Law,
    PastForecasts,
    past_forecasts_text,
    read_past_forecasts,
)
from qnsim.facts.targets import Target, headline_of
from qnsim.language import say
from qnsim.press.files import replace_file
from qnsim.reporting.views_table import past_lines, stale_line
from qnsim.workflow.posteriors import digest_of_files
from qnsim.workflow.scenarios import BASELINE, load_scenario, resolution_targets

FACTS = ("parameters.yaml", "correlations.yaml", "history.yaml", "conditions.yaml", CASE_FILE, POSTERIOR_FILE)
CODE = ("economy", "engine")
MODEL_VIEW, TOGETHER_VIEW = "model", "together"
YEARS = 5  # of which the file tells what the record says


def past_file(case: Case) -> Path:
    """Where what past forecasts taught stands, or would stand."""
    return case.about.folders[-1] / PAST_FILE


def write_past_forecasts(found: Backtest, growth: Question, case: Case) -> Path:
    """Write beside a case what a back-test of it taught."""
    return replace_file(past_file(case), past_forecasts_text(taught_by(found, growth, case)))


def taught_by(found: Backtest, growth: Question, case: Case) -> PastForecasts:
    """What a back-test taught, and what the record says of the years that the case forecasts."""
    rows = found.rows(horizon=HORIZONS[0])
    together = rows[rows["member"] == TOGETHER]
    first = case.about.first_year
    records = {
        str(year): {each.member: _law(each.law) for each in growth.naive(case.about.vintage, year) if each.law}
        for year in range(first, first + YEARS)
    }
    errors, weights = found.learned.errors, found.learned.weights
    return PastForecasts(
        sources_of(case.about),
        _drawn(found),
        dict(zip(together["year"], map(float, together[f"above_{found.threshold:g}"]), strict=True)),
        int((together["came"] > found.threshold).sum()),
        tuple(map(_law, errors.laws)),
        _law(errors.prior),
        dict(zip(weights.members, weights.mean, strict=True)),
        tuple(tuple(map(float, row)) for row in weights.covariance),
        {year: {name: law for name, law in laws.items() if name in POOLED} for year, laws in records.items()},
    )


def _law(law: StudentT) -> Law:
    return Law(law.freedom, law.location, law.scale)


def _drawn(found: Backtest) -> str:
    priors = found.designs["design"].str.startswith("seed")
    return PRIORS if priors.all() else BOTH if priors.any() else POSTERIORS


def read_past(case: Case) -> PastForecasts | None:
    """What past forecasts of a case taught; None if nothing is written. Raises `DataError` for a damaged file."""
    file = past_file(case)
    return read_past_forecasts(file) if file.exists() else None


def views_of(
    past: PastForecasts, assessments: Sequence[Assessment], baseline: Assessment, target: Target
) -> dict[str, Views]:
    """Three views of each scenario in the year of the target; none if the file tells nothing of that year."""
    assert target.threshold is not None
    horizon = int(target.due[:4]) - baseline.experiment.case.about.base_year
    found = {
        each.experiment.scenario.name: see(
            past,
            target.due,
            horizon,
            target.threshold,
            each.told,
            baseline.told,
            replicate_sizes(each.experiment.design),
        )
        for each in assessments
    }
    return {name: views for name, views in found.items() if views}


def together_of(case: Case, target: Target, view: str) -> Together | None:
    """What judges draws under a view: nothing but the model for `model`, model and record for `together`.

    Raises `UsageError` for another view, for a target other than the headline, which alone was forecast in the past,
    and where past forecasts are missing or were made with other facts.
    """
    if view == MODEL_VIEW:
        return None
    if view != TOGETHER_VIEW:
        raise UsageError(say("--view {view}: not a view; expected model or together", view=view))
    headline = headline_of(resolution_targets(case))
    if target.id != headline.id:
        raise UsageError(
            say(
                "--view together: past forecasts are of {headline}, not of {target}; leave out --view or --target",
                headline=headline.id,
                target=target.id,
            )
        )
    past = read_past(case)
    if past is None:
        fault = say("{file} is missing: past forecasts of this case are not written", file=past_file(case))
    elif is_stale(past, case):
        fault = say("{file} was made with other facts or equations than those here", file=past_file(case))
    else:
        assert headline.threshold is not None
        return Together(past, headline.threshold, case.about.base_year)
    raise UsageError(say("--view together: {fault}; make it with: {command}", fault=fault, command=COMMAND))


def pooling_of(case: Case, target: Target, view: str) -> Pooling | None:
    """Model and record together, anchored to the baseline, for a study that shows them; see `together_of`."""
    together = together_of(case, target, view)
    return Pooling(together, load_scenario(BASELINE, case)) if together else None


def digest_of_past(case: Case, view: str) -> str:
    """Twelve hexadecimal digits of what past forecasts taught, where a study shows it."""
    return digest_of_files(case.about.vintage, [past_file(case)]) if view == TOGETHER_VIEW else ""


def said_of_the_past(pooling: Pooling | None, design: Design) -> list[str]:
    """What is to be said of past forecasts beside a number that shows model and record together."""
    return past_lines(pooling.together.past, drawn_from(design)) if pooling else []


def is_stale(past: PastForecasts, case: Case) -> bool:
    """Whether the facts or equations that past forecasts were made with are others now."""
    if case.about.hindcast is None:
        return True
    return past.sources != sources_of(case.about)


def drawn_from(design: Design) -> str:
    """Whether a design draws parameters from priors or from a posterior."""
    return PRIORS if isinstance(design, Stratified) else POSTERIORS


def sources_of(about: About) -> str:
    """Twelve hexadecimal digits of all that past forecasts depend on: earlier cases, observations, and equations."""
    return digest_of_files(about.vintage, _sources(about))


def _sources(about: About) -> Iterator[Path]:
    assert about.hindcast is not None
    yield from about.observations
    yield about.hindcast.values
    yield about.targets
    for case in about.hindcast.cases:
        earlier = read_about(case)
        for folder in earlier.folders:
            names = FACTS if folder == earlier.folders[-1] else FACTS[:-1]  # a posterior is of its own case alone
            yield from (folder / name for name in names if (folder / name).is_file())
        yield from sorted(earlier.scenarios.glob("*.yaml"))
    package = Path(qnsim.__file__).parent
    for room in CODE:
        yield from sorted((package / room).rglob("*.py"))


def look_back(
    assessments: Sequence[Assessment], baseline: Assessment, target: Target
) -> tuple[Mapping[str, Views], list[str]]:
    """Three views of each scenario of a run, and what is to be said of past forecasts; nothing if none are written."""
    case = baseline.experiment.case
    past = read_past(case)
    if past is None:
        return {}, []
    if is_stale(past, case):
        return {}, [stale_line(past_file(case))]
    views = views_of(past, assessments, baseline, target)
    return views, past_lines(past, drawn_from(baseline.experiment.design)) if views else []
