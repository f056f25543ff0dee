"""Do growth, productivity and jobs of a resolution agree? Growth is productivity growth and employment growth."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

import numpy as np
import pandas as pd

from qnsim.analysis.joint import Joint
from qnsim.analysis.judging import BEATS, measure_of
from qnsim.analysis.measures.measure import Measure, Words
from qnsim.analysis.measures.people import employed_of_year, employed_rise
from qnsim.analysis.probability import Probability
from qnsim.analysis.verdicts import Verdicts
from qnsim.facts.targets import Target, headline_of
from qnsim.quantities.units import conversion_factor

PRODUCTIVITY, JOBS = "labour_productivity_growth", "additional_jobs"
ABOUT = 0.5  # 'about 11%' holds what rounds to 11
PRICES = {"real": Words("giá so sánh", "constant prices"), "current": Words("giá hiện hành", "current prices")}
NET, EMPLOYED = "jobs net", "employed persons"
PERSONS = "thousand person"
RISE = Measure(
    "employed_rise",
    "",
    PERSONS,
    Words("Lao động có việc làm tăng thêm, thực tăng", "Rise of employed persons, net"),
    Words("Số người đang làm việc tăng so với năm trước.", "Persons at work more than in the year before."),
    employed_rise,
)
EMPLOYED_NOW = replace(RISE, variable="employed_of_year", year=employed_of_year)


@dataclass(frozen=True)
class Reading:
    """One way to read a target: alone, with growth, and with growth and each reading of the others."""

    label: Words
    median: float
    unit: str
    alone: Probability
    with_growth: Probability
    with_all: tuple[Probability, ...] = ()


@dataclass(frozen=True)
class Consistency:
    """The readings of productivity, then those of jobs; `implied` is the growth that the two add up to, in percent."""

    growth: Target
    productivity: Target
    jobs: Target
    readings: tuple[Reading, ...]
    implied: float
    alone: Probability

    def table(self) -> pd.DataFrame:
        """One row per reading; probabilities with their errors."""
        rows = []
        for reading in self.readings:
            gross, net = reading.with_all or (None, None)
            found = {"alone": reading.alone, "growth": reading.with_growth, "all_gross": gross, "all_net": net}
            head = {"reading": reading.label.en, "reading_vi": reading.label.vi}
            numbers = {"median": reading.median, "unit": reading.unit}
            for name, chance in found.items():
                numbers |= {f"p_{name}": chance and chance.value, f"p_{name}_error": chance and chance.error}
            rows.append(head | numbers)
        return pd.DataFrame(rows)


@dataclass(frozen=True)
class Audit:
    """The three targets that must agree, and what has to be known in each draw to see whether they do."""

    growth: Target
    productivity: Target
    jobs: Target

    @property
    def targets(self) -> Mapping[str, Target]:
        """The readings of productivity growth by prices, and the count of jobs, as targets to judge."""
        by_prices = {
            prices: replace(self.productivity, measure=(PRODUCTIVITY, prices), id=f"{PRODUCTIVITY}, {prices}")
            for prices in PRICES
        }
        return {**by_prices, JOBS: self.jobs}

    @property
    def also(self) -> Mapping[str, tuple[Measure, str]]:
        """The rise of employed persons and their number, of the year in which jobs are due."""
        return {NET: (RISE, self.jobs.due), EMPLOYED: (EMPLOYED_NOW, self.jobs.due)}

    def result(self, verdicts: Verdicts, sizes: Sequence[int]) -> Consistency:
        """What the draws say of each reading."""
        values, growth, jobs, asked = verdicts.values, self.growth, self.jobs, self.productivity.threshold
        assert asked is not None and jobs.threshold is not None
        to_jobs = conversion_factor(PERSONS, jobs.model_unit)
        net = values[NET] * to_jobs
        employed_before = values[EMPLOYED] * to_jobs - net
        events = {"growth": verdicts.reached[growth.id], "gross": verdicts.reached[JOBS]}
        events["net"] = BEATS[jobs.comparator](net, np.asarray(jobs.threshold))
        middle = partial(verdicts.quantiles, levels=(0.5,))
        readings = []
        for prices, words in PRICES.items():
            for name, least in self.thresholds.items():
                events[name] = BEATS[self.productivity.comparator](values[prices], np.asarray(least))
                joint = Joint(events, sizes)
                together = tuple(joint.probability([name, "growth", count]) for count in ("gross", "net"))
                alone, both = joint.probability([name]), joint.probability([name, "growth"])
                label = Words(f"Năng suất, {words.vi}, từ {least:g}%", f"Productivity, {words.en}, {least:g}% or more")
                readings.append(Reading(label, middle(values[prices])[0], "%", alone, both, together))
        joint = Joint(events, sizes)
        for count, label, persons in (
            ("gross", Words("Việc làm tăng thêm, thống kê", "Jobs, gross: jobs created, as counted"), values[JOBS]),
            ("net", Words("Việc làm, thực tăng", "Jobs, net: more persons at work"), net),
        ):
            chances = joint.probability([count]), joint.probability([count, "growth"])
            readings.append(Reading(label, middle(persons)[0], jobs.unit, *chances))
        more = 1 + jobs.threshold / middle(employed_before)[0]
        implied = 100 * ((1 + asked / 100) * more - 1)
        return Consistency(growth, self.productivity, jobs, tuple(readings), implied, joint.probability(["growth"]))

    @property
    def thresholds(self) -> Mapping[str, float]:
        """The figures that the target for productivity may mean: what rounds to it if it says about, and itself."""
        asked = self.productivity.threshold
        assert asked is not None
        about = {"about": asked - ABOUT} if self.productivity.comparator == "about" else {}
        return {**about, "at least": asked}


def audit_of(targets: Sequence[Target]) -> Audit | None:
    """The audit of a resolution with figures for growth, productivity and jobs of the same year; else None."""
    by_measure = {measure_of(each).variable: each for each in targets if each.measure and each.threshold is not None}
    productivity, jobs, growth = by_measure.get(PRODUCTIVITY), by_measure.get(JOBS), headline_of(targets)
    if productivity is None or jobs is None or not productivity.due == jobs.due == growth.due:
        return None
    return Audit(growth, productivity, jobs)
