"""A year that is going on, draw by draw: its quarters by branch, and how likely each draw makes what was published."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace

import numpy as np
from scipy.special import ndtr

from qnsim.analysis.judging import Event, measure_of, values_of
from qnsim.analysis.measures import BY_KEY
from qnsim.analysis.measures.measure import measure, names_to_keep
from qnsim.analysis.measures.paths import QUARTERS, SECTORS, Paths
from qnsim.chance.blocks import Block
from qnsim.chance.draws import Draws
from qnsim.facts.observed_quarters import ObservedQuarter
from qnsim.facts.targets import Target
from qnsim.run import Experiment

Array = np.ndarray
GRDP = ""
VARIABLES: Mapping[str, str] = {GRDP: "grdp", **SECTORS}
BRANCHES = tuple(VARIABLES)
REVISION = "ytd_revision_sd"  # standard deviation of later revisions of the year so far: the error of a first figure


@dataclass(frozen=True)
class YearDraws:
    """The draws of one year.

    Production of each quarter `now` and in the year `before` (branch, quarter, draw), the error of published growth of
    the year so far in points, a target's `indicator` of the year, and whether it is `reached`, (draw,) each.
    """

    now: Array
    before: Array
    revision: Array
    indicator: Array
    reached: Array

    def growth(self, branch: str, first: int, last: int) -> Array:
        """Growth in percent of some quarters together, from the `first` to the `last`, counted from 1: (draw,)."""
        quarters = np.s_[BRANCHES.index(branch), first - 1 : last]
        return 100 * (self.now[quarters].sum(axis=0) / self.before[quarters].sum(axis=0) - 1)

    def modelled(self, figure: ObservedQuarter) -> Array:
        """What each draw has for a figure, before any error: (draw,)."""
        return self.growth(figure.sector, 1 if figure.to_date else figure.quarter, figure.quarter)

    def error(self, figure: ObservedQuarter) -> Array | float:
        """The standard error of a figure in points: its own, or the model's.

        The model errs anew in each quarter on growth of the year so far. A quarter alone is the difference of two such
        figures, weighted by how many quarters each has.
        """
        if figure.error is not None:
            return figure.error
        alone = 1 if figure.to_date else np.hypot(figure.quarter, figure.quarter - 1)
        return self.revision * alone

    def residuals(self, figures: Sequence[ObservedQuarter]) -> Array:
        """Figures less what the draws have, in standard errors: (figure, draw)."""
        return np.stack([(each.value - self.modelled(each)) / self.error(each) for each in figures])

    def log_likelihood(self, figures: Sequence[ObservedQuarter]) -> Array:
        """The logarithm of the density of figures in each draw (draw,); their errors do not depend on each other."""
        scale = sum((np.log(self.error(each)) for each in figures), np.zeros(1))
        return -(self.residuals(figures) ** 2).sum(axis=0) / 2 - scale

    def share_below(self, figure: ObservedQuarter, weights: Array) -> float:
        """The probability that was given to a lower figure than the one published."""
        return float(weights @ ndtr((figure.value - self.modelled(figure)) / self.error(figure)))

    def where(self, moved: Array, other: YearDraws) -> YearDraws:
        """The draws, but those of another in the places where a condition holds (draw,)."""
        pairs = ((getattr(self, each.name), getattr(other, each.name)) for each in fields(self))
        return YearDraws(*(np.where(moved, new, old) for old, new in pairs))

    def __getitem__(self, index: Array) -> YearDraws:
        """The draws at some places, in that order."""
        return YearDraws(*(getattr(self, each.name)[..., index] for each in fields(self)))


@dataclass(frozen=True)
class YearOf:
    """The reducer that keeps the draws of one year, with a target of that year."""

    target: Target
    year: int

    @property
    def keep(self) -> Sequence[str]:
        """What growth by quarter and the target read."""
        wanted = [
            BY_KEY["grdp", ""],
            measure_of(self.target),
            *(BY_KEY["value_added_growth", each] for each in SECTORS),
        ]
        against = [self.target.against] if self.target.against else []
        return tuple(dict.fromkeys((*names_to_keep(wanted), "grdp_year_ago", REVISION, *against)))

    def reduce(self, experiment: Experiment, block: Block, draws: Draws, paths: Mapping[str, Array]) -> YearDraws:
        """The draws of a block."""
        first = experiment.scenario.first_year
        path, target = Paths(paths, first), replace(self.target, due=str(self.year))
        measured = measure(path, [measure_of(target)])
        place = QUARTERS * (self.year - first)
        quarters, weights = slice(place, place + QUARTERS), path["grdp_quarter_weight"]
        now = np.stack([(path[name] * weights)[quarters] for name in VARIABLES.values()])
        before = np.stack([(path.year_ago(name) * weights)[quarters] for name in VARIABLES.values()])
        revision = np.broadcast_to(100 * path.fixed(REVISION), block.size)
        return YearDraws(now, before, revision, values_of(target, measured), Event(target)(measured, path))

    def merge(self, experiment: Experiment, parts: Sequence[YearDraws]) -> YearDraws:
        """All draws in order."""
        return YearDraws(
            *(np.concatenate([getattr(part, each.name) for part in parts], -1) for each in fields(YearDraws))
        )
