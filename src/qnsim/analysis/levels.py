"""What scenarios are compared by: a target's indicator and its probability by year, and the branches of growth."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from qnsim.analysis.measures import MEASURES
from qnsim.analysis.measures.measure import measure, names_to_keep
from qnsim.analysis.measures.paths import COMPOSITES, SECTORS, Paths
from qnsim.analysis.outcomes import MEAN, POOLED, PROBABILITY, Outcomes
from qnsim.chance.blocks import Block
from qnsim.chance.designs import blocks_of
from qnsim.chance.draws import Draws
from qnsim.run import Experiment

Array = np.ndarray
MEDIAN, CONTRIBUTION = "median", "contribution"
BRANCHES = tuple(
    each for each in MEASURES if each.variable == "growth_contribution" and SECTORS[each.sector] not in COMPOSITES
)


@dataclass(frozen=True)
class Level:
    """One number that scenarios are compared by; its unit, and that of a difference."""

    year: str
    of: str
    sector: str
    unit: str

    @property
    def row(self) -> tuple[str, str, str]:
        """The columns of a table that say what it is."""
        return self.year, self.of, self.sector

    @property
    def unit_of_difference(self) -> str:
        """The unit of a difference: that of two percentages is a percentage point."""
        return "pp" if self.unit == "%" else self.unit


@dataclass(frozen=True)
class Levels:
    """The reducer that makes an array (level, 1 + replicate): each level in all draws, then in every replicate.

    A difference of two such arrays holds, in the same way, a difference and what its error is read from.
    """

    outcomes: Outcomes

    @property
    def levels(self) -> tuple[Level, ...]:
        """What the rows are. Branches do not overlap, so their contributions add up to growth."""
        units = {MEAN: self.outcomes.target.model_unit, MEDIAN: self.outcomes.target.model_unit, PROBABILITY: "1"}
        if self.outcomes.pooled:
            units |= {POOLED: "1"}
        by_year = [Level(year, of, "", unit) for year in self.outcomes.years for of, unit in units.items()]
        branches = [Level(self.outcomes.years[0], CONTRIBUTION, each.sector, each.unit) for each in BRANCHES]
        return (*by_year, *branches)

    @property
    def keep(self) -> Sequence[str]:
        """What the indicator and the contributions read."""
        return tuple(dict.fromkeys([*self.outcomes.keep, *names_to_keep(BRANCHES)]))

    def reduce(self, experiment: Experiment, block: Block, draws: Draws, paths: Mapping[str, Array]) -> Array:
        """The levels of one block (level, 1 + replicate)."""
        found = self.outcomes.reduce(experiment, block, draws, paths)
        branches = measure(Paths(paths, int(experiment.horizon.start)), BRANCHES)
        rows = []
        for level in self.levels:
            if level.of == CONTRIBUTION:
                values = branches["growth_contribution", level.sector].at(level.year)
            else:
                values = found[MEAN if level.of == MEDIAN else level.of, level.year]
            middle = np.median if level.of == MEDIAN else np.mean
            rows.append([middle(each) for each in (values, *block.split(values))])
        return np.array(rows)

    def merge(self, experiment: Experiment, parts: Sequence[Array]) -> Array:
        """All blocks: a median of all is, as in the summary, the mean of the blocks' medians."""
        sizes = [block.size for block in blocks_of(experiment.design)]
        whole = np.average([part[:, 0] for part in parts], axis=0, weights=sizes)
        return np.column_stack([whole, *(part[:, 1:] for part in parts)])


def error_of(level: Array) -> float:
    """Standard error of a level or of a difference (1 + replicate,), from its spread over the replicates."""
    return float(np.std(level[1:], ddof=1) / np.sqrt(len(level) - 1))
