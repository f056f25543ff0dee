"""What each part of the likelihood does to the probability, and what other choices would: a table of calibration.md.

Each row is a calibration of its own, with half the chains of the shipped one, judged in the same way: about six minutes
on two cores. Run it in the root of the repository: python docs/calibration_alternatives.py
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pandas as pd
from scipy.special import ndtr

from qnsim.analysis.calibration.learned import Learned
from qnsim.analysis.calibration.misfit import DISCREPANCY, EDGE, Misfit, misfit_of
from qnsim.analysis.outcomes import MEAN, PROBABILITY, Outcomes, chance, until
from qnsim.analysis.sampling.diagnostics import diagnose
from qnsim.analysis.sampling.population import sample_posterior
from qnsim.chance.designs import Design, Sample, Stratified
from qnsim.facts.case import Case, read_case
from qnsim.facts.likelihood import FIRST_RELEASE, SHARE, Figure
from qnsim.facts.targets import headline_of
from qnsim.run import coordinates, prepare, run_experiments
from qnsim.scenarios.moves import with_value
from qnsim.scenarios.scenario import Scenario
from qnsim.scheduler import Processes
from qnsim.workflow.calibration_of_all import EARLIER
from qnsim.workflow.posteriors import calibration_of, figures_of, past_of
from qnsim.workflow.scenarios import load_scenario, resolution_targets

FILE = Path(__file__).parent / "results" / "calibration" / "alternatives.csv"
STATES, SEED = 2_000, 5
BRANCH_GROWTH, REVENUE, INVESTMENT = "value_added_growth", "revenue_", "investment_total"
Kept = Callable[[Figure], bool]
GROUPS: dict[str, Kept] = {
    "growth of GRDP": lambda each: each.kind == FIRST_RELEASE,
    "growth of branches": lambda each: each.measure == BRANCH_GROWTH,
    "shares of branches": lambda each: each.kind == SHARE,
    "investment": lambda each: each.measure == INVESTMENT,
    "revenue": lambda each: each.measure.startswith(REVENUE),
    "workers and firms": lambda each: each.measure in ("employed_persons", "new_firms"),
}


@dataclass(frozen=True)
class Choice:
    """A likelihood that might have been: its words, its figures, and the yearly error of the model if that is given."""

    words: str
    figures: tuple[Figure, ...]
    discrepancy: float | None = None


def choices(figures: tuple[Figure, ...]) -> Iterator[Choice]:
    """One group of figures after the other; then each choice that could have been another."""
    taken: list[str] = []
    for name in GROUPS:
        taken.append(name)
        yield Choice(f"and {name}" if taken[1:] else name, _of(figures, taken))
    for name in ("shares of branches", "revenue", "growth of GRDP"):
        yield Choice(f"all but {name}", _of(figures, [other for other in GROUPS if other != name]))
    for points in (0.5, 2.0):
        yield Choice(f"all; yearly error of the model {points:g} points", figures, points)
    yield Choice("all, with half their errors", tuple(replace(each, error=each.error / 2) for each in figures))


def _of(figures: tuple[Figure, ...], groups: list[str]) -> tuple[Figure, ...]:
    return tuple(each for each in figures if any(GROUPS[name](each) for name in groups))


def with_discrepancy(scenario: Scenario, case: Case, points: float | None) -> Scenario:
    """A scenario in which the yearly error of the model is given, in points."""
    return scenario if points is None else with_value(scenario, case.catalogue.entries[DISCREPANCY], points / 100)


@dataclass(frozen=True)
class Calibration:
    """A calibration with a choice, as work for a scheduler: states, names and what the draws are worth."""

    case: Case

    def __call__(self, choice: Choice) -> tuple[Misfit, np.ndarray, float, float, tuple[str, ...]]:
        past = past_of(self.case)
        scenario = with_discrepancy(past.scenario, past.case, choice.discrepancy)
        misfit = misfit_of(prepare(scenario, past.case), choice.figures)
        found = sample_posterior(misfit, misfit.dimension, EARLIER, SEED)
        growth = [f"growth {number}" for number in range(len(found.quantities))]
        judged = diagnose(found, [*misfit.names, *growth])
        places = np.linspace(0, found.states.shape[1] - 1, STATES).astype(int)
        sizes = min(judged.bulk.min(), judged.tail.min())
        return misfit, found.states[:, places], float(judged.nested_r_hat.max()), float(sizes), judged.problems


def forecast(case: Case, design: Design, points: float | None) -> dict[str, float]:
    """Median and 90% interval of growth, and P of the headline, under the baseline."""
    target = headline_of(resolution_targets(case))
    scenario = with_discrepancy(load_scenario("baseline", case), case, points)
    experiment = until(prepare(scenario, case, design), target.due)
    (found,) = run_experiments([experiment], Outcomes(target, (target.due,)))
    low, middle, high = np.quantile(found[MEAN, target.due], (0.05, 0.5, 0.95))
    reached = chance(experiment, found[PROBABILITY, target.due])
    return {"p05": low, "median": middle, "p95": high, "probability": reached.value, "error": reached.error}


def main() -> None:
    """Write the table."""
    case, fresh = read_case(), Stratified()
    told = {each.name: each.marginal for each in coordinates(prepare(load_scenario("baseline", case), case))}
    rows = [{"likelihood": "none: priors", "figures": 0, **forecast(case, fresh, None)}]
    plan = list(choices(figures_of(case)))
    done = Processes(2).each(Calibration(case), plan)
    for choice, (misfit, z, r_hat, size, problems) in zip(plan, done, strict=True):
        marginals = Learned(misfit, z).handed_over(told, calibration_of(case).own)
        marginals.pop(DISCREPANCY if choice.discrepancy is not None else "", None)
        numbers = np.clip(ndtr(z), EDGE, 1 - EDGE)
        states = {name: numbers[misfit.names.index(name)] for name in marginals}
        found = forecast(case, Sample(states, fresh=fresh, marginals=marginals), choice.discrepancy)
        about = {"nested_r_hat": r_hat, "sample_size": size, "usable": not problems}
        rows.append({"likelihood": choice.words, "figures": len(choice.figures), **found, **about})
        print(rows[-1], problems)
    pd.DataFrame(rows).to_csv(FILE, index=False, lineterminator="\n", float_format="%.6g")


if __name__ == "__main__":
    main()
